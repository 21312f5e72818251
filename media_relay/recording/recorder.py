"""Records one host: takes packets as they come in, chooses the layer, writes pictures and sound where they belong."""

from collections.abc import Callable
from typing import Protocol

from media_relay.recording.file import RecordingFile
from media_relay.recording.frames import Assembler, Frame, assembler
from media_relay.recording.matroska import Header
from media_relay.recording.opus import duration_ms
from media_relay.recording.reordering import Reordering
from media_relay.recording.timeline import Timeline
from media_relay.rtc.forwarding.incoming import Codec, IncomingStream, MediaPacket, Tap
from media_relay.rtc.red import primary
from media_relay.rtc.stun import Malformed
from neufit.domain.room.kinds import Source

ACTIVE_SECONDS = 1.5
"""A layer of which nothing came for so long has been switched off by its sender."""
SETTLE_SECONDS = 0.5
"""After so long everything that flows has been seen: what is recorded first is the largest of it."""
STEADY_SECONDS = 4.0
"""A larger layer has to flow for so long before it is recorded: each change costs a keyframe."""
KEYFRAME_SECONDS = 15.0
"""How far keyframes lie apart: publishing encodes pieces of half a minute, each from the keyframe before it."""
LATEST_MS = 2500
"""What is later than this is asked for no longer."""
UNKNOWN_SIZE = (1280, 720)
"""Stands in the header when a stream doesn't say how large its pictures are; decoders go by the stream."""


class Recorded(Protocol):
    """A peer that is recorded (``rtc.plane.MediaPeer``)."""

    def record(self, tap: Tap | None) -> None:
        """Let this one hear of all packets that come."""

    def want_keyframe(self, stream: IncomingStream) -> None:
        """A picture that stands alone is wanted."""


class _Picture:
    """A video stream that is being recorded."""

    def __init__(self, stream: IncomingStream, codec: Codec) -> None:
        self.stream = stream
        self.codec = codec
        self.order = Reordering(stream.awaits)
        self.frames: Assembler = assembler(codec)


class Recorder:
    """From packets to a file. ``full`` says whether the file can't take more for now.

    ``heard_at`` is when the last packet came (s, the steady clock).
    """

    def __init__(self, file: RecordingFile, full: Callable[[], bool]) -> None:
        self.file = file
        self._full = full
        self._peer: Recorded | None = None
        self._timeline: Timeline | None = None
        self._picture: _Picture | None = None
        self._target: IncomingStream | None = None
        self._codec: Codec | None = None
        self._sound: tuple[IncomingStream, Reordering] | None = None
        self._layers: dict[int, tuple[IncomingStream, float]] = {}
        self._keyframe_at = 0.0
        self.heard_at = float("-inf")
        self._seen_at = float("inf")

    def attach(self, peer: Recorded | None) -> None:
        """Record this peer from now on; None: nobody."""
        if peer is self._peer:
            return
        if self._peer is not None:
            self._peer.record(None)
        self._peer = peer
        self._reset()
        if peer is not None:
            peer.record(self._take)

    def run(self, timeline: Timeline | None) -> None:
        """Write on this time from now on; None: the recording is paused."""
        self._timeline = timeline
        self._reset()

    def _reset(self) -> None:
        """Begin anew with what comes."""
        self._picture = self._target = self._sound = None
        self._layers.clear()
        self._seen_at = float("inf")
        if self._timeline is not None:
            self._timeline.forget()

    def tick(self, now: float) -> None:
        """Look after what is due by time, several times a second."""
        timeline = self._timeline
        if timeline is None:
            return
        if self._picture is not None:
            for packet, gap in self._picture.order.release():
                self._picture_packet(self._picture, packet, now, gap=gap)
        self._hear(now, None)
        late = timeline.at(now) - LATEST_MS
        self.file.silence(late)
        if not self._full() and self.file.stand(late) and self._picture is not None:
            self._picture.frames.waiting = True
        if self._peer is None:
            return
        if now - self._seen_at > SETTLE_SECONDS:
            self._choose(now)
        picture = self._picture
        if picture is not None and (picture.frames.waiting or now - self._keyframe_at > KEYFRAME_SECONDS):
            self._peer.want_keyframe(picture.stream)

    def _choose(self, now: float) -> None:
        """The largest layer that flows, once it does so steadily; at once when the one before has ended."""
        flowing = {
            spatial: (stream, since)
            for spatial, (stream, since) in self._layers.items()
            if now - stream.last_arrival < ACTIVE_SECONDS
        }
        self._layers = flowing
        current = self._picture.stream if self._picture is not None else None
        lives = current is not None and any(stream is current for stream, _ in flowing.values())
        steady = [
            stream
            for stream, since in flowing.values()
            if not lives or stream is current or now - since > STEADY_SECONDS
        ]
        best = max(steady, key=lambda stream: stream.description.spatial, default=None)
        self._target = None if best is current else best
        if self._target is not None and self._peer is not None:
            self._peer.want_keyframe(self._target)

    def _take(self, stream: IncomingStream, packet: MediaPacket, now: float) -> None:
        """A packet came."""
        self.heard_at = now
        if self._timeline is None:
            return
        if stream.description.source is Source.MICROPHONE:
            if self._sound is None or self._sound[0] is not stream:
                self._sound = (stream, Reordering(stream.awaits))
            self._hear(now, packet)
            return
        spatial = stream.description.spatial
        known = self._layers.get(spatial)
        if known is None or known[0] is not stream:
            self._layers[spatial] = (stream, now)
            self._seen_at = min(self._seen_at, now)
        if stream is self._target and packet.opens and self._codec in {None, packet.codec}:
            self._picture, self._target = _Picture(stream, packet.codec), None
            self._see(self._picture, packet, now)
            for later in stream.after(packet.sequence):
                self._see(self._picture, later, now)
        elif self._picture is not None and self._picture.stream is stream:
            self._see(self._picture, packet, now)

    def _see(self, picture: _Picture, packet: MediaPacket, now: float) -> None:
        for each, gap in picture.order.push(packet):
            self._picture_packet(picture, each, now, gap=gap)

    def _picture_packet(self, picture: _Picture, packet: MediaPacket, now: float, *, gap: bool) -> None:
        frame = picture.frames.push(packet, gap=gap) if packet.codec is picture.codec else None
        if frame is None or self._timeline is None:
            return
        if self._full():
            picture.frames.waiting = True
            return
        header = self._header(picture, frame) if frame.keyframe else None
        if frame.keyframe:
            self._keyframe_at = now
            self._codec = picture.codec
        position = self._timeline.place(picture.stream, frame.timestamp, now)
        self.file.picture(position, frame.data, keyframe=frame.keyframe, header=header)

    @staticmethod
    def _header(picture: _Picture, frame: Frame) -> Header:
        return Header(picture.codec, frame.size or UNKNOWN_SIZE, frame.private)

    def _hear(self, now: float, packet: MediaPacket | None) -> None:
        """Write what can be written of the sound, with ``packet`` as the newest."""
        if self._sound is None or self._timeline is None:
            return
        stream, order = self._sound
        for each, _ in order.release() if packet is None else order.push(packet):
            try:
                data = primary(each.payload) if each.codec is Codec.RED else each.payload
            except Malformed:
                continue
            length = duration_ms(data)
            if length is not None and not self._full():
                self.file.sound(self._timeline.place(stream, each.timestamp, now), data, length)
