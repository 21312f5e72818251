"""Reports and how many somebody made on a day.

A report stands in the queue of those that wait, or of those that were decided, sorted by its id, which begins with the
time; and once more, without its evidence, in the list of who made it. Deciding moves it in one transaction that finds
it waiting, so it is decided once. What a person reported on a day is one row: it limits them, and knows what was sent
twice. One more row stands for each thing of which somebody has an open report.
"""

import hashlib
import math
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pynamodb.attributes import JSONAttribute, TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.transactions import TransactWrite

from neufit.domain.errors import Conflict, NotFound, TooManyRequests
from neufit.domain.report import DAY, MAX_PER_DAY, Decision, Report, day_of
from neufit.domain.user import user_key
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import write_together

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

_TRIES = 8
_OPEN_FOR = 180 * DAY
"""A thing whose report nobody decided in so long can be reported again."""


class Queue(StrEnum):
    """Where reports stand for moderators."""

    OPEN = "open"
    DECIDED = "decided"


class ReportRow(Table):
    """One report in a queue, or in the list of who made it (``by#anna``)."""

    class Meta:
        """Where the table lives."""

        table_name = "reports"

    listing = UnicodeAttribute(hash_key=True, attr_name="state")
    report_id = UnicodeAttribute(range_key=True)
    reporter_id = UnicodeAttribute()
    about: JSONAttribute = JSONAttribute()
    person_id = UnicodeAttribute(null=True)
    category = UnicodeAttribute()
    words = UnicodeAttribute()
    evidence: JSONAttribute = JSONAttribute(default=dict)
    seen: JSONAttribute = JSONAttribute(default=dict)
    at = UTCDateTimeAttribute()
    digest = UnicodeAttribute(default="")
    decision: JSONAttribute = JSONAttribute(null=True)


class ReporterRow(Table):
    """What one person reported on one day: ids of reports by a hash of what they say; or a thing reported, if open."""

    class Meta:
        """Where the table lives."""

        table_name = "reporters"

    reporter = UnicodeAttribute(hash_key=True)
    made: JSONAttribute = JSONAttribute(default=dict)
    expires_at = TTLAttribute()


def _said(report: Report) -> str:
    """The same text for the same report, whenever it is made."""
    said = report.model_dump_json(include={"reporter_id", "about", "category", "words", "evidence"})
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _from_row(row: ReportRow) -> Report:
    return Report.model_validate({name: getattr(row, name) for name in Report.model_fields})


def _row(listing: str, report: Report, *, whole: bool = True) -> ReportRow:
    values: dict[str, Any] = report.model_dump(mode="json", exclude={"at", "report_id"})
    if not whole:
        values |= {"evidence": {}, "seen": {}}
    return ReportRow(listing, report.report_id, at=report.at, **values)


def _mine(user_id: str) -> str:
    return f"by#{user_key(user_id)}"


def _pair(report: Report) -> str:
    return f"{user_key(report.reporter_id)}#open#{report.thing}"


class ReportStore:
    """Writes and reads of reports."""

    def file(self, report: Report) -> Report:
        """Keep a report as it is from now on, sealed; when it was sent before on this day, the first one stays.

        Answer the one that is kept. Raise Conflict (``already-reported``) when this person's report of the same thing
        still waits, TooManyRequests when this person made as many as one may on a day.
        """
        day, sealed = day_of(report.at), report.sealed
        key, pair, said = f"{user_key(report.reporter_id)}#{day:%Y-%m-%d}", _pair(report), _said(report)
        for _ in range(_TRIES):
            before, waits = self._made(key, pair)
            if said in before:
                return self.get(before[said])
            if waits:
                raise Conflict("You reported this already. A moderator will look at it.", code="already-reported")
            if len(before) >= MAX_PER_DAY:
                left = day + DAY - report.at
                raise TooManyRequests(
                    f"You can send {MAX_PER_DAY} reports on a day. Those that you sent are being looked at.",
                    retry_after=math.ceil(left.total_seconds()),
                )
            made = ReporterRow(key, made={**before, said: report.report_id}, expires_at=day + DAY)
            if self._write(sealed, made, before, ReporterRow(pair, expires_at=report.at + _OPEN_FOR)):
                return sealed
        raise Conflict("You are sending several reports at the same moment. Try again.")

    def get(self, report_id: str) -> Report:
        """A report, waiting or decided. Raise NotFound."""
        keys = [(queue.value, report_id) for queue in Queue]
        with store_errors():
            rows = list(ReportRow.batch_get(keys, consistent_read=True))
        if not rows:
            raise NotFound("There is no report with this id.")
        return _from_row(rows[0])

    def queue(self, queue: Queue, *, limit: int, after: str | None = None) -> tuple[list[Report], str | None]:
        """A page of a queue, newest first, in one query, and the id to go on after."""
        return self._page(queue.value, limit, after)

    def made_by(self, user_id: str, *, limit: int, after: str | None = None) -> tuple[list[Report], str | None]:
        """A page of what a person reported, newest first, without evidence, and the id to go on after."""
        return self._page(_mine(user_id), limit, after)

    def decide(self, report: Report, decision: Decision, also: Callable[[TransactWrite], None] | None) -> Report:
        """Decide a report that waits, together with what ``also`` adds.

        Raise ConditionFailed when it was decided meanwhile, or a condition of ``also`` doesn't hold; nothing was
        written then.
        """
        decided = report.model_copy(update={"decision": decision})

        def fill(writes: TransactWrite) -> None:
            writes.delete(ReportRow(Queue.OPEN.value, report.report_id), condition=ReportRow.report_id.exists())
            writes.save(_row(Queue.DECIDED.value, decided))
            writes.save(_row(_mine(report.reporter_id), decided, whole=False))
            writes.delete(ReporterRow(_pair(report)))
            if also is not None:
                also(writes)

        write_together(ReportRow, fill)
        return decided

    @staticmethod
    def _page(listing: str, limit: int, after: str | None) -> tuple[list[Report], str | None]:
        below = None if after is None else ReportRow.report_id < after
        with store_errors():
            rows = list(ReportRow.query(listing, below, scan_index_forward=False, limit=limit, consistent_read=True))
        return [_from_row(row) for row in rows], rows[-1].report_id if len(rows) == limit else None

    @staticmethod
    def _made(key: str, pair: str) -> tuple[dict[str, str], bool]:
        """What was reported on a day, and whether a report of this thing waits."""
        with store_errors():
            rows = {row.reporter: row for row in ReporterRow.batch_get([key, pair], consistent_read=True)}
        return dict(rows[key].made) if key in rows else {}, pair in rows

    @staticmethod
    def _write(report: Report, made: ReporterRow, before: dict[str, str], pair: ReporterRow) -> bool:
        unchanged: Condition = ReporterRow.made == before if before else ReporterRow.reporter.does_not_exist()

        def fill(writes: TransactWrite) -> None:
            writes.save(made, condition=unchanged)
            writes.save(pair, condition=ReporterRow.reporter.does_not_exist())
            writes.save(_row(Queue.OPEN.value, report), condition=ReportRow.report_id.does_not_exist())
            writes.save(_row(_mine(report.reporter_id), report, whole=False))

        try:
            write_together(ReportRow, fill)
        except ConditionFailed:
            return False
        return True
