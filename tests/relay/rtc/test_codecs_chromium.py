"""What Chromium sends in either codec through the plane: sizes change without a seam, and what is lost comes again."""

import pytest

from media_relay.rtc.media import Seat
from tests.relay.rtc.browser import Guest, pages
from tests.relay.rtc.network import Network

pytestmark = pytest.mark.alone


@pytest.mark.parametrize("codec", ["video/VP8", "video/H264"])
async def test_sizes_change_without_a_seam(plane, codec):
    """On a good network no change of layer stops the picture, in either direction, whatever the codec."""
    async with pages(2) as (first, second):
        host, viewer = Guest(plane, "host", first), Guest(plane, "viewer", second)
        await host.join(publish=codec)
        await viewer.join()
        _, video = viewer.peer.mids()
        viewer.peer.receive_video([Seat(video[0], "host", 540, 0)])
        seen = await viewer.until(lambda s: s.get("video", {}).get("frameHeight") == 540)
        start = await viewer.until(lambda s: s["video"]["framesDecoded"] > seen["video"]["framesDecoded"] + 40)
        for height in (135, 270, 540, 270, 135, 540):
            viewer.peer.receive_video([Seat(video[0], "host", height, 0)])
            # H.264 has even heights.
            seen = await viewer.until(lambda s, height=height: s["video"].get("frameHeight") in {height, height & ~1})
            await viewer.until(lambda s, seen=seen: s["video"]["framesDecoded"] > seen["video"]["framesDecoded"] + 10)
        end = await viewer.look()
        assert end["codec"] == codec
        # A decoder that can't go on asks for a keyframe. Each change takes one, and one more may have been on its way.
        assert end["video"]["pliCount"] == start["video"]["pliCount"]
        assert end["video"]["keyFramesDecoded"] - start["video"]["keyFramesDecoded"] <= 12


async def test_h264_survives_loss(plane):
    """What is lost is sent again, with the payload type and the numbers of its stream, or a keyframe mends it."""
    network = await Network(("127.0.0.1", plane.candidates()[0][1])).open()
    async with pages(2) as (first, second):
        host, viewer = Guest(plane, "host", first), Guest(plane, "viewer", second)
        await host.join(publish="video/H264")
        await viewer.join(network)
        _, video = viewer.peer.mids()
        viewer.peer.receive_video([Seat(video[0], "host", 540, 0)])
        start = await viewer.until(lambda s: s.get("video", {}).get("frameHeight") == 540)
        network.down.loss = 0.1
        end = await viewer.until(lambda s: s["video"]["framesDecoded"] > start["video"]["framesDecoded"] + 60)
        assert end["video"]["nackCount"] > start["video"].get("nackCount", 0)
        assert end["video"]["retransmittedPacketsReceived"] > 0
    network.close()
