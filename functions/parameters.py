"""Headers, query parameters and values that operations of several resources share."""

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from functions.http import ApiModel, AuthToken
from neufit.domain.user import UserId

Cursor = Annotated[str | None, Field(max_length=2048, description="Where the page before ended; leave out at first.")]


class SessionHeaders(ApiModel):
    """Who is asking, as in the public API. ``Authorization: Bearer`` serves as well as ``authToken``."""

    user_id: Annotated[UserId | None, Field(description="the user id; it must be the session's")] = None
    auth_token: AuthToken | None = None


_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})"
)
_PUBLIC_API = re.compile(r"([0-9]{2})-([0-9]{2})-([0-9]{4}) ([0-9]{2}:[0-9]{2}:[0-9]{2}) UTC")


def read_moment(value: object) -> datetime:
    """The moment, in UTC, that a text says in RFC 3339 or as the public API has it (``06-30-2026 12:00:00 UTC``).

    Raise ValueError for anything else: a time without a zone is no moment.
    """
    if not isinstance(value, str):
        raise ValueError("must be text")  # noqa: TRY004  # pydantic reports ValueError
    shaped = _PUBLIC_API.fullmatch(value)
    if shaped:
        month, day, year, time = shaped.groups()
        value = f"{year}-{month}-{day}T{time}Z"
    elif not _RFC_3339.fullmatch(value):
        raise ValueError("must be a time as RFC 3339 has it, with its zone: 2026-06-30T12:00:00Z")
    try:
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is a time that there isn't") from None


Moment = Annotated[
    datetime,
    PlainValidator(read_moment),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "description": "RFC 3339; `06-30-2026 12:00:00 UTC` is taken too.",
            "examples": ["2026-06-30T12:00:00Z"],
        }
    ),
]
"""Type of a moment that a client sends."""
