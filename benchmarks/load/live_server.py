"""A media server under test, in a process of its own: JSON lines in, JSON lines out.

{"join": name, "publishes": bool, "offer": sdp, "room": name} -> {"answer": sdp};  {"watch": [names], "of": name} -> {}
Names are those of one process; without a room there is one for all.
``relay`` is the media plane; ``aiortc`` is what aiortc itself has to offer: its DTLS transports, a hook where packets
come in, and ``_send_rtp`` for each viewer, with nothing rewritten.
"""

import asyncio
import gc
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

from media_relay.rtc.media import Seat
from media_relay.rtc.plane import MediaPeer, MediaPlane
from neufit.domain.room.kinds import Source


class RelayServer:
    """The media plane."""

    def __init__(self) -> None:
        self._plane = MediaPlane("127.0.0.1", 0, ["127.0.0.1"])
        self._peers: dict[str, MediaPeer] = {}

    async def open(self) -> None:
        """Begin to listen."""
        await self._plane.open()

    async def join(self, name: str, offer: str, room: str, *, publishes: bool) -> str:
        """The answer to somebody's offer."""
        sources = frozenset(Source) if publishes else frozenset()
        peer = self._plane.join(name, room, publishes=sources, slots=(0, 1), notify=lambda _: None)
        self._peers[name] = peer
        return peer.answer(offer)

    def watch(self, names: list[str], publisher: str) -> None:
        """Show the publisher to these."""
        for name in names:
            peer = self._peers[name]
            peer.receive_video([Seat(peer.mids()[1][0], publisher, 720, 0)])


class AiortcServer:
    """Peer connections of aiortc, joined at their transports, so that nothing is decoded."""

    def __init__(self) -> None:
        self._peers = {}
        self._watching = []

    async def open(self) -> None:
        """Nothing has to be opened: every peer has sockets of its own."""

    async def join(self, name: str, offer: str, room: str, *, publishes: bool) -> str:  # noqa: ARG002  # there is one
        """The answer to somebody's offer."""
        from aiortc import RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCSessionDescription  # noqa: PLC0415

        peer = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        await peer.setRemoteDescription(RTCSessionDescription(offer, "offer"))
        if not publishes:
            peer.getTransceivers()[0].direction = "sendonly"
        await peer.setLocalDescription(await peer.createAnswer())
        self._peers[name] = peer
        if publishes:
            peer.getTransceivers()[0].receiver.transport._handle_rtp_data = self._forward  # noqa: SLF001  # see above
        return peer.localDescription.sdp

    def watch(self, names: list[str], publisher: str) -> None:  # noqa: ARG002  # there is one
        """Show the publisher to these."""
        self._watching = [self._peers[name].getTransceivers()[0].sender.transport for name in names]

    async def _forward(self, data: bytes, arrival_time_ms: int) -> None:  # noqa: ARG002  # the hook's signature
        for transport in self._watching:
            if transport.state == "connected":
                await transport._send_rtp(data)  # noqa: SLF001  # see above


SERVERS = {"relay": RelayServer, "aiortc": AiortcServer}


async def serve(kind: str) -> None:
    """Answer commands until standard input ends."""
    server = SERVERS[kind]()
    await server.open()
    gc.collect()
    gc.freeze()  # as the relay's program does
    reader = asyncio.StreamReader(limit=2**20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        command = json.loads(line)
        if "join" in command:
            room = command.get("room", "room")
            answer = await server.join(command["join"], command["offer"], room, publishes=command["publishes"])
            print(json.dumps({"answer": answer}), flush=True)
        else:
            server.watch(command["watch"], command["of"])
            print("{}", flush=True)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
