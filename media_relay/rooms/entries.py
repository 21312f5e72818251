"""What stands in a room's log. Entries are checked before they enter; what they do is decided when they are applied."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from neufit.domain.room.actions import Logged
from neufit.domain.room.kinds import MeetingRole, Source
from neufit.domain.room.playback import SharedVideo
from neufit.domain.room.state import Room


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Opened(_Entry):
    """A relay takes part from here on. What an earlier process of its name knew of connections is void."""

    entry: Literal["opened"] = "opened"
    relay: str


class Joined(_Entry):
    """Somebody has a connection at a relay, with these rights from his or her ticket."""

    entry: Literal["joined"] = "joined"
    participant: str
    name: str
    role: MeetingRole
    publishes: frozenset[Source]
    moderates: bool
    blocked: frozenset[str]
    ends: int = 0
    video: SharedVideo | None = None
    relay: str
    connection: str


class Left(_Entry):
    """A connection has ended; ``goodbye``: because that person wanted to go."""

    entry: Literal["left"] = "left"
    participant: str
    relay: str
    connection: str
    goodbye: bool


class Expired(_Entry):
    """Somebody might have been away for too long. Any relay may say so: it counts when it is true."""

    entry: Literal["expired"] = "expired"
    participant: str


class Commanded(_Entry):
    """Somebody does something; ``number`` makes sure that it is done once."""

    entry: Literal["commanded"] = "commanded"
    participant: str
    number: int
    action: Logged


class RecordingOver(_Entry):
    """A relay can't record this item any longer: it is long enough, its host has gone, or the store wants no more."""

    entry: Literal["recording_over"] = "recording_over"
    media_id: str


AnyEntry = Opened | Joined | Left | Expired | Commanded | RecordingOver
ENTRY: TypeAdapter[AnyEntry] = TypeAdapter(Annotated[AnyEntry, Field(discriminator="entry")])
ROOM: TypeAdapter[Room] = TypeAdapter(Room)
"""Rooms as they are kept beside their logs."""


@dataclass(frozen=True, slots=True)
class Record:
    """An entry at its place: ``seq`` counts from 1 without gaps, ``time`` (ms) never goes back."""

    seq: int
    time: int
    entry: AnyEntry
