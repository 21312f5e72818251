"""Series of classes: one row each. Their classes are meetings of their own (``domain/series.py``)."""

from datetime import date, datetime

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute

from neufit.domain.errors import Conflict
from neufit.domain.series import Series, Timing
from neufit.stores.tables import ConditionFailed, Table, store_errors


class SeriesRow(Table):
    """One series."""

    class Meta:
        """Where the table lives."""

        table_name = "class-series"

    series_id = UnicodeAttribute(hash_key=True)
    host_id = UnicodeAttribute()
    title = UnicodeAttribute()
    description = UnicodeAttribute(default="")
    topics: JSONAttribute = JSONAttribute(default=list)
    capacity = NumberAttribute(null=True)
    zone = UnicodeAttribute()
    starts = UnicodeAttribute()
    minutes = NumberAttribute()
    rule = UnicodeAttribute()
    exceptions: JSONAttribute = JSONAttribute(default=list)
    timings: JSONAttribute = JSONAttribute(default=list)
    created_at = UTCDateTimeAttribute()
    revision = NumberAttribute(default=0)


def _to_row(series: Series) -> SeriesRow:
    told = series.model_dump(exclude={"topics", "starts", "exceptions", "timings"})
    return SeriesRow(
        **told,
        topics=list(series.topics),
        starts=series.starts.isoformat(),
        exceptions=[day.isoformat() for day in series.exceptions],
        timings=[timing.model_dump(mode="json") for timing in series.timings],
    )


def _from_row(row: SeriesRow) -> Series:
    read = {name: getattr(row, name) for name in Series.model_fields}
    read |= {
        "starts": datetime.fromisoformat(row.starts),
        "exceptions": [date.fromisoformat(day) for day in row.exceptions],
        "timings": [Timing.model_validate(timing) for timing in row.timings],
    }
    return Series.model_validate(read)


class SeriesStore:
    """Reads and conditional writes of series."""

    def create(self, series: Series) -> Series:
        """Write a new series. The same id again answers the series that there is."""
        try:
            with store_errors():
                _to_row(series).save(condition=SeriesRow.series_id.does_not_exist())
        except ConditionFailed:
            return self.find(series.series_id) or series
        return series

    def find(self, series_id: str) -> Series | None:
        """The series; None when there is none."""
        try:
            with store_errors():
                return _from_row(SeriesRow.get(series_id, consistent_read=True))
        except SeriesRow.DoesNotExist:
            return None

    def replace(self, before: Series, after: Series) -> Series:
        """Write what its host changed of ``before`` as its next revision. Raise Conflict when it changed meanwhile."""
        after = after.model_copy(update={"revision": before.revision + 1})
        try:
            with store_errors():
                _to_row(after).save(condition=SeriesRow.revision == before.revision)
        except ConditionFailed:
            raise Conflict("Somebody changed this series at the same moment. Load it again and repeat.") from None
        return after
