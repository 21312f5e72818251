"""What clients send and get about calendar feeds."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from functions.http import ApiModel


class FeedData(ApiModel):
    """Whether there is a feed, and since when. Its address is told once, when it is made."""

    created_at: Annotated[datetime | None, Field(description="null when there is none")]


class FeedAddress(ApiModel):
    """Where calendar applications find one's calendar. Whoever has the address can read it, until it is revoked."""

    message: str
    url: str
    created_at: datetime


class FeedQuery(ApiModel):
    """What opens a feed."""

    key: Annotated[str, Field(min_length=1, max_length=256, description="the secret of the address")]
