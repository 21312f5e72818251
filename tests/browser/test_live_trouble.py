"""What goes wrong in a room and is mended there: a lost connection, a camera that is gone, people one doesn't want."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.live import button, join, media, sees, until_media, watched

ENDED = """() => {
    const { srcObject } = document.querySelector('video[aria-label="Your camera"]');
    srcObject.getVideoTracks()[0].dispatchEvent(new Event("ended"));
}"""
FLOATING = "() => documentPictureInPicture.window?.document.querySelectorAll('[role=toolbar] button').length === 2"
FLOATING_MICROPHONE = """() => documentPictureInPicture.window.document
    .querySelector('button[aria-keyshortcuts="M"]').click()"""


@pytest.fixture
def classroom(visit, system):
    """Opens the pages of a trainer and of so many customers in one class. Only the trainer's camera is on."""

    def gather(customers: int):
        people = [system.person(role) for role in ("instructor", *["customer"] * customers)]
        plan = {"kind": "group_class", "title": "Trouble"}
        path = f"/live/{system.call('POST', '/meet', people[0], json=plan)['meetingId']}"
        pages = [visit(path, person, watched()) for person in people]
        for page in pages:
            join(page)
        return pages, [system.call("GET", "/user", one)["displayName"] for one in people]

    return gather


def test_a_lost_connection_comes_back_by_itself_and_the_picture_never_goes(classroom, network):
    """A banner says it; what was written meanwhile is there afterwards; media flows on on its own way."""
    (host, guest), names = classroom(1)
    sees(guest, names[0])
    network.broken = True
    network.cut()
    banner = guest.get_by_text("Reconnecting. You keep your place")
    expect(banner).to_be_visible()
    before = media(guest)["video"]["framesDecoded"]
    until_media(guest, lambda found: found["video"]["framesDecoded"] > before + 10)
    guest.keyboard.press("h")
    expect(banner).to_be_visible()
    network.broken = False
    expect(banner).to_have_count(0)
    expect(host.get_by_role("button", name="People, 2, 1 raised hand")).to_be_visible()
    assert guest.evaluate("connections.length") == 1


def test_a_camera_that_the_system_took_comes_back_with_one_tap(classroom):
    """It is off for the others as long as it is gone."""
    (host, guest), names = classroom(1)
    guest.keyboard.press("v")
    sees(host, names[1])
    guest.evaluate(ENDED)
    expect(guest.get_by_text("The system took your camera away.")).to_be_visible()
    expect(host.get_by_label(f"Camera of {names[1]}")).to_have_count(0)
    button(guest, "Restart camera").click()
    sees(host, names[1])
    expect(guest.get_by_role("button", name="Turn camera off")).to_be_visible()


def test_somebody_is_reported_and_blocked_from_the_list_of_people(classroom):
    """Neither is in the other's list from then on; the trainer still has both."""
    (host, guest, other), names = classroom(2)
    guest.get_by_role("button", name="People, 3").click()
    actions = guest.get_by_role("button", name=f"Actions for {names[2]}")
    actions.click()
    button(guest, "Report").click()
    guest.get_by_label("What is wrong").select_option("Spam")
    button(guest, "Send report").click()
    expect(guest.get_by_role("form", name=f"Report {names[2]}")).to_have_count(0)
    actions.click()
    button(guest, "Block").click()
    button(guest, f"Block {names[2]}").click()
    expect(guest.get_by_text(f"{names[2]} is blocked.")).to_be_visible()
    for page in (guest, other):
        expect(page.get_by_role("button", name="People, 2")).to_be_visible()
    expect(host.get_by_role("button", name="People, 3")).to_be_visible()


def test_the_controls_float_above_other_windows(classroom):
    """Microphone and camera can be switched there, and the window goes when it is closed here."""
    (_, guest), _ = classroom(1)
    toggle = guest.get_by_role("button", name=re.compile("Float above other windows"))
    if toggle.count() == 0:
        pytest.skip("this browser has no windows that float")
    toggle.click()
    guest.wait_for_function(FLOATING)
    guest.evaluate(FLOATING_MICROPHONE)
    expect(guest.get_by_role("button", name="Turn microphone off")).to_be_visible()
    guest.get_by_role("button", name="Close floating window").click()
    guest.wait_for_function("() => documentPictureInPicture.window === null")
