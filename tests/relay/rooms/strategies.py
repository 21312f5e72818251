"""What people do in rooms, as hypothesis strategies."""

from hypothesis import strategies as st

from media_relay.rooms.entries import Commanded, Expired, Joined, Left, Opened, RecordingOver
from neufit.domain.room.actions import (
    Chat,
    DeleteChat,
    End,
    Hand,
    KeyBundle,
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
from neufit.domain.room.kinds import MeetingRole, Sharing, Source
from neufit.domain.room.playback import SharedVideo
from neufit.domain.room.recording import RecordingTarget
from neufit.domain.room.timer import TimerPlan

PEOPLE = ("host", "anna", "bob", "carl")
RELAYS = ("north", "south")
# Who never meets whom, in every room of these tests.
BLOCKS = {"anna": frozenset({"bob"}), "bob": frozenset({"anna"})}

# Only some tickets name it, so that rooms without one are seen too.
VIDEO = SharedVideo(media_id="m", runtime_ms=90_000)

people = st.sampled_from(PEOPLE)
switches = st.none() | st.booleans()
plans = st.builds(
    TimerPlan,
    rounds=st.integers(1, 5),
    work_ms=st.integers(1000, 60_000),
    rest_ms=st.integers(0, 30_000),
    countdown_ms=st.integers(0, 10_000),
)
keys = st.builds(
    KeyBundle,
    ecdh=st.just("e"),
    account_key=st.just("a"),
    nonce=st.just("n"),
    epoch=st.integers(0, 3),
    signature=st.just("s"),
)

targets = st.builds(
    RecordingTarget,
    media_id=st.sampled_from(["m1", "m2", "m3"]),
    version=st.just("r-1"),
    upload_id=st.just("u"),
)


def action(kind, name, /, **fields):
    return st.builds(kind, kind=st.just(name), **fields)


actions = st.one_of(
    action(SetMedia, "set_media", camera=switches, microphone=switches),
    action(Share, "share", scope=st.sampled_from(Sharing)),
    action(Hand, "hand", raised=st.booleans()),
    action(Chat, "chat", text=st.sampled_from(["hello", "go on", "ü"])),
    action(Rep, "rep", delta=st.integers(-3, 5), exercise=st.none() | st.sampled_from(["squats", "lunges"])),
    action(Rep, "rep", count=st.integers(0, 50)),
    action(SetTimer, "timer", do=st.just("start"), plan=plans),
    action(SetTimer, "timer", do=st.sampled_from(["pause", "resume", "stop", "skip"])),
    action(
        ShowExercise, "exercise", name=st.sampled_from(["squats", "lunges", ""]), goal=st.none() | st.integers(1, 100)
    ),
    action(Mute, "mute", participant=people),
    action(Remove, "remove", participant=people),
    action(DeleteChat, "delete_chat", seq=st.integers(1, 40)),
    action(Moderate, "moderate", chat=switches, sharing=switches, steering=switches),
    action(SetPlayback, "playback", do=st.just("play"), countdown_ms=st.integers(0, 10_000)),
    action(SetPlayback, "playback", do=st.just("pause")),
    action(SetPlayback, "playback", do=st.just("seek"), position_ms=st.integers(0, 100_000)),
    action(SetKey, "key", bundle=keys),
    action(RecordingStarted, "recording_started", target=targets),
    action(SetRecording, "recording", do=st.sampled_from(["pause", "resume", "stop"])),
)
rare_end = action(End, "end")


def joined(participant, relay="north", connection="c1"):
    return Joined(
        participant=participant,
        name=participant.title(),
        role=MeetingRole.HOST if participant == "host" else MeetingRole.CUSTOMER,
        publishes=frozenset(Source),
        moderates=participant == "host",
        blocked=BLOCKS.get(participant, frozenset()),
        video=VIDEO if relay == "south" else None,
        relay=relay,
        connection=connection,
    )


connections = st.sampled_from(["c1", "c2"])
comings = st.builds(joined, people, st.sampled_from(RELAYS), connections)
goings = st.builds(
    Left, participant=people, relay=st.sampled_from(RELAYS), connection=connections, goodbye=st.booleans()
)
commands = st.builds(Commanded, participant=people, number=st.integers(1, 30), action=actions)
entries = st.one_of(
    commands,
    commands,
    commands,
    comings,
    goings,
    st.builds(Expired, participant=people),
    st.builds(Opened, relay=st.sampled_from(RELAYS)),
    st.builds(RecordingOver, media_id=st.sampled_from(["m1", "m2"])),
    st.builds(Commanded, participant=people, number=st.integers(1, 30), action=rare_end),
)
steps = st.lists(st.tuples(entries, st.integers(0, 20_000)), max_size=60)
