"""What clients send and get to watch a stored video."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from functions.http import ApiModel
from functions.media.library.schemas import Instructor

Grant = Annotated[str, Field(min_length=1, max_length=1024, description="Signed by GET /media/stream; short-lived.")]


class Metadata(ApiModel):
    """What a page beside the player shows. ``frameRate`` in frames per second."""

    title: str
    description: str
    topics: list[str]
    instructor: Instructor
    published_at: datetime | None
    views: int
    width: int
    height: int
    frame_rate: float


class StreamRendition(ApiModel):
    """One size that can be streamed. ``bandwidth`` in bit/s."""

    name: str
    width: int
    height: int
    bandwidth: int


class StoryboardLink(ApiModel):
    """Where the tiles for the seek bar are described (WebVTT)."""

    vtt: str


class StreamInformation(ApiModel):
    """All that a player needs. ``runtime`` in ms; URLs are short-lived. ``complete``: everything is encoded."""

    media_id: str
    runtime: int
    metadata: Metadata
    complete: bool
    renditions: list[StreamRendition]
    poster: str | None
    storyboard: StoryboardLink | None
    hls: str
    download: str | None


class StreamRequest(ApiModel):
    """Start or continue a viewing.

    ``family`` of an earlier answer continues that viewing: the newer connection takes the place of the older one.
    ``callbackUrl`` gets signed events of this viewing.
    """

    callback_url: Annotated[str | None, Field(max_length=2000, json_schema_extra={"format": "uri"})] = None
    family: Annotated[str | None, Field(max_length=100)] = None


class StreamTicket(ApiModel):
    """Connect to ``websocketUrl`` and send ``ticket`` in the first message, before ``expiresAt``."""

    message: str
    websocket_url: str
    ticket: str
    family: str
    expires_at: datetime


class PlaylistQuery(ApiModel):
    """Which playlist: without ``track`` the multivariant one."""

    grant: Grant
    track: Annotated[str | None, Field(max_length=32)] = None


class StoryboardQuery(ApiModel):
    """Which storyboard."""

    grant: Grant
