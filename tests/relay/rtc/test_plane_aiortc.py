"""aiortc, another implementation of everything, as publisher and viewer: pictures with a code in them come through."""

import asyncio
import fractions

import pytest
from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription, VideoStreamTrack
from av import VideoFrame

from media_relay.rtc.media import Seat
from media_relay.rtc.plane import MediaPlane
from neufit.domain.room.kinds import Source

BITS = 10
WIDTH, HEIGHT = 320, 240


class Coded(VideoStreamTrack):
    """Frames whose number stands in them as vertical bars, black and white."""

    number = 0

    async def recv(self) -> VideoFrame:
        await asyncio.sleep(1 / 20)
        self.number += 1
        frame = VideoFrame(WIDTH, HEIGHT, "yuv420p")
        luma, *chroma = frame.planes
        row = b"".join(bytes((255 * (self.number >> bit & 1),)) * (WIDTH // BITS) for bit in range(BITS))
        luma.update(row.ljust(luma.line_size, b"\0") * HEIGHT)
        for plane in chroma:
            plane.update(b"\x80" * plane.buffer_size)
        frame.pts, frame.time_base = self.number * 4500, fractions.Fraction(1, 90_000)
        return frame


def code(frame: VideoFrame) -> int:
    """The number in a frame."""
    luma = frame.planes[0]
    middle = bytes(luma)[HEIGHT // 2 * luma.line_size :]
    return sum(1 << bit for bit in range(BITS) if middle[WIDTH // BITS * bit + WIDTH // BITS // 2] > 128)


@pytest.fixture
async def plane():
    plane = MediaPlane("127.0.0.1", 0, ["127.0.0.1"])
    await plane.open()
    yield plane
    await plane.close()


async def _join(plane: MediaPlane, name: str, connection: RTCPeerConnection):
    peer = plane.join(name, "room", publishes=frozenset(Source), slots=(1, 1), notify=lambda _: None)
    await connection.setLocalDescription(await connection.createOffer())
    answer = peer.answer(connection.localDescription.sdp)
    await connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
    return peer


def _connection() -> RTCPeerConnection:
    return RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))


async def test_frames_come_through_in_order(plane):
    """Thirty frames in a row, each with the number that was drawn into it, rising."""
    publisher, viewer = _connection(), _connection()
    try:
        publisher.addTransceiver(Coded(), direction="sendonly")
        viewer.addTransceiver("video", direction="recvonly")
        await _join(plane, "host", publisher)
        peer = await _join(plane, "viewer", viewer)
        track = viewer.getTransceivers()[0].receiver.track
        peer.receive_video([Seat(peer.mids()[1][0], "host", HEIGHT, 0)])
        async with asyncio.timeout(60):
            codes = [code(await track.recv()) for _ in range(30)]
        assert codes == sorted(codes)
        assert len(set(codes)) >= 20
        assert codes[-1] - codes[0] < 200
    finally:
        await publisher.close()
        await viewer.close()
