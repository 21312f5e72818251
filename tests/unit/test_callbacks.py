"""Sending events: to checked addresses only, once, within limits. The receiver is a real HTTPS server."""

import datetime as dt
import http.server
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from neufit.callbacks import CallbackFailed, CallbackRefused, CallbackSender
from neufit.contracts.callbacks import AUDIENCE, SIGNATURE_HEADER, CallbackEvent, body_hash
from neufit.signing import PemSigner, Verifier, new_private_key

HOST = "hooks.example.com"
PUBLIC = "93.184.216.34"


@dataclass
class Receiver:
    """An HTTPS server on the loopback that keeps what it got and answers as told."""

    port: int
    certificate: Path
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answer: Callable[[Any], None] = lambda request: request.send_response(200)


def _certificate(folder: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(HOST), x509.IPAddress(ipaddress.ip_address(PUBLIC))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, private


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    certificate, private = _certificate(tmp_path)

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.requests.append((self.path, dict(self.headers.items()), body))
            got.answer(self)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Quiet(http.server.ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up is what some tests are about."""

    server = Quiet(("127.0.0.1", 0), Handler)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, private)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    got = Receiver(server.server_port, certificate)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield got
    server.shutdown()
    server.server_close()
    thread.join()


@dataclass
class Network:
    """Names and the wire: what names resolve to, and to which addresses connections were made."""

    receiver: Receiver
    names: dict[str, list[list[str]]] = field(default_factory=lambda: {HOST: [[PUBLIC]]})
    connected: list[tuple[str, int]] = field(default_factory=list)
    resolved: int = 0

    def resolve(self, host: str, _port: int) -> list[str]:
        """The next answer for a name; the last one stays."""
        self.resolved += 1
        try:
            answers = self.names[host]
        except KeyError:
            raise OSError("unknown name") from None
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        """The receiver stands behind every public address; any other is the loopback's own."""
        self.connected.append((address, port))
        return socket.create_connection(("127.0.0.1", self.receiver.port), timeout=seconds)


SIGNER = PemSigner(new_private_key())


def sender(network: Network, **limits: Any) -> CallbackSender:
    tls = ssl.create_default_context(cafile=str(network.receiver.certificate))
    return CallbackSender(
        SIGNER,
        lambda: datetime.now(UTC),
        resolver=network.resolve,
        connector=network.connect,
        tls=tls,
        **limits,
    )


def event(url: str = f"https://{HOST}/hook?room=7") -> CallbackEvent:
    return CallbackEvent(
        event_id="e-1",
        url=url,
        event="stream.started",
        media_id="m-1",
        stream="s-1",
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_an_event_arrives_signed(receiver: Receiver) -> None:
    """The receiver can check with our public key that the body came from us, and tell a repetition by its id."""
    network = Network(receiver)
    sender(network).send(event())
    (path, headers, body) = receiver.requests[0]
    assert path == "/hook?room=7"
    assert headers["Host"] == HOST
    told = json.loads(body)
    assert (told["event"], told["eventId"], told["mediaId"]) == ("stream.started", "e-1", "m-1")
    assert told["message"]
    claims = Verifier(SIGNER.public_pem).verify(headers[SIGNATURE_HEADER], audience=AUDIENCE)
    assert (claims["jti"], claims["bdy"]) == ("e-1", body_hash(body))
    assert network.connected == [(PUBLIC, 443)]


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["10.0.0.5"],
        ["::1"],
        ["::ffff:10.0.0.5"],
        ["64:ff9b::a00:5"],
        [PUBLIC, "127.0.0.1"],
    ],
)
def test_a_name_that_leads_inside_is_never_called(receiver: Receiver, addresses: list[str]) -> None:
    """One address that isn't public among those of a name is enough; no connection is made."""
    network = Network(receiver, names={HOST: [addresses]})
    with pytest.raises(CallbackRefused):
        sender(network).send(event())
    assert network.connected == []
    assert receiver.requests == []


@pytest.mark.parametrize("url", ["https://127.0.0.1/", "https://169.254.169.254/latest", f"http://{HOST}/"])
def test_an_address_that_is_plainly_wrong_is_never_called(receiver: Receiver, url: str) -> None:
    """Whatever got into the queue, the rule holds at sending too."""
    network = Network(receiver)
    with pytest.raises(CallbackRefused):
        sender(network).send(event(url))
    assert network.resolved == 0
    assert network.connected == []


def test_a_name_that_changes_its_mind_gains_nothing(receiver: Receiver) -> None:
    """DNS rebinding: the name is asked once, and the connection goes to the address that was checked."""
    network = Network(receiver, names={HOST: [[PUBLIC], ["127.0.0.1"]]})
    sender(network).send(event())
    assert network.resolved == 1
    assert network.connected == [(PUBLIC, 443)]


@pytest.mark.parametrize("target", ["https://127.0.0.1/", "http://169.254.169.254/", f"https://{HOST}/other"])
def test_redirects_are_not_followed(receiver: Receiver, target: str) -> None:
    """A redirect, inside or anywhere, ends the delivery: one request was made, no more."""

    def redirect(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(307)
        request.send_header("Location", target)

    receiver.answer = redirect
    network = Network(receiver)
    with pytest.raises(CallbackRefused):
        sender(network).send(event())
    assert len(receiver.requests) == 1
    assert len(network.connected) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 429, 408])
def test_receivers_in_trouble_are_tried_again(receiver: Receiver, status: int) -> None:
    """What may pass by itself is worth another try."""
    receiver.answer = lambda request: request.send_response(status)
    with pytest.raises(CallbackFailed):
        sender(Network(receiver)).send(event())


@pytest.mark.parametrize("status", [400, 401, 404, 410])
def test_receivers_that_refuse_are_not(receiver: Receiver, status: int) -> None:
    """A receiver that does not want the event gets it once."""
    receiver.answer = lambda request: request.send_response(status)
    with pytest.raises(CallbackRefused):
        sender(Network(receiver)).send(event())


def test_a_certificate_of_another_name_is_refused(receiver: Receiver) -> None:
    """Who can't prove to be the named host gets nothing."""
    network = Network(receiver, names={"other.example.com": [[PUBLIC]]})
    with pytest.raises(CallbackRefused):
        sender(network).send(event("https://other.example.com/"))
    assert receiver.requests == []


def test_an_unknown_name_may_be_known_later(receiver: Receiver) -> None:
    """A name that does not resolve now is tried again."""
    with pytest.raises(CallbackFailed):
        sender(Network(receiver, names={})).send(event())


def test_a_receiver_that_never_answers_is_left(receiver: Receiver) -> None:
    """The deadline ends an exchange in which nothing comes."""
    ended = threading.Event()
    receiver.answer = lambda _: ended.wait(20) and None
    try:
        with pytest.raises(CallbackFailed):
            sender(Network(receiver), deadline=0.3).send(event())
    finally:
        ended.set()


def test_a_receiver_that_drips_is_left(receiver: Receiver) -> None:
    """An answer that comes a byte at a time does not outlast the deadline."""
    ended = threading.Event()

    def drip(request: http.server.BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not ended.wait(0.02):
            request.wfile.write(b"x")

    receiver.answer = drip
    try:
        with pytest.raises(CallbackFailed):
            sender(Network(receiver), deadline=0.3).send(event())
    finally:
        ended.set()


def test_an_endless_answer_is_not_read(receiver: Receiver) -> None:
    """Only status and headers are read: a body without end delivers as any other 200."""
    ended = threading.Event()

    def flood(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        try:
            while not ended.is_set():
                request.wfile.write(b"x" * 65536)
        except OSError:
            return

    receiver.answer = flood
    try:
        sender(Network(receiver)).send(event())
    finally:
        ended.set()
