"""What each action does to a room, once it is known to be allowed. Pure."""

from dataclasses import replace

from media_relay.rooms.changes import (
    Change,
    ChatChange,
    ExerciseChange,
    ModerationChange,
    PlaybackChange,
    RecordingChange,
    RepsChange,
    RoomEnded,
    RosterChange,
    TimerChange,
)
from neufit.domain.room import playback as playbacks
from neufit.domain.room import recording as recordings
from neufit.domain.room import timer as timers
from neufit.domain.room.actions import (
    LARGEST_COUNT,
    AnyLogged,
    Chat,
    DeleteChat,
    End,
    Hand,
    Moderate,
    Mute,
    RecordingStarted,
    Remove,
    Rep,
    SetKey,
    SetMedia,
    SetPlayback,
    SetRecording,
    SetTimer,
    Share,
    ShowExercise,
)
from neufit.domain.room.kinds import MeetingRole
from neufit.domain.room.state import MOST_CHAT, ChatMessage, Exercise, Participant, Reps, Room

Outcome = tuple[Room, tuple[Change, ...]]


def act(room: Room, participant: Participant, action: AnyLogged) -> Outcome:  # noqa: C901, PLR0911, PLR0912 -- a case for each
    """The room after the participant's action, at the room's time, and what is different."""
    match action:
        case SetMedia():
            return _set_media(room, participant, action)
        case Share(scope=scope):
            return _roster(room, participant, replace(participant, sharing=scope))
        case Hand(raised=raised):
            since = participant.hand_raised_at if participant.hand_raised_at is not None else room.time
            return _roster(room, participant, replace(participant, hand_raised_at=since if raised else None))
        case SetKey(bundle=bundle):
            return _roster(room, participant, replace(participant, key=bundle))
        case Mute(participant=subject):
            other = room.participants[subject]
            return _roster(room, other, replace(other, microphone=False, forced_mute=True))
        case Remove(participant=subject):
            return _remove(room, room.participants[subject])
        case Chat(text=text):
            message = ChatMessage(room.seq, participant.id, participant.name, text, room.time)
            return replace(room, chat=(*room.chat, message)[-MOST_CHAT:]), (ChatChange(message),)
        case DeleteChat(seq=seq):
            return _delete_chat(room, seq)
        case Rep():
            return _count(room, participant, action)
        case SetTimer():
            return _set_timer(room, action)
        case ShowExercise(name=name, goal=goal):
            return replace(room, exercise=Exercise(name, goal)), (ExerciseChange(),)
        case Moderate():
            return _moderate(room, action)
        case SetPlayback():
            return _set_playback(room, action)
        case RecordingStarted(target=target):
            started = recordings.start(participant.id, target, room.time)
            recorded = (*room.recorded, target.media_id)
            return replace(room, recording=started, recorded=recorded), (RecordingChange(),)
        case SetRecording(do=do):
            return _set_recording(room, do)
        case End():
            ending: tuple[Change, ...] = (RoomEnded(),) if room.recording is None else (RecordingChange(), RoomEnded())
            return replace(room, ended_at=room.time, recording=None), ending


def _roster(room: Room, before: Participant, after: Participant) -> Outcome:
    if after == before:
        return room, ()
    return replace(room, participants={**room.participants, after.id: after}), (RosterChange(before, after),)


def _set_media(room: Room, participant: Participant, action: SetMedia) -> Outcome:
    after = participant
    if action.camera is not None:
        after = replace(after, camera=action.camera)
    if action.microphone is not None:
        muted = after.forced_mute and not action.microphone
        after = replace(after, microphone=action.microphone, forced_mute=muted)
    return _roster(room, participant, after)


def _remove(room: Room, other: Participant) -> Outcome:
    people = {name: someone for name, someone in room.participants.items() if name != other.id}
    after = replace(room, participants=people, removed=room.removed | {other.id})
    return after, (RosterChange(other, None, removed=True),)


def _delete_chat(room: Room, seq: int) -> Outcome:
    before = next(message for message in room.chat if message.id == seq)
    if before.deleted:
        return room, ()
    after = replace(before, text="", deleted=True)
    chat = tuple(after if message.id == seq else message for message in room.chat)
    return replace(room, chat=chat), (ChatChange(after),)


def _count(room: Room, participant: Participant, action: Rep) -> Outcome:
    exercise = room.exercise.name if action.exercise is None else action.exercise
    before = room.reps.get(participant.id)
    done = before.count if before is not None and before.exercise == exercise else 0
    count = action.count if action.count is not None else done + (action.delta or 0)
    after = Reps(exercise, min(max(count, 0), LARGEST_COUNT))
    return replace(room, reps={**room.reps, participant.id: after}), (RepsChange(participant.id),)


def _set_timer(room: Room, action: SetTimer) -> Outcome:
    timer = room.timer
    if action.plan is not None:
        timer = timers.start(action.plan, room.time)
    elif timer is not None:
        match action.do:
            case "pause":
                timer = timers.pause(timer, room.time)
            case "resume":
                timer = timers.resume(timer, room.time)
            case "skip":
                timer = timers.skip(timer, room.time)
            case _:
                timer = None
    if timer == room.timer:
        return room, ()
    return replace(room, timer=timer), (TimerChange(),)


def _set_recording(room: Room, do: str) -> Outcome:
    before = room.recording
    after = None
    if before is not None and do == "pause":
        after = before if before.paused else recordings.pause(before, room.time)
    elif before is not None and do == "resume":
        after = recordings.resume(before, room.time) if before.paused else before
    return (room, ()) if after == before else (replace(room, recording=after), (RecordingChange(),))


def _set_playback(room: Room, action: SetPlayback) -> Outcome:
    before = after = room.playback
    if before is not None and action.position_ms is not None:
        after = playbacks.seek(before, room.time, action.position_ms)
    elif before is not None and action.do == "play":
        after = playbacks.play(before, room.time, action.countdown_ms)
    elif before is not None:
        after = playbacks.pause(before, room.time)
    return (room, ()) if after == before else (replace(room, playback=after), (PlaybackChange(),))


def _moderate(room: Room, action: Moderate) -> Outcome:
    chat_off = room.chat_off if action.chat is None else not action.chat
    sharing_off = room.sharing_off if action.sharing is None else not action.sharing
    steering = room.steering if action.steering is None else action.steering
    if (chat_off, sharing_off, steering) == (room.chat_off, room.sharing_off, room.steering):
        return room, ()
    changes: tuple[Change, ...] = (ModerationChange(),)
    if sharing_off != room.sharing_off:
        people = (one for one in room.participants.values() if one.role is MeetingRole.CUSTOMER)
        changes += tuple(RosterChange(one, one) for one in people)
    return replace(room, chat_off=chat_off, sharing_off=sharing_off, steering=steering), changes
