"""A relay on a free port, videos in a bucket that counts how it is read, and a viewer."""

import json
import random
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import boto3
import pytest
from aiohttp import web

from iac.local.cloud.server import CloudServer, moto_application
from media_relay.application import ON_DEMAND_PATH, Relay, build
from media_relay.settings import RelaySettings
from neufit.clock import Clock, system_clock
from neufit.contracts import keys
from neufit.contracts.manifest import AudioTrack, Manifest, VideoTrack
from neufit.contracts.on_demand import PieceHeader, PieceKind
from neufit.contracts.tickets import LiveTicket, OnDemandTicket
from neufit.domain.room.kinds import MeetingKind, MeetingRole, Source
from neufit.ids import new_id
from neufit.settings import StoreSettings
from neufit.signing import PemSigner, new_private_key
from tests.relay.log_server import SERVERS, LogServer
from tests.relay.plane import Plane

HEADER_BYTES = 16


class ReadCounter:
    """WSGI middleware in front of the cloud: counts what is read, and refuses some reads."""

    def __init__(self) -> None:
        self._application = moto_application()
        self.reads: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] == "GET":
            self.reads[path.partition("/pub/")[2]] += 1
            refused = next((part for part, left in self.refusals.items() if left and part in path), None)
            if refused is not None:
                self.refusals[refused] -= 1
                start_response("503 Slow Down", [("Content-Length", "0")])
                return [b""]
        return self._application(environ, start_response)


@pytest.fixture(scope="session")
def read_counter() -> ReadCounter:
    return ReadCounter()


@pytest.fixture(scope="session")
def cloud(credentials: None, read_counter: ReadCounter) -> Iterator[CloudServer]:
    """The local cloud, with the counter in front."""
    with CloudServer(application=read_counter) as server:
        yield server


@pytest.fixture
def reads(read_counter: ReadCounter) -> Iterator[ReadCounter]:
    """The counter, from zero, refusing nothing."""
    read_counter.reads.clear()
    read_counter.refusals.clear()
    yield read_counter
    read_counter.refusals.clear()


@pytest.fixture(scope="session")
def store_settings(cloud: CloudServer) -> StoreSettings:
    """A bucket; the relay knows no tables. Videos have ids of their own, so all tests can share it."""
    settings = StoreSettings(aws_endpoint=cloud.endpoint, media_bucket="relay-media")
    client = boto3.client("s3", region_name=settings.region, endpoint_url=cloud.endpoint)
    place = {"LocationConstraint": settings.region}
    client.create_bucket(Bucket=settings.media_bucket, CreateBucketConfiguration=place)
    client.close()
    return settings


@pytest.fixture(scope="session")
def signer() -> PemSigner:
    return PemSigner(new_private_key())


@dataclass
class Video:
    """A published video of random bytes, and the means to publish more of it."""

    manifest: Manifest
    contents: dict[str, bytes]
    put: Callable[[str, bytes], None]
    delete: Callable[[str], None]

    def key(self, name: str) -> str:
        return keys.published(self.manifest.media_id, self.manifest.plan, name)

    def publish(self, names: Iterable[str] | None = None) -> None:
        for name in self.contents if names is None else names:
            self.put(self.key(name), self.contents[name])

    def write_manifest(self, **changes: Any) -> None:
        self.manifest = self.manifest.model_copy(update=changes)
        self.put(self.key(keys.MANIFEST), self.manifest.model_dump_json().encode())

    def remove(self, name: str) -> None:
        self.delete(self.key(name))

    def segment_names(self, numbers: Iterable[int]) -> list[str]:
        tracks = [track.name for track in self.manifest.video] + (["a"] if self.manifest.audio else [])
        return [keys.segment(track, number) for number in numbers for track in tracks]

    def initialization_names(self) -> list[str]:
        tracks = [track.name for track in self.manifest.video] + (["a"] if self.manifest.audio else [])
        return [keys.initialization(track) for track in tracks]


@pytest.fixture
def make_video(store_settings: StoreSettings) -> Callable[..., Video]:
    """Make a video of 4 s segments; sizes follow the rates. ``publish`` false leaves the bucket empty."""
    client = boto3.client("s3", region_name=store_settings.region, endpoint_url=store_settings.aws_endpoint)

    def put(key: str, body: bytes) -> None:
        client.put_object(Bucket=store_settings.media_bucket, Key=key, Body=body)

    def delete(key: str) -> None:
        client.delete_object(Bucket=store_settings.media_bucket, Key=key)

    def make(
        *,
        segments: int = 6,
        rates: tuple[int, ...] = (800_000, 300_000),
        audio: bool = True,
        complete: bool = True,
        publish: bool = True,
    ) -> Video:
        chance = random.Random(segments)  # noqa: S311  # content of no meaning, the same in every run
        names = ("v1080", "v720", "v480", "v360")
        manifest = Manifest(
            media_id=new_id(datetime.now(UTC)),
            plan="plan-1",
            runtime_ms=segments * 4000,
            frame_rate=(30, 1),
            frames=segments * 120,
            segment_frames=120,
            segments=segments,
            video=tuple(
                VideoTrack(name=name, width=1920, height=1080, bandwidth=rate, codecs="avc1.640028")
                for name, rate in zip(names, rates, strict=False)
            ),
            audio=AudioTrack(bandwidth=64_000) if audio else None,
            complete=complete,
        )
        contents: dict[str, bytes] = {}
        tracks = [(track.name, track.bandwidth) for track in manifest.video] + ([("a", 64_000)] if audio else [])
        for name, rate in tracks:
            contents[keys.initialization(name)] = chance.randbytes(900)
            for number in range(segments):
                contents[keys.segment(name, number)] = chance.randbytes(rate // 2 + number)
        video = Video(manifest, contents, put, delete)
        if publish:
            video.publish()
            video.write_manifest()
        return video

    return make


@pytest.fixture
def make_ticket(signer: PemSigner) -> Callable[..., str]:
    """A signed ticket for a video. ``age`` makes an old one."""

    def make(video: Video, *, viewer: str = "viewer", family: str = "family", age: float = 0, **claims: Any) -> str:
        issued_at = datetime.now(UTC) - timedelta(seconds=age)
        values: dict[str, Any] = {
            "jti": new_id(datetime.now(UTC)),
            "family": family,
            "viewer": viewer,
            "media_id": video.manifest.media_id,
            "plan": video.manifest.plan,
        }
        return OnDemandTicket(**(values | claims), issued_at=issued_at).sign(signer)

    return make


@pytest.fixture
def make_live_ticket(signer: PemSigner) -> Callable[..., str]:
    """A signed ticket for a meeting. ``age`` makes an old one; ``host`` is the host."""

    def make(user: str, *, age: float = 0, ends_in: float = 3600, at: datetime | None = None, **claims: Any) -> str:
        now = at or datetime.now(UTC)
        values: dict[str, Any] = {
            "jti": new_id(datetime.now(UTC)),
            "user_id": user,
            "name": user.title(),
            "meeting_id": "meeting",
            "kind": MeetingKind.GROUP_CLASS,
            "role": MeetingRole.HOST if user == "host" else MeetingRole.CUSTOMER,
            "publishes": frozenset(Source),
            "moderates": user == "host",
            "issued_at": now - timedelta(seconds=age),
            "ends_at": now + timedelta(seconds=ends_in),
        }
        return LiveTicket(**(values | claims)).sign(signer)

    return make


@dataclass
class RunningRelay:
    """A relay that serves, and where."""

    relay: Relay
    runner: web.AppRunner
    plane: Any

    @property
    def port(self) -> int:
        port: int = self.runner.addresses[0][1]
        return port

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return self.origin + ON_DEMAND_PATH

    def count(self, name: str) -> float:
        return self.relay.metrics.value(name)


@pytest.fixture
async def start_relay(store_settings: StoreSettings, signer: PemSigner) -> AsyncIterator[Callable[..., Any]]:
    """Start relays with changed settings; they end with the test."""
    async with AsyncExitStack() as stack:

        async def start(*, clock: Clock = system_clock, plane: Any = None, **changes: Any) -> RunningRelay:
            values = store_settings.model_dump() | {"ticket_key": signer.public_pem} | changes
            plane = plane or Plane()
            relay = build(RelaySettings(**values), plane, clock)
            runner = web.AppRunner(relay.application, access_log=None, shutdown_timeout=1)
            await runner.setup()
            stack.push_async_callback(runner.cleanup)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            stack.push_async_callback(relay.drain, 5)
            return RunningRelay(relay, runner, plane)

        yield start


@pytest.fixture
async def relay(start_relay: Callable[..., Awaitable[RunningRelay]]) -> RunningRelay:
    return await start_relay()


@dataclass
class Viewer:
    """A client of the protocol that keeps everything it gets."""

    socket: aiohttp.ClientWebSocketResponse
    messages: list[dict[str, Any]] = field(default_factory=list)
    pieces: list[tuple[PieceHeader, bytes]] = field(default_factory=list)
    received: int = 0
    buffered: int = 0
    acknowledges: bool = True
    parts: dict[tuple[int, int, int, int], bytes] = field(default_factory=dict)
    segments: dict[tuple[int, int, int, int], bytes] = field(default_factory=dict)

    async def say(self, kind: str, **fields: Any) -> None:
        await self.socket.send_str(json.dumps({"type": kind, **fields}))

    async def acknowledge(self, **fields: Any) -> None:
        await self.say("ack", **({"received": self.received, "buffered": self.buffered} | fields))

    async def step(self) -> dict[str, Any] | PieceHeader | None:
        """The next frame: a message, the header of a piece, or None when the connection has ended."""
        frame = await self.socket.receive(timeout=20)
        if frame.type is aiohttp.WSMsgType.TEXT:
            message: dict[str, Any] = json.loads(frame.data)
            self.messages.append(message)
            return message
        if frame.type is aiohttp.WSMsgType.BINARY:
            return await self._take(frame.data)
        return None

    async def _take(self, data: bytes) -> PieceHeader:
        header, payload = PieceHeader.unpack(data), data[HEADER_BYTES:]
        self.pieces.append((header, payload))
        self.received += len(payload)
        key = (header.kind, header.track, header.epoch, header.segment)
        assert header.offset == (0 if header.offset == 0 else len(self.parts[key]))
        self.parts[key] = (b"" if header.offset == 0 else self.parts[key]) + payload
        if len(self.parts[key]) == header.length:
            self.segments[key] = self.parts.pop(key)
        if self.acknowledges:
            await self.acknowledge()
        return header

    async def settle(self) -> None:
        """Wait for the relay's answer to a ping, twice: what it wants to send on its own has come before the second."""
        for _ in range(2):
            await self.socket.ping()
            while await self.step() is not None:
                pass

    async def until(self, wanted: Callable[[Any], bool]) -> Any:
        """Go on until a frame is what is wanted."""
        while (frame := await self.step()) is not None:
            if wanted(frame):
                return frame
        raise AssertionError(f"closed with {self.socket.close_code} before that")

    async def until_message(self, kind: str) -> dict[str, Any]:
        found: dict[str, Any] = await self.until(lambda frame: isinstance(frame, dict) and frame["type"] == kind)
        return found

    async def until_closed(self) -> int | None:
        while await self.step() is not None:
            pass
        return self.socket.close_code

    def media(self, track: int, epoch: int = 0) -> dict[int, bytes]:
        """The whole media segments of a track, by number."""
        return {
            number: content
            for (kind, of, during, number), content in self.segments.items()
            if (kind, of, during) == (PieceKind.MEDIA, track, epoch)
        }


@pytest.fixture
async def connect() -> AsyncIterator[Callable[..., Any]]:
    """Open sockets to relays; they are closed with the test."""
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(aiohttp.ClientSession())

        async def open_socket(running: RunningRelay, **options: Any) -> Viewer:
            socket = await session.ws_connect(running.url, max_msg_size=2**20, **options)
            stack.push_async_callback(socket.close)
            return Viewer(socket)

        yield open_socket


@pytest.fixture
async def watch(
    relay: RunningRelay, connect: Callable[..., Awaitable[Viewer]], make_ticket: Callable[..., str]
) -> Callable[..., Awaitable[Viewer]]:
    """Open a socket, say hello with a fresh ticket, and wait for ``ready``."""

    async def begin(video: Video, *, at: RunningRelay | None = None, ticket: str | None = None, **hello: Any) -> Viewer:
        names = {name: hello.pop(name) for name in ("viewer", "family") if name in hello}
        options = {"autoping": hello.pop("autoping")} if "autoping" in hello else {}
        viewer = await connect(at or relay, **options)
        await viewer.say("hello", ticket=ticket or make_ticket(video, **names), **hello)
        await viewer.until_message("ready")
        return viewer

    return begin


@pytest.fixture(scope="session")
def log_server_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LogServer]:
    program = next((found for name in SERVERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("neither valkey-server nor redis-server is installed; `make test` installs one as root")
    server = LogServer(program, tmp_path_factory.mktemp("log"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def log_server(log_server_process: LogServer) -> LogServer:
    """The server, running and empty."""
    if log_server_process.process is None:
        log_server_process.start()
    log_server_process.flush()
    return log_server_process
