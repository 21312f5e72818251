"""Uploads in parts: how a file is cut, what names it, who may send it, when it is whole.

A file is named by S3's composite SHA-256: the base 64 of SHA-256 over the raw SHA-256 of all parts in their order, a
dash, the number of parts. Browsers have no streaming hash; parts can be hashed in parallel, and S3 checks each of them.
The web application holds the same rules; ``tests/unit/upload_vectors.json`` keeps the two together.
"""

import base64
import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

from neufit.domain.errors import Conflict, FieldError, Forbidden, Invalid, TooLarge
from neufit.domain.media import MAX_IMAGE_BYTES, MAX_UPLOAD_BYTES, Kind
from neufit.domain.user import Role

PART_BYTES = 8 * 2**20
MAX_PARTS = 1280
"""Enough for 10 GiB in parts of 8 MiB. S3 itself takes 10,000."""
ABANDONED_AFTER = timedelta(days=7)
"""How long an upload may take, counted from its start as S3's lifecycle rule for unfinished uploads counts."""
RECORDED_WITHIN = timedelta(hours=5)
"""A class is over so long after its recording was begun: it is not longer than four hours, and opens before."""
MAX_OPEN_UPLOADS = 50
"""Unfinished uploads that one person may have."""


def part_size(size: int) -> int:
    """Bytes of every part but the last of a file of ``size`` bytes.

    8 MiB, or the smallest multiple of it that gives at most 1280 parts.
    """
    return PART_BYTES * max(1, -(-size // (PART_BYTES * MAX_PARTS)))


def part_count(size: int) -> int:
    """The number of parts of a file of ``size`` bytes."""
    return -(-size // part_size(size))


def part_bytes(size: int, number: int) -> int:
    """Bytes of part ``number`` (from 1); the last one holds what is left."""
    length = part_size(size)
    return min(length, size - (number - 1) * length)


def composite_checksum(digests: Iterable[bytes]) -> str:
    """The checksum of a file from the raw SHA-256 of its parts, in order."""
    raw = list(digests)
    return f"{base64.b64encode(hashlib.sha256(b''.join(raw)).digest()).decode()}-{len(raw)}"


def checksum_of(content: bytes) -> str:
    """The checksum of a file that is at hand whole."""
    length = part_size(len(content))
    pieces = [content[at : at + length] for at in range(0, len(content), length)]
    return composite_checksum(hashlib.sha256(piece).digest() for piece in pieces)


class FileClaim(BaseModel):
    """What a client promises about a file before it sends it."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    file_name: str
    content_type: str
    size: int
    checksum: str

    def check(self, role: Role) -> None:
        """Raise unless somebody in this role may send such a file and what he says of it can be true."""
        if self.kind is Kind.VIDEO and role is not Role.INSTRUCTOR:
            raise Forbidden("Only instructors upload videos.", code="instructors-only")
        limit = MAX_IMAGE_BYTES if self.kind is Kind.IMAGE else MAX_UPLOAD_BYTES
        if self.size > limit:
            raise TooLarge(f"This kind of file may have up to {limit // 2**20} MiB.")
        wrong = []
        if self.content_type.split("/")[0] not in {self.kind.value, "application"}:
            wrong.append(FieldError("contentType", f"is not the type of {self.kind.value} files"))
        if self.checksum.rpartition("-")[2] != str(part_count(self.size)):
            wrong.append(
                FieldError("checksum", f"must be over {part_count(self.size)} parts of {part_size(self.size)}")
            )
        if wrong:
            raise Invalid("What is said about the file can't be true.", fields=wrong)

    def fingerprint(self, target: str | None) -> str:
        """What makes two requests the same upload: the file, and the item it is meant for (None for a new one)."""
        return f"{target or 'new'}#{self.kind}#{self.size}#{self.checksum}"


class StoredPart(BaseModel):
    """A part that S3 holds. ``checksum`` (base 64 of its SHA-256) is None where the store does not tell."""

    model_config = ConfigDict(frozen=True)

    number: int
    size: int
    etag: str
    checksum: str | None = None


class OpenUpload(BaseModel):
    """An upload that is not finished. ``upload_id`` is S3's; ``first`` marks the one that made its item.

    ``meeting_id``: a relay records this meeting into it. Nobody sends parts of it by addresses, and what is claimed of
    the file is its type only.
    """

    model_config = ConfigDict(frozen=True)

    owner_id: str
    media_id: str
    version: str
    upload_id: str
    title: str
    claim: FileClaim
    replaces: bool = False
    first: bool = False
    meeting_id: str | None = None
    started_at: datetime

    @property
    def fingerprint(self) -> str:
        """The name of this upload among those of its owner: one for each file, or meeting that is being recorded."""
        if self.meeting_id is not None:
            return f"recording#{self.meeting_id}"
        return self.claim.fingerprint(None if self.first else self.media_id)

    @property
    def expires_at(self) -> datetime:
        """When it counts as abandoned."""
        return self.started_at + (ABANDONED_AFTER if self.meeting_id is None else RECORDED_WITHIN)

    def good_parts(self, parts: Iterable[StoredPart]) -> Mapping[int, StoredPart]:
        """Those of ``parts`` that belong to this file and have the right length, by number."""
        size, count = self.claim.size, part_count(self.claim.size)
        return {
            part.number: part
            for part in parts
            if 1 <= part.number <= count and part.size == part_bytes(size, part.number)
        }

    def check_whole(self, parts: Iterable[StoredPart]) -> list[StoredPart]:
        """The parts in order. Raise Conflict when some are missing, Invalid when they make another file."""
        good = self.good_parts(parts)
        missing = [number for number in range(1, part_count(self.claim.size) + 1) if number not in good]
        if missing:
            named = ", ".join(str(number) for number in missing[:10]) + (" ..." if len(missing) > 10 else "")
            raise Conflict(f"These parts are missing or have another length: {named}.", code="parts-missing")
        ordered = [good[number] for number in sorted(good)]
        digests = [base64.b64decode(part.checksum) for part in ordered if part.checksum is not None]
        if len(digests) == len(ordered) and composite_checksum(digests) != self.claim.checksum:
            raise Invalid(
                "The parts that arrived are not the file that was announced. Send the file again.",
                code="checksum-mismatch",
                fields=[FieldError("checksum", "is not that of the parts")],
            )
        return ordered
