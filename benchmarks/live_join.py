"""How long it takes to be in a class, and how far apart two screens show its timer: Chromium and the whole system.

Join: the click on "Join" in the lobby to the first decoded frame of the trainer on the page (ticket, WebSocket, offer
and answer, ICE, DTLS, keyframe, decoding), with 1, 10 and 30 people in the room before. The clock is the page's own
(``requestVideoFrameCallback``). The others are light clients that show each other nothing and look at a small tile of
the trainer. The trainer is a light client too, who sends what was encoded before and answers a request for a keyframe
at once, so that on few cores the system and the browser are measured and no encoder. One row is with a trainer in a
browser, who encodes meanwhile.

Skew: two pages, one of which has a clock that is five minutes ahead. Both note, by the machine's clock, when each
second of the shared timer comes onto the page.

    python benchmarks/live_join.py [--joins 10] [--people 1,10,30] [--seconds 12] [--steps]
"""

import argparse
import asyncio
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

import imageio_ffmpeg
from aiohttp import ClientSession
from playwright.async_api import Browser, Page, async_playwright

from benchmarks.watching import system
from iac.local.samples.api import Person
from iac.local.samples.live.conversation import Conversation, joined
from iac.local.samples.live.recording import STAGE, StoredLayer, read, record
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext
from rtc_client.client import LightClient
from rtc_client.description import Wishes

RESULT = ROOT / "benchmarks/results/live_join.json"
PASSWORD = "seven quiet lanes"  # noqa: S105  # of accounts that last as long as the run
TILE_PX = 120
CHROMIUM = [
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
AHEAD_MS = 300_000

# The way in, step by step, in ms of the page; for those who look for what is slow.
STEPS = """globalThis.steps = {};
const step = (name) => { steps[name] ??= performance.now(); };
const fetched = globalThis.fetch;
globalThis.fetch = async (...request) => {
  const answer = await fetched(...request);
  if (String(request[0].url ?? request[0]).includes("/meet?")) step("ticket");
  return answer;
};
globalThis.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("open", () => step("socket open"));
    this.addEventListener("message", ({ data }) => {
      const type = /^{"type": ?"(\\w+)"/.exec(data)?.[1];
      if (type === "welcome" || type === "answer") step(type);
    });
  }
  send(data) { if (String(data).includes('"type":"offer"')) step("offer"); super.send(data); }
};
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(...given) {
    super(...given);
    this.addEventListener("iceconnectionstatechange", () => {
      if (this.iceConnectionState === "connected") step("ICE");
    });
    this.addEventListener("connectionstatechange", () => {
      if (this.connectionState === "connected") step("DTLS");
    });
    this.addEventListener("track", ({ track }) => {
      if (track.kind === "video") track.addEventListener("unmute", () => step("first packet"));
    });
  }
};"""
JOIN = """(name) => new Promise((resolve) => {
  const start = performance.now();
  globalThis.steps = {};
  [...document.querySelectorAll("button")].find((one) => /^Join( without.*)?$/.test(one.textContent.trim())).click();
  const look = () => {
    const video = document.querySelector(`video[aria-label="${name}"]`);
    if (video === null) { requestAnimationFrame(look); return; }
    video.requestVideoFrameCallback((now) => {
      const steps = Object.entries(globalThis.steps).map(([step, at]) => [step, at - start]);
      resolve({ total: now - start, steps: Object.fromEntries(steps) });
    });
  };
  look();
})"""
# A device whose clock is ahead, whatever asks for it; the machine's own stays readable for the measurement.
CLOCK = """const AHEAD = 0;
const origin = performance.timeOrigin;
globalThis.machineNow = () => origin + performance.now();
Object.defineProperty(Performance.prototype, "timeOrigin", { get: () => origin + AHEAD });
globalThis.Date = class extends Date {
  constructor(...given) { if (given.length > 0) super(...given); else super(Date.now()); }
  static now() { return super.now() + AHEAD; }
};"""
TIMED = """() => {
  globalThis.shown = {};
  const look = () => {
    const { phase, seconds } = document.querySelector("[role=timer]")?.dataset ?? {};
    if (phase === "work") shown[seconds] ??= machineNow();
  };
  new MutationObserver(look).observe(document.body, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-seconds", "data-phase"],
  });
}"""


@dataclass(frozen=True)
class Row:
    """One row of the result."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    ratio: float | None = None


class PromptLayer(StoredLayer):
    """A stored layer that goes on at its next keyframe when one is asked for, as a camera does."""

    def refresh(self) -> None:
        """The next frame is a keyframe."""
        count = len(self._frames)
        self._next = next(
            (self._next + n) % count for n in range(count) if self._frames[(self._next + n) % count].keyframe
        )


def film(folder: Path) -> Path:
    """What the trainer shows."""
    clip = folder / "clip.mp4"
    source = "testsrc2=size=1280x720:rate=24:duration=6"
    subprocess.run(
        [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "lavfi", "-i", source),
            *("-f", "lavfi", "-i", "sine=frequency=440:duration=6:sample_rate=48000"),
            *("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", str(clip)),
        ],
        check=True,
    )
    record(clip, folder / "recorded", STAGE)
    return folder / "recorded"


class House:
    """The running system, and how people come into a class of it."""

    def __init__(self, origin: str, session: ClientSession, recorded: Path) -> None:
        self.origin = origin
        self._session = session
        self._context = DtlsContext(Certificate.generate())
        self._pictures = [read(recorded / f"{name}.ivf") for name in "qhf"]
        self._people = 0

    def person(self, role: str) -> Person:
        """A new account, signed in."""
        self._people += 1
        person = Person(self.origin, f"bench_{role}_{self._people}", PASSWORD)
        person.sign_up(f"Bench {role} {self._people}", 10115, role)
        person.sign_in()
        return person

    def plan(self, trainer: Person) -> str:
        """A class that runs now; its id."""
        now = datetime.now(UTC).replace(second=0, microsecond=0)
        trainer.plan_class("Bench", "", [], now.isoformat(), key=trainer.user_id)
        meeting: str = trainer.classes(instructor=trainer.user_id)[0]["meetingId"]
        return meeting

    @asynccontextmanager
    async def present(self, person: Person, meeting: str, *, teaches: bool = False) -> AsyncIterator[Conversation]:
        """This person is in the class with a light client; a trainer is seen and heard there."""
        ticket = await asyncio.to_thread(person.ticket, meeting)
        relay = f"{self.origin.replace('http', 'ws', 1)}/relay/live"
        wishes = Wishes(microphone=True, camera=True) if teaches else Wishes(audio_slots=1, video_slots=1)
        client = LightClient(self._context, wishes, watchful=teaches)
        async with joined(self._session, relay, ticket) as room:
            listening = asyncio.create_task(room.listen())
            try:
                await room.connect(client)
                if teaches:
                    await room.do("set_media", camera=True, microphone=True)
                    client.publish([PromptLayer(STAGE.fps, frames) for frames in self._pictures], sound=True)
                else:
                    slots = client.receptions.values()
                    await room.look({one.slot.mid: TILE_PX for one in slots if one.slot.kind == "video"})
                yield room
            finally:
                client.close()
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)

    async def open(self, browser: Browser, person: Person, path: str, *scripts: str) -> Page:
        """A page of a browser on which this person is signed in."""
        page = await (await browser.new_context(viewport={"width": 1280, "height": 800})).new_page()
        for script in scripts:
            await page.add_init_script(script)
        await page.goto(f"{self.origin}/sign-in?next={path}")
        await page.get_by_label("User id").fill(person.user_id)
        await page.get_by_label("Password", exact=True).fill(PASSWORD)
        await page.get_by_role("button", name="Sign in").click()
        await page.wait_for_url(f"**{path}")
        return page


async def joins(page: Page, trainer: str, count: int) -> list[dict]:
    """Join again and again: how long each took, in all and up to each step (ms)."""
    found = []
    for number in range(count + 1):
        join = page.get_by_role("button", name="Join without camera and microphone")
        await join.wait_for()
        taken = await page.evaluate(JOIN, f"Camera of {trainer}")
        if number > 0:  # the first one loads what the page needs for all
            found.append(taken)
        await page.get_by_role("button", name="Leave", exact=True).click()
        await page.get_by_role("button", name="Join again").click()
    return found


def spread(name: str, values: list[float]) -> list[Row]:
    """Median and 95th percentile of milliseconds."""
    ordered = sorted(values)
    late = ordered[min(len(ordered) - 1, round(0.95 * len(ordered) + 0.5) - 1)]
    return [Row(f"{name}, median", round(statistics.median(ordered)), "ms"), Row(f"{name}, p95", round(late), "ms")]


def show_steps(taken: list[dict]) -> None:
    """The median of each step, for whoever asked for it."""
    for step in taken[0]["steps"]:
        times = [one["steps"][step] for one in taken if step in one["steps"]]
        print(f"    {step:<14} {statistics.median(times):>6.0f} ms")


async def measure_joins(house: House, browser: Browser, options: argparse.Namespace) -> list[Row]:
    """The way in, with more and more people in the room."""
    rows: list[Row] = []
    guest = await asyncio.to_thread(house.person, "customer")
    trainer = await asyncio.to_thread(house.person, "instructor")
    meeting = await asyncio.to_thread(house.plan, trainer)
    name = trainer.profile()["displayName"]
    scripts = (STEPS,) if options.steps else ()
    async with AsyncExitStack() as room:
        await room.enter_async_context(house.present(trainer, meeting, teaches=True))
        page = await house.open(browser, guest, f"/live/{meeting}", *scripts)
        there = 1
        for people in options.people:
            while there < people:
                person = await asyncio.to_thread(house.person, "customer")
                await room.enter_async_context(house.present(person, meeting))
                there += 1
            taken = await joins(page, name, options.joins)
            rows += spread(f"join to first frame, {people} in the room", [one["total"] for one in taken])
            if options.steps:
                show_steps(taken)
        await page.context.close()
    return rows


async def measure_pair(house: House, browser: Browser, options: argparse.Namespace) -> list[Row]:
    """The way in when the trainer is a browser too, which encodes three layers on the same machine."""
    guest = await asyncio.to_thread(house.person, "customer")
    trainer = await asyncio.to_thread(house.person, "instructor")
    meeting = await asyncio.to_thread(house.plan, trainer)
    host = await house.open(browser, trainer, f"/live/{meeting}")
    await host.get_by_role("button", name="Join", exact=True).click()
    await host.get_by_role("toolbar", name="Controls").wait_for()
    page = await house.open(browser, guest, f"/live/{meeting}", *((STEPS,) if options.steps else ()))
    taken = await joins(page, trainer.profile()["displayName"], options.joins)
    if options.steps:
        show_steps(taken)
    for one in (page, host):
        await one.context.close()
    return spread("join to first frame, the trainer in a browser", [one["total"] for one in taken])


async def measure_skew(house: House, browser: Browser, options: argparse.Namespace) -> list[Row]:
    """How far apart two screens show the same second, one of them on a device that is five minutes ahead."""
    trainer = await asyncio.to_thread(house.person, "instructor")
    meeting = await asyncio.to_thread(house.plan, trainer)
    async with house.present(trainer, meeting, teaches=True) as room:
        pages = []
        for ahead in (0, AHEAD_MS):
            person = await asyncio.to_thread(house.person, "customer")
            script = CLOCK.replace("AHEAD = 0", f"AHEAD = {ahead}")
            page = await house.open(browser, person, f"/live/{meeting}", script)
            await page.get_by_role("button", name="Join without camera and microphone").click()
            await page.get_by_role("toolbar", name="Controls").wait_for()
            pages.append(page)
        plan = {"rounds": 1, "work_ms": options.seconds * 1000, "rest_ms": 0, "countdown_ms": 3000}
        for page in pages:
            await page.evaluate(TIMED)
        await room.do("timer", do="start", plan=plan)
        for page in pages:
            await page.wait_for_function("() => globalThis.shown[1] !== undefined", timeout=60_000)
        shown = [await page.evaluate("shown") for page in pages]
        for page in pages:
            await page.context.close()
    apart = [abs(shown[0][second] - shown[1][second]) for second in shown[0].keys() & shown[1].keys()]
    return spread("same second on two screens, clocks 5 minutes apart", apart)


def report(rows: list[Row]) -> None:
    """Print the table and write the JSON."""
    about = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }
    for row in rows:
        print(f"{row.name:<62} {row.value:>6} {row.unit}")
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps([asdict(row) | about for row in rows], indent=2) + "\n")


async def measure(origin: str, recorded: Path, options: argparse.Namespace) -> list[Row]:
    """All rows, one scene after the other."""
    async with ClientSession() as session, async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        house = House(origin, session, recorded)
        rows: list[Row] = []
        for scene in (measure_joins, measure_pair, measure_skew):
            rows += await scene(house, browser, options)
        await browser.close()
    return rows


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--joins", type=int, default=10)
    parser.add_argument("--people", type=lambda text: [int(each) for each in text.split(",")], default=[1, 10, 30])
    parser.add_argument("--seconds", type=int, default=15)
    parser.add_argument("--steps", action="store_true", help="also print how far each join was after how long")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        recorded = film(Path(name))
        with system(Path(name)) as origin:
            rows = asyncio.run(measure(origin, recorded, options))
    report(rows)


if __name__ == "__main__":
    main()
