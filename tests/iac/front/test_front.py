"""One origin: what the front serves, passes on and refuses."""

import asyncio
import io
import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import boto3
import pytest
from aiohttp import WSMsgType, web
from botocore.config import Config
from chalice.app import Chalice, Response
from yarl import URL

from iac.local.front.application import build
from iac.local.front.presigned import check_signature
from iac.local.settings import CREDENTIALS, READY
from neufit.domain.errors import Forbidden
from neufit.settings import StoreSettings

_PROBLEM = {"type", "title", "status", "detail", "errors"}


def _application() -> Chalice:
    """A small API that answers what it was asked."""
    api = Chalice(app_name="echo", configure_logs=False)

    def echo() -> Response:
        request = api.current_request
        body = {
            "query": dict(request.query_params or {}),
            "address": request.context["identity"]["sourceIp"],
            "size": len(request.raw_body),
        }
        return Response(json.dumps(body), headers={"Content-Type": "application/json", "Set-Cookie": ["a=1", "b=2"]})

    def fail() -> Response:
        raise RuntimeError

    api.route("/echo", methods=["GET"], name="get")(echo)
    api.route("/echo", methods=["POST"], name="post", content_types=[])(echo)
    api.route("/fail", methods=["GET"], name="fail")(fail)
    return api


class Backstage:
    """Stands for the relay, and for the cloud's word that it is ready. ``sent`` counts what the relay got rid of."""

    def __init__(self) -> None:
        self.sent = 0
        self.closed: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self.origin: str | None = None

    async def relay(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.origin = request.headers.get("Origin")
        async for message in socket:
            if message.data == "flood":
                for _ in range(400):
                    await socket.send_bytes(bytes(256 * 1024))
                    self.sent += 1
            elif message.data == "close":
                await socket.close(code=4003, message=b"not this one")
            elif message.type is WSMsgType.TEXT:
                await socket.send_str(f"heard {message.data}")
        if not self.closed.done():
            self.closed.set_result(socket.close_code)
        return socket


@pytest.fixture
async def backstage() -> Backstage:
    return Backstage()


@pytest.fixture
async def serve() -> AsyncIterator[Any]:
    """Serves applications on free ports: their origins."""
    runners: list[web.AppRunner] = []

    async def serve(application: web.Application, port: int = 0) -> str:
        runner = web.AppRunner(application)
        runners.append(runner)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port)
        await site.start()
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield serve
    for runner in reversed(runners):
        await runner.cleanup()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built web application."""
    (tmp_path / "site/assets").mkdir(parents=True)
    (tmp_path / "site/index.html").write_text("<title>NEUFIT</title>")
    (tmp_path / "site/assets/main-abc.js").write_text("1")
    (tmp_path / "secret.txt").write_text("not for you")
    return tmp_path / "site"


@pytest.fixture
async def origin(serve: Any, backstage: Backstage, site: Path, store_settings: StoreSettings) -> str:
    """A front over a real object store, a small API and a relay."""

    async def ready(_: web.Request) -> web.Response:
        return web.Response(status=204)

    async def pass_to_cloud(request: web.Request) -> web.StreamResponse:
        url = f"{store_settings.aws_endpoint}{request.raw_path}"
        async with (
            aiohttp.ClientSession(auto_decompress=False) as session,
            session.request(request.method, url, headers=request.headers, data=await request.read()) as answer,
        ):
            return web.Response(status=answer.status, headers=answer.headers, body=await answer.read())

    cloud = web.Application(client_max_size=2**28)
    cloud.router.add_get(READY, ready)
    cloud.router.add_route("*", "/{path:.*}", pass_to_cloud)
    relay = web.Application()
    relay.router.add_get("/relay/on-demand", backstage.relay)
    return await serve(
        build(
            _application(),
            site=site,
            cloud_endpoint=await serve(cloud),
            relay_endpoint=await serve(relay),
            origin="http://127.0.0.1",
        )
    )


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def _problem(answer: aiohttp.ClientResponse, status: int) -> dict[str, Any]:
    told: dict[str, Any] = await answer.json(content_type="application/problem+json")
    assert answer.status == status == told["status"]
    assert set(told) == _PROBLEM
    return told


async def test_the_page_answers_for_addresses_of_the_application(origin: str, browser: Any) -> None:
    """Any address without a file gets the page, always asked for anew, with the policy that the player needs."""
    for path in ("/", "/watch/01ABC", "/instructors/maya.flow"):
        answer = await browser.get(origin + path)
        assert (answer.status, await answer.text()) == (200, "<title>NEUFIT</title>")
        assert answer.headers["Cache-Control"] == "no-cache"
        policy = answer.headers["Content-Security-Policy"]
        assert "media-src 'self' blob:" in policy
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_hashed_files_are_kept_for_good_and_missing_ones_are_told(origin: str, browser: Any) -> None:
    """A script with a hash in its name never changes; a missing file is Not Found, never the page."""
    answer = await browser.get(f"{origin}/assets/main-abc.js")
    assert (answer.status, await answer.text()) == (200, "1")
    assert "immutable" in answer.headers["Cache-Control"]
    for path in ("/assets/old-123.js", "/favicon.png"):
        await _problem(await browser.get(origin + path), 404)


@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/a%00.txt"])
async def test_nothing_outside_the_site_is_served(origin: str, path: str) -> None:
    """However a path is written, it leads to no file outside the folder."""
    host, port = origin.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    assert b"not for you" not in answer
    assert answer.split(b" ")[1] in {b"200", b"400", b"404"}


async def test_unknown_routes_and_methods_of_the_api_are_problems(origin: str, browser: Any) -> None:
    """404 and 405 (with the methods that are known) in the same shape as every other error."""
    await _problem(await browser.get(f"{origin}/api/nothing"), 404)
    refused = await browser.delete(f"{origin}/api/echo")
    await _problem(refused, 405)
    assert refused.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


async def test_options_and_head_are_answered(origin: str, browser: Any) -> None:
    """OPTIONS names the methods; HEAD is GET without the body."""
    options = await browser.options(f"{origin}/api/echo")
    assert (options.status, options.headers["Allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    head = await browser.head(f"{origin}/api/echo")
    assert (head.status, await head.read()) == (200, b"")


async def test_requests_reach_the_api_as_api_gateway_sends_them(origin: str, browser: Any) -> None:
    """Query values decoded, the caller's address known, a chunked body whole, repeated headers of answers kept."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield bytes(1000)

    answer = await browser.post(f"{origin}/api/echo?q=a%20b", data=pieces())
    told = await answer.json()
    assert told == {"query": {"q": "a b"}, "address": "127.0.0.1", "size": 3000}
    assert answer.headers.getall("Set-Cookie") == ["a=1", "b=2"]


async def test_a_query_that_is_no_text_is_refused(origin: str, browser: Any) -> None:
    """Bytes that are not UTF-8 give 400 and reach nobody."""
    await _problem(await browser.get(URL(f"{origin}/api/echo?q=%ff%fe", encoded=True)), 400)


@pytest.mark.parametrize(
    ("size", "content_type", "status"),
    [
        (6 * 2**20, "application/json", 200),
        (6 * 2**20 + 1, "application/json", 413),
        (4_700_000, "image/png", 200),
        (4_720_000, "image/png", 413),
        (20 * 2**20, "video/mp4", 413),
    ],
)
async def test_bodies_beyond_a_functions_limit_are_refused(
    origin: str, browser: Any, size: int, content_type: str, status: int
) -> None:
    """More than Lambda takes gives a 413 that says how large files are sent; the sender gets to read it."""
    answer = await browser.post(
        f"{origin}/api/echo", data=io.BytesIO(bytes(size)), headers={"Content-Type": content_type}
    )
    if status == 200:
        assert (await answer.json())["size"] == size
    else:
        assert "presigned" in (await _problem(answer, 413))["detail"]


def _sign(origin: str, settings: StoreSettings, operation: str, seconds: int = 60, **params: Any) -> str:
    client = boto3.client(
        "s3",
        region_name=settings.region,
        endpoint_url=f"{origin}/s3",
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )
    params = {"Bucket": settings.media_bucket, **params}
    return client.generate_presigned_url(operation, Params=params, ExpiresIn=seconds)


def _encoded(url: str) -> URL:
    return URL(url, encoded=True)


async def test_signed_objects_are_written_and_read_in_ranges(
    origin: str, browser: Any, store_settings: StoreSettings
) -> None:
    """What was PUT to a signed address is read back, whole or in part, sandboxed whatever type it says it is."""
    content = os.urandom(300_000)
    put = _sign(origin, store_settings, "put_object", Key="work/a b/c.html")
    assert (await browser.put(_encoded(put), data=content, headers={"Content-Type": "text/html"})).status == 200
    get = _sign(origin, store_settings, "get_object", Key="work/a b/c.html")
    answer = await browser.get(_encoded(get))
    assert await answer.read() == content
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    part = await browser.get(_encoded(get), headers={"Range": "bytes=1000-1999"})
    assert (part.status, await part.read()) == (206, content[1000:2000])
    assert part.headers["Content-Range"] == "bytes 1000-1999/300000"
    assert (await browser.get(_encoded(get), headers={"Range": "bytes=400000-"})).status == 416


async def test_only_signed_addresses_reach_objects(origin: str, browser: Any, store_settings: StoreSettings) -> None:
    """Unsigned, changed, expired or used with another method: refused; a missing object is told as a problem."""
    get = _sign(origin, store_settings, "get_object", Key="work/secret")
    other = get.replace("work/secret", "work/other")
    longer = get.replace("X-Amz-Expires=60", "X-Amz-Expires=6000")
    late = _sign(origin, store_settings, "get_object", -1, Key="work/secret")
    for url in (get.partition("?")[0], other, longer, late, get[:-1] + ("0" if get[-1] != "0" else "1")):
        await _problem(await browser.get(_encoded(url)), 403)
    await _problem(await browser.put(_encoded(get), data=b"x"), 403)
    await _problem(await browser.delete(_encoded(get)), 405)
    await _problem(await browser.get(_encoded(get)), 404)


async def test_a_request_larger_than_any_part_is_refused(
    origin: str, browser: Any, store_settings: StoreSettings
) -> None:
    """Uploads come in parts; what claims to be larger than any of them is refused before it is read."""
    put = _sign(origin, store_settings, "put_object", Key="work/large")

    async def nothing() -> AsyncIterator[bytes]:
        yield b""

    answer = await browser.put(_encoded(put), data=nothing(), headers={"Content-Length": str(65 * 2**20)})
    await _problem(answer, 413)


async def test_messages_pass_both_ways_and_the_close_code_comes_through(
    origin: str, browser: Any, backstage: Backstage
) -> None:
    """The browser speaks with the relay as if directly, with its origin; a refusal keeps its code and reason."""
    async with browser.ws_connect(f"{origin}/relay/on-demand", headers={"Origin": "http://a.example"}) as socket:
        await socket.send_str("hello")
        assert (await socket.receive()).data == "heard hello"
        assert backstage.origin == "http://a.example"
        await socket.send_str("close")
        closing = await socket.receive()
        assert (closing.type, closing.data, closing.extra) == (WSMsgType.CLOSE, 4003, "not this one")


async def test_the_relay_learns_that_a_browser_went_away(origin: str, browser: Any, backstage: Backstage) -> None:
    """A closed tab closes the socket towards the relay too, with the browser's code."""
    socket = await browser.ws_connect(f"{origin}/relay/on-demand")
    await socket.close(code=1001)
    assert await asyncio.wait_for(backstage.closed, 20) == 1001


async def test_a_cut_connection_is_no_goodbye(origin: str, browser: Any, backstage: Backstage) -> None:
    """A browser whose network broke closes the socket towards the relay with 1014, not as one that goes."""
    socket = await browser.ws_connect(f"{origin}/relay/on-demand")
    socket._response.connection.transport.abort()
    assert await asyncio.wait_for(backstage.closed, 20) == 1014


async def test_a_browser_that_does_not_read_holds_up_the_relay(origin: str, browser: Any, backstage: Backstage) -> None:
    """Nothing is piled up in between: of 100 MB for a browser that reads nothing most are never sent."""
    async with browser.ws_connect(f"{origin}/relay/on-demand", max_msg_size=0) as socket:
        await socket.send_str("flood")
        seen = -1
        while backstage.sent != seen:  # until nothing has moved for a while
            seen = backstage.sent
            await asyncio.wait({asyncio.create_task(asyncio.Event().wait())}, timeout=1)
        assert 0 < backstage.sent < 200


async def test_the_relays_address_is_for_sockets_only(origin: str, browser: Any) -> None:
    """A plain request is told so."""
    await _problem(await browser.get(f"{origin}/relay/on-demand"), 426)


async def test_a_silent_neighbour_is_unavailable_not_a_failure(serve: Any, site: Path, browser: Any) -> None:
    """While the relay does not run, its address says so and when to try again."""

    async def ready(_: web.Request) -> web.Response:
        return web.Response(status=204)

    cloud = web.Application()
    cloud.router.add_get(READY, ready)
    front = build(
        _application(),
        site=site,
        cloud_endpoint=await serve(cloud),
        relay_endpoint="http://127.0.0.1:9",
        origin="http://x",
    )
    origin = await serve(front)
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await browser.ws_connect(f"{origin}/relay/on-demand")
    assert refused.value.status == 503
    assert refused.value.headers["Retry-After"]


@pytest.mark.parametrize(
    ("named", "status", "location"),
    [
        ("http://198.51.100.1:9000", 307, "http://198.51.100.1:9000/live?a=1"),
        ("http://127.0.0.1:9000", 200, None),
        ("https://gym.example", 200, None),
    ],
)
async def test_the_loopback_leads_to_the_origin(
    serve: Any, site: Path, browser: Any, named: str, status: int, location: str | None
) -> None:
    """A page there could use no socket. Behind a proxy that makes the origin secure any name will do."""

    async def ready(_: web.Request) -> web.Response:
        return web.Response(status=204)

    cloud = web.Application()
    cloud.router.add_get(READY, ready)
    endpoint = await serve(cloud)
    front = build(_application(), site=site, cloud_endpoint=endpoint, relay_endpoint="http://127.0.0.1:9", origin=named)
    answer = await browser.get(f"{await serve(front)}/live?a=1", allow_redirects=False)
    assert (answer.status, answer.headers.get("Location")) == (status, location)


def test_a_signature_is_alive_between_its_two_moments(store_settings: StoreSettings) -> None:
    """Before it was made (beyond what clocks may differ) and after its time the same address is refused."""
    url = _sign("http://host:1", store_settings, "get_object", 60, Key="k")
    target, headers = url.removeprefix("http://host:1"), {"host": "host:1"}
    now = datetime.now(UTC)
    secret = CREDENTIALS["AWS_SECRET_ACCESS_KEY"]
    check_signature("GET", target, headers, secret, now)
    for moment in (now.replace(year=now.year - 1), now.replace(year=now.year + 1)):
        with pytest.raises(Forbidden):
            check_signature("GET", target, headers, secret, moment)
    with pytest.raises(Forbidden):
        check_signature("GET", target, {"host": "other"}, secret, now)
