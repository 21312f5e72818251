"""Whether a queue grows on the way to a viewer: the slope of delay over groups of packets (draft-ietf-rmcat-gcc-02).

A slope alone takes the noise of a busy device for a queue. So the queue must stand too, in the sense of RFC 8289: even
the least delay of the last few groups is above the least of the last seconds. A device that is busy for tenths of a
second delays all of a few groups, but soon lets some through in time; a queue of ours stays while we send as before.
"""

from array import array
from collections import deque

_WINDOW = 20
_SMOOTHING = 0.9
_GAIN = 4.0
_DELTAS = 60
_THRESHOLD = 12.5  # ms
_THRESHOLD_UP = 0.0087
_THRESHOLD_DOWN = 0.039
_STANDING = 15.0  # ms
_GROUPS = 6
_LASTING = 1_000.0  # ms
_MEMORY = 10_000.0  # ms
# Sums lose their last digits after a while, and are made anew.
_EXACT = 256


class SlidingSlope:
    """The slope of the last so many points by least squares, from sums that go along."""

    __slots__ = ("_count", "_next", "_origin", "_renewed", "_times", "_values", "_window", "_x", "_xx", "_xy", "_y")

    def __init__(self, window: int) -> None:
        # Rings of points. Numbers in arrays are near to one another, which counts for hundreds of viewers in turn.
        self._times = array("d", bytes(8 * window))
        self._values = array("d", bytes(8 * window))
        self._window = window
        self._count = self._next = 0
        self._origin = 0.0
        self._x = self._y = self._xx = self._xy = 0.0
        self._renewed = 0

    def add(self, at: float, value: float) -> float | None:
        """Take in a point; the slope, None while there are too few points. ``at`` never falls."""
        if self._renewed == 0:
            self._renew(at)
        self._renewed -= 1
        place, window = self._next, self._window
        times, values = self._times, self._values
        x = at - self._origin
        # What isn't there yet is (0, 0), and changes no sum.
        before, gone = times[place], values[place]
        times[place], values[place] = x, value
        self._next = place + 1 if place + 1 < window else 0
        self._x = sum_x = self._x + x - before
        self._y = sum_y = self._y + value - gone
        self._xx = sum_xx = self._xx + x * x - before * before
        self._xy = sum_xy = self._xy + x * value - before * gone
        if self._count < window:
            self._count += 1
            if self._count < window:
                return None
        denominator = window * sum_xx - sum_x * sum_x
        return 0.0 if denominator <= 0 else (window * sum_xy - sum_x * sum_y) / denominator

    def _renew(self, at: float) -> None:
        """Count times from the oldest point, and make the sums anew."""
        times, values, count = self._times, self._values, self._count
        step = times[self._next if count == self._window else 0] if count else at - self._origin
        self._origin += step
        for place in range(count):
            times[place] -= step
        self._x = sum(times)
        self._y = sum(values)
        self._xx = sum(x * x for x in times)
        self._xy = sum(x * y for x, y in zip(times, values, strict=True))
        self._renewed = _EXACT


class StandingQueue:
    """The least delay of the last groups above the least that the path had lately."""

    __slots__ = ("_last", "_least", "_low_at")

    def __init__(self) -> None:
        self._low_at = 0.0
        self._last: deque[float] = deque(maxlen=_GROUPS)
        self._least: deque[tuple[float, float]] = deque()  # (when, delay), both rising

    def add(self, delay: float, at: float) -> None:
        """Take in a group's delay, in ms from anywhere, at a time in ms."""
        self._last.append(delay)
        least = self._least
        while least and least[-1][1] >= delay:
            least.pop()
        least.append((at, delay))
        while least[0][0] < at - _MEMORY:
            least.popleft()
        if delay < least[0][1] + _STANDING:
            self._low_at = at

    def late(self, at: float) -> float:
        """For how long no group has come in time, at a time in ms."""
        return at - self._low_at

    @property
    def standing(self) -> float:
        """What stands now, in ms."""
        return min(self._last) - self._least[0][1]


class DelayTrend:
    """Whether a queue grows (1), empties (-1), or neither (0)."""

    __slots__ = ("_count", "_line", "_over", "_queue", "_slope", "_smooth", "_sum", "_threshold", "_updated", "state")

    def __init__(self) -> None:
        self.state = 0
        self._line = SlidingSlope(_WINDOW)
        self._queue = StandingQueue()
        self._sum = self._smooth = 0.0
        self._count = 0
        self._threshold = _THRESHOLD
        self._over = 0.0
        self._slope = 0.0
        self._updated: float | None = None

    def add(self, sent: float, arrived: float, at: float) -> None:
        """Two groups left ``sent`` ms apart and came ``arrived`` apart, the second at ``at`` (the receiver's ms)."""
        if self._count < _DELTAS:
            self._count += 1
        self._sum = delay = self._sum + arrived - sent
        self._smooth = smooth = _SMOOTHING * self._smooth + (1 - _SMOOTHING) * delay
        slope = self._line.add(at, smooth)
        self._queue.add(delay, at)
        if slope is not None:
            self._judge(slope, sent, at)

    @property
    def lasting(self) -> bool:
        """Whether a queue has stood for so long that no pause of the receiver explains it."""
        return self._updated is not None and self._queue.late(self._updated) >= _LASTING

    @property
    def in_time(self) -> bool:
        """Whether the last packets found no queue."""
        return self._updated is not None and self._queue.late(self._updated) <= 0

    def _judge(self, slope: float, elapsed: float, at: float) -> None:
        trend, threshold = self._count * slope * _GAIN, self._threshold
        if trend > threshold:
            self._over += elapsed
            if self._queue.standing < _STANDING:
                self.state = 0
            elif self._over > 10 and slope >= self._slope:
                self.state = 1
        else:
            self._over = 0.0
            self.state = -1 if trend < -threshold else 0
        self._slope = slope
        beyond = abs(trend) - threshold
        if self._updated is not None and beyond <= 15:
            pace = _THRESHOLD_DOWN if beyond < 0 else _THRESHOLD_UP
            self._threshold = min(600.0, max(6.0, threshold + pace * beyond * min(at - self._updated, 100.0)))
        self._updated = at
