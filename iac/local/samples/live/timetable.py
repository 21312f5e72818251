"""Which classes there have to be, and who is in them when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

LENGTH = timedelta(hours=1)
_SOON = timedelta(minutes=14)
"""A class that begins so soon can be joined already, so none is put before it."""


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the sample instructor."""

    meeting_id: str
    starts_at: datetime
    ends_at: datetime

    @classmethod
    def of(cls, card: dict[str, Any]) -> "Class":
        """Read one from the listing of the API."""
        return cls(
            card["meetingId"], datetime.fromisoformat(card["startTime"]), datetime.fromisoformat(card["endTime"])
        )


def current(classes: Sequence[Class], now: datetime) -> Class | None:
    """The class to be in: the first one that isn't over and runs, or begins soon."""
    open_now = [each for each in classes if each.starts_at - _SOON <= now < each.ends_at]
    return min(open_now, key=lambda each: each.starts_at, default=None)


def missing(classes: Sequence[Class], now: datetime) -> list[tuple[datetime, datetime]]:
    """When the classes are that have to be made: one that can be joined now, and one that follows it.

    They end at a whole five minutes: that is how much of the instructor's time each takes.
    """
    here = current(classes, now)
    minute = now.replace(second=0, microsecond=0)
    spans = [] if here else [(minute, _ending(minute))]
    follows = here.ends_at if here else _ending(minute)
    if any(each.starts_at >= follows for each in classes):
        return spans
    return [*spans, (_whole(follows), _ending(follows))]


def _ending(start: datetime) -> datetime:
    return _whole(start + LENGTH)


def _whole(at: datetime) -> datetime:
    """The first whole five minutes from a minute on."""
    return at + timedelta(minutes=-at.minute % 5)


def present(place: int, seconds: float) -> bool:
    """Whether the customer at this place of the list is in class at a time (s): they come and go, two or more stay."""
    return (seconds + place * 150) % 600 < 420
