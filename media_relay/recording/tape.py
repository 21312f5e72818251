"""One recording at this relay: a recorder, the file that it writes, and the clock that it goes by."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress

from media_relay.recording.file import RecordingFile
from media_relay.recording.recorder import Recorded, Recorder
from media_relay.recording.storage import LONGEST_PAUSE, SHORTEST_PAUSE, Parts, RecordingStorage
from media_relay.recording.timeline import Timeline
from media_relay.tasks import end
from neufit.domain.errors import NotFound, Unavailable
from neufit.domain.room.recording import LONGEST, Recording

TICK_SECONDS = 0.25
ABSENCE_SECONDS = 60.0
"""A recording ends when its host's media has been away for so long. Who loads the page anew is back long before."""
RECENT_SECONDS = 3.0
MOST_BYTES = 9 * 2**30
"""Below what an original may have."""
_MARGIN_MS = 30_000


class Tape:
    """``now`` is the time of the log (ms); ``over`` is told the item when the recording has to end."""

    def __init__(
        self,
        parts: Parts,
        storage: RecordingStorage,
        recording: Recording,
        now: Callable[[], float],
        over: Callable[[str], None],
    ) -> None:
        self.target = recording.target
        self.host = recording.by
        self._parts = parts
        self._storage = storage
        self._recording = recording
        self._now = now
        self._over = over
        self._said = False
        self._peer: Recorded | None = None
        self._recorder: Recorder | None = None
        self._alone_since: float | None = time.monotonic()
        self._running = asyncio.create_task(self._run())

    def follow(self, recording: Recording, peer: Recorded | None) -> None:
        """The recording as the room has it now, and its host's media at this relay."""
        before, self._recording = self._recording, recording
        if peer is not self._peer:
            self._peer = peer
            self._alone_since = None if peer is not None else time.monotonic()
        if self._recorder is not None:
            self._recorder.attach(peer)
            if recording != before:
                self._recorder.run(self._timeline())

    @property
    def receives(self) -> bool:
        """Whether the host's media comes to this relay."""
        return self._recorder is not None and time.monotonic() - self._recorder.heard_at < RECENT_SECONDS

    async def finish(self, *, complete: bool) -> None:
        """Write nothing more. ``complete``: it is whole; else another relay may go on behind what is here."""
        await end([self._running])
        if self._recorder is not None:
            self._recorder.attach(None)
            if complete:
                self._recorder.file.finish()
            else:
                self._recorder.file.pad()
        await self._parts.finish(complete=complete)

    def _timeline(self) -> Timeline | None:
        recording = self._recording
        return None if recording.paused else Timeline(recording.position_ms(self._now()), time.monotonic())

    async def _run(self) -> None:
        """Begin, and look after it, until cancelled."""
        pause = SHORTEST_PAUSE
        while self._recorder is None:
            try:
                headed = await self._storage.begun(self.target)
            except Unavailable:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            except NotFound:
                self._end()
                return
            else:
                file = RecordingFile(self._parts.put, self._recording.position_ms(self._now()), headed=headed)
                self._recorder = Recorder(file, lambda: self._parts.full)
                self._recorder.run(self._timeline())
                self._recorder.attach(self._peer)
        while True:
            now = time.monotonic()
            self._recorder.tick(now)
            if self._ends(self._recorder.file, now):
                self._end()
            await asyncio.sleep(TICK_SECONDS)

    def _ends(self, file: RecordingFile, now: float) -> bool:
        longest = LONGEST.total_seconds() * 1000 - _MARGIN_MS
        alone = self._alone_since is not None and now - self._alone_since > ABSENCE_SECONDS
        too_long = max(file.end, self._recording.position_ms(self._now())) > longest
        return alone or too_long or file.octets > MOST_BYTES or self._parts.lost

    def _end(self) -> None:
        if not self._said:
            self._said = True
            with suppress(RuntimeError):
                self._over(self.target.media_id)
