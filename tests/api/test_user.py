"""``/user``: accounts, profiles, passwords."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from neufit.domain.media import Kind, Media, Published, Status
from neufit.domain.user import Role, User
from neufit.ids import new_id


@pytest.fixture
def image(services, clock):
    """A function that puts an image into the media table."""

    def put(owner_id, status=Status.AVAILABLE, kind=Kind.IMAGE):
        media = Media(
            media_id=new_id(clock()),
            owner_id=owner_id,
            kind=kind,
            title="Portrait",
            status=status,
            version="v1",
            created_at=clock(),
            published=Published(version="v1", plan="p1"),
        )
        services.media.create(media)
        return media.media_id

    return put


def credentials(user_id, password="somePASSWORD110"):
    return {"userId": user_id, "userPassword": password}


def test_signing_up(api):
    """A new person is a customer unless they say otherwise; the name defaults to the id."""
    assert api.post("/user", headers=credentials("plain_jane")).status == 200
    assert api.get("/user", headers={"userId": "plain_jane"}).json == {
        "userId": "plain_jane",
        "role": "customer",
        "displayName": "plain_jane",
        "bio": "",
        "warnings": [],
        "avatarMediaId": None,
        "subscriptions": [],
        "zipCode": None,
        "createdAt": None,
        "email": None,
        "zone": None,
        "mailOff": [],
        "identityKeys": [],
    }


def test_what_everybody_sees_and_what_the_owner_sees(api):
    """zipCode, createdAt and subscriptions are the owner's alone; a stranger's session doesn't change that."""
    person = api.customer(displayName="Jeff", zipCode=28222)
    stranger = api.customer()
    mine = api.get("/user", headers=person.headers).json
    assert (mine["zipCode"], mine["displayName"]) == (28222, "Jeff")
    assert api.get("/user", headers={"authToken": person.token}).json == mine
    for headers in ({"userId": person.user_id}, {"userId": person.user_id, "authToken": stranger.token}):
        theirs = api.get("/user", headers=headers).json
        assert theirs["displayName"] == "Jeff"
        assert (theirs["zipCode"], theirs["createdAt"], theirs["subscriptions"]) == (None, None, [])


def test_a_dead_token_gives_the_public_profile(api):
    """As the public API says: without a valid token for that user, the public profile is returned."""
    person = api.customer(zipCode=28222)
    reply = api.get("/user", headers={"userId": person.user_id, "authToken": "long gone"})
    assert reply.status == 200
    assert reply.json["zipCode"] is None


def test_nobody_asks_for_nobody(api):
    """Neither id nor session is 401, an unknown id 404."""
    assert api.get("/user").status == 401
    assert api.get("/user", headers={"userId": "who_is_that"}).status == 404


@pytest.mark.parametrize("user_id", ["taken_1", "TAKEN_1", "Taken_1"])
def test_an_id_is_taken_in_every_case(api, user_id):
    """Nobody can pose as another by spelling an id differently."""
    api.post("/user", headers=credentials("taken_1"))
    reply = api.post("/user", headers=credentials(user_id, "anotherPASSWORD"))
    assert reply.status == 409
    assert reply.code == "user-id-taken"


def test_two_sign_ups_at_once(api):
    """Of many requests for one id at the same moment exactly one wins, and its password is the one that works."""
    start = Barrier(8)

    def sign_up(number):
        start.wait()
        return api.post("/user", headers=credentials("wanted_by_all", f"password number {number}")).status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(sign_up, range(8)))
    assert sorted(statuses) == [200, *[409] * 7]
    winner = statuses.index(200)
    assert api.sign_in("wanted_by_all", f"password number {winner}").user_id == "wanted_by_all"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"role": "moderator"}, "role"),
        ({"role": "admin"}, "role"),
        ({"displayName": ""}, "displayName"),
        ({"displayName": "x" * 81}, "displayName"),
        ({"displayName": "null\u0000byte"}, "displayName"),
        ({"displayName": None}, "displayName"),
        ({"zipCode": -1}, "zipCode"),
        ({"zipCode": "abc"}, "zipCode"),
        ({"zipCode": 10**30}, "zipCode"),
        ({"subscriptions": "beginners_yoga"}, "subscriptions"),
        ({"subscriptions": ["x" * 65]}, "subscriptions.0"),
        ({"subscriptions": ["beginners_yoga"] * 41}, "subscriptions"),
        ({"subscriptions": ["no_such_thing"]}, "subscriptions.0"),
        ({"isAdmin": True}, "isAdmin"),
        ({"display_name": "snake"}, "display_name"),
        ([], "body"),
        ("text", "body"),
        (None, "body"),
    ],
)
def test_sign_ups_that_are_refused(api, body, field):
    """Each bad body is a 400 that names the field, and no account comes of it."""
    reply = api.post("/user", headers=credentials("refused_1"), json=body)
    assert reply.status == 400, reply.content
    assert field in reply.fields
    assert api.get("/user", headers={"userId": "refused_1"}).status == 404


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"displayName": "\xff"}', "application/json", 400),
        (b'{"displayName": "\\ud800"}', "application/json", 400),
        (b'{"displayName": ' + b"[" * 100_000, "application/json", 400),
        (b'{"displayName": "x"} trailing', "application/json", 400),
        (b"NaN", "application/json", 400),
        (b"displayName=x", "application/x-www-form-urlencoded", 415),
        (b"{}", None, 415),
        (b"{}", "text/plain", 415),
        (b"{}", "application/json; charset=utf-8", 200),
        (b"", None, 200),
    ],
)
def test_bodies_of_every_kind(api, content, content_type, status):
    """Broken JSON, bytes that aren't UTF-8, endless nesting and other content types are told apart, never a 500."""
    person = api.customer()
    reply = api.put("/user", headers=person.headers, content=content, content_type=content_type)
    assert reply.status == status, reply.content
    if status != 200:
        assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "password", ["short", "a" * 129, "aaaaaaaaa", "refused_2", "REFUSED_2", "UTF-8''%20leading%20space"]
)
def test_passwords_that_are_refused(api, password):
    """Too short, too long, one letter, the user id itself, spaces at the edges that headers lose."""
    reply = api.post("/user", headers=credentials("refused_2", password))
    assert reply.status == 400
    assert reply.fields == ["userPassword"]


@pytest.mark.parametrize(
    "again",
    [
        "UTF-8''p%C3%A4ssw%C3%B6rter",
        "utf-8'de'p%C3%A4ssw%C3%B6rter",
        "p\u00c3\u00a4ssw\u00c3\u00b6rter",  # UTF-8 bytes, read as ISO 8859-1 by the server
        "p\u00e4ssw\u00f6rter",  # ISO 8859-1 bytes, as browsers send them
        "UTF-8''pa%CC%88sswo%CC%88rter",  # letter and accent apart
    ],
)
def test_passwords_beyond_ascii(api, again):
    """One password, however the client's HTTP library spells it."""
    user_id = f"umlaut_{len(again)}_{sum(map(ord, again))}"
    assert api.post("/user", headers=credentials(user_id, "UTF-8''p%C3%A4ssw%C3%B6rter")).status == 200
    assert api.sign_in(user_id, again).user_id == user_id


def test_changing_a_profile(api):
    """Any subset changes, the rest stays; null clears what may be empty."""
    person = api.customer(displayName="Jeff", zipCode=28222)
    assert api.put("/user", headers=person.headers, json={"bio": "I lift."}).status == 200
    assert api.put("/user", headers=person.headers, json={"displayName": "Jeffrey", "zipCode": None}).status == 200
    mine = api.get("/user", headers=person.headers).json
    assert (mine["displayName"], mine["bio"], mine["zipCode"]) == ("Jeffrey", "I lift.", None)


def test_changing_somebody_else(api):
    """A session changes its own profile only; without one nothing changes."""
    person, other = api.customer(), api.customer()
    headers = {"userId": other.user_id, "authToken": person.token}
    assert api.put("/user", headers=headers, json={"bio": "hacked"}).status == 401
    assert api.put("/user", headers={"userId": other.user_id}, json={"bio": "hacked"}).status == 401
    assert api.get("/user", headers={"userId": other.user_id}).json["bio"] == ""


def test_two_writers_of_one_profile(api):
    """Two people at one account who change different fields both get their change."""
    person = api.customer()
    start = Barrier(2)

    def change(body):
        start.wait()
        return api.put("/user", headers=person.headers, json=body).status

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(change, [{"bio": "mine"}, {"zipCode": 12345}])) == [200, 200]
    mine = api.get("/user", headers=person.headers).json
    assert (mine["bio"], mine["zipCode"]) == ("mine", 12345)


def test_a_password_that_is_sent_must_be_right(api):
    """As in the public API the password may come along; then it counts."""
    person = api.customer()
    wrong = {**person.headers, "userPassword": "not the password"}
    assert api.put("/user", headers=wrong, json={"bio": "x"}).status == 401
    right = {**person.headers, "userPassword": person.password}
    assert api.put("/user", headers=right, json={"bio": "x"}).status == 200


def test_setting_a_new_password(api):
    """It needs the old one, ends every other session, and only the new one works afterwards."""
    person = api.customer()
    other = api.sign_in(person.user_id)
    body = {"newPassword": "a whole new password"}
    assert api.put("/user", headers=person.headers, json=body).code == "password-needed"
    headers = {**person.headers, "userPassword": person.password}
    assert api.put("/user", headers=headers, json={"newPassword": person.user_id}).fields == ["newPassword"]
    assert api.put("/user", headers=headers, json={"newPassword": "short"}).fields == ["newPassword"]
    assert api.put("/user", headers=headers, json=body).status == 200
    assert api.put("/auth", headers=person.headers).status == 200
    assert api.put("/auth", headers=other.headers).status == 401
    assert api.post("/auth", headers=credentials(person.user_id)).status == 401
    assert api.sign_in(person.user_id, "a whole new password").user_id == person.user_id


def test_avatars(api, image):
    """An image of one's own that is published, nothing else; null takes it off."""
    person, other = api.instructor(), api.instructor()
    mine = image(person.user_id)
    for media_id in (
        "no_such_media",
        image(other.user_id),
        image(person.user_id, status=Status.ARCHIVED),
        image(person.user_id, kind=Kind.VIDEO),
    ):
        assert api.put("/user", headers=person.headers, json={"avatarMediaId": media_id}).fields == ["avatarMediaId"]
    assert api.put("/user", headers=person.headers, json={"avatarMediaId": mine}).status == 200
    assert api.get("/user", headers={"userId": person.user_id}).json["avatarMediaId"] == mine
    assert api.put("/user", headers=person.headers, json={"avatarMediaId": None}).status == 200
    assert api.get("/user", headers={"userId": person.user_id}).json["avatarMediaId"] is None


def test_leaving(api):
    """DELETE needs session and password; then every session is dead, nobody can sign in, and the id stays taken."""
    person = api.instructor(displayName="Leaving Anna")
    other = api.sign_in(person.user_id)
    assert api.delete("/user", headers=person.headers).fields == ["userPassword"]
    wrong = {**person.headers, "userPassword": "not the password"}
    assert api.delete("/user", headers=wrong).status == 401
    right = {**person.headers, "userPassword": person.password}
    assert api.delete("/user", headers={**right, "authToken": "nobody"}).status == 401
    assert api.delete("/user", headers=right).status == 200
    assert api.put("/auth", headers=person.headers).status == 401
    assert api.put("/auth", headers=other.headers).status == 401
    assert api.post("/auth", headers=credentials(person.user_id)).code == "wrong-credentials"
    assert api.get("/user", headers={"userId": person.user_id}).status == 404
    assert api.post("/user", headers=credentials(person.user_id)).code == "user-id-taken"
    listed = [each["userId"] for each in api.get("/user/instructors", query={"limit": 100}).json["items"]]
    assert person.user_id not in listed


def test_leaving_while_signing_in(api):
    """However sign-ins and the deletion interleave, no session outlives the account."""
    person = api.customer()
    start = Barrier(5)

    def sign_in(_):
        start.wait()
        return api.post("/auth", headers=credentials(person.user_id))

    def leave(_):
        start.wait()
        return api.delete("/user", headers={**person.headers, "userPassword": person.password})

    with ThreadPoolExecutor(5) as pool:
        tries = [pool.submit(sign_in, number) for number in range(4)]
        left = pool.submit(leave, None).result()
        replies = [each.result() for each in tries]
    assert left.status == 200
    assert {each.status for each in replies} <= {200, 401}
    for reply in replies:
        if reply.status == 200:
            assert api.put("/auth", headers={"authToken": reply.json["authToken"]}).status == 401


def test_the_list_of_instructors(api, services, clock):
    """Every instructor by display name whatever its case and accents, page by page; customers are not in it."""
    names = ["anna", "Bert", "Čeněk", "dora", "Émile"]
    made = [api.instructor(displayName=name).user_id for name in names]
    api.customer(displayName="Aaron")
    found, cursor = [], None
    while True:
        page = api.get("/user/instructors", query={"limit": 2, **({"cursor": cursor} if cursor else {})}).json
        assert len(page["items"]) <= 2
        found += [each["userId"] for each in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert [each for each in found if each in made] == made
    assert len(found) == len(set(found))


def test_cursors_are_ours(api, services):
    """A changed cursor, one of another listing and plain nonsense are refused."""
    api.instructor()
    api.instructor()
    good = api.get("/user/instructors", query={"limit": 1}).json["cursor"]
    foreign = services.cursors.encode("feed", {"key": {"S": "x"}})
    for cursor in (good[:-2] + ("AA" if good[-2:] != "AA" else "BB"), foreign, "nonsense", "ü", "", "x" * 2049):
        reply = api.get("/user/instructors", query={"cursor": cursor})
        assert reply.status == 400, cursor
    for limit in (0, 101, "many", -1):
        assert api.get("/user/instructors", query={"limit": limit}).fields == ["limit"]


def test_a_moderator_is_shown_as_one(api, services, clock):
    """Who was appointed has the role; signing up can't give it (see above)."""
    services.users.create(
        User(
            user_id="mod_1",
            role=Role.MODERATOR,
            display_name="Mod",
            password_hash=services.passwords.hash("somePASSWORD110"),
            created_at=clock(),
        )
    )
    assert api.sign_in("mod_1").user_id == "mod_1"
    assert api.get("/user", headers={"userId": "mod_1"}).json["role"] == "moderator"
