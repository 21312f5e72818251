"""What the front passes on to other processes: objects to the local cloud, WebSockets to the relay. Nothing is held."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, WSCloseCode, WSMsgType, web
from yarl import URL

from iac.local.front.presigned import check_signature
from iac.local.front.problems import not_allowed, problem
from neufit.domain.errors import NotFound, TooLarge, Unavailable

OBJECTS = "/s3"
LARGEST_PART = 64 * 1024 * 1024
"""Bytes of one upload request. Parts of uploads are 8 MiB; the local cloud holds each in memory for a moment."""

_PIECE = 256 * 1024
_UP = frozenset(
    {"content-type", "content-length", "content-md5", "range", "if-none-match", "if-modified-since", "if-match"}
)
_DOWN = frozenset(
    {
        "content-type",
        "content-length",
        "content-range",
        "content-disposition",
        "content-encoding",
        "accept-ranges",
        "cache-control",
        "etag",
        "last-modified",
    }
)


class ObjectPassage:
    """``/s3/*``: presigned reads and uploads of parts, streamed both ways."""

    def __init__(self, session: ClientSession, endpoint: str, secret: str, clock: Callable[[], datetime]) -> None:
        self._session = session
        self._endpoint = endpoint
        self._secret = secret
        self._clock = clock

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Pass one request on if its signature holds."""
        if request.method not in {"GET", "HEAD", "PUT"}:
            return not_allowed("GET, HEAD, PUT")
        check_signature(request.method, request.raw_path, request.headers, self._secret, self._clock())
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() in _UP or name.lower().startswith("x-amz-")
        }
        if request.method == "PUT":
            if request.content_length is None:
                return problem(411, "length-required", "Length required", "Say how long the body is: Content-Length.")
            if request.content_length > LARGEST_PART:
                raise TooLarge(f"One request takes at most {LARGEST_PART // 2**20} MiB. Send the file in parts.")
        url = URL(f"{self._endpoint}{request.raw_path.removeprefix(OBJECTS)}", encoded=True)
        body = request.content if request.method == "PUT" else None
        try:
            async with self._session.request(
                request.method, url, headers=headers, data=body, allow_redirects=False
            ) as answer:
                if answer.status >= 400:
                    return self._refusal(answer.status)
                response = web.StreamResponse(status=answer.status)
                for name, value in answer.headers.items():
                    if name.lower() in _DOWN:
                        response.headers[name] = value
                await response.prepare(request)
                async for piece in answer.content.iter_chunked(_PIECE):
                    await response.write(piece)
                await response.write_eof()
                return response
        except ClientError:
            raise Unavailable("The object store does not answer. Try again.", retry_after=2) from None

    @staticmethod
    def _refusal(status: int) -> web.StreamResponse:
        if status == 404:
            raise NotFound("There is no such object.")
        if status == 416:
            return problem(416, "range", "Range not satisfiable", "The object is shorter than that.")
        if status == 412:
            return problem(412, "precondition", "Precondition failed", "The object is another by now.")
        return problem(status, "object-store", "The object store refused", "What was sent is not what was promised.")


class RelayPassage:
    """``/relay/*``: one WebSocket towards the browser, one towards the relay, and nothing kept in between.

    Each side is read only after what was read before has been taken by the other, so the relay feels how fast the
    browser reads.
    """

    _FROM_BROWSER = 64 * 1024
    _FROM_RELAY = 32 * 1024 * 1024

    def __init__(self, session: ClientSession, endpoint: str) -> None:
        self._session = session
        self._endpoint = endpoint

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Join the two sockets until one of them closes; the other is closed with the same code."""
        if request.headers.get("Upgrade", "").lower() != "websocket":
            return problem(
                426, "upgrade", "Upgrade required", "This is the address of a WebSocket.", Upgrade="websocket"
            )
        passed_on = {"X-Forwarded-For": request.remote or "unknown"}
        if origin := request.headers.get("Origin"):
            passed_on["Origin"] = origin
        protocols = [
            part.strip() for part in request.headers.get("Sec-WebSocket-Protocol", "").split(",") if part.strip()
        ]
        url = URL(f"{self._endpoint}{request.raw_path}", encoded=True)
        try:
            upstream = await self._session.ws_connect(
                url, headers=passed_on, protocols=protocols, max_msg_size=self._FROM_RELAY, compress=0
            )
        except (ClientError, OSError):
            raise Unavailable("The relay does not answer. Try again.", retry_after=2) from None
        async with upstream:
            browser = web.WebSocketResponse(
                protocols=(upstream.protocol,) if upstream.protocol else (),
                max_msg_size=self._FROM_BROWSER,
                compress=False,
            )
            await browser.prepare(request)
            down = asyncio.create_task(_pass_on(upstream, browser))
            up = asyncio.create_task(_pass_on(browser, upstream))
            try:
                await asyncio.wait({down, up}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (down, up):
                    task.cancel()
                await asyncio.gather(down, up, return_exceptions=True)
            return browser


Socket = web.WebSocketResponse | ClientWebSocketResponse


async def _pass_on(source: Socket, target: Socket) -> None:
    """Hand every message on and wait until the other side's buffer has room; close it as this one was closed."""
    while True:
        message = await source.receive()
        if message.type is WSMsgType.BINARY:
            await target.send_bytes(message.data)
        elif message.type is WSMsgType.TEXT:
            await target.send_str(message.data)
        else:
            reason = message.extra if isinstance(message.extra, str) else ""
            await target.close(code=_close_code(source.close_code), message=reason.encode())
            return


def _close_code(code: int | None) -> int:
    """The code to close with: 1005, 1006 and 1015 say that there was none, and may not be sent.

    A connection that was cut is no goodbye: the relay keeps the place of somebody who may come back.
    """
    if code is None or code in {1006, 1015}:
        return WSCloseCode.BAD_GATEWAY
    return code if code not in {0, 1005} else WSCloseCode.GOING_AWAY
