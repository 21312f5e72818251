"""Spans of time from an instant up to another one, and sets of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple


class Interval(NamedTuple):
    """From ``starts_at`` until just before ``ends_at``."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, other: "Interval") -> bool:
        """Whether the two share an instant."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def covers(self, other: "Interval") -> bool:
        """Whether all of the other lies in this one."""
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at


def days_from(moment: datetime, days: int) -> Interval:
    """So many days of 24 hours from a moment on."""
    return Interval(moment, moment + timedelta(days=days))


def union(spans: Iterable[Interval]) -> list[Interval]:
    """The same instants as few intervals as there can be, in order; those that touch are one."""
    merged: list[Interval] = []
    for span in sorted(each for each in spans if each.starts_at < each.ends_at):
        if merged and span.starts_at <= merged[-1].ends_at:
            merged[-1] = Interval(merged[-1].starts_at, max(merged[-1].ends_at, span.ends_at))
        else:
            merged.append(span)
    return merged


def covered(spans: Sequence[Interval], span: Interval) -> bool:
    """Whether one of ``spans`` (in order, apart) holds all of another one."""
    place = bisect_right(spans, span.starts_at, key=_start)
    return place > 0 and spans[place - 1].covers(span)


def touched(spans: Sequence[Interval], span: Interval) -> bool:
    """Whether one of ``spans`` (in order, apart) shares an instant with another one."""
    place = bisect_left(spans, span.ends_at, key=_start)
    return place > 0 and spans[place - 1].meets(span)


def _start(span: Interval) -> datetime:
    return span.starts_at
