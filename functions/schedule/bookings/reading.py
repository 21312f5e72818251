"""Reading calendars: what stands in one's own, and what one can do with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.schedule.bookings.schemas import RequestState, StepChoice
from functions.schedule.bookings.steps import Desk, find
from neufit.domain.calendar.availability import MAX_HORIZON
from neufit.domain.calendar.booking import MAX_STEPS, Booking, BookingStatus, Entry, undoable_by
from neufit.domain.calendar.intervals import Interval
from neufit.domain.meeting import Meeting
from neufit.domain.session import Session
from neufit.domain.user import user_key
from neufit.stores.meetings import person
from neufit.stores.tables import Cursors


@dataclass(frozen=True, slots=True)
class Page:
    """Bookings and meetings with the names, by ``user_key``, of their people."""

    entries: Sequence[Entry]
    meetings: Sequence[Meeting]
    names: Mapping[str, str]
    cursor: str | None = None


def calendar(user_id: str, within: Interval, desk: Desk) -> Page:
    """What takes place in some time: bookings, and meetings that weren't booked. Two queries, whatever there is.

    Classes of people who are blocked either way are left out.
    """
    entries = desk.bookings.calendar(user_id, within)
    places = [meeting_id for meeting_id, _ in desk.meetings.taking(person(user_id), within)]
    booked = {each.booking_id for each in entries}
    others = [place for place in places if place not in booked]
    found = desk.meetings.get_many(others).values() if others else ()
    meetings = [meeting for meeting in found if not meeting.booked]
    hidden = desk.blocks.apart(user_id, (meeting.host_id for meeting in meetings))
    shown = [meeting for meeting in meetings if user_key(meeting.host_id) not in hidden]
    return Page(entries, shown, names_of(entries, shown, desk))


def requests(me: Session, state: RequestState, *, limit: int, cursor: str | None, desk: Desk, cursors: Cursors) -> Page:
    """Open requests, by start, or what was declined and cancelled, the latest first."""
    listing = f"requests\0{me.user_id}\0{state}"
    after = cursors.decode(listing, cursor)
    last = None if after is None else str(after["after"])
    if state is RequestState.ENDED:
        entries, place = desk.bookings.ended(me.user_id, limit=limit, after=last)
    else:
        now = desk.clock()
        ahead = desk.bookings.calendar(me.user_id, Interval(now, now + MAX_HORIZON))
        waiting = [each for each in ahead if each.status(now) is BookingStatus.PENDING]
        rest = [each for each in waiting if last is None or _place(each) > last]
        entries, place = rest[:limit], _place(rest[limit - 1]) if len(rest) > limit else None
    token = None if place is None else cursors.encode(listing, {"after": place})
    return Page(entries, (), names_of(entries, (), desk), token)


def _place(entry: Entry) -> str:
    return f"{entry.standing.starts_at.isoformat()}#{entry.booking_id}"


def event(me: Session, event_id: str, desk: Desk) -> tuple[Booking, Page]:
    """A booking of one's own. Raise NotFound for all others."""
    booking = find(me, event_id, desk)
    return booking, Page([booking], (), names_of([booking], (), desk))


def choices(booking: Booking, user_id: str, now: datetime) -> list[StepChoice]:
    """What this person can do with a booking now."""
    found: list[StepChoice] = []
    standing, pending = booking.standing, booking.status(now) is BookingStatus.PENDING
    if pending and standing.awaiting is not None and user_key(standing.awaiting) == user_key(user_id):
        found += [StepChoice.ACCEPT, StepChoice.DECLINE]
    if booking.active(now) and now < standing.starts_at and len(booking.steps) < MAX_STEPS:
        found.append(StepChoice.PROPOSE if pending else StepChoice.RESCHEDULE)
    if booking.active(now) and now < standing.ends_at:
        found.append(StepChoice.CANCEL)
    if undoable_by(booking, user_id, now):
        found.append(StepChoice.UNDO)
    return found


def names_of(entries: Iterable[Entry], meetings: Iterable[Meeting], desk: Desk) -> Mapping[str, str]:
    """The names of the people of bookings and meetings, by ``user_key``."""
    who = {user_key(each): each for entry in entries for each in entry.people}
    for meeting in meetings:
        named = [meeting.host_id, *meeting.attendees] if meeting.pair else [meeting.host_id]
        who.update({user_key(each): each for each in named})
    people = desk.users.get_many(who.values()) if who else {}
    return {user_key(user_id): user.display_name for user_id, user in people.items()}
