"""``/media/comments``: what people say below a video, and who sees it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from neufit.domain.comment import MAX_PER_HOUR, MAX_TEXT
from neufit.domain.notice import NoticeKind
from neufit.stores.announcements import AnnouncementRow


@pytest.fixture
def coach(api):
    return api.instructor()


@pytest.fixture
def video(studio, coach):
    return studio.publish(coach)


def say(api, person, media_id, text="Well rowed!"):
    return api.post("/media/comments", headers=person.headers, json={"mediaId": media_id, "text": text})


def said(api, person, media_id, **query):
    headers = {} if person is None else person.headers
    reply = api.get("/media/comments", headers=headers, query={"mediaId": media_id, **query})
    assert reply.status == 200, reply.content
    return reply.json["items"]


def change(api, person, media_id, comment, **body):
    query = {"mediaId": media_id, "commentId": comment["commentId"]}
    return api.put(
        "/media/comments", headers=person.headers, query=query, json={"revision": comment["revision"], **body}
    )


def delete(api, person, media_id, comment):
    query = {"mediaId": media_id, "commentId": comment["commentId"]}
    return api.delete("/media/comments", headers=person.headers, query=query)


def test_newest_first_in_pages(api, coach, video, clock):
    """For everybody, also without an account; the instructor's are marked."""
    person = api.customer()
    for number in range(3):
        assert say(api, person, video, f"Round {number}").status == 200
        clock.advance(timedelta(seconds=1))
    say(api, coach, video, "Thank you all")
    found = said(api, None, video)
    assert [each["text"] for each in found] == ["Thank you all", "Round 2", "Round 1", "Round 0"]
    assert [each["byInstructor"] for each in found] == [True, False, False, False]
    assert not any(each["mine"] or each["canHide"] for each in found)
    first = api.get("/media/comments", query={"mediaId": video, "limit": 3}).json
    rest = api.get("/media/comments", query={"mediaId": video, "limit": 3, "cursor": first["cursor"]}).json
    assert [each["text"] for each in rest["items"]] == ["Round 0"]


def test_editing_and_deleting_are_the_authors(api, coach, video):
    """Of two edits of one revision one wins; others are refused; deleting twice is deleting."""
    person = api.customer()
    comment = say(api, person, video).json
    with ThreadPoolExecutor(3) as pool:
        replies = list(pool.map(lambda word: change(api, person, video, comment, text=f"Better {word}"), range(3)))
    assert sorted(each.status for each in replies) == [200, 409, 409]
    (now,) = said(api, person, video)
    assert now["editedAt"] is not None
    assert now["revision"] == 1
    assert change(api, coach, video, now, text="Mine").status == 403
    assert delete(api, coach, video, now).status == 403
    for _ in range(2):
        assert delete(api, person, video, now).status == 200
    assert said(api, person, video) == []
    assert change(api, person, video, now, text="Back").status == 404


def test_the_instructor_hides(api, coach, video):
    """From all but the author and the instructor, and shows again; nobody else can."""
    author, other = api.customer(), api.customer()
    comment = say(api, author, video).json
    assert change(api, other, video, comment, hidden=True).status == 403
    assert said(api, coach, video)[0]["canHide"]
    hidden = change(api, coach, video, comment, hidden=True)
    assert hidden.json["hidden"]
    assert said(api, other, video) == said(api, None, video) == []
    assert said(api, author, video)[0]["hidden"]
    assert change(api, other, video, hidden.json, hidden=False).status == 404
    assert change(api, coach, video, hidden.json, hidden=False).status == 200
    assert len(said(api, other, video)) == 1


@pytest.mark.parametrize("asks", [0, 1])
def test_blocks_hide_both_ways(api, video, asks):
    """Two who are apart do not read each other; others read both."""
    pair = [api.customer(), api.customer()]
    for number, person in enumerate(pair):
        say(api, person, video, f"From {number}")
    api.post("/community/blocks", headers=pair[asks].headers, json={"userId": pair[1 - asks].user_id})
    assert [each["text"] for each in said(api, pair[0], video)] == ["From 0"]
    assert [each["text"] for each in said(api, pair[1], video)] == ["From 1"]
    assert len(said(api, None, video)) == 2


def test_who_is_apart_from_the_instructor_finds_no_video(api, coach, video):
    """Neither to read nor to write."""
    person = api.customer()
    comment = say(api, person, video).json
    api.post("/community/blocks", headers=coach.headers, json={"userId": person.user_id})
    assert say(api, person, video, "Still here").status == 404
    assert api.get("/media/comments", headers=person.headers, query={"mediaId": video}).status == 404
    assert change(api, person, video, comment, text="Other").status == 404
    assert delete(api, person, video, comment).status == 200


def test_how_much_one_can_say(api, video):
    """The same words are one comment; twenty in an hour, however many come at once; then one waits."""
    person = api.customer()
    first = say(api, person, video)
    assert say(api, person, video).json == first.json
    with ThreadPoolExecutor(6) as pool:
        statuses = list(pool.map(lambda number: say(api, person, video, f"N {number}").status, range(MAX_PER_HOUR + 5)))
    assert len(said(api, None, video, limit=50)) == 1 + statuses.count(200) <= MAX_PER_HOUR
    for number in range(MAX_PER_HOUR):
        say(api, person, video, f"More {number}")
    assert len(said(api, None, video, limit=50)) == MAX_PER_HOUR
    refused = say(api, person, video, "One too many")
    assert (refused.status, refused.code) == (429, "too-many-requests")


def test_an_edit_never_undoes_a_hide(api, coach, video, monkeypatch):
    """Not even one that says a revision ahead, and comes while the instructor hides."""
    author = api.customer()
    comment = say(api, author, video).json
    store = api.services.comments
    get = store.get

    def hidden_after_the_look(media_id, comment_id):
        found = get(media_id, comment_id)
        store.hide(found, api.services.clock())
        return found

    monkeypatch.setattr(store, "get", hidden_after_the_look)
    reply = change(api, author, video, {**comment, "revision": 1}, text="Better")
    monkeypatch.undo()
    assert reply.status == 409
    (now,) = said(api, author, video)
    assert (now["hidden"], now["text"]) == (True, "Well rowed!")


@pytest.mark.parametrize("text", ["", "   ", "x" * (MAX_TEXT + 1), "bell\a", None, 7])
def test_bad_words(api, video, text):
    """Empty, too long, or not text."""
    assert say(api, api.customer(), video, text).status == 400


def test_bad_requests(api, studio, coach, video):
    """A video that isn't shown, two changes at once, none at all."""
    person = api.customer()
    hidden = studio.upload(coach, title="Not yet")
    assert say(api, person, hidden).status == 404
    assert say(api, person, "nothing").status == 404
    comment = say(api, person, video).json
    assert change(api, person, video, comment).status == 400
    assert change(api, person, video, comment, text="a", hidden=True).status == 400


def test_the_instructor_hears_of_it(api, coach, video):
    """Of others' comments, once each, in the transaction of the comment; of the own ones not."""

    def told():
        return [row.told for row in AnnouncementRow.scan() if NoticeKind.COMMENT.value in row.told]

    before = len(told())
    say(api, coach, video, "Hello")
    person = api.customer()
    say(api, person, video, "Great")
    say(api, person, video, "Great")
    assert len(told()) == before + 1


def test_a_comment_can_be_reported(api, coach, video):
    """With its words kept as they were; not the own one, nor one that isn't seen."""
    author, other = api.customer(), api.customer()
    comment = say(api, author, video, "Rude words").json
    about = {"kind": "comment", "mediaId": video, "commentId": comment["commentId"]}
    body = {"about": about, "category": "harassment"}
    assert api.post("/community/reports", headers=author.headers, json=body).status == 400
    report = api.post("/community/reports", headers=other.headers, json=body)
    assert report.status == 200, report.content
    again = api.post("/community/reports", headers=other.headers, json={**body, "words": "again"})
    assert again.code == "already-reported"
    delete(api, author, video, comment)
    kept = api.services.reports.get(report.json["reportId"])
    assert kept.seen["text"] == "Rude words"
    assert kept.person_id == author.user_id
    assert kept.intact
    assert api.post("/community/reports", headers=coach.headers, json=body).status == 404


def test_what_it_costs(api, video, operations):
    """A page is one read of the video, one query and one batch of names; writing is one transaction more."""
    person = api.customer()
    say(api, person, video, "One")
    operations.clear()
    said(api, person, video)
    assert operations == ["GetItem", "GetItem", "Query", "BatchGetItem"]
    operations.clear()
    say(api, person, video, "Two")
    assert operations == ["GetItem", "GetItem", "BatchGetItem", "GetItem", "TransactWriteItems"]
