"""A program in a real browser: join it, watch a workout to its end, and see what it did for the progress."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from iac.local.samples import api
from iac.local.settings import LocalSettings
from neufit.domain.topic import Topic
from neufit.stores.tables import connect
from neufit.stores.topics import TopicStore

PASSWORD = "seven quiet lanes"  # of the people that the fixture ``system`` makes
PUBLISHED = 200_000
expect.set_options(timeout=30_000)  # a page may have to wait for its turn on a busy machine
TITLE, PROGRAM = "Four steps up", "A week of stairs"


@dataclass(frozen=True)
class Plan:
    """A program that is published, and the one video in it."""

    program_id: str
    media_id: str


@pytest.fixture(scope="module")
def plan(system, chromium, render) -> Plan:
    """A video of four seconds, published by the real pipeline, on the first and third day of a program."""
    cloud = f"http://127.0.0.1:{system.environment['NEUFIT_CLOUD_PORT']}"
    connect(LocalSettings.from_environment({**system.environment, "NEUFIT_AWS_ENDPOINT": cloud}))
    TopicStore().put(Topic(slug="stairs", name="Stairs"))
    person = system.person("instructor")
    teacher = api.Person(system.origin, person.user_id, PASSWORD)
    teacher.sign_in()
    film = render("program", seconds=4, size="320x180")
    media_id = teacher.upload_video(film, TITLE, "", ["stairs"])
    with chromium.new_context() as context:
        page = context.new_page()
        sign_in(page, system, person, "/studio")
        expect(page.get_by_role("article", name=TITLE)).to_have_attribute("data-status", "available", timeout=PUBLISHED)
    days = [[media_id], [], [media_id], [], [], [], []]
    claim = {"title": PROGRAM, "level": "beginner", "topics": ["stairs"], "weeks": [{"title": "Up", "days": days}]}
    return Plan(teacher.make_program(claim, "stairs"), media_id)


def sign_in(page, system, person, then):
    page.goto(f"{system.origin}/sign-in?next={then}")
    page.get_by_label("User id").fill(person.user_id)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_join_watch_and_see_the_progress(system, chromium, plan):
    """Watched to its end it is done by itself; program, streak, heat map and history show it; undoing takes it back."""
    with chromium.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        sign_in(page, system, system.person("customer"), f"/programs/{plan.program_id}")
        page.get_by_role("button", name="Join program").click()
        expect(page.get_by_role("progressbar", name="Workouts done")).to_have_attribute("aria-valuetext", "0 of 2")
        page.get_by_role("link", name=f"Start: {TITLE}").click()
        expect(page.get_by_text("Done today")).to_be_visible()

        page.get_by_label("Your comment").fill("Up and down again.")
        page.get_by_role("button", name="Comment", exact=True).click()
        expect(page.get_by_role("list", name="Comments")).to_contain_text("Up and down again.")

        page.goto(f"{system.origin}/programs/{plan.program_id}")
        expect(page.get_by_role("progressbar", name="Workouts done")).to_have_attribute("aria-valuetext", "1 of 2")
        expect(page.get_by_role("link", name=f"Next: {TITLE}")).to_be_visible()

        page.goto(f"{system.origin}/progress")
        expect(page.get_by_text("Day streak")).to_be_visible()
        expect(page.get_by_role("img", name=re.compile("1 day with a workout"))).to_be_visible()
        expect(page.get_by_role("link", name=TITLE)).to_be_visible()
        page.get_by_role("button", name=f"Remove {TITLE} from your history").click()
        expect(page.get_by_role("heading", name="Your first workout starts it")).to_be_visible()
