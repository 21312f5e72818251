"""Device keys of encrypted sessions: a device that can't get one, what helps, and the list in the settings."""

import base64
import re

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Page, expect

expect.set_options(timeout=30_000)  # a page may have to wait for its turn on a busy machine

MOST_KEYS = 10


@pytest.fixture
def crowded(system):
    """A customer whose account has keys on as many devices as there may be, none of them the test's browser."""
    customer = system.person("customer")
    for number in range(MOST_KEYS):
        point = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
        x, y = (base64.urlsafe_b64encode(each.to_bytes(32, "big")).rstrip(b"=").decode() for each in (point.x, point.y))
        key = {"kty": "EC", "crv": "P-256", "x": x, "y": y}
        system.call(
            "POST", "/user/identity-keys", customer, json={"publicKey": key, "name": f"Firefox on tablet {number}"}
        )
    return customer


def keys(page: Page):
    return page.get_by_role("main").get_by_role("listitem").filter(has_text="Added")


def test_a_device_gets_a_key_when_another_one_is_removed(visit, system, crowded, axe):
    """Lobby and room lead to the settings; a removed key makes room for this device's, which is marked there."""
    trainer = system.person("instructor")
    wanted = {"kind": "one_on_one", "title": "Form check", "users": [crowded.user_id]}
    meeting = system.call("POST", "/meet", trainer, json=wanted)["meetingId"]

    page = visit(f"/live/{meeting}", crowded)
    expect(page.get_by_text("get a key for it")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Join")).click()
    expect(page.get_by_role("alert").filter(has_text="Encryption did not work")).to_be_visible()
    look = page.get_by_role("link", name="Look at your device keys")
    assert look.get_attribute("href") == "/settings/keys"
    page.goto(f"{system.origin}/live/{meeting}")

    page.get_by_role("link", name="Remove one you no longer use").click()
    expect(page.get_by_text("All 10 are taken.")).to_be_visible()
    expect(keys(page)).to_have_count(MOST_KEYS)
    expect(page.get_by_text("This device", exact=True)).to_have_count(0)
    assert axe(page) == []
    page.get_by_role("button", name=re.compile("Remove the key of Firefox on tablet 3")).click()
    page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    expect(keys(page)).to_have_count(MOST_KEYS)
    page.get_by_role("button", name=re.compile("Remove the key of Firefox on tablet 3")).click()
    assert axe(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(keys(page)).to_have_count(MOST_KEYS - 1)
    expect(page.get_by_text("tablet 3")).to_have_count(0)

    page.goto(f"{system.origin}/live/{meeting}")
    expect(page.get_by_text("encrypted from end to end")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Join")).click()
    expect(page.get_by_text("End-to-end encryption is ready")).to_be_visible()
    page.goto(f"{system.origin}/settings/keys")
    expect(keys(page)).to_have_count(MOST_KEYS)
    own = keys(page).filter(has_text="This device")
    expect(own).to_have_count(1)
    own.get_by_role("button").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("This device", exact=True)).to_have_count(0)
    known = system.call("GET", "/user", crowded)["identityKeys"]
    assert len(known) == MOST_KEYS - 1
