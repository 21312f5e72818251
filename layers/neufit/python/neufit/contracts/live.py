"""Messages of a live session over WebSocket (``docs/signalling.md`` describes the protocol).

Text frames hold one JSON object each, told apart by ``type``. What a client sends is checked strictly; a client ignores
what it doesn't know. All times are milliseconds: those of the room in the time of its log, ``ping`` in the client's.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from neufit.contracts.room_view import RoomEvent, RoomView
from neufit.domain.room.actions import ParticipantId, Request
from neufit.domain.room.kinds import MeetingKind, MeetingRole, Source

MAX_TEXT_BYTES = 64 * 1024
MAX_SDP_CHARACTERS = 60 * 1024
MAX_TICKET_CHARACTERS = 60 * 1024
MOST_SLOTS = 32

Mid = Annotated[str, StringConstraints(min_length=1, max_length=16, pattern=r"^[\x21-\x7e]+$")]
"""Identification tag of an m-line (RFC 8843 limits it to 16 bytes where it goes into RTP)."""

_Number = Annotated[int, Field(ge=1, le=2**53)]


class _ClientMessage(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Hello(_ClientMessage):
    """First message of a client.

    One that comes back says what it has: events up to ``after`` of the log called ``log``.
    """

    type: Literal["hello"]
    ticket: Annotated[str, Field(min_length=1, max_length=MAX_TICKET_CHARACTERS)]
    after: Annotated[int, Field(ge=0, le=2**53)] = 0
    log: Annotated[str, Field(max_length=64)] = ""


class Offer(_ClientMessage):
    """An SDP offer; the answer repeats ``number``."""

    type: Literal["offer"]
    number: _Number
    sdp: Annotated[str, Field(min_length=1, max_length=MAX_SDP_CHARACTERS)]


class Command(_ClientMessage):
    """Do something in the room. ``number`` grows with every command of this person, over reconnects too."""

    type: Literal["command"]
    number: _Number
    action: Request


class Slot(_ClientMessage):
    """A receiving m-line and how many pixels high its picture is shown; 0 when it isn't."""

    mid: Mid
    height: Annotated[int, Field(ge=0, le=8192)]


class View(_ClientMessage):
    """What the viewer looks at: the slots on screen, whom to keep there, the first tile of the page."""

    type: Literal["view"]
    slots: Annotated[tuple[Slot, ...], Field(max_length=MOST_SLOTS)]
    pinned: ParticipantId | None = None
    page: Annotated[int, Field(ge=0, le=10_000)] = 0


class Ping(_ClientMessage):
    """Ask for the time of the log. ``sent`` is the client's own clock."""

    type: Literal["ping"]
    sent: Annotated[float, Field(ge=-(2**53), le=2**53, allow_inf_nan=False)]


class Report(_ClientMessage):
    """What a viewer measured on the host's camera: latency, jitter (ms), frames per second, share of packets lost."""

    type: Literal["report"]
    latency_ms: Annotated[float, Field(ge=-600_000, le=600_000, allow_inf_nan=False)]
    jitter_ms: Annotated[float, Field(ge=0, le=600_000, allow_inf_nan=False)] = 0
    fps: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)] = 0
    lost: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0


AnyClientMessage = Hello | Offer | Command | View | Ping | Report
CLIENT_MESSAGE: TypeAdapter[AnyClientMessage] = TypeAdapter(Annotated[AnyClientMessage, Field(discriminator="type")])


class _RelayMessage(BaseModel):
    model_config = ConfigDict(frozen=True)


class SlotCounts(_RelayMessage):
    """How many receiving m-lines of each kind the client may offer."""

    audio: int
    video: int


class Welcome(_RelayMessage):
    """Answer to hello. ``snapshot`` is null when the events after ``seq``, which is the client's own, follow instead.

    ``number`` is the last command of this person that was applied. ``ends`` is when the meeting is over. ``media``: the
    peer of the connection before lives on; else the client makes a new one.
    """

    type: Literal["welcome"] = "welcome"
    participant: str
    kind: MeetingKind
    role: MeetingRole
    moderates: bool
    publishes: tuple[Source, ...]
    log: str
    seq: int
    time: int
    ends: int
    number: int
    slots: SlotCounts
    media: bool
    snapshot: RoomView | None


class Event(_RelayMessage):
    """Something changed. ``participant`` did it; null when the room itself did, or somebody this one doesn't see."""

    type: Literal["event"] = "event"
    seq: int
    time: int
    participant: str | None
    event: RoomEvent


class Snapshot(_RelayMessage):
    """The whole room anew: this client read too slowly, or what it may see has changed."""

    type: Literal["snapshot"] = "snapshot"
    log: str
    seq: int
    time: int
    snapshot: RoomView


class Applied(_RelayMessage):
    """The command is in the log, at ``seq`` or before."""

    type: Literal["applied"] = "applied"
    number: int
    seq: int


class Refused(_RelayMessage):
    """The command was not applied. ``detail`` is a sentence for the person."""

    type: Literal["refused"] = "refused"
    number: int
    code: str
    detail: str


class Answer(_RelayMessage):
    """The SDP answer to an offer."""

    type: Literal["answer"] = "answer"
    number: int
    sdp: str


class VideoSlot(_RelayMessage):
    """Who is in a video slot and which layer comes, S2T2 down to S0T0, or none; ``paused``: nothing can come now."""

    mid: str
    participant: str | None
    layer: str
    paused: bool


class AudioSlot(_RelayMessage):
    """Who is in an audio slot."""

    mid: str
    participant: str | None


class Slots(_RelayMessage):
    """Who is where from now on. ``next`` is the page to ask for to see further tiles, null at the end of ``tiles``."""

    type: Literal["slots"] = "slots"
    video: tuple[VideoSlot, ...]
    audio: tuple[AudioSlot, ...]
    tiles: int
    next: int | None


class Speaker(_RelayMessage):
    """Who speaks now, loudest first."""

    type: Literal["speaker"] = "speaker"
    participants: tuple[str, ...]


class ConnectionQuality(_RelayMessage):
    """How good connections are, from 0 to 3 (good), by participant: all of them for the host, else one's own."""

    type: Literal["quality"] = "quality"
    quality: dict[str, int]


class ViewerLatency(_RelayMessage):
    """What a viewer measured on the host's camera."""

    participant: str
    latency_ms: float


class Latency(_RelayMessage):
    """For the host: how late his or her picture is at each viewer."""

    type: Literal["latency"] = "latency"
    viewers: tuple[ViewerLatency, ...]


class ViewerLayer(_RelayMessage):
    """Which layer of the host's camera a viewer gets, as in ``VideoSlot``."""

    participant: str
    layer: str
    paused: bool


class Layers(_RelayMessage):
    """For the host: what of his or her picture comes to each viewer who has it on screen."""

    type: Literal["layers"] = "layers"
    viewers: tuple[ViewerLayer, ...]


class Pong(_RelayMessage):
    """Answer to ping: the client's ``sent``, and the time of the log when it was received and answered."""

    type: Literal["pong"] = "pong"
    sent: float
    received: float
    replied: float


AnyRelayMessage = (
    Welcome
    | Event
    | Snapshot
    | Applied
    | Refused
    | Answer
    | Slots
    | Speaker
    | ConnectionQuality
    | Latency
    | Layers
    | Pong
)
