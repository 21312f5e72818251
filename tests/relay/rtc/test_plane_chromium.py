"""Two real browsers through the plane: simulcast layers switch on a bad network, and the decoder never stops."""

import asyncio
from collections.abc import Callable

import pytest

from media_relay.rtc.media import Layer, LayerChanged, Seat
from media_relay.rtc.plane import MediaPlane
from neufit.domain.room.kinds import Source
from tests.relay.rtc.browser import pages
from tests.relay.rtc.network import Network

pytestmark = pytest.mark.alone


@pytest.fixture
async def plane():
    plane = MediaPlane("127.0.0.1", 0, ["127.0.0.1"])
    await plane.open()
    yield plane
    await plane.close()


class Guest:
    """A page in the room."""

    def __init__(self, plane: MediaPlane, name: str, page) -> None:
        self.page = page
        self.events = []
        publishes = frozenset(Source)
        self.peer = plane.join(name, "room", publishes=publishes, slots=(1, 1), notify=self.events.append)

    async def join(self, network: Network | None = None, *, publish: bool = False) -> None:
        await self.page.evaluate("publish()" if publish else "receive()")
        answer = self.peer.answer(await self.page.evaluate("offer()"))
        await self.page.evaluate("(sdp) => take(sdp)", answer if network is None else network.through(answer))

    async def look(self) -> dict:
        return await self.page.evaluate("statistics()")

    def layer(self) -> Layer:
        changes = [event.layer for event in self.events if isinstance(event, LayerChanged)]
        return changes[-1] if changes else Layer.NONE

    async def until(self, done: Callable[[dict], object], seconds: float = 60) -> dict:
        async with asyncio.timeout(seconds):
            while not done(found := await self.look()):  # noqa: ASYNC110 -- statistics tell nobody that they changed
                await asyncio.sleep(0.2)
        return found


async def test_layers_switch_on_a_bad_network_and_the_decoder_never_stops(plane):
    """Throttled, the picture gets smaller and goes on moving; freed, it comes back; with loss, both stay."""
    network = await Network(("127.0.0.1", plane.candidates()[0][1])).open()
    async with pages(2) as (first, second):
        host, viewer = Guest(plane, "host", first), Guest(plane, "viewer", second)
        await host.join(publish=True)
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
