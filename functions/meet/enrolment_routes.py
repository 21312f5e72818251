"""``/meet/enrolment``: seats in classes, waitlists and rosters."""

from typing import cast

from functions.http import Access, Call, operation
from functions.meet import enrolling
from functions.meet.blueprint import TAG, blueprint
from functions.meet.enrolling import Desk, Standing
from functions.meet.schemas import (
    EnrolmentReceipt,
    EnrolRequest,
    MeetingQuery,
    RosterEntry,
    RosterPage,
    RosterQuery,
    RosterState,
    state_of,
)
from functions.parameters import SessionHeaders
from neufit.domain.user import user_key

_DONE = {
    RosterState.ENROLLED: "You have a seat.",
    RosterState.WAITING: "Every seat is taken. You are on the waitlist.",
    RosterState.NONE: "You are not enrolled.",
}


def _desk(call: Call) -> Desk:
    services = call.services
    return Desk(
        enrolments=services.enrolments,
        rosters=services.rosters,
        meetings=services.meetings,
        users=services.users,
        blocks=services.blocks,
        clock=services.clock,
    )


def _receipt(standing: Standing) -> EnrolmentReceipt:
    state = state_of(standing.enrolment)
    return EnrolmentReceipt(
        message=_DONE[state], meeting_id=standing.meeting.meeting_id, state=state, position=standing.position
    )


@operation(
    blueprint,
    "POST",
    "/meet/enrolment",
    id="enrol",
    summary="Enrol in a class, or join its waitlist",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    body=EnrolRequest,
    answer=EnrolmentReceipt,
    problems=(403, 404, 409),
)
def enrol(call: Call) -> EnrolmentReceipt:
    """First come, first served. The class takes one's time from now on; who waits keeps it."""
    body = cast("EnrolRequest", call.body)
    return _receipt(enrolling.enrol(call.me, body.meeting_id, _desk(call)))


@operation(
    blueprint,
    "DELETE",
    "/meet/enrolment",
    id="leaveClass",
    summary="Leave a class, or its waitlist",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=MeetingQuery,
    answer=EnrolmentReceipt,
    problems=(404, 409),
)
def leave(call: Call) -> EnrolmentReceipt:
    """The seat goes to the first who waits. Who isn't enrolled stays so."""
    return _receipt(enrolling.leave(call.me, call.query.meeting_id, _desk(call)))


@operation(
    blueprint,
    "GET",
    "/meet/enrolment",
    id="getRoster",
    summary="The roster of a class, and where one stands in it",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=RosterQuery,
    answer=RosterPage,
    problems=(404,),
)
def get_roster(call: Call) -> RosterPage:
    """Everybody to its host; to others the counts and their own place."""
    query = call.query
    roster = enrolling.show(
        call.me,
        query.meeting_id,
        limit=query.limit,
        cursor=query.cursor,
        desk=_desk(call),
        cursors=call.services.cursors,
    )
    meeting, mine = roster.standing.meeting, roster.standing
    return RosterPage(
        meeting_id=meeting.meeting_id,
        capacity=meeting.capacity,
        enrolled=meeting.enrolled,
        waiting=meeting.waiting,
        state=state_of(mine.enrolment),
        position=mine.position,
        items=[
            RosterEntry(
                user_id=each.user_id,
                display_name=roster.names.get(user_key(each.user_id), each.user_id),
                state=state_of(each),
                since=each.since,
                arrived=each.arrived_at is not None,
            )
            for each in roster.people
        ],
        cursor=roster.cursor,
    )
