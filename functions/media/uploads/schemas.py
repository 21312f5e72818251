"""What clients send and get when they upload in presigned parts."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from functions.http import ApiModel
from functions.media.parameters import MediaId
from neufit.domain.media import MAX_UPLOAD_BYTES

Checksum = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9+/]{43}=-[1-9][0-9]{0,4}$",
        max_length=50,
        description="S3's composite SHA-256: base 64 of the hash over the raw hashes of all parts, '-', their number.",
        examples=["47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=-1"],
    ),
]
PartChecksum = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]{43}=$", description="Base 64 of the SHA-256 of the part.")]
FileName = Annotated[str, Field(min_length=1, max_length=255)]
ContentType = Annotated[str, Field(pattern=r"^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$", max_length=100)]
Size = Annotated[int, Field(gt=0, le=MAX_UPLOAD_BYTES, description="Bytes of the file.")]


class Upload(ApiModel):
    """An upload that is not finished, and how far it is."""

    media_id: str
    title: str
    file_name: str
    content_type: str
    size: int
    checksum: str
    part_size: Annotated[int, Field(description="Bytes of every part but the last.")]
    part_count: int
    uploaded_parts: Annotated[list[int], Field(description="Numbers (from 1) of the parts that are there.")]
    uploaded_bytes: int
    expires_at: datetime
    replaces: Annotated[bool, Field(description="Whether it is a new version of an item that stays available.")]


class UploadList(ApiModel):
    """The unfinished uploads of a person, newest first."""

    items: list[Upload]


class WantedPart(ApiModel):
    """A part that the client is about to send."""

    part_number: Annotated[int, Field(ge=1, le=10_000)]
    checksum: PartChecksum


class PartsRequest(ApiModel):
    """Which parts the client wants to send next."""

    media_id: MediaId
    parts: Annotated[list[WantedPart], Field(min_length=1, max_length=100)]


class PartTarget(ApiModel):
    """Where and how to PUT one part. ``headers`` are signed: send them exactly as they are."""

    part_number: int
    url: str
    headers: dict[str, str]


class PartsAnswer(ApiModel):
    """Presigned targets in the order in which they were asked for. They live an hour."""

    parts: list[PartTarget]


class CompleteRequest(ApiModel):
    """Which upload is whole."""

    media_id: MediaId
