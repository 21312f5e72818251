"""The relay's program: settings, server, and a good end on SIGTERM or SIGINT."""

import asyncio
import logging
import signal
import sys

from aiohttp import web

from media_relay.application import Relay, build
from media_relay.settings import RelaySettings
from neufit.logs import configure_logs
from neufit.settings import SettingsError

log = logging.getLogger(__name__)

DRAIN_SECONDS = 5.0
BACKLOG = 512


async def serve(relay: Relay, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT, then drain. Raise OSError when the port can't be had."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    runner = web.AppRunner(relay.application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port, backlog=BACKLOG)
        await site.start()
        log.info("the relay listens", extra={"addresses": [f"{name[0]}:{name[1]}" for name in runner.addresses]})
        await stop.wait()
        log.info("the relay drains", extra={"connections": len(relay.admission)})
        await relay.drain(DRAIN_SECONDS)
    finally:
        await runner.cleanup()
    log.info("the relay has stopped")


def main() -> int:
    """Run the relay; return the exit status."""
    try:
        settings = RelaySettings.from_environment()
        relay = build(settings)
    except (SettingsError, ValueError) as error:
        sys.stderr.write(f"The relay can't start: {error}\n")
        return 2
    configure_logs()
    try:
        asyncio.run(serve(relay, settings.relay_bind, settings.relay_port))
    except OSError as error:
        where = f"{settings.relay_bind}:{settings.relay_port}"
        reason = error.strerror or "it can't be used"
        sys.stderr.write(f"The relay can't listen on {where} ({reason}): set NEUFIT_RELAY_PORT to a free port.\n")
        return 1
    return 0
