"""WSGI middleware between clients and moto: what takes turns, and whether everything is there by now."""

import io
import threading
from collections.abc import Callable, Iterable
from typing import Any

from iac.local.settings import READY

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_WRITES = frozenset({"PUT", "POST", "DELETE"})
_READS = ("Get", "Query", "BatchGet", "TransactGet", "Describe", "List", "Receive")
"""How operations begin that change nothing; requests without a target are Lambda's and readers of objects."""

_JSON_SERVICES = ("/2015-03-31/",)
"""Paths of services that speak REST and are not the object store: Lambda."""


class LockedDynamoDB:
    """WSGI middleware: one DynamoDB request at a time."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self.lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; those whose target is DynamoDB wait for their turn."""
        if environ.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB"):
            with self.lock:
                return list(self._application(environ, start_response))
        return self._application(environ, start_response)


class ObjectWrites:
    """WSGI middleware: writes to the object store one at a time, so that a snapshot never sees half of one.

    The body is read before the turn is taken, so a slow sender holds up nobody.
    """

    def __init__(self, application: Application, changed: Callable[[], None]) -> None:
        self._application = application
        self._changed = changed
        self.lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if not self._concerns(environ):
            answer = self._application(environ, start_response)
            operation = environ.get("HTTP_X_AMZ_TARGET", "").partition(".")[2]
            if operation and not operation.startswith(_READS):
                self._changed()
            return answer
        if environ.get("CONTENT_LENGTH"):
            body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            environ["wsgi.input"] = io.BytesIO(body)
        with self.lock:
            answer = list(self._application(environ, start_response))
        self._changed()
        return answer

    @staticmethod
    def _concerns(environ: Environ) -> bool:
        return (
            environ["REQUEST_METHOD"] in _WRITES
            and "HTTP_X_AMZ_TARGET" not in environ
            and not environ.get("PATH_INFO", "").startswith(_JSON_SERVICES)
            and not environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded")
        )


class Readiness:
    """WSGI middleware: tells who asks at ``READY`` whether everything is made and put back by now."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self.reached = threading.Event()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ.get("PATH_INFO") != READY:
            return self._application(environ, start_response)
        status = "204 No Content" if self.reached.is_set() else "503 Service Unavailable"
        start_response(status, [("Content-Length", "0")])
        return []
