"""``/schedule/feed``: one's calendar at a secret address, for other calendar applications."""

from importlib import import_module

from functions.http import Access, Answer, Call, Message, operation
from functions.parameters import SessionHeaders
from functions.schedule.blueprint import TAG, blueprint
from functions.schedule.bookings.steps import Desk
from functions.schedule.feed import usecases
from functions.schedule.feed.schemas import FeedAddress, FeedData, FeedQuery

ICALENDAR = "text/calendar"


@operation(
    blueprint,
    "GET",
    "/schedule/feed",
    id="getCalendarFeed",
    summary="Whether one's calendar has a feed",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    answer=FeedData,
)
def get_calendar_feed(call: Call) -> FeedData:
    """The address itself can't be told again: only a hash of its secret is kept."""
    feed = call.services.calendar_feeds.find(call.me.user_id)
    return FeedData(created_at=None if feed is None else feed.created_at)


@operation(
    blueprint,
    "POST",
    "/schedule/feed",
    id="makeCalendarFeed",
    summary="Make a secret address for one's calendar; the one before stops working",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    answer=FeedAddress,
    problems=(409,),
)
def make_calendar_feed(call: Call) -> FeedAddress:
    """Calendar applications subscribe to it."""
    feed, secret = usecases.make(call.me, feeds=call.services.calendar_feeds, desk=Desk.of(call.services))
    return FeedAddress(
        message="Subscribe to this address in your calendar application. Keep it to yourself.",
        url=f"{call.services.settings.public_origin}/api/schedule/feed.ics?key={secret}",
        created_at=feed.created_at,
    )


@operation(
    blueprint,
    "DELETE",
    "/schedule/feed",
    id="revokeCalendarFeed",
    summary="Revoke the address of one's calendar",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    answer=Message,
    problems=(409,),
)
def revoke_calendar_feed(call: Call) -> Message:
    """At once. Repeating it changes nothing."""
    usecases.revoke(call.me, feeds=call.services.calendar_feeds)
    return Message(message="The address leads nowhere any more.")


@operation(
    blueprint,
    "GET",
    "/schedule/feed.ics",
    id="readCalendarFeed",
    summary="The calendar that a secret address opens, as iCalendar (RFC 5545)",
    tag=TAG,
    access=Access.PUBLIC,
    query=FeedQuery,
    problems=(404,),
    extra={
        "responses": {
            "200": {
                "description": "The calendar from a month ago to a year ahead",
                "content": {ICALENDAR: {"schema": {"type": "string"}}},
            },
        }
    },
)
def read_calendar_feed(call: Call) -> Answer:
    """Requests that wait are tentative; what was called off is told as cancelled."""
    services = call.services
    user_id, page = usecases.read(call.query.key, feeds=services.calendar_feeds, desk=Desk.of(services))
    # Only this needs the library, which takes as long to import as half of the rest.
    rendering = import_module("functions.schedule.feed.rendering")
    body = rendering.render(user_id, page, origin=services.settings.public_origin, now=services.clock())
    return Answer(body=body, content_type=f"{ICALENDAR}; charset=utf-8")
