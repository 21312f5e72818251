"""How long a viewer waits: to the first frame of a video, and after a seek, in Chromium against the whole local system.

Our player over the relay's WebSocket is compared with a plain ``<video>`` of the same browser that plays the faststart
MP4 of the same video from the same front. Both are fresh pages with an empty cache each time, in turn. The clock is the
page's own: from the start of its navigation (or from the seek) to the first frame that is handed to the screen
(``requestVideoFrameCallback``). Seeks go to places that are not loaded.
"""

import json
import os
import platform
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

import imageio_ffmpeg
import requests
from playwright.sync_api import Browser, Page, sync_playwright

from iac.local.samples.api import Person

RESULT = ROOT / "benchmarks/results/watching.json"
ROUNDS = 9
SECONDS = 120
SEEKS = (70, 100)
PUBLISHING_SECONDS = 600

FIRST_FRAME = """() => new Promise((resolve) => {
  const found = () => {
    const video = document.querySelector("video");
    if (video === null) { requestAnimationFrame(found); return; }
    video.requestVideoFrameCallback((now) => resolve(now));
  };
  found();
})"""
SEEK = """(to) => new Promise((resolve) => {
  const video = document.querySelector("video");
  const start = performance.now();
  const shown = (now, { mediaTime }) => {
    if (mediaTime >= to - 0.1) resolve(now - start);
    else video.requestVideoFrameCallback(shown);
  };
  video.requestVideoFrameCallback(shown);
  video.currentTime = to;
})"""


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@contextmanager
def system(folder: Path) -> Iterator[str]:
    """The whole system without samples; yields its origin."""
    port, cloud_port, relay_port = free_ports(3)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("NEUFIT_")},
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "layers/neufit/python")]),
        "NEUFIT_PORT": str(port),
        "NEUFIT_CLOUD_PORT": str(cloud_port),
        "NEUFIT_RELAY_PORT": str(relay_port),
        "NEUFIT_RTC_PORT": "0",
        "NEUFIT_STATE": str(folder / "state"),
        "NEUFIT_SAMPLES": "0",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "iac.local"], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        if not any("is ready" in line for line in process.stdout):
            raise SystemExit("the system did not start")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def publish(origin: str, folder: Path) -> tuple[str, str]:
    """Upload a rendered film and wait until it is published; its id and the address of its MP4."""
    film = folder / "film.mp4"
    subprocess.run(
        [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"),
            *("-f", "lavfi", "-i", f"testsrc2=size=640x360:rate=30:duration={SECONDS}"),
            *("-f", "lavfi", "-i", f"sine=frequency=440:duration={SECONDS}:sample_rate=48000"),
            *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "28", "-pix_fmt", "yuv420p", "-g", "60"),
            *("-c:a", "aac", "-movflags", "+faststart", str(film)),
        ],
        check=True,
    )
    person = Person(origin, "bench_instructor", "seven quiet lanes")
    person.sign_up("Bench", 10115, "instructor")
    person.sign_in()
    media_id = person.upload_video(film, "Film", "", [])
    deadline = time.monotonic() + PUBLISHING_SECONDS
    while time.monotonic() < deadline:
        item = next(item for item in person.items() if item["mediaId"] == media_id)
        if item["status"] == "available":
            stream = requests.get(f"{origin}/api/media/stream", params={"mediaId": media_id}, timeout=30).json()
            return media_id, stream["download"]
        if item["status"] == "failed":
            raise SystemExit(item["failure"]["detail"])
        time.sleep(1)
    raise SystemExit("publishing takes too long")


def waits(page: Page) -> list[float]:
    """How long until the first frame, then after each seek, in ms."""
    return [page.evaluate(FIRST_FRAME), *(page.evaluate(SEEK, to) for to in SEEKS)]


def watch(browser: Browser, origin: str, media_id: str) -> list[float]:
    """Our page and player, opened by its address."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{origin}/watch/{media_id}", wait_until="commit")
        return waits(page)


def plain(browser: Browser, origin: str, download: str) -> list[float]:
    """A page of the same origin with nothing but a video element."""
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.route(
            f"{origin}/plain",
            lambda route: route.fulfill(
                content_type="text/html", body=f'<!doctype html><video autoplay src="{download.replace("&", "&amp;")}">'
            ),
        )
        page.goto(f"{origin}/plain", wait_until="commit")
        return waits(page)


def report(ours: list[list[float]], peer: list[list[float]]) -> None:
    """Print the table and write the JSON."""
    about = {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    }
    rows = []
    for name, first, last in (("page opened to first frame", 0, 1), ("seek to first frame there", 1, None)):
        mine = statistics.median(value for run in ours for value in run[first:last])
        other = statistics.median(value for run in peer for value in run[first:last])
        rows += [
            {
                "name": name,
                "value": round(mine),
                "unit": "ms",
                "peer": "plain MP4",
                "ratio": round(mine / other, 2),
                **about,
            },
            {"name": f"plain MP4: {name}", "value": round(other), "unit": "ms", "peer": None, "ratio": None, **about},
        ]
    for row in rows:
        ratio = "" if row["ratio"] is None else f"  {row['ratio']} x {row['peer']}"
        print(f"{row['name']:<45} {row['value']:>7} {row['unit']}{ratio}")
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(rows, indent=2) + "\n")


def main() -> None:
    """Publish a film and watch it again and again."""
    with tempfile.TemporaryDirectory() as name, system(Path(name)) as origin, sync_playwright() as playwright:
        media_id, download = publish(origin, Path(name))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--autoplay-policy=no-user-gesture-required"]
        )
        ours, peer = [], []
        for _ in range(ROUNDS):
            ours.append(watch(browser, origin, media_id))
            peer.append(plain(browser, origin, download))
        browser.close()
    report(ours, peer)


if __name__ == "__main__":
    main()
