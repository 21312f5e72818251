"""Programs: workouts in an order, over weeks of seven days, made by instructors.

::

    draft ──> published <──> archived

Nobody but its maker sees a draft. An archived program is shown to those who are in it, so that they can finish.

**Progress is computed, never kept.** What somebody did is the log of workouts; a program only says what counts: the
first time that a video stands in it is done by the first day on which it was marked since joining, the second time by
the second such day, and so on. So marking, taking back, and a change of the program by its maker are all in sight at
once, and cannot disagree. A video that can't be watched any more is a hole: it is told as such, counts for nothing, and
nobody waits for it; one that was done before stays done.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from neufit.domain.errors import Conflict, FieldError, Invalid
from neufit.domain.user import Line, Prose, Slug

MAX_WEEKS = 12
DAYS = 7
MAX_WORKOUTS_A_DAY = 3
MAX_TOPICS = 8
MAX_MEMBERSHIPS = 10
"""Programs that one person can be in."""


class Level(StrEnum):
    """For whom it is."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class ProgramStatus(StrEnum):
    """Where a program stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


_MOVES: Mapping[ProgramStatus, frozenset[ProgramStatus]] = {
    ProgramStatus.DRAFT: frozenset({ProgramStatus.PUBLISHED, ProgramStatus.ARCHIVED}),
    ProgramStatus.PUBLISHED: frozenset({ProgramStatus.ARCHIVED}),
    ProgramStatus.ARCHIVED: frozenset({ProgramStatus.PUBLISHED}),
}

Day = Annotated[tuple[Annotated[str, Field(min_length=1, max_length=64)], ...], Field(max_length=MAX_WORKOUTS_A_DAY)]
"""The media ids of a day in their order; none is a day of rest."""


class Week(BaseModel):
    """Seven days, and what the week is called, if anything."""

    model_config = ConfigDict(frozen=True)

    title: Annotated[str, Field(max_length=120)] = ""
    days: Annotated[tuple[Day, ...], Field(min_length=DAYS, max_length=DAYS)]


Weeks = Annotated[tuple[Week, ...], Field(max_length=MAX_WEEKS)]


class Program(BaseModel):
    """A program as stored. ``revision`` counts the changes, ``published_at`` is when it was first shown to others."""

    model_config = ConfigDict(frozen=True)

    program_id: str
    owner_id: str
    title: Line
    description: Prose = ""
    level: Level
    topics: Annotated[tuple[Slug, ...], Field(max_length=MAX_TOPICS)] = ()
    weeks: Weeks = ()
    status: ProgramStatus = ProgramStatus.DRAFT
    created_at: datetime
    published_at: datetime | None = None
    revision: int = 0

    def slots(self) -> Iterator["Slot"]:
        """Every workout in its order."""
        for week, each in enumerate(self.weeks):
            for day, media_ids in enumerate(each.days):
                for place, media_id in enumerate(media_ids):
                    yield Slot(week, day, place, media_id)

    @property
    def media_ids(self) -> tuple[str, ...]:
        """The videos in it, each once, in their order."""
        return tuple(dict.fromkeys(slot.media_id for slot in self.slots()))


@dataclass(frozen=True, slots=True)
class Slot:
    """One workout in a program: the numbers of week, day and place count from 0."""

    week: int
    day: int
    place: int
    media_id: str


class Membership(BaseModel):
    """That somebody is in a program since a local day."""

    model_config = ConfigDict(frozen=True)

    user_id: str
    program_id: str
    since: date
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is.

    ``done`` are the slots that are done, ``holes`` those that can't be and weren't. ``next`` is the first that is
    neither, None at the end. ``scheduled`` is (week, day) of the plan today, None when its last day has passed.
    """

    done: frozenset[Slot]
    holes: frozenset[Slot]
    next: Slot | None
    total: int
    scheduled: tuple[int, int] | None

    @property
    def finished(self) -> bool:
        """Whether everything that can be done is done, and something was."""
        return self.next is None and bool(self.done)


def progress(
    program: Program, since: date, today: date, done_on: Iterable[tuple[date, str]], playable: Collection[str]
) -> Progress:
    """How far somebody is who joined on ``since`` and did these videos on these days.

    ``playable`` are the media ids that can be watched. A day before ``since`` counts for nothing.
    """
    left = Counter(media_id for day, media_id in set(done_on) if day >= since)
    done: set[Slot] = set()
    holes: set[Slot] = set()
    following: Slot | None = None
    for slot in program.slots():
        if left[slot.media_id]:
            left[slot.media_id] -= 1
            done.add(slot)
        elif slot.media_id not in playable:
            holes.add(slot)
        elif following is None:
            following = slot
    passed = (today - since).days
    scheduled = divmod(max(0, passed), DAYS)
    return Progress(
        done=frozenset(done),
        holes=frozenset(holes),
        next=following,
        total=sum(1 for _ in program.slots()) - len(holes),
        scheduled=scheduled if scheduled[0] < len(program.weeks) else None,
    )


def check_move(before: ProgramStatus, after: ProgramStatus) -> None:
    """Raise Conflict unless a program may go from one state to the other; staying is no move."""
    if before is not after and after not in _MOVES[before]:
        raise Conflict(f"This program is {before.value}; it can't become {after.value}.")


def check_published(program: Program) -> None:
    """Raise Invalid unless there is something to do in every week of a program that others see."""
    empty = [
        FieldError(f"weeks.{number}", "has no workout")
        for number, week in enumerate(program.weeks)
        if not any(week.days)
    ]
    if not program.weeks:
        empty = [FieldError("weeks", "holds no workout yet")]
    if empty:
        raise Invalid("A program that is published has a workout in each week.", code="empty-week", fields=empty)


def check_media(program: Program, before: Sequence[str], allowed: Collection[str]) -> None:
    """Raise Invalid naming the places of videos that can't be put into a program.

    ``allowed`` are those of the owner that are available. One that was in it ``before`` may stay when it is gone.
    """
    known = {*allowed, *before}
    wrong = [
        FieldError(f"weeks.{slot.week}.days.{slot.day}.{slot.place}", "is no published video of yours")
        for slot in program.slots()
        if slot.media_id not in known
    ]
    if wrong:
        raise Invalid("A program is made of your own published videos.", code="not-your-video", fields=wrong)
