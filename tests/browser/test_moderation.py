"""Moderation as people see it: the queue, a suspension that ends what its person has open, the outcome."""

import re

import boto3
import pytest
from playwright.sync_api import Page, expect

from iac.local.settings import CREDENTIALS, LocalSettings

expect.set_options(timeout=30_000)  # a page may have to wait for its turn on a busy machine

PASSWORD = "seven quiet lanes"
WORDS = "Insults have no place in our classes."


@pytest.fixture
def moderator(system, monkeypatch):
    """A person whom the house appointed: no public route makes one."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    person, settings = system.person("customer"), LocalSettings()
    cloud = f"http://127.0.0.1:{system.environment['NEUFIT_CLOUD_PORT']}"
    client = boto3.client("dynamodb", region_name=settings.region, endpoint_url=cloud)
    client.update_item(
        TableName=f"{settings.table_prefix}users",
        Key={"key": {"S": person.user_id}},
        UpdateExpression="SET #role = :role",
        ExpressionAttributeNames={"#role": "role"},
        ExpressionAttributeValues={":role": {"S": "moderator"}},
    )
    client.close()
    return person


@pytest.fixture
def reported(system):
    """An instructor whose message in a class a customer reported, and that customer."""
    anna, bob = system.person("instructor"), system.person("customer")
    meeting = system.call("POST", "/meet", anna, json={"kind": "group_class", "title": "Evening flow"})["meetingId"]
    line = {"seq": 7, "log": "c81f", "userId": anna.user_id, "text": "You row like a wet towel.", "time": 1.79e12}
    about = {"kind": "message", "meetingId": meeting, "log": "c81f", "seq": 7, "userId": anna.user_id}
    body = {"about": about, "category": "harassment", "words": "In front of all.", "evidence": {"lines": [line]}}
    system.call("POST", "/community/reports", bob, json=body)
    return anna, bob


def item(page: Page, name: str):
    return page.get_by_role("article").filter(has_text=f"@{name}")


def test_a_report_from_queue_to_outcome(visit, system, moderator, reported, axe):
    """Suspending takes words and a length, signs its person out everywhere; the reporter reads what became of it."""
    anna, bob = reported
    trainer = visit("/settings", anna)
    expect(trainer.get_by_role("heading", name="Profile")).to_be_visible()

    page = visit("/moderation", moderator)
    report = item(page, anna.user_id)
    expect(report.get_by_text("You row like a wet towel.", exact=True)).to_be_visible()
    expect(report.get_by_text("In front of all.")).to_be_visible()
    report.get_by_text("All evidence").click()
    expect(report.get_by_text("Evening flow")).to_be_visible()
    assert axe(page) == []
    report.get_by_role("button", name="Suspend").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Suspend account").click()
    expect(dialog.get_by_text("Say why, in a sentence.")).to_be_visible()
    dialog.get_by_label("For how long").select_option("30 days")
    dialog.get_by_label("Your words").fill(WORDS)
    assert axe(page) == []
    dialog.get_by_role("button", name="Suspend account").click()
    expect(report).to_have_count(0)

    page.get_by_role("link", name="Decided").click()
    expect(report.get_by_text(WORDS)).to_be_visible()
    expect(report.get_by_text(re.compile("^Suspended until"))).to_be_visible()

    trainer.reload()
    expect(trainer.get_by_role("button", name="Sign in")).to_be_visible()
    trainer.get_by_label("User id").fill(anna.user_id)
    trainer.get_by_label("Password", exact=True).fill(PASSWORD)
    trainer.get_by_role("button", name="Sign in").click()
    expect(trainer.get_by_text(re.compile("This account is suspended until"))).to_be_visible()

    own = visit("/settings/reports", bob)
    expect(own.get_by_text(WORDS)).to_be_visible()
    expect(own.get_by_text(re.compile("The account is suspended until"))).to_be_visible()
    assert axe(own) == []

    report.get_by_role("button", name="Lift the suspension").click()
    expect(report.get_by_text(re.compile("^Suspended until"))).to_have_count(0)
    trainer.get_by_role("button", name="Sign in").click()
    expect(trainer.get_by_role("heading", name="Profile")).to_be_visible()


def test_nobody_else_finds_the_queue(visit, system):
    """A customer has no way there in the navigation, and the address says that it is for others."""
    page = visit("/", system.person("customer"))
    expect(page.get_by_role("navigation").first).to_be_visible()
    expect(page.get_by_role("link", name="Reports", exact=True)).to_have_count(0)
    page.goto(f"{system.origin}/moderation")
    expect(page.get_by_role("heading", name="Moderation")).to_have_count(0)


def test_reporting_and_blocking_an_instructor(visit, system, axe):
    """Both begin on the page of the instructor; the report stands in the settings, the two lose sight of each other."""
    anna, bob = system.person("instructor"), system.person("customer")
    page = visit(f"/instructors/{anna.user_id}", bob)
    page.get_by_role("button", name="Report Robin").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What is wrong").select_option("Spam")
    assert axe(page) == []
    dialog.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("button", name="Reported")).to_be_disabled()

    page.get_by_role("button", name="Block").click()
    assert axe(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Block Robin").click()
    page.wait_for_url("**/instructors")
    expect(page.get_by_role("main").get_by_role("heading", name="Instructors")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Robin").filter(has_text=anna.user_id)).to_have_count(0)
    page.goto(f"{system.origin}/settings/reports")
    expect(page.get_by_text("A moderator has not decided yet.")).to_be_visible()
    page.goto(f"{system.origin}/settings/blocked")
    expect(page.get_by_role("button", name="Unblock Robin")).to_be_visible()

    theirs = visit(f"/instructors/{bob.user_id}", anna)
    expect(theirs.get_by_role("heading", name="Robin")).to_have_count(0)
    expect(theirs.get_by_role("main").get_by_role("heading").first).to_be_visible()
