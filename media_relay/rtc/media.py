"""What is said about media between the plane and those who use it: sources, seats, layers and events."""

from dataclasses import dataclass
from enum import IntEnum

from neufit.domain.room.kinds import Source


class Layer(IntEnum):
    """The rungs of the downgrade contract, from nothing up: S is the spatial layer, T the highest temporal one.

    A publisher without temporal layers has T2 only: all its frames.
    """

    NONE = 0
    S0T0 = 1
    S0T1 = 2
    S0T2 = 3
    S1T2 = 4
    S2T2 = 5

    @property
    def spatial(self) -> int:
        """The spatial layer, 0 the smallest; NONE has none."""
        return max(0, self - Layer.S0T2)

    @property
    def temporal(self) -> int:
        """The highest temporal layer, 0 the fewest frames."""
        return min(2, self - Layer.S0T0)

    @property
    def label(self) -> str:
        """The name that clients are told: ``S1T2``, ``none``."""
        return "none" if self is Layer.NONE else self.name


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds until a peer that never gets through is given up, and a silent one counts as away and is ended."""

    connect: float = 30.0
    silent: float = 7.0
    gone: float = 90.0


@dataclass(frozen=True, slots=True)
class Seat:
    """Who is shown (or heard) on one receiving m-line.

    ``height`` is how many pixels high it is shown (0: hidden, nothing is sent); ``priority`` 0 is the host's tile,
    which sheds last, larger numbers shed first.
    """

    mid: str
    participant: str | None
    height: int = 0
    priority: int = 1


@dataclass(frozen=True, slots=True)
class Connected:
    """Media can flow: ICE and DTLS are done. Comes again when a peer that had vanished is back."""


@dataclass(frozen=True, slots=True)
class Disconnected:
    """Nothing comes from the peer any more.

    ``reason`` is ``silent`` (it may come back by itself or by an ICE restart), or, with the peer closed, ``gone``
    (silent for too long), ``never-connected`` or ``dtls-failed``.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Publishing:
    """Packets of this source began to flow (``active``), or stopped."""

    source: Source
    active: bool


@dataclass(frozen=True, slots=True)
class LayerChanged:
    """What a receiving video m-line gets from now on. ``paused``: somebody is seated, but nothing can be sent."""

    mid: str
    layer: Layer
    paused: bool


@dataclass(frozen=True, slots=True)
class Level:
    """How loud the participant is, 0 (silence) to 127, and whether he or she speaks; several times a second.

    ``dominant`` is true for the one participant of a room who has the floor.
    """

    loudness: int
    speaking: bool
    dominant: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the peer's connection is: 3 good, 2 fair, 1 bad, 0 lost."""

    value: int


MediaEvent = Connected | Disconnected | Publishing | LayerChanged | Level | Quality


@dataclass(frozen=True, slots=True)
class PeerStatistics:
    """Counts of one peer since it joined. Rates in bit/s, times in seconds, shares from 0 to 1; None: not measured."""

    packets_in: int = 0
    bytes_in: int = 0
    packets_out: int = 0
    bytes_out: int = 0
    lost_in: int = 0
    nacks_in: int = 0
    nacks_out: int = 0
    retransmitted: int = 0
    keyframe_requests: int = 0
    bandwidth: float | None = None
    round_trip: float | None = None
    loss_out: float | None = None
