"""How many viewers at 2.5 Mbit/s one core of the on-demand relay carries, against nginx serving the same segments.

Viewers on loopback take one segment of 4 s (audio, then video) every 4 s, as players with a full buffer do. What is
compared is CPU time of the serving process per delivered Gbit, relay and nginx in turn, medians of three rounds. The
relay does what a file server can't (tickets, flow control, adaptation); nginx sends files with ``sendfile``: the floor.

The times to the first and to a sought segment are the protocol's own, on loopback with segments in memory; the time to
the first frame in a browser is a question of its own.
"""

import asyncio
import json
import os
import platform
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

import boto3

from benchmarks.load.on_demand import FileViewer, RelayViewer
from iac.local.cloud.server import CloudServer
from iac.local.settings import CREDENTIALS
from neufit.contracts import keys
from neufit.contracts.manifest import AudioTrack, Manifest, VideoTrack
from neufit.contracts.tickets import OnDemandTicket
from neufit.signing import PemSigner, new_private_key

RESULT = ROOT / "benchmarks/results/on_demand.json"
VIEWERS = 100
ROUNDS = 3
SEGMENT_SECONDS = 4
SEGMENTS = 12
AUDIO_RATE = 128_000
VIDEO_RATE = 2_500_000 - AUDIO_RATE
RATE = AUDIO_RATE + VIDEO_RATE
STARTS = 15
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


@dataclass(frozen=True)
class Measure:
    """One row of the result."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    ratio: float | None = None


def cpu_seconds(pid: int) -> float:
    """CPU time of all threads of a process so far; nanoseconds are counted by the scheduler."""
    tasks = Path(f"/proc/{pid}/task")
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9


@dataclass
class Server:
    """A server under test: its process, and its viewers."""

    name: str
    pid: int
    viewers: list[RelayViewer] | list[FileViewer]


async def one_round(server: Server) -> float:
    """Every viewer takes a segment, spread over its length. Return CPU seconds per Gbit."""
    before = sum(viewer.taken for viewer in server.viewers)
    cpu = cpu_seconds(server.pid)

    async def take(index: int, viewer: RelayViewer | FileViewer) -> None:
        await asyncio.sleep(index * SEGMENT_SECONDS / VIEWERS)
        viewer.want()
        await viewer.done()

    await asyncio.gather(*(take(index, viewer) for index, viewer in enumerate(server.viewers)))
    bits = 8 * (sum(viewer.taken for viewer in server.viewers) - before)
    return (cpu_seconds(server.pid) - cpu) * 1e9 / bits


def make_video() -> tuple[Manifest, dict[str, bytes]]:
    """A video of bytes that mean nothing; nobody here decodes."""
    chance = random.Random(1)  # noqa: S311  # content of no meaning
    manifest = Manifest(
        media_id="benchmark",
        plan="plan",
        runtime_ms=SEGMENTS * SEGMENT_SECONDS * 1000,
        frame_rate=(30, 1),
        frames=SEGMENTS * SEGMENT_SECONDS * 30,
        segment_frames=SEGMENT_SECONDS * 30,
        segments=SEGMENTS,
        video=(VideoTrack(name="v720", width=1280, height=720, bandwidth=VIDEO_RATE, codecs="avc1.64001f"),),
        audio=AudioTrack(bandwidth=AUDIO_RATE),
        complete=True,
    )
    contents: dict[str, bytes] = {}
    for track, rate in (("a", AUDIO_RATE), ("v720", VIDEO_RATE)):
        contents[keys.initialization(track)] = chance.randbytes(900)
        for number in range(SEGMENTS):
            contents[keys.segment(track, number)] = chance.randbytes(rate * SEGMENT_SECONDS // 8)
    return manifest, contents


@contextmanager
def running(command: list[str], environment: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """A child process that is ended at the end."""
    child = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        yield child
    finally:
        child.terminate()
        child.wait(15)
        if child.stderr is not None:
            child.stderr.close()


@contextmanager
def relay(signer: PemSigner, manifest: Manifest, contents: dict[str, bytes]) -> Iterator[tuple[int, int]]:
    """The relay in a process of its own over a bucket with the video: (pid, port)."""
    os.environ.update(CREDENTIALS)
    with CloudServer() as cloud:
        client = boto3.client("s3", region_name="eu-central-1", endpoint_url=cloud.endpoint)
        client.create_bucket(Bucket="benchmark", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
        for name, content in (contents | {keys.MANIFEST: manifest.model_dump_json().encode()}).items():
            client.put_object(
                Bucket="benchmark", Key=keys.published(manifest.media_id, manifest.plan, name), Body=content
            )
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(sys.path[:2]),
            "NEUFIT_AWS_ENDPOINT": cloud.endpoint,
            "NEUFIT_MEDIA_BUCKET": "benchmark",
            "NEUFIT_TICKET_KEY": signer.public_pem,
            "NEUFIT_RELAY_PORT": "0",
            "NEUFIT_RTC_PORT": "0",
        }
        with running([sys.executable, "-m", "media_relay"], environment) as child:
            assert child.stderr is not None
            line = child.stderr.readline()
            assert "listens" in line, line
            yield child.pid, int(json.loads(line)["addresses"][0].rpartition(":")[2])


@contextmanager
def nginx(contents: dict[str, bytes]) -> Iterator[tuple[int, int]]:
    """Nginx over the same segments as files, one worker: (the worker's pid, port)."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        place.chmod(0o755)
        for name, content in contents.items():
            (place / name).parent.mkdir(exist_ok=True)
            (place / name).write_bytes(content)
        port = free_port()
        (place / "nginx.conf").write_text(
            f"daemon off; worker_processes 1; pid {place}/pid; error_log {place}/error.log;\n"
            "events { worker_connections 1024; }\n"
            "http { access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 100000;\n"
            + "".join(
                f" {kind}_temp_path {place}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
            )
            + f"\n server {{ listen 127.0.0.1:{port}; root {place}; }} }}\n"
        )
        with running([NGINX, "-c", str(place / "nginx.conf"), "-p", folder, "-e", str(place / "error.log")]) as child:
            yield worker_of(child.pid), port


def free_port() -> int:
    """A port that nobody listens on right now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def worker_of(master: int) -> int:
    """The worker process of an nginx, once there is one."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        children = Path(f"/proc/{master}/task/{master}/children").read_text().split()
        if children:
            return int(children[0])
        time.sleep(0.02)
    raise TimeoutError("nginx did not start")


def ticket(signer: PemSigner, manifest: Manifest, viewer: str) -> str:
    """A ticket for one viewer."""
    now = datetime.now(UTC)
    names = {"jti": viewer, "family": viewer, "viewer": viewer}
    return OnDemandTicket(**names, media_id=manifest.media_id, plan=manifest.plan, issued_at=now).sign(signer)


async def relay_viewer(port: int, token: str) -> RelayViewer:
    """A viewer that has its first segment."""
    _, viewer = await asyncio.get_running_loop().create_connection(RelayViewer, "127.0.0.1", port)
    viewer.hello(port, token)
    await viewer.done()
    return viewer


async def file_viewer(port: int) -> FileViewer:
    """A viewer that has its first segment."""
    _, viewer = await asyncio.get_running_loop().create_connection(FileViewer, "127.0.0.1", port)
    viewer.want()
    await viewer.done()
    return viewer


async def starts(port: int, signer: PemSigner, manifest: Manifest) -> list[Measure]:
    """Times from opening a connection, and from a seek, to a whole segment of audio and video."""
    first, sought = [], []
    for number in range(STARTS):
        token = ticket(signer, manifest, f"start {number}")
        began = time.perf_counter()
        viewer = await relay_viewer(port, token)
        first.append(time.perf_counter() - began)
        began = time.perf_counter()
        viewer.seek(5 * SEGMENT_SECONDS * 1000)
        await viewer.done()
        sought.append(time.perf_counter() - began)
        viewer.leave()
    return [
        Measure("connection to first whole segment", round(1000 * statistics.median(first), 1), "ms"),
        Measure("seek to whole segment", round(1000 * statistics.median(sought), 1), "ms"),
    ]


async def compare(servers: list[Server]) -> list[Measure]:
    """Rounds in turn, medians, and what they mean in viewers."""
    costs: dict[str, list[float]] = {server.name: [] for server in servers}
    for _ in range(ROUNDS):
        for server in servers:
            costs[server.name].append(await one_round(server))
    medians = {name: statistics.median(values) for name, values in costs.items()}
    peer = medians.get("nginx")
    rows = []
    for name, cost in medians.items():
        against = ("nginx", round(cost / peer, 2)) if peer and name != "nginx" else (None, None)
        rows.append(Measure(f"{name}: CPU per delivered Gbit", round(cost, 4), "s", *against))
    for name, cost in medians.items():
        viewers = 1e9 / (cost * RATE)
        against = ("nginx", round(peer / cost, 2)) if peer and name != "nginx" else (None, None)
        rows.append(Measure(f"{name}: viewers at 2.5 Mbit/s per core", round(viewers), "viewers", *against))
    return rows


async def measure(relay_at: tuple[int, int], nginx_at: tuple[int, int] | None, signer: PemSigner) -> list[Measure]:
    """Everything that is measured."""
    manifest, _ = make_video()
    pid, port = relay_at
    tokens = [ticket(signer, manifest, f"viewer {number}") for number in range(VIEWERS)]
    servers = [Server("relay", pid, list(await asyncio.gather(*(relay_viewer(port, token) for token in tokens))))]
    if nginx_at is not None:
        pid, port = nginx_at
        servers.append(Server("nginx", pid, list(await asyncio.gather(*(file_viewer(port) for _ in range(VIEWERS))))))
    rows = await compare(servers)
    for server in servers:
        for viewer in server.viewers:
            viewer.leave()
    return rows + await starts(relay_at[1], signer, manifest)


def report(rows: list[Measure]) -> None:
    """Print the table and keep it as JSON."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    when = datetime.now(UTC).isoformat(timespec="seconds")
    for row in rows:
        ratio = f"{row.ratio:>6.2f} x {row.peer}" if row.peer else ""
        print(f"{row.name:<44} {row.value:>10g} {row.unit:<8} {ratio}")
    RESULT.parent.mkdir(exist_ok=True)
    values = [vars(row) | {"when": when, "machine": machine} for row in rows]
    RESULT.write_text(json.dumps(values, indent=2) + "\n")


def main() -> None:
    """Run it all; without nginx the relay is measured alone."""
    signer = PemSigner(new_private_key())
    manifest, contents = make_video()
    with ExitStack() as stack:
        relay_at = stack.enter_context(relay(signer, manifest, contents))
        nginx_at = None
        if Path(NGINX).exists():
            nginx_at = stack.enter_context(nginx(contents))
        else:
            print("nginx isn't installed: the comparison with it is left out")
        rows = asyncio.run(measure(relay_at, nginx_at, signer))
    report(rows)


if __name__ == "__main__":
    main()
