"""Live sessions with media: real WebRTC peers that found each other through the conversation."""

import asyncio

import pytest

from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext
from rtc_client.client import LightClient
from rtc_client.description import Wishes
from tests.relay.live.media import advanced, showing, slot_of


@pytest.fixture
def relay(relay_with_media):
    """Here the relay is one with a real media plane."""
    return relay_with_media


async def test_the_host_is_seen_and_heard(enter, bring_media):
    """Who comes into a class gets the host's picture and sound; what the host switches off does not come."""
    host, anna = await enter("host"), await enter("anna")
    await bring_media(host, publishes=True)
    viewer = await bring_media(anna)
    await host.do("set_media", camera=True, microphone=True)
    slots = await anna.until(showing("host"))
    video = viewer.receptions[slot_of(slots, "host")]
    audio = viewer.receptions[slot_of(slots, "host", "audio")]
    await advanced(lambda: video.frames, 20)
    await advanced(lambda: audio.packets, 20)
    assert video.size is not None
    speaker = await anna.until_message("speaker")
    assert speaker["participants"] == ["host"]
    await host.do("set_media", camera=False)
    await anna.until(lambda m: m["type"] == "slots" and m["video"][0]["participant"] is None)
    await advanced(lambda: audio.packets, 10)
    still = video.packets
    await advanced(lambda: audio.packets, 20)
    assert video.packets == still


async def test_cameras_reach_those_whom_they_are_shared_with(enter, bring_media):
    """A customer's picture reaches the trainer only, then the class; and never one who is blocked."""
    host, anna, carl = await enter("host"), await enter("anna"), await enter("carl")
    bob = await enter("bob", blocked=frozenset({"anna"}))
    await bring_media(anna, publishes=True)
    viewers = {person.id: await bring_media(person) for person in (host, bob, carl)}
    await anna.do("set_media", camera=True)
    await anna.do("share", scope="trainer")
    slots = await host.until(showing("anna"))
    picture = viewers["host"].receptions[slot_of(slots, "anna")]
    await advanced(lambda: picture.frames, 10)
    assert not any(reception.packets for reception in viewers["carl"].receptions.values())
    await anna.do("share", scope="class")
    slots = await carl.until(showing("anna"))
    other = viewers["carl"].receptions[slot_of(slots, "anna")]
    await advanced(lambda: other.frames, 10)
    assert not any(reception.packets for reception in viewers["bob"].receptions.values())


async def test_media_flows_on_while_the_socket_is_lost(enter, bring_media):
    """A viewer whose WebSocket breaks keeps the picture and comes back to the same peer."""
    host, anna = await enter("host"), await enter("anna")
    await bring_media(host, publishes=True)
    viewer = await bring_media(anna)
    await host.do("set_media", camera=True)
    slots = await anna.until(showing("host"))
    picture = viewer.receptions[slot_of(slots, "host")]
    await advanced(lambda: picture.frames, 5)
    anna.socket._response.connection.transport.abort()
    while not any(event["participant"]["away"] for event in host.events("changed")):
        await host.step()
    await advanced(lambda: picture.frames, 10)
    back = await enter("anna", after=anna.seq, log=anna.log, age=-1)
    assert back.messages[0]["media"] is True
    await back.until(showing("host"))
    answer = await back.offer(viewer.offer(restart=True))
    viewer.accept(answer["sdp"])
    await advanced(lambda: picture.frames, 10)
    assert picture.keyframes >= 1


async def test_who_publishes_late_is_seen_too(enter, bring_media):
    """A viewer who was there first sees the host when media comes, and again after the host's page was reloaded."""
    host, anna = await enter("host"), await enter("anna")
    viewer = await bring_media(anna)
    await host.do("set_media", camera=True)
    slots = await anna.until(lambda m: m["type"] == "slots" and m["video"][0]["participant"] == "host")
    picture = viewer.receptions[slot_of(slots, "host")]
    assert picture.packets == 0
    await bring_media(host, publishes=True)
    await advanced(lambda: picture.frames, 10)
    again = await enter("host", age=-1)
    await bring_media(again, publishes=True)
    keyframes = picture.keyframes
    await advanced(lambda: picture.frames, 10)
    assert picture.keyframes > keyframes


async def test_an_offer_without_what_is_needed_is_named(enter):
    """Garbage instead of SDP, and SDP without BUNDLE, close with 4400 and say what is missing."""
    garbage = await enter("anna")
    await garbage.say("offer", number=1, sdp="garbage")
    assert (await garbage.until_closed())[0] == 4400
    unbundled = await enter("bob")
    sdp = LightClient(DtlsContext(Certificate.generate()), Wishes(video_slots=1)).offer()
    await unbundled.say("offer", number=1, sdp="".join(line for line in sdp.splitlines(True) if "BUNDLE" not in line))
    code, reason = await unbundled.until_closed()
    assert (code, "BUNDLE" in reason) == (4400, True)


async def test_another_certificate_is_another_connection(enter, bring_media):
    """A client whose connection failed offers anew over the same socket, and media comes to the new one."""
    host, anna = await enter("host"), await enter("anna")
    await bring_media(host, publishes=True)
    await bring_media(anna)
    client = LightClient(DtlsContext(Certificate.generate()), Wishes(audio_slots=1, video_slots=1))
    try:
        client.accept((await anna.offer(client.offer()))["sdp"])
        async with asyncio.timeout(20):
            await client.connected()
        await host.do("set_media", camera=True)
        slots = await anna.until(showing("host"))
        picture = client.receptions[slot_of(slots, "host")]
        await advanced(lambda: picture.frames, 10)
    finally:
        client.close()
