"""A rule of EventBridge: calls a function again and again."""

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from iac.local.runtime.invocation import Outcome

log = logging.getLogger(__name__)


class Schedule:
    """Calls one function from a thread, so many seconds after the call before was answered."""

    def __init__(self, seconds: float, invoke: Callable[[Mapping[str, Any]], Outcome]) -> None:
        self._seconds = seconds
        self._invoke = invoke
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="schedule", daemon=True)

    def start(self) -> None:
        """Begin; the first call comes after the first pause."""
        self._thread.start()

    def stop(self) -> None:
        """Call no more; the call under way is finished."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(self._seconds):
            outcome = self._invoke({"source": "aws.events", "detail-type": "Scheduled Event"})
            if outcome.failed and not self._ended.is_set():
                log.error("a scheduled call failed", extra={"outcome": outcome.payload})
