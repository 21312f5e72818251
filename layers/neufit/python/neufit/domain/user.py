"""People: ids that they pick, roles, profiles and passwords."""

import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from neufit.domain.block import apart

MAX_SUBSCRIPTIONS = 200
MAX_SESSIONS = 40
"""Devices that may be signed in at once; one more ends the session that was not used for longest."""

MAX_WARNINGS = 20
"""Warnings that are kept of one person, the newest."""

MAX_IDENTITY_KEYS = 10
"""Devices whose keys stand for one person in encrypted sessions."""

MAX_LOCAL_PART = 64
"""Characters of an e-mail address before its @ (RFC 5321, section 4.5.3.1.1)."""

MIN_PASSWORD = 8
MAX_PASSWORD = 128

_USER_ID = r"^[A-Za-z0-9][A-Za-z0-9_.-]{1,62}[A-Za-z0-9_]$"


class Role(StrEnum):
    """What a person may do. Moderators are appointed, never signed up."""

    CUSTOMER = "customer"
    INSTRUCTOR = "instructor"
    MODERATOR = "moderator"


def user_key(user_id: str) -> str:
    """What makes an id unique: ``Coach_Anna`` and ``coach_anna`` are one person, so nobody can pose as another."""
    return user_id.lower()


def _printable(text: str) -> str:
    """Refuse control characters and unpaired surrogates, which no name or text needs."""
    if any(ord(char) < 32 and char not in "\n\t" for char in text) or any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValueError("holds characters that can't be shown")
    return text


def normal_password(text: str) -> str:
    """The form in which a password is hashed: NFC (RFC 8265), so that two keyboards can type the same one."""
    return unicodedata.normalize("NFC", text)


def _password(text: str) -> str:
    if text != text.strip():
        raise ValueError("can't begin or end with a space: headers lose it")
    _printable(text)
    if len(set(text)) < 3:
        raise ValueError("repeats the same characters; anybody would guess it")
    return normal_password(text)


def _local_part(address: str) -> str:
    """Refuse what RFC 5321 has no room for; patterns of JSON Schema can't say it together with the dots."""
    if address.find("@") > MAX_LOCAL_PART:
        raise ValueError(f"has more than {MAX_LOCAL_PART} characters before its @")
    return address


UserId = Annotated[str, StringConstraints(pattern=_USER_ID, min_length=3, max_length=64)]
"""An id in the form that people pick: 3 to 64 of ``A-Z a-z 0-9 _ . -``, a letter or digit first."""

NewPassword = Annotated[
    str, StringConstraints(min_length=MIN_PASSWORD, max_length=MAX_PASSWORD), AfterValidator(_password)
]
"""A password that is being set: 8 to 128 characters, any script, no rules about their mixture (NIST SP 800-63B)."""

DisplayName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_printable)
]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(_printable)
]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(_printable)]
EmailAddress = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=254,
        pattern=r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
        r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]$",
    ),
    AfterValidator(_local_part),
]
"""An address as mail servers of today take them: a dot-atom (RFC 5322) of at most 64 octets at a whole domain."""
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$", min_length=2, max_length=40)]
"""The id of a topic: ``beginners_yoga``."""


class IdentityKey(BaseModel):
    """The public ES256 key of one device, by which others know that an encrypted session is with this person.

    ``x`` and ``y`` are the coordinates of its point on P-256, ``key_id`` its JWK thumbprint (RFC 7638); all are
    base64url of 32 bytes without padding. ``name`` is what its owner calls the device.
    """

    model_config = ConfigDict(frozen=True)

    key_id: str
    x: str
    y: str
    name: str
    added_at: datetime


class ModeratorWarning(BaseModel):
    """What a moderator told a person about a report."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    words: str


class User(BaseModel):
    """A person as stored. Times are UTC.

    ``sessions`` are the token hashes of the devices that are signed in, ``blocked`` the keys of those whom this person
    blocked. ``warnings`` are the newest ones, oldest first. Who is suspended can't sign in and is seen by nobody.
    ``email`` is where notices go to, but for the topics in ``mail_off``; ``zone`` is the IANA zone of their times.
    """

    model_config = ConfigDict(frozen=True)

    user_id: str
    role: Role
    display_name: str
    bio: str = ""
    zip_code: int | None = None
    avatar_media_id: str | None = None
    password_hash: str = Field(repr=False)
    created_at: datetime
    deleted_at: datetime | None = None
    version: int = 0
    identity_keys: tuple[IdentityKey, ...] = ()
    sessions: frozenset[str] = Field(default=frozenset(), repr=False)
    blocked: frozenset[str] = Field(default=frozenset(), repr=False)
    warnings: tuple[ModeratorWarning, ...] = ()
    suspended_until: datetime | None = None
    email: str | None = Field(default=None, repr=False)
    zone: str | None = None
    mail_off: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """What makes this person unique."""
        return user_key(self.user_id)

    def suspended(self, now: datetime) -> bool:
        """Whether a moderator has shut this person out, for now or for good."""
        return self.suspended_until is not None and now < self.suspended_until

    def apart_from(self, other: "User") -> bool:
        """Whether the two don't meet: one of them blocked the other."""
        return apart(self.key, self.blocked, other.key, other.blocked)
