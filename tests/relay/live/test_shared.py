"""People who watch one video in step: the relay tells all of them the same."""

import asyncio

import pytest

from neufit.domain.room.kinds import MeetingKind
from neufit.domain.room.playback import SharedVideo

SHARED = {"kind": MeetingKind.SHARED_WORKOUT, "video": SharedVideo(media_id="m", runtime_ms=60_000)}


def is_playback(message):
    return message["type"] == "event" and message["event"]["kind"] == "playback"


@pytest.fixture
async def relays(start_relay, log_server):
    """Two relays of one room."""
    return [await start_relay(valkey_url=log_server.url, relay_name=name) for name in ("north", "south")]


async def test_what_the_host_does_with_the_video_reaches_everybody(enter):
    """Play, seek and pause come as events that hold where the video stands; a latecomer finds it in the snapshot."""
    host, anna = await enter("host", **SHARED), await enter("anna", **SHARED)
    assert anna.messages[0]["kind"] == "shared_workout"
    assert anna.messages[0]["snapshot"]["playback"]["playing"] is False
    await host.do("playback", do="play", countdown_ms=3000)
    started = (await anna.until_event("playback", playback=host.events("playback")[-1]["playback"]))["playback"]
    assert (started["playing"], started["position_ms"]) == (True, 0)
    await host.do("playback", do="seek", position_ms=20_000)
    sought = (await anna.until_event("playback"))["playback"]
    # The countdown stays as it was, so all begin there together.
    assert (sought["position_ms"], sought["at"]) == (20_000, started["at"])
    late = await enter("bob", **SHARED)
    assert late.messages[0]["snapshot"]["playback"] == sought
    await host.do("playback", do="pause")
    assert (await late.until_event("playback"))["playback"] == sought | {
        "playing": False,
        "at": host.events("playback")[-1]["playback"]["at"],
    }


async def test_everybody_steers_once_the_host_says_so(enter):
    """Before, they are refused in a sentence; the switch is told like those of chat and cameras."""
    host, anna = await enter("host", **SHARED), await enter("anna", **SHARED)
    refused = await anna.do("playback", do="play")
    assert (refused["code"], refused["detail"]) == ("forbidden", "Only the host can do that.")
    await host.do("moderate", steering=True)
    await anna.until_event("moderation", steering_on=True, chat_on=True)
    assert (await anna.do("playback", do="play"))["type"] == "applied"


async def test_two_relays_hold_one_playback(enter, relays):
    """Commands said at two relays at once are put in one order, and both relays tell the same of it."""
    north, south = relays
    steering = SHARED | {"video": SHARED["video"].model_copy(update={"steering": True})}
    host, anna = await enter("host", at=north, **steering), await enter("anna", at=south, **steering)
    for turn in range(3):
        await asyncio.gather(
            host.do("playback", do="seek", position_ms=100 + 1000 * turn),
            anna.do("playback", do="seek", position_ms=200 + 1000 * turn),
        )
    await host.do("chat", text="that was it")
    await anna.until_event("chat")
    told = [[(one["seq"], one["event"]) for one in person.messages if is_playback(one)] for person in (host, anna)]
    assert len(told[1]) >= 6
    assert told[0][-6:] == told[1][-6:]
