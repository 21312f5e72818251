"""What clients send and get about blocks."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from functions.http import ApiModel

_UserId = Annotated[str, Field(min_length=1, max_length=64, examples=["customerId_4"])]


class BlockRequest(ApiModel):
    """Whom to block."""

    user_id: _UserId


class BlockQuery(ApiModel):
    """Whom to let back in."""

    user_id: _UserId


class BlockedPerson(ApiModel):
    """Somebody who was blocked, and when. ``displayName`` is null once the account is closed."""

    user_id: str
    display_name: str | None
    blocked_at: datetime


class BlockList(ApiModel):
    """Whom one blocked, the newest first. Who blocked oneself is told to nobody."""

    items: list[BlockedPerson]
