"""``/user/identity-keys``: the devices that stand for a person in encrypted sessions."""

import base64
import hashlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from neufit.domain.user import MAX_IDENTITY_KEYS
from neufit.stores.users import UserRow


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def new_key(curve=None) -> dict[str, str]:
    """The public half of a fresh key, as JWK."""
    point = ec.generate_private_key(curve or ec.SECP256R1()).public_key().public_numbers()
    return {
        "kty": "EC",
        "crv": "P-256",
        "x": base64url(point.x.to_bytes(32, "big")),
        "y": base64url(point.y.to_bytes(32, "big")),
    }


def register(api, person, key, name="Laptop"):
    return api.post("/user/identity-keys", headers=person.headers, json={"publicKey": key, "name": name})


def keys(api, person, asking=None):
    headers = {"userId": person.user_id, **({"authToken": asking.token} if asking else {})}
    return api.get("/user", headers=headers).json["identityKeys"]


def test_a_key_is_read_with_the_public_profile(api, clock):
    """Everybody gets the key, its id and since when; what the device is called is told to its owner only."""
    person, key = api.customer(), new_key()
    reply = register(api, person, key, "Anna's phone")
    assert reply.status == 200, reply.content
    canonical = f'{{"crv":"P-256","kty":"EC","x":"{key["x"]}","y":"{key["y"]}"}}'
    told = {
        "keyId": base64url(hashlib.sha256(canonical.encode()).digest()),
        "publicKey": key,
        "name": "Anna's phone",
        "addedAt": clock().isoformat().replace("+00:00", "Z"),
    }
    assert reply.json["key"] == told
    assert keys(api, person, person) == [told]
    assert keys(api, person) == keys(api, person, api.customer()) == [{**told, "name": None}]


def test_the_thumbprint_of_the_standard(api):
    """The key of RFC 7517, appendix A.1, has the thumbprint that other software gives it."""
    key = {
        "kty": "EC",
        "crv": "P-256",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
    }
    reply = register(api, api.customer(), key)
    assert reply.json["key"]["keyId"] == "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s"


def test_registering_again_changes_nothing(api):
    """The first name and time stay, and there is one key."""
    person, key = api.customer(), new_key()
    first = register(api, person, key).json["key"]
    assert register(api, person, key, "Other").json["key"] == first
    assert len(keys(api, person)) == 1


def test_removing_is_at_once(api):
    """Nobody finds the key any more; repeating it, and removing what never was there, changes nothing."""
    person, other = api.customer(), api.customer()
    mine, second = (register(api, person, new_key()).json["key"]["keyId"] for _ in range(2))
    theirs = register(api, other, new_key()).json["key"]["keyId"]
    for key_id in (mine, mine, theirs):
        reply = api.delete("/user/identity-keys", headers=person.headers, query={"keyId": key_id})
        assert reply.status == 200, reply.content
    assert [each["keyId"] for each in keys(api, person)] == [second]
    assert [each["keyId"] for each in keys(api, other)] == [theirs]
    api.delete("/user/identity-keys", headers=person.headers, query={"keyId": second})
    assert keys(api, person) == []


def test_keys_go_with_the_account(api):
    """A closed account answers 404, and its keys are erased."""
    person = api.customer()
    register(api, person, new_key())
    api.delete("/user", headers={**person.headers, "userPassword": person.password})
    assert api.get("/user", headers={"userId": person.user_id}).status == 404
    assert UserRow.get(person.user_id).identity_keys is None


@pytest.mark.parametrize(
    "change",
    [
        {"x": "A" * 43},
        {"y": "A" * 43},
        {"x": "short"},
        {"x": "A" * 42 + "="},
        {"x": "A" * 42 + "+"},
        {"x": None},
        {"kty": "RSA"},
        {"kty": "OKP"},
        {"crv": "P-384"},
        {"crv": "secp256k1"},
        {"d": "A" * 43},
        {"use": "sig"},
    ],
    ids=str,
)
def test_what_is_no_key(api, change):
    """Points off the curve, other curves, private halves, other spellings: a 400, and nothing is kept."""
    person = api.customer()
    reply = register(api, person, {**new_key(), **change})
    assert reply.status == 400, reply.content
    assert reply.fields[0].startswith("publicKey")
    assert keys(api, person) == []


def test_a_point_of_another_curve_and_another_spelling(api):
    """A point of secp256k1 is on no P-256; the last character of base64url has bits to spare, which must be 0."""
    person, key = api.customer(), new_key()
    assert register(api, person, new_key(ec.SECP256K1())).status == 400
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    odd = key["x"][:-1] + alphabet[alphabet.index(key["x"][-1]) + 1]
    assert register(api, person, {**key, "x": odd}).status == 400
    assert register(api, person, key, "").status == 400
    assert keys(api, person) == []


def test_nobody_adds_a_key_to_another(api):
    """A session is needed, and it must be the person's own."""
    person, other = api.customer(), api.customer()
    body = {"publicKey": new_key(), "name": "x"}
    assert api.post("/user/identity-keys", json=body).status == 401
    headers = {"userId": person.user_id, "authToken": other.token}
    assert api.post("/user/identity-keys", headers=headers, json=body).status == 401
    assert api.delete("/user/identity-keys", query={"keyId": "A" * 43}).status == 401
    assert keys(api, person) == []


def test_ten_devices_at_most(api):
    """However they come: of twelve at the same moment none is lost and none is too many."""
    person, start = api.customer(), Barrier(6)
    fresh = [new_key() for _ in range(MAX_IDENTITY_KEYS + 2)]

    def add(number):
        start.wait()
        return [register(api, person, key).status for key in fresh[number * 2 : number * 2 + 2]]

    with ThreadPoolExecutor(6) as pool:
        statuses = [status for pair in pool.map(add, range(6)) for status in pair]
    assert set(statuses) <= {200, 400, 409}
    assert len(keys(api, person)) == statuses.count(200) <= MAX_IDENTITY_KEYS
    for key in fresh:
        register(api, person, key)
    assert len(keys(api, person)) == MAX_IDENTITY_KEYS
    refused = register(api, person, new_key())
    assert (refused.status, refused.code) == (400, "too-many-keys")
