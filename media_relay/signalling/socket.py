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

_FINAL_BINARY = 0x82
_SHORT = struct.Struct(">BBH")
_LONG = struct.Struct(">BBQ")

M = TypeVar("M", bound=BaseModel)


def binary_frame(header: bytes, payload: memoryview) -> tuple[bytes, memoryview]:
    """A binary frame of a server (RFC 6455, section 5.2: final, not masked, not compressed), in parts.

    ``header`` is the protocol's own, the beginning of the message. The payload is not copied.
    """
    length = len(header) + len(payload)
    if length < 126:
        prefix = bytes((_FINAL_BINARY, length))
    elif length < 2**16:
        prefix = _SHORT.pack(_FINAL_BINARY, 126, length)
    else:
        prefix = _LONG.pack(_FINAL_BINARY, 127, length)
    return prefix + header, payload


class Socket:
    """A WebSocket after its upgrade. Nothing is queued here: who sends faster than the peer reads has to wait."""

    def __init__(self, largest_message: int) -> None:
        # Compression would cost time for media that can't get smaller. Text stays bytes: the parser reads UTF-8.
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

    async def say(self, message: BaseModel) -> None:
        """Send a message. Raise ConnectionError when the peer has gone."""
        await self._websocket.send_str(message.model_dump_json())

    async def deliver(self, pieces: Iterable[tuple[bytes, memoryview]]) -> None:
        """Send pieces, each (header, payload) in a frame of its own, and wait until the peer takes more.

        The frames are written past aiohttp's own writer: it would send each in two writes, and would want header and
        payload as one, which costs a copy of everything for every viewer. Between two of its frames that is allowed.
        """
        transport, writer = self._transport, self._writer
        if transport is None or writer is None or transport.is_closing() or self._websocket.closed:
            raise ConnectionResetError("The peer has gone.")
        transport.writelines([part for piece in pieces for part in binary_frame(*piece)])
        await writer.drain()

    async def close(self, close: Close) -> None:
        """Say goodbye; a peer that does not listen is cut off."""
        await self._websocket.close(code=close.code, message=close.reason.encode())
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
