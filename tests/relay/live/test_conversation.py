"""A live session from hello to goodbye, over real sockets."""

import asyncio
import json
from itertools import pairwise

import aiohttp
import pytest

from media_relay.rtc.media import Connected, Disconnected, Layer, LayerChanged, Level, Quality
from neufit.domain.room.kinds import MeetingKind


async def test_a_newcomer_gets_the_room(enter):
    """The welcome holds who one is, what one may, and the room with oneself in it; the others hear of it."""
    host = await enter("host")
    anna = await enter("anna")
    welcome = anna.messages[0]
    assert (welcome["participant"], welcome["role"], welcome["moderates"]) == ("anna", "customer", False)
    assert welcome["publishes"] == ["camera", "microphone"]
    assert welcome["slots"] == {"audio": 6, "video": 9}
    assert (welcome["number"], welcome["media"]) == (0, False)
    assert [one["participant"] for one in welcome["snapshot"]["participants"]] == ["host", "anna"]
    assert welcome["ends"] == welcome["snapshot"]["ends"] > welcome["time"]
    joined = await host.until_event("joined")
    assert (joined["participant"]["participant"], joined["participant"]["name"]) == ("anna", "Anna")


async def test_commands_reach_everybody_in_one_order(enter):
    """What people do is applied once, told to all with the same numbers, and acknowledged with its number."""
    host, anna = await enter("host"), await enter("anna")
    plan = {"rounds": 3, "work_ms": 20_000, "rest_ms": 10_000, "countdown_ms": 5000}
    assert (await host.do("exercise", name="Squats", goal=30))["type"] == "applied"
    applied = await host.do("timer", do="start", plan=plan)
    assert (await anna.do("rep", delta=2))["type"] == "applied"
    assert (await anna.do("chat", text=" hello "))["type"] == "applied"
    for person in (host, anna):
        await person.settle()
    fields = ("seq", "time", "participant", "event")
    told = [
        [
            tuple(one[name] for name in fields)
            for one in person.messages
            if one["type"] == "event" and one["event"]["kind"] not in {"joined", "ends"}
        ]
        for person in (host, anna)
    ]
    assert told[0] == told[1]
    assert anna.events("timer")[0]["timer"] == {
        "plan": plan,
        "started_at": told[1][1][1],
        "paused_at": None,
        "accumulated_ms": 0,
    }
    assert told[1][1][0] == applied["seq"]
    assert anna.events("rep")[0] == {
        "kind": "rep",
        "reps": {"participant": "anna", "exercise": "Squats", "count": 2},
        "total": 2,
    }
    assert anna.events("chat")[0]["message"]["text"] == "hello"


async def test_a_retry_is_applied_once(enter):
    """The same number again, even from a new connection, is acknowledged and does nothing."""
    anna = await enter("anna")
    number = await anna.command("rep", delta=5)
    await anna.until_message("applied")
    await anna.command("rep", number=number, delta=5)
    await anna.until_message("applied")
    again = await enter("anna", age=-1)
    assert again.messages[0]["number"] == number
    await again.command("rep", number=number, delta=5)
    await again.until_message("applied")
    later = await enter("host")
    assert later.messages[0]["snapshot"]["reps"] == [{"participant": "anna", "exercise": "", "count": 5}]


async def test_refusals_are_sentences(enter):
    """What one may not do is refused with a code and a sentence, and changes nothing."""
    host, anna = await enter("host"), await enter("anna", publishes=frozenset())
    refused = await anna.do("timer", do="stop")
    assert (refused["type"], refused["code"]) == ("refused", "forbidden")
    assert refused["detail"] == "Only the host can do that."
    assert (await anna.do("set_media", camera=True))["detail"] == "You can't show your camera in this meeting."
    assert (await host.do("timer", do="pause"))["code"] == "timer-not-running"
    await host.settle()
    assert not host.events("timer")


async def test_who_comes_back_gets_what_was_missed(enter):
    """With the number that one has come the events after it; with an unknown log comes the whole room."""
    host, anna = await enter("host"), await enter("anna")
    await anna.settle()
    await anna.socket.close(code=4000)
    for text in ("one", "two"):
        await host.do("chat", text=text)
    back = await enter("anna", after=anna.seq, log=anna.log)
    assert back.messages[0]["snapshot"] is None
    await back.settle()
    assert [event["message"]["text"] for event in back.events("chat")] == ["one", "two"]
    seqs = [one["seq"] for one in back.messages if one["type"] == "event"]
    assert seqs == sorted(seqs)
    assert seqs[0] > anna.seq
    again = await enter("anna", after=back.seq, log="another")
    assert [one["text"] for one in again.messages[0]["snapshot"]["chat"]] == ["one", "two"]


async def test_who_loses_the_connection_is_away_then_gone(enter):
    """The others see away at once, and left when the time of grace is over."""
    host, anna = await enter("host"), await enter("anna")
    anna.socket._response.connection.transport.abort()
    changed = await host.until_event("changed")
    assert changed["participant"]["away"] is True
    left = await host.until_event("left")
    assert left == {"kind": "left", "participant": "anna", "removed": False}


async def test_who_says_goodbye_is_gone_at_once(enter):
    """Closing with 1000 leaves without grace."""
    host, anna = await enter("host"), await enter("anna")
    await anna.socket.close()
    await host.until_event("left", participant="anna")
    assert not [event for event in host.events("changed") if event["participant"]["away"]]


async def test_the_newer_of_two_tabs_wins(enter):
    """The older connection of one person is closed with 4409, and nobody sees that person away for it."""
    host, older = await enter("host"), await enter("anna")
    newer = await enter("anna", age=-1)
    assert await older.until_closed() == (4409, "A newer connection goes on with this.")
    assert (await newer.do("hand", raised=True))["type"] == "applied"
    await asyncio.wait_for(host.until_event("changed"), 20)
    assert not host.events("left")


async def test_the_host_removes_and_ends(enter, knock, relay, make_live_ticket):
    """Removed: 4403, and again when coming back. Ended: 4410 for all, 4404 for whoever comes then."""
    host, anna, bob = await enter("host"), await enter("anna"), await enter("bob")
    await host.do("remove", participant="anna")
    assert await anna.until_closed() == (4403, "The host has removed you from this meeting.")
    assert await bob.until_event("left") == {"kind": "left", "participant": "anna", "removed": True}
    again = await knock(relay)
    await again.say("hello", ticket=make_live_ticket("anna"))
    assert (await again.until_closed())[0] == 4403
    await host.do("end")
    for person in (host, bob):
        assert await person.until_closed() == (4410, "The host has ended the meeting.")
    late = await knock(relay)
    await late.say("hello", ticket=make_live_ticket("carl"))
    assert await late.until_closed() == (4404, "The meeting is over.")


async def test_a_meeting_is_over_in_time(enter, knock, relay, make_live_ticket):
    """At its end everybody is closed with 4404; a ticket with a later end makes it later for all."""
    one = await enter("anna", ends_in=2)
    assert await one.until_closed() == (4404, "The meeting is over.")
    early = await enter("bob", meeting_id="other", ends_in=3)
    late = await enter("host", meeting_id="other", ends_in=3600)
    ends = await early.until_event("ends")
    assert ends["ends"] == late.messages[0]["ends"]
    over = await knock(relay)
    await over.say("hello", ticket=make_live_ticket("carl", ends_in=-1))
    assert await over.until_closed() == (4404, "The meeting is over.")


async def test_two_in_a_one_on_one(enter, knock, relay, make_live_ticket):
    """A third person is refused with 4429, and one whose ticket says another kind of meeting with 4401."""
    kind = {"kind": MeetingKind.ONE_ON_ONE}
    host = await enter("host", **kind)
    await enter("anna", **kind)
    assert host.messages[0]["slots"] == {"audio": 1, "video": 1}
    third = await knock(relay)
    await third.say("hello", ticket=make_live_ticket("bob", **kind))
    assert await third.until_closed() == (4429, "This meeting is full.")
    other = await knock(relay)
    await other.say("hello", ticket=make_live_ticket("bob"))
    assert await other.until_closed() == (4401, "The ticket is for a meeting of another kind.")
    bundle = {"ecdh": "abc", "account_key": "k", "nonce": "n", "epoch": 7, "signature": "s"}
    await host.do("key", bundle=bundle)
    assert (await host.until_event("changed") if not host.events("changed") else host.events("changed")[-1])[
        "participant"
    ]["key"] == bundle


async def test_blocked_people_never_meet(enter):
    """One who blocked another, or was blocked, gets nothing of that one: roster, chat, reps, hands."""
    host = await enter("host")
    anna = await enter("anna", blocked=frozenset({"bob"}))
    bob = await enter("bob")
    await bob.do("chat", text="bob was here")
    await bob.do("hand", raised=True)
    await bob.do("rep", delta=3)
    await anna.do("chat", text="anna was here")
    for person in (host, anna, bob):
        await person.settle()
    assert "bob" not in json.dumps(anna.messages)
    assert "anna" not in json.dumps([one for one in bob.messages if one["type"] != "refused"])
    assert [event["message"]["text"] for event in host.events("chat")] == ["bob was here", "anna was here"]
    assert anna.events("rep") == [{"kind": "rep", "reps": None, "total": 3}]


async def test_pings_tell_the_time_of_the_log(enter):
    """A pong repeats what was sent and holds the log's time, in order."""
    anna = await enter("anna")
    await anna.say("ping", sent=-12.5)
    pong = await anna.until_message("pong")
    assert pong["sent"] == -12.5
    assert anna.messages[0]["time"] <= pong["received"] <= pong["replied"] < anna.messages[0]["ends"]


async def test_media_follows_the_room(enter, relay):
    """Seats follow cameras and microphones; what is off is silenced; muting and sharing take effect in the plane."""
    host, anna, bob = await enter("host"), await enter("anna"), await enter("bob")
    for person in (host, anna, bob):
        assert (await person.offer())["sdp"].startswith("answer to audio")
    peers = {name: relay.plane.peer(name) for name in ("host", "anna", "bob")}
    assert peers["anna"].silent == {"camera": True, "microphone": True}
    await host.do("set_media", camera=True, microphone=True)
    await anna.do("set_media", camera=True, microphone=True)
    slots = await bob.until(lambda m: m["type"] == "slots" and m["audio"][1]["participant"] == "anna")
    assert slots["video"][0] == {"mid": "v0", "participant": "host", "layer": "none", "paused": False}
    assert slots["video"][1]["participant"] is None
    assert peers["anna"].silent == {"camera": False, "microphone": False}
    await anna.do("share", scope="class")
    slots = await bob.until(lambda m: m["type"] == "slots" and m["video"][1]["participant"] == "anna")
    assert (slots["tiles"], slots["next"]) == (1, None)
    assert [(seat.participant, seat.priority) for seat in peers["bob"].video] == [("host", 0), ("anna", 3), (None, 3)]
    await bob.say("view", slots=[{"mid": "v0", "height": 480}, {"mid": "v1", "height": 90}], pinned="anna")
    await bob.settle()
    await host.do("mute", participant="anna")
    await bob.until(lambda m: m["type"] == "slots" and m["audio"][1]["participant"] is None)
    assert peers["anna"].silent["microphone"] is True
    assert [(seat.height, seat.priority) for seat in peers["bob"].video] == [(480, 0), (90, 1), (0, 3)]
    peers["bob"].notify(LayerChanged("v0", Layer.S1T2, paused=False))
    slots = await bob.until_message("slots")
    assert slots["video"][0]["layer"] == "S1T2"


async def test_the_host_is_told_which_layer_comes_to_each_viewer(enter, relay):
    """All viewers with the host's picture, and only to the host; nothing is said again while nothing is different."""
    host, anna = await enter("host"), await enter("anna")
    bob, carl = await enter("bob"), await enter("carl", blocked=frozenset({"host"}))
    for person in (host, anna, bob, carl):
        await person.offer()
    await host.do("set_media", camera=True)
    layers = await host.until(lambda m: m["type"] == "layers" and len(m["viewers"]) == 2)
    nothing = {"layer": "none", "paused": False}
    assert layers["viewers"] == [{"participant": "anna", **nothing}, {"participant": "bob", **nothing}]
    relay.plane.peer("anna").notify(LayerChanged("v0", Layer.S2T2, paused=False))
    relay.plane.peer("bob").notify(LayerChanged("v0", Layer.NONE, paused=True))
    layers = await host.until(lambda m: m["type"] == "layers" and any(one["paused"] for one in m["viewers"]))
    assert layers["viewers"] == [
        {"participant": "anna", "layer": "S2T2", "paused": False},
        {"participant": "bob", "layer": "none", "paused": True},
    ]
    for person in (host, anna, bob, carl):
        await person.settle()
    told = [message["viewers"] for message in host.messages if message["type"] == "layers"]
    assert all(before != after for before, after in pairwise(told))
    assert not [m for person in (anna, bob, carl) for m in person.messages if m["type"] == "layers"]


async def test_speakers_qualities_and_latencies_are_told(enter, relay):
    """Who speaks is told to all who may hear it; qualities and latencies to the host, one's own quality to oneself."""
    host, anna, bob = await enter("host"), await enter("anna"), await enter("bob", blocked=frozenset({"anna"}))
    for person in (host, anna, bob):
        await person.offer()
    await anna.do("set_media", microphone=True)
    peer = relay.plane.peer("anna")
    peer.notify(Connected())
    peer.notify(Level(90, speaking=True, dominant=True))
    assert (await host.until_message("speaker"))["participants"] == ["anna"]
    peer.notify(Quality(2))
    assert (await anna.until_message("quality"))["quality"] == {"anna": 2}
    relay.plane.peer("bob").notify(Quality(1))
    quality = await host.until(lambda m: m["type"] == "quality" and len(m["quality"]) == 2)
    assert quality["quality"] == {"anna": 2, "bob": 1}
    await anna.say("report", latency_ms=180.5, jitter_ms=4, fps=29.8, lost=0.01)
    latency = await host.until_message("latency")
    assert latency["viewers"] == [{"participant": "anna", "latency_ms": 180.5}]
    peer.notify(Level(10, speaking=False, dominant=False))
    assert (await host.until_message("speaker"))["participants"] == []
    await bob.settle()
    assert not [message for message in bob.messages if message["type"] in {"speaker", "latency"}]


async def test_a_lost_socket_comes_back_to_its_media(enter, relay):
    """The peer lives on for a client that comes back with its log; a fresh page and a goodbye end it."""
    host, anna = await enter("host"), await enter("anna")
    await anna.offer()
    peer = relay.plane.peer("anna")
    anna.socket._response.connection.transport.abort()
    back = await enter("anna", after=anna.seq, log=anna.log, age=-1)
    assert back.messages[0]["media"] is True
    assert not peer.closed
    await back.until_message("slots")
    newer = await enter("anna", after=back.seq, log=back.log, age=-1)
    assert newer.messages[0]["media"] is True
    assert (await back.until_closed())[0] == 4409
    fresh = await enter("anna", age=-1)
    assert fresh.messages[0]["media"] is False
    assert peer.closed
    await fresh.offer()
    await fresh.socket.close()
    await host.until_event("left")
    assert relay.plane.peer("anna").closed


@pytest.mark.parametrize(
    ("reason", "words"),
    [("never-connected", "UDP may be blocked"), ("gone", "was lost"), ("dtls-failed", "could not be secured")],
)
async def test_lost_media_is_said(enter, relay, reason, words):
    """Media that never came, went or could not be secured closes with 4408 and says which."""
    anna = await enter("anna")
    await anna.offer()
    relay.plane.peer("anna").notify(Disconnected("silent"))
    await anna.settle()
    relay.plane.peer("anna").notify(Disconnected(reason))
    code, said = await anna.until_closed()
    assert (code, words in said) == (4408, True)


async def test_numbers_of_live_sessions(enter, relay):
    """Rooms, participants, peers, events, traffic and latencies stand in the metrics."""
    host, anna = await enter("host"), await enter("anna")
    await anna.offer()
    await anna.say("report", latency_ms=120)
    await host.do("hand", raised=True)
    await anna.until_event("changed")
    async with aiohttp.ClientSession() as session, session.get(relay.origin + "/metrics") as answer:
        lines = (await answer.text()).splitlines()
    values = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    names = ("rooms", "participants", "peers", "commands_total", "joins_total", "media_packets_sent_total")
    assert [float(values[f"neufit_relay_{name}"]) for name in names] == [1, 2, 1, 1, 2, 20]
    assert values['neufit_relay_viewer_latency_ms_bucket{le="100"}'] == "0"
    assert values['neufit_relay_viewer_latency_ms_bucket{le="150"}'] == "1"
    assert values["neufit_relay_viewer_latency_ms_count"] == "1"
    assert values["neufit_relay_media_packets_malformed_total"] == "3"
