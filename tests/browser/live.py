"""What tests of live sessions do in a room, see of its media, and put between a browser and the relay."""

import asyncio
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.relay.rtc.network import Network

expect.set_options(timeout=30_000)  # a page may have to wait for its turn on a busy machine

_MOVES = """label => {
    const video = document.querySelector(`video[aria-label="${label}"]`);
    return video !== null && video.videoWidth > 0 && video.getVideoPlaybackQuality().totalVideoFrames > 10;
}"""

# Keeps what the page connects with, so that its statistics can be read. The page isn't changed by it.
_WATCHED = """globalThis.connections = [];
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...options) { super(...options); connections.push(this); }
};"""

# Keeps what the relay says is in the first video slot: the layers, in their order, that it chose for this viewer.
_TOLD = """globalThis.chosen = [];
globalThis.WebSocket = class extends WebSocket {
    constructor(...options) {
        super(...options);
        this.addEventListener("message", ({ data }) => {
            const { type, video } = JSON.parse(data);
            if (type === "slots" && video[0].layer !== chosen.at(-1)) chosen.push(video[0].layer);
        });
    }
};"""

# The way to the relay leads through another port: what the answer names is where the browser sends to.
_ROUTED = """const take = RTCPeerConnection.prototype.setRemoteDescription;
RTCPeerConnection.prototype.setRemoteDescription = function ({ type, sdp }) {
    return take.call(this, { type, sdp: sdp.replace(/^(a=candidate:.* )\\d+( typ host)/gm, `$1${PORT}$2`) });
};"""

_STATISTICS = """async () => {
    const found = { layers: {} };
    for (const one of (await connections.at(-1).getStats()).values()) {
        if (one.type === "inbound-rtp" && one.kind === "audio") {
            if ((one.packetsReceived ?? 0) >= (found.audio?.packetsReceived ?? 0)) found.audio = one;
        } else if (one.type === "inbound-rtp") {
            if ((one.framesDecoded ?? 0) >= (found.video?.framesDecoded ?? 0)) found.video = one;
        } else if (one.type === "outbound-rtp" && one.kind === "video") found.layers[one.rid] = one;
        else if (one.type === "remote-candidate") found.relay = one;
    }
    return found;
}"""

# The moment at which each second of the timer was put on the page, by the machine's clock (ms).
_TIMED = """() => {
    globalThis.shown = {};
    const look = () => {
        const timer = document.querySelector("[role=timer]");
        const { phase, seconds } = timer?.dataset ?? {};
        if (phase === "work") shown[`${timer.ariaLabel}: ${seconds}`] ??= performance.timeOrigin + performance.now();
    };
    new MutationObserver(look).observe(document.body, {
        subtree: true, childList: true, attributes: true, attributeFilter: ["data-seconds", "data-phase"],
    });
}"""


def button(page: Page, name: str) -> Locator:
    """The button of exactly this name."""
    return page.get_by_role("button", name=name, exact=True)


def sees(page: Page, name: str) -> None:
    """Wait until this person's picture moves on the page."""
    page.wait_for_function(_MOVES, arg=f"Camera of {name}")


def join(page: Page) -> None:
    """From the lobby into the room."""
    page.get_by_role("button", name=re.compile("^Join( without camera and microphone)?$")).click()
    expect(page.get_by_role("toolbar", name="Controls")).to_be_visible()


def watched(*, through: int | None = None) -> list[str]:
    """Scripts that keep a page's connections for ``media``, and lead media ``through`` a port of ours."""
    return [_WATCHED, _TOLD] if through is None else [_WATCHED, _TOLD, f"{{ const PORT = {through}; {_ROUTED} }}"]


def media(page: Page) -> dict[str, Any]:
    """What the page's statistics say: the busiest ``audio`` and ``video`` that come in, and ``layers`` that go out."""
    found: dict[str, Any] = page.evaluate(_STATISTICS)
    return found


def until_media(page: Page, done: Callable[[dict[str, Any]], object], tries: int = 600) -> dict[str, Any]:
    """The first statistics that are as wanted."""
    for _ in range(tries):
        found = media(page)
        if done(found):
            return found
        page.wait_for_timeout(100)  # statistics tell nobody that they changed
    raise AssertionError(f"never as wanted, at last {found}")


def time_the_timer(page: Page) -> None:
    """Note from now on when each second of work comes onto the page."""
    page.evaluate(_TIMED)


def timed(page: Page) -> dict[str, float]:
    """When each second of work of each round came onto the page, ms since the epoch."""
    moments: dict[str, float] = page.evaluate("shown")
    return moments


@contextmanager
def media_network(relay_port: int) -> Iterator[Network]:
    """A network for media in front of the relay's port, in a loop of its own; good until somebody says otherwise."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def make() -> Network:
        return await Network(("127.0.0.1", relay_port)).open()

    async def end() -> None:
        network.close()

    network = asyncio.run_coroutine_threadsafe(make(), loop).result(10)
    yield network
    asyncio.run_coroutine_threadsafe(end(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
