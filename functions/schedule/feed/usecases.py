"""Making, revoking and reading calendar feeds."""

from datetime import timedelta

from functions.schedule.bookings.reading import Page, calendar, names_of
from functions.schedule.bookings.steps import Desk
from neufit.domain.calendar.intervals import Interval
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.session import Session, new_token
from neufit.stores.calendar_feeds import CalendarFeed, CalendarFeedStore

PAST = timedelta(days=30)
AHEAD = timedelta(days=366)
_ENDED = 200
"""Cancellations that are told, the latest: an application that keeps its own copy has to hear of them."""
_TRIES = 5


def make(me: Session, *, feeds: CalendarFeedStore, desk: Desk) -> tuple[CalendarFeed, str]:
    """A feed with a new secret, and the secret. The address of before leads nowhere from now on."""
    for _ in range(_TRIES):
        secret = new_token()
        try:
            return feeds.replace(feeds.find(me.user_id), me.user_id, secret, desk.clock()), secret
        except Conflict:
            continue
    raise Conflict("Your calendar feed is being changed elsewhere. Try again.")


def revoke(me: Session, *, feeds: CalendarFeedStore) -> None:
    """Take the feed away at once. Without one nothing changes."""
    for _ in range(_TRIES):
        feed = feeds.find(me.user_id)
        if feed is None:
            return
        try:
            feeds.revoke(feed)
        except Conflict:
            continue
        return
    raise Conflict("Your calendar feed is being changed elsewhere. Try again.")


def read(secret: str, *, feeds: CalendarFeedStore, desk: Desk) -> tuple[str, Page]:
    """Whose calendar the secret opens, and what stands in it from a month ago to a year ahead, cancellations too.

    Raise NotFound for any other text, and when the account is closed or suspended.
    """
    now, hidden = desk.clock(), NotFound("There is no calendar at this address. It may have been revoked.")
    feed = feeds.opened_by(secret)
    if feed is None:
        raise hidden
    user = desk.users.find(feed.user_id)
    if user is None or user.suspended(now):
        raise hidden
    within = Interval(now - PAST, now + AHEAD)
    page = calendar(user.user_id, within, desk)
    ended, _ = desk.bookings.ended(user.user_id, limit=_ENDED)
    told = [each for each in ended if each.standing.span.meets(within)]
    names = {**page.names, **names_of(told, (), desk)}
    return user.user_id, Page([*page.entries, *told], page.meetings, names)
