"""Accounts in a real browser: signing up and in, profile, picture, password, sessions, leaving; keyboard and focus."""

import io
import os
import re
from itertools import count

import pytest
from PIL import Image
from playwright.sync_api import expect

from iac.local.samples.api import Person, Refused

PHONE = {"viewport": {"width": 390, "height": 844}}
PASSWORD = "seven quiet lanes"  # of the people that the fixture ``system`` makes
NUMBERS = count(1)

expect.set_options(timeout=30_000)  # a page may have to wait for its turn on a busy machine


@pytest.fixture
def customer(system):
    return system.person("customer")


@pytest.fixture
def new_id():
    return f"newcomer_{os.getpid()}_{next(NUMBERS)}"


def sign_in(page, user_id, password):
    page.get_by_label("User id").fill(user_id)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def main_heading(page):
    return page.get_by_role("heading", level=1)


def test_a_newcomer_signs_up_signs_out_and_in_again(visit, new_id):
    """A password in any script works; the new account starts with a feed that says what to do; signing out ends it."""
    page = visit("/")
    page.get_by_role("link", name="Create an account").first.click()
    expect(main_heading(page)).to_be_focused()
    expect(page).to_have_title("Create an account · NEUFIT")
    page.get_by_label("Name", exact=True).fill("Zoë Ångström")
    page.get_by_label("User id").fill(new_id)
    page.get_by_label("Password", exact=True).fill("pässwörd 漢字 ок")
    page.get_by_role("button", name="Create account").click()
    expect(main_heading(page)).to_contain_text("Zoë")
    expect(page.get_by_role("heading", name="Fill your feed")).to_be_visible()

    page.get_by_role("link", name="Account and settings").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(main_heading(page)).to_have_text("Welcome back")
    sign_in(page, new_id, "pässwörd 漢字 ок")
    expect(main_heading(page)).to_have_text("Profile")


def test_an_instructor_signs_up_into_the_studio(visit, new_id):
    """Whoever chooses to teach lands where workouts are published, and finds it in the bar from then on."""
    page = visit("/sign-up")
    page.get_by_role("radio", name="Teach").check()
    page.get_by_label("Name", exact=True).fill("Tess Teacher")
    page.get_by_label("User id").fill(new_id)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url("**/studio")
    expect(page.get_by_role("navigation", name="Main", exact=True).get_by_role("link", name="Studio")).to_be_visible()


def test_what_is_wrong_is_said_at_the_field(visit, customer):
    """Missing and refused values are described at their fields, and the first of them gets the focus."""
    page = visit("/sign-up")
    page.get_by_role("button", name="Create account").click()
    name = page.get_by_label("Name", exact=True)
    expect(name).to_be_focused()
    expect(name).to_have_attribute("aria-invalid", "true")
    expect(name).to_have_accessible_description(
        "Enter the name that others see. What others see. You can change it at any time."
    )

    user_id = page.get_by_label("User id")
    name.fill("Somebody Else")
    page.get_by_label("Password", exact=True).fill("long enough for all")
    user_id.fill("no spaces please")
    page.get_by_role("button", name="Create account").click()
    expect(user_id).to_be_focused()
    expect(user_id).to_have_attribute("aria-invalid", "true")
    expect(name).not_to_have_attribute("aria-invalid", "true")

    user_id.fill(customer.user_id)
    page.get_by_role("button", name="Create account").click()
    expect(page.locator("main").get_by_role("alert")).to_have_text("This user id is taken. Pick another one.")


def test_a_wrong_password_is_told_and_the_right_one_leads_on(visit, customer):
    """A visitor who opens a page for members signs in, after one wrong try, and arrives at that page."""
    page = visit("/settings/security")
    page.wait_for_url("**/sign-in?next=*")
    sign_in(page, customer.user_id, "not this one")
    expect(page.get_by_role("alert")).to_have_text("The user id or the password is wrong.")
    sign_in(page, customer.user_id, PASSWORD)
    page.wait_for_url("**/settings/security")
    expect(page.get_by_text("This device")).to_be_visible()


def test_a_session_that_is_not_to_be_kept_ends_with_its_tab(visit, system, customer):
    """Without "keep me signed in" another tab of the browser knows nobody."""
    page = visit("/sign-in")
    page.get_by_label("Keep me signed in").uncheck()
    sign_in(page, customer.user_id, PASSWORD)
    expect(page.get_by_role("link", name="Account and settings")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{system.origin}/")
    expect(other.get_by_role("link", name="Create an account").first).to_be_visible()


def test_signing_out_in_one_tab_ends_it_in_the_other(visit, system, customer):
    """A second tab follows at once, without being touched."""
    page = visit("/settings", customer)
    other = page.context.new_page()
    other.goto(f"{system.origin}/settings")
    expect(main_heading(other)).to_have_text("Profile")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(main_heading(other)).to_have_text("Welcome back")


def test_a_changed_profile_and_picture_are_seen_by_all(visit, system):
    """Name, text and picture go to the public page; a file that is no picture is refused in words."""
    instructor = system.person("instructor")
    page = visit("/settings", instructor)
    page.get_by_label("Name", exact=True).fill("Noor van Dijk")
    page.get_by_label("About", exact=True).fill("Rows at six, coaches at eight.")
    page.get_by_label("ZIP code (optional)").fill("12a")
    page.get_by_role("button", name="Save").click()
    zip_code = page.get_by_label("ZIP code (optional)")
    expect(zip_code).to_have_accessible_description("Use digits only. Only you see it.")
    zip_code.fill("1012")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status", name="Messages")).to_contain_text("Your profile is saved.")

    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "#c8f169").save(picture, "PNG")
    chooser = page.get_by_label("Choose a picture")
    chooser.set_input_files({"name": "face.png", "mimeType": "image/png", "buffer": b"no picture at all"})
    expect(page.get_by_role("region", name="Picture").get_by_role("alert")).to_be_visible(timeout=120_000)
    chooser.set_input_files({"name": "face.png", "mimeType": "image/png", "buffer": picture.getvalue()})
    expect(page.get_by_role("button", name="Remove")).to_be_visible(timeout=120_000)

    seen = visit(f"/instructors/{instructor.user_id}")
    expect(main_heading(seen)).to_have_text("Noor van Dijk")
    expect(seen.get_by_text("Rows at six, coaches at eight.")).to_be_visible()
    expect(seen.locator("main header img")).not_to_have_js_property("naturalWidth", 0)
    assert "1012" not in seen.content()


def test_a_block_is_listed_and_undone(visit, system, customer, axe):
    """Whom one blocked stands in the settings; undone, the list says that there is nobody."""
    other = system.person("customer")
    system.call("POST", "/community/blocks", customer, json={"userId": other.user_id})
    page = visit("/settings/blocked", customer)
    unblock = page.get_by_role("main").get_by_role("button", name=re.compile("^Unblock"))
    expect(unblock).to_have_count(1)
    assert axe(page) == []
    unblock.click()
    expect(page.get_by_role("main")).to_contain_text("You have blocked nobody")
    assert system.call("GET", "/community/blocks", customer)["items"] == []


def test_another_device_is_listed_and_signed_out(visit, customer):
    """A device that is signed out elsewhere is led to sign in at its next step, and back to where it was."""
    page = visit("/settings/security", customer)
    phone = visit(
        "/settings/subscriptions", customer, user_agent="Mozilla/5.0 (Android 15; Mobile) Firefox/144.0", **PHONE
    )
    expect(main_heading(phone)).to_have_text("Subscriptions")
    page.reload()
    page.get_by_role("button", name="Sign out Firefox on Android").click()
    expect(page.get_by_role("status", name="Messages")).to_contain_text("Firefox on Android is signed out.")
    expect(page.get_by_role("button", name="Sign out Firefox on Android")).to_have_count(0)
    phone.reload()
    phone.wait_for_url("**/sign-in?next=%2Fsettings%2Fsubscriptions")


def test_a_new_password_needs_the_old_one_and_ends_other_sessions(visit, system, customer):
    """A wrong old password is told at its field and signs nobody out; afterwards only the new one opens the account."""
    page = visit("/settings/security", customer)
    page.get_by_label("Current password", exact=True).fill("a wrong guess")
    page.get_by_label("New password", exact=True).fill("nine slower lanes")
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_label("Current password", exact=True)).to_have_accessible_description(
        "This is not your password."
    )
    page.get_by_label("Current password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_role("status", name="Messages")).to_contain_text("Your password is changed.")
    expect(page.get_by_text("This device")).to_have_count(1)
    expect(page.get_by_role("button", name="Sign out Chrome")).to_have_count(0)
    Person(system.origin, customer.user_id, "nine slower lanes").sign_in()
    with pytest.raises(Refused):
        Person(system.origin, customer.user_id, PASSWORD).sign_in()


def test_leaving_asks_first_and_closes_the_account(visit, system, customer):
    """Escape closes the question and gives the focus back; with the password the account is gone at once."""
    page = visit("/settings/account", customer)
    opener = page.get_by_role("button", name="Delete my account")
    opener.click()
    expect(page.get_by_role("dialog", name="Delete your account?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(opener).to_be_focused()
    opener.click()
    page.get_by_role("dialog").get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Delete account for good").click()
    expect(main_heading(page)).to_have_text("Welcome back")
    with pytest.raises(Refused):
        Person(system.origin, customer.user_id, PASSWORD).sign_in()


def test_a_customer_is_told_that_the_studio_is_for_instructors(visit, customer):
    """No broken page and no way around: the reason, and a way back."""
    page = visit("/studio", customer)
    expect(main_heading(page)).to_have_text("This page is for instructors")
    page.get_by_role("link", name="Go to your feed").click()
    expect(page).to_have_title("Your feed · NEUFIT")


def test_the_keyboard_alone_reaches_everything_and_the_focus_is_seen(visit, customer):
    """The first stop skips to the content. Every stop on a phone's settings is drawn, and none hides under the bars."""
    page = visit("/settings", customer, **PHONE)
    expect(page.get_by_label("About", exact=True)).to_be_visible()
    page.reload()
    expect(page.get_by_label("About", exact=True)).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                 const it = document.activeElement;
                 if (it === document.body) return null;
                 const box = it.getBoundingClientRect();
                 const points = [[0.5, 0.5], [0.2, 0.2], [0.8, 0.8]].map(([x, y]) =>
                   document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
                 const shown = it.type === "file" ? it.nextElementSibling : it;
                 return {
                   name: it.getAttribute("aria-label") ?? it.textContent ?? it.name,
                   seen: it.type === "file" || points.some((at) => it.contains(at) || at?.contains(it)),
                   ring: getComputedStyle(shown).outlineStyle !== "none",
                 };
               }"""
        )
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) > 12
    assert [stop for stop in stops if not (stop["seen"] and stop["ring"])] == []


def test_a_page_that_does_not_exist_leads_on(visit):
    """An unknown address, and an instructor who does not exist, say so and lead to the start."""
    for path in ("/no/such/page", "/instructors/nobody.at.all"):
        page = visit(path)
        expect(main_heading(page)).to_have_text("There is nothing here")
        page.get_by_role("link", name="Go to the start").click()
        expect(page).to_have_title("NEUFIT")
