"""What people do in a room. Whether they may is decided where it is applied (``media_relay/rooms/rights.py``)."""

import unicodedata
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

from neufit.domain.room.kinds import Sharing
from neufit.domain.room.recording import RecordingTarget
from neufit.domain.room.timer import TimerPlan

LONGEST_CHAT = 500
LARGEST_COUNT = 100_000

ParticipantId = Annotated[str, StringConstraints(min_length=1, max_length=64)]


def _readable(text: str) -> str:
    """No control characters but line breaks, and something to see."""
    if any(unicodedata.category(mark) == "Cc" and mark != "\n" for mark in text):
        raise ValueError("control characters are not taken")
    return text


_Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80), AfterValidator(_readable)]
_Key = Annotated[str, StringConstraints(min_length=1, max_length=512, pattern=r"^[A-Za-z0-9_=-]+$")]


class _Action(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class SetMedia(_Action):
    """Switch camera or microphone on or off; what is left out stays as it is."""

    kind: Literal["set_media"]
    camera: bool | None = None
    microphone: bool | None = None


class Share(_Action):
    """Let the class, the trainer only, or nobody see my camera."""

    kind: Literal["share"]
    scope: Sharing


class Hand(_Action):
    """Raise my hand, or take it down."""

    kind: Literal["hand"]
    raised: bool


class Chat(_Action):
    """Write to everybody in the room."""

    kind: Literal["chat"]
    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_CHAT),
        AfterValidator(_readable),
    ]


class Rep(_Action):
    """Count my repetitions of an exercise (the one that is shown when left out): by so many more, or so many in all."""

    kind: Literal["rep"]
    delta: Annotated[int, Field(ge=-100, le=100)] | None = None
    count: Annotated[int, Field(ge=0, le=LARGEST_COUNT)] | None = None
    exercise: _Line | None = None

    @model_validator(mode="after")
    def _says_one_number(self) -> Self:
        if (self.delta is None) == (self.count is None):
            raise ValueError("either delta or count")
        return self


class SetTimer(_Action):
    """Start the timer on a plan, hold it, let it go on, take it away, or go to its next phase."""

    kind: Literal["timer"]
    do: Literal["start", "pause", "resume", "stop", "skip"]
    plan: TimerPlan | None = None

    @model_validator(mode="after")
    def _has_a_plan_to_start(self) -> Self:
        if (self.plan is not None) != (self.do == "start"):
            raise ValueError("start takes a plan, nothing else does")
        return self


class ShowExercise(_Action):
    """Name what everybody does now, and how many repetitions the class wants to make together."""

    kind: Literal["exercise"]
    name: _Line
    goal: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class Mute(_Action):
    """Switch somebody's microphone off. Only that person can switch it on again."""

    kind: Literal["mute"]
    participant: ParticipantId


class Remove(_Action):
    """Send somebody out of this meeting for good."""

    kind: Literal["remove"]
    participant: ParticipantId


class DeleteChat(_Action):
    """Take a message out of the chat."""

    kind: Literal["delete_chat"]
    seq: Annotated[int, Field(ge=1, le=2**53)]


class Moderate(_Action):
    """Let others write or not, show their cameras to each other or not, steer the video or not.

    What is left out stays as it is.
    """

    kind: Literal["moderate"]
    chat: bool | None = None
    sharing: bool | None = None
    steering: bool | None = None


class SetPlayback(_Action):
    """Run the video that all watch, in ``countdown_ms``; hold it; or go on from ``position_ms`` of it."""

    kind: Literal["playback"]
    do: Literal["play", "pause", "seek"]
    countdown_ms: Annotated[int, Field(ge=0, le=10_000)] = 0
    position_ms: Annotated[int, Field(ge=0, le=24 * 3_600_000)] | None = None

    @model_validator(mode="after")
    def _says_where_to(self) -> Self:
        if (self.position_ms is not None) != (self.do == "seek"):
            raise ValueError("seek takes a position_ms, nothing else does")
        if self.countdown_ms and self.do != "play":
            raise ValueError("play takes a countdown_ms, nothing else does")
        return self


class End(_Action):
    """End the meeting for everybody."""

    kind: Literal["end"]


class KeyBundle(BaseModel):
    """A person's half of the end-to-end key agreement; the relay passes it on and can check none of it.

    ``ecdh`` public key of this session, ``account_key`` id of the key that made ``signature``, ``nonce`` and ``epoch``
    of this agreement. All base64url.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    ecdh: _Key
    account_key: _Key
    nonce: _Key
    epoch: Annotated[int, Field(ge=0, le=2**32)]
    signature: _Key


class StartRecording(_Action):
    """Record this class from now on. ``grant`` is what the API signed for it (``contracts/recording.py``)."""

    kind: Literal["start_recording"]
    grant: Annotated[str, StringConstraints(min_length=1, max_length=8192)]


class RecordingStarted(_Action):
    """What a relay makes of ``StartRecording`` when the grant is good. Clients can't say it."""

    kind: Literal["recording_started"] = "recording_started"
    target: RecordingTarget


class SetRecording(_Action):
    """Hold the recording, let it go on, or end it."""

    kind: Literal["recording"]
    do: Literal["pause", "resume", "stop"]


class SetKey(_Action):
    """Give my key bundle to the other one."""

    kind: Literal["key"]
    bundle: KeyBundle


AnyAction = (
    SetMedia
    | Share
    | Hand
    | Chat
    | Rep
    | SetTimer
    | ShowExercise
    | Mute
    | Remove
    | DeleteChat
    | Moderate
    | SetPlayback
    | End
    | SetRecording
    | SetKey
)
AnyRequest = AnyAction | StartRecording
"""What clients ask for."""
AnyLogged = AnyAction | RecordingStarted
"""What stands in logs and is applied."""
Request = Annotated[AnyRequest, Field(discriminator="kind")]
Logged = Annotated[AnyLogged, Field(discriminator="kind")]
ACTION: TypeAdapter[AnyLogged] = TypeAdapter(Logged)
