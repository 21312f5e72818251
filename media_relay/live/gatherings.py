"""The rooms that are open at this relay: opened for the first who comes, closed some time after the last has gone."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from media_relay.live.gathering import Gathering, Recorders
from media_relay.live.member import Member
from media_relay.live.reception import Reception
from media_relay.metrics import Metrics
from media_relay.rooms.log import Logs
from media_relay.rooms.replica import Replica
from media_relay.tasks import end
from neufit.contracts.tickets import LiveTicket
from neufit.domain.errors import Unauthenticated
from neufit.domain.room.state import Room

log = logging.getLogger(__name__)

IDLE_SECONDS = 20.0
"""Longer than the time of grace: whoever is away has left when the room closes."""


@dataclass
class _Open:
    ready: "asyncio.Task[Gathering]"
    users: int = 0
    closing: asyncio.TimerHandle | None = None

    @property
    def gathering(self) -> Gathering | None:
        """The room, once it is open."""
        opened = self.ready.done() and not self.ready.cancelled() and self.ready.exception() is None
        return self.ready.result() if opened else None


class Gatherings:
    """The open rooms by their ids."""

    def __init__(
        self,
        logs: Logs,
        relay: str,
        metrics: Metrics,
        *,
        rejoin: Callable[[Gathering, Member], None],
        end: Callable[[Reception], None],
        recorders: Recorders,
    ) -> None:
        self._logs = logs
        self._relay = relay
        self._metrics = metrics
        self._rejoin = rejoin
        self._end_media = end
        self._recorders = recorders
        self._open: dict[str, _Open] = {}
        self._closing: set[asyncio.Task[None]] = set()

    def __iter__(self) -> Iterator[Gathering]:
        return iter([entry.gathering for entry in self._open.values() if entry.gathering is not None])

    async def acquire(self, ticket: LiveTicket) -> Gathering:
        """The room of a ticket, which stays open until it is released. Raise Unavailable, Unauthenticated."""
        entry = self._open.get(ticket.meeting_id)
        if entry is None:
            entry = _Open(asyncio.create_task(self._begin(ticket)))
            self._open[ticket.meeting_id] = entry
            self._metrics.set("rooms", len(self._open))
        entry.users += 1
        if entry.closing is not None:
            entry.closing.cancel()
            entry.closing = None
        try:
            # Others may wait for the same room: that one of them goes away must not end it for all.
            gathering = await asyncio.shield(entry.ready)
        except BaseException:
            self._let_go(ticket.meeting_id, entry)
            raise
        if gathering.room.kind is not ticket.kind:
            self._let_go(ticket.meeting_id, entry)
            raise Unauthenticated("The ticket is for a meeting of another kind.")
        return gathering

    def release(self, ticket: LiveTicket) -> None:
        """Somebody needs the room no more."""
        self._let_go(ticket.meeting_id, self._open[ticket.meeting_id])

    async def close(self) -> None:
        """Close all rooms."""
        for meeting_id, entry in list(self._open.items()):
            self._close(meeting_id, entry)
        await asyncio.gather(*self._closing, return_exceptions=True)

    async def _begin(self, ticket: LiveTicket) -> Gathering:
        empty = Room(ticket.meeting_id, ticket.kind)
        room_log = await self._logs.open(empty, int(ticket.ends_at.timestamp() * 1000))
        replica = Replica(room_log, empty, self._relay)
        gathering = Gathering(
            replica,
            self._metrics,
            now=self._logs.now,
            rejoin=self._rejoin,
            end=self._end_media,
            recorders=self._recorders,
        )
        try:
            await replica.start(gathering)
        except BaseException:
            await replica.stop()
            raise
        return gathering

    def _let_go(self, meeting_id: str, entry: _Open) -> None:
        entry.users -= 1
        if entry.users:
            return
        if entry.ready.done() and entry.gathering is None:
            self._forget(meeting_id, entry)
        else:
            loop = asyncio.get_running_loop()
            entry.closing = loop.call_later(IDLE_SECONDS, self._close, meeting_id, entry)

    def _forget(self, meeting_id: str, entry: _Open) -> None:
        if self._open.get(meeting_id) is entry:
            del self._open[meeting_id]
            self._metrics.set("rooms", len(self._open))

    def _close(self, meeting_id: str, entry: _Open) -> None:
        if entry.closing is not None:
            entry.closing.cancel()
        self._forget(meeting_id, entry)
        task = asyncio.create_task(self._end(entry))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    @staticmethod
    async def _end(entry: _Open) -> None:
        await end([entry.ready])
        if entry.gathering is not None:
            entry.gathering.close()
            await entry.gathering.replica.stop()
