"""One viewer's stream as a state machine without I/O: events go in, actions come out, the time is an argument.

The shell (``viewing.py``) tells it what the viewer said and what was read, and asks ``next(now)`` for what to do
until the answer is Idle. What ends the stream is raised as a domain error.
"""

from collections import deque
from dataclasses import replace
from typing import Literal

from media_relay.on_demand.actions import Action, Deliver, Fetch, Idle, Item, Say, Warm
from media_relay.on_demand.adaptation import Measure, adapt, begin, give_up
from media_relay.on_demand.delivery import Delivery
from media_relay.on_demand.playback import Playback
from media_relay.on_demand.replacement import Coverage, Outlook
from media_relay.on_demand.shipment import Patience, Shipment
from neufit.contracts import keys
from neufit.contracts.manifest import Manifest
from neufit.contracts.on_demand import (
    HEADER,
    PIECE_BYTES,
    Ack,
    End,
    Hello,
    PieceKind,
    Quality,
    Ready,
    ReadyTrack,
    RelayMessage,
    Seek,
    Sought,
    Switched,
    Waiting,
)
from neufit.domain.errors import Invalid, Unavailable

AUTO = "auto"
AUDIO_TRACK = 0
# Pieces that go to the network in one write.
RUN_BYTES = 4 * PIECE_BYTES
# The relay stops when so much lies ahead of the playhead.
READ_AHEAD_MS = 30_000
PATIENCE = Patience()

Why = Literal["start", "up", "down", "chosen"]


class Stream:
    """What one viewer gets, and when."""

    def __init__(self, manifest: Manifest, hello: Hello, now: float, patience: Patience = PATIENCE) -> None:
        if not manifest.video or manifest.segments < 1:
            raise Unavailable("The video has nothing to play.")
        self._manifest = manifest
        self._patience = patience
        audio = manifest.audio.bandwidth if manifest.audio else 0
        self._ladder = tuple(track.bandwidth + audio for track in manifest.video)
        self._segment_seconds = float(manifest.segment_seconds(0))
        self.delivery = Delivery()
        self.playback = Playback(now)
        self.playback.tell(received=0, buffered_ms=hello.buffered, paused=False, now=now)
        self._messages: deque[RelayMessage] = deque()
        self._epoch = 0
        self._fixed = self._rung_of(hello.rendition)
        told = Measure(hello.throughput, hello.throughput, hello.buffered, now)
        self._adaptation = begin(self._ladder, None, told, self._segment_seconds)
        self._go_to(manifest.segment_at(hello.position))
        self._messages.append(self._ready())

    def _go_to(self, segment: int) -> None:
        """Forget what was planned and go on from ``segment``, with initialization segments first."""
        self._segment = segment
        self._coverage = Coverage(segment)
        self._rung: int | None = None
        self._opened: set[int] = set()
        self._ended = False
        self._clear()

    def _clear(self) -> None:
        """Forget the segment that is being read and sent."""
        self._shipment = Shipment(self._patience)
        self._offset = 0
        self._warmed = False

    @property
    def complete(self) -> bool:
        """Whether every segment of the video should be there."""
        return self._manifest.complete

    # -- events -------------------------------------------------------------------------------------------------------

    def acknowledge(self, ack: Ack, now: float) -> None:
        """The viewer says how far it is. Raise Invalid for counts that can't be."""
        self.delivery.acknowledge(ack.received, now)
        self.playback.tell(received=ack.received, buffered_ms=ack.buffered, paused=ack.paused, now=now)

    def seek(self, seek: Seek, now: float) -> None:
        """Go on from elsewhere; what is on its way becomes stale. Raise Invalid when the epoch doesn't grow."""
        if seek.epoch <= self._epoch:
            raise Invalid("seek: the epoch must grow")
        self._epoch = seek.epoch
        self.playback.move(now)
        self._adaptation = begin(self._ladder, self._adaptation, self._measure(now), self._segment_seconds)
        self._go_to(self._manifest.segment_at(seek.position))
        self._messages.append(Sought(epoch=self._epoch, segment=self._segment, position=self._position))

    def choose(self, quality: Quality) -> None:
        """Send this rendition from the next segment on, or decide freely. Raise Invalid for a name that isn't there."""
        if self._rung is not None:
            self._adaptation = replace(self._adaptation, rung=self._rung)
        self._fixed = self._rung_of(quality.rendition)

    def revise(self, manifest: Manifest) -> None:
        """The manifest was read anew; its length may be known better now."""
        names = tuple(track.name for track in manifest.video)
        if names != tuple(track.name for track in self._manifest.video) or manifest.segments < 1:
            raise Unavailable("The video has changed. Open it again.")
        self._manifest = manifest
        if self._segment >= manifest.segments:
            self._clear()

    def loaded(self, item: Item, content: bytes) -> None:
        """The item was read. Raise Unavailable when nothing is in it."""
        self._shipment.loaded(item, content)

    def missing(self, item: Item, now: float) -> None:
        """The item isn't there yet. Raise Unavailable when that has gone on for too long."""
        if self._shipment.missing(item, now):
            self._messages.append(Waiting(segment=self._segment))

    def failed(self, item: Item, now: float) -> None:
        """The store did not answer. Raise Unavailable after too many tries."""
        self._shipment.failed(item, now)

    # -- actions ------------------------------------------------------------------------------------------------------

    def next(self, now: float) -> Action:
        """What to do now. Call again until it is Idle."""
        idle = Idle(None)
        if not self._messages and not self._shipment:
            idle = self._plan(now)
        if self._messages:
            return Say(self._messages.popleft())
        if not self._shipment:
            return idle
        wanted = self._shipment.wanted(now)
        if wanted:
            return Fetch(wanted)
        content = self._shipment.content
        if content is None:
            return Idle(self._shipment.due)
        head = self._shipment.head
        if self._give_up(head, content, now):
            return self.next(now)
        return self._warm() or self._deliver(head, content, now)

    def _plan(self, now: float) -> Idle:
        """Queue the next segment, or the end of the video, unless enough lies ahead and none can be better."""
        if self._ended:
            return Idle(None)
        rung, why = self._choice(now)
        self._segment = self._place(rung, now)
        if not self._replacing:
            if self._segment >= self._manifest.segments:
                self._ended = True
                self._messages.append(End(epoch=self._epoch))
                return Idle(None)
            until = self._rest(now)
            if until is not None:
                return until
        self._clear()
        if self._manifest.audio and AUDIO_TRACK not in self._opened:
            self._want(PieceKind.INITIALIZATION, AUDIO_TRACK)
        self._take_rung(rung, why)
        if self._manifest.audio and not self._replacing:
            self._want(PieceKind.MEDIA, AUDIO_TRACK)
        self._want_video()
        return Idle(now)

    def _rest(self, now: float) -> Idle | None:
        """Until when nothing is sent because enough lies ahead; None when it doesn't."""
        length = self._length_ms(self._segment)
        ahead = self.playback.ahead_ms(now)
        excess = ahead + length - READ_AHEAD_MS
        if excess <= 0 or ahead <= length:
            return None
        if self.playback.paused:
            return Idle(None)
        until = now + excess / 1000
        held_until = self._adaptation.hold_until
        return Idle(held_until if now < held_until < until else until)

    @property
    def _replacing(self) -> bool:
        """Whether the present segment was sent before, in a smaller rendition."""
        return self._segment < self._coverage.frontier

    def _place(self, rung: int, now: float) -> int:
        """The segment to send in this rung. Who chose a rendition seeks to see it at once."""
        proven = self._measure(now).proven
        if self._fixed is not None or proven is None:
            return self._coverage.frontier
        transfer = (8 * self.delivery.in_flight + self._ladder[rung] * self._segment_seconds) / proven
        return self._coverage.place(rung, Outlook(self.playback.ahead_ms(now) / 1000, self._segment_seconds, transfer))

    def _choice(self, now: float) -> tuple[int, Why]:
        """The rendition of the next segment, and what to call it if that is a change."""
        if self._fixed is not None:
            return self._fixed, "chosen"
        if self._rung is None:
            return self._adaptation.rung, "start"
        self._adaptation = adapt(self._ladder, self._adaptation, self._measure(now), self._segment_seconds)
        return self._adaptation.rung, "up" if self._adaptation.rung < self._rung else "down"

    def _take_rung(self, rung: int, why: Why) -> None:
        """Send video in this rendition from the present segment on; say so when that is a change."""
        if rung == self._rung:
            return
        self._rung = rung
        name = self._manifest.video[rung].name
        self._messages.append(Switched(rendition=name, segment=self._segment, why=why))
        self._want(PieceKind.INITIALIZATION, 1 + rung)

    def _give_up(self, head: Item, content: memoryview, now: float) -> bool:
        """Break off a video segment that would come too late, and send its number again in a smaller rendition."""
        video = head.kind is PieceKind.MEDIA and head.track != AUDIO_TRACK
        if not video or self._fixed is not None:
            return False
        if self._replacing:
            return self._leave(content, now)
        lower = give_up(
            self._ladder,
            self._adaptation,
            self._measure(now),
            unsent=len(content) - self._offset,
            in_flight=self.delivery.in_flight,
            segment_seconds=self._segment_seconds,
        )
        if lower is None:
            return False
        self._adaptation = lower
        self._clear()
        self._take_rung(lower.rung, "down")
        self._want_video()
        return True

    def _leave(self, content: memoryview, now: float) -> bool:
        """Stop sending a segment again that would come after the smaller one has been played."""
        proven = self._measure(now).proven
        lead = self.playback.ahead_ms(now) / 1000 - self._segment_seconds * (self._coverage.frontier - self._segment)
        late = proven is not None and 8 * (self.delivery.in_flight + len(content) - self._offset) / proven > lead
        if late:
            self._coverage.settle(self._segment)
            self._clear()
        return late

    def _warm(self) -> Warm | None:
        """While the last item of a segment is sent, the next segment can already be read."""
        following = self._segment + 1
        if self._warmed or len(self._shipment) > 1 or following >= self._manifest.segments or self._rung is None:
            return None
        self._warmed = True
        tracks = [self._manifest.video[self._rung].name]
        if self._manifest.audio:
            tracks.insert(0, self._manifest.audio.name)
        return Warm(tuple(keys.segment(track, following) for track in tracks))

    def _deliver(self, item: Item, content: memoryview, now: float) -> Deliver | Idle:
        """Send as many pieces of the item as the window takes."""
        room = min(self.delivery.room, RUN_BYTES)
        pieces: list[tuple[bytes, memoryview]] = []
        size, sent = len(content), 0
        while self._offset < size:
            length = min(PIECE_BYTES, size - self._offset)
            if length > room - sent:
                break
            header = HEADER.pack(item.kind, item.track, item.epoch, item.number, size, self._offset)
            pieces.append((header, content[self._offset : self._offset + length]))
            self.delivery.send(length, now)
            self._offset += length
            sent += length
        if self._offset == size:
            self._finish(item)
        return Deliver(pieces, sent) if pieces else Idle(None)

    def _finish(self, item: Item) -> None:
        """The item was sent whole."""
        self._shipment.pop()
        self._offset = 0
        if item.kind is PieceKind.INITIALIZATION:
            self._opened.add(item.track)
        if not self._shipment and self._rung is not None:
            if not self._replacing:
                self.playback.expect(self._length_ms(self._segment), self.delivery.sent)
            self._coverage.add(self._segment, self._rung)

    # -- small words --------------------------------------------------------------------------------------------------

    def _want(self, kind: PieceKind, track: int) -> None:
        """Queue an item of the present segment."""
        name = self._track_name(track)
        if kind is PieceKind.INITIALIZATION:
            item = Item(self._epoch, kind, track, 0, keys.initialization(name))
        else:
            item = Item(self._epoch, kind, track, self._segment, keys.segment(name, self._segment))
        self._shipment.add(item)

    def _want_video(self) -> None:
        if self._rung is not None:
            self._want(PieceKind.MEDIA, 1 + self._rung)

    def _track_name(self, track: int) -> str:
        if track == AUDIO_TRACK and self._manifest.audio:
            return self._manifest.audio.name
        return self._manifest.video[track - 1].name

    def _rung_of(self, rendition: str) -> int | None:
        """Index of a rendition, None for ``auto``. Raise Invalid for a name that isn't there."""
        if rendition == AUTO:
            return None
        for index, track in enumerate(self._manifest.video):
            if track.name == rendition:
                return index
        raise Invalid("rendition: this video has none of that name")

    def _measure(self, now: float) -> Measure:
        return Measure(self.delivery.steady, self.delivery.recent, self.playback.ahead_ms(now), now)

    def _length_ms(self, segment: int) -> float:
        return 1000 * float(self._manifest.segment_seconds(segment))

    @property
    def _position(self) -> int:
        return int(1000 * self._manifest.segment_start(self._segment))

    def _ready(self) -> Ready:
        manifest = self._manifest
        return Ready(
            runtime_ms=manifest.runtime_ms,
            frame_rate=manifest.frame_rate,
            segment_ms=1000 * self._segment_seconds,
            segments=manifest.segments,
            video=tuple(
                ReadyTrack(
                    name=track.name,
                    width=track.width,
                    height=track.height,
                    bandwidth=track.bandwidth,
                    codecs=track.codecs,
                )
                for track in manifest.video
            ),
            audio_codecs=manifest.audio.codecs if manifest.audio else None,
            position=self._position,
            complete=manifest.complete,
        )
