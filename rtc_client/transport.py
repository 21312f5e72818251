"""The way to the relay: one UDP socket with ICE (full, controlling), DTLS and SRTP."""

import asyncio
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress

from media_relay.rtc import srtp, stun
from media_relay.rtc.dtls import DtlsContext, DtlsEndpoint, DtlsError, Role
from media_relay.rtc.ice import Credentials
from rtc_client.description import Answer
from rtc_client.timestamps import arrived_at, begin_stamping

# A browser checks every 50 ms until it is answered, and then keeps its consent fresh every 2.5 s.
CHECK_SECONDS = 0.05
CONSENT_SECONDS = 2.5
PRIORITY = (126 << 24) + (65535 << 8) + 255
RECEIVE_BUFFER = 2**20
# Datagrams that are read before other clients of the process get their turn.
MOST_AT_ONCE = 64

# One buffer is enough for all clients of a process: a packet is protected or unprotected in one go.
_memory, _view = srtp.new_buffer(2048 + srtp.TRAILER_BYTES)
_length = srtp.new_length()


class Transport:
    """A client's transport. ``on_rtp`` and ``on_rtcp`` get plain packets.

    ``gate`` is asked of each datagram that arrives, and may lose it by saying False. ``on_sealed``, when set, gets RTP
    as it came, in place of ``on_rtp``. ``sent`` and ``received`` count datagrams of media, ``rejected`` those that SRTP
    didn't take.
    """

    def __init__(self, context: DtlsContext, on_rtp: Callable[[bytes], None], on_rtcp: Callable[[bytes], None]) -> None:
        self.credentials = Credentials.generate()
        self.answer: Answer | None = None
        self.connected: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.gate: Callable[[memoryview], bool] | None = None
        self.on_sealed: Callable[[memoryview], None] | None = None
        self.sent = self.received = self.rejected = 0
        self._context = context
        self._on_rtp = on_rtp
        self._on_rtcp = on_rtcp
        self._loop = asyncio.get_running_loop()
        self._socket: socket.socket | None = None
        self._tie_breaker = secrets.randbits(64)
        self._transaction = b""
        self._checked = False
        self._check_timer: asyncio.TimerHandle | None = None
        self._dtls: DtlsEndpoint | None = None
        self._dtls_timer: asyncio.TimerHandle | None = None
        self._outbound: srtp.Keys | None = None
        self._inbound: srtp.Keys | None = None

    @property
    def address(self) -> tuple[str, int]:
        """The socket's own address."""
        if self._socket is None:
            raise RuntimeError("there is no socket before an answer is accepted")
        host, port = self._socket.getsockname()[:2]
        return host, port

    def arrived(self) -> float:
        """When the packet that ``on_sealed`` gets came to the socket (seconds since 1970)."""
        return 0.0 if self._socket is None else arrived_at(self._socket) / 1e9

    def accept(self, answer: Answer) -> None:
        """Go on with an answer, the first or a later one."""
        restarted = self.answer is not None and self.answer.credentials != answer.credentials
        self.answer = answer
        if self._dtls is None:
            role = Role.CLIENT if answer.client else Role.SERVER
            self._dtls = DtlsEndpoint(self._context, role, answer.fingerprints, self._loop.time())
            self.move()
        elif restarted:
            self._begin_checks()

    def move(self) -> None:
        """Take another socket, as a device that changes its network does."""
        self._drop_socket()
        address = self._remote.address
        self._socket = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)  # noqa: FBT003 -- the library's signature
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        self._socket.connect(address)
        if self.on_sealed is not None:
            begin_stamping(self._socket)
        self._loop.add_reader(self._socket, self._read)
        self._begin_checks()

    def restart(self) -> None:
        """Take new credentials; the next offer states them."""
        self.credentials = Credentials.generate()

    def send_rtp(self, packet: bytes) -> None:
        """Protect and send an RTP packet; before there are keys it is dropped, as is what the socket can't take."""
        self._protect(srtp.protect, packet)

    def send_rtcp(self, packet: bytes) -> None:
        """Protect and send an RTCP packet."""
        self._protect(srtp.protect_rtcp, packet)

    def send_raw(self, datagram: bytes | memoryview) -> None:
        """Send bytes as they are."""
        if self._socket is not None:
            with suppress(OSError):  # full buffers lose packets, and a relay that is gone refuses them
                self._socket.send(datagram)

    def vanish(self) -> None:
        """Be gone without a word, as a device that lost its battery."""
        self._drop_socket()
        for timer in (self._check_timer, self._dtls_timer):
            if timer is not None:
                timer.cancel()
        if not self.connected.done():
            self.connected.cancel()

    def close(self) -> None:
        """Say good-bye and be gone."""
        if self._dtls is not None:
            self._send_all(self._dtls.close())
        self.vanish()

    @property
    def _remote(self) -> Answer:
        if self.answer is None:
            raise RuntimeError("there is no other side before an answer is accepted")
        return self.answer

    def _drop_socket(self) -> None:
        if self._socket is not None:
            self._loop.remove_reader(self._socket)
            self._socket.close()
            self._socket = None

    def _begin_checks(self) -> None:
        self._checked = False
        self._transaction = b""
        self._check()

    def _check(self) -> None:
        if self._check_timer is not None:
            self._check_timer.cancel()
        remote = self._remote.credentials
        if self._checked or not self._transaction:  # the same check is sent again until it is answered, however late
            self._transaction = secrets.token_bytes(12)
        self.send_raw(
            stun.binding_request(
                f"{remote.ufrag}:{self.credentials.ufrag}",
                remote.password.encode(),
                priority=PRIORITY,
                tie_breaker=self._tie_breaker,
                nominate=True,
                transaction=self._transaction,
            )
        )
        self._check_timer = self._loop.call_later(CONSENT_SECONDS if self._checked else CHECK_SECONDS, self._check)

    def _read(self) -> None:
        for _ in range(MOST_AT_ONCE):
            if self._socket is None:  # what was taken last has ended it
                return
            try:
                size = self._socket.recv_into(_view)
            except OSError:
                return
            if size and (self.gate is None or self.gate(_view[:size])):
                self._take(size)

    def _take(self, size: int) -> None:
        first = _view[0]
        if 127 < first < 192:
            self._unprotect(size)
        elif 19 < first < 64:
            self._handshake(bytes(_view[:size]))
        else:
            self._checked_by(bytes(_view[:size]))

    def _checked_by(self, datagram: bytes) -> None:
        try:
            message = stun.parse(datagram)
        except stun.Malformed:
            return
        own = self.credentials.password.encode()
        if message.type is stun.Type.REQUEST and message.authentic(own):
            # The relay doesn't check, but servers that aren't ICE-lite (or do so all the same) wait for this.
            self.send_raw(stun.binding_success(message, self._remote.address, own))
            return
        key = self._remote.credentials.password.encode()
        if message.type is stun.Type.SUCCESS and message.transaction == self._transaction and message.authentic(key):
            first = not self._checked
            self._checked = True
            if first:
                if self._check_timer is not None:
                    self._check_timer.cancel()
                self._check_timer = self._loop.call_later(CONSENT_SECONDS, self._check)
                if self._inbound is None:
                    self._drive(lambda dtls: dtls.start(self._loop.time()))

    def _handshake(self, datagram: bytes) -> None:
        self._drive(lambda dtls: dtls.receive(datagram, self._loop.time()))
        keys = None if self._dtls is None else self._dtls.keys
        if keys is not None and self._inbound is None:
            self._outbound = srtp.Keys(keys.profile.number, keys.local, inbound=False)
            self._inbound = srtp.Keys(keys.profile.number, keys.remote, inbound=True)
            if not self.connected.done():
                self.connected.set_result(None)

    def _drive(self, step: Callable[[DtlsEndpoint], list[bytes]]) -> None:
        """Take a step of the handshake, send what comes of it, and come back when it is due."""
        dtls = self._dtls
        if dtls is None:
            return
        if self._dtls_timer is not None:
            self._dtls_timer.cancel()
        try:
            self._send_all(step(dtls))
        except DtlsError as failure:
            self._fail(failure)
            return
        if dtls.deadline is not None:
            self._dtls_timer = self._loop.call_at(dtls.deadline, self._tick)

    def _tick(self) -> None:
        self._drive(lambda dtls: dtls.tick(self._loop.time()))

    def _fail(self, failure: DtlsError) -> None:
        self._send_all(failure.farewell)
        if not self.connected.done():
            self.connected.set_exception(failure)

    def _send_all(self, datagrams: list[bytes]) -> None:
        for datagram in datagrams:
            self.send_raw(datagram)

    def _protect(self, function: Callable[..., int], packet: bytes) -> None:
        if self._outbound is None:
            return
        size = len(packet)
        _view[:size] = packet
        _length[0] = size
        if function(self._outbound.handle, _memory, _length) == 0:
            self.send_raw(_view[: _length[0]])
            self.sent += 1

    def _unprotect(self, size: int) -> None:
        if self._inbound is None:
            return
        rtcp = 191 < _view[1] < 224
        if self.on_sealed is not None and not rtcp:
            self.received += 1
            self.on_sealed(_view[:size])
            return
        _length[0] = size
        function = srtp.unprotect_rtcp if rtcp else srtp.unprotect
        if function(self._inbound.handle, _memory, _length):
            self.rejected += 1
            return
        self.received += 1
        (self._on_rtcp if rtcp else self._on_rtp)(bytes(_view[: _length[0]]))
