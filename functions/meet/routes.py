"""``/meet``: live meetings."""

from typing import cast

from functions.http import Access, Call, Callback, operation
from functions.meet import enrolment_routes, joining, listing, planning, recording_routes
from functions.meet.blueprint import TAG, blueprint
from functions.meet.listing import Shown, Upcoming
from functions.meet.planning import Plan
from functions.meet.schemas import (
    CreateHeaders,
    LiveRelay,
    MeetingAdmission,
    MeetingCard,
    MeetingInformation,
    MeetingPage,
    MeetingPerson,
    MeetingQuery,
    MeetingReceipt,
    MeetQuery,
    MeetRequest,
    UpcomingQuery,
    UpdateMeetingRequest,
    state_of,
)
from functions.meet.series import routes as series_routes
from functions.parameters import SessionHeaders
from neufit.contracts.callbacks import CallbackBody
from neufit.domain.errors import FieldError, Invalid
from neufit.domain.meeting import Changes, MeetingStatus, Unlimited
from neufit.domain.room.kinds import MeetingRole

__all__ = ["blueprint", "enrolment_routes", "recording_routes", "series_routes"]


def _person(shown: Shown, user_id: str) -> MeetingPerson:
    return MeetingPerson(user_id=user_id, display_name=shown.name_of(user_id))


def _capacity(body: UpdateMeetingRequest) -> int | Unlimited | None:
    """What a change says about seats: null is as many as come, left out is as it was."""
    if "capacity" not in body.model_fields_set:
        return None
    return Unlimited.UNLIMITED if body.capacity is None else body.capacity


def _card(call: Call, shown: Shown) -> MeetingCard:
    meeting = shown.meeting
    return MeetingCard(
        meeting_id=meeting.meeting_id,
        kind=meeting.kind,
        title=meeting.title,
        description=meeting.description,
        topics=list(meeting.topics),
        instructor=_person(shown, meeting.host_id),
        customer=_person(shown, shown.attendees[0]) if meeting.pair and shown.attendees else None,
        role=shown.role,
        start_time=meeting.starts_at,
        end_time=meeting.ends_at,
        status=meeting.status(call.services.clock()),
        joinable_from=meeting.joinable_from,
        joinable_until=meeting.joinable_until,
        revision=meeting.revision,
        capacity=meeting.capacity,
        enrolled=meeting.enrolled,
        waiting=meeting.waiting if shown.role is MeetingRole.HOST else None,
        my_state=state_of(shown.mine),
        series_id=meeting.series_id,
        media_id=meeting.media_id,
    )


@operation(
    blueprint,
    "GET",
    "/meet",
    id="getMeeting",
    summary="Get meeting data",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=MeetingQuery,
    answer=MeetingInformation,
    problems=(404,),
)
def get_meeting(call: Call) -> MeetingInformation:
    """A class for everybody who is signed in, a shared workout for who has its id, a one-on-one session for the two."""
    services = call.services
    shown = listing.show(
        call.me,
        call.query.meeting_id,
        meetings=services.meetings,
        enrolments=services.enrolments,
        users=services.users,
        blocks=services.blocks,
        clock=services.clock,
    )
    return MeetingInformation(
        **_card(call, shown).model_dump(),
        users=[shown.meeting.host_id, *shown.attendees],
        attendees=[_person(shown, user_id) for user_id in shown.attendees],
    )


@operation(
    blueprint,
    "GET",
    "/meet/upcoming",
    id="listMeetings",
    summary="Meetings that run now or come next",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=UpcomingQuery,
    answer=MeetingPage,
)
def list_meetings(call: Call) -> MeetingPage:
    """By start; those that run come first."""
    services, query = call.services, call.query
    page = listing.upcoming(
        call.me,
        Upcoming(query.kind, query.instructor, query.mine, query.from_),
        limit=query.limit,
        cursor=query.cursor,
        meetings=services.meetings,
        enrolments=services.enrolments,
        users=services.users,
        blocks=services.blocks,
        cursors=services.cursors,
        clock=services.clock,
    )
    return MeetingPage(items=[_card(call, shown) for shown in page.items], cursor=page.cursor)


@operation(
    blueprint,
    "POST",
    "/meet",
    id="joinMeeting",
    summary="Join a group workout or one on one workout; without a meeting id, make one",
    tag=TAG,
    access=Access.SESSION,
    headers=CreateHeaders,
    query=MeetQuery,
    body=MeetRequest,
    body_required=False,
    answer=MeetingAdmission,
    problems=(403, 404, 409),
    callback=Callback("streamVideo", "{$request.body#/callbackUrl}", CallbackBody),
)
def join_meeting(call: Call) -> MeetingAdmission:
    """Tickets for the relays, where WebSockets wait. Meetings are made the same way, shared workouts by everybody."""
    return _create(call) if call.query.meeting_id is None else _join(call, call.query.meeting_id)


def _join(call: Call, meeting_id: str) -> MeetingAdmission:
    services, body = call.services, cast("MeetRequest", call.body)
    planned = sorted(body.model_dump(by_alias=True, exclude_none=True).keys() - {"callbackUrl"})
    if planned:
        fields = [FieldError(name, "belongs to a new meeting; PUT changes one that there is") for name in planned]
        raise Invalid("To join, send the meetingId and at most a callbackUrl.", fields=fields)
    relays = services.settings.live_relays
    admission = joining.join(
        call.me,
        meeting_id,
        relays=len(relays),
        callback_url=body.callback_url,
        meetings=services.meetings,
        enrolments=services.enrolments,
        users=services.users,
        blocks=services.blocks,
        media=services.media,
        cards=services.cards,
        callbacks=services.callbacks,
        signer=services.signer,
        clock=services.clock,
    )
    return MeetingAdmission(
        message="Connect to the websocketUrl of a relay and send its ticket in the first message.",
        meeting_id=meeting_id,
        relays=[
            LiveRelay(websocket_url=url, ticket=ticket) for url, ticket in zip(relays, admission.tickets, strict=True)
        ],
        ice_servers=[],
        expires_at=admission.expires_at,
    )


def _create(call: Call) -> MeetingAdmission:
    services, body = call.services, cast("MeetRequest", call.body)
    if body.kind is None or body.title is None or body.callback_url is not None:
        wrong = [FieldError(name, "is needed for a new one") for name in ("kind", "title") if not getattr(body, name)]
        if body.callback_url is not None:
            wrong.append(FieldError("callbackUrl", "is for joining a meeting, by its meetingId"))
        raise Invalid("Name a meetingId to join, or say what the new meeting is to be.", fields=wrong)
    meeting = planning.create(
        call.me,
        Plan(
            kind=body.kind,
            title=body.title,
            description=body.description or "",
            topics=body.topics or (),
            starts_at=body.start_time,
            ends_at=body.end_time,
            users=body.users or (),
            capacity=body.capacity,
            media_id=body.media_id,
            steering=body.steering or False,
            key=call.headers.idempotency_key,
        ),
        meetings=services.meetings,
        users=services.users,
        blocks=services.blocks,
        topics=services.topics,
        media=services.media,
        cards=services.cards,
        clock=services.clock,
    )
    return MeetingAdmission(
        message="The meeting is made. Join it by its meetingId.",
        meeting_id=meeting.meeting_id,
        relays=[],
        ice_servers=[],
        expires_at=None,
    )


@operation(
    blueprint,
    "PUT",
    "/meet",
    id="updateMeeting",
    summary="Update meeting data",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=MeetingQuery,
    body=UpdateMeetingRequest,
    answer=MeetingReceipt,
    problems=(403, 404, 409),
)
def update_meeting(call: Call) -> MeetingReceipt:
    """The host extends, moves or renames it, and says who is on the list."""
    services, body = call.services, cast("UpdateMeetingRequest", call.body)
    meeting = planning.change(
        call.me,
        call.query.meeting_id,
        Changes(
            title=body.title,
            description=body.description,
            topics=None if body.topics is None else tuple(body.topics),
            starts_at=body.start_time,
            ends_at=body.end_time,
            attendees=None if body.users is None else tuple(body.users),
            capacity=_capacity(body),
        ),
        revision=body.revision,
        meetings=services.meetings,
        rosters=services.rosters,
        users=services.users,
        blocks=services.blocks,
        topics=services.topics,
        clock=services.clock,
    )
    return MeetingReceipt(
        message="The meeting is up to date.", meeting_id=meeting.meeting_id, revision=meeting.revision
    )


@operation(
    blueprint,
    "DELETE",
    "/meet",
    id="closeMeeting",
    summary="Cancel a meeting, or end it while it runs",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=MeetingQuery,
    answer=MeetingReceipt,
    problems=(403, 404, 409),
)
def close_meeting(call: Call) -> MeetingReceipt:
    """Before its start it is cancelled, later it is over; nobody joins it from now on."""
    services = call.services
    meeting = planning.close(
        call.me,
        call.query.meeting_id,
        meetings=services.meetings,
        rosters=services.rosters,
        blocks=services.blocks,
        clock=services.clock,
    )
    cancelled = meeting.status(services.clock()) is MeetingStatus.CANCELLED
    return MeetingReceipt(
        message="The meeting is cancelled." if cancelled else "The meeting is over.",
        meeting_id=meeting.meeting_id,
        revision=meeting.revision,
    )
