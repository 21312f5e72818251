"""API Gateway on one machine: HTTP -> the event of a proxy integration -> the Chalice application -> HTTP.

Mends what Chalice's own local server does otherwise than API Gateway: addresses of callers, repeated headers, HEAD and
OPTIONS, unknown routes, chunked bodies, the size limits.
"""

import asyncio
import base64
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from chalice.app import Chalice
from chalice.local import LambdaContext, LocalChalice

from iac.local.front.problems import not_allowed
from neufit.domain.errors import Invalid, NotFound, TooLarge, Unavailable

log = logging.getLogger(__name__)

PREFIX = "/api"
PAYLOAD = 6 * 1024 * 1024
"""Bytes of an event that Lambda takes. Binary bodies travel as base64, so three quarters of it."""

_DRAIN = 64 * 1024 * 1024
"""How much of a body that is too large is read and thrown away, so that its sender gets to read the answer."""

_SECONDS = 29
"""How long API Gateway waits for a function."""

_THREADS = 16


@dataclass(frozen=True, slots=True)
class Body:
    """A request body as an event carries it."""

    text: str | None
    is_base64: bool

    @classmethod
    def of(cls, raw: bytes) -> "Body":
        """Text stays text; everything else becomes base64."""
        if not raw:
            return cls(None, is_base64=False)
        try:
            return cls(raw.decode(), is_base64=False)
        except UnicodeDecodeError:
            return cls(base64.b64encode(raw).decode(), is_base64=True)


class Gateway:
    """Answers ``/api/*`` by the Chalice application, in threads."""

    def __init__(self, application: Chalice) -> None:
        # Requests run side by side; Chalice keeps the current one on the application unless told otherwise.
        application.__class__ = LocalChalice
        self._application = application
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="api")

    def close(self) -> None:
        """Take no more requests."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one request."""
        path = request.path.removeprefix(PREFIX).rstrip("/") or "/"
        methods = self._application.routes.get(path)
        if methods is None:
            raise NotFound("There is nothing at this address of the API.")
        allowed = ", ".join(sorted({*methods, "OPTIONS", *(("HEAD",) if "GET" in methods else ())}))
        if request.method == "OPTIONS" and "OPTIONS" not in methods:
            return web.Response(status=204, headers={"Allow": allowed})
        method = "GET" if request.method == "HEAD" and "HEAD" not in methods else request.method
        if method not in methods:
            return not_allowed(allowed)
        event = _event(request, method, path, Body.of(await read_body(request)))
        loop = asyncio.get_running_loop()
        try:
            answer = await asyncio.wait_for(loop.run_in_executor(self._threads, self._invoke, event), _SECONDS)
        except TimeoutError:
            raise Unavailable("This took too long. Try again.", retry_after=5) from None
        return _response(answer)

    def _invoke(self, event: Mapping[str, Any]) -> dict[str, Any]:
        context = LambdaContext(function_name="api", memory_size=1024, max_runtime_ms=_SECONDS * 1000)
        answer: dict[str, Any] = self._application(event, context)
        return answer


async def read_body(request: web.Request) -> bytes:
    """The whole body, however it is framed. Raise TooLarge for more than a function can be handed."""
    limit = PAYLOAD
    content_type = request.headers.get("Content-Type", "")
    if content_type.startswith(("image/", "video/", "application/octet-stream")):
        limit = PAYLOAD * 3 // 4
    held = bytearray()
    seen = 0
    async for piece in request.content.iter_chunked(64 * 1024):
        seen += len(piece)
        if seen <= limit:
            held += piece
        elif seen > _DRAIN:
            break
        else:
            held.clear()
    if seen > limit or (request.content_length or 0) > limit:
        raise TooLarge(
            f"This way takes at most {limit // 1024} KiB. Send larger files by a presigned upload: POST /api/media "
            "with a JSON body (kind, title, fileName, contentType, size, checksum) answers where the parts go."
        )
    return bytes(held)


def _event(request: web.Request, method: str, path: str, body: Body) -> dict[str, Any]:
    headers: dict[str, list[str]] = {}
    for name, value in request.headers.items():
        if not value.isprintable() and not value.isascii():
            raise Invalid(f"The header {name} is not valid UTF-8 text.")
        headers.setdefault(name.lower(), []).append(value)
    try:
        query = parse_qs(request.rel_url.raw_query_string, keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError:
        raise Invalid("The query is not valid UTF-8 text.") from None
    except ValueError:
        raise Invalid("The query holds more than 100 parameters.") from None
    return {
        "resource": path,
        "path": path,
        "httpMethod": method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": {},
        "stageVariables": {},
        "requestContext": {
            "httpMethod": method,
            "resourcePath": path,
            "path": f"{PREFIX}{path}",
            "identity": {"sourceIp": request.remote or "unknown"},
        },
        "body": body.text,
        "isBase64Encoded": body.is_base64,
    }


def _response(answer: Mapping[str, Any]) -> web.Response:
    raw = answer.get("body") or ""
    body = base64.b64decode(raw) if answer.get("isBase64Encoded") else raw.encode() if isinstance(raw, str) else raw
    response = web.Response(status=answer["statusCode"], body=body)
    for name, value in (answer.get("headers") or {}).items():
        response.headers[name] = str(value)
    for name, values in (answer.get("multiValueHeaders") or {}).items():
        response.headers.popall(name, None)
        for value in values:
            response.headers.add(name, str(value))
    return response
