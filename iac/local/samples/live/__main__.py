"""``python -m iac.local.samples.live``: the live class as a process. It runs until SIGTERM.

It says ``ready`` once there is a class to see, or could be none at the first try.
"""

import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path

from aiohttp import ClientSession
from urllib3.exceptions import HTTPError

from iac.local.samples.api import Refused
from iac.local.samples.live.classes import Classes
from iac.local.samples.live.footage import COMPANY, Footage
from iac.local.samples.live.people import Customer, Host, Instructor
from iac.local.samples.progress import finished
from iac.local.samples.topics import set_up_topics
from iac.local.settings import LocalSettings


async def hold(settings: LocalSettings, stage: Path, homes: list[Path | None]) -> None:
    """Be in class until somebody asks to end; then end it for all."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    classes = Classes(settings)
    async with ClientSession() as session:
        host = Host(settings, session)
        instructor = Instructor(host, classes, stage)
        customers = [Customer(host, place, home) for place, home in enumerate(homes)]
        visits = [instructor.run(), *(customer.run() for customer in customers)]
        tasks = [asyncio.create_task(visit) for visit in visits]
        telling = asyncio.create_task(_tell(instructor.tried))
        ending = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait({ending, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        await instructor.end()
        for task in (ending, telling, *tasks):
            task.cancel()
        await asyncio.gather(ending, telling, *tasks, return_exceptions=True)
        for task in done - {ending}:
            task.result()
        with suppress(Refused, HTTPError):  # the front may be gone already: the next start ends it then
            await asyncio.to_thread(classes.end)


async def _tell(tried: asyncio.Event) -> None:
    await tried.wait()
    sys.stdout.write("ready\n")
    sys.stdout.flush()


def main() -> int:
    """Record what is shown, once, and hold classes."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # what records ends with us
    settings = LocalSettings.from_environment()
    if not finished(settings.state):
        set_up_topics(settings)
    footage = Footage(settings.state)
    stage = footage.stage()
    homes = [footage.home(place) for place in range(len(COMPANY))]
    asyncio.run(hold(settings, stage, homes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
