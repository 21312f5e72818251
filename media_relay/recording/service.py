"""Which rooms are recorded at this relay: where their host's media comes to, as the room says."""

import asyncio
import logging
from collections.abc import Callable, Coroutine

from media_relay.live.gathering import Gathering
from media_relay.metrics import Metrics
from media_relay.recording.storage import Parts, RecordingStorage
from media_relay.recording.tape import Tape
from media_relay.rooms.changes import Refusal
from media_relay.rooms.entries import RecordingOver
from neufit.contracts.recording import RecordingGrant
from neufit.contracts.tickets import LiveTicket
from neufit.domain.errors import Unavailable
from neufit.domain.room.actions import RecordingStarted, StartRecording
from neufit.signing import InvalidSignature, Verifier

log = logging.getLogger(__name__)

MOST_TAPES = 16
"""Recordings of one process at once: each takes about 12 MB, and twice that while the store is slow."""
LEEWAY_SECONDS = 2.0
AGAIN_SECONDS = 1.0
_BAD_GRANT = Refusal("grant", "The permission to record is not valid any more. Try again.")
_FULL = Refusal("unavailable", "Too many classes are being recorded at the moment. Try again later.")


class Recordings:
    """The recordings of this process."""

    def __init__(
        self, storage: RecordingStorage, verifier: Verifier, metrics: Metrics, now: Callable[[], float], *, relay: str
    ) -> None:
        self._storage = storage
        self._verifier = verifier
        self._metrics = metrics
        self._now = now
        self._relay = relay
        self._tapes: dict[Gathering, Tape] = {}
        self._beside: set[asyncio.Task[None]] = set()

    def admit(self, action: StartRecording, ticket: LiveTicket) -> RecordingStarted | Refusal:
        """What a host's wish to record means for the room: what is recorded where, or why that can't be."""
        try:
            grant = RecordingGrant.verify(action.grant, self._verifier, leeway=LEEWAY_SECONDS)
        except InvalidSignature:
            return _BAD_GRANT
        if (grant.meeting_id, grant.user_id) != (ticket.meeting_id, ticket.user_id):
            return _BAD_GRANT
        if len(self._tapes) >= MOST_TAPES:
            return _FULL
        return RecordingStarted(target=grant.target)

    def follow(self, gathering: Gathering) -> None:
        """Do at this relay what the room says now: its recording or its host's media may be different."""
        wanted = gathering.room.recording if gathering.room.ended_at is None else None
        tape = self._tapes.get(gathering)
        if tape is not None and (wanted is None or tape.target != wanted.target):
            self._end(gathering, complete=not self._is_elsewhere(gathering, tape))
            tape = None
        if wanted is None:
            return
        host = gathering.room.participants.get(wanted.by)
        if host is not None and host.presence and self._relay not in host.presence:
            self._end(gathering, complete=False)  # the relay where the host is now goes on behind it
            return
        peer = next(
            (one.peer for who, one in gathering.receptions() if who == wanted.by and one.peer is not None), None
        )
        if tape is None:
            if peer is None:
                return  # it is recorded where its host is
            tape = Tape(Parts(self._storage, wanted.target), self._storage, wanted, self._now, self._over(gathering))
            self._tapes[gathering] = tape
            self._metrics.set("recordings", len(self._tapes))
            log.info("recording", extra={"media_id": wanted.target.media_id})
        tape.follow(wanted, peer)

    def close_room(self, gathering: Gathering) -> None:
        """The room closes here. When nobody is left in it the recording is whole, else another relay goes on."""
        self._end(gathering, complete=not gathering.room.participants)

    async def close(self) -> None:
        """Leave what is there to whoever goes on, and wait until it is sent."""
        for gathering in list(self._tapes):
            self.close_room(gathering)
        await asyncio.gather(*self._beside, return_exceptions=True)
        self._storage.close()

    def _is_elsewhere(self, gathering: Gathering, tape: Tape) -> bool:
        """Whether the host, who seems to be at several relays, sends to another one: that has the end of it."""
        host = gathering.room.participants.get(tape.host)
        return host is not None and len(host.presence) > 1 and not tape.receives

    def _over(self, gathering: Gathering) -> Callable[[str], None]:
        """What a tape says that can't go on."""

        def say(media_id: str) -> None:
            self._spawn(_end_in_room(gathering, media_id))

        return say

    def _end(self, gathering: Gathering, *, complete: bool) -> None:
        tape = self._tapes.pop(gathering, None)
        if tape is not None:
            self._metrics.set("recordings", len(self._tapes))
            self._spawn(tape.finish(complete=complete))

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
        task.add_done_callback(_noted)


async def _end_in_room(gathering: Gathering, media_id: str) -> None:
    """Say that it is over, until the room knows it."""
    while gathering.room.recording is not None and gathering.room.recording.target.media_id == media_id:
        try:
            await gathering.replica.submit(RecordingOver(media_id=media_id))
        except Unavailable:
            await asyncio.sleep(AGAIN_SECONDS)


def _noted(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and task.exception() is not None:
        log.error("a recording could not be ended", exc_info=task.exception())
