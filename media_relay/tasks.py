"""Ending tasks, for good."""

import asyncio
from collections.abc import Iterable
from typing import Any

AGAIN_SECONDS = 0.2


async def end(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """Cancel tasks and wait until they have ended, however they do.

    A task may miss being cancelled: before Python 3.12 ``asyncio.wait_for`` swallows it when what it waits for is ready
    in the same moment (bpo-37658), and libraries wait like that. So it is said again.
    """
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        done, pending = await asyncio.wait(pending, timeout=AGAIN_SECONDS)
        for task in done:
            if not task.cancelled():
                task.exception()
