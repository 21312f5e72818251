"""The front: one origin for the web application, the API, the relay's WebSocket and the objects."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, web
from chalice.app import Chalice
from yarl import URL

from iac.local.front.gateway import PREFIX, Gateway
from iac.local.front.passages import OBJECTS, ObjectPassage, RelayPassage
from iac.local.front.problems import problems
from iac.local.front.site import Site
from iac.local.settings import CREDENTIALS, READY
from neufit.clock import Clock, system_clock

_SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "media-src": "'self' blob:",
    "connect-src": "'self'",
    "worker-src": "'self' blob:",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
_PAGE_POLICY = "; ".join(f"{kind} {sources}" for kind, sources in _SOURCES.items())
"""What the page may load. Media Source plays from blob: URLs, hls.js may run in a worker made from one."""

_CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""For what people uploaded and for answers of the API: whatever it turns out to be, it runs nothing."""

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), fullscreen=(self), geolocation=(), payment=(), usb=()",
}


async def protect(request: web.Request, response: web.StreamResponse) -> None:
    """Headers that browsers are told by; on every answer."""
    page = not request.path.startswith((PREFIX, OBJECTS))
    response.headers.setdefault("Content-Security-Policy", _PAGE_POLICY if page else _CONTENT_POLICY)
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if response.headers.get("Server"):
        del response.headers["Server"]


def build(
    application: Chalice,
    *,
    site: Path,
    cloud_endpoint: str,
    relay_endpoint: str,
    origin: str,
    clock: Clock = system_clock,
) -> web.Application:
    """The front over these parts. ``origin`` is the one address that signed URLs are made for."""
    front = web.Application(middlewares=[problems])
    front.on_response_prepare.append(protect)
    gateway = Gateway(application)
    files = Site(site)

    async def connect(_: web.Application) -> AsyncIterator[None]:
        # No limit on the whole request: a video may take as long to read as it takes to watch.
        timeout = ClientTimeout(total=None, sock_connect=5, sock_read=120)
        async with ClientSession(
            connector=TCPConnector(limit=0), timeout=timeout, cookie_jar=DummyCookieJar(), auto_decompress=False
        ) as session:
            objects = ObjectPassage(session, cloud_endpoint, CREDENTIALS["AWS_SECRET_ACCESS_KEY"], clock)
            front[_OBJECTS], front[_RELAY] = objects, RelayPassage(session, relay_endpoint)
            await _wait_for(session, f"{cloud_endpoint}{READY}")
            yield
        gateway.close()

    async def pass_objects(request: web.Request) -> web.StreamResponse:
        return await front[_OBJECTS](request)

    async def pass_relay(request: web.Request) -> web.StreamResponse:
        return await front[_RELAY](request)

    async def serve_site(request: web.Request) -> web.StreamResponse:
        # A page on another name of this machine could use neither signed URLs nor sockets. A proxy that gives the page
        # a secure origin reaches us by any name, though.
        if request.url.host in {"localhost", "127.0.0.1"} - {URL(origin).host} and origin.startswith("http:"):
            raise web.HTTPTemporaryRedirect(f"{origin}{request.rel_url}")
        return await files(request)

    front.cleanup_ctx.append(connect)
    front.router.add_route("*", PREFIX, gateway.answer)
    front.router.add_route("*", PREFIX + "/{path:.*}", gateway.answer)
    front.router.add_route("*", OBJECTS + "/{path:.*}", pass_objects)
    front.router.add_route("*", "/relay/{path:.*}", pass_relay)
    front.router.add_get("/{path:.*}", serve_site)
    return front


async def _wait_for(session: ClientSession, address: str) -> None:
    """Until the cloud holds what it held: nobody shall see an empty house while it is being put back."""
    while True:
        with suppress(ClientError):
            async with session.get(address) as answer:
                if answer.status == HTTPStatus.NO_CONTENT:
                    return
        await asyncio.sleep(0.05)


_OBJECTS = web.AppKey("objects", ObjectPassage)
_RELAY = web.AppKey("relay", RelayPassage)
