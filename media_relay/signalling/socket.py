"""One WebSocket of a client: parsed messages in, messages and pieces out."""

import asyncio
import struct
from collections.abc import AsyncGenerator, Iterable
from typing import TYPE_CHECKING, TypeVar

from aiohttp import WSMsgType, web
from pydantic import BaseModel, TypeAdapter, ValidationError

from media_relay.signalling.closing import Close
from media_relay.signalling.rate import MessageRate
from neufit.domain.errors import Invalid

if TYPE_CHECKING:
    from aiohttp.abc import AbstractStreamWriter

# A dead peer is found by a ping that is not answered in half this time.
HEARTBEAT = 30.0
GOODBYE_SECONDS = 2.0
# asyncio's own high-water mark: above it ``drain`` waits.
CONGESTED_BYTES = 64 * 1024

_FINAL_TEXT = b"\x81"
_FINAL_BINARY = b"\x82"
_SHORT = struct.Struct(">BH")
_LONG = struct.Struct(">BQ")

M = TypeVar("M", bound=BaseModel)


def frame_head(opcode: bytes, length: int) -> bytes:
    """How a frame of a server begins (RFC 6455, section 5.2: final, not masked, not compressed).

    ``length`` is that of the message in bytes.
    """
    if length < 126:
        return opcode + bytes((length,))
    if length < 2**16:
        return opcode + _SHORT.pack(126, length)
    return opcode + _LONG.pack(127, length)


def text_frame(message: BaseModel) -> bytes:
    """A message as a whole frame, which may be written to many sockets."""
    text = message.model_dump_json().encode()
    return frame_head(_FINAL_TEXT, len(text)) + text


class Socket:
    """A WebSocket after its upgrade. Nothing is queued here: who sends faster than the peer reads has to wait."""

    def __init__(self, largest_message: int) -> None:
        # Compression would cost time for media that can't get smaller.
        self._websocket = web.WebSocketResponse(
            compress=False, max_msg_size=largest_message, heartbeat=HEARTBEAT, timeout=GOODBYE_SECONDS, autoclose=True
        )
        self._transport: asyncio.Transport | None = None
        self._writer: AbstractStreamWriter | None = None

    async def accept(self, request: web.Request) -> web.WebSocketResponse:
        """Upgrade a request."""
        self._writer = await self._websocket.prepare(request)
        self._transport = request.transport
        return self._websocket

    @property
    def close_code(self) -> int:
        """The code that the connection ended with; 1006 when nobody said one."""
        return self._websocket.close_code or 1006

    async def messages(self, kinds: TypeAdapter[M]) -> AsyncGenerator[M, None]:
        """What the client says, until it goes. Raise Invalid for what is no message, TooManyRequests."""
        now = asyncio.get_running_loop().time
        rate = MessageRate(now())
        async for frame in self._websocket:
            if frame.type is WSMsgType.ERROR:
                return  # not UTF-8, too long, or against the protocol: it is closed with the code for that
            rate.take(now())
            if frame.type is not WSMsgType.TEXT:
                raise Invalid("Only text messages are expected.")
            yield parse(kinds, frame.data)

    def say(self, message: BaseModel) -> None:
        """Send a message. Raise ConnectionError when the peer has gone."""
        self.write(text_frame(message))

    def write(self, frame: bytes) -> None:
        """Send a frame that was made before. Raise ConnectionError when the peer has gone."""
        self._write([frame])

    def deliver(self, pieces: Iterable[tuple[bytes, memoryview]]) -> None:
        """Send pieces, each (header, payload) in a frame of its own. Raise ConnectionError when the peer has gone."""
        parts: list[bytes | memoryview] = []
        for header, payload in pieces:
            parts += (frame_head(_FINAL_BINARY, len(header) + len(payload)) + header, payload)
        self._write(parts)

    @property
    def congested(self) -> bool:
        """Whether the peer reads more slowly than was sent: nothing more should be sent before it is ``relieved``."""
        return self._transport is not None and self._transport.get_write_buffer_size() > CONGESTED_BYTES

    async def relieved(self) -> None:
        """Wait until the peer has taken what was sent. Raise ConnectionError when it has gone."""
        if self._writer is not None:
            await self._writer.drain()

    def _write(self, parts: list[bytes | memoryview]) -> None:
        """Put whole frames on the wire, past aiohttp's own writer.

        That one sends each piece in two writes, wants header and payload as one, and needs a task that waits for it.
        Between two of its frames that is allowed.
        """
        if self._transport is None or self._transport.is_closing() or self._websocket.closed:
            raise ConnectionResetError("The peer has gone.")
        self._transport.writelines(parts)

    async def close(self, close: Close) -> None:
        """Say goodbye; a peer that does not listen is cut off."""
        await self._websocket.close(code=close.code, message=close.reason.encode())
        # The peer's own close frame has started aiohttp's heartbeat anew, which would hold all of it for half a minute.
        self._websocket._cancel_heartbeat()  # noqa: SLF001 -- there is no public way
        if self._transport is not None and self._transport.get_write_buffer_size():
            self._transport.abort()


def parse(kinds: TypeAdapter[M], text: str) -> M:
    """Read a message. Raise Invalid that names the field, never its value."""
    try:
        return kinds.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "message"
        raise Invalid(f"{where}: {first['type'].replace('_', ' ')}") from None
