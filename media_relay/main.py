"""The relay's program: settings, server, and a good end on SIGTERM or SIGINT."""

import asyncio
import gc
import logging
import os
import signal
import sys

from aiohttp import web

from media_relay.application import build
from media_relay.rtc.plane import MediaPlane
from media_relay.settings import RelaySettings
from neufit.logs import configure_logs
from neufit.settings import SettingsError

log = logging.getLogger(__name__)

DRAIN_SECONDS = 5.0
BACKLOG = 512


class PortTaken(Exception):
    """A port can't be had; the message says which, why, and which setting names it."""

    def __init__(self, setting: str, where: str, error: OSError) -> None:
        reason = os.strerror(error.errno) if error.errno else "no such address"
        super().__init__(f"The relay can't listen on {where} ({reason}): set {setting} to a free port.")


async def serve(settings: RelaySettings) -> None:
    """Serve until SIGTERM or SIGINT, then drain. Raise PortTaken."""
    plane = MediaPlane(settings.rtc_bind, settings.rtc_port, settings.media_addresses)
    relay = build(settings, plane)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    runner = web.AppRunner(relay.application, access_log=None, shutdown_timeout=1.0)
    try:
        await runner.setup()
    except OSError as error:
        raise PortTaken("NEUFIT_RTC_PORT", f"UDP {settings.rtc_bind}:{settings.rtc_port}", error) from None
    try:
        site = web.TCPSite(runner, settings.relay_bind, settings.relay_port, backlog=BACKLOG)
        try:
            await site.start()
        except OSError as error:
            where = f"{settings.relay_bind}:{settings.relay_port}"
            raise PortTaken("NEUFIT_RELAY_PORT", where, error) from None
        # What was loaded stays: without it the collector's look at all objects, in which media waits, takes
        # milliseconds and not tens of them.
        gc.collect()
        gc.freeze()
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
    except SettingsError as error:
        sys.stderr.write(f"The relay can't start: {error}\n")
        return 2
    configure_logs()
    # It tells at every start where its credentials come from.
    logging.getLogger("botocore").setLevel(logging.WARNING)
    try:
        asyncio.run(serve(settings))
    except PortTaken as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0
