"""What is on its way to one viewer: flow control by acknowledgements, and the throughput that they show. No I/O.

Throughput is the delivery rate while bytes are in flight: acknowledged bytes over time, in samples of at least 128 KiB,
so that times without anything to send don't count. ``steady`` is the rate over the last 8 samples, ``recent`` over
the last 2. Both are total bytes over total time, that is the harmonic mean, which one fast sample can't raise much
(Jiang, Sekar, Zhang: Improving Fairness, Efficiency, and Stability in HTTP-based Adaptive Video Streaming with
FESTIVE, CoNEXT 2012).

The window is twice the product of that rate and the smallest round trip seen, as BBR bounds what is in flight
(Cardwell et al., BBR: Congestion-Based Congestion Control, 2016). It is kept small because what is in flight can't
be taken back: after a seek, or when the network gets slower, it must drain first.
"""

from collections import deque
from collections.abc import Collection
from typing import NamedTuple

from neufit.domain.errors import Invalid

KIB = 1024
FIRST_WINDOW = 256 * KIB
LEAST_WINDOW = 128 * KIB
LARGEST_WINDOW = 4096 * KIB
WINDOW_GAIN = 2
SAMPLE_BYTES = 128 * KIB
LEAST_SAMPLE_BYTES = 48 * KIB
STEADY_SAMPLES = 8
RECENT_SAMPLES = 2
ROUND_TRIPS = 8
# A clock tick; an acknowledgement can't be faster than this can tell.
TICK = 0.001


class _Sample(NamedTuple):
    size: int
    seconds: float


class _Sent(NamedTuple):
    """A send that is on its way: the stream's length behind it, when, and whether nothing was in flight before it."""

    end: int
    at: float
    first: bool


class Delivery:
    """Counts what was sent and received, in payload bytes. Times are seconds of a monotonic clock.

    ``steady`` and ``recent`` are the throughput in bit/s, None until it has been measured; ``window`` says how many
    bytes may be in flight.
    """

    def __init__(self) -> None:
        self.sent = 0
        self.received = 0
        self.steady: float | None = None
        self.recent: float | None = None
        self.window = FIRST_WINDOW
        self._flight: deque[_Sent] = deque()
        self._samples: deque[_Sample] = deque(maxlen=STEADY_SAMPLES)
        self._round_trips: deque[float] = deque(maxlen=ROUND_TRIPS)
        self._mark_at = 0.0
        self._mark_bytes = 0

    @property
    def in_flight(self) -> int:
        """Bytes sent and not yet acknowledged."""
        return self.sent - self.received

    @property
    def room(self) -> int:
        """How many bytes may be sent now."""
        return max(0, self.window - self.in_flight)

    def send(self, size: int, now: float) -> None:
        """``size`` payload bytes were handed to the network."""
        first = self.in_flight == 0
        if first:
            self._mark_at, self._mark_bytes = now, self.received
        self.sent += size
        self._flight.append(_Sent(self.sent, now, first))

    def acknowledge(self, received: int, now: float) -> None:
        """The viewer has ``received`` bytes in all. Raise Invalid for a count that can't be."""
        if received > self.sent:
            raise Invalid("ack: more bytes are acknowledged than were sent")
        if received < self.received:
            raise Invalid("ack: the count of received bytes went back")
        if received == self.received:
            return
        self.received = received
        while self._flight and self._flight[0].end <= received:
            self._round_trip(self._flight.popleft(), now)
        size = received - self._mark_bytes
        if size >= SAMPLE_BYTES or (size >= LEAST_SAMPLE_BYTES and not self.in_flight):
            self._learn(_Sample(size, max(TICK, now - self._mark_at)))
            self._mark_at, self._mark_bytes = now, received

    def _round_trip(self, sent: _Sent, now: float) -> None:
        """Learn from a send that came back.

        Sends behind others wait in the queue that we made ourselves; only those into an empty network show the path,
        unless they beat what is known.
        """
        seconds = max(TICK, now - sent.at)
        if sent.first or (self._round_trips and seconds < min(self._round_trips)):
            self._round_trips.append(seconds)

    def _learn(self, sample: _Sample) -> None:
        self._samples.append(sample)
        self.steady = _rate(self._samples)
        self.recent = _rate(list(self._samples)[-RECENT_SAMPLES:])
        if self._round_trips:
            product = max(self.steady, self.recent) / 8 * min(self._round_trips)
            self.window = int(min(LARGEST_WINDOW, max(LEAST_WINDOW, WINDOW_GAIN * product)))


def _rate(samples: Collection[_Sample]) -> float:
    return 8 * sum(sample.size for sample in samples) / sum(sample.seconds for sample in samples)
