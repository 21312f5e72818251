"""The relay put together: what is made once for the process, and its routes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from media_relay.live.media import MediaPlane
from media_relay.live.service import Live
from media_relay.metrics import CONTENT_TYPE, Metrics, watch_loop
from media_relay.on_demand.cache import SegmentCache
from media_relay.on_demand.objects import ObjectReader, s3_client
from media_relay.on_demand.publication import Library
from media_relay.on_demand.service import OnDemand
from media_relay.recording.service import Recordings
from media_relay.recording.storage import RecordingStorage
from media_relay.rooms.log import InProcessLogs
from media_relay.rooms.valkey_log import ValkeyLogs
from media_relay.settings import RelaySettings
from media_relay.signalling.admission import Admission
from media_relay.signalling.closing import Restarting
from media_relay.signalling.edge import Edge
from media_relay.suspensions import Suspensions
from media_relay.tasks import end
from neufit.clock import Clock, system_clock
from neufit.contracts import live, on_demand
from neufit.signing import Verifier

ON_DEMAND_PATH = "/relay/on-demand"
LIVE_PATH = "/relay/live"


@dataclass(frozen=True)
class Relay:
    """The process's parts that others ask about: the web application, and what ends it in good order."""

    application: web.Application
    metrics: Metrics
    admission: Admission
    edges: tuple[Edge, ...]

    async def drain(self, seconds: float) -> None:
        """Take no more connections, send those that are there elsewhere, and wait for them at most so long."""
        for edge in self.edges:
            edge.draining = True
        with suppress(TimeoutError):
            await asyncio.wait_for(self.admission.clear(Restarting("The relay restarts. Connect again.")), seconds)


def build(settings: RelaySettings, plane: MediaPlane, clock: Clock = system_clock) -> Relay:
    """Make the relay for these settings. The media plane is opened and closed with the application."""
    metrics = Metrics()
    reader = ObjectReader(s3_client(settings), settings.media_bucket, metrics)
    cache = SegmentCache(reader.read, settings.cache_bytes, metrics)
    verifier = Verifier(settings.ticket_key)
    admission = Admission(
        verifier,
        clock,
        connections=settings.relay_connections,
        per_viewer=settings.relay_connections_per_viewer,
    )
    edge = Edge(admission, metrics, origins=settings.origins, largest_message=on_demand.MAX_TEXT_BYTES)
    live_edge = Edge(admission, metrics, origins=settings.origins, largest_message=live.MAX_TEXT_BYTES)
    hello_seconds = settings.relay_hello_seconds
    streams = OnDemand(admission, Library(reader.read, cache), metrics, hello_seconds=hello_seconds)
    logs = InProcessLogs(clock) if settings.valkey_url is None else ValkeyLogs(settings.valkey_url)
    storage = RecordingStorage(s3_client(settings), settings.media_bucket, metrics)
    recordings = Recordings(storage, verifier, metrics, logs.now, relay=settings.name)
    sessions = Live(
        admission,
        logs,
        plane,
        metrics,
        clock,
        recordings=recordings,
        relay=settings.name,
        hello_seconds=hello_seconds,
    )

    suspensions = Suspensions(reader, verifier, admission, clock)

    async def health(_: web.Request) -> web.Response:
        if edge.draining:
            return web.json_response({"status": "draining"}, status=503)
        return web.json_response({"status": "ok"})

    async def numbers(_: web.Request) -> web.Response:
        sessions.measure()
        return web.Response(body=metrics.render().encode(), headers={"Content-Type": CONTENT_TYPE})

    async def life(_: web.Application) -> AsyncIterator[None]:
        await plane.open()
        watches = [asyncio.create_task(watch_loop(metrics)), asyncio.create_task(suspensions.watch())]
        yield
        await end(watches)
        await sessions.close()
        await logs.close()
        await plane.close()
        await cache.close()
        reader.close()

    application = web.Application()
    application.router.add_get(ON_DEMAND_PATH, edge.handler(streams.converse))
    application.router.add_get(LIVE_PATH, live_edge.handler(sessions.converse))
    application.router.add_get("/healthz", health)
    application.router.add_get("/metrics", numbers)
    application.cleanup_ctx.append(life)
    return Relay(application, metrics, admission, (edge, live_edge))
