"""Things that are asked for often and done at most every so often."""

import asyncio
from collections.abc import Callable


class Pause:
    """Does something when it is asked for, at once or when some seconds have passed since the last time."""

    def __init__(self, seconds: float, work: Callable[[], None]) -> None:
        self._seconds = seconds
        self._work = work
        self._last = float("-inf")
        self._handle: asyncio.TimerHandle | None = None

    def request(self) -> None:
        """Do it, soon. Asked for several times meanwhile, it is done once."""
        if self._handle is None:
            loop = asyncio.get_running_loop()
            self._handle = loop.call_at(max(loop.time(), self._last + self._seconds), self._do)

    def cancel(self) -> None:
        """Don't do it."""
        if self._handle is not None:
            self._handle.cancel()

    def _do(self) -> None:
        self._handle = None
        self._last = asyncio.get_running_loop().time()
        self._work()
