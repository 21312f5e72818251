"""The light client beside a relay in miniature."""

import asyncio

import pytest

from media_relay.rtc import rtcp, srtp, stun
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext, DtlsError
from media_relay.rtc.transport_cc import TransportFeedback
from rtc_client.client import LightClient
from rtc_client.description import RIDS, Wishes
from rtc_client.pictures import camera
from rtc_client.transport import CHECK_SECONDS

CLIENT = DtlsContext(Certificate.generate())


@pytest.fixture
async def make_client():
    clients = []

    def make(*, watchful=True, **wishes):
        both = {"microphone": True, "camera": True, "audio_slots": 1, "video_slots": 1}
        clients.append(LightClient(CLIENT, Wishes(**{**both, **wishes}), watchful=watchful))
        return clients[-1]

    yield make
    for client in clients:
        client.close()


async def join(relay, client):
    client.accept(relay.answer(client.offer()))
    async with asyncio.timeout(20):
        await client.connected()
    return client.receptions["3"]


async def test_it_connects_and_its_media_comes_whole(miniature, make_client):
    """Three layers with their rids go out; what comes back are whole frames of the largest layer's size, and sound."""
    client = make_client()
    video = await join(miniature, client)
    client.publish(camera(), sound=True)
    await miniature.until(lambda: video.frames >= 20 and len(miniature.layers) == 3)
    assert set(miniature.layers) == set(RIDS)
    assert (video.keyframes, video.size, video.missing, video.lost) == (1, (1280, 720), {}, 0)
    assert client.receptions["2"].packets > 5
    assert miniature.levels == {0x80 | 30}
    assert all(0 <= latency < 5 for latency in video.latencies)
    assert len(video.latencies) == video.frames


async def test_an_answer_that_comes_late_still_counts(miniature, make_client):
    """A relay that takes longer for a check than the client waits before it sends it again is reached all the same."""
    loop, handle = asyncio.get_running_loop(), miniature.datagram_received

    def busy(data, address):
        if stun.is_stun(data):
            loop.call_later(3 * CHECK_SECONDS, handle, data, address)
        else:
            handle(data, address)

    miniature.datagram_received = busy
    await join(miniature, make_client())
    assert miniature.ice.selected("peer") is not None


async def test_it_answers_checks(miniature, make_client):
    """A server that isn't ICE-lite checks too, and is answered when the check is authentic."""
    client = make_client()
    await join(miniature, client)
    answers = []
    handle = miniature.datagram_received

    def note(data, address):
        answers.append(data)
        handle(data, address)

    miniature.datagram_received = note
    ufrag, password = client.transport.credentials.ufrag, client.transport.credentials.password
    for key in (b"not the password", password.encode()):
        check = stun.binding_request(
            f"{ufrag}:relay", key, priority=1, tie_breaker=7, nominate=False, transaction=key[:12]
        )
        miniature.transport.sendto(check, miniature.ice.selected("peer"))
    await miniature.until(lambda: any(stun.is_stun(data) for data in answers))
    [answer] = [stun.parse(data) for data in answers if stun.is_stun(data)]
    assert (answer.type, answer.transaction) == (stun.Type.SUCCESS, password.encode()[:12])
    assert answer.authentic(password.encode())


async def test_it_reports_as_a_browser_does(miniature, make_client):
    """Sender and receiver reports and TWCC feedback come by themselves."""
    client = make_client()
    await join(miniature, client)
    client.publish(camera(), sound=True)

    def kinds():
        return {type(packet) for packet in miniature.heard}

    await miniature.until(lambda: {rtcp.SenderReport, rtcp.ReceiverReport, TransportFeedback} <= kinds())
    reports = [packet for packet in miniature.heard if isinstance(packet, rtcp.SenderReport)]
    assert {report.ssrc for report in reports} >= set(miniature.layers.values())


async def test_without_twcc_it_tells_its_bandwidth(miniature, make_client):
    """With REMB only, its reports hold the estimate that it was told to have."""
    client = make_client(transport_cc=False)
    client.bandwidth = 250_000
    await join(miniature, client)
    client.publish(camera())
    await miniature.until(lambda: any(isinstance(packet, rtcp.ReceiverEstimate) for packet in miniature.heard))
    assert next(p for p in miniature.heard if isinstance(p, rtcp.ReceiverEstimate)).bitrate == 250_000
    assert not any(isinstance(packet, TransportFeedback) for packet in miniature.heard)


async def test_it_counts_without_looking(miniature, make_client):
    """A client that isn't watchful counts packets and reports on them, and knows of no frames."""
    client = make_client(transport_cc=False, watchful=False)
    client.bandwidth = 5_000_000
    video = await join(miniature, client)
    client.publish(camera())
    await miniature.until(lambda: any(isinstance(packet, rtcp.ReceiverReport) for packet in miniature.heard))
    await miniature.until(lambda: video.packets >= 50)
    assert (video.frames, video.lost, client.transport.rejected) == (0, 0, 0)


async def test_it_tells_arrivals_without_looking(miniature, make_client):
    """TWCC numbers stand in the clear, so a client that isn't watchful tells when packets came."""
    client = make_client(watchful=False)
    video = await join(miniature, client)
    client.publish(camera())
    await miniature.until(lambda: any(isinstance(packet, TransportFeedback) for packet in miniature.heard))
    told = next(packet for packet in miniature.heard if isinstance(packet, TransportFeedback))
    assert any(arrival is not None for arrival in told.arrivals)
    assert video.frames == 0


async def test_what_it_misses_it_asks_for(miniature, make_client):
    """Of a lossy path it asks for what is missing; answered by retransmission, its frames are whole."""
    client = make_client()
    video = await join(miniature, client)
    arrived = 0

    def lose_every_seventh(datagram):
        nonlocal arrived
        arrived += 127 < datagram[0] < 192
        return arrived % 7 != 0

    client.transport.gate = lose_every_seventh

    client.publish(camera())
    await miniature.until(lambda: video.recovered >= 10 and video.frames >= 30)
    assert client.camera.streams[2].retransmitted >= 10


async def test_it_sends_a_keyframe_when_asked(miniature, make_client):
    """A PLI of one layer makes its next frame a keyframe, and no other layer's."""
    client = make_client()
    video = await join(miniature, client)
    client.publish(camera())
    await miniature.until(lambda: video.frames >= 3)
    miniature.emit(srtp.protect_rtcp, rtcp.picture_loss(1, miniature.layers["f"]))
    await miniature.until(lambda: video.keyframes == 2)
    assert [layer.keyframes for layer in client.camera.layers] == [1, 1, 2]


async def test_it_asks_for_keyframes_seldom(miniature, make_client):
    """Two requests at once are one PLI."""
    client = make_client()
    await join(miniature, client)
    client.request_keyframe("3")
    client.request_keyframe("3")
    await miniature.until(lambda: any(isinstance(packet, rtcp.KeyframeRequest) for packet in miniature.heard))
    assert sum(isinstance(packet, rtcp.KeyframeRequest) for packet in miniature.heard) == 1


async def test_it_changes_its_network_and_restarts_ice(miniature, make_client):
    """Another socket, and then other credentials: the media goes on with the same keys."""
    client = make_client()
    video = await join(miniature, client)
    client.publish(camera())
    await miniature.until(lambda: video.frames >= 3)
    keys = miniature.dtls.keys
    before = client.transport.address
    client.transport.move()
    await miniature.until(lambda: miniature.ice.selected("peer") == client.transport.address)
    assert client.transport.address != before
    client.accept(miniature.answer(client.offer(restart=True)))
    assert miniature.negotiation.version == 2
    frames = video.frames
    await miniature.until(lambda: video.frames >= frames + 5)
    await miniature.until(lambda: len(miniature.ice._by_ufrag) == 1)
    assert miniature.dtls.keys is keys


async def test_a_wrong_fingerprint_ends_it(miniature, make_client):
    """A client whose relay shows another certificate than the answer says has no keys and fails."""
    client = make_client()
    client.accept(miniature.answer(client.offer(), ":".join(["AB"] * 32)))
    with pytest.raises(DtlsError, match="fingerprint"):
        await client.connected()


async def test_its_end_is_told(miniature, make_client):
    """Closing tells the miniature."""
    client = make_client()
    await join(miniature, client)
    client.close()
    await miniature.until(lambda: miniature.dtls.closed)
