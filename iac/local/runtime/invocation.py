"""One invocation of a function, reported the way Lambda reports it."""

import importlib
import json
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

Handler = Callable[[dict[str, Any], "Context"], Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """``payload`` is JSON text: what the handler returned; ``{errorType, errorMessage, stackTrace}`` when ``failed``.

    State machines catch by ``errorType``, the bare name of the exception's class.
    """

    payload: str
    failed: bool


class Context:
    """What Lambda tells a handler about its invocation."""

    def __init__(self, function_name: str, request_id: str, memory_mb: int, timeout_s: float) -> None:
        self.function_name = function_name
        self.aws_request_id = request_id
        self.memory_limit_in_mb = memory_mb
        self.function_version = "$LATEST"
        self._deadline = monotonic() + timeout_s

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the function is ended."""
        return max(0, int((self._deadline - monotonic()) * 1000))


def failure(kind: str, message: str, stack: list[str] | None = None) -> Outcome:
    """The outcome of an invocation that ended with an error named ``kind``."""
    return Outcome(json.dumps({"errorType": kind, "errorMessage": message, "stackTrace": stack or []}), failed=True)


def run(handler: str, event: Mapping[str, Any], context: Context) -> Outcome:
    """Call the handler ``module:function``; whatever it raises becomes a failed outcome."""
    module, _, name = handler.partition(":")
    try:
        found: Handler = getattr(importlib.import_module(module), name)
        return Outcome(json.dumps(found(dict(event), context)), failed=False)
    except Exception as error:  # noqa: BLE001  # the runtime's boundary, as on Lambda: no error leaves it
        return failure(type(error).__name__, str(error), traceback.format_tb(error.__traceback__))
