"""The whole system, a real browser, and a network between them that can be slow, cut or down."""

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import pytest
import requests
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "seven quiet lanes"
AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
CHROMIUM = [
    "--use-fake-device-for-media-stream=fps=20",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]


class Network:
    """What lies between browser and system: a passage for TCP, one address for everything.

    ``down`` and ``up`` limit bit/s to and from the browser over all connections together; None does not limit.
    """

    def __init__(self) -> None:
        self.down: float | None = None
        self.up: float | None = None
        self.broken = False
        self.front = 0
        self.relay: int | None = None
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._turns: dict[str, float] = {}
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, "127.0.0.1", 0, limit=2**17), self._loop
        ).result(10)
        self.port = self._server.sockets[0].getsockname()[1]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def heal(self) -> None:
        """As good as it gets: what every test begins with."""
        self.down = self.up = self.relay = None
        self.broken = False

    def cut(self) -> None:
        """End every connection that is open, as a lost Wi-Fi does."""

        async def abort() -> None:
            for writer in list(self._open):
                writer.transport.abort()

        asyncio.run_coroutine_threadsafe(abort(), self._loop).result(10)

    def close(self) -> None:
        async def end() -> None:
            self._server.close()
            for writer in list(self._open):
                writer.transport.abort()
            others = asyncio.all_tasks() - {asyncio.current_task()}
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open.add(writer)
        try:
            if self.broken:
                return
            first = await reader.readline()
            # A WebSocket begins with a connection of its own, so its first line tells where it goes.
            port = self.relay if self.relay and first.startswith(b"GET /relay/") else self.front
            behind_reader, behind_writer = await asyncio.open_connection("127.0.0.1", port)
            self._open.add(behind_writer)
            try:
                behind_writer.write(first)
                await asyncio.gather(self._pass(reader, behind_writer, "up"), self._pass(behind_reader, writer, "down"))
            finally:
                self._open.discard(behind_writer)
                behind_writer.transport.abort()
        except OSError:
            pass  # cut, or nobody is there: the browser sees a closed connection
        finally:
            self._open.discard(writer)
            writer.transport.abort()

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, way: str) -> None:
        while data := await source.read(8192):
            await self._take_turn(way, len(data) * 8)
            target.write(data)
            await target.drain()
        with suppress(OSError):
            target.write_eof()

    async def _take_turn(self, way: str, bits: int) -> None:
        rate = self.down if way == "down" else self.up
        if rate is None:
            return
        now = self._loop.time()
        self._turns[way] = max(now, self._turns.get(way, 0)) + bits / rate
        await asyncio.sleep(self._turns[way] - now)


@dataclass(frozen=True)
class Person:
    """An account that a test made, signed in once."""

    user_id: str
    headers: dict[str, str]


class System:
    """The running system, as its people reach it: through ``network``."""

    def __init__(self, network: Network, environment: dict[str, str]) -> None:
        self.network = network
        self.environment = environment
        self.origin = network.origin
        self._people = 0

    def call(self, method: str, path: str, person: Person | None = None, **options: Any) -> Any:
        headers = {**(person.headers if person else {}), **options.pop("headers", {})}
        answer = requests.request(method, f"{self.origin}/api{path}", headers=headers, timeout=60, **options)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def person(self, role: str) -> Person:
        """A new account."""
        self._people += 1
        user_id = f"{role}_{os.getpid()}_{self._people}"
        secret = {"userId": user_id, "userPassword": PASSWORD}
        self.call("POST", "/user", headers=secret, json={"role": role, "displayName": f"Robin {self._people} {role}"})
        token = self.call("POST", "/auth", headers=secret)["authToken"]
        return Person(user_id, {"userId": user_id, "authToken": token})


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """``python -m iac.local`` without samples, behind a network of ours."""
    assert (ROOT / "web/dist/index.html").exists(), "the web application is not built: make web/dist/.ready"
    folder = tmp_path_factory.mktemp("system")
    network = Network()
    network.front, cloud_port, relay_port = free_ports(3)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("NEUFIT_")},
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "layers/neufit/python")]),
        "NEUFIT_PORT": str(network.front),
        "NEUFIT_CLOUD_PORT": str(cloud_port),
        "NEUFIT_RELAY_PORT": str(relay_port),
        "NEUFIT_RTC_PORT": "0",
        "NEUFIT_PUBLIC_ORIGIN": network.origin,
        "NEUFIT_STATE": str(folder / "state"),
        "NEUFIT_SAMPLES": "0",
    }
    with (folder / "errors").open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "iac.local"],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "is ready" in line:
            break
    else:
        pytest.fail(f"the system did not start: {lines} {(folder / 'errors').read_text()}")
    yield System(network, environment)
    process.send_signal(signal.SIGINT)
    process.wait(30)
    process.stdout.close()
    network.close()


@pytest.fixture
def network(system: System) -> Iterator[Network]:
    """The network, which is good again after the test."""
    system.network.heal()
    yield system.network
    system.network.heal()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium: the system's, or Playwright's own where there is none. It has a fake camera, 20 frames a second."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield browser
        browser.close()


OpenPage = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, system: System) -> Iterator[OpenPage]:
    """Opens a page on a device of its own, signed in as ``person`` if given. Errors of the page fail the test.

    ``scripts`` run in each document before its own.
    """
    devices: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(path: str, person: Person | None = None, scripts: Sequence[str] = (), **device: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 1280, "height": 800}, **device})
        devices.append(context)
        for script in scripts:
            context.add_init_script(script)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        if person is None:
            page.goto(f"{system.origin}{path}")
            return page
        page.goto(f"{system.origin}/sign-in?next={path}")
        page.get_by_label("User id").fill(person.user_id)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"**{path}")
        return page

    yield open_page
    for context in devices:
        context.close()
    assert not errors, errors


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """What breaks WCAG 2.2 A and AA on a page, as ``rule: what`` lines."""
    source = AXE.read_text()

    def check(page: Page) -> list[str]:
        page.evaluate(source)
        found = page.evaluate(
            """async () => (await axe.run(document, {
                 runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
               })).violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 200)) }))"""
        )
        return [f"{each['id']}: {json.dumps(each['nodes'])}" for each in found]

    return check


@pytest.fixture(scope="session")
def render(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Renders a test film with sound: ``render("film", seconds=10, size="854x480", rate=30, noise=0)``."""
    folder = tmp_path_factory.mktemp("films")

    def film(name: str, *, seconds: int, size: str, rate: int = 30, noise: int = 0) -> Path:
        path = folder / f"{name}.mp4"
        picture = f"testsrc2=size={size}:rate={rate}:duration={seconds}" + (f",noise=alls={noise}" if noise else "")
        subprocess.run(
            [
                *(imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y"),
                *("-f", "lavfi", "-i", picture),
                *("-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}:sample_rate=48000"),
                *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "30", "-pix_fmt", "yuv420p", "-g", str(2 * rate)),
                *("-c:a", "aac", "-movflags", "+faststart", str(path)),
            ],
            check=True,
            timeout=120,
        )
        return path

    return film
