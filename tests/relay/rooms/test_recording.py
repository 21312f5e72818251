"""The recording of a class as its room has it."""

import pytest
from hypothesis import given

from media_relay.rooms.entries import Commanded, Record, RecordingOver
from media_relay.rooms.reducer import advance
from media_relay.rooms.visibility import room_view
from neufit.domain.room.actions import End, RecordingStarted, SetRecording
from neufit.domain.room.kinds import MeetingKind
from neufit.domain.room.recording import MOST_RECORDINGS, RecordingTarget
from neufit.domain.room.state import Room
from tests.relay.rooms.strategies import joined, steps


class Class:
    """A class with its host and a customer."""

    def __init__(self, kind=MeetingKind.GROUP_CLASS):
        self.room = Room("room", kind)
        self.number = 0
        self.apply(joined("host"))
        self.apply(joined("anna"))

    def apply(self, entry, after=0):
        transition = advance(self.room, Record(self.room.seq + 1, self.room.time + after, entry))
        self.room = transition.after
        return transition

    def do(self, action, *, who="host", after=0):
        self.number += 1
        refusal = self.apply(Commanded(participant=who, number=self.number, action=action), after).refusal
        return None if refusal is None else refusal.code

    def start(self, item="m1", *, who="host", after=0):
        target = RecordingTarget(media_id=item, version="r-1", upload_id="u")
        return self.do(RecordingStarted(target=target), who=who, after=after)

    def set(self, do, **how):
        return self.do(SetRecording(kind="recording", do=do), **how)


def test_time_of_a_recording_leaves_the_pauses_out():
    """Ten seconds, a pause of a minute, five more: fifteen are recorded, and everybody sees which it is."""
    room = Class()
    assert room.start(after=1000) is None
    assert room.set("pause", after=10_000) is None
    assert room_view(room.room, "anna").recording.paused is True
    assert room.set("resume", after=60_000) is None
    view = room_view(room.room, "anna").recording
    assert (view.participant, view.elapsed_ms, view.since, view.paused) == ("host", 10_000, room.room.time, False)
    assert room.room.recording.position_ms(room.room.time + 5000) == 15_000
    assert "upload" not in view.model_dump_json()


def test_only_the_host_records():
    """Customers neither start, hold nor end it."""
    room = Class()
    assert room.start(who="anna") == "forbidden"
    assert room.start() is None
    assert [room.set(do, who="anna") for do in ("pause", "resume", "stop")] == ["forbidden"] * 3


def test_one_on_ones_are_never_recorded():
    """What is encrypted end to end is refused, whoever asks."""
    room = Class(MeetingKind.ONE_ON_ONE)
    assert [room.start(), room.start(who="anna"), room.set("resume")] == ["forbidden"] * 3


def test_a_recording_is_started_once():
    """One at a time; a grant that was used starts nothing again; and there is a limit."""
    room = Class()
    assert room.start("m0") is None
    assert room.start("m1") == "recording"
    assert room.set("stop") is None
    assert room.set("stop") == "not-recording"
    assert room.start("m0") == "used"
    for number in range(1, MOST_RECORDINGS):
        assert room.start(f"m{number}") is None
        assert room.set("stop") is None
    assert room.start("more") == "too-many-recordings"


@pytest.mark.parametrize("media_id", ["m1", "other"])
def test_a_relay_ends_what_it_records(media_id):
    """A relay that can't go on says so of the item that it records, and of no other."""
    room = Class()
    room.start("m1")
    changes = room.apply(RecordingOver(media_id=media_id)).changes
    assert (room.room.recording is None) == bool(changes) == (media_id == "m1")


def test_a_recording_ends_with_the_class():
    """The host ends the class: nothing is recorded any more."""
    room = Class()
    room.start()
    assert room.do(End(kind="end")) is None
    assert room.room.recording is None


@given(steps)
def test_whatever_happens_a_recording_is_the_hosts(steps):
    """Whatever people do: the host records, forwards in time, each item once, and nothing after the end."""
    room, before = Room("room", MeetingKind.GROUP_CLASS), 0.0
    for entry, pause in steps:
        known = room.recording
        room = advance(room, Record(room.seq + 1, room.time + pause, entry)).after
        recording = room.recording
        if recording is None:
            continue
        assert recording.by == "host"
        assert room.ended_at is None
        assert len(set(room.recorded)) == len(room.recorded)
        position = recording.position_ms(room.time)
        assert known is None or known.target != recording.target or position >= before
        before = position
