"""Feed and studio: what a person's sources published, and his own items."""

from datetime import timedelta

from neufit.contracts.publishing import PublishingJob
from neufit.domain.media import Failure, Published
from neufit.domain.publication import Step


def feed(api, person, **query):
    reply = api.get("/media/feed", headers=person.headers, query=query)
    assert reply.status == 200, reply.content
    return reply.json


def studio_items(api, person, **query):
    reply = api.get("/media/studio", headers=person.headers, query=query)
    assert reply.status == 200, reply.content
    return reply.json["items"]


def test_a_feed_shows_what_sources_published_and_why(studio, api, clock) -> None:
    """Newest first, with reasons named as subscriptions are."""
    coach, fan = api.instructor(), api.customer()
    studio.publish(coach, title="First", subscribers=(fan,))
    clock.advance(timedelta(minutes=1))
    studio.publish(coach, title="Second", topics=["yoga"], subscribers=(fan,))
    items = feed(api, fan)["items"]
    assert [(item["title"], item["reasons"]) for item in items] == [
        ("Second", sorted([coach.user_id, "yoga"])),
        ("First", [coach.user_id]),
    ]
    assert feed(api, api.customer())["items"] == []
    assert api.get("/media/feed").status == 401


def test_subscribing_fills_the_feed_and_unsubscribing_empties_it(studio, api) -> None:
    """What was published before comes with the subscription and goes with it."""
    coach, fan = api.instructor(), api.customer()
    media_id = studio.publish(coach, title="Before", topics=["strength"])
    source = {"source": coach.user_id}
    assert api.post("/user/subscriptions", headers=fan.headers, json=source).status == 200
    assert [item["mediaId"] for item in feed(api, fan)["items"]] == [media_id]
    assert api.delete("/user/subscriptions", headers=fan.headers, query=source).status == 200
    assert feed(api, fan)["items"] == []


def test_pages_of_a_feed(studio, api, clock) -> None:
    """Pages follow each other; the cursor of one person is of no use to another."""
    coach, fan = api.instructor(), api.customer()
    for number in range(3):
        clock.advance(timedelta(seconds=1))
        studio.publish(coach, title=f"Page {number}", subscribers=(fan,))
    first = feed(api, fan, limit=2)
    second = feed(api, fan, limit=2, cursor=first["cursor"])
    assert [item["title"] for item in first["items"] + second["items"]] == ["Page 2", "Page 1", "Page 0"]
    assert second["cursor"] is None
    stranger = api.customer()
    reply = api.get("/media/feed", headers=stranger.headers, query={"cursor": first["cursor"]})
    assert reply.status == 400


def test_the_studio_shows_every_state(studio, api, clock) -> None:
    """Uploading, processing with its progress, playable, failed with its reason, available: newest first."""
    coach = api.instructor()
    services = api.services
    studio.publish(coach, title="Available")
    clock.advance(timedelta(seconds=1))
    failed = studio.upload(coach, title="Failed")
    why = Failure(code="no-picture", detail="The file holds no picture.")
    services.media.fail(failed, studio.process(failed).version, why)
    clock.advance(timedelta(seconds=1))
    processing = studio.upload(coach, title="Processing")
    version = studio.process(processing).version
    job = services.publications.begin(PublishingJob(mediaId=processing, version=version), clock())
    for step in (Step.VERIFY, Step.PROBE):
        services.publications.advance(job, step, 100)
    services.media.mark_playable(processing, version, Published(version=version, plan="p", complete=False))
    clock.advance(timedelta(seconds=1))
    studio.announce(coach, studio.film(mark="u"), title="Uploading")

    items = studio_items(api, coach)

    assert [(item["title"], item["status"]) for item in items] == [
        ("Uploading", "uploading"),
        ("Processing", "processing"),
        ("Failed", "failed"),
        ("Available", "available"),
    ]
    uploading, running, broken, ready = items
    assert (uploading["uploaded"], uploading["progress"], uploading["playable"]) == (False, None, False)
    assert (running["uploaded"], running["playable"], running["progress"]["step"]) == (True, True, "plan")
    steps = {step["name"]: step["percent"] for step in running["progress"]["steps"]}
    assert (steps["verify"], steps["probe"], steps["encode"]) == (100, 100, 0)
    assert 0 < running["progress"]["percent"] < 100
    assert broken["failure"] == {"code": "no-picture", "detail": "The file holds no picture."}
    assert (ready["progress"], ready["failure"], ready["playable"], ready["replacing"]) == (None, None, True, False)


def test_the_studio_is_ones_own(studio, api) -> None:
    """Nobody sees the items of another; pages follow each other."""
    coach = api.instructor()
    for number in range(3):
        studio.upload(coach, title=f"Mine {number}")
    assert studio_items(api, api.instructor()) == []
    assert api.get("/media/studio").status == 401
    first = api.get("/media/studio", headers=coach.headers, query={"limit": 2}).json
    second = api.get("/media/studio", headers=coach.headers, query={"limit": 2, "cursor": first["cursor"]}).json
    assert len({item["mediaId"] for item in first["items"] + second["items"]}) == 3
