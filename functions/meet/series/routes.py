"""``/meet/series``: many classes at once."""

from typing import cast

from functions.http import Access, Call, operation
from functions.meet.blueprint import TAG, blueprint
from functions.meet.schemas import CreateHeaders, MeetingPerson, state_of
from functions.meet.series import usecases
from functions.meet.series.desk import series_desk
from functions.meet.series.schemas import (
    CancelSeriesQuery,
    SeriesChange,
    SeriesClass,
    SeriesInformation,
    SeriesQuery,
    SeriesReceipt,
    SeriesRequest,
)
from functions.meet.series.usecases import Plan, SeriesChanges
from functions.parameters import SessionHeaders
from neufit.domain.meeting import Unlimited
from neufit.domain.room.kinds import MeetingRole
from neufit.domain.series import Series
from neufit.domain.user import user_key


def _receipt(message: str, series: Series) -> SeriesReceipt:
    ids = [series.meeting_id(each) for each in series.recurrences()]
    return SeriesReceipt(message=message, series_id=series.series_id, meeting_ids=ids)


@operation(
    blueprint,
    "POST",
    "/meet/series",
    id="planSeries",
    summary="Plan a series of classes",
    tag=TAG,
    access=Access.SESSION,
    headers=CreateHeaders,
    body=SeriesRequest,
    answer=SeriesReceipt,
    problems=(403, 409),
)
def plan_series(call: Call) -> SeriesReceipt:
    """All of it or nothing: a refusal names the classes that meet something else."""
    body = cast("SeriesRequest", call.body)
    series = usecases.create(
        call.me,
        Plan(
            title=body.title,
            zone=body.zone,
            starts=body.start_time,
            minutes=body.duration_minutes,
            rule=body.rule,
            description=body.description,
            topics=body.topics,
            capacity=body.capacity,
            exceptions=body.exceptions,
            key=call.headers.idempotency_key,
        ),
        series_desk(call),
    )
    return _receipt("The series is planned.", series)


@operation(
    blueprint,
    "GET",
    "/meet/series",
    id="getSeries",
    summary="A series and its classes",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=SeriesQuery,
    answer=SeriesInformation,
    problems=(404,),
)
def get_series(call: Call) -> SeriesInformation:
    """For everybody who is signed in."""
    services, desk = call.services, series_desk(call)
    series = usecases.find(call.me, call.query.series_id, desk)
    meetings = usecases.classes(series, desk)
    host = services.users.get(series.host_id)
    hosts = user_key(call.me.user_id) == user_key(series.host_id)
    mine = {} if hosts else services.enrolments.of_person(call.me.user_id, [each.meeting_id for each in meetings])
    return SeriesInformation(
        series_id=series.series_id,
        title=series.title,
        description=series.description,
        topics=list(series.topics),
        instructor=MeetingPerson(user_id=host.user_id, display_name=host.display_name),
        role=MeetingRole.HOST if hosts else MeetingRole.CUSTOMER,
        capacity=series.capacity,
        zone=series.zone,
        start_time=f"{series.starts:%Y-%m-%dT%H:%M}",
        duration_minutes=series.minutes,
        rule=series.rule,
        exceptions=list(series.exceptions),
        classes=[
            SeriesClass(
                meeting_id=each.meeting_id,
                recurrence_time=each.recurrence_id or each.starts_at,
                start_time=each.starts_at,
                end_time=each.ends_at,
                status=each.status(services.clock()),
                moved=each.recurrence_id is not None and each.span != series.span(each.recurrence_id),
                capacity=each.capacity,
                enrolled=each.enrolled,
                waiting=each.waiting if hosts else None,
                my_state=state_of(mine.get(each.meeting_id)),
            )
            for each in meetings
        ],
    )


@operation(
    blueprint,
    "PUT",
    "/meet/series",
    id="changeSeries",
    summary="Change the classes of a series, all or from one on",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=SeriesQuery,
    body=SeriesChange,
    answer=SeriesReceipt,
    problems=(403, 404, 409),
)
def change_series(call: Call) -> SeriesReceipt:
    """Those that haven't begun. Who is enrolled follows."""
    body = cast("SeriesChange", call.body)
    seats = Unlimited.UNLIMITED if body.capacity is None and "capacity" in body.model_fields_set else body.capacity
    series = usecases.change(
        call.me,
        call.query.series_id,
        SeriesChanges(
            title=body.title,
            description=body.description,
            topics=None if body.topics is None else tuple(body.topics),
            capacity=seats,
            at=body.start_time,
            minutes=body.duration_minutes,
        ),
        body.from_,
        series_desk(call),
    )
    return _receipt("The series is up to date.", series)


@operation(
    blueprint,
    "DELETE",
    "/meet/series",
    id="cancelSeries",
    summary="Cancel the classes of a series, all or from one on",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=CancelSeriesQuery,
    answer=SeriesReceipt,
    problems=(403, 404, 409),
)
def cancel_series(call: Call) -> SeriesReceipt:
    """Those that haven't begun. A single one is cancelled by its meeting id."""
    query = call.query
    cancelled = usecases.close(call.me, query.series_id, query.from_, series_desk(call))
    return SeriesReceipt(
        message=f"{len(cancelled)} classes are cancelled.",
        series_id=query.series_id,
        meeting_ids=[each.meeting_id for each in cancelled],
    )
