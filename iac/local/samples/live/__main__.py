"""``python -m iac.local.samples.live``: the live class as a process. It runs until SIGTERM."""

import asyncio
import signal
import sys

from aiohttp import ClientSession

from iac.local.samples.clips import render
from iac.local.samples.live.people import COMPANY, VIDEO, Customer, Host, Instructor
from iac.local.samples.live.recording import Recording, record
from iac.local.settings import LocalSettings


async def hold(settings: LocalSettings) -> None:
    """Record what is shown, once, and be in class until somebody asks to end."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    folder = settings.state / "live" / VIDEO.clip.name
    await asyncio.to_thread(lambda: record(render(VIDEO.clip, settings.state / "clips"), folder))
    async with ClientSession() as session:
        host = Host(settings.front_endpoint, session)
        people = [Instructor(host, lambda began: Recording(folder, began))]
        tasks = [asyncio.create_task(person.run()) for person in people]
        tasks += [asyncio.create_task(Customer(host, place).run()) for place in range(len(COMPANY))]
        ending = asyncio.create_task(stop.wait())
        done, _ = await asyncio.wait({ending, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        for task in (ending, *tasks):
            task.cancel()
        await asyncio.gather(ending, *tasks, return_exceptions=True)
        for task in done - {ending}:
            task.result()


def main() -> int:
    """Hold classes."""
    asyncio.run(hold(LocalSettings.from_environment()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
