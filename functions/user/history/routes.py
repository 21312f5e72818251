"""``/user/history``: workouts that one did."""

from functions.http import Access, Call, Message, operation
from functions.parameters import SessionHeaders
from functions.user.blueprint import TAG, blueprint
from functions.user.history import usecases
from functions.user.history.schemas import (
    DoneQuery,
    DoneRequest,
    DoneToday,
    EntryQuery,
    HistoryItem,
    HistoryPage,
    HistoryQuery,
    HistorySummary,
    SummaryQuery,
)
from functions.user.history.views import item_view, summary_view


@operation(
    blueprint,
    "POST",
    "/user/history",
    id="markDone",
    summary="Mark a workout done",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    body=DoneRequest,
    answer=HistoryItem,
    problems=(404, 409),
)
def mark_done(call: Call) -> HistoryItem:
    """A video counts once on a local day, a meeting once. The service takes one's word for it."""
    services, body = call.services, call.body
    if body.media_id is not None:
        done = usecases.mark_video(
            call.me,
            body.media_id,
            zone=body.zone,
            day=body.day,
            active_ms=body.active_ms,
            log=services.workout_log,
            media=services.media,
            cards=services.cards,
            clock=services.clock,
        )
    else:
        done = usecases.mark_meeting(
            call.me,
            body.meeting_id,
            zone=body.zone,
            active_ms=body.active_ms,
            log=services.workout_log,
            meetings=services.meetings,
            enrolments=services.enrolments,
            blocks=services.blocks,
            clock=services.clock,
        )
    return item_view(done)


@operation(
    blueprint,
    "DELETE",
    "/user/history",
    id="undoDone",
    summary="Take back that a workout is done",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=EntryQuery,
    answer=Message,
)
def undo_done(call: Call) -> Message:
    """Its minutes and its day go with it. Repeating it changes nothing."""
    call.services.workout_log.undo(call.me.user_id, call.query.entry_id)
    return Message(message="This workout is no longer in your history.")


@operation(
    blueprint,
    "GET",
    "/user/history",
    id="listHistory",
    summary="What one did",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=HistoryQuery,
    answer=HistoryPage,
)
def list_history(call: Call) -> HistoryPage:
    """Newest day first."""
    services, query = call.services, call.query
    found, cursor = usecases.history(
        call.me, limit=query.limit, cursor=query.cursor, log=services.workout_log, cursors=services.cursors
    )
    return HistoryPage(items=[item_view(each) for each in found], cursor=cursor)


@operation(
    blueprint,
    "GET",
    "/user/history/today",
    id="isDone",
    summary="Whether a video is done today",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=DoneQuery,
    answer=DoneToday,
)
def is_done(call: Call) -> DoneToday:
    """Today is the day that one's calendar shows."""
    services, query = call.services, call.query
    found = usecases.today(call.me, query.media_id, zone=query.zone, log=services.workout_log, clock=services.clock)
    return DoneToday(entry=None if found is None else item_view(found))


@operation(
    blueprint,
    "GET",
    "/user/history/summary",
    id="summariseHistory",
    summary="Totals, streaks and the days of a year",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=SummaryQuery,
    answer=HistorySummary,
)
def summarise_history(call: Call) -> HistorySummary:
    """Minutes and workouts of this week, this month and all; streaks in days and weeks; a year for a heat map."""
    services = call.services
    return summary_view(
        usecases.summarise(call.me, zone=call.query.zone, log=services.workout_log, clock=services.clock)
    )
