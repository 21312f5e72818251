"""Janus (Debian's package) beside the relay: a mountpoint of its streaming plugin, that is plain RTP in, WebRTC out.

Fed without SRTP it has a little less to do than the relay for what comes in. One event loop carries all viewers, its
thriftiest form; ICE-lite, as the relay.
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

# Where a package that was only unpacked lies; empty: where it is installed.
PREFIX = os.environ.get("JANUS_PREFIX", "")
MOUNTPOINT = 1

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
_UNUSED_PLUGINS = "audiobridge duktape echotest lua nosip recordplay sip textroom videocall videoroom voicemail"
_UNUSED_TRANSPORTS = "http mqtt nanomsg pfunix rabbitmq"
_SOCKETS = 'general: {{ json = "compact", ws = true, ws_port = {port}, ws_interface = "lo", wss = false }}\n'


def executable() -> str | None:
    """Where Janus is; None when it isn't installed."""
    return shutil.which(f"{PREFIX}/usr/bin/janus" if PREFIX else "janus")


def _disabled(names: str) -> str:
    return ",".join(f"libjanus_{name}.so" for name in names.split())


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

    async def begin(self, port: int) -> None:
        """Open a session and make the mountpoint, fed at this UDP port."""
        self._session = (await self.ask(janus="create"))["data"]["id"]
        handle = await self.attach()
        video = {"type": "video", "mid": "0", "pt": 96, "codec": "vp8", "port": port, "is_private": False}
        body = {"request": "create", "type": "rtp", "id": MOUNTPOINT, "media": [video]}
        await self.ask(janus="message", handle_id=handle, body=body)

    async def attach(self) -> int:
        """A handle, which is a peer connection to be."""
        found = await self.ask(janus="attach", plugin="janus.plugin.streaming")
        handle: int = found["data"]["id"]
        return handle

    async def offer(self) -> tuple[int, str]:
        """A handle for a viewer, and what Janus offers it."""
        handle = await self.attach()
        found = await self.ask(janus="message", handle_id=handle, body={"request": "watch", "id": MOUNTPOINT})
        offer: str = found["jsep"]["sdp"]
        return handle, offer

    async def start(self, handle: int, answer: str) -> None:
        """Take a viewer's answer."""
        jsep = {"type": "answer", "sdp": answer, "trickle": False}
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
