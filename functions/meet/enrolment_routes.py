"""``/meet/enrolment``: seats in classes, waitlists and rosters."""

from collections.abc import Sequence
from typing import cast

from functions.http import Access, Call, operation
from functions.meet import enrolling
from functions.meet.blueprint import TAG, blueprint
from functions.meet.enrolling import Desk, Standing
from functions.meet.schemas import (
    ClassStanding,
    EnrolmentReceipt,
    EnrolRequest,
    LeaveQuery,
    RosterEntry,
    RosterPage,
    RosterQuery,
    RosterState,
    state_of,
)
from functions.meet.series.desk import series_desk
from functions.meet.series.usecases import ahead, find
from functions.parameters import SessionHeaders
from neufit.domain.errors import FieldError, Invalid
from neufit.domain.meeting import Meeting
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
        message=_DONE[state],
        meeting_id=standing.meeting.meeting_id,
        series_id=None,
        state=state,
        position=standing.position,
        classes=[],
    )


_BEST = (RosterState.ENROLLED, RosterState.WAITING, RosterState.NONE)


def _series(series_id: str, standings: Sequence[Standing]) -> EnrolmentReceipt:
    states = [state_of(each.enrolment) for each in standings]
    state = min(states, key=_BEST.index, default=RosterState.NONE)
    seats, waits = states.count(RosterState.ENROLLED), states.count(RosterState.WAITING)
    return EnrolmentReceipt(
        message=f"You have a seat in {seats} of {len(states)} classes, and wait for one in {waits}.",
        meeting_id=None,
        series_id=series_id,
        state=state,
        position=None,
        classes=[
            ClassStanding(
                meeting_id=each.meeting.meeting_id,
                start_time=each.meeting.starts_at,
                state=state_of(each.enrolment),
                refused=each.refused,
            )
            for each in standings
        ],
    )


def _one_of(asked: EnrolRequest) -> None:
    """Raise Invalid unless a class or a series is named."""
    if (asked.meeting_id is None) == (asked.series_id is None):
        fields = [FieldError("meetingId", "or seriesId is needed, and only one of them")]
        raise Invalid("Name a class by its meetingId, or a series by its seriesId.", fields=fields)


def _ahead(call: Call, series_id: str) -> list[Meeting]:
    """The classes of a series that haven't begun."""
    desk = series_desk(call)
    series = find(call.me, series_id, desk)
    return ahead(series, None, desk.clock(), desk)


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
    body, desk = cast("EnrolRequest", call.body), _desk(call)
    _one_of(body)
    if body.series_id is not None:
        return _series(body.series_id, enrolling.enrol_in_all(call.me, _ahead(call, body.series_id), desk))
    return _receipt(enrolling.enrol(call.me, str(body.meeting_id), desk))


@operation(
    blueprint,
    "DELETE",
    "/meet/enrolment",
    id="leaveClass",
    summary="Leave a class, or its waitlist",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=LeaveQuery,
    answer=EnrolmentReceipt,
    problems=(404, 409),
)
def leave(call: Call) -> EnrolmentReceipt:
    """The seat goes to the first who waits. Who isn't enrolled stays so."""
    query, desk = cast("LeaveQuery", call.query), _desk(call)
    _one_of(query)
    if query.series_id is not None:
        left = [enrolling.leave(call.me, each.meeting_id, desk) for each in _ahead(call, query.series_id)]
        return _series(query.series_id, left)
    return _receipt(enrolling.leave(call.me, str(query.meeting_id), desk))


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
