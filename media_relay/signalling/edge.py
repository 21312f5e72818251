"""The door for WebSockets: origin, limits, the first message, and the close that an error leads to."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from functools import partial
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel

from media_relay.metrics import Metrics
from media_relay.signalling.admission import Admission, Seat
from media_relay.signalling.closing import FAULT, GOODBYE, Close, HelloTimeout, closing
from media_relay.signalling.socket import Socket
from media_relay.tasks import end

log = logging.getLogger(__name__)

M = TypeVar("M", bound=BaseModel)

Conversation = Callable[[Socket, Seat], Coroutine[Any, Any, None]]
"""What happens on a connection after its upgrade. Returns when the peer goes, raises a domain error to close it."""


class Edge:
    """Accepts connections for one kind of conversation."""

    def __init__(
        self, admission: Admission, metrics: Metrics, *, origins: frozenset[str], largest_message: int
    ) -> None:
        self._admission = admission
        self._metrics = metrics
        self._origins = origins
        self._largest_message = largest_message
        self.draining = False

    def handler(self, conversation: Conversation) -> Callable[[web.Request], Coroutine[Any, Any, web.StreamResponse]]:
        """The route that holds this conversation."""
        return partial(self.serve, conversation=conversation)

    async def serve(self, request: web.Request, conversation: Conversation) -> web.StreamResponse:
        """Upgrade the request and hold the conversation; it ends with a close code, whatever happens."""
        if self._origins and request.headers.get("Origin") not in self._origins:
            return web.Response(status=403, text="This origin may not connect.\n")
        if self.draining or self._admission.full:
            return web.Response(status=503, text="No more connections.\n", headers={"Retry-After": "5"})
        socket = Socket(self._largest_message)
        with self._admission.seat() as seat:
            response = await socket.accept(request)
            self._metrics.add("connections_total")
            self._metrics.set("connections", len(self._admission))
            try:
                await socket.close(await _outcome(conversation(socket, seat), seat))
            finally:
                self._metrics.closed(socket.close_code)
        self._metrics.set("connections", len(self._admission))
        return response


async def first_message(messages: AsyncIterator[M], seconds: float) -> M | None:
    """What a client says first; None when it goes without a word. Raise HelloTimeout when it keeps silent."""
    try:
        return await asyncio.wait_for(anext(messages, None), seconds)
    except TimeoutError:
        raise HelloTimeout("No hello in time.") from None


async def _outcome(conversation: Coroutine[Any, Any, None], seat: Seat) -> Close:
    """How a conversation ends: by itself, by an error, or because others end it."""
    talk = asyncio.create_task(conversation)
    endings: list[asyncio.Future[Any]] = [talk, seat.ending]
    try:
        await asyncio.wait(endings, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await end([talk])
    result = asyncio.CancelledError() if talk.cancelled() else talk.exception()
    if seat.ending.done():
        return closing(seat.ending.result())
    if result is None or isinstance(result, ConnectionError):
        return GOODBYE
    close = closing(result)
    if close is FAULT:
        log.error("a conversation failed", exc_info=result)
    return close
