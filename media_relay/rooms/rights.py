"""Who may do what, and when: asked before an entry goes into the log, and again when it is applied."""

from media_relay.rooms.changes import Refusal
from media_relay.rooms.entries import Joined
from neufit.domain.room.actions import (
    AnyLogged,
    AnyRequest,
    Chat,
    DeleteChat,
    End,
    Moderate,
    Mute,
    RecordingStarted,
    Remove,
    SetKey,
    SetMedia,
    SetPlayback,
    SetRecording,
    SetTimer,
    Share,
    ShowExercise,
    StartRecording,
)
from neufit.domain.room.kinds import MOST_PEOPLE, MeetingKind, MeetingRole, Sharing, Source
from neufit.domain.room.recording import MOST_RECORDINGS
from neufit.domain.room.state import Participant, Room
from neufit.domain.room.timer import running

ENDED = Refusal("ended", "The meeting is over.")
REMOVED = Refusal("removed", "The host has removed you from this meeting.")
FULL = Refusal("full", "This meeting is full.")
ABSENT = Refusal("not-here", "You are not in this meeting.")

_HOST_ONLY = Refusal("forbidden", "Only the host can do that.")
_UNKNOWN = Refusal("no-such-participant", "This person is not here any more.")


def refuse_entry(room: Room, entry: Joined) -> Refusal | None:
    """Why somebody can't come in."""
    if room.ended_at is not None:
        return ENDED
    if entry.participant in room.removed:
        return REMOVED
    if entry.participant in room.participants:
        return None
    hosts = room.kind is not MeetingKind.ONE_ON_ONE and entry.role is MeetingRole.HOST
    if len(room.participants) >= MOST_PEOPLE[room.kind] and not hosts:
        return FULL
    return None


def refuse_action(  # noqa: C901, PLR0911, PLR0912 -- a row of rules
    room: Room, participant: Participant | None, action: AnyLogged | AnyRequest
) -> Refusal | None:
    """Why somebody can't do something now."""
    if room.ended_at is not None:
        return ENDED
    if participant is None:
        return ABSENT
    match action:
        case SetMedia():
            return _refuse_media(participant, action)
        case Share(scope=scope):
            if scope is Sharing.CLASS and room.sharing_off and participant.role is not MeetingRole.HOST:
                return Refusal("sharing-off", "The host has switched off sharing with the class.")
            return None
        case Chat():
            if room.chat_off and not participant.moderates:
                return Refusal("chat-off", "The host has switched off the chat.")
            return None
        case DeleteChat(seq=seq):
            return _refuse_deletion(room, participant, seq)
        case SetKey():
            if room.kind is not MeetingKind.ONE_ON_ONE:
                return Refusal("forbidden", "Only one-on-one sessions are encrypted end to end.")
            return None
        case SetPlayback():
            if room.playback is None:
                return Refusal("no-video", "Nothing is being watched together here.")
            return None if participant.moderates or room.steering else _HOST_ONLY
        case StartRecording() | RecordingStarted() | SetRecording():
            return _refuse_recording(room, participant, action)
        case SetTimer() | ShowExercise() | Mute() | Remove() | Moderate() | End():
            return _HOST_ONLY if not participant.moderates else _refuse_leading(room, participant, action)
    return None


def _refuse_media(participant: Participant, action: SetMedia) -> Refusal | None:
    if action.camera and Source.CAMERA not in participant.publishes:
        return Refusal("forbidden", "You can't show your camera in this meeting.")
    if action.microphone and Source.MICROPHONE not in participant.publishes:
        return Refusal("forbidden", "You can't speak in this meeting.")
    return None


def _refuse_recording(  # noqa: PLR0911 -- a row of rules
    room: Room, participant: Participant, action: StartRecording | RecordingStarted | SetRecording
) -> Refusal | None:
    if room.kind is MeetingKind.ONE_ON_ONE:
        return Refusal("forbidden", "One-on-one sessions are encrypted end to end: they can't be recorded.")
    if room.kind is not MeetingKind.GROUP_CLASS:
        return Refusal("forbidden", "Only classes can be recorded.")
    if participant.role is not MeetingRole.HOST:
        return _HOST_ONLY
    if isinstance(action, SetRecording):
        return Refusal("not-recording", "Nothing is being recorded.") if room.recording is None else None
    if room.recording is not None:
        return Refusal("recording", "This class is being recorded already.")
    if len(room.recorded) >= MOST_RECORDINGS:
        return Refusal("too-many-recordings", f"A class can be recorded {MOST_RECORDINGS} times.")
    if isinstance(action, RecordingStarted) and action.target.media_id in room.recorded:
        return Refusal("used", "This recording was started before. Start another one.")
    return None


def _refuse_deletion(room: Room, participant: Participant, seq: int) -> Refusal | None:
    message = next((message for message in room.chat if message.id == seq), None)
    if message is None:
        return Refusal("no-such-message", "This message is not in the chat any more.")
    if not participant.moderates and message.participant != participant.id:
        return _HOST_ONLY
    return None


def _refuse_leading(  # noqa: PLR0911 -- a row of rules
    room: Room, host: Participant, action: SetTimer | ShowExercise | Mute | Remove | Moderate | End
) -> Refusal | None:
    match action:
        case Mute(participant=subject):
            return None if subject in room.participants else _UNKNOWN
        case Remove(participant=subject):
            if subject == host.id:
                return Refusal("forbidden", "You can't remove yourself. Leave or end the meeting.")
            other = room.participants.get(subject)
            if other is not None and other.role is MeetingRole.HOST:
                return Refusal("forbidden", "The host can't be removed.")
            return None if other is not None else _UNKNOWN
        case SetTimer(do="pause") if not running(room.timer, room.time):
            return Refusal("timer-not-running", "The timer isn't running.")
        case SetTimer(do="skip") if room.timer is None:
            return Refusal("timer-not-running", "The timer isn't running.")
        case SetTimer(do="resume") if room.timer is None or room.timer.paused_at is None:
            return Refusal("timer-not-paused", "The timer isn't paused.")
    return None
