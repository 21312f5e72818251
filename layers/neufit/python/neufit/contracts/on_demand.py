"""Messages of a stored stream over WebSocket (``docs/on-demand.md`` describes the protocol).

Text frames are JSON, one message each, told apart by ``type``. Binary frames carry pieces of segments behind a fixed
header of 16 bytes, big endian:

====== ====== =====================================================================
offset bytes  meaning
====== ====== =====================================================================
0      1      kind: 1 initialization segment, 2 media segment
1      1      track: 0 audio, 1 ... n the renditions in the order of ``ready.video``
2      2      epoch: number of the last seek that the sender has applied
4      4      segment number (0 for an initialization segment)
8      4      length of the whole segment in bytes
12     4      offset of this piece in the segment
====== ====== =====================================================================
"""

import struct
from enum import IntEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

HEADER = struct.Struct(">BBHIII")
PIECE_BYTES = 64 * 1024
MAX_TEXT_BYTES = 8 * 1024


class PieceKind(IntEnum):
    """What a binary frame holds a piece of."""

    INITIALIZATION = 1
    MEDIA = 2


class PieceHeader(NamedTuple):
    """The header of a binary frame, field by field."""

    kind: int
    track: int
    epoch: int
    segment: int
    length: int
    offset: int

    def pack(self) -> bytes:
        """The 16 bytes."""
        return HEADER.pack(*self)

    @classmethod
    def unpack(cls, frame: bytes) -> "PieceHeader":
        """Read the header of a frame. Raise struct.error when it is too short."""
        return cls(*HEADER.unpack_from(frame))


class _Message(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Hello(_Message):
    """First message of a client. ``rendition`` is ``auto`` or the name of a track; ``position`` in ms.

    A client that goes on after a lost connection says what it knows: ``buffered`` ms ahead of its playhead, and the
    ``throughput`` in bit/s that it measured lately. Who says too much harms himself only: it decides about the first
    segment, which is given up when the network turns out slower.
    """

    type: Literal["hello"]
    ticket: Annotated[str, Field(max_length=4096)]
    position: Annotated[int, Field(ge=0, le=2**40)] = 0
    rendition: Annotated[str, Field(max_length=32)] = "auto"
    buffered: Annotated[int, Field(ge=0, le=2**31)] = 0
    throughput: Annotated[int, Field(ge=1, le=2**40)] | None = None


class Ack(_Message):
    """How far the client is.

    ``received`` counts payload bytes since hello (headers left out), ``buffered`` the ms ahead of the playhead; the
    relay stops when enough is ahead and goes on when it has been played. ``paused`` keeps that from shrinking. Bytes of
    stale epochs and of segments that were given up count too: they have arrived.
    """

    type: Literal["ack"]
    received: Annotated[int, Field(ge=0, le=2**53)]
    buffered: Annotated[int, Field(ge=0, le=2**31)]
    paused: bool = False


class Seek(_Message):
    """Go on from ``position`` (ms). ``epoch`` counts the client's seeks from 1; pieces of older epochs are stale."""

    type: Literal["seek"]
    position: Annotated[int, Field(ge=0, le=2**40)]
    epoch: Annotated[int, Field(ge=1, le=65535)]


class Quality(_Message):
    """Choose a rendition by name, or ``auto``."""

    type: Literal["quality"]
    rendition: Annotated[str, Field(max_length=32)]


ClientMessage = Annotated[Hello | Ack | Seek | Quality, Field(discriminator="type")]
CLIENT_MESSAGE: TypeAdapter[Hello | Ack | Seek | Quality] = TypeAdapter(ClientMessage)


class ReadyTrack(_Message):
    """A rendition that the relay can send. ``bandwidth`` in bit/s."""

    name: str
    width: int
    height: int
    bandwidth: int
    codecs: str


class Ready(_Message):
    """Answer to hello: what will be streamed and from which ``position`` (ms, start of a segment)."""

    type: Literal["ready"] = "ready"
    runtime_ms: int
    frame_rate: tuple[int, int]
    segment_ms: float
    segments: int
    video: tuple[ReadyTrack, ...]
    audio_codecs: str | None
    position: int
    complete: bool


class Sought(_Message):
    """Answer to seek, ahead of the first piece of the epoch.

    Media comes from ``segment``, which starts at ``position`` (ms).
    """

    type: Literal["sought"] = "sought"
    epoch: int
    segment: int
    position: int


class Switched(_Message):
    """From segment ``segment`` on, video comes as rendition ``rendition``; ``why`` is start, up, down or chosen.

    Pieces of that very segment may have come in another rendition: it was given up, what came of it is void.
    """

    type: Literal["switched"] = "switched"
    rendition: str
    segment: int
    why: Literal["start", "up", "down", "chosen"]


class Waiting(_Message):
    """The next segment isn't encoded yet; the relay goes on by itself when it is."""

    type: Literal["waiting"] = "waiting"
    segment: int


class End(_Message):
    """Every segment up to the end of the video has been sent in this epoch."""

    type: Literal["end"] = "end"
    epoch: int


RelayMessage = Ready | Sought | Switched | Waiting | End
