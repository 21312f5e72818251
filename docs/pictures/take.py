"""Take the pictures of the README anew from a running demo (``make demo`` in another shell)."""

import argparse
import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from iac.local.samples.catalogue import CUSTOMERS, PASSWORD

HERE = Path(__file__).parent
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def sign_in(page: Page, origin: str, user_id: str) -> None:
    """Sign a sample person in, as a person would."""
    page.goto(f"{origin}/sign-in")
    page.get_by_label("User id").fill(user_id)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{origin}/")


def play(page: Page) -> None:
    """Open a workout of the feed, which starts by itself, and wait until it has moved and shows its best rendition."""
    page.locator("main").get_by_role("link", name="Squats and lunges").first.click()
    page.locator("video").wait_for()
    page.wait_for_function(
        "(video => video.currentTime > 9 && video.videoHeight >= 720)(document.querySelector('video'))", timeout=60_000
    )


def join(page: Page, origin: str) -> None:
    """Join the class that is live without camera and microphone, and wait until it and a customer's tile have moved."""
    page.goto(f"{origin}/live")
    page.locator("main").get_by_role("link", name="Join").first.click()
    page.get_by_role("button", name="Join").click()
    page.wait_for_function(
        "(videos => videos.some(video => video.currentTime > 5 && video.videoHeight >= 720)"
        " && videos.some(video => video.currentTime > 5 && video.videoHeight === 180))"
        "([...document.querySelectorAll('video')])",
        timeout=60_000,
    )


def look_ahead(page: Page, origin: str) -> None:
    """Open the calendar and wait until something stands in it."""
    page.goto(f"{origin}/calendar?view=week")
    page.locator("main").get_by_text("Morning flow").first.wait_for()
    page.wait_for_load_state("networkidle")


def take(browser: Browser, origin: str, user_id: str) -> None:
    """Write feed, watch page, calendar, live class and phone view."""
    with browser.new_context(viewport=DESKTOP, bypass_csp=True, color_scheme="light") as context:
        page = context.new_page()
        sign_in(page, origin, user_id)
        page.locator("main a[href^='/watch/']").first.wait_for()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=HERE / "feed.png")
        play(page)
        page.locator("video").hover()  # brings the controls up
        page.screenshot(path=HERE / "watch.png")
        look_ahead(page, origin)
        page.screenshot(path=HERE / "calendar.png")
        join(page, origin)
        page.screenshot(path=HERE / "class.png")
    with browser.new_context(viewport=PHONE, color_scheme="dark", has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        sign_in(page, origin, user_id)
        page.locator("main a[href^='/watch/']").first.wait_for()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=HERE / "phone.png")


def main() -> int:
    """Take the pictures; say in one line what is missing."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--origin", default="http://127.0.0.1:8000")
    origin = parser.parse_args().origin
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        try:
            take(browser, origin, CUSTOMERS[0].user_id)
        except Error as error:
            sys.stderr.write(f"no pictures taken (is the demo running at {origin}?): {error.message.splitlines()[0]}\n")
            return 1
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
