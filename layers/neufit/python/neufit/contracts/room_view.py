"""A room as one viewer may see it, and how that changes: each event holds what is true from now on."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from neufit.domain.room.actions import KeyBundle
from neufit.domain.room.kinds import MeetingKind, MeetingRole, Sharing
from neufit.domain.room.timer import TimerPlan


class _View(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class ParticipantView(_View):
    """A person in the room. Camera and sharing are those that concern the viewer: off and none when it isn't shared.

    ``away``: the connection is lost, he or she may come back. ``muted_by_host`` lasts until the person unmutes.
    """

    participant: str
    name: str
    role: MeetingRole
    joined_at: int
    camera: bool
    microphone: bool
    sharing: Sharing
    hand_raised_at: int | None
    muted_by_host: bool
    away: bool
    key: KeyBundle | None


class TimerView(_View):
    """The timer: ``accumulated_ms`` ran before ``started_at``, and it stands still since ``paused_at``."""

    plan: TimerPlan
    started_at: int
    paused_at: int | None
    accumulated_ms: int


class ExerciseView(_View):
    """What everybody does now; an empty name: nothing in particular."""

    name: str
    goal: int | None


class RepsView(_View):
    """How often somebody did an exercise."""

    participant: str
    exercise: str
    count: int


class ChatView(_View):
    """A message of the chat; ``id`` is what ``delete_chat`` names."""

    id: int
    participant: str
    name: str
    text: str
    time: int
    deleted: bool


class RecordingView(_View):
    """That the class is recorded, by its host: ``elapsed_ms`` of it until ``since``, and more unless it is paused."""

    participant: str
    since: int
    elapsed_ms: int
    paused: bool


class PlaybackView(_View):
    """The video that all watch: it stood at ``position_ms`` at ``at``, maybe still to come, and runs since if it is."""

    media_id: str
    runtime_ms: int
    playing: bool
    position_ms: int
    at: int


class RoomView(_View):
    """Everything. ``participants`` are in the order in which they came, with the viewer among them."""

    meeting: str
    kind: MeetingKind
    participants: tuple[ParticipantView, ...]
    timer: TimerView | None
    exercise: ExerciseView
    reps: tuple[RepsView, ...]
    total: int
    chat: tuple[ChatView, ...]
    chat_on: bool
    sharing_on: bool
    playback: PlaybackView | None
    steering_on: bool
    recording: RecordingView | None
    ends: int


class JoinedEvent(_View):
    """Somebody is here now."""

    kind: Literal["joined"] = "joined"
    participant: ParticipantView


class ChangedEvent(_View):
    """Something about somebody is different."""

    kind: Literal["changed"] = "changed"
    participant: ParticipantView


class LeftEvent(_View):
    """Somebody is not here any more."""

    kind: Literal["left"] = "left"
    participant: str
    removed: bool


class TimerEvent(_View):
    """The timer was started, held, moved or taken away."""

    kind: Literal["timer"] = "timer"
    timer: TimerView | None


class ExerciseEvent(_View):
    """Another exercise or goal is shown; ``total`` is what the class has done of it."""

    kind: Literal["exercise"] = "exercise"
    exercise: ExerciseView
    total: int


class RepEvent(_View):
    """Somebody counted; ``reps`` is null when the viewer doesn't see who."""

    kind: Literal["rep"] = "rep"
    reps: RepsView | None
    total: int


class ChatEvent(_View):
    """Somebody wrote."""

    kind: Literal["chat"] = "chat"
    message: ChatView


class ChatDeletedEvent(_View):
    """A message was taken out."""

    kind: Literal["chat_deleted"] = "chat_deleted"
    id: int


class ModerationEvent(_View):
    """Whether customers may write, whether they see each other's cameras, and whether they may steer the video."""

    kind: Literal["moderation"] = "moderation"
    chat_on: bool
    sharing_on: bool
    steering_on: bool


class PlaybackEvent(_View):
    """The video was started, held or moved, or all of it is known now."""

    kind: Literal["playback"] = "playback"
    playback: PlaybackView | None


class RecordingEvent(_View):
    """Recording was started, held, let go on or ended (null)."""

    kind: Literal["recording"] = "recording"
    recording: RecordingView | None


class EndsEvent(_View):
    """The meeting goes on until ``ends``, which is later than before."""

    kind: Literal["ends"] = "ends"
    ends: int


class EndedEvent(_View):
    """The host ended the meeting; connections are closed with 4410."""

    kind: Literal["ended"] = "ended"


AnyRoomEvent = (
    JoinedEvent
    | ChangedEvent
    | LeftEvent
    | TimerEvent
    | ExerciseEvent
    | RepEvent
    | ChatEvent
    | ChatDeletedEvent
    | ModerationEvent
    | PlaybackEvent
    | RecordingEvent
    | EndsEvent
    | EndedEvent
)
RoomEvent = Annotated[AnyRoomEvent, Field(discriminator="kind")]
ROOM_EVENT: TypeAdapter[AnyRoomEvent] = TypeAdapter(RoomEvent)
