"""A real browser takes the relay's answers, connects, and sees its own picture come back."""

import asyncio

import pytest
from playwright.async_api import async_playwright

PAGE = """
<script>
const pc = new RTCPeerConnection({bundlePolicy: "max-bundle"});
async function begin() {
  const media = await navigator.mediaDevices.getUserMedia({audio: true, video: {width: 1280, height: 720}});
  const layer = (rid, by) => ({rid, scaleResolutionDownBy: by, scalabilityMode: "L1T3"});
  pc.addTransceiver(media.getAudioTracks()[0], {direction: "sendonly"});
  pc.addTransceiver(media.getVideoTracks()[0],
    {direction: "sendonly", sendEncodings: [layer("q", 4), layer("h", 2), layer("f", 1)]});
  pc.addTransceiver("audio", {direction: "recvonly"});
  pc.addTransceiver("video", {direction: "recvonly"});
}
async function offer() {
  await pc.setLocalDescription();
  return pc.localDescription.sdp;
}
async function take(sdp) {
  await pc.setRemoteDescription({type: "answer", sdp});
  return [pc.signalingState, ...pc.getTransceivers().map((one) => one.currentDirection)];
}
async function until(what) {
  for (;;) {
    const found = await what();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const state = (wanted) => until(() => pc.connectionState === wanted && wanted);
const slot = (mid) => until(async () => {
  const stats = [...(await pc.getStats()).values()].find((one) => one.type === "inbound-rtp" && one.mid === mid);
  return stats && stats.framesDecoded > window.seen ? stats : null;
});
window.seen = 10;
</script>
"""


@pytest.fixture
async def page():
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"],
        )
        page = await browser.new_page()
        await page.route("http://localhost/", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
        await page.goto("http://localhost/")
        await page.evaluate("begin()")
        yield page
        await browser.close()


async def negotiate(page, relay, **changed):
    return await page.evaluate("(sdp) => take(sdp)", relay.answer(await page.evaluate("offer()"), **changed))


async def test_a_browser_connects_and_sees_its_smallest_layer(page, miniature):
    """The answer is taken as it is, the keys fit, and the echoed layer is decoded in the slot at a quarter's size."""
    miniature.echoed = "q"
    stable = await negotiate(page, miniature)
    assert stable == ["stable", "sendonly", "sendonly", "recvonly", "recvonly"]
    async with asyncio.timeout(60):
        assert await page.evaluate("state('connected')") == "connected"
        video = await page.evaluate("slot('3')")
    assert (video["frameWidth"], video["frameHeight"]) == (320, 180)
    assert miniature.negotiation.media[1].rids == ("q", "h", "f")
    assert "q" in miniature.layers
    assert miniature.levels
    assert miniature.dtls.keys.profile.name == "AEAD_AES_128_GCM"


async def test_a_browser_restarts_ice_and_adds_a_slot(page, miniature):
    """Another offer with new credentials and one m-line more: the picture goes on, with the same keys."""
    miniature.echoed = "q"
    await negotiate(page, miniature)
    async with asyncio.timeout(60):
        await page.evaluate("slot('3')")
        keys, slot = miniature.dtls.keys, miniature.negotiation.media[3].slot
        await page.evaluate("pc.restartIce(), pc.addTransceiver('video', {direction: 'recvonly'}), undefined")
        stable = await negotiate(page, miniature)
        assert stable == ["stable", "sendonly", "sendonly", "recvonly", "recvonly", "recvonly"]
        await page.evaluate("slot('3').then((stats) => { window.seen = stats.framesDecoded + 10; })")
        await page.evaluate("slot('3')")
    assert miniature.negotiation.version == 2
    assert miniature.negotiation.media[3].slot == slot
    assert miniature.dtls.keys is keys


async def test_a_browser_refuses_a_wrong_fingerprint(page, miniature):
    """When the answer states another certificate than the relay shows, the browser fails and the relay has no keys."""
    await negotiate(page, miniature, fingerprint=":".join(["AB"] * 32))
    async with asyncio.timeout(60):
        assert await page.evaluate("state('failed')") == "failed"
    assert miniature.dtls.keys is None


async def test_a_browser_with_a_wrong_fingerprint_is_refused(page, miniature):
    """When the browser shows another certificate than its offer states, there are no keys and no media."""
    offer = await page.evaluate("offer()")
    stated = offer.split("a=fingerprint:sha-256 ")[1][:95]
    answer = miniature.answer(offer.replace(stated, ":".join(["CD"] * 32)))
    await page.evaluate("(sdp) => take(sdp)", answer)
    async with asyncio.timeout(60):
        await miniature.until(lambda: miniature.alerts)
    assert miniature.alerts == ["fingerprint"]
    assert (miniature.dtls.keys, miniature.keys) == (None, None)
