"""What one viewer may see of a room. Whom one blocked, or was blocked by, isn't there for one, in either direction.

What is sent depends on a viewer only through an ``Audience``, so a change is written once for all who see it alike.
"""

from typing import NamedTuple

from media_relay.rooms.changes import (
    BlocksChange,
    Change,
    ChatChange,
    EndsChange,
    ExerciseChange,
    ModerationChange,
    PlaybackChange,
    RecordingChange,
    RepsChange,
    RosterChange,
    TimerChange,
    Transition,
)
from neufit.contracts.room_view import (
    AnyRoomEvent,
    ChangedEvent,
    ChatDeletedEvent,
    ChatEvent,
    ChatView,
    EndedEvent,
    EndsEvent,
    ExerciseEvent,
    ExerciseView,
    JoinedEvent,
    LeftEvent,
    ModerationEvent,
    ParticipantView,
    PlaybackEvent,
    PlaybackView,
    RecordingEvent,
    RecordingView,
    RepEvent,
    RepsView,
    RoomView,
    TimerEvent,
    TimerView,
)
from neufit.domain.room.kinds import MeetingRole, Sharing
from neufit.domain.room.state import Participant, Reps, Room


def meet(room: Room, one: str, other: str) -> bool:
    """Whether neither has blocked the other."""
    nobody: frozenset[str] = frozenset()
    return other not in room.blocks.get(one, nobody) and one not in room.blocks.get(other, nobody)


def strangers(room: Room, one: str) -> frozenset[str]:
    """All who don't meet this one."""
    return room.blocks.get(one, frozenset()) | {other for other, blocked in room.blocks.items() if one in blocked}


def shares_with(room: Room, viewer: str, participant: Participant) -> bool:
    """Whether the participant lets this viewer see the camera, on or off. Oneself, always."""
    if viewer == participant.id:
        return True
    if not meet(room, viewer, participant.id):
        return False
    if participant.role is MeetingRole.HOST:
        return True
    watcher = room.participants.get(viewer)
    if watcher is not None and watcher.role is MeetingRole.HOST:
        return participant.sharing is not Sharing.NONE
    return participant.sharing is Sharing.CLASS and not room.sharing_off


def is_seen(room: Room, viewer: str, participant: Participant) -> bool:
    """Whether the viewer can get the participant's picture now."""
    return viewer != participant.id and participant.camera and shares_with(room, viewer, participant)


def is_heard(room: Room, viewer: str, participant: Participant) -> bool:
    """Whether the viewer can get the participant's sound now."""
    return viewer != participant.id and participant.microphone and meet(room, viewer, participant.id)


class Audience(NamedTuple):
    """How a viewer stands to a change: meets whom it is about and who did it, saw the camera before, sees it now."""

    meets_subject: bool
    meets_actor: bool
    saw: bool
    sees: bool


class Perspective:
    """A change, as viewers stand to it. Made once for all of them: most change nothing for most."""

    def __init__(self, transition: Transition, change: Change) -> None:
        self._transition = transition
        self._change = change
        subject = getattr(change, "subject", None)
        self._unmet = strangers(transition.after, subject) if subject is not None else frozenset()
        self._actor = transition.actor
        self._unmet_by_actor = strangers(transition.after, self._actor) if self._actor is not None else frozenset()

    def of(self, viewer: str) -> Audience:
        """How this viewer stands to the change."""
        change = self._change
        saw = sees = False
        if isinstance(change, RosterChange):
            saw = change.before is not None and shares_with(self._transition.before, viewer, change.before)
            sees = change.after is not None and shares_with(self._transition.after, viewer, change.after)
        meets_actor = self._actor is not None and viewer not in self._unmet_by_actor
        return Audience(viewer not in self._unmet, meets_actor, saw, sees)


def event(transition: Transition, change: Change, viewers: Audience) -> AnyRoomEvent | None:  # noqa: C901, PLR0911 -- one case a change
    """What such viewers are told of a change, or nothing."""
    room = transition.after
    match change:
        case RosterChange():
            return _roster_event(change, viewers) if viewers.meets_subject else None
        case BlocksChange():
            return None
        case TimerChange():
            return TimerEvent(timer=_timer_view(room))
        case ExerciseChange():
            return ExerciseEvent(exercise=ExerciseView.model_validate(room.exercise), total=room.total)
        case RepsChange(subject=subject):
            reps = reps_view(subject, room.reps[subject]) if viewers.meets_subject else None
            return RepEvent(reps=reps, total=room.total)
        case ChatChange(message=message):
            if not viewers.meets_subject:
                return None
            return ChatDeletedEvent(id=message.id) if message.deleted else ChatEvent(message=chat_view(message))
        case ModerationChange():
            return ModerationEvent(
                chat_on=not room.chat_off, sharing_on=not room.sharing_off, steering_on=room.steering
            )
        case PlaybackChange():
            return PlaybackEvent(playback=_playback_view(room))
        case RecordingChange():
            return RecordingEvent(recording=_recording_view(room))
        case EndsChange():
            return EndsEvent(ends=room.ends_at)
    return EndedEvent()


def needs_snapshot(transition: Transition, viewer: str) -> bool:
    """Whether so much changed for this viewer that events can't say it: whom he or she meets."""
    for change in transition.changes:
        if isinstance(change, BlocksChange):
            other = change.subject
            if viewer == other or meet(transition.before, viewer, other) != meet(transition.after, viewer, other):
                return True
    return False


def room_view(room: Room, viewer: str) -> RoomView:
    """Everything that this viewer may see."""
    people = [one for one in room.participants.values() if meet(room, viewer, one.id)]
    return RoomView(
        meeting=room.id,
        kind=room.kind,
        participants=tuple(participant_view(one, sees=shares_with(room, viewer, one)) for one in people),
        timer=_timer_view(room),
        exercise=ExerciseView.model_validate(room.exercise),
        reps=tuple(reps_view(name, reps) for name, reps in room.reps.items() if meet(room, viewer, name)),
        total=room.total,
        chat=tuple(chat_view(message) for message in room.chat if meet(room, viewer, message.participant)),
        chat_on=not room.chat_off,
        sharing_on=not room.sharing_off,
        playback=_playback_view(room),
        steering_on=room.steering,
        recording=_recording_view(room),
        ends=room.ends_at,
    )


def participant_view(one: Participant, *, sees: bool) -> ParticipantView:
    """A participant as somebody sees him or her who ``sees`` the camera, or doesn't."""
    return ParticipantView(
        participant=one.id,
        name=one.name,
        role=one.role,
        joined_at=one.joined_at,
        camera=one.camera and sees,
        microphone=one.microphone,
        sharing=one.sharing if sees else Sharing.NONE,
        hand_raised_at=one.hand_raised_at,
        muted_by_host=one.forced_mute,
        away=one.away_since is not None,
        key=one.key,
    )


def reps_view(participant: str, reps: Reps) -> RepsView:
    """Somebody's count."""
    return RepsView(participant=participant, exercise=reps.exercise, count=reps.count)


def chat_view(message: object) -> ChatView:
    """A message of the chat."""
    return ChatView.model_validate(message)


def _timer_view(room: Room) -> TimerView | None:
    return None if room.timer is None else TimerView.model_validate(room.timer)


def _playback_view(room: Room) -> PlaybackView | None:
    return None if room.playback is None else PlaybackView.model_validate(room.playback)


def _recording_view(room: Room) -> RecordingView | None:
    recording = room.recording
    if recording is None:
        return None
    return RecordingView(
        participant=recording.by,
        since=recording.since,
        elapsed_ms=recording.accumulated_ms,
        paused=recording.paused,
    )


def _roster_event(change: RosterChange, viewers: Audience) -> AnyRoomEvent | None:
    if change.after is None:
        return LeftEvent(participant=change.subject, removed=change.removed)
    after = participant_view(change.after, sees=viewers.sees)
    if change.before is None:
        return JoinedEvent(participant=after)
    if participant_view(change.before, sees=viewers.saw) == after:
        return None
    return ChangedEvent(participant=after)
