"""The outbox: announcements that wait to be told, written in the transactions of what they tell of.

A row stands in one of a few partitions, at its due time, until it is worked off. Whoever works it off leases it, so two
don't do the same at once, and keeps how far it came; a lease that ran out is anybody's.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel
from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute
from pynamodb.transactions import TransactWrite

from neufit.domain.announcement import Announcement
from neufit.domain.errors import Unavailable
from neufit.stores.queues import Queue
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import write_together

log = logging.getLogger(__name__)

SHARDS = 4
"""Partitions of what waits: each takes 1,000 writes a second."""
LEASE = timedelta(minutes=2)
"""Who has not gone on with an announcement for so long has died. Longer than the function may run."""
_KEPT = timedelta(days=1)


class AnnouncementRow(Table):
    """One announcement that waits. ``progress`` is how far its audience was told, ``leased_until`` seconds."""

    class Meta:
        """Where the table lives."""

        table_name = "announcements"

    shard = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    told = UnicodeAttribute()
    progress = UnicodeAttribute(null=True)
    leased_until = NumberAttribute(default=0)
    expires_at = TTLAttribute()


class Waiting(BaseModel):
    """Where an announcement waits; what the queue's messages say."""

    shard: str
    place: str


@dataclass(frozen=True, slots=True)
class Lease:
    """An announcement that is being worked off, how far that came, and until when it is nobody else's (seconds)."""

    announcement: Announcement
    progress: str | None
    until: float


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}"


def waiting_at(announcement: Announcement) -> Waiting:
    """Where this announcement waits."""
    shard = int.from_bytes(announcement.announcement_id.encode()[-4:]) % SHARDS
    return Waiting(shard=f"due#{shard}", place=f"{_moment(announcement.due_at)}#{announcement.announcement_id}")


class AnnouncementStore:
    """Writes of announcements and of what becomes of them. ``queue`` wakes who works them off; None: nobody."""

    def __init__(self, queue: Queue | None = None) -> None:
        self._queue = queue

    def write(self, writes: TransactWrite, *announcements: Announcement) -> None:
        """Add announcements to a transaction, one item each. The same one again starts anew and tells nobody twice."""
        for each in announcements:
            writes.save(_row(each))

    def add(self, *announcements: Announcement) -> None:
        """Write announcements of what was written before, by who repeats that until both are."""
        write_together(AnnouncementRow, lambda writes: self.write(writes, *announcements))

    def wake(self, announcements: Iterable[Announcement], now: datetime) -> None:
        """After the transaction: have them worked off at once. What fails here, or waits, is found by the sweep."""
        for each in announcements:
            if each.due_at <= now:
                self.wake_at(waiting_at(each))

    def due(self, now: datetime, *, limit: int) -> list[Waiting]:
        """What is due and nobody's, the longest due first, at most ``limit`` of each partition: one query each."""
        found = []
        free = AnnouncementRow.leased_until <= now.timestamp()
        with store_errors():
            for shard in range(SHARDS):
                rows = AnnouncementRow.query(
                    f"due#{shard}",
                    AnnouncementRow.place < _moment(now + timedelta(microseconds=1)),
                    filter_condition=free,
                    attributes_to_get=["shard", "place"],
                    limit=limit,
                )
                found += [Waiting(shard=row.shard, place=row.place) for row in rows]
        return sorted(found, key=lambda each: each.place)

    def lease(self, waiting: Waiting, now: datetime) -> Lease | None:
        """Take an announcement to work it off; None when it is not there any more, not due, or somebody else's."""
        row, until = AnnouncementRow(waiting.shard, waiting.place), (now + LEASE).timestamp()
        if waiting.place > _moment(now + timedelta(microseconds=1)):
            return None
        try:
            with store_errors():
                row.update(
                    actions=[AnnouncementRow.leased_until.set(until)],
                    condition=AnnouncementRow.told.exists() & (AnnouncementRow.leased_until <= now.timestamp()),
                )
        except ConditionFailed:
            return None
        return Lease(Announcement.model_validate_json(row.told), row.progress, until)

    def keep(self, lease: Lease, progress: str | None) -> bool:
        """Note how far it came and let it go, for whoever goes on. False when the lease had run out."""
        waiting = waiting_at(lease.announcement)
        try:
            with store_errors():
                AnnouncementRow(waiting.shard, waiting.place).update(
                    actions=[
                        AnnouncementRow.progress.remove()
                        if progress is None
                        else AnnouncementRow.progress.set(progress),
                        AnnouncementRow.leased_until.set(0),
                    ],
                    condition=AnnouncementRow.leased_until == lease.until,
                )
        except ConditionFailed:
            return False
        return True

    def close(self, lease: Lease, then: Announcement | None = None) -> bool:
        """Take it out: it is worked off; and write what follows from it. False when the lease had run out."""
        waiting = waiting_at(lease.announcement)

        def fill(writes: TransactWrite) -> None:
            row = AnnouncementRow(waiting.shard, waiting.place)
            writes.delete(row, condition=AnnouncementRow.leased_until == lease.until)
            if then is not None:
                writes.save(_row(then))

        try:
            write_together(AnnouncementRow, fill)
        except ConditionFailed:
            return False
        return True

    def wake_at(self, waiting: Waiting) -> None:
        """Have what waits there worked off at once. Best effort, as ``wake``."""
        if self._queue is None:
            return
        try:
            self._queue.send(waiting.model_dump_json())
        except Unavailable:
            log.warning("nobody was woken for an announcement")


def _row(announcement: Announcement) -> AnnouncementRow:
    waiting = waiting_at(announcement)
    return AnnouncementRow(
        waiting.shard,
        waiting.place,
        told=announcement.model_dump_json(exclude_none=True),
        expires_at=announcement.expires_at + _KEPT,
    )
