"""Reports and how many somebody made in the last hour.

A report stands in the queue of its state, sorted by its id, which begins with the time. What a person reported in an
hour is one row: it limits them, and knows what was sent twice.
"""

import hashlib
import math
from typing import TYPE_CHECKING

from pynamodb.attributes import JSONAttribute, TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.transactions import TransactWrite

from neufit.domain.errors import Conflict, TooManyRequests
from neufit.domain.report import MAX_PER_WINDOW, WINDOW, Report, ReportState, window_of
from neufit.domain.user import user_key
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import write_together

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

_TRIES = 8


class ReportRow(Table):
    """One report."""

    class Meta:
        """Where the table lives."""

        table_name = "reports"

    state = UnicodeAttribute(hash_key=True)
    report_id = UnicodeAttribute(range_key=True)
    reporter_id = UnicodeAttribute()
    about: JSONAttribute = JSONAttribute()
    category = UnicodeAttribute()
    words = UnicodeAttribute()
    evidence: JSONAttribute = JSONAttribute(default=dict)
    at = UTCDateTimeAttribute()


class ReporterRow(Table):
    """What one person reported in one hour: ids of reports by a hash of what they say."""

    class Meta:
        """Where the table lives."""

        table_name = "reporters"

    reporter = UnicodeAttribute(hash_key=True)
    made: JSONAttribute = JSONAttribute(default=dict)
    expires_at = TTLAttribute()


def _digest(report: Report) -> str:
    """The same text for the same report, whenever it is made."""
    said = report.model_dump_json(exclude={"report_id", "at", "state"})
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _from_row(row: ReportRow) -> Report:
    return Report.model_validate({name: getattr(row, name) for name in Report.model_fields})


class ReportStore:
    """Writes and reads of reports."""

    def file(self, report: Report) -> str:
        """Keep a report and answer its id: that of the first one when it was sent before in this hour.

        Raise TooManyRequests when this person made as many as one may in an hour.
        """
        window = window_of(report.at)
        key, digest = f"{user_key(report.reporter_id)}#{window:%Y-%m-%dT%H}", _digest(report)
        for _ in range(_TRIES):
            before = self._made(key)
            if digest in before:
                return before[digest]
            if len(before) >= MAX_PER_WINDOW:
                left = window + WINDOW - report.at
                raise TooManyRequests(
                    f"You can send {MAX_PER_WINDOW} reports in an hour. Those that you sent are being looked at.",
                    retry_after=math.ceil(left.total_seconds()),
                )
            made = ReporterRow(key, made={**before, digest: report.report_id}, expires_at=window + WINDOW)
            if self._write(report, made, before):
                return report.report_id
        raise Conflict("You are sending several reports at the same moment. Try again.")

    def queue(self, state: ReportState, *, limit: int, after: str | None = None) -> tuple[list[Report], str | None]:
        """A page of the reports in a state, newest first, in one query, and the id to go on after."""
        below = None if after is None else ReportRow.report_id < after
        with store_errors():
            rows = list(ReportRow.query(state.value, below, scan_index_forward=False, limit=limit))
        return [_from_row(row) for row in rows], rows[-1].report_id if len(rows) == limit else None

    def _made(self, key: str) -> dict[str, str]:
        try:
            with store_errors():
                return dict(ReporterRow.get(key, consistent_read=True).made)
        except ReporterRow.DoesNotExist:
            return {}

    def _write(self, report: Report, made: ReporterRow, before: dict[str, str]) -> bool:
        row = ReportRow(
            report.state.value,
            report.report_id,
            reporter_id=report.reporter_id,
            about=report.about.model_dump(mode="json"),
            category=report.category.value,
            words=report.words,
            evidence=report.evidence,
            at=report.at,
        )
        unchanged: Condition = ReporterRow.made == before if before else ReporterRow.reporter.does_not_exist()

        def fill(writes: TransactWrite) -> None:
            writes.save(made, condition=unchanged)
            writes.save(row, condition=ReportRow.report_id.does_not_exist())

        try:
            write_together(ReportRow, fill)
        except ConditionFailed:
            return False
        return True
