"""What clients send and get about one media item."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from functions.http import ApiModel
from functions.media.parameters import MediaId
from functions.media.uploads.schemas import Checksum, ContentType, FileName, Size, Upload
from neufit.domain.media import MAX_TOPICS, Kind
from neufit.domain.user import Line, Prose, Slug

Topics = Annotated[list[Slug], Field(max_length=MAX_TOPICS)]


class CreateRequest(ApiModel):
    """A file that will be sent in presigned parts. Without a title the name of the file serves."""

    kind: Kind
    title: Line | None = None
    description: Prose = ""
    topics: Topics = Field(default_factory=list)
    file_name: FileName
    content_type: ContentType
    size: Size
    checksum: Checksum


class ChangeRequest(ApiModel):
    """Either an edit (title, description, topics; with ``revision`` only if nobody changed it since) or a new version.

    A new version is announced by ``fileName``, ``contentType``, ``size`` and ``checksum``, all four.
    """

    title: Line | None = None
    description: Prose | None = None
    topics: Topics | None = None
    revision: Annotated[int, Field(ge=0)] | None = None
    file_name: FileName | None = None
    content_type: ContentType | None = None
    size: Size | None = None
    checksum: Checksum | None = None

    @model_validator(mode="after")
    def _one_purpose(self) -> Self:
        edits = [self.title, self.description, self.topics, self.revision]
        content = [self.file_name, self.content_type, self.size, self.checksum]
        given = [value is not None for value in content]
        if any(given) and not all(given):
            raise ValueError("a new version needs fileName, contentType, size and checksum")
        if any(given) and any(value is not None for value in edits):
            raise ValueError("send edits and a new version in two requests")
        if not any(given) and all(value is None for value in edits[:3]):
            raise ValueError("there is nothing to change")
        return self


class ImageSize(StrEnum):
    """Which file of an item is wanted."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"
    ORIGINAL = "original"


class FetchQuery(ApiModel):
    """Which file. ``size`` chooses among the sizes of an image; ``original`` is for its owner."""

    media_id: MediaId
    size: ImageSize | None = None


class Receipt(ApiModel):
    """What became of a request on an item. ``destination`` is the URL of the item."""

    status: Literal["SUCCESS"] = "SUCCESS"
    destination: str
    media_id: str
    revision: int | None = None
    upload: Upload | None = None
