"""``/community/reports``: what moderators should look at."""

from datetime import timedelta

import pytest

from neufit.domain.media import Kind, Media, Status
from neufit.domain.report import MAX_EVIDENCE_BYTES, MAX_PER_DAY, MAX_WORDS
from neufit.ids import new_id


@pytest.fixture
def media_item(services, clock):
    """A function that puts a video into the table."""

    def put(owner_id, status):
        item = Media(
            media_id=new_id(clock()),
            owner_id=owner_id,
            kind=Kind.VIDEO,
            title="Morning row",
            status=status,
            version="v1",
            created_at=clock(),
        )
        services.media.create(item)
        return item.media_id

    return put


def report(api, person, about, **fields):
    body = {"about": about, "category": "harassment", **fields}
    return api.post("/community/reports", headers=person.headers if person else None, json=body)


def queue(api, person, **query):
    return api.get("/community/reports", headers=person.headers if person else None, query=query)


def meeting(api, host, **fields):
    body = {"kind": "group_class", "title": "Flow", **fields}
    return api.post("/meet", headers=host.headers, json=body).json["meetingId"]


def test_moderators_read_what_was_given(api, moderator, media_item, clock):
    """Each kind, with words and evidence as they were sent, who and when; the newest first."""
    anna, bob = api.instructor(), api.customer()
    class_id = meeting(api, anna)
    clock.advance(timedelta(minutes=10))
    evidence = {"lines": [{"seq": 812, "log": "c81f", "text": "Pfui! ☠ <b>"}], "atMs": 93_500.5, "note": None}
    about = [
        {"kind": "person", "userId": anna.user_id},
        {"kind": "media", "mediaId": media_item(anna.user_id, Status.AVAILABLE)},
        {"kind": "moment", "meetingId": class_id, "at": "2026-03-02T09:05:00Z"},
        {"kind": "moment", "meetingId": class_id, "at": "03-02-2026 09:05:30 UTC", "userId": anna.user_id},
        {"kind": "message", "meetingId": class_id, "log": "c81f", "seq": 812, "userId": "long_gone"},
    ]
    receipts = []
    for place, each in enumerate(about):
        reply = report(api, bob, each, words=f"  Number {place} ", evidence=evidence)
        assert reply.status == 200, reply.content
        receipts.append(reply.json)
        clock.advance(timedelta(seconds=1))
    ids = [receipt["reportId"] for receipt in receipts]
    items = [each for each in queue(api, moderator).json["items"] if each["reportId"] in ids]
    assert [each["reportId"] for each in items] == ids[::-1]
    nothing = dict.fromkeys(("userId", "mediaId", "commentId", "meetingId", "at", "log", "seq"))
    class_seen = {"title": "Flow", "kind": "group_class", "host": anna.user_id, "startsAt": "2026-03-02T09:00:00+00:00"}
    digest = items[0].pop("digest")
    assert items[0] == {
        "reportId": ids[4],
        "state": "open",
        "reporter": bob.user_id,
        "person": "long_gone",
        "personName": None,
        "suspendedUntil": None,
        "seen": class_seen,
        "intact": True,
        "decision": None,
        "about": {**nothing, **about[4]},
        "category": "harassment",
        "words": "Number 4",
        "evidence": evidence,
        "at": "2026-03-02T09:10:04Z",
    }
    assert items[1]["about"] == {**nothing, **about[3], "at": "2026-03-02T09:05:30Z"}
    assert items[4]["about"] == {**nothing, **about[0]}
    assert (len(digest), digest) == (64, receipts[4]["digest"])
    assert [each["person"] for each in items] == ["long_gone", anna.user_id, None, anna.user_id, anna.user_id]
    assert items[3]["seen"]["title"] == "Morning row"
    assert items[4]["seen"]["displayName"] == items[4]["personName"] == anna.user_id
    assert all(each["intact"] for each in items)


def test_pages(api, moderator, clock):
    """Each report once; a cursor that was changed is refused."""
    bob, others = api.customer(), [api.customer().user_id for _ in range(5)]
    made = []
    for other in others:
        clock.advance(timedelta(seconds=1))
        made.append(report(api, bob, {"kind": "person", "userId": other}).json["reportId"])
    found, cursor = [], None
    while True:
        page = queue(api, moderator, limit=2, **({"cursor": cursor} if cursor else {})).json
        found += [item["reportId"] for item in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert [each for each in found if each in made] == made[::-1]
    assert len(set(found)) == len(found)
    assert queue(api, moderator, cursor="x" * 40).status == 400


def test_nobody_else_reads_reports(api):
    """Customers and instructors are 403, nobody is 401."""
    for person in (api.customer(), api.instructor()):
        assert queue(api, person).status == 403
    assert queue(api, None).status == 401
    assert report(api, None, {"kind": "person", "userId": "anna"}).status == 401


def test_what_one_can_not_see_can_not_be_reported(api, media_item):
    """Hidden and missing are the same 404: reports are no way to probe."""
    anna, bob, carl = api.instructor(), api.customer(), api.customer()
    pair = meeting(api, anna, kind="one_on_one", users=[bob.user_id])
    moment = {"kind": "moment", "at": "2026-03-02T09:00:00Z"}
    message = {"kind": "message", "log": "l", "seq": 1, "userId": anna.user_id}
    for about in (
        {"kind": "person", "userId": "nobody_there"},
        {"kind": "media", "mediaId": "no_such_item"},
        {"kind": "media", "mediaId": media_item(anna.user_id, Status.ARCHIVED)},
        {**moment, "meetingId": "no_such_meeting"},
        {**moment, "meetingId": pair},
        {**message, "meetingId": pair},
    ):
        assert report(api, carl, about).status == 404, about
    assert report(api, bob, {**moment, "meetingId": pair}).status == 200


def test_blocking_first_and_reporting_then(api):
    """Who blocks somebody in a class can still report what happened there."""
    anna, bob = api.instructor(), api.customer()
    class_id = meeting(api, anna)
    api.post("/community/blocks", headers=bob.headers, json={"userId": anna.user_id})
    about = {"kind": "message", "meetingId": class_id, "log": "l", "seq": 3, "userId": anna.user_id}
    assert report(api, bob, about).status == 200


@pytest.mark.parametrize("at", ["2026-03-02T08:44:00Z", "2026-03-02T09:21:00Z", "2026-03-02T11:00:00Z"])
def test_a_moment_lies_in_its_meeting(api, clock, at):
    """Not before people could join, not in the future."""
    class_id = meeting(api, api.instructor())
    clock.advance(timedelta(minutes=20))
    reply = report(api, api.customer(), {"kind": "moment", "meetingId": class_id, "at": at})
    assert (reply.status, reply.fields) == (400, ["about.at"])


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"about": {"kind": "person"}}, "about.person.userId"),
        ({"about": {"kind": "weather"}}, "about"),
        ({"about": {"userId": "anna_1"}}, "about"),
        ({"about": "anna_1"}, "about"),
        ({"about": {"kind": "person", "userId": "anna_1", "mediaId": "m"}}, "about.person.mediaId"),
        ({"about": {"kind": "message", "meetingId": "m", "log": "l", "seq": 0, "userId": "a"}}, "about.message.seq"),
        ({"category": "rude"}, "category"),
        ({"category": None}, "category"),
        ({"words": "x" * (MAX_WORDS + 1)}, "words"),
        ({"words": "nul\u0000"}, "words"),
        ({"evidence": []}, "evidence"),
        ({"evidence": "text"}, "evidence"),
        ({"evidence": {"text": "x" * MAX_EVIDENCE_BYTES}}, "evidence"),
        ({"evidence": {"text": "ä" * (MAX_EVIDENCE_BYTES // 2)}}, "evidence"),
        ({"state": "closed"}, "state"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_reports_that_can_not_be(api, fields, named):
    """A 400 that names the field."""
    anna, bob = api.customer(), api.customer()
    body = {"about": {"kind": "person", "userId": anna.user_id}, "category": "spam", **fields}
    reply = api.post("/community/reports", headers=bob.headers, json=body)
    assert reply.status == 400, reply.content
    assert named in reply.fields


@pytest.mark.parametrize(
    "evidence",
    [
        b'{"a": 1e999}',
        b'{"a": ' + b"9" * 5000 + b"}",
        b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b'{"a": "\\ud800"}',
        b'{"a": NaN}',
    ],
    ids=["infinite", "digits", "deep", "surrogate", "nan"],
)
def test_evidence_that_is_no_json_for_others(api, evidence):
    """What other readers of JSON could not take is a 400, never a crash."""
    anna, bob = api.customer(), api.customer()
    about = b'{"kind": "person", "userId": "' + anna.user_id.encode() + b'"}'
    body = b'{"about": ' + about + b', "category": "spam", "evidence": ' + evidence + b"}"
    reply = api.post("/community/reports", headers=bob.headers, content=body, content_type="application/json")
    assert reply.status == 400, reply.content


def test_evidence_that_is_deep_and_odd_comes_back(api, moderator):
    """Nested a hundred deep, keys of any text, numbers beyond a double's whole ones: as it was."""
    deep = []
    for _ in range(100):
        deep = [deep]
    evidence = {"deep": deep, "": {"\u0000": "\U0001f9d8", "__proto__": 2**70}, "f": [0.1, -0.0, 1e-300, True, None]}
    bob = api.customer()
    reply = report(api, bob, {"kind": "person", "userId": api.customer().user_id}, evidence=evidence)
    assert reply.status == 200, reply.content
    (item,) = [each for each in queue(api, moderator).json["items"] if each["reporter"] == bob.user_id]
    assert item["evidence"] == evidence


def test_nobody_reports_himself(api):
    """Of any kind."""
    bob, class_id = api.customer(), meeting(api, api.instructor())
    for about in (
        {"kind": "person", "userId": bob.user_id.upper()},
        {"kind": "message", "meetingId": class_id, "log": "l", "seq": 1, "userId": bob.user_id},
        {"kind": "moment", "meetingId": class_id, "at": "2026-03-02T09:00:00Z", "userId": bob.user_id},
    ):
        reply = report(api, bob, about)
        assert (reply.status, reply.fields) == (400, ["about.userId"])


def test_twice_is_once_and_twenty_are_enough(api, moderator, clock):
    """A second tap answers the first report; the 21st on a day is a 429 that says when."""
    bob, about = api.customer(), {"kind": "person", "userId": api.customer().user_id}
    ids = {report(api, bob, about).json["reportId"] for _ in range(3)}
    assert len(ids) == 1
    others = [api.customer().user_id for _ in range(MAX_PER_DAY)]
    for other in others[1:]:
        assert report(api, bob, {"kind": "person", "userId": other}).status == 200
    refused = report(api, bob, {"kind": "person", "userId": others[0]})
    assert (refused.status, refused.code) == (429, "too-many-requests")
    assert refused.headers["retry-after"] == str(15 * 3600)
    mine = [each for each in queue(api, moderator, limit=50).json["items"] if each["reporter"] == bob.user_id]
    assert len(mine) == MAX_PER_DAY
    clock.advance(timedelta(hours=15))
    assert report(api, api.sign_in(bob.user_id), {"kind": "person", "userId": others[0]}).status == 200


def test_one_open_report_of_each_thing(api, media_item):
    """Of the same person, the same video, the same person in a meeting; another one of each is another report."""
    anna, bob = api.instructor(), api.customer()
    class_id = meeting(api, anna)
    message = {"kind": "message", "meetingId": class_id, "log": "l", "seq": 1, "userId": anna.user_id}
    moment = {"kind": "moment", "meetingId": class_id, "at": "2026-03-02T09:00:00Z", "userId": anna.user_id.upper()}
    person = {"kind": "person", "userId": anna.user_id}
    video = {"kind": "media", "mediaId": media_item(anna.user_id, Status.AVAILABLE)}
    for about in (message, person, video):
        assert report(api, bob, about).status == 200
    for about in (message, moment, person, video):
        again = report(api, bob, about, words="And more.")
        assert (again.status, again.code) == (409, "already-reported")
    assert report(api, bob, {**message, "userId": "somebody_else"}).status == 200
    assert report(api, api.customer(), person).status == 200
