"""DTLS 1.2 (RFC 6347) that agrees on SRTP keys (RFC 5764): datagrams in, datagrams and keys out.

OpenSSL does the protocol over memory; here are the datagrams' limits, the check of who it is, and the keys.

- The certificate of the peer is checked by its fingerprint inside of the handshake: with a wrong one the handshake ends
  with an alert, and there are no keys. Sessions are never resumed, since a resumed one shows no certificate.
- One ``DtlsEndpoint`` belongs to one peer and is fed only with datagrams from addresses that ICE validated for it. So
  a stranger's ClientHello meets no state at all; what the peer itself may send is bounded here.
- OpenSSL keeps its retransmission timers by the system's clock; ``deadline`` translates them to the caller's.
"""

import hmac
from dataclasses import dataclass
from enum import Enum, StrEnum
from itertools import pairwise

from OpenSSL import SSL, crypto

from media_relay.rtc.certificate import Certificate

MTU = 1200  # bytes of a UDP payload that pass everywhere, as browsers take it
LARGEST = 4096  # of a datagram that is taken
HANDSHAKE_SECONDS = 30.0
HANDSHAKE_DATAGRAMS = 256
# After the handshake only a lost last flight or the end is of interest.
LATER_DATAGRAMS = 256

_DTLS_1_2 = 0xFEFD
_RECORD_HEADER = 13
_LABEL = b"EXTRACTOR-dtls_srtp"
_CIPHERS = b"ECDHE+AESGCM:ECDHE+CHACHA20"


class Role(StrEnum):
    """Who begins the handshake: the client does."""

    CLIENT = "client"
    SERVER = "server"


class SrtpProfile(Enum):
    """How SRTP encrypts (RFC 5764 and 7714).

    OpenSSL's name, IANA's number (also libsrtp's), bytes of key, of salt, and of the tag behind a packet.
    """

    AEAD_AES_128_GCM = (b"SRTP_AEAD_AES_128_GCM", 7, 16, 12, 16)
    AEAD_AES_256_GCM = (b"SRTP_AEAD_AES_256_GCM", 8, 32, 12, 16)
    AES128_CM_SHA1_80 = (b"SRTP_AES128_CM_SHA1_80", 1, 16, 14, 10)

    def __init__(self, openssl: bytes, number: int, key_length: int, salt_length: int, tag_length: int) -> None:
        self.openssl = openssl
        self.number = number
        self.key_length = key_length
        self.salt_length = salt_length
        self.tag_length = tag_length


# The cheapest first: the server's order decides.
PROFILES = tuple(SrtpProfile)


@dataclass(frozen=True, slots=True, repr=False)
class SrtpKeys:
    """Master key followed by master salt, for what is sent (``local``) and for what is received (``remote``)."""

    profile: SrtpProfile
    local: bytes
    remote: bytes


class DtlsError(Exception):
    """The association has failed for good. ``reason`` is one of a few words, ``farewell`` what to send the peer."""

    def __init__(self, reason: str, farewell: list[bytes]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.farewell = farewell


@dataclass(slots=True)
class _Expectation:
    """Whom a connection must meet, and whether it did."""

    fingerprints: frozenset[str]
    met: bool = False
    mismatch: bool = False


class DtlsContext:
    """What all associations of the process share: the certificate and what is accepted."""

    def __init__(self, certificate: Certificate) -> None:
        self.certificate = certificate
        self._context = SSL.Context(SSL.DTLS_METHOD)
        self._context.set_min_proto_version(_DTLS_1_2)
        self._context.set_options(SSL.OP_NO_TICKET | SSL.OP_NO_QUERY_MTU | SSL.OP_NO_RENEGOTIATION)
        self._context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
        self._context.set_cipher_list(_CIPHERS)
        self._context.set_tlsext_use_srtp(b":".join(profile.openssl for profile in PROFILES))
        self._context.use_certificate(certificate.certificate)
        self._context.use_privatekey(certificate.key)
        self._context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, _recognize)

    def connection(self, role: Role, expectation: _Expectation, mtu: int) -> SSL.Connection:
        """A connection over memory that meets nobody else than ``expectation`` says."""
        connection = SSL.Connection(self._context, None)
        connection.set_app_data(expectation)
        connection.set_ciphertext_mtu(mtu)
        if role is Role.CLIENT:
            connection.set_connect_state()
        else:
            connection.set_accept_state()
        return connection


def _recognize(connection: SSL.Connection, certificate: crypto.X509, _error: int, depth: int, _ok: int) -> bool:
    """Take the peer's own certificate by its fingerprint; names, dates and issuers say nothing in WebRTC."""
    if depth > 0:
        return True
    expectation: _Expectation = connection.get_app_data()
    # Of the bytes as they came: they may be no certificate at all to a stricter parser.
    shown = certificate.digest("sha256")
    # All are compared, so that the time says nothing.
    matches = [hmac.compare_digest(shown, expected.encode()) for expected in expectation.fingerprints]
    expectation.met = any(matches)
    expectation.mismatch = not expectation.met
    return expectation.met


class DtlsEndpoint:
    """The association with one peer. ``now`` is in seconds of one steady clock.

    ``fingerprints`` are those that the peer's description states (SHA-256, ``AB:CD:…`` in capitals), one of which its
    certificate must have. All methods raise DtlsError, once, when the association has failed.
    """

    def __init__(
        self, context: DtlsContext, role: Role, fingerprints: frozenset[str], now: float, mtu: int = MTU
    ) -> None:
        self.role = role
        self.keys: SrtpKeys | None = None
        self.closed = False
        self.deadline: float | None = now + HANDSHAKE_SECONDS
        self._give_up = now + HANDSHAKE_SECONDS
        self._mtu = mtu
        self._expectation = _Expectation(fingerprints)
        self._connection = context.connection(role, self._expectation, mtu)
        self._left = HANDSHAKE_DATAGRAMS

    def start(self, now: float) -> list[bytes]:
        """Begin, as the client. The server waits for the peer, so it has nothing to send."""
        return self._advance(now) if self.role is Role.CLIENT and not self.closed else []

    def receive(self, datagram: bytes, now: float) -> list[bytes]:
        """Take a datagram of the peer; return those to send."""
        if self.closed or not _RECORD_HEADER <= len(datagram) <= LARGEST:
            return []
        if self._left == 0:
            # A handshake never needs so many. Later they are noise, and the media goes on without.
            if self.keys is None:
                raise self._failure("flood")
            return []
        self._left -= 1
        self._connection.bio_write(datagram)
        return self._advance(now)

    def tick(self, now: float) -> list[bytes]:
        """Call when ``deadline`` has come: sends again what got no answer."""
        if self.closed or self.deadline is None or now < self.deadline:
            return []
        if self.keys is None and now >= self._give_up:
            raise self._failure("timeout")
        try:
            self._connection.DTLSv1_handle_timeout()
        except SSL.Error:
            raise self._failure("timeout") from None
        return self._flight(now)

    def close(self) -> list[bytes]:
        """End the association; return the farewell to send."""
        if self.closed:
            return []
        self.closed = True
        self.deadline = None
        if self.keys is not None:
            try:
                self._connection.shutdown()
            except SSL.Error:
                return []
        return self._outgoing()

    def _advance(self, now: float) -> list[bytes]:
        try:
            if self.keys is None:
                self._connection.do_handshake()
                self.keys = self._export()
                self._left = LATER_DATAGRAMS
            while True:
                self._connection.recv(LARGEST)  # data channels aren't negotiated: whatever comes is read away
        except SSL.WantReadError:
            return self._flight(now)
        except SSL.ZeroReturnError:
            return self.close()
        except SSL.Error:
            raise self._failure("fingerprint" if self._expectation.mismatch else "handshake") from None

    def _export(self) -> SrtpKeys:
        """The keys of RFC 5764, section 4.2: both keys first, then both salts, the client's before the server's."""
        name = self._connection.get_selected_srtp_profile()
        profile = next((profile for profile in PROFILES if profile.openssl == name), None)
        if profile is None:
            raise self._failure("srtp-profile")
        if not self._expectation.met:
            raise self._failure("fingerprint")
        key, salt = profile.key_length, profile.salt_length
        material = self._connection.export_keying_material(_LABEL, 2 * (key + salt))
        ends = (0, key, 2 * key, 2 * key + salt, 2 * (key + salt))
        client_key, server_key, client_salt, server_salt = (material[a:b] for a, b in pairwise(ends))
        client, server = client_key + client_salt, server_key + server_salt
        return SrtpKeys(profile, client, server) if self.role is Role.CLIENT else SrtpKeys(profile, server, client)

    def _flight(self, now: float) -> list[bytes]:
        """What OpenSSL wants sent; notes when it wants to be asked again."""
        remaining = self._connection.DTLSv1_get_timeout()
        self.deadline = None if remaining is None else now + remaining
        if self.keys is None:
            self.deadline = self._give_up if self.deadline is None else min(self.deadline, self._give_up)
        return self._outgoing()

    def _outgoing(self) -> list[bytes]:
        """Records packed into datagrams: OpenSSL's memory keeps no boundaries between them."""
        try:
            data = self._connection.bio_read(65536)
        except SSL.WantReadError:
            return []
        datagrams: list[bytes] = []
        start = end = 0
        while end < len(data):
            following = end + _RECORD_HEADER + int.from_bytes(data[end + 11 : end + 13], "big")
            if following - start > self._mtu and end > start:
                datagrams.append(data[start:end])
                start = end
            end = following
        datagrams.append(data[start:end])
        return datagrams

    def _failure(self, reason: str) -> DtlsError:
        self.closed = True
        self.deadline = None
        return DtlsError(reason, self._outgoing())
