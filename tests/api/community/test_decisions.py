"""What moderators do about reports, and what it means for those concerned."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import boto3
import pytest

from neufit.contracts.suspension import PREFIX, Suspension
from neufit.signing import PemSigner, Verifier
from neufit.stores.users import UserRow

WORDS = "This is not how we train together."


@pytest.fixture
def reported(api):
    """A customer, an instructor and the customer's report of the instructor."""
    anna, bob = api.instructor(displayName="Anna"), api.customer()
    body = {"about": {"kind": "person", "userId": anna.user_id}, "category": "harassment", "words": "Rude."}
    reply = api.post("/community/reports", headers=bob.headers, json=body)
    assert reply.status == 200, reply.content
    return anna, bob, reply.json["reportId"]


@pytest.fixture
def bucket(services):
    """The bucket of media, where word of suspensions is left."""
    settings = services.settings
    client = boto3.client("s3", region_name=settings.region, endpoint_url=settings.aws_endpoint)
    if settings.media_bucket not in {each["Name"] for each in client.list_buckets()["Buckets"]}:
        place = {"LocationConstraint": settings.region}
        client.create_bucket(Bucket=settings.media_bucket, CreateBucketConfiguration=place)
    yield client
    client.close()


def decide(api, moderator, report_id, action, **fields):
    body = {"action": action, "words": WORDS, **fields}
    return api.put("/community/reports", headers=moderator.headers, query={"reportId": report_id}, json=body)


def mine(api, person):
    return api.get("/community/reports", headers=person.headers, query={"mine": "true"}).json["items"]


def listed(api, moderator, queue):
    reply = api.get("/community/reports", headers=moderator.headers, query={"queue": queue, "limit": 50})
    return {each["reportId"]: each for each in reply.json["items"]}


def words_for(services, bucket, person):
    """The words about a person that were left for the relays."""
    name, verifier = services.settings.media_bucket, Verifier(PemSigner(services.settings.signing_key).public_pem)
    keys = [each["Key"] for each in bucket.list_objects_v2(Bucket=name, Prefix=PREFIX).get("Contents", [])]
    bodies = [bucket.get_object(Bucket=name, Key=key)["Body"].read().decode() for key in keys]
    found = [Suspension.verify(body, verifier, leeway=10**9) for body in bodies]
    return [each for each in found if each.person == person.user_id.lower()]


def sign_in(api, person):
    return api.post("/auth", headers={"userId": person.user_id, "userPassword": person.password})


def test_dismissing(api, moderator, reported):
    """The report leaves the queue, its reporter reads why and not by whom; nothing happens to the person."""
    anna, bob, report_id = reported
    assert mine(api, bob)[0]["state"] == "open"
    assert report_id in listed(api, moderator, "open")
    done = decide(api, moderator, report_id, "dismiss")
    assert done.json["decision"] == {
        "words": WORDS,
        "by": moderator.user_id,
        "at": "2026-03-02T09:00:00Z",
        "until": None,
    }
    assert report_id not in listed(api, moderator, "open")
    assert listed(api, moderator, "decided")[report_id] == done.json
    (own,) = mine(api, bob)
    assert (own["state"], own["decision"]["words"], own["decision"]["by"]) == ("dismissed", WORDS, None)
    assert mine(api, anna) == []
    profile = api.get("/user", headers=anna.headers).json
    assert profile["warnings"] == []


def test_warning(api, moderator, reported):
    """The person reads it in the own profile, nobody else does."""
    anna, bob, report_id = reported
    assert decide(api, moderator, report_id, "warn").json["state"] == "warned"
    assert api.get("/user", headers=anna.headers).json["warnings"] == [{"at": "2026-03-02T09:00:00Z", "words": WORDS}]
    seen = api.get("/user", headers={"userId": anna.user_id, "authToken": bob.token}).json
    assert seen["warnings"] == []
    assert mine(api, bob)[0]["state"] == "warned"


def test_suspending_for_a_time(api, services, moderator, reported, bucket, clock):
    """Every session ends at once, signing in says until when and only to who has the password; then all is back."""
    anna, bob, report_id = reported
    second = api.sign_in(anna.user_id)
    body = {"kind": "group_class", "title": "Flow", "startTime": "2026-03-02T09:10:00Z"}
    class_id = api.post("/meet", headers=anna.headers, json=body).json["meetingId"]
    early = {
        "kind": "group_class",
        "title": "Dawn",
        "startTime": "2026-03-02T09:00:00Z",
        "endTime": "2026-03-02T09:10:00Z",
    }
    early_id = api.post("/meet", headers=anna.headers, json=early).json["meetingId"]
    join = {"headers": bob.headers, "query": {"meetingId": class_id}}
    assert api.get("/meet", **join).status == api.post("/meet", **join).status == 200
    until = "2026-03-02T09:05:00Z"
    done = decide(api, moderator, report_id, "suspend", until=until)
    assert (done.status, done.json["decision"]["until"], done.json["suspendedUntil"]) == (200, until, until)
    for session in (anna, second):
        assert api.get("/auth", headers=session.headers).status == 401
        assert api.post("/meet", headers=session.headers, query={"meetingId": class_id}).status == 401
    refused = sign_in(api, anna)
    assert (refused.status, refused.code) == (403, "account-suspended")
    assert refused.json["detail"] == "This account is suspended until 2026-03-02 09:05 UTC."
    wrong = api.post("/auth", headers={"userId": anna.user_id, "userPassword": "another PASSWORD"})
    assert (wrong.status, wrong.code) == (401, "wrong-credentials")
    assert api.get("/meet", **join).status == api.post("/meet", **join).status == 404
    upcoming = api.get("/meet/upcoming", headers=bob.headers).json["items"]
    assert class_id not in [each["meetingId"] for each in upcoming]
    assert api.get("/user", headers={"userId": anna.user_id}).status == 404
    assert anna.user_id not in [each["userId"] for each in api.get("/user/instructors").json["items"]]
    subscribed = api.post("/user/subscriptions", headers=bob.headers, json={"source": anna.user_id})
    assert (subscribed.status, subscribed.code) == (400, "unknown-source")
    (word,) = words_for(services, bucket, anna)
    assert word.at == clock().replace(microsecond=0)
    clock.advance(timedelta(minutes=5))
    assert sign_in(api, anna).status == 200
    assert api.get("/meet", **join).json["status"] == "scheduled"
    ended = api.get("/meet", headers=bob.headers, query={"meetingId": early_id})
    assert ended.json["status"] == "ended", "what was to take place meanwhile is off"
    assert api.get("/user", headers={"userId": anna.user_id}).status == 200


def test_suspending_for_good_and_lifting_it(api, moderator, reported, bucket):
    """Without an end it stays until a moderator lifts it; lifting twice changes nothing, others can't."""
    anna, bob, report_id = reported
    assert decide(api, moderator, report_id, "suspend").json["decision"]["until"] is None
    assert sign_in(api, anna).json["detail"] == "This account is suspended."
    lift = {"query": {"userId": anna.user_id}}
    assert api.delete("/community/suspensions", headers=bob.headers, **lift).status == 403
    for _ in range(2):
        assert api.delete("/community/suspensions", headers=moderator.headers, **lift).status == 200
    assert sign_in(api, anna).status == 200
    assert mine(api, bob)[0]["state"] == "suspended"


def test_a_shorter_suspension_does_not_shorten(api, moderator, reported, bucket):
    """Another report's decision never lets somebody back in sooner."""
    anna, _, report_id = reported
    body = {"about": {"kind": "person", "userId": anna.user_id}, "category": "spam"}
    other = api.post("/community/reports", headers=api.customer().headers, json=body).json["reportId"]
    decide(api, moderator, report_id, "suspend")
    assert decide(api, moderator, other, "suspend", until="2026-03-02T10:00:00Z").status == 200
    assert sign_in(api, anna).json["detail"] == "This account is suspended."


def test_signing_in_while_being_suspended(api, services, moderator, reported, bucket):
    """Whoever comes first: no session is left that lives on."""
    anna, _, report_id = reported
    start = Barrier(3)

    def enter():
        start.wait()
        return sign_in(api, anna)

    def suspend():
        start.wait()
        return decide(api, moderator, report_id, "suspend")

    with ThreadPoolExecutor(3) as pool:
        tries = [pool.submit(enter), pool.submit(enter)]
        assert pool.submit(suspend).result().status == 200
        replies = [each.result() for each in tries]
    for reply in replies:
        token = reply.json.get("authToken")
        assert token is None or api.get("/auth", headers={"authToken": token}).status == 401
    assert UserRow.get(anna.user_id).sessions is None


def test_two_moderators_decide_at_once(api, appoint, reported):
    """One decides, the other is told; who repeats the own decision gets it again."""
    _, _, report_id = reported
    judges, start = [appoint() for _ in range(4)], Barrier(4)

    def judge(moderator):
        start.wait()
        return decide(api, moderator, report_id, "warn", words=moderator.user_id)

    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(judge, judges))
    won = [each.json for each in replies if each.status == 200]
    assert len(won) == 1
    assert {each.code for each in replies if each.status != 200} == {"already-decided"}
    winner = next(each for each in judges if each.user_id == won[0]["decision"]["by"])
    assert decide(api, winner, report_id, "warn", words=winner.user_id).json == won[0]
    assert decide(api, winner, report_id, "dismiss").code == "already-decided"


def test_a_repeated_suspension_tells_the_relays_again(api, services, moderator, reported, bucket):
    """Whoever died between the transaction and the word makes up for it by repeating the request."""
    anna, _, report_id = reported
    for _ in range(2):
        assert decide(api, moderator, report_id, "suspend").status == 200
    assert len(words_for(services, bucket, anna)) == 2


def test_who_may_not_decide(api, moderator, appoint, reported):
    """Customers, instructors, nobody; and no moderator about the own report or about oneself or another one."""
    anna, bob, report_id = reported
    for person in (anna, bob):
        assert decide(api, person, report_id, "dismiss").status == 403
    reply = api.put("/community/reports", query={"reportId": report_id}, json={"action": "dismiss", "words": "x"})
    assert reply.status == 401
    body = {"about": {"kind": "person", "userId": moderator.user_id}, "category": "spam"}
    about_me = api.post("/community/reports", headers=bob.headers, json=body).json["reportId"]
    assert decide(api, moderator, about_me, "dismiss").code == "own-report"
    assert decide(api, appoint(), about_me, "suspend").code == "a-moderator"
    body = {"about": {"kind": "person", "userId": anna.user_id}, "category": "spam"}
    by_me = api.post("/community/reports", headers=moderator.headers, json=body).json["reportId"]
    assert decide(api, moderator, by_me, "warn").code == "own-report"
    assert decide(api, appoint(), by_me, "warn").status == 200


def test_somebody_who_is_gone(api, moderator, reported):
    """There is nobody to warn or suspend; dismissing works."""
    anna, _, report_id = reported
    api.delete("/user", headers={**anna.headers, "userPassword": anna.password})
    for action in ("warn", "suspend"):
        refused = decide(api, moderator, report_id, action)
        assert (refused.status, refused.code) == (400, "nobody-there")
    assert decide(api, moderator, report_id, "dismiss").status == 200


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"action": "forgive"}, "action"),
        ({"words": ""}, "words"),
        ({"words": " \n "}, "words"),
        ({"words": "x" * 1001}, "words"),
        ({"action": "suspend", "until": "2026-03-02T08:59:59Z"}, "until"),
        ({"action": "suspend", "until": "tomorrow"}, "until"),
        ({"action": "warn", "until": "2026-03-03T09:00:00Z"}, "until"),
        ({"state": "open"}, "state"),
    ],
)
def test_decisions_that_can_not_be(api, moderator, reported, fields, named):
    """A 400 that names the field; the report still waits."""
    _, _, report_id = reported
    body = {"action": "dismiss", "words": "No.", **fields}
    reply = api.put("/community/reports", headers=moderator.headers, query={"reportId": report_id}, json=body)
    assert (reply.status, reply.fields) == (400, [named]), reply.content
    assert report_id in listed(api, moderator, "open")


def test_no_such_report(api, moderator):
    """A 404."""
    assert decide(api, moderator, "01JD0W6F7MZ5Q8R3T9V2X4Y6ZA", "dismiss").status == 404
    query = {"userId": "nobody_there"}
    assert api.delete("/community/suspensions", headers=moderator.headers, query=query).status == 404


def test_pages_of_what_one_reported(api):
    """Newest first, each once; the cursor is of this listing only."""
    bob, made = api.customer(), []
    for _ in range(3):
        body = {"about": {"kind": "person", "userId": api.customer().user_id}, "category": "spam"}
        made.append(api.post("/community/reports", headers=bob.headers, json=body).json["reportId"])
        api.services.clock.advance(timedelta(seconds=1))
    found, cursor = [], None
    while True:
        query = {"mine": "true", "limit": 2, **({"cursor": cursor} if cursor else {})}
        page = api.get("/community/reports", headers=bob.headers, query=query).json
        found += [each["reportId"] for each in page["items"]]
        if page["cursor"] is None:
            break
        cursor = page["cursor"]
    assert found == made[::-1]
    other = api.get("/community/reports", headers=api.customer().headers, query={"mine": "true", "cursor": cursor})
    assert other.status == 400
    assert all(datetime.fromisoformat(each["at"]) for each in page["items"])
