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


def missing(classes: Sequence[Class], now: datetime) -> list[datetime]:
    """Starts of the classes that have to be made: one that can be joined now, and one that follows it."""
    here = current(classes, now)
    minute = now.replace(second=0, microsecond=0)
    starts = [] if here else [minute]
    follows = here.ends_at if here else minute + LENGTH
    return starts if any(each.starts_at >= follows for each in classes) else [*starts, follows]


def present(place: int, seconds: float) -> bool:
    """Whether the customer at this place of the list is in class at a time (s): they come and go, two or more stay."""
    return (seconds + place * 150) % 600 < 420
