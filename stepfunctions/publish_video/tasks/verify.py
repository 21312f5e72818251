"""Verify: what arrived is what was announced. What an uploader declares is not trusted before."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from neufit.contracts.keys import original
from neufit.contracts.publishing import PublishingJob
from neufit.contracts.recording import VERSION_PREFIX
from neufit.domain.content_type import IMAGE_TYPES, SNIFF_BYTES, VIDEO_TYPES, sniff
from neufit.domain.errors import NotFound
from neufit.domain.media import Kind, Media
from neufit.domain.publication import Job, Step
from neufit.domain.upload import composite_checksum, part_size
from neufit.stores.objects import ObjectStore
from stepfunctions.composition import Tasks
from stepfunctions.handling import task
from stepfunctions.publish_video.refusals import Refused, Superseded

_PLAYLISTS = (b"#EXTM3U", b"ffconcat", b"<MPD")
_STEPS = 20
"""How many times progress is told while a file is read."""


def content_type(head: bytes, kind: Kind) -> str:
    """The type of a file of this kind by its first bytes. Raise Refused when it isn't one of this kind."""
    if any(mark in head[:512] for mark in _PLAYLISTS) and sniff(head) is None:
        raise Refused("playlist")
    found = sniff(head)
    if kind is Kind.IMAGE:
        if found == "image/heic":
            raise Refused("heic")
        if found not in IMAGE_TYPES:
            raise Refused("not-an-image")
    elif found not in VIDEO_TYPES:
        raise Refused("not-a-video")
    return str(found)


def part_digests(pieces: Iterable[bytes], length: int) -> Iterator[bytes]:
    """The raw SHA-256 of each part of ``length`` bytes of a stream that comes in pieces of any size."""
    digest, room = hashlib.sha256(), length
    for piece in pieces:
        rest = memoryview(piece)
        while rest:
            digest.update(rest[:room])
            taken = min(room, len(rest))
            room -= taken
            rest = rest[taken:]
            if not room:
                yield digest.digest()
                digest, room = hashlib.sha256(), length
    if room < length:
        yield digest.digest()


def check(objects: ObjectStore, media: Media, advance: Callable[[int], None]) -> tuple[str, int]:
    """(type, size) of the original of ``media``. Raise Refused when it is not what was declared.

    Where S3 itself has computed the same checksum while the parts arrived, the file isn't read again for it.
    """
    key = original(media.media_id, media.version)
    try:
        size = objects.size(key)
    except NotFound:
        raise Superseded("there is no such original") from None
    if size == 0:
        raise Refused("nothing-recorded" if media.version.startswith(VERSION_PREFIX) else "empty")
    if media.size and size != media.size:
        raise Refused("size-mismatch")
    found = content_type(objects.beginning(key, SNIFF_BYTES), media.kind)
    computed = objects.checksum(key) or ""
    # The local store leaves out the number of parts, which the length implies anyhow.
    if media.checksum and computed.partition("-")[0] != media.checksum.partition("-")[0]:
        pieces = _told(objects.stream(key), size, advance)
        if composite_checksum(part_digests(pieces, part_size(size))) != media.checksum:
            raise Refused("checksum-mismatch")
    return found, size


def _told(pieces: Iterable[bytes], size: int, advance: Callable[[int], None]) -> Iterator[bytes]:
    """The same pieces; ``advance`` hears how many percent went by, now and then."""
    seen = told = 0
    for piece in pieces:
        seen += len(piece)
        if seen * _STEPS // size > told:
            told = seen * _STEPS // size
            advance(min(99, told * 100 // _STEPS))
        yield piece


def verify(services: Tasks, job: Job) -> bool:
    """Check the original and mark its item as processing. Answer whether this version was published already."""
    media = services.media.get(job.media_id)
    if media.version != job.version:
        raise Superseded("another version took over")
    if media.published is not None and media.published.version == job.version:
        if media.kind is Kind.IMAGE:
            services.publications.close(job)  # an image goes to no feed: nothing is left to do
        return True
    found, size = check(
        services.objects, media, lambda percent: services.publications.advance(job, Step.VERIFY, percent)
    )
    services.media.begin_processing(job.media_id, job.version, content_type=found, size=size)
    services.publications.advance(job, Step.VERIFY, 100)
    return False


@task(PublishingJob)
def handler(services: Tasks, job: Job, given: PublishingJob) -> Mapping[str, Any]:  # noqa: ARG001  # ids are in the job
    """Answer ``{published}``."""
    return {"published": verify(services, job)}
