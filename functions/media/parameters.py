"""Headers and query parameters that several media operations share."""

from typing import Annotated

from pydantic import Field

from functions.http import ApiModel

MediaId = Annotated[str, Field(min_length=1, max_length=64, examples=["01JD0W6F7MZ5Q8R3T9V2X4Y6ZA"])]
Cursor = Annotated[str | None, Field(max_length=2048, description="Where the page before ended; leave out at first.")]


class SessionHeaders(ApiModel):
    """Who is asking, as in the public API. ``Authorization: Bearer`` serves as well as ``authToken``."""

    user_id: Annotated[str | None, Field(max_length=64, description="the user id of the requesting user")] = None
    auth_token: Annotated[str | None, Field(max_length=256, description="authToken of the requesting user")] = None


class MediaQuery(ApiModel):
    """Which item is meant."""

    media_id: MediaId


class PageQuery(ApiModel):
    """Which page of a listing is meant."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=50)] = 24
