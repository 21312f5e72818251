"""A relay's copy of one room: follows the log, applies what comes, tells who listens."""

import asyncio
import itertools
import logging
from collections import deque
from collections.abc import Coroutine, Iterable
from contextlib import aclosing, suppress
from typing import Protocol

from media_relay.rooms.changes import RosterChange, Transition
from media_relay.rooms.entries import AnyEntry, Expired, Opened
from media_relay.rooms.log import LogLost, RoomLog
from media_relay.rooms.reducer import advance
from media_relay.tasks import end
from neufit.domain.errors import Unavailable
from neufit.domain.room.state import GRACE_MS, Room

log = logging.getLogger(__name__)

RECENT = 256
"""Transitions that are kept for clients who come back."""

KEEP_EVERY = 200
PATIENCE_SECONDS = 5.0
PAUSE_SECONDS = 0.2


class Listener(Protocol):
    """Who wants to know what happens in a room. Called in the order of the log; must not wait."""

    def changed(self, transition: Transition) -> None:
        """An entry was applied."""

    def replaced(self) -> None:
        """The room was loaded anew: what came between is not known."""


class Replica:
    """A copy of a room, from ``start`` to ``stop``. ``room`` is the room as of now."""

    def __init__(self, room_log: RoomLog, empty: Room, relay: str) -> None:
        self.room = empty
        self._log = room_log
        self._relay = relay
        self._listener: Listener | None = None
        self._recent: deque[Transition] = deque(maxlen=RECENT)
        self._waiting: dict[int, list[asyncio.Future[Transition]]] = {}
        self._leaving: dict[str, asyncio.TimerHandle] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._following: asyncio.Task[None] | None = None
        self._loading = asyncio.Lock()
        self._kept = 0

    @property
    def log_id(self) -> str:
        """The id of the log that ``room`` comes from."""
        return self._log.id

    async def start(self, listener: Listener) -> None:
        """Load the room and follow it; it is as the log had it when this returns. Raise Unavailable."""
        self._listener = listener
        await self._load(self._log.id)
        await self.submit(Opened(relay=self._relay))

    async def stop(self) -> None:
        """Follow no more; what is known is kept for those who come later."""
        for handle in self._leaving.values():
            handle.cancel()
        await end([*self._tasks, *([self._following] if self._following else [])])
        for waiting in itertools.chain(*self._waiting.values()):
            waiting.cancel()
        with suppress(Unavailable):
            await self._log.keep(self.room)

    async def submit(self, entry: AnyEntry) -> Transition:
        """Put an entry into the log and wait until it is applied here. Raise Unavailable: it may be applied yet."""
        try:
            seq = await self._append(entry)
            return await asyncio.wait_for(self._applied(seq), PATIENCE_SECONDS)
        except TimeoutError:
            raise Unavailable("The room does not answer. Try again.", retry_after=1) from None

    def since(self, log_id: str, after: int) -> list[Transition] | None:
        """What happened after a place in a log; None when that isn't known here."""
        if log_id != self._log.id or after > self.room.seq:
            return None
        wanted = self.room.seq - after
        if wanted > len(self._recent):
            return None
        return list(itertools.islice(self._recent, len(self._recent) - wanted, None))

    async def _append(self, entry: AnyEntry) -> int:
        known = self._log.id
        try:
            return await self._log.append(entry, self.room)
        except LogLost:
            await self._load(known)
        try:
            return await self._log.append(entry, self.room)
        except LogLost:
            raise Unavailable("The room is being restored. Try again.", retry_after=1) from None

    async def _applied(self, seq: int) -> Transition:
        if self.room.seq >= seq:
            behind = self.room.seq - seq
            if behind < len(self._recent):
                return self._recent[-1 - behind]
            return Transition(self.room, self.room)
        waiting: asyncio.Future[Transition] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(seq, []).append(waiting)
        return await waiting

    async def _load(self, known: str) -> None:
        """Take the room as it was kept and follow from there, unless another did since the log was called so."""
        async with self._loading:
            if self._following is not None and self._log.id != known:
                return
            room = await self._loaded()
            if self._following is not None:
                await end([self._following])
            self.room = room
            self._recent.clear()
            self._kept = room.seq
            self._following = asyncio.create_task(self._follow())
            self._following.add_done_callback(self._followed)
            self._settle(room)
            if self._listener is not None:
                self._listener.replaced()

    async def _loaded(self) -> Room:
        try:
            return await self._log.load()
        except LogLost:
            raise Unavailable("The room is being restored. Try again.", retry_after=1) from None

    async def _follow(self) -> None:
        """Apply what comes. A log that does not answer is asked again; one that was lost is loaded anew."""
        while True:
            try:
                async with aclosing(self._log.read(self.room.seq)) as records:
                    async for record in records:
                        self._apply(advance(self.room, record))
                        if self.room.seq - self._kept >= KEEP_EVERY:
                            self._kept = self.room.seq
                            await self._log.keep(self.room)
                        # Media and other rooms have their turn between any two entries, however many wait.
                        await asyncio.sleep(0)
            except Unavailable:
                await asyncio.sleep(PAUSE_SECONDS)
            except LogLost:
                log.warning("a room is loaded anew", extra={"seq": self.room.seq})
                self._spawn(self._load_again())
                return

    def _followed(self, following: "asyncio.Task[None]") -> None:
        """A fault of ours must not leave a room that stands still and says nothing."""
        error = None if following.cancelled() else following.exception()
        if error is not None:
            log.error("following a room failed", exc_info=error)
            self._spawn(self._load_again(PAUSE_SECONDS))

    async def _load_again(self, pause: float = 0.0) -> None:
        while True:
            await asyncio.sleep(pause)
            pause = PAUSE_SECONDS
            try:
                return await self._load(self._log.id)
            except Unavailable:
                continue

    def _apply(self, transition: Transition) -> None:
        if transition.after is transition.before:
            return
        self.room = transition.after
        self._recent.append(transition)
        for waiting in self._waiting.pop(self.room.seq, ()):
            if not waiting.done():
                waiting.set_result(transition)
        self._watch(_went_away(transition))
        if self._listener is not None:
            self._listener.changed(transition)

    def _settle(self, room: Room) -> None:
        """After loading: whoever waits for what was applied meanwhile goes on; who is away is watched."""
        for seq in [seq for seq in self._waiting if seq <= room.seq]:
            for waiting in self._waiting.pop(seq):
                if not waiting.done():
                    waiting.set_result(Transition(room, room))
        self._watch(one.id for one in room.participants.values() if one.away_since is not None)

    def _watch(self, people: Iterable[str]) -> None:
        """See to it that who is away leaves when the time of grace is over. Every relay does: it counts once."""
        loop = asyncio.get_running_loop()
        for participant in people:
            handle = self._leaving.pop(participant, None)
            if handle is not None:
                handle.cancel()
            self._leaving[participant] = loop.call_later(GRACE_MS / 1000 + 0.1, self._give_up, participant)

    def _give_up(self, participant: str) -> None:
        self._leaving.pop(participant, None)
        one = self.room.participants.get(participant)
        if one is not None and one.away_since is not None:
            self._spawn(self._expire(participant))

    async def _expire(self, participant: str) -> None:
        with suppress(Unavailable):
            await self.submit(Expired(participant=participant))
        one = self.room.participants.get(participant)
        if one is not None and one.away_since is not None:
            self._watch([participant])

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _went_away(transition: Transition) -> list[str]:
    """Who has no connection any more since this transition."""
    roster = [change for change in transition.changes if isinstance(change, RosterChange)]
    after = [change.after for change in roster if change.before is None or change.before.away_since is None]
    return [one.id for one in after if one is not None and one.away_since is not None]
