"""aiortc takes the answers as they are, and decodes its own picture and sound in its slots."""

import asyncio

import pytest
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack


@pytest.fixture
async def peer():
    # With its other policies aiortc 1.16 leaves the second m-line of a kind on a transport that it has closed.
    connection = RTCPeerConnection(RTCConfiguration(bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
    connection.addTransceiver(AudioStreamTrack(), direction="sendonly")
    connection.addTransceiver(VideoStreamTrack(), direction="sendonly")
    connection.addTransceiver("audio", direction="recvonly")
    connection.addTransceiver("video", direction="recvonly")
    yield connection
    await connection.close()


async def connect(peer, miniature):
    await peer.setLocalDescription(await peer.createOffer())
    answer = miniature.answer(peer.localDescription.sdp)
    await peer.setRemoteDescription(RTCSessionDescription(answer, "answer"))


async def test_aiortc_connects_and_decodes_what_comes_back(peer, miniature):
    """Without simulcast the camera is one stream, and its frames and the sound come out of the slots."""
    miniature.echoed = ""
    async with asyncio.timeout(60):
        await connect(peer, miniature)
        *_, sound, picture = (line.receiver.track for line in peer.getTransceivers())
        frame = await picture.recv()
        heard = await sound.recv()
    assert (frame.width, frame.height) == (640, 480)
    assert heard.sample_rate == 48000
    assert peer.connectionState == "connected"
    stream = miniature.negotiation.media[1].streams[0]
    assert miniature.layers == {"": stream.ssrc}
