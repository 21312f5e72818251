"""Calendars as people use them: a booking over a change of clocks between two zones, keys, mouse, a phone."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import requests
from ical.calendar_stream import IcsCalendarStream
from playwright.sync_api import Page, expect

from neufit.domain.calendar.zones import zone_of

expect.set_options(timeout=30_000)  # a page may have to wait for its turn on a busy machine

NEW_YORK, TOKYO = "America/New_York", "Asia/Tokyo"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOUR = timedelta(hours=1)


def next_change(zone: ZoneInfo) -> date:
    """The first day, at least a week ahead, whose noon is at another distance from UTC than that of the day before."""
    day = datetime.now(UTC).astimezone(zone).replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=7)
    while day.utcoffset() == (day + timedelta(days=1)).utcoffset():
        day += timedelta(days=1)
    return (day + timedelta(days=1)).date()


def clock(at: datetime, zone: str) -> re.Pattern[str]:
    """The time of day that a page in this zone shows; between time and AM stands one space or another."""
    local = at.astimezone(zone_of(zone))
    return re.compile(rf"\b{local.hour % 12 or 12}:{local.minute:02}\s*(\W|[AP]M)")


def start(system, person, around: datetime) -> datetime:
    """When the one event of these days begins."""
    query = {"from": (around - 48 * HOUR).isoformat().replace("+00:00", "Z"), "range": 6}
    (event,) = system.call("GET", "/schedule", person, params=query)["events"]
    return datetime.fromisoformat(event["startTime"])


def elsewhere(system, person) -> tuple[str | None, datetime]:
    """What another calendar application, with a strict parser, makes of the one event of a person."""
    reply = requests.get(system.call("POST", "/schedule/feed", person)["url"], timeout=20)
    (event,) = IcsCalendarStream.calendar_from_ics(reply.content.decode()).events
    return event.status, event.start


@pytest.fixture
def coach(system):
    """An instructor in New York who takes sessions every day from nine to five, a year ahead."""
    person = system.person("instructor")
    hours = [{"weekday": day, "start": "09:00", "end": "17:00"} for day in DAYS]
    system.call("PUT", "/schedule/availability", person, json={"zone": NEW_YORK, "weekly": hours, "horizonDays": 366})
    return person


def test_booked_over_a_change_of_clocks(visit, system, coach, axe):
    """Asked for in Tokyo, accepted and moved by keys in New York: nine stays nine there, in Tokyo the hour changes."""
    bob, zone = system.person("customer"), zone_of(NEW_YORK)
    change = next_change(zone)
    asked, moved = (
        datetime(day.year, day.month, day.day, 9, tzinfo=zone).astimezone(UTC)
        for day in (change - timedelta(days=1), change + timedelta(days=1))
    )
    assert asked.time() != moved.time()

    tokyo = visit(f"/instructors/{coach.user_id}", bob, timezone_id=TOKYO)
    expect(tokyo.get_by_label("Time zone")).to_have_value(TOKYO)
    day = asked.astimezone(zone_of(TOKYO)).date()
    tokyo.get_by_label("Free times from").fill(day.isoformat())
    free = tokyo.get_by_role("group", name=f"{day:%B} {day.day}")
    free.get_by_role("radio", name=clock(asked, TOKYO)).check()
    tokyo.get_by_label("Note").fill("My knees, please.")
    assert axe(tokyo) == []
    tokyo.get_by_role("button", name="Send request").click()
    expect(tokyo.get_by_role("heading", name="Your request is sent")).to_be_visible()

    new_york = visit("/calendar", coach, timezone_id=NEW_YORK)
    new_york.get_by_role("region", name="Waiting for you").get_by_role("link").click()
    expect(new_york.get_by_text("My knees, please.")).to_be_visible()
    expect(new_york.get_by_text(clock(asked, NEW_YORK)).first).to_be_visible()
    assert axe(new_york) == []
    new_york.get_by_label("A word with it").fill("Gladly.")
    new_york.get_by_role("button", name="Accept").click()
    expect(new_york.get_by_text("Gladly.")).to_be_visible()

    new_york.goto(f"{system.origin}/calendar?view=week&day={change - timedelta(days=1)}")
    event = new_york.get_by_role("button", name=re.compile("^One-on-one session, .*Accepted"))
    event.press("m")
    bar = new_york.get_by_role("group", name="Move One-on-one session")
    expect(bar).to_be_focused()
    bar.press("ArrowRight")
    bar.press("ArrowRight")
    expect(new_york.get_by_role("status").filter(has_text=f"{moved:%b} {moved.day}")).to_have_count(1)
    bar.press("Enter")
    dialog = new_york.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("The hall is closed on Saturday.")
    dialog.get_by_role("button", name="Move it").click()
    monday = new_york.get_by_role("region", name=re.compile(f"^Monday, {moved:%B} {moved.day}"))
    expect(monday.get_by_role("button", name=clock(moved, NEW_YORK))).to_be_visible()
    assert axe(new_york) == []
    assert start(system, coach, asked) == start(system, bob, asked) == moved
    assert elsewhere(system, coach) == elsewhere(system, bob) == ("CONFIRMED", moved)

    tokyo.get_by_role("link", name="Open the request").click()
    expect(tokyo.get_by_text("The hall is closed on Saturday.")).to_be_visible()
    expect(tokyo.get_by_text(clock(moved, TOKYO)).first).to_be_visible()
    expect(tokyo.get_by_text(re.compile("^For Robin"))).to_have_text(clock(moved, NEW_YORK))

    # On a phone it is a list, which fits.
    tokyo.set_viewport_size({"width": 390, "height": 800})
    tokyo.goto(f"{system.origin}/calendar?day={day}")
    item = tokyo.get_by_role("listitem").filter(has=tokyo.get_by_role("link", name="One-on-one session")).last
    expect(item).to_contain_text(clock(moved, TOKYO))
    assert tokyo.evaluate("document.documentElement.scrollWidth") <= 390
    assert axe(tokyo) == []


def drag(page: Page, begin: tuple[float, float], end: tuple[float, float]) -> None:
    """With the mouse, in steps as a hand does it."""
    page.mouse.move(*begin)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.mouse.up()


def test_dragging_adds_moves_and_is_undone(visit, system):
    """Over empty time a new event; to another day the same time there; undone it is where it was."""
    bob = system.person("customer")
    day = datetime.now(UTC).date() + timedelta(days=7 - datetime.now(UTC).weekday() + 1)  # Tuesday of next week
    page = visit("/calendar", bob, timezone_id="UTC")
    expect(page.get_by_role("heading", name="Calendar", exact=True)).to_be_visible()
    page.goto(f"{system.origin}/calendar?view=week&day={day}")
    column = page.get_by_role("region", name=re.compile(f"^Tuesday, {day:%B} {day.day}"))
    # What shows the hours is scrolled to the morning first.
    expect(column).to_be_visible()
    box = column.bounding_box()
    assert box is not None
    hour, middle = box["height"] / 24, box["x"] + box["width"] / 2
    drag(page, (middle, box["y"] + 10 * hour + 2), (middle, box["y"] + 11.5 * hour))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("Begins")).to_have_value(f"{day}T10:00")
    expect(dialog.get_by_label("Ends")).to_have_value(f"{day}T11:30")
    dialog.get_by_label("What").fill("Dentist")
    dialog.get_by_role("button", name="Add it").click()
    event = page.get_by_role("button", name=re.compile("^Dentist, "))
    expect(column.get_by_role("button", name=re.compile("^Dentist, "))).to_be_visible()

    at = event.bounding_box()
    assert at is not None
    grip = (at["x"] + at["width"] / 2, at["y"] + 5)
    drag(page, grip, (grip[0] + box["width"], grip[1] + 2 * hour))
    wednesday = page.get_by_role("region", name=re.compile("^Wednesday, "))
    expect(wednesday.get_by_role("button", name=re.compile(r"^Dentist, .*12:00"))).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(column.get_by_role("button", name=re.compile(r"^Dentist, .*10:00"))).to_be_visible()
    event.click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Move to…")).to_be_visible()
