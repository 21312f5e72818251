"""How much a viewer's network carries, from transport-wide feedback, in the spirit of draft-ietf-rmcat-gcc-02.

Three measures, of which the least counts:

- Delay. Packets that leave together are a group; when groups arrive further and further apart than they left, a queue
  grows somewhere. The slope of the smoothed sum of these differences, over the last twenty groups, is held against a
  threshold that follows it slowly (sections 5.3 and 5.4; the slope is what browsers use since 2016). A queue takes the
  estimate to 85 % of what arrives; without one it rises by 8 % a second, or by about a packet per round trip near the
  rate at which queues were seen before (section 5.5).
- Loss. Above 10 % takes it down by half of the share that is lost (section 6), but a little loss that no queue
  explains, as on a bad radio link, never takes it below what the smallest picture and sound need.
- What arrives. An estimate is never more than one and a half times of what was really carried; so that a viewer who
  gets little can get more, the relay probes: for a moment it sends as much as it would like to send.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

START = 600_000.0
LEAST = 60_000.0
MOST = 20_000_000.0
LOSS_FLOOR = 250_000.0
TICKS_PER_SECOND = 4000
TICKS_WRAP = 1 << 32

_GROUP_SECONDS = 0.02
_WINDOW = 20
_SMOOTHING = 0.9
_GAIN = 4.0
_DELTAS = 60
_THRESHOLD = 12.5  # ms
_THRESHOLD_UP = 0.0087
_THRESHOLD_DOWN = 0.039
_LONGEST_PAUSE = 0.5
_DECREASE = 0.85
_MULTIPLICATIVE = 1.08
_ACKED_SECONDS = 0.5
_PACKET_BITS = 9600
_HEADROOM = 1.5
_CARRIED_SHARE = 0.7
_PROBE_PACKETS = 5
_PROBE_PATIENCE = 1.0


@dataclass(slots=True)
class _Group:
    first: float
    departed: float
    arrived: float


@dataclass(slots=True)
class _Probe:
    begin: float
    end: float
    octets: int = 0
    packets: int = 0
    lost: int = 0
    first_departed: float = 0.0
    last_departed: float = 0.0
    first_arrived: float = 0.0
    last_arrived: float = 0.0
    first_octets: int = 0


class DelayTrend:
    """Whether a queue grows (1), empties (-1), or neither (0), by the slope of delay over groups of packets."""

    def __init__(self) -> None:
        self.state = 0
        self._points: deque[tuple[float, float]] = deque(maxlen=_WINDOW)
        self._sum = self._smooth = 0.0
        self._count = 0
        self._threshold = _THRESHOLD
        self._over = 0.0
        self._slope = 0.0
        self._updated: float | None = None

    def add(self, sent: float, arrived: float, at: float) -> None:
        """Two groups left ``sent`` seconds apart and came ``arrived`` apart, the second ``at`` (receiver's seconds)."""
        difference = 1000 * (arrived - sent)
        self._count = min(self._count + 1, _DELTAS)
        self._sum += difference
        self._smooth = _SMOOTHING * self._smooth + (1 - _SMOOTHING) * self._sum
        self._points.append((1000 * at, self._smooth))
        if len(self._points) == _WINDOW:
            self._judge(_slope(self._points), 1000 * sent, 1000 * at)

    def _judge(self, slope: float, elapsed: float, at: float) -> None:
        trend = self._count * slope * _GAIN
        if trend > self._threshold:
            self._over += elapsed
            if self._over > 10 and slope >= self._slope:
                self.state = 1
        else:
            self._over = 0.0
            self.state = -1 if trend < -self._threshold else 0
        self._slope = slope
        if self._updated is not None and abs(trend) <= self._threshold + 15:
            pace = _THRESHOLD_DOWN if abs(trend) < self._threshold else _THRESHOLD_UP
            step = pace * (abs(trend) - self._threshold) * min(at - self._updated, 100.0)
            self._threshold = min(600.0, max(6.0, self._threshold + step))
        self._updated = at


def _slope(points: deque[tuple[float, float]]) -> float:
    """Least squares, in one pass."""
    first = points[0][0]
    x_sum = y_sum = square = product = 0.0
    for at, y in points:
        x = at - first
        x_sum += x
        y_sum += y
        square += x * x
        product += x * y
    count = len(points)
    denominator = count * square - x_sum * x_sum
    return 0.0 if denominator <= 0 else (count * product - x_sum * y_sum) / denominator


class BandwidthEstimator:
    """The estimate for one viewer in bit/s. Times are seconds of the relay's steady clock."""

    def __init__(self, start: float = START) -> None:
        self.loss = 0.0
        self.measured = False
        self.overused_at = float("-inf")
        self._delay_rate = start
        self._loss_rate = start
        self._trend = DelayTrend()
        self._group: _Group | None = None
        self._before: _Group | None = None
        self._acked: deque[tuple[float, int]] = deque()
        self._acked_octets = 0
        self._counted = [0, 0]
        self._loss_since: float | None = None
        self._updated: float | None = None
        self._capacity: float | None = None
        self._probe: _Probe | None = None
        self._arrival = 0

    @property
    def bitrate(self) -> float:
        """What to reckon with."""
        return max(LEAST, min(self._delay_rate, self._loss_rate, MOST))

    @property
    def probing(self) -> bool:
        """Whether the result of a probe is still awaited."""
        return self._probe is not None

    def probe(self, begin: float, end: float) -> None:
        """Packets that leave between these times are sent as fast as it is hoped to go on: measure them as a whole."""
        self._probe = _Probe(begin, end)

    def remote(self, bitrate: float) -> None:
        """The receiver's own estimate (REMB) takes the place of ours."""
        self.measured = True
        self._delay_rate = bitrate

    def report(self, lost: float, now: float) -> None:
        """The share that was lost (0 to 1), where there is no transport-wide feedback."""
        self._lose(lost, now)

    def feedback(  # noqa: C901 -- one loop, since it runs for every packet to every viewer
        self, departures: Sequence[tuple[float, int]], arrivals: Sequence[int | None], round_trip: float, now: float
    ) -> None:
        """Take in one feedback: when and how large packets left, and the ticks at which they came (None: lost).

        A departure without a size isn't known any more.
        """
        probe = self._probe
        group = self._group
        lost = known = arrived_octets = 0
        latest = 0.0
        for (departed, octets), ticks in zip(departures, arrivals, strict=True):
            if octets == 0:
                continue
            known += 1
            arrived = None
            if ticks is None:
                lost += 1
            else:
                delta = (ticks - self._arrival) % TICKS_WRAP
                self._arrival += delta if delta < TICKS_WRAP // 2 else delta - TICKS_WRAP
                arrived = self._arrival / TICKS_PER_SECOND
                arrived_octets += octets
                latest = max(latest, arrived)
                if group is not None and departed - group.first <= _GROUP_SECONDS:
                    group.departed = max(departed, group.departed)
                    group.arrived = max(group.arrived, arrived)
                else:
                    group = self._begin_group(departed, arrived)
            if probe is not None:
                self._measure(probe, departed, arrived, octets)
        self._counted[0] += lost
        self._counted[1] += known
        if arrived_octets:
            self._ack(latest, arrived_octets)
        if self._counted[1]:
            self.measured = True
        if self._loss_since is None:
            self._loss_since = now
        if now - self._loss_since >= 0.3 and self._counted[1] >= 20:
            self._lose(self._counted[0] / self._counted[1], now)
            self._counted = [0, 0]
            self._loss_since = now
        self._control(round_trip, now)
        probe = self._probe
        if (
            probe is not None
            and now > probe.end
            and (probe.last_departed > probe.end or now > probe.end + _PROBE_PATIENCE)
        ):
            self._conclude(probe)

    def _ack(self, arrived: float, octets: int) -> None:
        """So much came until then."""
        acked = self._acked
        acked.append((arrived, octets))
        self._acked_octets += octets
        while arrived - acked[0][0] > _ACKED_SECONDS and len(acked) > 2:
            self._acked_octets -= acked.popleft()[1]

    def _begin_group(self, departed: float, arrived: float) -> _Group:
        """Compare the group that is complete with the one before it, and begin the next."""
        group, before = self._group, self._before
        if group is not None and before is not None:
            sent = group.departed - before.departed
            if 0 < sent < _LONGEST_PAUSE:
                self._trend.add(sent, group.arrived - before.arrived, group.arrived)
        self._before = group
        self._group = _Group(departed, departed, arrived)
        return self._group

    @property
    def acked(self) -> float | None:
        """What arrived lately, in bit/s; None while that is too little to say."""
        if len(self._acked) < 3:
            return None
        first, octets = self._acked[0]
        span = self._acked[-1][0] - first
        return None if span < _ACKED_SECONDS / 3 else 8 * (self._acked_octets - octets) / span

    def _lose(self, share: float, now: float) -> None:
        self.loss += 0.3 * (share - self.loss)
        if share > 0.1:
            lower = min(self._loss_rate, self._delay_rate) * (1 - 0.5 * share)
            # What did arrive was carried, so there is no need to go far below it.
            lower = max(lower, _CARRIED_SHARE * (self.acked or 0.0))
            self._loss_rate = max(lower, LOSS_FLOOR) if self._trend.state <= 0 else lower
        elif share < 0.02:
            self._loss_rate = min(MOST, max(self._loss_rate * 1.05, self._delay_rate if self.loss < 0.02 else 0))
        self._loss_since = now

    def _control(self, round_trip: float, now: float) -> None:
        elapsed = min(1.0, now - self._updated) if self._updated is not None else 0.0
        self._updated = now
        acked = self.acked
        if self._trend.state > 0:
            # One queue is answered once: what is on its way was sent before the answer.
            if now - self.overused_at > max(0.2, round_trip) and acked is not None:
                self._capacity = acked if self._capacity is None else self._capacity + 0.2 * (acked - self._capacity)
                self._delay_rate = max(LEAST, min(self._delay_rate, _DECREASE * acked))
                self.overused_at = now
        elif self._trend.state == 0 and acked is not None:
            if self._capacity is not None and acked > 1.3 * self._capacity:
                self._capacity = None
            if self._capacity is None:
                higher = self._delay_rate * _MULTIPLICATIVE**elapsed
            else:
                higher = self._delay_rate + elapsed * _PACKET_BITS / (0.1 + round_trip)
            self._delay_rate = max(self._delay_rate, min(higher, _HEADROOM * acked + 10_000, MOST))

    @staticmethod
    def _measure(probe: _Probe, departed: float, arrived: float | None, octets: int) -> None:
        if departed > probe.end:
            probe.last_departed = max(probe.last_departed, departed)
            return
        if departed < probe.begin:
            return
        if arrived is None:
            probe.lost += 1
            return
        if probe.packets == 0:
            probe.first_departed, probe.first_arrived, probe.first_octets = departed, arrived, octets
        probe.packets += 1
        probe.octets += octets
        probe.last_departed = max(probe.last_departed, departed)
        probe.last_arrived = max(probe.last_arrived, arrived)

    def _conclude(self, probe: _Probe) -> None:
        self._probe = None
        if probe.packets < _PROBE_PACKETS or probe.lost > 0.1 * probe.packets:
            return
        bits = 8 * (probe.octets - probe.first_octets)
        sent = bits / max(0.01, min(probe.last_departed, probe.end) - probe.first_departed)
        received = bits / max(0.001, probe.last_arrived - probe.first_arrived)
        carried = min(sent, received if received > 0.9 * sent else 0.95 * received)
        self._delay_rate = min(MOST, max(self._delay_rate, carried))
        if self.loss < 0.05:
            self._loss_rate = max(self._loss_rate, self._delay_rate)
