"""Which rendition to send next: a pure function of what was measured and what was decided before.

Only the resolution moves: every rendition has the same frame rate. The rules, checked at the start of each segment:

- Down, at once, when the measured throughput does not carry the rendition; to the largest that 85 % of it carry.
  With much ahead the steady measure decides, so that a short dip changes nothing; with little ahead the newest
  counts too.
- Up, to the largest that 75 % of the measured throughput carry, when a segment lies ahead and the time to hold is over.
  The gap between the two factors is the hysteresis.
- After going down it holds for 10 s; when that undid a recent going up, twice as long as the last time, up to two
  minutes.
- After a seek nothing lies ahead: the largest whose first segment takes at most 1.5 s, never larger than before. A new
  connection begins likewise, by what its client says that it measured; with much ahead its first segment may take half
  of that time. The smallest when nothing was measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

DOWN_SHARE = 0.85
UP_SHARE = 0.75
COMFORT_MS = 15_000
HOLD = 10.0
LONGEST_HOLD = 120.0
TRIAL = 30.0
START_SECONDS = 1.5
START_SHARE = 0.5
# The measure may be a little too good; what lies ahead must outlast the segment by a margin.
PATIENCE = 0.8
# What is left out when a segment is given up must pay for what was already sent of it.
GIVE_UP_GAIN = 0.8


@dataclass(frozen=True, slots=True)
class Measure:
    """What is known when a rendition is chosen. Rates in bit/s, None when nothing was measured; ``now`` in seconds."""

    steady: float | None
    recent: float | None
    ahead_ms: float
    now: float

    @property
    def usable(self) -> float | None:
        """The throughput to reckon with."""
        if self.steady is None or self.recent is None:
            return None
        return self.steady if self.ahead_ms >= COMFORT_MS else min(self.steady, self.recent)

    @property
    def proven(self) -> float | None:
        """The throughput that both the long and the short measure show."""
        return None if self.steady is None or self.recent is None else min(self.steady, self.recent)


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What was decided: ``rung`` is an index into the ladder (0 the largest); the rest is memory of the rules."""

    rung: int
    raised_at: float = float("-inf")
    hold: float = HOLD
    hold_until: float = float("-inf")


def largest_within(ladder: Sequence[int], budget: float) -> int:
    """Index of the largest rendition whose rate fits ``budget`` (bit/s); the smallest when none does.

    ``ladder`` holds the rates of the renditions in bit/s, from large to small.
    """
    return next((index for index, rate in enumerate(ladder) if rate <= budget), len(ladder) - 1)


def begin(ladder: Sequence[int], before: Adaptation | None, measure: Measure, segment_seconds: float) -> Adaptation:
    """Choose where media doesn't go on from what was sent before: the start of a connection, or where a seek leads."""
    if measure.usable is None:
        return Adaptation(len(ladder) - 1)
    seconds = max(START_SECONDS, START_SHARE * measure.ahead_ms / 1000)
    quick = largest_within(ladder, measure.usable * min(UP_SHARE, seconds / segment_seconds))
    return Adaptation(quick) if before is None else replace(before, rung=max(before.rung, quick))


def adapt(ladder: Sequence[int], before: Adaptation, measure: Measure, segment_seconds: float) -> Adaptation:
    """Choose for the next segment."""
    if measure.usable is None or measure.proven is None:
        return before
    if ladder[before.rung] > measure.usable:
        return _lower(before, largest_within(ladder, DOWN_SHARE * measure.usable), measure.now)
    higher = largest_within(ladder, UP_SHARE * measure.proven)
    ready = measure.ahead_ms >= 1000 * segment_seconds and measure.now >= before.hold_until
    if higher < before.rung and ready:
        return replace(before, rung=higher, raised_at=measure.now)
    return before


def give_up(
    ladder: Sequence[int],
    before: Adaptation,
    measure: Measure,
    *,
    unsent: int,
    in_flight: int,
    segment_seconds: float,
) -> Adaptation | None:
    """Whether to break off the segment that is being sent and send it anew in a smaller rendition; None to go on.

    ``unsent`` are the bytes of it that haven't been sent, ``in_flight`` those that must arrive first either way. It
    is given up when it would come after what lies ahead has been played, and a smaller one comes clearly sooner.
    """
    if measure.proven is None or before.rung == len(ladder) - 1:
        return None
    patience = max(PATIENCE * measure.ahead_ms / 1000, START_SECONDS)
    going_on = 8 * (in_flight + unsent) / measure.proven
    if going_on <= patience:
        return None
    lower = largest_within(ladder, DOWN_SHARE * measure.proven)
    if lower <= before.rung:
        return None
    anew = (8 * in_flight + ladder[lower] * segment_seconds) / measure.proven
    if anew >= GIVE_UP_GAIN * going_on:
        return None
    return _lower(before, lower, measure.now)


def _lower(before: Adaptation, rung: int, now: float) -> Adaptation:
    if rung <= before.rung:
        return before
    failed = now - before.raised_at < TRIAL
    hold = min(LONGEST_HOLD, 2 * before.hold) if failed else HOLD
    return Adaptation(rung, raised_at=before.raised_at, hold=hold, hold_until=now + hold)
