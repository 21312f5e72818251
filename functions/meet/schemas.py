"""What clients send and get about meetings."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from functions.http import ApiModel
from functions.parameters import Cursor, Moment, SessionHeaders
from neufit.domain.meeting import MAX_ATTENDEES, MAX_TOPICS, MeetingStatus
from neufit.domain.room.kinds import MeetingKind, MeetingRole
from neufit.domain.user import Line, Prose, Slug, UserId

MeetingId = Annotated[str, Field(min_length=1, max_length=64, examples=["f0293jf092j3409fj203jf23904jf"])]
Topics = Annotated[list[Slug], Field(max_length=MAX_TOPICS)]
Users = Annotated[
    list[UserId],
    Field(max_length=MAX_ATTENDEES, description="the people on the list; the host need not be named"),
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
    """

    callback_url: Annotated[str | None, Field(max_length=2000, json_schema_extra={"format": "uri"})] = None
    kind: MeetingKind | None = None
    title: Line | None = None
    description: Prose | None = None
    topics: Topics | None = None
    start_time: Moment | None = None
    end_time: Moment | None = None
    users: Users | None = None


class UpdateMeetingRequest(ApiModel):
    """Any subset. ``users`` is the whole list afterwards. Moving the start alone keeps the length."""

    title: Line | None = None
    description: Prose | None = None
    topics: Topics | None = None
    start_time: Moment | None = None
    end_time: Moment | None = None
    users: Users | None = None
    revision: Revision | None = None


class MeetingPerson(ApiModel):
    """Somebody who belongs to a meeting."""

    user_id: str
    display_name: str


class MeetingCard(ApiModel):
    """A meeting as listings show it. ``role`` is the part of who asks; ``customer`` the other one of a one-on-one.

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
    """Which meetings. One-on-one sessions are listed for the two only, so ``kind=one_on_one`` means one's own."""

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
