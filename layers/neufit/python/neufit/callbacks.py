"""Delivers events to the addresses that clients named, without becoming a way into our own network.

The name is resolved once, every address that it has must be public, and the connection is made to the checked address:
nothing is resolved a second time, so a name that answers differently later (DNS rebinding) gains nothing. The
certificate is checked against the name. Redirects are not followed. The whole exchange has a deadline and the answer is
not read beyond its first line and headers.
"""

import http.client
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Sequence

from neufit.clock import Clock
from neufit.contracts.callbacks import SIGNATURE_HEADER, CallbackEvent, sign_body
from neufit.domain.callback import PORTS, Endpoint, endpoint_of, is_public
from neufit.signing import Signer

log = logging.getLogger(__name__)

CONNECT_SECONDS = 3.0
DEADLINE_SECONDS = 8.0
_TRY_AGAIN = frozenset({408, 425, 429})

Resolve = Callable[[str, int], Sequence[str]]
"""All IP addresses of a host. Raises OSError when it has none."""

Connect = Callable[[str, int, float], socket.socket]
"""A TCP connection to (IP address, port) within seconds. Raises OSError."""


class CallbackRefused(Exception):
    """The event can't be delivered, now or later; the message says why and holds nothing of the address."""


class CallbackFailed(Exception):
    """The receiver did not take the event this time."""


def resolve(host: str, port: int) -> Sequence[str]:
    """All addresses that the system's resolver knows."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """A TCP connection."""
    return socket.create_connection((address, port), timeout=seconds)


class _CheckedConnection(http.client.HTTPSConnection):
    """HTTPS over a socket that is connected to a checked address already."""

    def __init__(self, endpoint: Endpoint, plain: socket.socket, tls: ssl.SSLContext) -> None:
        super().__init__(endpoint.host, endpoint.port, context=tls)
        self._plain = plain
        self._tls = tls

    def connect(self) -> None:
        """Only the handshake is left to do; the certificate must be that of the name."""
        self.sock = self._tls.wrap_socket(self._plain, server_hostname=self.host)


class CallbackSender:
    """Posts signed events. ``resolver`` and ``connector`` are how names and addresses are reached."""

    def __init__(
        self,
        signer: Signer,
        clock: Clock,
        *,
        resolver: Resolve = resolve,
        connector: Connect = connect,
        tls: ssl.SSLContext | None = None,
        ports: frozenset[int] = PORTS,
        deadline: float = DEADLINE_SECONDS,
    ) -> None:
        self._signer = signer
        self._clock = clock
        self._resolve = resolver
        self._connect = connector
        self._tls = tls or ssl.create_default_context()
        self._ports = ports
        self._deadline = deadline

    def send(self, event: CallbackEvent) -> None:
        """Deliver an event once. Raise CallbackRefused when it never can be, CallbackFailed to try again later."""
        try:
            endpoint = endpoint_of(event.url, ports=self._ports)
        except ValueError as error:
            raise CallbackRefused(f"the address {error}") from None
        status = self._post(endpoint, self._checked_address(endpoint), event)
        if 200 <= status < 300:
            return
        if 300 <= status < 400:
            raise CallbackRefused("the receiver redirects, which is not followed")
        if status >= 500 or status in _TRY_AGAIN:
            raise CallbackFailed(f"the receiver answered {status}")
        raise CallbackRefused(f"the receiver answered {status}")

    def _checked_address(self, endpoint: Endpoint) -> str:
        """One address of the host. One that isn't public among them is enough to refuse the name."""
        try:
            addresses = self._resolve(endpoint.host, endpoint.port)
        except OSError:
            raise CallbackFailed("the name is not known") from None
        if not addresses:
            raise CallbackFailed("the name has no address")
        if not all(is_public(address) for address in addresses):
            raise CallbackRefused("the name leads to an address that is not public")
        return addresses[0]

    def _post(self, endpoint: Endpoint, address: str, event: CallbackEvent) -> int:
        body = event.body()
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "NEUFIT-Callback/1",
            "Connection": "close",
            SIGNATURE_HEADER: sign_body(event.event_id, body, self._clock(), self._signer),
        }
        try:
            plain = self._connect(address, endpoint.port, CONNECT_SECONDS)
        except OSError:
            raise CallbackFailed("the receiver can't be reached") from None
        # A receiver that answers a byte at a time would outlast every timeout of single reads. The wire is cut by a
        # second handle on it: TLS takes the first one over.
        wire = plain.dup()
        late = threading.Event()
        timer = threading.Timer(self._deadline, _cut, [wire, late])
        timer.daemon = True
        timer.start()
        connection = _CheckedConnection(endpoint, plain, self._tls)
        try:
            connection.request("POST", endpoint.target, body, headers)
            status = connection.getresponse().status
        except ssl.SSLCertVerificationError:
            raise CallbackRefused("the certificate is not valid for the name") from None
        except (OSError, http.client.HTTPException):
            raise CallbackFailed("the receiver did not answer") from None
        finally:
            timer.cancel()
            connection.close()
            plain.close()
            wire.close()
        if late.is_set():
            raise CallbackFailed("the receiver took too long")
        return status


def _cut(wire: socket.socket, late: threading.Event) -> None:
    """End a connection under the hands of whoever reads from it."""
    late.set()
    try:
        wire.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
