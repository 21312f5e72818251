"""What clients send and get about meetings."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from functions.http import ApiModel
from functions.parameters import Cursor, Moment, SessionHeaders
from neufit.domain.enrolment import Enrolment, EnrolmentState
from neufit.domain.meeting import MAX_ATTENDEES, MAX_CAPACITY, MAX_TOPICS, MeetingStatus
from neufit.domain.room.kinds import MeetingKind, MeetingRole
from neufit.domain.user import Line, Prose, Slug, UserId

MeetingId = Annotated[str, Field(min_length=1, max_length=64, examples=["f0293jf092j3409fj203jf23904jf"])]
Topics = Annotated[list[Slug], Field(max_length=MAX_TOPICS)]
Users = Annotated[
    list[UserId],
    Field(max_length=MAX_ATTENDEES, description="the people on the list; the host need not be named"),
]
Capacity = Annotated[
    int | None, Field(ge=1, le=MAX_CAPACITY, description="the seats of a group class; null is as many as come")
]
Revision = Annotated[int, Field(ge=0, description="Refuse when the meeting was changed since this revision.")]


class CreateHeaders(SessionHeaders):
    """Who asks, and by what a repeated request is known."""

    idempotency_key: Annotated[
        str | None,
        Field(
            alias="Idempotency-Key",
            min_length=1,
            max_length=100,
            description="A new meeting is made once for each key of a host; a repeated request answers the same one.",
        ),
    ] = None


class MeetingQuery(ApiModel):
    """Which meeting is meant."""

    meeting_id: MeetingId


class MeetQuery(ApiModel):
    """Which meeting to join; without one, a new meeting is made."""

    meeting_id: Annotated[MeetingId | None, Field(description="left out to make a new meeting")] = None


class MeetRequest(ApiModel):
    """To join, at most ``callbackUrl``, which gets signed events. All the rest says what a new meeting is to be.

    A new one needs ``kind`` and ``title``. Without ``startTime`` it starts now, without ``endTime`` it lasts an hour.
    A ``one_on_one`` names its one customer in ``users``; a ``group_class`` is open to everybody who is signed in.
    A ``shared_workout``, which customers can make too, names the video in ``mediaId`` and lasts a little longer than
    it; who has its id may come. With ``steering`` everybody may play, pause and seek, else the host.
    """

    callback_url: Annotated[str | None, Field(max_length=2000, json_schema_extra={"format": "uri"})] = None
    kind: MeetingKind | None = None
    title: Line | None = None
    description: Prose | None = None
    topics: Topics | None = None
    start_time: Moment | None = None
    end_time: Moment | None = None
    users: Users | None = None
    capacity: Capacity = None
    media_id: Annotated[str | None, Field(min_length=1, max_length=64)] = None
    steering: bool | None = None


class UpdateMeetingRequest(ApiModel):
    """Any subset. ``users`` is the whole list afterwards. Moving the start alone keeps the length."""

    title: Line | None = None
    description: Prose | None = None
    topics: Topics | None = None
    start_time: Moment | None = None
    end_time: Moment | None = None
    users: Users | None = None
    capacity: Capacity = None
    revision: Revision | None = None


class RosterState(StrEnum):
    """Where somebody stands in the roster of a class."""

    NONE = "none"
    ENROLLED = "enrolled"
    WAITING = "waiting"


def state_of(enrolment: Enrolment | None) -> RosterState:
    """The word for it. Who came in without enrolling has a seat too."""
    if enrolment is None:
        return RosterState.NONE
    return RosterState.WAITING if enrolment.state is EnrolmentState.WAITING else RosterState.ENROLLED


class EnrolRequest(ApiModel):
    """In which class; or in all classes of a series that are ahead."""

    meeting_id: MeetingId | None = None
    series_id: MeetingId | None = None


class LeaveQuery(EnrolRequest):
    """Which class; or all classes of a series that are ahead."""


class RosterQuery(ApiModel):
    """Whose roster, and which page of it."""

    meeting_id: MeetingId
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class ClassStanding(ApiModel):
    """Where one stands in a class; ``refused`` is the code of why one could not enrol."""

    meeting_id: str
    start_time: datetime
    state: RosterState
    refused: str | None


class EnrolmentReceipt(ApiModel):
    """Where one stands in a class now; ``position`` is that of who waits, the first is 1.

    Of a series, ``classes`` says it for each class, and ``state`` is the best of them.
    """

    message: str
    meeting_id: str | None
    series_id: str | None
    state: RosterState
    position: int | None
    classes: list[ClassStanding]


class RosterEntry(ApiModel):
    """Somebody in a roster, ``since`` when, and whether that person came in."""

    user_id: str
    display_name: str
    state: RosterState
    since: datetime
    arrived: bool


class RosterPage(ApiModel):
    """The counts of a class, and where who asks stands. ``items`` are for its host: those with seats, then who waits.

    ``cursor`` is null at the end.
    """

    meeting_id: str
    capacity: int | None
    enrolled: int
    waiting: int
    state: RosterState
    position: int | None
    items: list[RosterEntry]
    cursor: str | None


class MeetingPerson(ApiModel):
    """Somebody who belongs to a meeting."""

    user_id: str
    display_name: str


class MeetingCard(ApiModel):
    """A meeting as listings show it. ``role`` is the part of who asks; ``customer`` the other one of a one-on-one.

    Of a class, ``enrolled`` of ``capacity`` seats are taken (null: there is no limit), ``myState`` says where who asks
    stands. How many wait is for its host. A shared workout watches ``mediaId``, and its ``instructor`` is who made it.

    It can be joined from ``joinableFrom`` until ``joinableUntil``, unless it was cancelled or ended.
    """

    meeting_id: str
    kind: MeetingKind
    title: str
    description: str
    topics: list[str]
    instructor: MeetingPerson
    customer: MeetingPerson | None
    role: MeetingRole
    start_time: datetime
    end_time: datetime
    status: MeetingStatus
    joinable_from: datetime
    joinable_until: datetime
    revision: int
    capacity: int | None
    enrolled: int
    waiting: int | None
    my_state: RosterState
    series_id: str | None
    media_id: str | None


class MeetingInformation(MeetingCard):
    """A meeting. ``users`` are the host and those on the list; the list of a class is for its host and who is on it."""

    users: Annotated[list[str], Field(description="user ids; the host comes first")]
    attendees: Annotated[list[MeetingPerson], Field(description="those on the list, with their names")]


class MeetingReceipt(ApiModel):
    """That it was done, and where the meeting stands."""

    message: str
    meeting_id: str
    revision: int


class LiveRelay(ApiModel):
    """A relay that knows the room: connect to ``websocketUrl`` and send ``ticket`` in the first message."""

    websocket_url: str
    ticket: str


class IceServer(ApiModel):
    """A server of the kind that ``RTCPeerConnection`` takes."""

    urls: list[str]
    username: str | None = None
    credential: str | None = None


class MeetingAdmission(ApiModel):
    """How to get in: any of ``relays``, before ``expiresAt``. A new meeting is answered without: join it by its id."""

    message: str
    meeting_id: str
    relays: list[LiveRelay]
    ice_servers: list[IceServer]
    expires_at: datetime | None


class UpcomingQuery(ApiModel):
    """Which meetings. All but classes are listed for who belongs to them only: their kinds mean one's own."""

    kind: MeetingKind | None = None
    instructor: Annotated[str | None, Field(max_length=64, description="the user id of who hosts the class")] = None
    mine: Annotated[bool, Field(description="only what one hosts or is on the list of")] = False
    from_: Annotated[
        Moment | None, Field(alias="from", description="leave out what is over at this time; now by default")
    ] = None
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=50)] = 24


class MeetingPage(ApiModel):
    """Meetings by start: those that run come first. It may hold fewer than asked for; ``cursor`` is null at the end."""

    items: list[MeetingCard]
    cursor: str | None
