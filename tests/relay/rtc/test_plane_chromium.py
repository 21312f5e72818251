"""Two real browsers through the plane: simulcast layers switch on a bad network, and the decoder never stops."""

import pytest

from media_relay.rtc.media import Seat
from tests.relay.rtc.browser import Guest, pages
from tests.relay.rtc.network import Network

pytestmark = pytest.mark.alone


async def test_layers_switch_on_a_bad_network_and_the_decoder_never_stops(plane):
    """Throttled, the picture gets smaller and goes on moving; freed, it comes back; with loss, both stay."""
    network = await Network(("127.0.0.1", plane.candidates()[0][1])).open()
    async with pages(2) as (first, second):
        host, viewer = Guest(plane, "host", first), Guest(plane, "viewer", second)
        await host.join(publish="video/VP8")
        await viewer.join(network)
        audio, video = viewer.peer.mids()
        viewer.peer.receive_video([Seat(video[0], "host", 540, 0)])
        viewer.peer.receive_audio([Seat(audio[0], "host")])

        large = await viewer.until(lambda s: s.get("video", {}).get("frameHeight") == 540)
        network.down.rate = 300_000.0
        small = await viewer.until(lambda s: s["video"].get("frameHeight") == 135)
        settled = await viewer.until(lambda s: s["video"]["framesDecoded"] > small["video"]["framesDecoded"] + 40)
        after = await viewer.until(lambda s: s["audio"]["packetsReceived"] > settled["audio"]["packetsReceived"] + 250)
        # 20 frames and 50 packets of sound a second come from the camera and the microphone.
        assert after["video"]["framesDecoded"] > settled["video"]["framesDecoded"] + 50
        assert after["audio"]["packetsLost"] - settled["audio"]["packetsLost"] < 10
        network.down.rate = None
        back = await viewer.until(lambda s: s["video"].get("frameHeight") == 540)
        assert back["video"]["framesDecoded"] > large["video"]["framesDecoded"]

        network.down.loss = 0.3
        start = await viewer.look()
        end = await viewer.until(lambda s: s["audio"]["packetsReceived"] > start["audio"]["packetsReceived"] + 250, 90)
        assert end["video"]["framesDecoded"] > start["video"]["framesDecoded"] + 20
        heard = end["audio"]["totalSamplesReceived"] - start["audio"]["totalSamplesReceived"]
        concealed = end["audio"]["concealedSamples"] - start["audio"]["concealedSamples"]
        assert concealed < 0.25 * heard
        # A picture id that is wrong stops the decoder until the next keyframe: a few are for changes of layer and loss.
        assert host.peer.statistics().keyframe_requests <= 40
        assert end["video"]["pliCount"] <= 12
    network.close()
