"""The studio in a real browser: uploads that go on, publishing as it happens, what an instructor does with a video."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

MIB = 2**20
PUBLISHED = 150_000


@pytest.fixture
def instructor(system):
    return system.person("instructor")


def choose(page, path, title):
    page.get_by_test_id("studio-files").set_input_files(path)
    page.get_by_label("Title").fill(title)
    page.get_by_role("button", name="Upload", exact=True).click()


@pytest.fixture
def junk(tmp_path) -> Path:
    """40 MiB in five parts that are no film, whatever their name says."""
    path = tmp_path / "long ride.mp4"
    path.write_bytes(bytes(range(1, 256)) * (40 * MIB // 255))
    return path


@pytest.mark.timeout(280)
def test_a_closed_tab_and_another_device_go_on_and_a_bad_file_tells_its_reason(
    system, network, visit, instructor, junk, axe
):
    """The other device is offered the upload and sends only the parts that are missing.

    The file is no film: the studio then says so in words and offers to run it again or to replace it.
    """
    network.up = 64e6
    page = visit("/studio", instructor)
    choose(page, junk, "Long ride")
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        pass
    page.close()

    def unfinished():
        return system.call("GET", "/media/uploads", instructor)["items"]

    (upload,) = unfinished()
    assert upload["uploadedParts"]

    network.heal()
    other = visit("/studio", instructor, viewport={"width": 390, "height": 844})
    entry = other.get_by_role("article", name="Long ride")
    expect(entry).to_contain_text("Not finished")
    expect(entry).to_contain_text("long ride.mp4")
    assert axe(other) == []

    wrong = junk.with_name("short ride.mp4")
    wrong.write_bytes(b"x" * 1000)
    entry.get_by_test_id("continue-file").set_input_files(wrong)
    expect(entry.get_by_role("alert")).to_contain_text("Choose that one")

    sent: list[int] = []
    other.on(
        "request",
        lambda request: (
            sent.append(int(re.search(r"partNumber=(\d+)", request.url)[1]))
            if request.method == "PUT" and "partNumber" in request.url
            else None
        ),
    )
    with other.expect_response(lambda answer: "/api/media?" in answer.url and answer.request.method == "PUT") as opened:
        entry.get_by_test_id("continue-file").set_input_files(junk)
    there = set(opened.value.json()["upload"]["uploadedParts"])
    assert there >= set(upload["uploadedParts"])
    item = other.get_by_role("article", name="Long ride")
    expect(item).to_have_attribute("data-status", "failed", timeout=PUBLISHED)
    assert set(sent) == set(range(1, 6)) - there
    assert len(sent) == len(set(sent))
    assert unfinished() == []
    expect(item).to_contain_text("It could not be published.")
    expect(item.get_by_role("button", name="Run again")).to_be_visible()
    expect(item.get_by_role("button", name="Replace file")).to_be_visible()
    assert axe(other) == []


@pytest.mark.timeout(280)
def test_a_video_is_published_edited_archived_and_brought_back(system, network, visit, instructor, render, axe):
    """Progress is seen until it is published; an edit shows at once; archiving hides it, undo brings it back."""
    page = visit("/studio", instructor)
    expect(page.get_by_role("heading", name="No videos yet")).to_be_visible()
    assert axe(page) == []
    choose(page, render("short", seconds=4, size="320x240"), "Breathe")
    item = page.get_by_role("article", name="Breathe", exact=True)
    expect(item.get_by_role("progressbar", name="Publishing of Breathe")).to_be_visible()
    expect(item).to_have_attribute("data-status", "available", timeout=PUBLISHED)
    link = item.get_by_role("link", name="Watch")
    media_id = link.get_attribute("href").rsplit("/", 1)[1]

    item.get_by_role("button", name="Edit").click()
    page.get_by_role("dialog").get_by_label("Title").fill("Breathe slowly")
    assert axe(page) == []
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    item = page.get_by_role("article", name="Breathe slowly", exact=True)
    expect(item).to_be_visible()

    def library():
        found = system.call("GET", f"/media/library?instructor={instructor.user_id}")["items"]
        return [(card["mediaId"], card["title"]) for card in found]

    assert library() == [(media_id, "Breathe slowly")]
    item.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("is archived: hidden everywhere")).to_be_visible()
    assert library() == []
    page.get_by_role("button", name="Undo").click()
    expect(item).to_have_attribute("data-status", "available")
    assert library() == [(media_id, "Breathe slowly")]


def test_an_upload_can_be_paused_gone_on_with_and_cancelled(system, network, visit, instructor, junk):
    """Pausing stops the traffic and keeps what is there; cancelling asks first and leaves nothing behind."""
    network.up = 64e6
    page = visit("/studio", instructor)
    choose(page, junk, "Long ride")
    entry = page.get_by_role("article", name="Long ride")
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        pass
    entry.get_by_role("button", name="Pause").click()
    expect(entry).to_contain_text("Paused")
    entry.get_by_role("button", name="Go on").click()
    expect(entry).to_have_attribute("data-phase", "sending")
    entry.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    expect(entry).to_be_visible()
    entry.get_by_role("button", name="Cancel").click()
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.get_by_role("dialog").get_by_role("button", name="Cancel the upload").click()
    expect(entry).to_have_count(0)
    assert system.call("GET", "/media/uploads", instructor)["items"] == []


def test_a_lost_connection_is_waited_out(system, network, visit, instructor, junk):
    """While the network is down the upload says so; when it is back it goes on by itself to the end."""
    network.up = 64e6
    page = visit("/studio", instructor)
    choose(page, junk, "Long ride")
    entry = page.get_by_role("article", name="Long ride")
    with page.expect_response(lambda answer: answer.request.method == "PUT" and answer.ok):
        pass
    page.context.set_offline(True)
    network.cut()
    expect(entry).to_contain_text("No connection")
    network.heal()
    page.context.set_offline(False)
    expect(page.get_by_text("Your file is here")).to_be_visible()


def test_customers_are_told_that_the_studio_is_not_theirs(system, network, visit):
    """A customer who opens the studio learns what it is for."""
    page = visit("/studio", system.person("customer"))
    expect(page.get_by_role("heading", name="This page is for instructors")).to_be_visible()
