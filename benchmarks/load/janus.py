"""Janus (Debian's package) beside the relay: a room of its videoroom plugin, with the same clients.

One event loop carries all viewers, its thriftiest form; ICE-lite, as the relay. Towards viewers it neither numbers
packets transport-wide nor estimates what their networks carry.
"""

import asyncio
import json
import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from media_relay.rtc.sdp.description import parse
from rtc_client.client import LightClient

# Where a package that was only unpacked lies; empty: where it is installed.
PREFIX = os.environ.get("JANUS_PREFIX", "")
ROOM, PUBLISHER = 1, 1
# Where clients really are Janus learns by their checks, but without any candidate it doesn't begin.
_CANDIDATE = "a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host\r\n"

_GENERAL = """
general: {{
  plugins_folder = "{library}/plugins"
  transports_folder = "{library}/transports"
  events_folder = "{library}/events"
  loggers_folder = "{library}/loggers"
  debug_level = 3
  event_loops = 1
}}
nat: {{ ice_lite = true, ice_enforce_list = "lo" }}
media: {{ ipv6 = false }}
plugins: {{ disable = "{plugins}" }}
transports: {{ disable = "{transports}" }}
"""
_UNUSED_PLUGINS = "audiobridge duktape echotest lua nosip recordplay sip streaming textroom videocall voicemail"
_UNUSED_TRANSPORTS = "http mqtt nanomsg pfunix rabbitmq"
_SOCKETS = 'general: {{ json = "compact", ws = true, ws_port = {port}, ws_interface = "lo", wss = false }}\n'


def executable() -> str | None:
    """Where Janus is; None when it isn't installed."""
    return shutil.which(f"{PREFIX}/usr/bin/janus" if PREFIX else "janus")


def _disabled(names: str) -> str:
    return ",".join(f"libjanus_{name}.so" for name in names.split())


def _layered(line: str) -> bool:
    return line.startswith(("a=rid:", "a=simulcast:")) or "rtp-stream-id" in line


def _whole(text: str) -> str:
    """A description with the fingerprint of the session in its one m-line, where the client looks for it."""
    fingerprint = next(line for line in text.splitlines() if line.startswith("a=fingerprint:"))
    return f"{text}{fingerprint}\r\n"


def _answer(offer: str, own: str) -> str:
    """An answer that takes the video of an offer, with the credentials of a description of the client's own."""
    mine, [section] = parse(own).media[0], parse(offer).media
    lines = [
        "v=0",
        "o=- 4711 1 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        f"a=group:BUNDLE {section.first('mid')}",
        f"m=video 9 UDP/TLS/RTP/SAVPF {' '.join(section.media[3:])}",
        "c=IN IP4 127.0.0.1",
        *(f"a={name}:{mine.first(name)}" for name in ("ice-ufrag", "ice-pwd", "fingerprint")),
        "a=setup:active",
        "a=recvonly",
        "a=rtcp-mux",
        *(
            f"a={name}:{value}"
            for name in ("mid", "rtpmap", "fmtp", "rtcp-fb", "extmap")
            for value in section.all(name)
        ),
    ]
    return "".join(f"{line}\r\n" for line in lines) + _CANDIDATE


class Janus:
    """A session over its WebSocket."""

    def __init__(self, process: asyncio.subprocess.Process, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.process = process
        self._socket = socket
        self._session = 0
        self._waiting: dict[str, asyncio.Future[dict]] = {}
        self._tasks = [asyncio.create_task(self._read()), asyncio.create_task(self._live())]

    async def _read(self) -> None:
        async for message in self._socket:
            found = json.loads(message.data)
            waiting = self._waiting.get(found.get("transaction", ""))
            if waiting is not None and found["janus"] != "ack" and not waiting.done():
                waiting.set_result(found)

    async def _live(self) -> None:
        while True:
            await asyncio.sleep(20)
            await self._socket.send_json({"janus": "keepalive", "session_id": self._session, "transaction": "live"})

    async def ask(self, **request: object) -> dict:
        """Send a request and wait for its success or event."""
        transaction = secrets.token_hex(6)
        waiting = self._waiting[transaction] = asyncio.get_running_loop().create_future()
        session = {"session_id": self._session} if self._session else {}
        await self._socket.send_json(request | session | {"transaction": transaction})
        async with asyncio.timeout(20):
            found = await waiting
        del self._waiting[transaction]
        if found["janus"] == "error":
            raise RuntimeError(found["error"]["reason"])
        return found

    async def begin(self) -> None:
        """Open a session and make the room."""
        self._session = (await self.ask(janus="create"))["data"]["id"]
        body = {"request": "create", "room": ROOM, "publishers": 1, "videocodec": "vp8", "bitrate": 0}
        await self.ask(janus="message", handle_id=await self.attach(), body=body)

    async def attach(self) -> int:
        """A handle, which is a peer connection to be."""
        found = await self.ask(janus="attach", plugin="janus.plugin.videoroom")
        handle: int = found["data"]["id"]
        return handle

    async def publish(self, offer: str) -> str:
        """Take the publisher's offer, with one layer; the answer."""
        handle = await self.attach()
        body = {"request": "join", "ptype": "publisher", "room": ROOM, "id": PUBLISHER}
        await self.ask(janus="message", handle_id=handle, body=body)
        plain = "".join(line for line in offer.splitlines(keepends=True) if not _layered(line))
        jsep = {"type": "offer", "sdp": plain + _CANDIDATE, "trickle": False}
        found = await self.ask(janus="message", handle_id=handle, body={"request": "publish"}, jsep=jsep)
        return _whole(found["jsep"]["sdp"])

    async def subscribe(self, client: LightClient) -> None:
        """Let a viewer take what Janus offers it."""
        handle = await self.attach()
        body = {"request": "join", "ptype": "subscriber", "room": ROOM, "streams": [{"feed": PUBLISHER}]}
        async with asyncio.timeout(20):
            # The publisher is known to the room a little after he is connected.
            while "jsep" not in (  # noqa: ASYNC110  # see above
                found := await self.ask(janus="message", handle_id=handle, body=body)
            ):
                await asyncio.sleep(0.1)
        offer: str = found["jsep"]["sdp"]
        # The client begins DTLS, as if it had offered and Janus had answered that it waits.
        client.accept(_whole(offer).replace("a=setup:actpass", "a=setup:passive"))
        jsep = {"type": "answer", "sdp": _answer(offer, client.offer()), "trickle": False}
        await self.ask(janus="message", handle_id=handle, body={"request": "start"}, jsep=jsep)

    def end(self) -> None:
        """Stop reading."""
        for task in self._tasks:
            task.cancel()


@asynccontextmanager
async def running(socket_port: int) -> AsyncIterator[Janus]:
    """Janus in a process of its own, ended at the end."""
    library = f"{PREFIX}/usr/lib/x86_64-linux-gnu"
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "janus.jcfg").write_text(
            _GENERAL.format(
                library=f"{library}/janus",
                plugins=_disabled(_UNUSED_PLUGINS),
                transports=_disabled(_UNUSED_TRANSPORTS),
            )
        )
        (place / "janus.transport.websockets.jcfg").write_text(_SOCKETS.format(port=socket_port))
        environment = os.environ | ({"LD_LIBRARY_PATH": library} if PREFIX else {})
        quiet = asyncio.subprocess.DEVNULL
        command = (executable() or "janus", "-F", folder, "-N", "-C", str(place / "janus.jcfg"))
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=quiet, stderr=quiet)
        try:
            async with aiohttp.ClientSession() as session, asyncio.timeout(600):
                for attempt in range(50):
                    try:
                        socket = await session.ws_connect(
                            f"http://127.0.0.1:{socket_port}", protocols=("janus-protocol",), max_msg_size=0
                        )
                        break
                    except aiohttp.ClientConnectionError:
                        if attempt == 49 or process.returncode is not None:
                            raise
                        await asyncio.sleep(0.1)
                janus = Janus(process, socket)
                try:
                    yield janus
                finally:
                    janus.end()
                    await socket.close()
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()
