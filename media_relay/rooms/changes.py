"""What an entry did to a room, whoever may see it."""

from dataclasses import dataclass

from neufit.domain.room.state import ChatMessage, Participant, Room


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something was not done: a stable code and a sentence for the person."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class RosterChange:
    """Somebody came (no ``before``), went (no ``after``) or is different."""

    before: Participant | None
    after: Participant | None
    removed: bool = False

    @property
    def subject(self) -> str:
        """Whose place in the roster it is."""
        participant = self.after or self.before
        return participant.id if participant else ""


@dataclass(frozen=True, slots=True)
class BlocksChange:
    """Somebody came back and now blocks others than before: what concerns the two has to be shown anew."""

    subject: str


@dataclass(frozen=True, slots=True)
class TimerChange:
    """The timer is different."""


@dataclass(frozen=True, slots=True)
class ExerciseChange:
    """The exercise, or the goal, is different."""


@dataclass(frozen=True, slots=True)
class RepsChange:
    """Somebody counted."""

    subject: str


@dataclass(frozen=True, slots=True)
class ChatChange:
    """A message came, or has lost its text."""

    message: ChatMessage

    @property
    def subject(self) -> str:
        """Who wrote it."""
        return self.message.participant


@dataclass(frozen=True, slots=True)
class ModerationChange:
    """What customers may do is different."""


@dataclass(frozen=True, slots=True)
class RecordingChange:
    """Recording was started, held, let go on or ended."""


@dataclass(frozen=True, slots=True)
class PlaybackChange:
    """The video that all watch was started, held or moved."""


@dataclass(frozen=True, slots=True)
class EndsChange:
    """The meeting goes on for longer than was known."""


@dataclass(frozen=True, slots=True)
class RoomEnded:
    """The meeting is over."""


Change = (
    RosterChange
    | BlocksChange
    | TimerChange
    | ExerciseChange
    | RepsChange
    | ChatChange
    | ModerationChange
    | PlaybackChange
    | RecordingChange
    | EndsChange
    | RoomEnded
)


@dataclass(frozen=True, slots=True)
class Transition:
    """One entry applied. ``actor`` did it. With a ``refusal``, or when it had been applied before, nothing changed."""

    before: Room
    after: Room
    actor: str | None = None
    changes: tuple[Change, ...] = ()
    refusal: Refusal | None = None
