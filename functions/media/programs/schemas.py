"""What clients send and get about programs."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from functions.http import ApiModel
from functions.media.library.schemas import Card, Instructor
from functions.media.parameters import MediaId, PageQuery
from functions.parameters import SessionHeaders
from neufit.domain.program import DAYS, MAX_TOPICS, MAX_WEEKS, MAX_WORKOUTS_A_DAY, Level, ProgramStatus
from neufit.domain.user import Line, Prose, Slug

ProgramId = Annotated[str, Field(min_length=1, max_length=64)]
_Topics = Annotated[list[Slug], Field(max_length=MAX_TOPICS)]
_Zone = Annotated[
    str, Field(min_length=1, max_length=64, description="the IANA zone of who asks: in it today is a date")
]


class ProgramHeaders(SessionHeaders):
    """Who asks, and by what a repeated request is known."""

    idempotency_key: Annotated[
        str | None,
        Field(
            alias="Idempotency-Key",
            min_length=1,
            max_length=100,
            description="A program is made once for each key of its maker; a repeated request answers the same one.",
        ),
    ] = None


class WeekPlan(ApiModel):
    """Seven days, each the ids of its videos in their order. A day without any is a day of rest."""

    title: Annotated[str, Field(max_length=120)] = ""
    days: Annotated[
        list[Annotated[list[MediaId], Field(max_length=MAX_WORKOUTS_A_DAY)]], Field(min_length=DAYS, max_length=DAYS)
    ]


_Weeks = Annotated[list[WeekPlan], Field(max_length=MAX_WEEKS)]


class MakeProgramRequest(ApiModel):
    """A new program, which is a draft. Its videos are one's own and published."""

    title: Line
    description: Prose = ""
    level: Level
    topics: _Topics = Field(default_factory=list)
    weeks: _Weeks = Field(default_factory=list)


class ChangeProgramRequest(ApiModel):
    """What is to be different, if nobody changed the program since ``revision``."""

    revision: Annotated[int, Field(ge=0)]
    title: Line | None = None
    description: Prose | None = None
    level: Level | None = None
    topics: _Topics | None = None
    weeks: _Weeks | None = None
    status: ProgramStatus | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if not self.model_fields_set - {"revision"}:
            raise ValueError("there is nothing to change")
        return self


class ProgramsQuery(PageQuery):
    """Which programs: published ones, of an instructor or a topic; one's own in every state; those one is in."""

    instructor: Annotated[str | None, Field(max_length=64)] = None
    topic: Slug | None = None
    own: bool = False
    joined: bool = False
    zone: _Zone = "UTC"

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum((self.instructor is not None, self.topic is not None, self.own, self.joined)) > 1:
            raise ValueError("choose one of instructor, topic, own and joined")
        return self


class ProgramQuery(ApiModel):
    """Which program."""

    program_id: ProgramId


class ShowProgramQuery(ProgramQuery):
    """Which program, and in which zone today is."""

    zone: _Zone = "UTC"


class JoinProgramRequest(ApiModel):
    """Which program to be in from today on."""

    program_id: ProgramId
    zone: _Zone


class ProgramDayNumber(ApiModel):
    """A day of a program: numbers of week and day from 0."""

    week: int
    day: int


class NextWorkout(ProgramDayNumber):
    """The first workout that is not done and can be."""

    workout: Card


class ProgramProgress(ApiModel):
    """How far one is. ``scheduled`` is where the plan is today, null after its last day; nobody has to keep to it."""

    since: date
    done: int
    total: int
    finished: bool
    next: NextWorkout | None
    scheduled: ProgramDayNumber | None


class ProgramCard(ApiModel):
    """A program as listings show it. ``poster`` is a short-lived URL of its first workout's picture."""

    program_id: str
    title: str
    description: str
    level: Level
    topics: list[str]
    instructor: Instructor
    week_count: int
    workout_count: int
    cover: Annotated[str | None, Field(description="the media id of the picture")]
    poster: str | None
    status: ProgramStatus
    revision: int
    published_at: datetime | None
    progress: ProgramProgress | None


class ProgramWorkout(ApiModel):
    """A workout of a day. ``card`` is null when it can't be watched any more: nobody has to wait for it."""

    media_id: str
    card: Card | None
    done: bool
    next: bool


class ProgramDay(ApiModel):
    """A day; one without workouts is for rest."""

    workouts: list[ProgramWorkout]


class ProgramWeek(ApiModel):
    """A week of seven days."""

    title: str
    days: list[ProgramDay]


class ProgramDetail(ProgramCard):
    """A program with its weeks."""

    weeks: list[ProgramWeek]


class ProgramPage(ApiModel):
    """A page of programs. It may hold fewer than asked for; ``cursor`` is null at the end."""

    items: list[ProgramCard]
    cursor: str | None


class ProgramReceipt(ApiModel):
    """What became of a request on a program."""

    message: str
    program_id: str
    status: ProgramStatus
    revision: int
