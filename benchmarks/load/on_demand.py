"""Light clients that take segments of 4 s and keep nothing: one of the relay, one of a file server."""

import asyncio
import json
import struct

from neufit.contracts import keys
from neufit.contracts.on_demand import PieceHeader, PieceKind

# What a viewer says it has: full, and room for one segment.
FULL_MS, ROOM_MS = 30_000, 26_000
# As the player does: an ack soon after pieces came in, the same for what comes in between.
ACK_SECONDS = 0.025


class Connection(asyncio.Protocol):
    """A light client: counts bytes, keeps nothing."""

    def __init__(self) -> None:
        self.transport: asyncio.Transport
        self.taken = 0
        self.leaving = False
        self._rest = b""
        self._done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = transport  # type: ignore[assignment]  # a stream transport, as asked for

    def connection_lost(self, exc: Exception | None) -> None:
        """Let the one who waits know."""
        if not self._done.done() and not self.leaving:
            self._done.set_exception(exc or ConnectionResetError("closed by the server"))

    def leave(self) -> None:
        """Close the connection."""
        self.leaving = True
        self.transport.close()

    async def done(self) -> None:
        """Wait until the segment that was asked for is there."""
        await self._done
        self._done = asyncio.get_running_loop().create_future()

    def finish(self) -> None:
        """The segment is there."""
        if not self._done.done():
            self._done.set_result(None)


class RelayViewer(Connection):
    """Speaks the relay's protocol as far as counting needs it."""

    def __init__(self) -> None:
        super().__init__()
        self.upgraded = False
        self.timer: asyncio.TimerHandle | None = None
        self.epoch = 0
        self.left = 0
        self.closes = False

    def hello(self, port: int, ticket: str) -> None:
        """Upgrade, and introduce oneself."""
        lines = (
            "GET /relay/on-demand HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        )
        self.transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.say({"type": "hello", "ticket": ticket, "rendition": "v720"})

    def say(self, message: dict[str, object]) -> None:
        """Send a message."""
        self.send(1, json.dumps(message).encode())

    def send(self, opcode: int, payload: bytes) -> None:
        """Send a frame, masked with zeros."""
        head = struct.pack(">BBH", 0x80 | opcode, 0x80 | 126, len(payload))
        if len(payload) < 126:
            head = struct.pack(">BB", 0x80 | opcode, 0x80 | len(payload))
        self.transport.write(head + bytes(4) + payload)

    def acknowledge(self, buffered: int) -> None:
        """Tell what came in, and how much is ahead."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        self.say({"type": "ack", "received": self.taken, "buffered": buffered, "paused": True})

    def want(self) -> None:
        """Have room for one segment."""
        self.acknowledge(ROOM_MS)

    def seek(self, position: int) -> None:
        """Go on from there (ms)."""
        self.epoch += 1
        self.say({"type": "seek", "position": position, "epoch": self.epoch})

    def data_received(self, data: bytes) -> None:
        """Take a part of the stream."""
        if self.left >= len(data):  # most reads lie within one piece
            self.count(len(data))
            return
        self._rest += data
        if not self.upgraded:
            head, found, rest = self._rest.partition(b"\r\n\r\n")
            if not found:
                return
            assert b" 101 " in head, head
            self.upgraded, self._rest = True, rest
        while self._rest:
            if self.left:
                part = min(self.left, len(self._rest))
                self._rest = self._rest[part:]
                self.count(part)
            elif not self.frame():
                return

    def frame(self) -> bool:
        """Read the header of a frame, and of a piece in it; a text is skipped. Return whether it was there whole."""
        rest = self._rest
        if len(rest) < 2:
            return False
        opcode, length = rest[0] & 0xF, rest[1]
        at = {126: 4, 127: 10}.get(length, 2)
        if at > 2:
            length = int.from_bytes(rest[2:at], "big")
        if len(rest) < at + (16 if opcode == 2 else length):
            return False
        if opcode == 8:
            raise ConnectionResetError(f"closed: {rest[at + 2 : at + length]!r}")
        if opcode == 9:
            self.send(10, rest[at : at + length])
        if opcode != 2:
            self._rest = rest[at + length :]
            return True
        header = PieceHeader.unpack(rest[at : at + 16])
        self._rest = rest[at + 16 :]
        self.left = length - 16
        last = header.offset + self.left == header.length
        self.closes = last and header.kind == PieceKind.MEDIA and header.track != 0 and header.epoch == self.epoch
        return True

    def count(self, size: int) -> None:
        """Payload came in."""
        self.taken += size
        self.left -= size
        if self.closes and not self.left:
            self.acknowledge(FULL_MS)
            self.finish()
        elif self.timer is None:
            self.timer = asyncio.get_running_loop().call_later(ACK_SECONDS, self.acknowledge, ROOM_MS)


class FileViewer(Connection):
    """Asks for the same segments one after the other over one kept connection."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        self.names: list[str] = []
        self.left: int | None = None

    def want(self) -> None:
        """Ask for the next segment, audio first."""
        self.names = [keys.segment("a", self.number), keys.segment("v720", self.number)]
        self.number += 1
        self.ask()

    def ask(self) -> None:
        """Ask for the next file."""
        self.transport.write(f"GET /{self.names.pop(0)} HTTP/1.1\r\nHost: bench\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """Take a part of the answer."""
        if self.left is None:
            head, found, data = (self._rest + data).partition(b"\r\n\r\n")
            if not found:
                self._rest = head
                return
            assert b" 200 " in head, head
            self._rest = b""
            self.left = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        self.taken += len(data)
        self.left -= len(data)
        if not self.left:
            self.left = None
            if self.names:
                self.ask()
            else:
                self.finish()
