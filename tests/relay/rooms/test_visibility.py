"""What viewers are told keeps them in step with what they may see, and never tells of whom they don't meet."""

import json

from hypothesis import given
from hypothesis import strategies as st

from media_relay.rooms.entries import Record
from media_relay.rooms.reducer import advance
from media_relay.rooms.visibility import Perspective, event, is_heard, is_seen, needs_snapshot, room_view
from neufit.domain.room.kinds import MeetingKind
from neufit.domain.room.state import MOST_CHAT, Room
from tests.relay.rooms.strategies import PEOPLE, joined, steps
from tests.relay.rooms.test_reducer import do, run

EMPTY = Room("room", MeetingKind.GROUP_CLASS)


class Client:
    """What a client makes of a snapshot and events: it replaces, and computes nothing."""

    def __init__(self, view):
        self.view = json.loads(view.model_dump_json())

    def take(self, change):
        view, told = self.view, json.loads(change.model_dump_json())
        match told["kind"]:
            case "joined":
                view["participants"].append(told["participant"])
            case "changed":
                places = [one["participant"] for one in view["participants"]]
                view["participants"][places.index(told["participant"]["participant"])] = told["participant"]
            case "left":
                view["participants"] = [
                    one for one in view["participants"] if one["participant"] != told["participant"]
                ]
            case "timer" | "exercise" | "playback" | "recording":
                view |= {name: told[name] for name in (told["kind"], "total") if name in told}
            case "rep":
                view["total"] = told["total"]
                if told["reps"] is not None:
                    kept = [one for one in view["reps"] if one["participant"] != told["reps"]["participant"]]
                    view["reps"] = [*kept, told["reps"]]
            case "chat":
                view["chat"] = [*view["chat"], told["message"]][-MOST_CHAT:]
            case "chat_deleted":
                for message in view["chat"]:
                    if message["id"] == told["id"]:
                        message |= {"text": "", "deleted": True}
            case "moderation":
                view |= {name: told[name] for name in ("chat_on", "sharing_on", "steering_on")}

    def matches(self, view):
        there, here = json.loads(view.model_dump_json()), self.view
        for side in (there, here):
            side["reps"] = sorted(side["reps"], key=lambda one: one["participant"])
        return there == here


@given(steps)
def test_events_keep_every_viewer_in_step(steps):
    """After each entry, a viewer's snapshot changed by the events is the snapshot that he or she would get now."""
    room, clients = EMPTY, {}
    for entry, later in [(joined("host"), 0), *steps]:
        transition = advance(room, Record(room.seq + 1, room.time + later, entry))
        room = transition.after
        for viewer in room.participants:
            if viewer not in clients or needs_snapshot(transition, viewer):
                clients[viewer] = Client(room_view(room, viewer))
                continue
            for change in transition.changes:
                told = event(transition, change, Perspective(transition, change).of(viewer))
                if told is not None:
                    clients[viewer].take(told)
            assert clients[viewer].matches(room_view(room, viewer))
        clients = {viewer: client for viewer, client in clients.items() if viewer in room.participants}


@given(steps)
def test_nothing_tells_of_whom_one_does_not_meet(steps):
    """Neither snapshots nor events, nor who did what, hold a trace of a blocked person; nor picture and sound."""
    room = EMPTY
    for entry, later in [(joined("host"), 0), *steps]:
        transition = advance(room, Record(room.seq + 1, room.time + later, entry))
        room = transition.after
        for viewer, other in (("anna", "bob"), ("bob", "anna")):
            if viewer not in room.participants:
                continue
            assert other not in room_view(room, viewer).model_dump_json()
            if other in room.participants:
                assert not is_seen(room, viewer, room.participants[other])
                assert not is_heard(room, viewer, room.participants[other])
            for change in transition.changes:
                viewers = Perspective(transition, change).of(viewer)
                told = event(transition, change, viewers)
                assert told is None or other not in told.model_dump_json()
                assert transition.actor != other or not viewers.meets_actor


@given(steps, st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))
def test_meeting_goes_both_ways(steps, one, other):
    """Who doesn't see somebody in the roster is not seen by that one."""
    room = EMPTY
    for entry, later in steps:
        room = advance(room, Record(room.seq + 1, room.time + later, entry)).after
    if {one, other} <= set(room.participants):
        seen = {view.participant for view in room_view(room, one).participants}
        saw = {view.participant for view in room_view(room, other).participants}
        assert (other in seen) == (one in saw)


def sharing_room(scope, **moderation):
    commands = [do("anna", 1, "set_media", camera=True), do("anna", 2, "share", scope=scope)]
    room, _ = run(joined("host"), joined("anna"), joined("carl"), *commands)
    return run(do("host", 1, "moderate", **moderation), room=room)[0] if moderation else room


def test_a_camera_is_for_whom_it_is_shared_with():
    """The class, the trainer only, or nobody; when the host switches sharing off, it is for the host only."""
    seen = {}
    for scope in ("class", "trainer", "none"):
        room = sharing_room(scope)
        seen[scope] = [who for who in ("host", "carl") if is_seen(room, who, room.participants["anna"])]
        for who in ("host", "carl"):
            view = next(one for one in room_view(room, who).participants if one.participant == "anna")
            assert view.camera == (who in seen[scope])
    assert seen == {"class": ["host", "carl"], "trainer": ["host"], "none": []}
    room = sharing_room("class", sharing=False)
    assert [who for who in ("host", "carl") if is_seen(room, who, room.participants["anna"])] == ["host"]


def test_other_blocks_need_a_snapshot():
    """Who comes back and blocks others than before is shown anew to those whom it concerns, and to nobody else."""
    room, _ = run(joined("host"), joined("anna"), joined("carl"))
    again = joined("anna", connection="c2").model_copy(update={"blocked": frozenset({"bob", "carl"})})
    _, transition = run(again, room=room)
    assert [who for who in ("host", "anna", "carl") if needs_snapshot(transition, who)] == ["anna", "carl"]
