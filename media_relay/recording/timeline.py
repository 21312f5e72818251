"""Where packets lie on the time of a recording.

A recording's time is that of the room's log since it was started, without the pauses. Pictures and sound are put on it
by the sender's own clock, which sender reports (RFC 3550, section 6.4.1) tie to the media clocks of both: so they stay
together however late each comes. Until a report has come the arrival counts.
"""

from dataclasses import dataclass, field

from media_relay.rtc.forwarding.incoming import IncomingStream

FRAME_MS = 20.0
"""Sound is moved by whole frames only, so that its frames follow at regular distances."""
PICTURE_TOLERANCE_MS = 15.0
ARRIVAL_TOLERANCE_MS = 250.0
"""How far arrivals may stray without a sender's clock to go by."""
FARTHEST_MS = 4000.0
"""A sender's clock that is off by more than this from the arrivals was set, or lies."""


class _Ticks:
    """A media clock that doesn't wrap, in ms."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._last: int | None = None

    def place(self, timestamp: int) -> float:
        """The time of a timestamp, each nearest to the one before."""
        if self._last is None:
            self._last = timestamp
        else:
            self._last += (timestamp - self._last + 0x80000000 & 0xFFFFFFFF) - 0x80000000
        return self._last * 1000 / self._rate


@dataclass(slots=True)
class _Track:
    ticks: _Ticks
    offset: float | None = None


@dataclass(slots=True)
class Timeline:
    """The time of a stretch of a recording: ``position`` (ms) is where it stood at ``began`` (s, the steady clock)."""

    position: float
    began: float
    _anchors: dict[int, float] = field(default_factory=dict)
    _tracks: dict[int, _Track] = field(default_factory=dict)

    def at(self, now: float) -> float:
        """The position (ms) at a moment of the steady clock (s)."""
        return self.position + (now - self.began) * 1000

    def place(self, stream: IncomingStream, timestamp: int, now: float) -> float:
        """The position (ms) of a media time of a stream, whose packet came at ``now``."""
        track = self._tracks.get(stream.ssrc)
        if track is None:
            track = self._tracks[stream.ssrc] = _Track(_Ticks(stream.description.clock_rate))
        local = track.ticks.place(timestamp)
        wanted, tolerance = self._wanted(stream, timestamp, now)
        if track.offset is None:
            track.offset = wanted - local
        astray = wanted - local - track.offset
        if abs(astray) > tolerance:
            sound = stream.description.clock_rate == 48_000
            track.offset += round(astray / FRAME_MS) * FRAME_MS if sound else astray
        return local + track.offset

    def _wanted(self, stream: IncomingStream, timestamp: int, now: float) -> tuple[float, float]:
        """Where it should lie, and how far from there it may."""
        arrived, sent = self.at(now), stream.media_time(timestamp)
        if sent is None:
            return arrived, ARRIVAL_TOLERANCE_MS
        owner = id(stream.owner)
        anchor = self._anchors.get(owner)
        if anchor is None or abs(sent * 1000 + anchor - arrived) > FARTHEST_MS:
            self._anchors[owner] = anchor = arrived - sent * 1000
        return sent * 1000 + anchor, PICTURE_TOLERANCE_MS

    def forget(self) -> None:
        """Another peer sends from now on."""
        self._anchors.clear()
        self._tracks.clear()
