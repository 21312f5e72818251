"""A live class and a one-on-one between real browsers with fake cameras, through the running system."""

import pytest
from playwright.sync_api import expect

from tests.browser.live import button, sees

pytestmark = pytest.mark.alone

PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
SHOWN = "document.querySelector('[role=timer]').dataset.seconds"


def test_a_class_from_the_lobby_to_the_end(visit, system, axe):
    """The trainer starts a class; a customer on a phone joins, is seen, trains along, is muted and taken out."""
    trainer, customer = system.person("instructor"), system.person("customer")
    trainer_name, customer_name = (system.call("GET", "/user", one)["displayName"] for one in (trainer, customer))

    host = visit("/live", trainer)
    button(host, "Start a class now").click()
    host.get_by_label("Title").fill("Morning mobility")
    button(host, "Go to the lobby").click()
    expect(host.get_by_role("heading", level=1)).to_have_text("Morning mobility")
    expect(host.get_by_role("button", name="Turn camera off")).to_be_visible()
    assert axe(host) == []
    button(host, "Join").click()
    path = host.url.removeprefix(system.origin)

    guest = visit(path, customer, **PHONE)
    expect(button(guest, "Join without camera and microphone")).to_be_visible()
    guest.get_by_role("button", name="Turn camera on").click()
    expect(guest.get_by_label("Your camera, mirrored")).to_be_visible()
    assert axe(guest) == []
    button(guest, "Join").click()
    sees(guest, trainer_name)
    sees(host, customer_name)
    expect(guest.get_by_role("button", name="Turn microphone on")).to_be_visible()

    button(host, "Set the timer").click()
    button(host, "8 \u00d7 20/10").click()
    button(host, "Start").click()
    expect(guest.get_by_role("timer", name="Work, round 1 of 8")).to_be_visible()
    expect(guest.get_by_role("status", name="Timer")).to_have_text("Round 1 of 8: work for 20 seconds.")
    button(host, "Pause").click()
    expect(guest.get_by_role("timer")).to_have_attribute("data-paused", "true")
    assert host.evaluate(SHOWN) == guest.evaluate(SHOWN)

    guest.keyboard.press("r")
    guest.keyboard.press("h")
    expect(host.get_by_role("list", name="Repetitions of the class")).to_contain_text(customer_name)
    host.get_by_label("Message to everybody").fill("Knees over the toes")
    host.keyboard.press("Enter")
    guest.get_by_role("button", name="Chat, 1 new").click()
    expect(guest.get_by_role("log")).to_contain_text("Knees over the toes")
    # Neither the sheet nor anything else lies over the controls.
    guest.keyboard.press("Escape")
    guest.keyboard.press("m")
    expect(guest.get_by_role("button", name="Turn microphone off")).to_be_visible()
    assert axe(guest) == []

    host.get_by_role("button", name="People, 2, 1 raised hand").click()
    row = host.get_by_role("list", name="People").locator(f"[data-participant={customer.user_id}]")
    expect(row).to_contain_text("Microphone on")
    assert axe(host) == []
    host.get_by_role("button", name="Actions for").click()
    button(host, "Mute").click()
    expect(guest.get_by_role("button", name="Turn microphone on")).to_be_visible()
    expect(guest.get_by_text("The trainer muted you.")).to_be_visible()
    host.get_by_role("button", name="Actions for").click()
    button(host, "Remove").click()
    button(host, f"Remove {customer_name}").click()
    expect(guest.get_by_role("heading", level=1)).to_have_text("You were taken out of this session")
    expect(button(guest, "Join again")).to_have_count(0)

    button(host, "Leave").click()
    button(host, "End for everybody").click()
    expect(host.get_by_role("heading", level=1)).to_have_text("The session has ended")


def test_two_compare_the_code_of_their_encryption(visit, system, axe):
    """Both see each other and the same thirty digits; the chat says that it is not encrypted."""
    trainer, customer = system.person("instructor"), system.person("customer")
    trainer_name, customer_name = (system.call("GET", "/user", one)["displayName"] for one in (trainer, customer))
    plan = {"kind": "one_on_one", "title": "Just us", "users": [customer.user_id]}
    path = f"/live/{system.call('POST', '/meet', trainer, json=plan)['meetingId']}"
    host, guest = visit(path, trainer), visit(path, customer)
    button(host, "Join").click()
    guest.get_by_role("button", name="Turn camera on").click()
    button(guest, "Join").click()
    sees(guest, trainer_name)
    sees(host, customer_name)
    codes = [page.get_by_label("Code: ") for page in (host, guest)]
    for code in codes:
        expect(code).to_be_visible()
    assert codes[0].get_attribute("aria-label") == codes[1].get_attribute("aria-label")
    expect(host.get_by_role("log")).to_contain_text("not encrypted from end to end")
    assert axe(host) == []
