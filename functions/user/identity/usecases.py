"""Adding and removing identity keys. Every change is one conditional write of the account."""

import base64
import hashlib
import json
from collections.abc import Callable, Sequence

from cryptography.hazmat.primitives.asymmetric import ec

from neufit.clock import Clock
from neufit.domain.errors import Conflict, FieldError, Invalid
from neufit.domain.session import Session
from neufit.domain.user import MAX_IDENTITY_KEYS, IdentityKey
from neufit.stores.users import UserStore

_TRIES = 8
Keys = Sequence[IdentityKey]


def thumbprint(x: str, y: str) -> str:
    """The JWK thumbprint (RFC 7638, SHA-256) of the P-256 key with these coordinates, all base64url of 32 bytes.

    Raise Invalid when there is no such point on the curve.
    """
    try:
        raw = [base64.b64decode(text + "=", altchars=b"-_", validate=True) for text in (x, y)]
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b"\x04" + raw[0] + raw[1])
    except ValueError:
        raw = []
    if [_base64url(each) for each in raw] != [x, y]:  # no point, or another spelling of its bytes
        wrong = FieldError("publicKey", "is not a point of P-256")
        raise Invalid("Look at: publicKey.", fields=[wrong])
    canonical = json.dumps({"crv": "P-256", "kty": "EC", "x": x, "y": y}, separators=(",", ":"), sort_keys=True)
    return _base64url(hashlib.sha256(canonical.encode()).digest())


def add(me: Session, x: str, y: str, name: str, *, users: UserStore, clock: Clock) -> IdentityKey:
    """Let a device stand for this person. A key that is there already stays as it is.

    Raise Invalid for what is no key, or when there are too many; Conflict.
    """
    key = IdentityKey(key_id=thumbprint(x, y), x=x, y=y, name=name, added_at=clock())

    def with_key(there: Keys) -> Keys:
        if key.key_id in {each.key_id for each in there}:
            return there
        if len(there) >= MAX_IDENTITY_KEYS:
            raise Invalid(
                f"{MAX_IDENTITY_KEYS} devices have a key already. Remove one that you no longer use.",
                code="too-many-keys",
            )
        return [*there, key]

    now_there = _change(me, with_key, users=users)
    return next(each for each in now_there if each.key_id == key.key_id)


def remove(me: Session, key_id: str, *, users: UserStore) -> None:
    """A device no longer stands for this person, at once. Repeating it changes nothing. Raise Conflict."""
    _change(me, lambda there: [each for each in there if each.key_id != key_id], users=users)


def _change(me: Session, change: Callable[[Keys], Keys], *, users: UserStore) -> Keys:
    """Change the keys as they were read, anew when another changed the account meanwhile."""
    for tries_left in reversed(range(_TRIES)):
        user = users.get(me.user_id)
        wanted = change(user.identity_keys)
        if len(wanted) == len(user.identity_keys):
            return wanted
        try:
            return users.set_identity_keys(user, wanted).identity_keys
        except Conflict:
            if not tries_left:
                raise
    raise AssertionError  # the last try returned or raised


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
