"""``/media/programs``, ``/media/program``: workouts in an order over weeks, and how far somebody is in them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from neufit.domain.notice import NoticeKind
from neufit.stores.announcements import AnnouncementRow

ZONE = "Europe/Berlin"


def week(*days, title=""):
    """A week that begins with these days, each a list of media ids."""
    return {"title": title, "days": [*days, *[[] for _ in range(7 - len(days))]]}


@pytest.fixture
def coach(api):
    return api.instructor()


@pytest.fixture
def videos(studio, coach):
    return [studio.publish(coach, title=f"Row {number}") for number in range(3)]


@pytest.fixture
def make(api):
    """Make a program; published, unless told otherwise."""

    def made(coach, weeks, *, publish=True, **fields):
        body = {"title": "Row strong", "level": "beginner", "weeks": weeks, **fields}
        reply = api.post("/media/program", headers=coach.headers, json=body)
        assert reply.status == 200, reply.content
        if publish:
            reply = change(api, coach, reply.json["programId"], 0, status="published")
            assert reply.status == 200, reply.content
        return reply.json["programId"]

    return made


def change(api, coach, program_id, revision, **fields):
    query = {"programId": program_id}
    return api.put("/media/program", headers=coach.headers, query=query, json={"revision": revision, **fields})


def show(api, person, program_id):
    headers = {} if person is None else person.headers
    return api.get("/media/program", headers=headers, query={"programId": program_id, "zone": ZONE})


def listed(api, person, **query):
    reply = api.get("/media/programs", headers={} if person is None else person.headers, query={**query})
    assert reply.status == 200, reply.content
    return [item["programId"] for item in reply.json["items"]]


def join(api, person, program_id):
    return api.post("/media/program/membership", headers=person.headers, json={"programId": program_id, "zone": ZONE})


def done(api, person, media_id):
    reply = api.post("/user/history", headers=person.headers, json={"mediaId": media_id, "zone": ZONE})
    assert reply.status == 200, reply.content
    return reply.json["entryId"]


def test_from_a_draft_to_the_lists(api, coach, videos, make):
    """A draft is its maker's alone; published it is found by instructor and topic; archived by nobody new."""
    person = api.customer()
    program_id = make(coach, [week([videos[0]], [], [videos[1], videos[2]])], publish=False, topics=["yoga"])
    assert show(api, person, program_id).status == 404
    assert listed(api, coach, own=True) == [program_id]
    assert listed(api, person, own=True) == []
    assert change(api, coach, program_id, 0, status="published").status == 200
    for query in ({}, {"instructor": coach.user_id.upper()}, {"topic": "yoga"}):
        assert program_id in listed(api, person, **query)
        assert program_id in listed(api, None, **query)
    assert program_id not in listed(api, person, topic="strength")
    assert change(api, coach, program_id, 1, topics=["strength"]).status == 200
    assert program_id not in listed(api, person, topic="yoga")
    assert program_id in listed(api, person, topic="strength")
    assert change(api, coach, program_id, 2, status="archived").status == 200
    assert program_id not in listed(api, person)
    assert show(api, person, program_id).status == 404
    assert show(api, coach, program_id).json["status"] == "archived"
    assert change(api, coach, program_id, 3, status="draft").status == 409


def test_join_do_and_finish(api, coach, videos, make):
    """What is done from the day of joining on counts; the next comes up; taking back goes back."""
    person = api.customer()
    program_id = make(coach, [week([videos[0]], [], [videos[1]]), week([videos[0]])])
    assert show(api, person, program_id).json["progress"] is None
    for _ in range(2):
        assert join(api, person, program_id).status == 200
    found = show(api, person, program_id).json["progress"]
    assert (found["done"], found["total"], found["next"]["week"]) == (0, 3, 0)
    assert found["scheduled"] == {"week": 0, "day": 0}
    entry = done(api, person, videos[0])
    found = show(api, person, program_id).json
    assert found["progress"]["next"]["workout"]["mediaId"] == videos[1]
    assert [each["done"] for day in found["weeks"][0]["days"] for each in day["workouts"]] == [True, False]
    assert found["weeks"][0]["days"][2]["workouts"][0]["next"]
    (mine,) = api.get("/media/programs", headers=person.headers, query={"joined": True, "zone": ZONE}).json["items"]
    assert mine["progress"]["done"] == 1
    api.delete("/user/history", headers=person.headers, query={"entryId": entry})
    assert show(api, person, program_id).json["progress"]["done"] == 0
    for _ in range(2):
        query = {"programId": program_id}
        assert api.delete("/media/program/membership", headers=person.headers, query=query).status == 200
    assert show(api, person, program_id).json["progress"] is None


def test_an_archived_video_is_a_hole(api, coach, videos, make):
    """Told as such, without its title, and nobody waits for it."""
    person = api.customer()
    program_id = make(coach, [week([videos[0]], [videos[1]], [videos[2]])])
    join(api, person, program_id)
    done(api, person, videos[0])
    for media_id in videos[:2]:
        api.delete("/media", headers=coach.headers, query={"mediaId": media_id})
    found = show(api, person, program_id).json
    workouts = [each for day in found["weeks"][0]["days"] for each in day["workouts"]]
    assert [each["card"] is None for each in workouts] == [True, True, False]
    assert [each["done"] for each in workouts] == [True, False, False]
    assert found["progress"]["total"] == 2
    assert found["progress"]["next"]["workout"]["mediaId"] == videos[2]
    assert found["cover"] == videos[2]
    # Its maker may leave the hole where it is while changing something else.
    plan = [week([videos[0]], [videos[1]], [videos[2]], title="Base")]
    assert change(api, coach, program_id, 1, weeks=plan).status == 200


def test_who_is_in_an_archived_program_can_finish_it(api, coach, videos, make):
    """It is shown to those who are in it."""
    person = api.customer()
    program_id = make(coach, [week([videos[0]])])
    join(api, person, program_id)
    change(api, coach, program_id, 1, status="archived")
    assert show(api, person, program_id).json["status"] == "archived"
    assert listed(api, person, joined=True) == [program_id]
    assert join(api, api.customer(), program_id).status == 404


@pytest.mark.parametrize("asks", ["coach", "customer"])
def test_a_block_hides_programs_both_ways(api, coach, videos, make, asks):
    """From lists, by address, and from those that one is in."""
    person = api.customer()
    program_id = make(coach, [week([videos[0]])])
    join(api, person, program_id)
    who, other = (coach, person) if asks == "coach" else (person, coach)
    api.post("/community/blocks", headers=who.headers, json={"userId": other.user_id})
    assert show(api, person, program_id).status == 404
    assert program_id not in listed(api, person)
    assert listed(api, person, instructor=coach.user_id) == []
    assert listed(api, person, joined=True) == []
    assert join(api, person, program_id).status == 404


def test_only_own_published_videos_are_in_a_program(api, coach, videos, studio, make):
    """Neither another's nor one that is being prepared; the place is named."""
    other = studio.publish(api.instructor(), title="Another's")
    waiting = studio.upload(coach, title="Waiting")
    for media_id in (other, waiting, "nothing"):
        body = {"title": "P", "level": "beginner", "weeks": [week([videos[0]], [videos[1], media_id])]}
        reply = api.post("/media/program", headers=coach.headers, json=body)
        assert (reply.status, reply.fields) == (400, ["weeks.0.days.1.1"])
    assert (
        api.post("/media/program", headers=api.customer().headers, json={"title": "P", "level": "beginner"}).status
        == 403
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"weeks": [{"days": [[]] * 6}]},
        {"weeks": [{"days": [[]] * 8}]},
        {"weeks": [{"days": [[]] * 7}] * 13},
        {"weeks": [{"days": [["a"] * 4, *[[]] * 6]}]},
        {"level": "superhuman"},
        {"title": " "},
        {"topics": ["no_such_topic"]},
        {"status": "published"},
    ],
)
def test_bad_input(api, studio, coach, fields):
    """Twelve weeks of seven days of three workouts at most."""
    body = {"title": "P", "level": "beginner", **fields}
    reply = api.post("/media/program", headers=coach.headers, json=body)
    assert reply.status == 400
    assert reply.fields


def test_an_empty_week_is_not_published(api, coach, videos, make):
    """The week is named."""
    program_id = make(coach, [week([videos[0]]), week()], publish=False)
    reply = change(api, coach, program_id, 0, status="published")
    assert (reply.status, reply.fields) == (400, ["weeks.1"])


def test_of_two_editors_one_wins(api, coach, videos, make):
    """The other is told to load again; strangers find nothing."""
    program_id = make(coach, [week([videos[0]])], publish=False)
    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(lambda name: change(api, coach, program_id, 0, title=f"T {name}"), range(4)))
    assert sorted(each.status for each in replies) == [200, 409, 409, 409]
    assert change(api, coach, program_id, 0, title="Late").status == 409
    assert change(api, api.instructor(), program_id, 1, title="Mine").status == 404


def test_a_repeated_request_makes_one_program(api, coach):
    """By its key; another's key is another's."""
    headers = {**coach.headers, "Idempotency-Key": "k1"}
    body = {"title": "P", "level": "beginner"}
    first, second = (api.post("/media/program", headers=headers, json=body) for _ in range(2))
    assert first.json == second.json
    other = {**api.instructor().headers, "Idempotency-Key": "k1"}
    assert api.post("/media/program", headers=other, json=body).json["programId"] != first.json["programId"]


def test_one_is_in_ten_programs_at_most(api, coach, videos, make):
    """An eleventh waits until one is left."""
    person = api.customer()
    made = [make(coach, [week([videos[0]])]) for _ in range(11)]
    assert [join(api, person, each).status for each in made] == [200] * 10 + [409]
    api.delete("/media/program/membership", headers=person.headers, query={"programId": made[0]})
    assert join(api, person, made[10]).status == 200


def test_pages(api, coach, videos, make):
    """Newest first, each once."""
    made = [make(coach, [week([videos[0]])]) for _ in range(3)]
    query, found = {"instructor": coach.user_id, "limit": 2}, []
    while True:
        page = api.get("/media/programs", query=query).json
        found += [item["programId"] for item in page["items"]]
        if page["cursor"] is None:
            break
        query["cursor"] = page["cursor"]
    assert sorted(found) == sorted(made)
    assert api.get("/media/programs", query={"own": True}).status == 401
    assert api.get("/media/programs", query={"topic": "yoga", "instructor": "x"}).status == 400


def test_subscribers_hear_of_a_new_program_once(api, coach, videos, make):
    """When it is published for the first time, not when it comes back."""

    def told():
        return [row for row in AnnouncementRow.scan() if NoticeKind.NEW_PROGRAM.value in row.told]

    program_id = make(coach, [week([videos[0]])], publish=False)
    before = len(told())
    for revision, status in enumerate(["published", "archived", "published"]):
        assert change(api, coach, program_id, revision, status=status).status == 200
    assert len(told()) == before + 1


def test_what_it_costs(api, coach, videos, make, operations, clock):
    """A list is three reads, with progress two queries more, however many programs it holds."""
    person = api.customer()
    for _ in range(3):
        join(api, person, make(coach, [week([videos[0]], [videos[1]])]))
    done(api, person, videos[0])
    clock.advance(timedelta(minutes=1))
    operations.clear()
    listed(api, None)
    assert operations == ["Query", "BatchGetItem", "BatchGetItem"]
    operations.clear()
    listed(api, person, joined=True)
    assert operations == ["GetItem", "Query", "BatchGetItem", "BatchGetItem", "Query"]
