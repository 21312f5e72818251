"""``/auth``: sessions begin, are listed, are extended, end."""

from datetime import timedelta

import pytest

from neufit.domain.session import token_hash


def test_signing_in_gives_a_session(api):
    """The answer names the person, the role and a token; the token opens the owner's full profile."""
    person = api.sign_up("Coach_Anna", "instructor")
    reply = api.post("/auth", headers={"userId": "Coach_Anna", "userPassword": person.password})
    assert reply.status == 200
    assert reply.json["userId"] == "Coach_Anna"
    assert reply.json["role"] == "instructor"
    assert reply.headers["cache-control"] == "no-store"
    mine = api.get("/user", headers={"authToken": reply.json["authToken"]})
    assert mine.json["userId"] == "Coach_Anna"
    assert mine.json["createdAt"] is not None


def test_the_case_of_an_id_does_not_matter(api):
    """Whoever signs in with another case is the same person, under the id as it was picked."""
    api.sign_up("MixedCase_1")
    assert api.sign_in("mixedcase_1").user_id == "MixedCase_1"


def test_bearer_works_as_well(api):
    """``Authorization: Bearer`` is taken in place of the authToken header."""
    person = api.customer()
    reply = api.get("/user", headers={"Authorization": f"Bearer {person.token}"})
    assert reply.json["userId"] == person.user_id


def test_tokens_are_kept_as_hashes_only(api, services):
    """What the table holds does not open the session."""
    person = api.customer()
    user = services.users.get(person.user_id)
    assert user.sessions == {token_hash(person.token)}
    assert api.put("/auth", headers={"authToken": next(iter(user.sessions))}).status == 401


def test_unknown_and_wrong_look_the_same(api):
    """Nobody can tell from the answer whether an account exists."""
    person = api.customer()
    wrong = api.post("/auth", headers={"userId": person.user_id, "userPassword": "not the password"})
    unknown = api.post("/auth", headers={"userId": "nobody_at_all", "userPassword": "not the password"})
    assert wrong.status == unknown.status == 401
    assert wrong.content == unknown.content
    assert wrong.code == "wrong-credentials"


@pytest.mark.parametrize(
    ("headers", "field"),
    [
        ({"userId": "anna"}, "userPassword"),
        ({"userPassword": "x"}, "userId"),
        ({"userId": "a" * 65, "userPassword": "x"}, "userId"),
        ({"userId": "../etc", "userPassword": "x"}, "userId"),
        ({"userId": "anna", "userPassword": "x" * 513}, "userPassword"),
        ({"userId": "anna", "userPassword": ""}, "userPassword"),
        ({"userId": "an\udcffna", "userPassword": "x"}, "userId"),
        ({"userId": "änna", "userPassword": "x"}, "userId"),
    ],
)
def test_credentials_that_can_not_be(api, headers, field):
    """Missing, overlong and odd headers are named in a 400."""
    reply = api.post("/auth", headers=headers)
    assert reply.status == 400
    assert reply.fields == [field]


def test_listing_sessions(api, clock):
    """All devices are listed, newest first, with the one that asks marked; the token is echoed, never a secret told."""
    person = api.customer()
    clock.advance(timedelta(minutes=1))
    other = api.sign_in(person.user_id)
    reply = api.get("/auth", headers={**person.headers, "User-Agent": "phone"})
    assert reply.status == 200
    assert reply.json["authToken"] == person.token
    assert [each["current"] for each in reply.json["sessions"]] == [False, True]
    assert other.token not in reply.content.decode()
    by_password = api.get("/auth", headers={"userId": person.user_id, "userPassword": person.password})
    assert by_password.json["authToken"] == ""
    assert [each["current"] for each in by_password.json["sessions"]] == [False, False]


def test_a_device_is_listed_by_its_name(api):
    """The user agent names the session; characters that can't be shown are dropped, and it is cut at 200."""
    person = api.customer()
    headers = {"userId": person.user_id, "userPassword": person.password, "User-Agent": "Ph\x00one\udcff " + "x" * 500}
    token = api.post("/auth", headers=headers).json["authToken"]
    clients = [each["client"] for each in api.get("/auth", headers={"authToken": token}).json["sessions"]]
    assert any(client.startswith("Phone") and len(client) == 200 for client in clients)


def test_asking_for_sessions_needs_proof(api):
    """Neither session nor password: 401; a wrong password too; so does a userId that isn't the session's."""
    person, other = api.customer(), api.customer()
    assert api.get("/auth").status == 401
    assert api.get("/auth", headers={"userId": person.user_id}).status == 401
    assert api.get("/auth", headers={"userId": person.user_id, "userPassword": "wrong wrong"}).status == 401
    assert api.get("/auth", headers={"userId": person.user_id, "authToken": other.token}).status == 401


def test_sessions_end_when_unused(api, clock):
    """An hour without use (the setting of this test) ends a session; use in between moves the end ahead."""
    person = api.customer()
    clock.advance(timedelta(minutes=59))
    assert api.get("/auth", headers=person.headers).status == 200
    clock.advance(timedelta(minutes=59))
    assert api.put("/auth", headers=person.headers).status == 200
    clock.advance(timedelta(minutes=60))
    assert api.put("/auth", headers=person.headers).status == 401
    assert api.put("/auth", headers=person.headers).code == "unauthenticated"


def test_extending_moves_the_expiry_ahead(api, clock):
    """PUT answers the same session with a later end."""
    person = api.customer()
    before = api.put("/auth", headers=person.headers).json
    clock.advance(timedelta(minutes=10))
    after = api.put("/auth", headers=person.headers).json
    assert after["sessionId"] == before["sessionId"]
    assert after["authToken"] == person.token
    assert after["expiresAt"] > before["expiresAt"]


def test_signing_out_ends_this_session_only(api):
    """DELETE with a token ends the session it belongs to, at once; others go on."""
    person = api.customer()
    other = api.sign_in(person.user_id)
    assert api.delete("/auth", headers=person.headers).status == 200
    assert api.put("/auth", headers=person.headers).status == 401
    assert api.put("/auth", headers=other.headers).status == 200


def test_ending_another_device(api):
    """A session can be ended by its id from another device; an id that isn't one's own is unknown."""
    person, stranger = api.customer(), api.customer()
    lost = api.sign_in(person.user_id)
    listed = api.get("/auth", headers=person.headers).json["sessions"]
    lost_id = next(each["sessionId"] for each in listed if not each["current"])
    assert api.delete("/auth", headers=stranger.headers, query={"sessionId": lost_id}).status == 404
    assert api.delete("/auth", headers=person.headers, query={"sessionId": lost_id}).status == 200
    assert api.put("/auth", headers=lost.headers).status == 401
    assert api.put("/auth", headers=person.headers).status == 200


@pytest.mark.parametrize("proof", ["token", "password"])
def test_ending_every_session(api, proof):
    """all=true, or the password alone as in the public API, signs out everywhere."""
    person = api.customer()
    others = [api.sign_in(person.user_id) for _ in range(3)]
    if proof == "token":
        reply = api.delete("/auth", headers=person.headers, query={"all": "true"})
    else:
        reply = api.delete("/auth", headers={"userId": person.user_id, "userPassword": person.password})
    assert reply.status == 200
    assert "4 sessions" in reply.json["message"]
    assert {api.put("/auth", headers=each.headers).status for each in [person, *others]} == {401}


def test_only_so_many_devices(api, clock):
    """One device more than fits ends the session that was not used for longest."""
    person = api.customer()
    devices = [person]
    for _ in range(39):
        clock.advance(timedelta(seconds=1))
        devices.append(api.sign_in(person.user_id))
    clock.advance(timedelta(minutes=6))
    assert api.put("/auth", headers=devices[0].headers).status == 200
    devices.append(api.sign_in(person.user_id))
    alive = [api.put("/auth", headers=each.headers).status == 200 for each in devices]
    assert alive == [True, False, *[True] * 39]


def test_query_of_ending(api):
    """Unknown parameters and repeated ones are refused."""
    person = api.customer()
    assert api.delete("/auth", headers=person.headers, query={"everything": "1"}).fields == ["everything"]
    assert api.delete("/auth", headers=person.headers, query={"all": ["true", "false"]}).fields == ["all"]
    assert api.delete("/auth", headers=person.headers, query={"all": "perhaps"}).fields == ["all"]


def test_no_token_opens_anything_by_accident(api):
    """Empty, overlong and odd tokens are nobody's."""
    for token in ("", " ", "x" * 5000, "\udcff\udcfe", "ÿ", "null", "Bearer"):
        assert api.put("/auth", headers={"authToken": token}).status == 401
