"""The cells of people's time: a row for each five minutes of a person that are taken.

A row holds until ``until``: what a request waits with until its hold ends, what is settled until the cell is long over.
After that it is as good as none, whether or not it was deleted. ``holder`` is the id of the booking that takes the
cell, or of the meeting: as what the person hosts, or is enrolled in. A cell is written together with the row of what
takes it, at each change anew with that row's revision; the one exception are the cells of something long that is being
moved (``moving``), which are claimed shortly before and go by themselves when the move dies.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.constants import ALL_OLD
from pynamodb.transactions import TransactWrite

from neufit.domain.calendar.cells import CELL, cells
from neufit.domain.calendar.intervals import Interval
from neufit.domain.user import user_key
from neufit.stores.tables import ConditionFailed, Table, store_errors

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

_KEPT = timedelta(days=1)
_SETTLED = timedelta(days=1)
"""What is settled holds its cells for so long after them: a process whose clock is late may think them ahead."""


class CellRow(Table):
    """Five minutes of one person. ``until`` is in seconds since the epoch."""

    class Meta:
        """Where the table lives."""

        table_name = "calendar-cells"

    person = UnicodeAttribute(hash_key=True)
    cell = UnicodeAttribute(range_key=True)
    holder = UnicodeAttribute()
    revision = NumberAttribute()
    until = NumberAttribute()
    moving = BooleanAttribute(default=False)
    expires_at = TTLAttribute()


Key = tuple[str, str]
"""Person and cell."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What is taken of whose time (``spans`` by user id) for what, until when; None: as long as the cells last."""

    holder: str
    revision: int
    spans: Mapping[str, Interval]
    until: datetime | None = None
    moving: bool = False

    def keys(self) -> dict[Key, datetime]:
        """The cells, and when each begins."""
        return {(user_key(who), _name(at)): at for who, span in self.spans.items() for at in cells(span)}


def claim(writes: TransactWrite, wanted: Claim, now: datetime, *, but: Collection[Key] = ()) -> None:
    """Add to a transaction what takes the cells (``but`` some); it fails when something else holds one of them."""
    vacant: Condition = (
        CellRow.holder.does_not_exist() | (CellRow.holder == wanted.holder) | (CellRow.until <= now.timestamp())
    )
    for (person, cell), at in wanted.keys().items():
        if (person, cell) in but:
            continue
        until = wanted.until or at + CELL + _SETTLED
        row = CellRow(
            person,
            cell,
            holder=wanted.holder,
            revision=wanted.revision,
            until=until.timestamp(),
            moving=wanted.moving,
            expires_at=max(until, at) + _KEPT,
        )
        writes.save(row, condition=vacant, return_values=ALL_OLD)


def free(writes: TransactWrite, holder: str, revision: int, keys: Iterable[Key]) -> None:
    """Add to a transaction what lets cells go; it fails when one is held by another, or since by a later revision."""
    mine = CellRow.holder.does_not_exist() | ((CellRow.holder == holder) & (CellRow.revision <= revision))
    for person, cell in keys:
        writes.delete(CellRow(person, cell), condition=mine)


def held(found: Iterable[dict[str, Any]]) -> Sequence[CellRow]:
    """The cells among the items that a claim found held by something else."""
    return [CellRow.from_raw_data(each) for each in found if "cell" in each]


def drop(row: CellRow) -> None:
    """Let a cell go that nothing stands behind any more, unless it was written meanwhile."""
    as_read = (CellRow.holder == row.holder) & (CellRow.revision == row.revision)
    try:
        with store_errors():
            row.delete(condition=as_read)
    except ConditionFailed:
        return


def taken(user_id: str, within: Interval, now: datetime) -> list[Interval]:
    """What of some time of a person is taken, cell by cell in order. One query."""
    rows = _query(user_id, within, now, attributes_to_get=["cell"])
    return [Interval(at, at + CELL) for at in map(begins_at, rows)]


def rows_of(user_id: str, within: Interval, now: datetime) -> list[CellRow]:
    """The cells of some time of a person that are taken, in order. One query."""
    return _query(user_id, within, now, consistent_read=True)


def _query(user_id: str, within: Interval, now: datetime, **told: Any) -> list[CellRow]:  # noqa: ANN401  # of pynamodb
    first, last = _name(within.starts_at - CELL), _name(within.ends_at)
    with store_errors():
        return list(
            CellRow.query(
                user_key(user_id),
                CellRow.cell.between(first, last),
                filter_condition=CellRow.until > now.timestamp(),
                **told,
            )
        )


def begins_at(row: CellRow) -> datetime:
    """When a cell begins."""
    return datetime.strptime(row.cell, _FORMAT).replace(tzinfo=UTC)


_FORMAT = "%Y-%m-%dT%H:%M"


def _name(at: datetime) -> str:
    return at.strftime(_FORMAT)
