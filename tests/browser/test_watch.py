"""The player in a real browser against the real system, over a network that gets slow, breaks and comes back."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, WebSocket, expect

from iac.local.__main__ import signing_key
from iac.local.settings import LocalSettings

pytestmark = pytest.mark.alone

ROOT = Path(__file__).resolve().parents[2]
SECONDS, RATE = 120, 30
TITLE = "Core flow"


@dataclass(frozen=True)
class Show:
    """A video that an instructor published, and a customer who subscribes to him."""

    media_id: str
    instructor: object
    customer: object


class Viewing:
    """A page that plays, read from outside as a viewer would."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.player = page.get_by_role("region", name="Video player")
        self.sockets: list[WebSocket] = []
        page.on("websocket", lambda opened: self.sockets.append(opened))  # noqa: PLW0108  # a handler must be a function

    def now(self) -> dict:
        return self.page.evaluate(
            """() => { const video = document.querySelector("video"); const quality = video.getVideoPlaybackQuality();
                 return { time: video.currentTime, height: video.videoHeight,
                   paused: video.paused, seeking: video.seeking,
                   state: video.closest("[data-state]").dataset.state, frames: quality.totalVideoFrames,
                   rate: video.playbackRate, volume: video.volume, muted: video.muted };
               }"""
        )

    def until(self, condition: str, seconds: float = 60) -> dict:
        """Wait until an expression about ``video`` is true, looked at on every event of the element."""
        met = self.page.evaluate(
            f"""(seconds) => new Promise((resolve) => {{
                 const video = document.querySelector("video");
                 const types = ["timeupdate", "seeked", "playing", "pause", "waiting", "resize", "progress", "ended",
                   "ratechange", "volumechange", "seeking"];
                 const end = (met) => {{
                   for (const type of types) video.removeEventListener(type, look);
                   clearTimeout(timer);
                   resolve(met);
                 }};
                 const look = () => {{ if ({condition}) end(true); }};
                 const timer = setTimeout(end, seconds * 1000, false);
                 for (const type of types) video.addEventListener(type, look);
                 look();
               }})""",
            seconds,
        )
        now = self.now()
        assert met, f"not {condition}: {now}"
        return now

    def plays(self, seconds: float = 60) -> dict:
        """It goes on by a second from here."""
        self.page.locator("video").wait_for(state="attached")
        start = self.now()["time"]
        return self.until(f"video.currentTime > {start + 1} && !video.seeking", seconds)


@pytest.fixture(scope="module")
def film(render) -> Path:
    """A film with enough going on that its renditions differ in bit rate."""
    return render("core flow", seconds=SECONDS, size="640x480", rate=RATE, noise=6)


@pytest.fixture(scope="module")
def show(system, chromium, film) -> Show:
    """Uploaded through the studio by hand, never seen before; the customer subscribed before it was there."""
    system.network.heal()
    instructor, customer = system.person("instructor"), system.person("customer")
    system.call("POST", "/user/subscriptions", customer, json={"source": instructor.user_id})
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{system.origin}/sign-in?next=/studio")
    page.get_by_label("User id").fill(instructor.user_id)
    page.get_by_label("Password", exact=True).fill("seven quiet lanes")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_test_id("studio-files").set_input_files(film)
    page.get_by_label("Title").fill(TITLE)
    page.get_by_role("button", name="Upload", exact=True).click()
    item = page.get_by_role("article", name=TITLE, exact=True)
    expect(item).to_have_attribute("data-status", "available", timeout=240_000)
    media_id = item.get_by_role("link", name="Watch").get_attribute("href").rsplit("/", 1)[1]
    context.close()
    return Show(media_id, instructor, customer)


@pytest.fixture
def watch(visit, network, show) -> Callable[..., Viewing]:
    """Opens the video's page and waits until it plays."""

    def open_page(**device: object) -> Viewing:
        viewing = Viewing(visit(f"/watch/{show.media_id}", **device))
        viewing.plays()
        return viewing

    return open_page


def rates(page: Page, seconds: float) -> dict:
    """Play on for some seconds of the film: decoded frames per second of it, and the gap between frames on screen."""
    return page.evaluate(
        """(seconds) => new Promise((resolve) => {
             const video = document.querySelector("video");
             const frames = () => video.getVideoPlaybackQuality().totalVideoFrames;
             const start = { time: null, frames: 0, height: video.videoHeight };
             const times = [];
             const each = (_, { mediaTime }) => {
               if (start.time === null) { start.time = mediaTime; start.frames = frames(); }
               times.push(mediaTime);
               if (mediaTime - start.time < seconds) { video.requestVideoFrameCallback(each); return; }
               const gaps = times.slice(1).map((time, i) => time - times[i]).filter((gap) => gap > 0);
               resolve({ height: video.videoHeight, seconds: mediaTime - start.time, shown: times.length,
                 decoded: (frames() - start.frames) / (mediaTime - start.time), gap: Math.min(...gaps) });
             };
             video.requestVideoFrameCallback(each);
           })""",
        seconds,
    )


def average_rates(system, show) -> list[int]:
    """Mean bit/s of the renditions with their sound, from large to small, as the HLS playlist tells them."""
    stream = system.call("GET", f"/media/stream?mediaId={show.media_id}")
    playlist = requests.get(stream["hls"], timeout=30).text
    return sorted((int(rate) for rate in re.findall(r"AVERAGE-BANDWIDTH=(\d+)", playlist)), reverse=True)


@pytest.mark.timeout(300)
def test_an_upload_plays_in_a_subscribers_browser_from_his_feed(system, network, visit, show):
    """After signing in the customer finds the video in his feed; opening it plays it over the relay's WebSocket."""
    page = visit("/", show.customer)
    viewing = Viewing(page)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    now = viewing.plays()
    assert now["height"] in {360, 480}
    assert [socket.url for socket in viewing.sockets] == [f"{system.origin.replace('http', 'ws')}/relay/on-demand"]
    expect(page.get_by_role("button", name="Subscribed to")).to_be_visible()


@pytest.mark.timeout(300)
def test_a_slow_network_costs_resolution_never_frame_rate_and_it_comes_back(system, network, show, watch):
    """The picture rises to the best rendition; a slow network brings a smaller one; a good one brings the best back.

    Each of them has as many frames per second as the film.
    """
    viewing = watch()
    viewing.until("video.videoHeight === 480")
    best = rates(viewing.page, 2)
    assert best["height"] == 480

    # Enough for the small one and not for the other: neither is loaded where the seek leads.
    network.down = 1.15 * average_rates(system, show)[-1]
    viewing.page.keyboard.press("4")
    viewing.until("video.videoHeight === 360 && !video.seeking && video.readyState >= 3")
    small = rates(viewing.page, 6)
    assert small["height"] == 360

    network.heal()
    # By itself: half a minute of the small one is loaded within moments, and the better one takes its place while it is
    # still ahead, once the relay has waited for up to twenty seconds.
    viewing.until("video.buffered.end(video.buffered.length - 1) > video.currentTime + 20 && video.videoHeight === 360")
    viewing.until("video.videoHeight === 480 && !video.seeking")
    again = rates(viewing.page, 2)
    assert again["height"] == 480

    for stretch in (best, small, again):
        # A loaded machine shows fewer frames than were decoded; how many were decoded, and how close two frames can
        # be, is what came over the network.
        assert stretch["decoded"] == pytest.approx(RATE, rel=0.1)
        assert stretch["gap"] == pytest.approx(1 / RATE, rel=0.05)


def test_seeking_far_ahead_and_back_plays_from_there(network, watch):
    """A place that was never loaded plays after a seek; moving within what is here needs nothing from the network."""
    viewing = watch()
    viewing.page.keyboard.press("8")
    now = viewing.until(f"video.currentTime >= {SECONDS * 0.8} && !video.seeking && video.readyState >= 3")
    assert now["time"] < SECONDS * 0.8 + 8
    viewing.until("video.buffered.length > 0 && video.buffered.end(video.buffered.length - 1) > video.currentTime + 15")
    network.down = 1.0
    viewing.page.keyboard.press("l")
    viewing.plays()
    viewing.page.keyboard.press("j")
    viewing.plays()


def test_a_cut_connection_is_taken_up_where_it_was(network, watch):
    """When the network is gone the page says so while it plays on; when it is back, playing goes on without a jump."""
    viewing = watch()
    network.broken = True
    network.cut()
    expect(viewing.page.get_by_text("Reconnecting. What is loaded plays on.")).to_be_visible()
    before = viewing.plays()
    network.heal()
    viewing.page.get_by_role("button", name="Try now").click()
    expect(viewing.page.get_by_text("Reconnecting. What is loaded plays on.")).to_have_count(0)
    after = viewing.plays()
    assert after["time"] >= before["time"]
    assert len(viewing.sockets) >= 1
    viewing.page.keyboard.press("7")
    viewing.until(f"video.currentTime > {SECONDS * 0.7 + 1} && !video.seeking")


@pytest.fixture
def relay(system, network, show) -> Iterator[Callable[[], subprocess.Popen]]:
    """Starts a relay of the test's own on one port, so that it can be killed without ending the system."""
    settings = LocalSettings.model_validate(
        {
            name: system.environment[f"NEUFIT_{name.upper()}"]
            for name in ("port", "cloud_port", "state", "public_origin")
        }
    )
    environment = settings.environment(signing_key(settings.state))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running: list[subprocess.Popen] = []

    def start() -> subprocess.Popen:
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "media_relay"],
                env={**environment, "NEUFIT_RELAY_PORT": str(port)},
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        wait_for_port(port)
        network.relay = port
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait(30)


def wait_for_port(port: int) -> None:
    """Come back when somebody listens there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
    pytest.fail("the relay does not listen")


def test_a_killed_relay_is_survived(relay, watch):
    """The relay dies in the middle of a stream, another takes its place: the page plays what it never loaded before."""
    first = relay()
    viewing = watch()
    first.kill()
    expect(viewing.page.get_by_text("Reconnecting. What is loaded plays on.")).to_be_visible()
    relay()
    # By itself: it may have tried in vain a few times by now, so the next try is up to ten seconds away.
    expect(viewing.page.get_by_text("Reconnecting. What is loaded plays on.")).to_have_count(0, timeout=30_000)
    viewing.page.keyboard.press("8")
    viewing.until(f"video.currentTime > {SECONDS * 0.8 + 1} && !video.seeking")
    assert viewing.page.get_by_role("alert").count() == 0


def test_the_position_is_remembered_on_this_device(network, watch):
    """Whoever comes back goes on where he stopped, and can begin anew instead."""
    viewing = watch()
    viewing.page.keyboard.press("5")
    viewing.until(f"video.currentTime > {SECONDS / 2 + 1} && !video.seeking")
    viewing.page.keyboard.press("k")
    viewing.until("video.paused")
    viewing.page.reload()
    again = Viewing(viewing.page)
    again.plays()
    now = again.until(f"video.currentTime >= {SECONDS / 2 - 1} && video.readyState >= 2")
    assert now["time"] < SECONDS / 2 + 10
    viewing.page.get_by_role("button", name="Start from the beginning").click()
    again.until("video.currentTime < 5 && !video.seeking")


def test_the_storyboard_shows_above_the_pointer_and_the_keyboards_focus(network, watch):
    """Hovering over the seek bar shows the tile of that moment with its time; so does the focus of the keyboard."""
    viewing = watch()
    slider = viewing.page.get_by_role("slider", name="Position")
    box = slider.bounding_box()
    viewing.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    tile = viewing.page.get_by_test_id("storyboard-tile")
    expect(tile).to_be_visible()
    middle = tile.evaluate("(tile) => [tile.style.backgroundImage, tile.style.backgroundPosition].join()")
    assert "/s3/" in middle
    viewing.page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    expect(viewing.player.get_by_text("0:00", exact=True)).to_be_visible()
    assert tile.evaluate("(tile) => [tile.style.backgroundImage, tile.style.backgroundPosition].join()") != middle
    viewing.page.mouse.move(box["x"], 5)
    expect(tile).to_have_count(0)
    viewing.page.keyboard.press("k")
    viewing.page.get_by_role("button", name="Play", exact=True).focus()
    viewing.page.keyboard.press("Shift+Tab")
    expect(slider).to_be_focused()
    expect(tile).to_be_visible()
    assert slider.get_attribute("aria-valuetext").endswith("of 2 minutes")


def test_the_keyboard_does_everything(network, watch):
    """Every key of the list does what the list says, and keys for the form fields of the page stay with them."""
    viewing = watch()
    page, press = viewing.page, viewing.page.keyboard.press
    press("k")
    viewing.until("video.paused")
    press(" ")
    viewing.until("!video.paused")
    press("k")
    start = viewing.until("video.paused")["time"]
    press("l")
    viewing.until(f"Math.abs(video.currentTime - {start + 10}) < 0.5")
    press("ArrowRight")
    viewing.until(f"Math.abs(video.currentTime - {start + 15}) < 0.5")
    press("j")
    viewing.until(f"Math.abs(video.currentTime - {start + 5}) < 0.5")
    press("ArrowLeft")
    viewing.until(f"Math.abs(video.currentTime - {start}) < 0.5")
    press("m")
    viewing.until("video.muted")
    press("m")
    viewing.until("!video.muted")
    press("ArrowDown")
    viewing.until("Math.abs(video.volume - 0.9) < 0.01")
    press(">")
    viewing.until("video.playbackRate === 1.25")
    press("<")
    press("<")
    viewing.until("video.playbackRate === 0.75")
    press("5")
    viewing.until(f"Math.abs(video.currentTime - {SECONDS / 2}) < 0.5")
    press("f")
    expect(page.get_by_role("button", name="Leave full screen")).to_be_visible()
    press("f")
    expect(page.get_by_role("button", name="Full screen", exact=True)).to_be_visible()
    press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    press("Escape")
    expect(dialog).to_be_hidden()
    search = page.get_by_role("searchbox").first
    search.focus()
    press("k")
    expect(search).to_have_value("k")
    assert viewing.now()["paused"]


def test_a_rendition_can_be_fixed_and_is_seen_soon(network, watch):
    """Choosing 360p shows it within seconds, although half a minute of another lies ahead; auto leaves it free."""
    viewing = watch()
    viewing.until("video.videoHeight === 480")
    quality = viewing.page.get_by_role("combobox", name="Quality")
    chosen_at = viewing.now()["time"]
    quality.select_option(label="360p")
    now = viewing.until("video.videoHeight === 360")
    assert now["time"] - chosen_at < 8
    quality.select_option("auto")
    expect(quality.locator("option:checked")).to_contain_text("Auto")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible_on_desktop_and_phone(network, watch, axe, scheme):
    """Axe finds nothing against WCAG 2.2 AA, in both themes, while playing and with the list of keys open."""
    for viewport in ({"width": 1280, "height": 800}, {"width": 390, "height": 844}):
        viewing = watch(color_scheme=scheme, viewport=viewport)
        viewing.page.keyboard.press("k")
        viewing.until("video.paused")
        expect(viewing.page.get_by_role("group", name="Player controls")).to_be_visible()
        assert axe(viewing.page) == []
        viewing.page.keyboard.press("?")
        assert axe(viewing.page) == []


def test_a_video_that_is_not_there_is_told_in_words(network, visit):
    """An id that nothing has gives a sentence and no player."""
    page = visit("/watch/01JD0W6F7MZ5Q8R3T9V2X4Y6ZA")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("region", name="Video player")).to_have_count(0)
