"""From the timestamps of a source to the one constant rate of its grid.

The rate is right when every frame of the source falls on a place of its own and no place stays empty: then each frame
is shown once, whatever rounding its container did to the timestamps.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median

MAX_RATE = 60
MIN_RATE = 10
_USUAL = (
    *(Fraction(whole) for whole in (10, 12, 15, 16, 18, 20, 24, 25, 30, 48, 50, 60, 90, 100, 120, 200, 240)),
    *(Fraction(whole * 1000, 1001) for whole in (15, 24, 30, 48, 60, 120, 240)),
)
_NEAR = Fraction(1, 200)
_FINEST = 10_000
"""Largest denominator of a rate that is not a usual one."""


def fits(times: Sequence[Fraction], rate: Fraction) -> bool:
    """Whether every one of the sorted ``times`` (seconds) falls on the next place of a grid of ``rate``."""
    return all(round((time - times[0]) * rate) == place for place, time in enumerate(times))


def _candidates(times: Sequence[Fraction], claimed: Iterable[Fraction]) -> list[Fraction]:
    measured = (len(times) - 1) / (times[-1] - times[0])
    wanted = [rate for rate in claimed if rate > 0] + [measured.limit_denominator(_FINEST)]
    usual = [rate for rate in _USUAL if any(abs(rate / other - 1) < _NEAR for other in wanted)]
    return sorted(usual, key=lambda rate: abs(rate - measured)) + wanted


def _bounded(rate: Fraction) -> Fraction:
    """The rate itself, or a whole part or multiple of it that lies between the limits."""
    if rate > MAX_RATE:
        return rate / -(-rate // MAX_RATE)
    if rate < MIN_RATE:
        return rate * -(-MIN_RATE // rate)
    return rate


def constant_rate(times: Sequence[Fraction], claimed: Iterable[Fraction] = ()) -> Fraction:
    """The rate of the grid for a source whose pictures show at ``times`` (seconds, sorted).

    ``claimed`` are rates that the container speaks of. A source of constant rate keeps it, or gets a whole part of it
    above 60 and a whole multiple below 10. One of variable rate gets the rate of its usual distance, so that what it
    leaves out is repeated and hardly anything is lost.
    """
    times = [time for before, time in pairwise([None, *times]) if time is not None and time != before]
    if len(times) < 2:
        return _bounded(next((rate for rate in claimed if rate > 0), Fraction(25)).limit_denominator(_FINEST))
    for rate in _candidates(times, claimed):
        if fits(times, rate):
            return _bounded(rate.limit_denominator(_FINEST))
    distance = Fraction(median(later - earlier for earlier, later in pairwise(times)))
    nominal = 1 / distance
    usual = min(_USUAL, key=lambda rate: abs(rate / nominal - 1))
    chosen = usual if abs(usual / nominal - 1) < _NEAR * 10 else nominal.limit_denominator(100)
    return min(Fraction(MAX_RATE), max(Fraction(MIN_RATE), chosen))


def frame_count(first: Fraction, last: Fraction, lasting: Fraction, rate: Fraction) -> int:
    """Frames of the grid from the first picture to the end of the last one, which stays for ``lasting`` seconds.

    All times in seconds. A last picture counts as staying for a second at most: more is not shown but claimed.
    """
    until_last = -(-(2 * (last - first) * rate - 1) // 2) + 1  # what lies halfway begins no frame of its own
    until_end = round((last - first + min(lasting, Fraction(1))) * rate)
    return max(until_last, until_end, 1)
