"""When an instructor can be booked: saying it, and what of it is free. Stores and clock come as arguments."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from neufit.clock import Clock
from neufit.domain.calendar.availability import Availability, check_availability, slots
from neufit.domain.calendar.cells import MAX_BUFFER
from neufit.domain.calendar.intervals import Interval, touched, union
from neufit.domain.calendar.zones import zone_of
from neufit.domain.errors import Forbidden, NotFound
from neufit.domain.session import Session
from neufit.domain.user import Role, User, user_key
from neufit.stores.availability import AvailabilityStore
from neufit.stores.blocks import BlockStore
from neufit.stores.cells import taken
from neufit.stores.users import UserStore


@dataclass(frozen=True, slots=True)
class Openings:
    """The free slots of an instructor, and the zone of who looks."""

    instructor: User
    hours: Availability
    zone: ZoneInfo
    slots: list[Interval]


def read(me: Session, *, availability: AvailabilityStore) -> Availability:
    """One's own hours. Raise NotFound when they were never said."""
    found = availability.find(me.user_id)
    if found is None:
        raise NotFound("You have not said yet when you take sessions.")
    return found


def write(
    me: Session, wanted: Availability, revision: int, *, availability: AvailabilityStore, users: UserStore
) -> Availability:
    """Replace one's own hours. Raise Forbidden for those who are no instructors, Invalid naming all that can't be."""
    if users.get(me.user_id).role is not Role.INSTRUCTOR:
        raise Forbidden("Only instructors take sessions.")
    check_availability(wanted)
    return availability.put(me.user_id, wanted, revision)


def free(
    me: Session,
    instructor_id: str,
    within: Interval,
    zone: str,
    *,
    availability: AvailabilityStore,
    users: UserStore,
    blocks: BlockStore,
    clock: Clock,
) -> Openings:
    """What of an instructor's hours is free for both. Two queries, whatever there is.

    Raise Invalid for an unknown zone, NotFound for who takes no sessions, is suspended or apart from who asks.
    """
    looking, now = zone_of(zone), clock()
    hours = availability.find(instructor_id)
    people = users.get_many([instructor_id])
    if (
        hours is None
        or all(each.suspended(now) for each in people.values())
        or blocks.apart(me.user_id, [instructor_id])
    ):
        raise NotFound("There is nobody of this id who takes sessions.")
    around = Interval(within.starts_at - MAX_BUFFER, within.ends_at + hours.session + MAX_BUFFER)
    mine = taken(me.user_id, around, now) if user_key(me.user_id) != user_key(instructor_id) else []
    offered = slots(hours, within, now, taken(instructor_id, around, now))
    busy = union(mine)
    return Openings(
        instructor=next(iter(people.values())),
        hours=hours,
        zone=looking,
        slots=[each for each in offered if not touched(busy, each)],
    )
