"""The views table: who watched what on which day, by opaque names, forgotten after two days."""

from datetime import datetime, timedelta

from pynamodb.attributes import TTLAttribute, UnicodeAttribute

from neufit.stores.tables import ConditionFailed, Table, store_errors

_KEPT = timedelta(days=2)


class ViewRow(Table):
    """One viewer of one video on one day."""

    class Meta:
        """Where the table lives."""

        table_name = "views"

    media_day = UnicodeAttribute(hash_key=True)
    viewer = UnicodeAttribute(range_key=True)
    expires_at = TTLAttribute()


class ViewStore:
    """Remembers viewers, each once per video and day (UTC), so that a view is counted once."""

    def first_today(self, media_id: str, viewer: str, at: datetime) -> bool:
        """Note that ``viewer`` watches; whether it is for the first time that day.

        The mark and the count are two writes on purpose: a transaction on the one row of a video that thousands start
        at once would make them cancel each other. A crash between the two costs one view of the statistics.
        """
        row = ViewRow(f"{media_id}#{at:%Y-%m-%d}", viewer, expires_at=at + _KEPT)
        try:
            with store_errors():
                row.save(condition=ViewRow.viewer.does_not_exist())
        except ConditionFailed:
            return False
        return True
