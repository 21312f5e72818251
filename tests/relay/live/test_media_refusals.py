"""Media that can't be: what its sender is told at the WebSocket, and that a class goes on beside it."""

import asyncio

import pytest

from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext, DtlsError
from media_relay.rtc.media import Patience
from media_relay.rtc.plane import MediaPlane
from neufit.domain.room.kinds import Source
from rtc_client.client import LightClient
from rtc_client.description import Wishes
from rtc_client.pictures import camera
from tests.relay.live.conftest import CLIENT
from tests.relay.live.media import advanced, showing, slot_of

SOON = Patience(connect=2.0, silent=1.0, gone=2.0)


@pytest.fixture
async def relay(start_relay):
    """Here the relay has a real media plane that gives a silent peer up soon."""
    return await start_relay(plane=MediaPlane("127.0.0.1", 0, (), SOON))


@pytest.fixture
async def host(enter, bring_media):
    """A host who publishes to a viewer; whatever a test does, the viewer misses nothing and both are there."""
    host, anna = await enter("host"), await enter("anna")
    await bring_media(host, publishes=True, scale=0.1)
    viewer = await bring_media(anna)
    await host.do("set_media", camera=True, microphone=True)
    slots = await anna.until(showing("host"))
    shown = [viewer.receptions[slot_of(slots, "host", kind)] for kind in ("video", "audio")]
    yield host
    for slot in shown:
        await advanced(lambda slot=slot: slot.packets, 20)
        assert slot.lost == 0
    await host.settle()
    await anna.settle()
    assert host.socket.close_code is anna.socket.close_code is None


@pytest.fixture
async def clients():
    """Light clients of a test's own, gone with it."""
    made = []
    yield made
    for client in made:
        client.vanish()


def light_client(clients, context=CLIENT, **wishes):
    client = LightClient(context, Wishes(**(wishes or {"audio_slots": 1, "video_slots": 1})))
    clients.append(client)
    return client


async def test_another_certificate_than_the_offer_names_is_told(host, enter, clients):
    """The handshake ends, the socket closes with 4408 and a sentence; with the right certificate all is well."""
    liar = await enter("liar")
    client = light_client(clients, DtlsContext(Certificate.generate()))
    own, claimed = client._fingerprint, CLIENT.certificate.fingerprint
    client.accept((await liar.offer(client.offer().replace(own, claimed)))["sdp"])
    assert await liar.until_closed() == (4408, "The media connection could not be secured.")
    client.vanish()
    with pytest.raises((DtlsError, asyncio.CancelledError)):
        await client.connected()
    honest = await enter("liar", age=-1)
    again = light_client(clients)
    again.accept((await honest.offer(again.offer()))["sdp"])
    async with asyncio.timeout(20):
        await again.connected()
    await honest.settle()


@pytest.mark.parametrize("silent", ["ice", "dtls"])
async def test_media_that_never_comes_about_is_told(host, enter, clients, silent):
    """No check ever comes, or no handshake after the checks: 4408, and what the reason may be."""
    person = await enter("bob")
    client = light_client(clients)
    answer = (await person.offer(client.offer()))["sdp"]
    if silent == "dtls":
        client.transport.gate = lambda datagram: datagram[0] < 4
        send = client.transport.send_raw
        client.transport.send_raw = lambda datagram: send(datagram) if datagram[0] < 4 else None
        client.accept(answer)
    told = (4408, "No media connection came about. UDP may be blocked on the way to the relay.")
    assert await person.until_closed() == told


async def test_media_that_vanishes_is_told(host, enter, bring_media):
    """A device that is gone without a word is given up: 4408 to its socket, and the others see the person away."""
    person = await enter("bob")
    client = await bring_media(person)
    client.vanish()
    assert await person.until_closed() == (4408, "The media connection was lost. Connect again.")
    while not any(event["participant"]["away"] for event in host.events("changed")):
        await host.step()


@pytest.mark.parametrize(("allowed", "kind"), [("microphone", "video"), ("camera", "audio")])
async def test_who_offers_to_send_without_the_right_is_told(host, enter, clients, allowed, kind):
    """4405, and the reason names the kind; nothing of it reaches anybody. An offer of what is allowed goes through."""
    person = await enter("bob", publishes=frozenset({Source(allowed)}))
    client = light_client(clients, microphone=True, camera=True, audio_slots=1)
    await person.say("offer", number=1, sdp=client.offer())
    code, reason = await person.until_closed()
    assert (code, f"not send {kind}" in reason) == (4405, True), reason
    honest = await enter("bob", age=-1, publishes=frozenset({Source(allowed)}))
    again = light_client(clients, **{allowed: True}, audio_slots=1)
    again.accept((await honest.offer(again.offer()))["sdp"])
    async with asyncio.timeout(20):
        await again.connected()


async def test_a_right_that_is_missing_is_missed_in_a_later_offer_too(host, enter, bring_media, clients):
    """Who only watches at first, and offers a camera over the same connection then, is closed with 4405."""
    person = await enter("bob", publishes=frozenset())
    client = await bring_media(person)
    watching = client.offer(restart=True)
    assert watching.count("a=recvonly") == 4
    await person.say("offer", number=2, sdp=watching.replace("a=recvonly", "a=sendrecv"))
    assert (await person.until_closed())[0] == 4405


async def test_what_is_sent_without_the_right_reaches_nobody(host, enter, clients):
    """Switching on is refused with a sentence, and packets of an m-line that was never agreed upon go nowhere."""
    person = await enter("bob", publishes=frozenset())
    client = light_client(clients, microphone=True, camera=True, audio_slots=1)
    silent = client.offer().replace("a=sendonly", "a=inactive")
    assert client.accept((await person.offer(silent))["sdp"]).taken == frozenset()
    async with asyncio.timeout(20):
        await client.connected()
    refused = await person.do("set_media", camera=True, microphone=True)
    assert (refused["type"], refused["code"]) == ("refused", "forbidden")
    assert refused["detail"]
    client.publish(camera(scale=0.1), sound=True)
    await advanced(lambda: client.transport.sent, 100)
    await host.settle()
    slots = [message for message in host.messages if message["type"] == "slots"]
    assert all(slot["participant"] != "bob" for told in slots for slot in told["video"] + told["audio"])


async def test_a_ticket_of_another_room_leads_there_only(host, enter, bring_media):
    """Nothing of a room is heard or seen with a ticket of another: no event, no slot, no packet, whatever is asked."""
    stranger = await enter("eve", meeting_id="elsewhere")
    client = await bring_media(stranger)
    await stranger.say("view", slots=[{"mid": mid, "height": 720} for mid in client.receptions], pinned="host")
    await host.do("hand", raised=True)
    refused = await stranger.do("remove", participant="host")
    assert refused["code"] == "forbidden"
    (alone,) = stranger.messages[0]["snapshot"]["participants"]
    assert alone["participant"] == "eve"
    while not any(message["type"] == "slots" for message in stranger.messages):
        await stranger.step()
    told = [message["video"] + message["audio"] for message in stranger.messages if message["type"] == "slots"]
    assert {slot["participant"] for slots in told for slot in slots} == {None}
    assert {event["participant"]["participant"] for event in stranger.events("changed")} <= {"eve"}
    assert not any(slot.packets for slot in client.receptions.values())


async def test_an_offer_that_lacks_something_is_told_what(host, enter, clients):
    """4400, and the reason names the line that isn't there."""
    for missing in ("ice-ufrag", "ice-pwd", "fingerprint", "setup", "mid", "rtcp-mux"):
        person = await enter(f"without {missing}")
        offer = light_client(clients).offer()
        lines = [line for line in offer.splitlines(keepends=True) if not line.startswith(f"a={missing}")]
        await person.say("offer", number=1, sdp="".join(lines))
        code, reason = await person.until_closed()
        assert (code, missing in reason) == (4400, True), reason
