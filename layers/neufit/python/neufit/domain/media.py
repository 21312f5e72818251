"""Media: videos and images from upload to archive, and the rules of their states.

::

    uploading ──> processing ──> available <──> archived ──> purged
        │              │  ▲
        └──> failed <──┘  └── (run again)
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from neufit.domain.errors import Conflict

MAX_UPLOAD_BYTES = 10 * 2**30
MAX_DIRECT_BYTES = 4_400_000
"""The largest file that is taken as the body of a request: a function is handed at most 6 MiB, base 64 and envelope
included. Bigger files go to presigned parts."""
MAX_IMAGE_BYTES = 25 * 2**20
MAX_TOPICS = 8


class Kind(StrEnum):
    """What a media item is."""

    VIDEO = "video"
    IMAGE = "image"


class Status(StrEnum):
    """Where a media item stands."""

    UPLOADING = "uploading"
    PROCESSING = "processing"
    AVAILABLE = "available"
    FAILED = "failed"
    ARCHIVED = "archived"
    PURGED = "purged"


_MOVES: Mapping[Status, frozenset[Status]] = {
    Status.UPLOADING: frozenset({Status.PROCESSING, Status.FAILED, Status.ARCHIVED}),
    Status.PROCESSING: frozenset({Status.AVAILABLE, Status.FAILED, Status.ARCHIVED}),
    Status.AVAILABLE: frozenset({Status.ARCHIVED}),
    Status.FAILED: frozenset({Status.PROCESSING, Status.UPLOADING, Status.ARCHIVED}),
    Status.ARCHIVED: frozenset({Status.AVAILABLE, Status.PURGED}),
    Status.PURGED: frozenset(),
}


def sources_of(target: Status) -> frozenset[Status]:
    """The states from which ``target`` may be reached: the condition of the write that moves there."""
    return frozenset(source for source, targets in _MOVES.items() if target in targets)


def check_move(source: Status, target: Status) -> None:
    """Raise Conflict unless a media item may go from ``source`` to ``target``."""
    if target not in _MOVES[source]:
        raise Conflict(f"This item is {source.value}; it can't become {target.value}.")


class Failure(BaseModel):
    """Why publishing ended: a stable code and a sentence for the instructor."""

    model_config = ConfigDict(frozen=True)

    code: str
    detail: str


class Rendition(BaseModel):
    """One size of a published video, or of an image. Bit rates in bit/s."""

    model_config = ConfigDict(frozen=True)

    name: str
    width: int
    height: int
    bandwidth: int = 0


class Published(BaseModel):
    """What players get: the result of one publishing run (``plan``) of one uploaded version."""

    model_config = ConfigDict(frozen=True)

    version: str
    plan: str
    runtime_ms: int = 0
    width: int = 0
    height: int = 0
    frame_rate: float = 0.0
    renditions: tuple[Rendition, ...] = ()
    has_audio: bool = False
    complete: bool = True


class Media(BaseModel):
    """A media item as stored.

    ``version`` is the upload that is being worked on or was last taken, ``published`` what players get; they differ
    while new content of an available item is on its way. ``size``, ``checksum`` (composite SHA-256) and
    ``content_type`` are what the uploader declared of ``version`` until it was verified; ``uploaded_at`` is when it was
    whole. ``playable`` is set when the first chunk of a video that was never published can be watched already.
    ``held``: when it is published it is archived, until its owner brings it out.
    ``revision`` counts what people change, so that publishing in the background never refuses an edit; ``changes``
    counts every write.
    """

    model_config = ConfigDict(frozen=True)

    media_id: str
    owner_id: str
    kind: Kind
    title: str
    description: str = ""
    topics: tuple[str, ...] = ()
    status: Status
    failure: Failure | None = None
    version: str
    content_type: str = ""
    size: int = 0
    checksum: str = ""
    created_at: datetime
    uploaded_at: datetime | None = None
    published_at: datetime | None = None
    archived_at: datetime | None = None
    published: Published | None = None
    playable: Published | None = None
    replacing: bool = False
    held: bool = False
    views: int = 0
    revision: int = 0
    changes: int = 0

    def visible_to(self, user_id: str | None) -> bool:
        """Whether this person may see it: everyone when available, its owner until it is purged."""
        if self.status is Status.PURGED:
            return False
        return self.status is Status.AVAILABLE or user_id == self.owner_id

    def watchable_by(self, user_id: str | None) -> bool:
        """Whether this person may watch it: what they may see, and what is playable while the rest is being encoded."""
        early = self.status is Status.PROCESSING and self.playable is not None and not self.held
        return (self.visible_to(user_id) or early) and (self.published is not None or self.playable is not None)
