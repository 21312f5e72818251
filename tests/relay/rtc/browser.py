"""A page with a peer connection, for tests with real browsers: it publishes simulcast, or shows a slot of each kind."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, async_playwright

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
async function publish() {
  const media = await navigator.mediaDevices.getUserMedia(
    {audio: {echoCancellation: false, noiseSuppression: false, autoGainControl: false},
     video: {width: 960, height: 540, frameRate: 20}});
  const layer = (rid, by, rate) => ({rid, scaleResolutionDownBy: by, scalabilityMode: "L1T3", maxBitrate: rate});
  pc.addTransceiver(media.getAudioTracks()[0], {direction: "sendonly"});
  pc.addTransceiver(media.getVideoTracks()[0], {direction: "sendonly",
    sendEncodings: [layer("q", 4, 120000), layer("h", 2, 300000), layer("f", 1, 900000)]});
}
function receive() {
  pc.addTransceiver("audio", {direction: "recvonly"});
  pc.addTransceiver("video", {direction: "recvonly"});
}
async function offer() {
  await pc.setLocalDescription();
  return pc.localDescription.sdp;
}
const take = (sdp) => pc.setRemoteDescription({type: "answer", sdp});
async function statistics() {
  const found = {};
  for (const one of (await pc.getStats()).values()) {
    if (one.type === "inbound-rtp") found[one.kind] = one;
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
