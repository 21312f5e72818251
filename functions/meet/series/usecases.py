"""Making, reading, changing and calling off series of classes. Stores and clock come as arguments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from functions.meet.planning import written
from functions.topics import check_topics
from neufit.clock import Clock
from neufit.domain.calendar.cells import CELL, rounded_out
from neufit.domain.calendar.intervals import Interval, touched
from neufit.domain.calendar.zones import wall_clock, zone_of
from neufit.domain.errors import Conflict, FieldError, Forbidden, NotFound
from neufit.domain.meeting import Changes, Meeting, Unlimited, changed, closed, planned_times
from neufit.domain.meeting_telling import of_new
from neufit.domain.room.kinds import MeetingKind
from neufit.domain.series import Series, Timing, retimed
from neufit.domain.session import Session
from neufit.domain.user import Role, user_key
from neufit.ids import derived_id, new_id
from neufit.rosters import Rosters
from neufit.stores.blocks import BlockStore
from neufit.stores.cells import CellRow, begins_at, rows_of
from neufit.stores.meetings import MeetingStore
from neufit.stores.occupancy import Taken, behind
from neufit.stores.series import SeriesStore
from neufit.stores.topics import TopicStore
from neufit.stores.users import UserStore

_HIDDEN = "There is no series with this id."
_TOLD = 10
"""Collisions that a refusal names."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new series is to be; ``starts`` is naive, on the wall clock of ``zone``. ``key`` names the request."""

    title: str
    zone: str
    starts: datetime
    minutes: int
    rule: str
    description: str = ""
    topics: Sequence[str] = ()
    capacity: int | None = None
    exceptions: Sequence[date] = ()
    key: str | None = None


@dataclass(frozen=True, slots=True)
class SeriesChanges:
    """What is to be different of the classes of a series; None is left as it is."""

    title: str | None = None
    description: str | None = None
    topics: tuple[str, ...] | None = None
    capacity: int | Unlimited | None = None
    at: time | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """The stores and the clock that series need."""

    series: SeriesStore
    meetings: MeetingStore
    rosters: Rosters
    users: UserStore
    blocks: BlockStore
    topics: TopicStore
    clock: Clock


def create(me: Session, plan: Plan, desk: Desk) -> Series:
    """A new series with all its classes, or what is missing of the one that a request with the same key began.

    Raise Forbidden for those who are no instructors, Invalid naming what can't be, Conflict (``time-taken``) naming the
    classes whose time is taken; then none is made.
    """
    now = desk.clock()
    host = desk.users.get(me.user_id)
    if host.role is not Role.INSTRUCTOR:
        raise Forbidden("Only instructors can hold classes and sessions.")
    series_id = new_id(now) if plan.key is None else derived_id("series", user_key(host.user_id), plan.key)
    series = desk.series.find(series_id) if plan.key is not None else None
    if series is None:
        series = Series(
            series_id=series_id,
            host_id=host.user_id,
            title=plan.title,
            description=plan.description,
            topics=check_topics(plan.topics, topics=desk.topics),
            capacity=plan.capacity,
            zone=plan.zone,
            starts=plan.starts,
            minutes=plan.minutes,
            rule=plan.rule,
            exceptions=tuple(sorted(set(plan.exceptions))),
            created_at=now,
        )
        recurrences = series.recurrences()
        if not recurrences:
            wrong = FieldError("exceptions", "leave no class of the series")
            raise Conflict("The exceptions leave no class of this series.", code="empty-series", fields=[wrong])
        planned_times(MeetingKind.GROUP_CLASS, *series.span(recurrences[0]), now)
        _check_free(series.host_id, {series.meeting_id(each): series.span(each) for each in recurrences}, now)
        series = desk.series.create(series)
    _make(series, now, desk)
    return series


def _make(series: Series, now: datetime, desk: Desk) -> None:
    """Make the classes that there aren't yet. Those that are over by now are left out."""
    recurrences = series.recurrences()
    there = desk.meetings.get_many([series.meeting_id(each) for each in recurrences])
    refused: list[FieldError] = []
    for place, each in enumerate(recurrences):
        if series.meeting_id(each) in there or series.span(each).ends_at <= now:
            continue
        try:
            meeting = series.meeting(each, now)
            desk.meetings.create(meeting, now, of_new(meeting, now, news=place == 0))
        except Conflict as conflict:
            if conflict.code != "time-taken":
                raise
            refused.append(FieldError(f"classes.{place}", f"{each:%Y-%m-%dT%H:%MZ} is taken"))
    if refused:
        raise Conflict(
            "The series is made, but the time of some of its classes was taken at the same moment.",
            code="time-taken",
            fields=refused[:_TOLD],
        )


def _check_free(host_id: str, spans: Mapping[str, Interval], now: datetime) -> None:
    """Raise Conflict naming the classes (times by id) whose time something else takes. One query."""
    whole = sorted(rounded_out(span) for span in spans.values())
    rows = [
        row
        for row in rows_of(host_id, Interval(whole[0].starts_at, whole[-1].ends_at), now)
        if row.holder not in spans and touched(whole, Interval(begins_at(row), begins_at(row) + CELL))
    ]
    taken = {each.holder: each for each in behind(rows, now)}
    fields = []
    for place, span in enumerate(whole):
        meets = [taken[row.holder] for row in rows if row.holder in taken and _within(row, span)]
        if meets:
            fields.append(FieldError(f"classes.{place}", _collision(span, meets[0])))
    if fields:
        raise Conflict(
            f"Nothing is changed: {len(fields)} of {len(spans)} classes meet something else in your calendar. "
            f"{'; '.join(each.detail for each in fields[:3])}.",
            code="time-taken",
            fields=fields[:_TOLD],
        )


def _within(row: CellRow, span: Interval) -> bool:
    return span.starts_at <= begins_at(row) < span.ends_at


def _collision(span: Interval, meets: Taken) -> str:
    what = "something" if meets.title is None else f"“{meets.title}”"
    return f"{span.starts_at:%Y-%m-%d %H:%M} UTC meets {what}"


def find(me: Session, series_id: str, desk: Desk) -> Series:
    """A series that may be seen by who asks. Raise NotFound for those of people who are blocked or suspended."""
    series = desk.series.find(series_id)
    if series is None:
        raise NotFound(_HIDDEN)
    if user_key(series.host_id) != user_key(me.user_id):
        host = desk.users.find(series.host_id)
        if host is None or host.suspended(desk.clock()) or desk.blocks.apart(me.user_id, [series.host_id]):
            raise NotFound(_HIDDEN)
    return series


def hosted(me: Session, series_id: str, desk: Desk) -> Series:
    """A series of one's own. Raise NotFound, Forbidden when another holds it."""
    series = find(me, series_id, desk)
    if user_key(series.host_id) != user_key(me.user_id):
        raise Forbidden("Only its instructor can change this series.")
    return series


def classes(series: Series, desk: Desk) -> list[Meeting]:
    """The classes of a series that were made, by their recurrences."""
    found = desk.meetings.get_many([series.meeting_id(each) for each in series.recurrences()])
    return sorted(found.values(), key=lambda each: (each.recurrence_id or each.starts_at, each.meeting_id))


def ahead(series: Series, since: datetime | None, now: datetime, desk: Desk) -> list[Meeting]:
    """The classes that haven't begun and weren't called off, from a recurrence on."""
    return [
        each
        for each in classes(series, desk)
        if each.closed_at is None
        and each.starts_at > now
        and each.recurrence_id is not None
        and (since is None or each.recurrence_id >= since)
    ]


def change(me: Session, series_id: str, changes: SeriesChanges, since: datetime | None, desk: Desk) -> Series:
    """The classes that haven't begun, from a recurrence on, with these changes. The same again changes nothing.

    Those that were moved by themselves keep their time. Raise NotFound, Forbidden, Invalid, Conflict (``time-taken``)
    naming the classes whose new time is taken; then none is changed.
    """
    before, now = hosted(me, series_id, desk), desk.clock()
    named = None if changes.topics is None else check_topics(changes.topics, topics=desk.topics)
    changes = replace(changes, topics=named)
    meetings = ahead(before, since, now, desk)
    after = _changed(before, changes, since)
    wanted = [(each, _moved(each, before, after, changes)) for each in meetings]
    if changes.at is not None or changes.minutes is not None:
        spans = {each.meeting_id: told for each, told in wanted if told is not None}
        for span in spans.values():
            planned_times(MeetingKind.GROUP_CLASS, *span, now)
        if spans:
            _check_free(before.host_id, spans, now)
    later = any(told is not None and told.starts_at > each.starts_at for each, told in wanted)
    for meeting, told in reversed(wanted) if later else wanted:
        _change_one(meeting, told, changes, now, desk)
    return before if after == before else desk.series.replace(before, after)


def _changed(series: Series, changes: SeriesChanges, since: datetime | None) -> Series:
    """The series with these changes, from a recurrence on (None: from the first one)."""
    seats = changes.capacity
    values: dict[str, object] = {
        "title": changes.title,
        "description": changes.description,
        "topics": changes.topics,
    }
    given = {name: value for name, value in values.items() if value is not None}
    if seats is not None:
        given["capacity"] = None if isinstance(seats, Unlimited) else seats
    if changes.at is not None or changes.minutes is not None:
        # What is in force changes at recurrences only, so there are never more timings than classes.
        first = next((each for each in series.recurrences() if since is None or each >= since), None)
        if first is None:
            return series.model_copy(update=given)
        now_at = series.span(first)
        clock = changes.at or wall_clock(now_at.starts_at, zone_of(series.zone)).time()
        minutes = changes.minutes or (now_at.ends_at - now_at.starts_at) // timedelta(minutes=1)
        told = {name: each for name, each in (("at", changes.at), ("minutes", changes.minutes)) if each is not None}
        later = [each.model_copy(update=told) for each in series.timings if each.since > first]
        timing = Timing(since=first, at=clock, minutes=minutes)
        given["timings"] = (*retimed(series.timings, timing), *later)
    return series.model_copy(update=given)


def _moved(meeting: Meeting, before: Series, after: Series, changes: SeriesChanges) -> Interval | None:
    """The new time of a class; None when it keeps its own."""
    if meeting.recurrence_id is None or (changes.at is None and changes.minutes is None):
        return None
    if meeting.span != before.span(meeting.recurrence_id):
        return None
    return after.span(meeting.recurrence_id)


def _change_one(meeting: Meeting, span: Interval | None, changes: SeriesChanges, now: datetime, desk: Desk) -> None:
    wanted = Changes(
        title=changes.title,
        description=changes.description,
        topics=changes.topics,
        starts_at=None if span is None else span.starts_at,
        ends_at=None if span is None else span.ends_at,
        capacity=changes.capacity,
    )
    after = changed(meeting, wanted, now)
    if after != meeting:
        written(meeting, after, now, meetings=desk.meetings, rosters=desk.rosters)


def close(me: Session, series_id: str, since: datetime | None, desk: Desk) -> list[Meeting]:
    """Call off the classes that haven't begun, from a recurrence on, and answer them. May run twice.

    Raise NotFound, Forbidden, Conflict.
    """
    series, now = hosted(me, series_id, desk), desk.clock()
    meetings = ahead(series, since, now, desk)
    for each in meetings:
        written(each, closed(each, now), now, meetings=desk.meetings, rosters=desk.rosters)
    return meetings
