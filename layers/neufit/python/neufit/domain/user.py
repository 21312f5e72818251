"""People: ids that they pick, roles, profiles and what they subscribe to."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

MAX_SUBSCRIPTIONS = 200
_USER_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{1,62}[A-Za-z0-9_])\Z")


class Role(StrEnum):
    """What a person may do. Moderators are appointed, never signed up."""

    CUSTOMER = "customer"
    INSTRUCTOR = "instructor"
    MODERATOR = "moderator"


def is_user_id(text: str) -> bool:
    """Whether a person may pick this id: 3 to 64 of ``A-Z a-z 0-9 _ . -``, a letter or digit first."""
    return _USER_ID.match(text) is not None


def _printable(text: str) -> str:
    """Refuse control characters and unpaired surrogates, which no name or text needs."""
    if any(ord(char) < 32 and char not in "\n\t" for char in text) or any(0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValueError("holds characters that can't be shown")
    return text


DisplayName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80), AfterValidator(_printable)
]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), AfterValidator(_printable)
]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(_printable)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[_-][a-z0-9]+)*$", min_length=2, max_length=40)]
"""The id of a topic: ``beginners_yoga``."""


class User(BaseModel):
    """A person as stored. Times are UTC."""

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
