"""AWS on one machine: moto behind a threaded WSGI server that keeps DynamoDB's promises.

moto answers from one process. Its DynamoDB is not thread-safe (of two transactions that exclude each other both may
win), so requests for DynamoDB pass one at a time. Everything else runs in parallel: state machines, objects, polls.
"""

import os
import sys
import threading
from typing import Self

from moto.core.config import default_user_config
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import ThreadedWSGIServer

from iac.local.cloud.middleware import Application, LockedDynamoDB
from iac.local.cloud.part_checksums import PartChecksums
from iac.local.cloud.transactions import share_items


class _Handler(MotoRequestHandler):  # type: ignore[misc]  # moto publishes no types
    """Quiet, and without the delays of small writes: headers and body leave together, Nagle's algorithm is off."""

    disable_nagle_algorithm = True
    wbufsize = 64 * 1024
    protocol_version = "HTTP/1.1"

    def handle_expect_100(self) -> bool:
        """Let the client send its body now: left in the buffer, the word would cost it a second of waiting."""
        answer = super().handle_expect_100()
        self.wfile.flush()
        return bool(answer)

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing: one line for each of thousands of requests helps nobody."""


class _Server(ThreadedWSGIServer):  # type: ignore[misc]  # skipped in mypy's settings, as moto is
    request_queue_size = 512
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up: readers of video do once they have what they wanted."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def moto_application() -> Application:
    """All services of moto in one WSGI application, told apart by the signature's scope."""
    share_items()
    return PartChecksums(DomainDispatcherApplication(create_backend_app))


class CloudServer:
    """The local cloud: ``with CloudServer() as cloud: ... cloud.endpoint``. Port 0 picks a free one."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0, application: Application | None = None) -> None:
        self.database = LockedDynamoDB(application or moto_application())
        self._server = _Server(host, port, self.database, handler=_Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, name="cloud", daemon=True)
        self.host, self.port = host, int(self._server.server_port)

    @property
    def endpoint(self) -> str:
        """Where clients reach it."""
        return f"http://{self.host}:{self.port}"

    def start(self) -> Self:
        """Serve from a thread. State machines really execute and find their way back to this server."""
        os.environ["MOTO_PORT"] = str(self.port)  # moto's own setting, which it reads at every use
        default_user_config["stepfunctions"] = {"execute_state_machine": True}
        self._thread.start()
        return self

    def stop(self) -> None:
        """Take no more requests and wait for the server's thread."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
