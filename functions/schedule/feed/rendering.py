"""A calendar as iCalendar (RFC 5545) has it, for applications that load it again and again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from functions.schedule.bookings.reading import Page
from neufit.domain.calendar.booking import BookingStatus, Entry
from neufit.domain.meeting import Meeting
from neufit.domain.user import user_key

_EVERY = timedelta(hours=1)
"""How often applications are asked to look again (RFC 7986); most of them have their own mind."""
_STATUS = {BookingStatus.ACCEPTED: "CONFIRMED", BookingStatus.PENDING: "TENTATIVE"}
"""Of an event; everything else that a booking can be is cancelled."""


def render(user_id: str, page: Page, *, origin: str, now: datetime) -> bytes:
    """The calendar of a person. ``origin`` is where the web application is, ``now`` the date stamp of this copy.

    A UID is the id of the event at our host and stays; SEQUENCE is its revision, so the newer of two copies is known.
    """
    made = Calendar()
    made.add("prodid", "-//NEUFIT//Calendar 1.0//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", "NEUFIT")
    made.add("x-wr-calname", "NEUFIT")
    made.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", _EVERY)
    for event in _events(user_id, page, origin, now):
        made.add_component(event)
    return bytes(made.to_ical())


def _events(user_id: str, page: Page, origin: str, now: datetime) -> Iterable[Event]:
    host = urlsplit(origin).hostname or "neufit"
    for entry in page.entries:
        standing, status = entry.standing, _STATUS.get(entry.status(now), "CANCELLED")
        link = f"{origin}/calendar/events/{entry.booking_id}"
        yield _event(
            f"{entry.booking_id}@{host}",
            _with(entry, user_id, page),
            (standing.starts_at, standing.ends_at),
            status=status,
            revision=entry.revision,
            created=entry.created_at,
            link=link,
            now=now,
        )
    for meeting in page.meetings:
        yield _event(
            f"{meeting.meeting_id}@{host}",
            _held_by(meeting, user_id, page),
            (meeting.starts_at, meeting.ends_at),
            status="CANCELLED" if meeting.cancelled else "CONFIRMED",
            revision=meeting.revision,
            created=meeting.created_at,
            link=f"{origin}/live/{meeting.meeting_id}",
            now=now,
        )


def _event(
    uid: str,
    summary: str,
    times: tuple[datetime, datetime],
    *,
    status: str,
    revision: int,
    created: datetime,
    link: str,
    now: datetime,
) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now.replace(microsecond=0))
    event.add("created", created.replace(microsecond=0))
    event.add("dtstart", times[0])
    event.add("dtend", times[1])
    event.add("summary", summary)
    event.add("description", f"Details, changes and the way in: {link}")
    event.add("url", link)
    event.add("status", status)
    event.add("sequence", revision)
    event.add("transp", "TRANSPARENT" if status == "CANCELLED" else "OPAQUE")
    return event


def _with(entry: Entry, user_id: str, page: Page) -> str:
    other = entry.other_than(user_id)
    return entry.title if other is None else f"{entry.title} · {page.names.get(user_key(other), other)}"


def _held_by(meeting: Meeting, user_id: str, page: Page) -> str:
    if user_key(meeting.host_id) == user_key(user_id):
        return meeting.title
    return f"{meeting.title} · {page.names.get(user_key(meeting.host_id), meeting.host_id)}"
