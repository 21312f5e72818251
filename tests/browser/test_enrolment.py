"""A series of classes in two browsers: it is planned, fills, its waitlist moves, and stands in people's calendars."""

import os
import re
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import expect

expect.set_options(timeout=30_000)  # a page may have to wait for its turn on a busy machine


def shot(page, name):
    """A picture for whoever wants to look at it: NEUFIT_SHOTS names the folder."""
    folder = os.environ.get("NEUFIT_SHOTS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_series_fills_and_its_waitlist_moves(visit, system, axe):
    """One seat: the second person waits, hears the position, and has the seat when the first one leaves."""
    trainer, first, second = system.person("instructor"), system.person("customer"), system.person("customer")
    host = visit("/live", trainer)
    host.get_by_role("button", name="Start a class now").click()
    form = host.get_by_role("dialog", name="Start a class")
    form.get_by_label("Title").fill("Evening spin")
    form.get_by_label("Begins").select_option("later")
    day = datetime.now() + timedelta(days=2)  # noqa: DTZ005  # the field is by the clock of this machine
    form.get_by_label("Day and time").fill(f"{day:%Y-%m-%d}T18:00")
    form.get_by_label("Repeats").select_option("week")
    form.get_by_label("Classes", exact=True).fill("3")
    form.get_by_label("Seats").fill("1")
    expect(form.get_by_text(re.compile("^3 classes: "))).to_be_visible()
    assert axe(host) == []
    shot(host, "form")
    form.get_by_role("button", name="Announce it").click()
    # Others hold classes in this system, too.
    mine = host.get_by_role("article").filter(has_text="Evening spin").filter(has_text="Your class")
    expect(mine).to_have_count(3)
    shot(host, "host-listing")

    cards = system.call("GET", f"/meet/upcoming?instructor={trainer.user_id}", first)["items"]
    path = f"/live/{cards[0]['meetingId']}"
    other = {"meetingId": cards[0]["meetingId"]}
    system.call("POST", "/meet/enrolment", first, json=other)

    guest = visit(path, second, viewport={"width": 390, "height": 844})
    guest.get_by_role("button", name="Join the waitlist").click()
    expect(guest.get_by_text("Number 1 on the waitlist", exact=True)).to_be_visible()
    assert axe(guest) == []
    shot(guest, "waiting")

    host.goto(f"{system.origin}{path}")
    people = host.get_by_role("region", name="Who comes")
    expect(people.get_by_role("listitem")).to_have_count(2)
    expect(people).to_contain_text("Full, 1 waits")
    expect(host.get_by_role("region", name="Part of a series").get_by_role("listitem")).to_have_count(3)
    assert axe(host) == []
    shot(host, "host-class")

    system.call("DELETE", f"/meet/enrolment?meetingId={other['meetingId']}", first)
    guest.reload()
    expect(guest.get_by_text("You are enrolled", exact=True)).to_be_visible()
    shot(guest, "enrolled")
    events = system.call("GET", "/schedule?range=7", second)["events"]
    assert [event["eventId"] for event in events] == [other["meetingId"]]
    assert system.call("GET", "/schedule?range=7", first)["events"] == []

    guest.get_by_role("button", name="Enrol in all of them").click()
    expect(guest.get_by_text(re.compile("You have a seat in 3 of 3 classes"))).to_be_visible()
    host.get_by_role("button", name="Cancel this and the following").click()
    host.get_by_role("button", name="Cancel them").click()
    expect(host.get_by_text("3 classes are cancelled.")).to_be_visible()
    assert system.call("GET", f"/meet/upcoming?instructor={trainer.user_id}", first)["items"] == []
