"""What is in a room. Values only, never changed in place; ``media_relay/rooms/reducer.py`` makes one from another.

All times are milliseconds of the room's log.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from neufit.domain.room.actions import KeyBundle
from neufit.domain.room.kinds import MeetingKind, MeetingRole, Sharing, Source
from neufit.domain.room.playback import Playback
from neufit.domain.room.recording import Recording
from neufit.domain.room.timer import Timer

MOST_CHAT = 200
MOST_REMEMBERED = 1000
"""Of how many people who were here the numbers, counts and blocks are kept."""

GRACE_MS = 10_000
"""For so long somebody whose connections are lost stays in the roster."""


@dataclass(frozen=True, slots=True)
class Participant:
    """A person in the room. ``presence`` has the connection at each relay, ``away_since`` when none is left."""

    id: str
    name: str
    role: MeetingRole
    publishes: frozenset[Source]
    moderates: bool
    joined_at: int
    presence: Mapping[str, str]
    sharing: Sharing
    camera: bool = False
    microphone: bool = False
    hand_raised_at: int | None = None
    forced_mute: bool = False
    away_since: int | None = None
    key: KeyBundle | None = None


@dataclass(frozen=True, slots=True)
class Reps:
    """How often somebody did an exercise."""

    exercise: str
    count: int


@dataclass(frozen=True, slots=True)
class Exercise:
    """What everybody does now. ``goal`` is what the class wants to reach together."""

    name: str = ""
    goal: int | None = None


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message; ``id`` is its number in the log. A deleted one has lost its text."""

    id: int
    participant: str
    name: str
    text: str
    time: int
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A room after the entry ``seq`` of its log, which came at ``time``.

    ``numbers`` are the last commands that were applied, by participant; ``blocks`` whom somebody doesn't want to meet,
    as the ticket said. Both, and ``reps``, outlive the participant's stay. The meeting is over at ``ends_at``, the
    latest that a ticket said, or was at ``ended_at``, when the host ended it. ``recorded`` are the items whose
    recording was started here, which each can be once.
    """

    id: str
    kind: MeetingKind
    seq: int = 0
    time: int = 0
    participants: Mapping[str, Participant] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    blocks: Mapping[str, frozenset[str]] = field(default_factory=dict)
    reps: Mapping[str, Reps] = field(default_factory=dict)
    timer: Timer | None = None
    exercise: Exercise = Exercise()
    chat: tuple[ChatMessage, ...] = ()
    removed: frozenset[str] = frozenset()
    chat_off: bool = False
    sharing_off: bool = False
    playback: Playback | None = None
    steering: bool = False
    ends_at: int = 0
    ended_at: int | None = None
    recording: Recording | None = None
    recorded: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """Repetitions of the shown exercise by all who were here."""
        return sum(reps.count for reps in self.reps.values() if reps.exercise == self.exercise.name)
