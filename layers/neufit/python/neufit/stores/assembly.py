"""Large objects made of others: S3 copies the parts itself, so nobody has to hold or move the whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

from neufit.stores.objects import CACHE_FOR_GOOD, ObjectStore, object_errors

MIN_PART = 5 * 2**20
"""S3 takes no smaller part, but as the last one."""
_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Stored:
    """An object that is to become a piece of another one."""

    key: str
    size: int


@dataclass(frozen=True, slots=True)
class _Copied:
    """A part that S3 copies: bytes ``start`` to the end of an object."""

    source: Stored
    start: int


def sizes(objects: ObjectStore, prefix: str) -> dict[str, int]:
    """Bytes of every object below a prefix, by key."""
    found: dict[str, int] = {}
    with object_errors():
        pages = objects.client.get_paginator("list_objects_v2").paginate(Bucket=objects.bucket, Prefix=prefix)
        for page in pages:
            found.update({item["Key"]: item["Size"] for item in page.get("Contents", [])})
    return found


def parts(head: bytes, pieces: Sequence[Stored], read: Callable[[Stored, int], bytes]) -> Iterator[bytes | _Copied]:
    """Cut ``head`` and the objects behind it into parts: what is large enough is copied, the rest read and joined.

    ``read`` gives the first bytes of an object.
    """
    waiting = head
    for piece in pieces:
        taken = 0
        if waiting:
            taken = piece.size if piece.size < 2 * MIN_PART else max(0, MIN_PART - len(waiting))
            waiting += read(piece, taken) if taken else b""
        elif piece.size < MIN_PART:
            taken = piece.size
            waiting = read(piece, taken)
        if len(waiting) >= MIN_PART:
            yield waiting
            waiting = b""
        if taken < piece.size:
            yield _Copied(piece, taken)
    if waiting:
        yield waiting


def assemble(
    objects: ObjectStore,
    key: str,
    content_type: str,
    head: bytes,
    pieces: Sequence[Stored],
    *,
    advance: Callable[[int], None],
) -> None:
    """Write an object that holds ``head`` and then the content of ``pieces``. All of it appears at once, or nothing.

    ``advance`` hears how many percent are done.
    """

    def read(piece: Stored, length: int) -> bytes:
        return objects.beginning(piece.key, length)

    whole = len(head) + sum(piece.size for piece in pieces)
    if whole < MIN_PART:
        objects.put(key, head + b"".join(read(piece, piece.size) for piece in pieces if piece.size), content_type)
        return
    where: Any = {"Bucket": objects.bucket, "Key": key}
    with object_errors():
        where["UploadId"] = objects.client.create_multipart_upload(
            **where, ContentType=content_type, CacheControl=CACHE_FOR_GOOD
        )["UploadId"]
    try:
        with object_errors():
            done = _send(objects, where, parts(head, pieces, read), lambda sent: advance(sent * 100 // whole))
            objects.client.complete_multipart_upload(**where, MultipartUpload={"Parts": done})
    except BaseException:
        objects.drop_parts(key, where["UploadId"])
        raise


def _send(
    objects: ObjectStore, where: Mapping[str, Any], cut: Iterator[bytes | _Copied], advance: Callable[[int], None]
) -> Any:  # noqa: ANN401  # boto3 names the type of a part by operation
    def send(number: int, part: bytes | _Copied) -> dict[str, Any]:
        if isinstance(part, bytes):
            tag = objects.client.upload_part(**where, PartNumber=number, Body=part)["ETag"]
        else:
            tag = objects.client.upload_part_copy(
                **where,
                PartNumber=number,
                CopySource={"Bucket": objects.bucket, "Key": part.source.key},
                CopySourceRange=f"bytes={part.start}-{part.source.size - 1}",
            )["CopyPartResult"]["ETag"]
        return {"PartNumber": number, "ETag": tag}

    done: list[dict[str, Any]] = []
    sent = 0
    with ThreadPoolExecutor(_AT_ONCE) as senders:
        while batch := list(islice(cut, _AT_ONCE)):  # no more is held in memory than is on its way
            done += senders.map(send, range(len(done) + 1, len(done) + len(batch) + 1), batch)
            sent += sum(len(part) if isinstance(part, bytes) else part.source.size - part.start for part in batch)
            advance(sent)
    return done
