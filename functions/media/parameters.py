"""Query parameters that several media operations share."""

from typing import Annotated

from pydantic import Field

from functions.http import ApiModel
from functions.parameters import Cursor

MediaId = Annotated[str, Field(min_length=1, max_length=64, examples=["01JD0W6F7MZ5Q8R3T9V2X4Y6ZA"])]


class MediaQuery(ApiModel):
    """Which item is meant."""

    media_id: MediaId


class PageQuery(ApiModel):
    """Which page of a listing is meant."""

    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=50)] = 24
