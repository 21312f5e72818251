"""Finding workouts in a real browser: start page, feed, browse and search, subscriptions, axe on every page."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from iac.local.samples import api
from iac.local.settings import LocalSettings
from neufit.domain.topic import Topic
from neufit.stores.tables import connect
from neufit.stores.topics import TopicStore

PHONE = {"viewport": {"width": 390, "height": 844}}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PASSWORD = "seven quiet lanes"  # of the people that the fixture ``system`` makes
PUBLISHED = 200_000
expect.set_options(timeout=30_000)  # a page may have to wait for its turn on a busy machine

TITLE = "Lunges between two lamp posts"


@dataclass(frozen=True)
class Library:
    """What there is to find: one published workout, its instructor and its topic."""

    user_id: str
    instructor: str
    topic: str = "street_strength"
    topic_name: str = "Street strength"


@pytest.fixture(scope="module")
def library(system, chromium, render) -> Library:
    """Two topics, an instructor, and a short workout of theirs, published by the real pipeline."""
    cloud = f"http://127.0.0.1:{system.environment['NEUFIT_CLOUD_PORT']}"
    connect(LocalSettings.from_environment({**system.environment, "NEUFIT_AWS_ENDPOINT": cloud}))
    topics = TopicStore()
    topics.put(Topic(slug=Library.topic, name=Library.topic_name, description="Curbs, benches, your own weight."))
    topics.put(Topic(slug="breathing", name="Breathing", description="Slow in, slower out."))
    person = system.person("instructor")
    teacher = api.Person(system.origin, person.user_id, PASSWORD)
    teacher.sign_in()
    teacher.change(displayName="Ines Duarte", bio="Teaches on pavements.")
    film = render("discovery", seconds=6, size="320x180")
    teacher.upload_video(film, TITLE, "Six seconds that feel like sixty.", [Library.topic])
    with chromium.new_context() as context:
        page = context.new_page()
        page.goto(f"{system.origin}/sign-in?next=/studio")
        page.get_by_label("User id").fill(person.user_id)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("article", name=TITLE)).to_have_attribute("data-status", "available", timeout=PUBLISHED)
    return Library(person.user_id, "Ines Duarte")


@pytest.fixture
def customer(system):
    return system.person("customer")


def workout(page):
    return page.locator("main").get_by_role("link", name=TITLE)


def test_a_visitor_sees_real_workouts_topics_and_instructors(visit, library):
    """The start shows what is really there, with a picture that loads, and every card leads on."""
    page = visit("/")
    expect(workout(page)).to_be_visible()
    expect(page.locator("main article img").first).not_to_have_js_property("naturalWidth", 0)
    expect(page.get_by_role("link", name=library.topic_name)).to_be_visible()
    page.get_by_role("heading", name=library.instructor).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(library.instructor)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page).to_have_title(f"{library.instructor} · NEUFIT")
    workout(page).click()
    page.wait_for_url("**/watch/*")


def test_subscribing_to_an_instructor_fills_the_feed_and_stopping_empties_it(visit, library, customer):
    """What was published before comes at once; the button says how it stands, also on the list of subscriptions."""
    page = visit(f"/instructors/{library.user_id}", customer)
    page.get_by_role("button", name=f"Subscribe to {library.instructor}").click()
    expect(page.get_by_role("status", name="Messages")).to_contain_text(f"{library.instructor} is now in your feed.")
    page.get_by_role("link", name="Feed").first.click()
    expect(workout(page)).to_be_visible()
    page.get_by_role("link", name="Account and settings").click()
    page.get_by_role("link", name="Subscriptions").click()
    row = page.get_by_role("listitem").filter(has_text=library.instructor)
    row.get_by_role("button", name=f"Subscribed to {library.instructor}").click()
    expect(page.get_by_role("heading", name="You follow nobody yet")).to_be_visible()
    page.get_by_role("link", name="Feed").first.click()
    expect(page.get_by_role("heading", name="Fill your feed")).to_be_visible()


def test_a_topic_brings_its_workouts_from_the_empty_feed(visit, library, customer):
    """An empty feed offers topics; the one that is chosen brings its workouts and is named as the reason."""
    page = visit("/", customer)
    expect(page.get_by_role("heading", name="Fill your feed")).to_be_visible()
    page.get_by_role("button", name=f"Subscribe to {library.topic_name}").click()
    expect(workout(page)).to_be_visible()
    expect(page.locator("article").get_by_role("link", name=library.topic_name)).to_be_visible()


def test_a_visitor_who_subscribes_signs_in_and_comes_back(visit, library, customer):
    """The way to an account leads back to the page where it began."""
    page = visit(f"/browse?topic={library.topic}")
    page.get_by_role("link", name=f"Subscribe to {library.topic_name}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome back")
    page.get_by_label("User id").fill(customer.user_id)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**/browse?topic={library.topic}")
    page.get_by_role("button", name=f"Subscribe to {library.topic_name}").click()
    expect(page.get_by_role("button", name=f"Subscribed to {library.topic_name}")).to_be_visible()


def test_what_is_looked_for_stands_in_the_address(visit, library):
    """Words, topic, length and order go to the address; a reload keeps them, the back button undoes them one by one."""
    page = visit("/browse")
    expect(workout(page)).to_be_visible()
    page.get_by_role("searchbox").fill("lamp pos")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/browse?q=lamp+pos")
    expect(workout(page)).to_be_visible()
    page.get_by_role("navigation", name="Topics").get_by_role("link", name=library.topic_name).click()
    page.wait_for_url(f"**/browse?q=lamp+pos&topic={library.topic}")
    page.get_by_role("radio", name="Under 10 min").click()
    page.get_by_role("radio", name="Most watched").click()
    page.wait_for_url(f"**/browse?q=lamp+pos&topic={library.topic}&length=short&order=watched")
    expect(workout(page)).to_be_visible()
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("lamp pos")
    expect(page.get_by_role("radio", name="Most watched")).to_be_checked()
    expect(workout(page)).to_be_visible()
    page.get_by_role("radio", name="Over 30 min").click()
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    page.go_back()
    expect(workout(page)).to_be_visible()
    for _ in range(4):
        page.go_back()
    expect(page).to_have_url(re.compile(r"/browse$"))
    expect(page.get_by_role("searchbox")).to_have_value("")


def test_searching_from_any_page_and_finding_nothing_leads_on(visit, library):
    """The box in the bar leads to the results; when there are none, the page says what to try."""
    page = visit("/instructors")
    box = page.get_by_role("searchbox", name="Search workouts")
    box.fill("zeppelin racing")
    box.press("Enter")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    expect(page).to_have_title("“zeppelin racing” · NEUFIT")
    page.get_by_role("link", name="Show all workouts").click()
    expect(workout(page)).to_be_visible()


def test_a_network_that_is_gone_is_told_and_mended(visit, network, library):
    """Without an answer the page says so and keeps working; "try again" brings what was asked for."""
    page = visit("/")
    expect(workout(page)).to_be_visible()
    network.broken = True
    network.cut()
    page.get_by_role("link", name="Browse").first.click()
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    network.heal()
    page.get_by_role("button", name="Try again").click()
    expect(workout(page)).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("You are offline.")).to_have_count(0)


def test_the_theme_is_the_systems_until_one_is_chosen(visit):
    """A chosen theme outlives a reload and is there before the page draws."""
    page = visit("/", color_scheme="dark")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(paper)
    page.get_by_role("button", name="Use the light theme").click()
    light = page.evaluate(paper)
    assert light != dark
    page.reload()
    expect(page.get_by_role("button", name="Use the dark theme")).to_be_visible()
    assert page.evaluate(paper) == light


@pytest.mark.timeout(600)
@pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_meets_wcag_2_2_aa(visit, axe, system, library, customer, device):
    """Axe finds nothing on any page, in both themes, wide and narrow; nothing scrolls sideways, down to 320 px."""
    open_to_all = ["/", f"/browse?topic={library.topic}", "/browse?q=zeppelin", "/instructors", "/sign-up", "/nowhere"]
    members = ["/", f"/instructors/{library.user_id}", "/settings", "/settings/subscriptions", "/settings/security"]
    found = {}

    def check(page, path):
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            # Colours that are still on their way between the themes are nobody's choice.
            page.evaluate("Promise.allSettled(document.getAnimations().map((each) => each.finished))")
            found[path, theme] = axe(page)
        width = device["viewport"]["width"]
        page.set_viewport_size({"width": 320 if device is PHONE else width, "height": 844})
        found[path, "width"] = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        page.set_viewport_size(device["viewport"])

    page = visit("/sign-in", **device)
    page.get_by_role("button", name="Sign in").click()
    check(page, "/sign-in")
    for path in open_to_all:
        page.goto(f"{system.origin}{path}")
        check(page, path)
    page = visit("/settings/account", customer, **device)
    page.get_by_role("button", name="Delete my account").click()
    check(page, "/settings/account")
    for path in members:
        page.goto(f"{system.origin}{path}")
        check(page, f"{path} (signed in)")
    assert {where: problems for where, problems in found.items() if problems} == {}
