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

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from typing import cast

from media_relay.rtc.policy.probe import Probe
from media_relay.rtc.policy.trend import DelayTrend
from media_relay.rtc.transport_cc import TICKS_PER_SECOND, WRAP

START = 600_000.0
LEAST = 60_000.0
MOST = 20_000_000.0
FLOOR = 250_000.0
"""What the smallest picture and sound need: less only when a queue stands for long."""

_GROUP_SECONDS = 0.02
_LONGEST_PAUSE = 0.5
_DECREASE = 0.85
_MULTIPLICATIVE = 1.08
_ACKED_SECONDS = 0.5
_PACKET_BITS = 9600
_HEADROOM = 1.5
_CARRIED_SHARE = 0.7
_PROBE_PATIENCE = 1.0
_TICKS_PER_MS = TICKS_PER_SECOND / 1000
_LOSS_SECONDS = 0.3
_LOSS_PACKETS = 20


class BandwidthEstimator:
    """The estimate for one viewer in bit/s. Times are seconds of the relay's steady clock."""

    __slots__ = (
        "_acked",
        "_acked_octets",
        "_arrival",
        "_before",
        "_capacity",
        "_counted",
        "_delay_rate",
        "_doubted",
        "_group",
        "_loss_rate",
        "_loss_since",
        "_lost",
        "_probe",
        "_trend",
        "_updated",
        "loss",
        "measured",
        "overused_at",
    )

    def __init__(self, start: float = START) -> None:
        self.loss = 0.0
        self.measured = False
        self.overused_at = float("-inf")
        self._delay_rate = start
        self._loss_rate = start
        self._trend = DelayTrend()
        # There was a queue that could have been a pause of the receiver's, and took the estimate to the floor only.
        self._doubted = False
        # Packets that left together: when the first and the last left (seconds), and when the last came (ticks).
        self._group: tuple[float, float, int] | None = None
        # When the last one of the group before that left, and came.
        self._before: tuple[float, int] | None = None
        self._acked: deque[tuple[int, int]] = deque()
        self._acked_octets = 0
        self._lost = self._counted = 0
        self._loss_since: float | None = None
        self._updated: float | None = None
        self._capacity: float | None = None
        self._probe: Probe | None = None
        self._arrival: int | None = None

    @property
    def bitrate(self) -> float:
        """What to reckon with."""
        return max(LEAST, min(self._delay_rate, self._loss_rate, MOST))

    def probing(self, now: float) -> bool:
        """Whether the result of a probe is still awaited. It ends with what came, even if nothing comes any more."""
        probe = self._probe
        if probe is not None and now > probe.end + _PROBE_PATIENCE:
            self._conclude(probe)
        return self._probe is not None

    def probe(self, begin: float, end: float) -> None:
        """Packets that leave between these times are sent as fast as it is hoped to go on: measure them as a whole."""
        self._probe = Probe(begin, end)

    def remote(self, bitrate: float) -> None:
        """The receiver's own estimate (REMB) takes the place of ours."""
        self.measured = True
        self._delay_rate = bitrate

    def report(self, lost: float, now: float) -> None:
        """The share that was lost (0 to 1), where there is no transport-wide feedback."""
        self._lose(lost, now)

    def feedback(
        self,
        departures: tuple[Sequence[float], Sequence[int]],
        arrivals: Sequence[int | None],
        round_trip: float,
        now: float,
    ) -> None:
        """Take in one feedback: when and how large packets left, in that order, and the ticks at which they came.

        A departure without a size isn't known any more; an arrival that is None was lost. What is usual, all of them
        known and none lost, is worked off group by group, not packet by packet.
        """
        times, sizes = departures
        if 0 in sizes:
            known = [index for index, size in enumerate(sizes) if size]
            times, sizes = [times[index] for index in known], [sizes[index] for index in known]
            arrivals = [arrivals[index] for index in known]
        probe = self._probe
        counted = len(sizes)
        if None in arrivals:
            if probe is not None:
                probe.lose([time for time, arrival in zip(times, arrivals, strict=True) if arrival is None])
            came = [index for index, arrival in enumerate(arrivals) if arrival is not None]
            times, sizes = [times[index] for index in came], [sizes[index] for index in came]
            arrivals = [arrivals[index] for index in came]
        if arrivals:
            ticks, latest = self._unwrapped(cast("Sequence[int]", arrivals))
            self._take_groups(times, ticks)
            self._ack(latest, sum(sizes))
            if probe is not None:
                probe.take(times, sizes, [tick / TICKS_PER_SECOND for tick in ticks])
        if counted:
            self.measured = True
            self._count(counted - len(sizes), counted, now)
        self._control(round_trip, now)
        if probe is not None and now > probe.end and (probe.passed or now > probe.end + _PROBE_PATIENCE):
            self._conclude(probe)

    def _unwrapped(self, arrivals: Sequence[int]) -> tuple[Sequence[int], int]:
        """The same arrivals as numbers that don't wrap, and the latest of them."""
        half, first = WRAP // 2, arrivals[0]
        if self._arrival is not None:
            first = self._arrival + (first - self._arrival + half) % WRAP - half
        offset = first - arrivals[0]
        latest = max(arrivals)
        if latest - min(arrivals) < half:
            ticks = [arrival + offset for arrival in arrivals] if offset else arrivals
            latest += offset
        else:  # the receiver's clock wrapped in between
            ticks = [first + (arrival - first + half) % WRAP - half for arrival in arrivals]
            latest = max(ticks)
        self._arrival = ticks[-1]
        return ticks, latest

    def _take_groups(self, times: Sequence[float], ticks: Sequence[int]) -> None:
        """Take in packets group by group; each that is complete is compared with the one before it."""
        start, count = 0, len(times)
        if self._group is None:
            self._group = times[0], times[0], ticks[0]
        first, departed, arrived = self._group
        while start < count:
            if times[start] - first > _GROUP_SECONDS:
                if self._before is not None:
                    sent = departed - self._before[0]
                    if 0 < sent < _LONGEST_PAUSE:
                        apart = (arrived - self._before[1]) / _TICKS_PER_MS
                        self._trend.add(1000 * sent, apart, arrived / _TICKS_PER_MS)
                self._before = departed, arrived
                first = departed = times[start]
                arrived = ticks[start]
            end = bisect_right(times, first + _GROUP_SECONDS, start)
            if end <= start:  # it left before the group's first
                end = start + 1
            departed = max(departed, times[end - 1])
            arrived = max(arrived, *ticks[start:end])
            start = end
        self._group = first, departed, arrived

    def _count(self, lost: int, counted: int, now: float) -> None:
        """Loss is judged over a few packets and a while."""
        self._lost += lost
        self._counted += counted
        if self._loss_since is None:
            self._loss_since = now
        if now - self._loss_since >= _LOSS_SECONDS and self._counted >= _LOSS_PACKETS:
            self._lose(self._lost / self._counted, now)
            self._lost = self._counted = 0

    def _ack(self, arrived: int, octets: int) -> None:
        """So much came until then (ticks)."""
        acked = self._acked
        acked.append((arrived, octets))
        self._acked_octets += octets
        while arrived - acked[0][0] > _ACKED_SECONDS * TICKS_PER_SECOND and len(acked) > 2:
            self._acked_octets -= acked.popleft()[1]

    @property
    def acked(self) -> float | None:
        """What arrived lately, in bit/s; None while that is too little to say."""
        if len(self._acked) < 3:
            return None
        first, octets = self._acked[0]
        span = (self._acked[-1][0] - first) / TICKS_PER_SECOND
        return None if span < _ACKED_SECONDS / 3 else 8 * (self._acked_octets - octets) / span

    def _lose(self, share: float, now: float) -> None:
        self.loss += 0.3 * (share - self.loss)
        if share > 0.1:
            lower = min(self._loss_rate, self._delay_rate) * (1 - 0.5 * share)
            # What did arrive was carried, so there is no need to go far below it.
            lower = max(lower, _CARRIED_SHARE * (self.acked or 0.0))
            queue = self._trend.state > 0 and self._trend.lasting
            self._loss_rate = lower if queue else max(lower, FLOOR)
        elif share < 0.02:
            self._loss_rate = min(MOST, max(self._loss_rate * 1.05, self._delay_rate if self.loss < 0.02 else 0))
        self._loss_since = now

    def _control(self, round_trip: float, now: float) -> None:
        elapsed = min(1.0, now - self._updated) if self._updated is not None else 0.0
        self._updated = now
        acked = self.acked
        lasting = self._trend.lasting
        if self._trend.in_time:
            self._doubted = False
        # A queue that was doubted and is still there may be full by now, so that it grows no more.
        if self._trend.state > 0 or (self._doubted and lasting):
            # One queue is answered once: what is on its way was sent before the answer.
            if now - self.overused_at > max(0.2, round_trip) and acked is not None:
                self._capacity = acked if self._capacity is None else self._capacity + 0.2 * (acked - self._capacity)
                lower = _DECREASE * acked
                self._doubted = lower < FLOOR and not lasting
                self._delay_rate = min(self._delay_rate, max(lower, LEAST if lasting else FLOOR))
                self.overused_at = now
        elif self._trend.state == 0 and acked is not None:
            if self._capacity is not None and acked > 1.3 * self._capacity:
                self._capacity = None
            rate, limit = self._delay_rate, min(_HEADROOM * acked + 10_000, MOST)
            if rate >= limit:  # it can't rise, and doesn't fall
                return
            if self._capacity is None:
                higher = rate * _MULTIPLICATIVE**elapsed
            else:
                higher = rate + elapsed * _PACKET_BITS / (0.1 + round_trip)
            self._delay_rate = min(higher, limit)

    def _conclude(self, probe: Probe) -> None:
        self._probe = None
        carried = probe.carried()
        if carried is None:
            return
        self._delay_rate = min(MOST, max(self._delay_rate, carried))
        if self.loss < 0.05:
            self._loss_rate = max(self._loss_rate, self._delay_rate)
