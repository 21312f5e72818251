"""A page with a peer connection, for tests with real browsers: it publishes simulcast, or shows a slot of each kind."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from playwright.async_api import Page, async_playwright

from media_relay.rtc.media import Layer, LayerChanged, MediaEvent
from media_relay.rtc.plane import MediaPlane
from neufit.domain.room.kinds import Source
from tests.relay.rtc.network import Network

ARGUMENTS = [
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]

PAGE = """
<video id="shown" autoplay playsinline muted></video><audio id="heard" autoplay></audio>
<script>
const pc = new RTCPeerConnection({bundlePolicy: "max-bundle"});
pc.ontrack = (event) => {
  const place = document.getElementById(event.track.kind === "video" ? "shown" : "heard");
  place.srcObject = new MediaStream([event.track]);
};
async function publish(codec) {
  const media = await navigator.mediaDevices.getUserMedia(
    {audio: {echoCancellation: false, noiseSuppression: false, autoGainControl: false},
     video: {width: 960, height: 540, frameRate: 20}});
  const layer = (rid, by, rate) => ({rid, scaleResolutionDownBy: by, scalabilityMode: "L1T3", maxBitrate: rate});
  pc.addTransceiver(media.getAudioTracks()[0], {direction: "sendonly"});
  const camera = pc.addTransceiver(media.getVideoTracks()[0], {direction: "sendonly",
    sendEncodings: [layer("q", 4, 120000), layer("h", 2, 300000), layer("f", 1, 900000)]});
  const known = RTCRtpSender.getCapabilities("video").codecs;
  camera.setCodecPreferences(known.filter(({mimeType}) => [codec, "video/rtx"].includes(mimeType)));
}
function receive(sound) {
  const heard = pc.addTransceiver("audio", {direction: "recvonly"});
  const known = RTCRtpReceiver.getCapabilities("audio").codecs;
  if (sound === "plain") heard.setCodecPreferences(known.filter(({mimeType}) => mimeType === "audio/opus"));
  pc.addTransceiver("video", {direction: "recvonly"});
}
async function offer(sound) {
  const {sdp} = await pc.createOffer();
  // Browsers do this when the description says it; the product's client writes it, too.
  const nack = (line, opus) => `${line}a=rtcp-fb:${opus} nack\\r\\n`;
  const said = sound === "repaired" ? sdp.replace(/^a=rtpmap:(\\d+) opus\\/48000.*\\r\\n/gm, nack) : sdp;
  await pc.setLocalDescription({type: "offer", sdp: said});
  return pc.localDescription.sdp;
}
const take = (sdp) => pc.setRemoteDescription({type: "answer", sdp});
async function statistics() {
  const found = {};
  const all = await pc.getStats();
  for (const one of all.values()) {
    if (one.type === "inbound-rtp") found[one.kind] = one;
    if (one.type === "inbound-rtp" && one.kind === "video") found.codec = all.get(one.codecId)?.mimeType;
    if (one.type === "outbound-rtp") found["out-" + (one.rid || one.kind)] = one;
    if (one.type === "candidate-pair" && one.nominated) found.pair = one;
  }
  return found;
}
</script>
"""


@asynccontextmanager
async def pages(count: int) -> AsyncIterator[list[Page]]:
    """Pages of one browser, each in a context of its own, closed at the end."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        opened = []
        for _ in range(count):
            page = await (await browser.new_context()).new_page()
            await page.route("http://localhost/", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
            await page.goto("http://localhost/")
            opened.append(page)
        yield opened
        await browser.close()


class Guest:
    """A page in the room."""

    def __init__(self, plane: MediaPlane, name: str, page: Page) -> None:
        self.page = page
        self.events: list[MediaEvent] = []
        publishes = frozenset(Source)
        self.peer = plane.join(name, "room", publishes=publishes, slots=(1, 1), notify=self.events.append)

    async def join(self, network: Network | None = None, *, publish: str | None = None, sound: str = "twice") -> None:
        """``publish`` is the type of the codec for what the camera sees; None only watches.

        ``sound`` that is received: ``plain`` once, ``twice`` in each packet that of the one before again (RFC 2198), or
        ``repaired``, which also asks for what is lost.
        """
        if publish is None:
            await self.page.evaluate("(sound) => receive(sound)", sound)
        else:
            await self.page.evaluate("(codec) => publish(codec)", publish)
        answer = self.peer.answer(await self.page.evaluate("(sound) => offer(sound)", sound))
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
