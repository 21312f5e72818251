"""The reducer: one order of entries makes one room, and what comes twice is done once."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from media_relay.rooms.entries import ENTRY, ROOM, Commanded, Expired, Left, Record
from media_relay.rooms.reducer import advance
from neufit.domain.room import state
from neufit.domain.room.actions import ACTION, DeleteChat
from neufit.domain.room.kinds import MeetingKind, MeetingRole, Sharing
from neufit.domain.room.state import GRACE_MS, MOST_CHAT, Room
from tests.relay.rooms import strategies
from tests.relay.rooms.strategies import joined, steps

EMPTY = Room("room", MeetingKind.GROUP_CLASS)


def records(steps, *, start=0, at=0):
    made = []
    for seq, (entry, later) in enumerate(steps, start + 1):
        at += later
        made.append(Record(seq, at, entry))
    return made


def replay(room, log):
    for record in log:
        room = advance(room, record).after
    return room


def run(*entries, room=EMPTY, gap=0):
    """The room and the last transition after these entries, ``gap`` ms between each."""
    transition = None
    for entry in entries:
        transition = advance(room, Record(room.seq + 1, room.time + gap, entry))
        room = transition.after
    return room, transition


def do(participant, number, kind, /, **fields):
    action = ACTION.validate_json(json.dumps({"kind": kind, **fields}))
    return Commanded(participant=participant, number=number, action=action)


@given(steps, st.data())
def test_replay_equals_snapshot_and_tail(steps, data):
    """From any place on, a room that was kept as JSON and the entries after it make the same room as all entries."""
    log = records(steps)
    cut = data.draw(st.integers(0, len(log)))
    kept = ROOM.validate_json(ROOM.dump_json(replay(EMPTY, log[:cut])))
    overlap = data.draw(st.integers(0, cut))
    tail = [replace(record, entry=ENTRY.validate_json(ENTRY.dump_json(record.entry))) for record in log[overlap:]]
    assert replay(kept, tail) == replay(EMPTY, log)


def essence(room):
    """What people see of a room, without the numbers of its log."""
    texts = [(message.participant, message.text, message.time, message.deleted) for message in room.chat]
    return replace(room, seq=0, time=0, chat=()), texts


@given(steps, st.data())
def test_a_retried_command_is_applied_once(steps, data):
    """Commands that were applied may come again, in any order, at any time: nothing is done twice."""
    plain = [step for step in steps if not isinstance(getattr(step[0], "action", None), DeleteChat)]
    once, twice, applied = EMPTY, EMPTY, []
    for entry, later in plain:
        transition = advance(once, Record(once.seq + 1, once.time + later, entry))
        twice = advance(twice, Record(twice.seq + 1, once.time + later, entry)).after
        once = transition.after
        if isinstance(entry, Commanded) and once.numbers.get(entry.participant) == entry.number:
            applied.append(entry)
        for retry in data.draw(st.lists(st.sampled_from(applied), max_size=3)) if applied else ():
            twice = advance(twice, Record(twice.seq + 1, once.time, retry)).after
    assert essence(twice) == essence(once)


class Replicas(RuleBasedStateMachine):
    """Two relays that apply one log: one as it comes, the other late, with records again, or from a kept room."""

    def __init__(self):
        super().__init__()
        self.log = []
        self.prompt = self.late = self.kept = EMPTY

    def append(self, entry, later):
        self.log.append(Record(self.prompt.seq + 1, self.prompt.time + later, entry))
        before = self.prompt
        self.prompt = advance(before, self.log[-1]).after
        assert self.prompt.time >= before.time
        assert all(self.prompt.numbers.get(one, 0) >= number for one, number in before.numbers.items())
        assert self.prompt.removed >= before.removed

    @initialize()
    def host_comes(self):
        self.append(joined("host"), 0)

    @rule(entry=strategies.entries, later=st.integers(0, 20_000))
    def something_happens(self, entry, later):
        self.append(entry, later)

    @rule(back=st.integers(0, 20), count=st.integers(0, 20))
    def the_late_one_reads(self, back, count):
        start = max(0, self.late.seq - back)
        self.late = replay(self.late, self.log[start : self.late.seq + count])

    @rule()
    def the_late_one_begins_anew(self):
        self.late = ROOM.validate_json(ROOM.dump_json(self.kept))

    @rule()
    def the_room_is_kept(self):
        self.kept = self.prompt

    @invariant()
    def both_are_one(self):
        assert replay(self.late, self.log[self.late.seq :]) == self.prompt

    @invariant()
    def the_room_makes_sense(self):
        room = self.prompt
        assert not room.removed & set(room.participants)
        assert all((one.away_since is None) == bool(one.presence) for one in room.participants.values())
        assert not any(one.forced_mute and one.microphone for one in room.participants.values())
        assert len(room.chat) <= MOST_CHAT
        assert all(reps.count >= 0 for reps in room.reps.values())
        assert all(one.key is None for one in room.participants.values())


TestReplicas = Replicas.TestCase


def test_reps_are_counted_per_exercise():
    """Deltas add up, another exercise begins at nothing, the total is what the class did of the one shown."""
    room, _ = run(
        joined("host"),
        joined("anna"),
        do("host", 1, "exercise", name="squats", goal=50),
        do("anna", 1, "rep", delta=3),
        do("host", 2, "rep", count=4),
        do("anna", 2, "rep", delta=-1),
        do("host", 3, "rep", delta=2, exercise="lunges"),
    )
    assert (room.reps["anna"], room.reps["host"]) == (state.Reps("squats", 2), state.Reps("lunges", 2))
    assert room.total == 2


def test_who_loses_the_connection_stays_for_a_while():
    """Away at once, gone only when the grace is over and a relay says so; a return within it changes nothing."""
    anna = joined("anna")
    lost = Left(participant="anna", relay="north", connection="c1", goodbye=False)
    room, _ = run(joined("host"), anna, do("anna", 1, "hand", raised=True), lost, gap=10)
    assert room.participants["anna"].away_since == room.time
    early, _ = run(Expired(participant="anna"), room=room, gap=GRACE_MS - 1)
    assert "anna" in early.participants
    back, _ = run(joined("anna", connection="c2"), Expired(participant="anna"), room=early, gap=1)
    assert back.participants["anna"].away_since is None
    assert back.participants["anna"].hand_raised_at is not None
    gone, transition = run(Expired(participant="anna"), room=room, gap=GRACE_MS)
    assert "anna" not in gone.participants
    assert transition.changes[0].after is None


def test_a_late_goodbye_of_an_old_connection_changes_nothing():
    """A newer connection at the same relay, or one at another relay, keeps a person here."""
    room, _ = run(
        joined("anna"),
        joined("anna", connection="c2"),
        joined("anna", relay="south", connection="c3"),
        Left(participant="anna", relay="north", connection="c1", goodbye=True),
        Left(participant="anna", relay="north", connection="c2", goodbye=True),
    )
    assert dict(room.participants["anna"].presence) == {"south": "c3"}
    room, _ = run(Left(participant="anna", relay="south", connection="c3", goodbye=True), room=room)
    assert not room.participants


def test_a_host_mutes_and_never_unmutes():
    """Muting switches the microphone off; only the person can switch it on, and the mark goes with that."""
    room, _ = run(
        joined("host"),
        joined("anna"),
        do("anna", 1, "set_media", microphone=True),
        do("host", 1, "mute", participant="anna"),
    )
    anna = room.participants["anna"]
    assert (anna.microphone, anna.forced_mute) == (False, True)
    room, _ = run(do("anna", 2, "set_media", microphone=True), room=room)
    anna = room.participants["anna"]
    assert (anna.microphone, anna.forced_mute) == (True, False)


def test_one_who_was_removed_does_not_come_back():
    """Removing is for good, and never hits the host."""
    room, transition = run(joined("host"), joined("anna"), do("host", 1, "remove", participant="anna"))
    assert transition.changes[0].removed
    room, transition = run(joined("anna"), room=room)
    assert transition.refusal.code == "removed"
    assert list(room.participants) == ["host"]
    _, transition = run(do("host", 2, "remove", participant="host"), room=room)
    assert transition.refusal.code == "forbidden"


@pytest.mark.parametrize(("kind", "most"), [(MeetingKind.ONE_ON_ONE, 2), (MeetingKind.GROUP_CLASS, 200)])
def test_rooms_have_an_end(kind, most):
    """Two people in a one-on-one, two hundred in a class and the host on top; who is here may come again."""
    room, _ = run(*(joined(f"person-{number}") for number in range(most)), room=Room("room", kind))
    room, transition = run(joined("one-more"), room=room)
    assert transition.refusal.code == "full"
    assert len(room.participants) == most
    _, transition = run(joined("person-1", connection="c9"), room=room)
    assert transition.refusal is None
    _, transition = run(joined("host"), room=room)
    assert (transition.refusal is None) == (kind is MeetingKind.GROUP_CLASS)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("timer", {"do": "stop"}),
        ("exercise", {"name": "squats"}),
        ("mute", {"participant": "host"}),
        ("remove", {"participant": "host"}),
        ("moderate", {"chat": False}),
        ("end", {}),
        ("delete_chat", {"seq": 3}),
    ],
)
def test_customers_lead_nothing(kind, fields):
    """What leads a meeting is refused to customers, with a sentence."""
    room, _ = run(joined("host"), joined("anna"), do("host", 1, "chat", text="welcome"))
    after, transition = run(do("anna", 1, kind, **fields), room=room)
    assert transition.refusal.code == "forbidden"
    assert transition.refusal.detail.endswith(".")
    assert replace(after, seq=0) == replace(room, seq=0)


def test_the_timer_is_held_and_goes_on():
    """Pause and resume work on a timer that runs or is held, and are refused otherwise."""
    plan = {"rounds": 2, "work_ms": 20_000, "rest_ms": 10_000}
    room, transition = run(joined("host"), do("host", 1, "timer", do="pause"))
    assert transition.refusal.code == "timer-not-running"
    room, _ = run(do("host", 2, "timer", do="start", plan=plan), do("host", 3, "timer", do="pause"), room=room, gap=500)
    assert (room.timer.accumulated_ms, room.timer.paused_at) == (500, room.time)
    room, transition = run(do("host", 4, "timer", do="pause"), room=room)
    assert transition.refusal.code == "timer-not-running"
    room, _ = run(do("host", 5, "timer", do="resume"), room=room, gap=5000)
    assert (room.timer.accumulated_ms, room.timer.paused_at, room.timer.started_at) == (500, None, room.time)
    room, transition = run(do("host", 6, "timer", do="resume"), room=room)
    assert transition.refusal.code == "timer-not-paused"
    room, _ = run(do("host", 7, "timer", do="stop"), room=room)
    assert room.timer is None


def test_an_ended_meeting_takes_nothing_more():
    """After the end nobody comes in and nothing is done."""
    room, _ = run(joined("host"), do("host", 1, "end"))
    assert run(joined("anna"), room=room)[1].refusal.code == "ended"
    assert run(do("host", 2, "hand", raised=True), room=room)[1].refusal.code == "ended"


def test_rights_are_those_of_the_ticket():
    """Who may not publish can't switch on; a return with fewer rights switches off."""
    quiet = joined("anna").model_copy(update={"publishes": frozenset()})
    room, transition = run(quiet, do("anna", 1, "set_media", camera=True))
    assert transition.refusal.code == "forbidden"
    room, _ = run(joined("anna"), do("anna", 2, "set_media", camera=True), quiet, room=room)
    assert not room.participants["anna"].camera


def test_customers_of_a_class_share_nothing_until_they_say_so():
    """In a class a customer's camera is for nobody at first, in a one-on-one it is for the other."""
    room, _ = run(joined("host"), joined("anna"))
    assert (room.participants["host"].sharing, room.participants["anna"].sharing) == (Sharing.CLASS, Sharing.NONE)
    room, _ = run(joined("anna"), room=Room("room", MeetingKind.ONE_ON_ONE))
    assert room.participants["anna"].sharing is Sharing.CLASS
    assert room.participants["anna"].role is MeetingRole.CUSTOMER


def test_what_is_remembered_of_those_who_left_is_bounded():
    """Thousands who come and go leave a bounded trace, and those who are here lose nothing."""
    room, _ = run(joined("host"), do("host", 1, "rep", count=7))
    for number in range(state.MOST_REMEMBERED + 50):
        name = f"guest-{number}"
        goodbye = Left(participant=name, relay="north", connection="c1", goodbye=True)
        room, _ = run(joined(name), do(name, 1, "rep", delta=1), goodbye, room=room)
    assert len(room.numbers) == len(room.reps) == len(room.blocks) == state.MOST_REMEMBERED
    assert (room.numbers["host"], room.reps["host"].count) == (1, 7)
