"""The local cloud as a process: moto with our state, our functions and our resources."""

import io
import logging
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from iac.local.aws import Application, CloudServer, Environ, StartResponse, moto_application
from iac.local.bodies import BodyStore, keep_bodies_in
from iac.local.bootstrap import bootstrap, client
from iac.local.event_source import EventSource
from iac.local.functions import Functions
from iac.local.hooks import run_functions, share_clients
from iac.local.invocation import Outcome
from iac.local.settings import CALLBACKS, READY, LocalSettings
from iac.local.state import Keeper, StateFile, UnreadableState, put_back
from neufit.logs import configure_logs
from neufit.settings import StoreSettings
from stepfunctions.functions import QUEUE

log = logging.getLogger(__name__)

EVENT_SOURCES = {QUEUE: "start", CALLBACKS: "callbacks"}
"""Which function works off which queue."""

_WRITES = frozenset({"PUT", "POST", "DELETE"})
_READS = ("Get", "Query", "BatchGet", "TransactGet", "Describe", "List", "Receive")
"""How operations begin that change nothing; requests without a target are Lambda's and readers of objects."""

_JSON_SERVICES = ("/2015-03-31/",)
"""Paths of services that speak REST and are not the object store: Lambda."""


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


class LocalCloud:
    """Everything of the cloud process, started and ended together."""

    def __init__(self, settings: StoreSettings, port: int, folder: Path) -> None:
        self._settings = settings
        self._file = StateFile(folder / "state.pickle")
        self._bodies = BodyStore(folder / "objects")
        keep_bodies_in(self._bodies)
        self._functions = Functions()
        run_functions(self._invoke)
        share_clients()
        self._writes = ObjectWrites(moto_application(), self._changed)
        self._readiness = Readiness(self._writes)
        self._server = CloudServer(port=port, application=self._readiness)
        self._keeper = Keeper(
            self._file, self._bodies, settings.region, [self._server.database.lock, self._writes.lock]
        )

    def _changed(self) -> None:
        self._keeper.changed()

    def _invoke(self, name: str, event: Mapping[str, Any]) -> Outcome:
        return self._functions.invoke(name.removeprefix(self._settings.table_prefix), event)

    def start(self) -> None:
        """Serve; make the resources and give them back what they held. Raise UnreadableState."""
        snapshot = self._file.read()
        self._server.start()
        bootstrap(self._settings)
        queue = f"{self._settings.table_prefix}{QUEUE}"
        if snapshot is not None:
            put_back(snapshot, self._settings.region, queue)
            self._bodies.sweep_strays()
        self._keeper.start()
        self._readiness.reached.set()
        sqs = client(self._settings, "sqs")
        for name, function in EVENT_SOURCES.items():
            url = sqs.get_queue_url(QueueName=f"{self._settings.table_prefix}{name}")["QueueUrl"]
            EventSource(sqs, url, partial(self._functions.invoke, function)).start()

    def stop(self) -> None:
        """End functions and server; keep what is there."""
        self._keeper.stop()
        self._functions.close()


def main() -> int:
    """Run until SIGTERM. Says ``ready`` on standard output once it can be used."""
    configure_logs("WARNING")
    settings = LocalSettings.from_environment()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    cloud = LocalCloud(settings, settings.cloud_port, settings.state)
    try:
        cloud.start()
    except UnreadableState as error:
        sys.stderr.write(f"The state in {settings.state} can't be read ({error}); `make clean` drops it.\n")
        return 1
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    ended.wait()
    cloud.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
