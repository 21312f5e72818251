"""Two watch one video in step, each in a browser of their own, and somebody comes late."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.live import button, join

pytestmark = pytest.mark.alone

PHONE = {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}
TITLE = "Rows together"
NEAR = 0.1
"""Whoever is off by more than this, seconds, isn't in step."""

# Where the video of a page is, and when that was by the machine's clock (ms).
_PLACE = """() => {
    const video = document.querySelector("[aria-label='Video for everybody'] video");
    const { currentTime, paused, readyState, seeking } = video;
    const at = performance.timeOrigin + performance.now();
    return { at, place: currentTime, paused, shows: readyState > 2 && !seeking };
}"""


@pytest.fixture(scope="module")
def media_id(system, chromium, render) -> str:
    """A published video of two minutes: nothing of this waits for its end."""
    system.network.heal()
    trainer = system.person("instructor")
    page = chromium.new_context().new_page()
    page.goto(f"{system.origin}/sign-in?next=/studio")
    page.get_by_label("User id").fill(trainer.user_id)
    page.get_by_label("Password", exact=True).fill("seven quiet lanes")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_test_id("studio-files").set_input_files(render("rows", seconds=120, size="320x180", rate=10))
    page.get_by_label("Title").fill(TITLE)
    page.get_by_role("button", name="Upload", exact=True).click()
    item = page.get_by_role("article", name=TITLE, exact=True)
    expect(item).to_have_attribute("data-status", "available", timeout=240_000)
    found = item.get_by_role("link", name="Watch").get_attribute("href").rsplit("/", 1)[1]
    page.context.close()
    return found


def apart(one: Page, other: Page, *, paused: bool) -> float | None:
    """By how many seconds one is ahead of the other at one moment; None unless both play, or both are paused."""
    here, there = one.evaluate(_PLACE), other.evaluate(_PLACE)
    if here["paused"] is not paused or there["paused"] is not paused or not (here["shows"] and there["shows"]):
        return None
    between = 0 if paused else (here["at"] - there["at"]) / 1000
    return here["place"] - there["place"] - between


def until_in_step(one: Page, *others: Page, paused: bool = False, tries: int = 240) -> float:
    """Wait until the others show what this one shows. Where it is then, seconds."""
    found: list[float | None] = []
    for _ in range(tries):
        found = [apart(one, other, paused=paused) for other in others]
        if all(off is not None and abs(off) < NEAR for off in found):
            return one.evaluate(_PLACE)["place"]
        one.wait_for_timeout(250)  # the places of two pages are known to neither of them
    raise AssertionError(f"never in step, at last {found} s apart")


def test_they_see_the_same_moment(visit, system, axe, media_id):
    """What the host does, all see; who comes late is where the others are; the host can let everybody steer."""
    anna, bob, carl = (system.person("customer") for _ in range(3))
    host = visit(f"/watch/{media_id}", anna)
    button(host, "Watch together").click()
    button(host, "Open the room").click()
    expect(host.get_by_role("heading", level=1)).to_have_text(TITLE)
    link = host.get_by_label("Pass this link on").input_value()
    assert axe(host) == []
    join(host)
    guest = visit(link.removeprefix(system.origin), bob, **PHONE)
    join(guest)
    expect(guest.get_by_text("starts the video for everybody")).to_be_visible()
    assert axe(guest) == []

    button(host, "Start for everybody").click()
    until_in_step(host, guest)
    expect(button(guest, "Pause for everybody")).to_have_count(0)
    button(host, "Pause for everybody").click()
    expect(guest.get_by_text("Paused for everybody").first).to_be_visible()
    stood = until_in_step(host, guest, paused=True)
    host.get_by_label("Position").press("PageUp")
    expect(host.get_by_label("Position")).to_have_attribute("aria-valuetext", re.compile("^3"))
    assert until_in_step(host, guest, paused=True) == pytest.approx(stood + 30, abs=0.5)
    button(host, "Play for everybody").click()
    until_in_step(host, guest)

    late = visit(link.removeprefix(system.origin), carl)
    join(late)
    assert until_in_step(host, late, guest) > 25

    host.get_by_label("Message to everybody").fill("Slower on the way back")
    host.keyboard.press("Enter")
    expect(late.get_by_role("log")).to_contain_text("Slower on the way back")
    host.get_by_role("button", name="Settings", exact=True).click()
    # It shows what the room says, which is a moment after the click.
    host.get_by_label("May play, pause and seek").click()
    expect(host.get_by_label("May play, pause and seek")).to_be_checked()
    button(late, "Pause for everybody").click()
    until_in_step(host, late, guest, paused=True)
    assert axe(host) == []
