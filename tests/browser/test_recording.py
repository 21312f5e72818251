"""A class is recorded in two browsers, and watched afterwards."""

import re

from playwright.sync_api import expect

from tests.browser.live import button, join, sees

expect.set_options(timeout=30_000)  # a page may have to wait for its turn on a busy machine

READY_SECONDS = 120


def test_a_class_is_recorded_and_watched(visit, system, axe):
    """The trainer says what becomes of it; all see that it is recorded, paused and over; then it is in the library."""
    trainer, customer = system.person("instructor"), system.person("customer")
    trainer_name = system.call("GET", "/user", trainer)["displayName"]
    made = system.call("POST", "/meet", trainer, json={"kind": "group_class", "title": "Morning flow"})
    path = f"/live/{made['meetingId']}"
    host, guest = visit(path, trainer), visit(path, customer, viewport={"width": 390, "height": 844})
    expect(guest.get_by_text("Trainers may record a class")).to_be_visible()
    expect(host.get_by_role("button", name="Turn camera off")).to_be_visible()
    button(host, "Join").click()
    join(guest)
    sees(guest, trainer_name)
    expect(guest.get_by_role("button", name="Record")).to_have_count(0)

    button(host, "Record").click()
    expect(host.get_by_role("dialog")).to_contain_text("Your camera and your microphone are recorded")
    assert axe(host) == []
    button(host, "Start recording").click()
    expect(host.get_by_role("dialog")).to_have_count(0)
    expect(guest.get_by_text("The trainer records this class.")).to_be_visible()
    expect(guest.get_by_role("status").filter(has_text="This class is being recorded.")).to_have_count(1)
    assert axe(guest) == []
    button(guest, "OK").click()
    mark = guest.locator("header").locator("[data-paused]")
    expect(mark).to_have_text(re.compile("0:0[5-9]"))
    button(host, "Pause recording").click()
    expect(mark).to_contain_text("Recording paused")
    late = visit(path, system.person("customer"))
    join(late)
    expect(late.get_by_text("The trainer records this class; it is paused.")).to_be_visible()
    button(host, "Resume recording").click()
    expect(mark).to_have_text(re.compile("Recording0:1"))
    button(host, "Stop recording").click()
    expect(mark).to_have_count(0)
    expect(host.get_by_text("The recording is being prepared.")).to_be_visible()

    host.goto(f"{system.origin}/studio")
    item = host.get_by_role("article").filter(has_text="Morning flow")
    expect(item).to_contain_text("Published", timeout=READY_SECONDS * 1000)
    (shown,) = system.call("GET", "/media/studio", trainer)["items"]
    assert shown["runtimeMs"] > 6000
    watching = visit(f"/watch/{shown['mediaId']}", customer)
    expect(watching.get_by_role("heading", name=re.compile("Morning flow"))).to_be_visible()
    watching.wait_for_function("() => document.querySelector('video')?.readyState >= 2")
    # Sound and picture of a browser are there: Chromium's fake devices beep and show the time.
    watching.wait_for_function("() => document.querySelector('video').webkitAudioDecodedByteCount > 0")
