"""STUN messages (RFC 8489) as ICE uses them (RFC 8445): bytes to a message and back.

Strict and cheap, because anyone on the network may send anything: a message is at most 1,280 bytes and 32 attributes,
and all that ``parse`` ever raises is ``Malformed``. Checking who sent it is a second step, ``Message.authentic``.
"""

import hmac
import secrets
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from ipaddress import ip_address
from socket import AF_INET, AF_INET6, inet_pton
from struct import Struct
from typing import Any

# An address as ``recvfrom`` gives it: (host, port), for IPv6 (host, port, flow, scope).
Address = tuple[Any, ...]

COOKIE = 0x2112A442
IPV4_IN_IPV6 = bytes(10) + b"\xff\xff"  # how a socket for both families shows IPv4
LARGEST = 1280  # RFC 8489, section 6.1: without a known path MTU a message stays below the smallest of IPv6
MOST_ATTRIBUTES = 32
LONGEST_USERNAME = 513  # RFC 8489, section 14.3: fewer than 509 bytes; two ICE fragments of 256 and a colon are 513

_HEADER = Struct("!HHI12s")
_TYPE_LENGTH = Struct("!HH")
_U32 = Struct("!I")
_U64 = Struct("!Q")
_INTEGRITY_BYTES = 24
_FINGERPRINT_BYTES = 8
_FINGERPRINT_XOR = 0x5354554E
_COOKIE = COOKIE.to_bytes(4, "big")

USERNAME = 0x0006
MESSAGE_INTEGRITY = 0x0008
ERROR_CODE = 0x0009
UNKNOWN_ATTRIBUTES = 0x000A
XOR_MAPPED_ADDRESS = 0x0020
PRIORITY = 0x0024
USE_CANDIDATE = 0x0025
FINGERPRINT = 0x8028
ICE_CONTROLLED = 0x8029
ICE_CONTROLLING = 0x802A

# Attributes that must be understood (below 0x8000), and are: the others are answered with 420.
_UNDERSTOOD = frozenset({USERNAME, ERROR_CODE, UNKNOWN_ATTRIBUTES, XOR_MAPPED_ADDRESS, PRIORITY, USE_CANDIDATE})

REASONS = {
    400: "Bad Request",
    401: "Unauthenticated",
    420: "Unknown Attribute",
    487: "Role Conflict",
}


class Malformed(ValueError):
    """Bytes from the network that aren't what they should be."""


class Type(IntEnum):
    """Message types of the Binding method: the method and the class together, as they stand in the header."""

    REQUEST = 0x0001
    INDICATION = 0x0011
    SUCCESS = 0x0101
    ERROR = 0x0111


@dataclass(slots=True)
class Message:
    """A parsed message. What an attribute says is None (or False, or empty) when it wasn't there.

    ``unknown`` holds the types of attributes that had to be understood and aren't. ``signed`` is the number of bytes
    that MESSAGE-INTEGRITY covers.
    """

    type: Type
    transaction: bytes
    username: str | None
    priority: int | None
    use_candidate: bool
    controlling: int | None
    controlled: int | None
    mapped: tuple[str, int] | None
    error: int | None
    unknown: tuple[int, ...]
    fingerprint: bool
    signed: int | None
    data: bytes

    def authentic(self, key: bytes) -> bool:
        """Whether MESSAGE-INTEGRITY is there and was made with this key; in constant time."""
        if self.signed is None:
            return False
        given = self.data[self.signed + 4 : self.signed + _INTEGRITY_BYTES]
        return hmac.compare_digest(given, _integrity(self.data[: self.signed], key))


def is_stun(data: bytes) -> bool:
    """Whether a datagram is STUN rather than DTLS or RTP (RFC 7983), by its first byte and the magic cookie."""
    return len(data) >= 20 and data[0] < 4 and data[4:8] == _COOKIE


def parse(data: bytes) -> Message:
    """Read a Binding message. Raise Malformed when it isn't one, or when its FINGERPRINT is wrong."""
    size = len(data)
    if not 20 <= size <= LARGEST:
        raise Malformed("A STUN message has 20 to 1280 bytes.")
    kind, length, cookie, transaction = _HEADER.unpack_from(data)
    if cookie != COOKIE or length != size - 20 or length & 3:
        raise Malformed("The header is not one of STUN.")
    if kind not in _TYPES:
        raise Malformed("It is not a Binding message.")
    attributes, signed, fingerprint = _attributes(data)
    return Message(
        type=Type(kind),
        transaction=transaction,
        username=_text(attributes.get(USERNAME)),
        priority=_number(attributes.get(PRIORITY), 4),
        use_candidate=USE_CANDIDATE in attributes,
        controlling=_number(attributes.get(ICE_CONTROLLING), 8),
        controlled=_number(attributes.get(ICE_CONTROLLED), 8),
        mapped=_mapped(attributes.get(XOR_MAPPED_ADDRESS), transaction),
        error=_error(attributes.get(ERROR_CODE)),
        unknown=tuple(kind for kind in attributes if kind < 0x8000 and kind not in _UNDERSTOOD),
        fingerprint=fingerprint,
        signed=signed,
        data=data,
    )


def _attributes(data: bytes) -> tuple[dict[int, bytes], int | None, bool]:
    """Values by type, how much MESSAGE-INTEGRITY covers, whether there is a FINGERPRINT (which then is right).

    The first of each type counts, and what MESSAGE-INTEGRITY doesn't cover is ignored (RFC 8489, section 14).
    """
    size, at = len(data), 20
    attributes: dict[int, bytes] = {}
    signed = None
    for _ in range(MOST_ATTRIBUTES):
        if at == size:
            break
        attribute, length = _TYPE_LENGTH.unpack_from(data, at)
        start, at = at + 4, at + 4 + (length + 3 & ~3)
        if at > size:
            raise Malformed("An attribute is longer than the message.")
        if attribute == FINGERPRINT:
            if length != 4 or at != size or _U32.unpack_from(data, start)[0] != _fingerprint(data[: start - 4]):
                raise Malformed("FINGERPRINT is not right, or not the last.")
            return attributes, signed, True
        if signed is not None:
            continue
        if attribute == MESSAGE_INTEGRITY:
            if length != 20:
                raise Malformed("MESSAGE-INTEGRITY has 20 bytes.")
            signed = start - 4
        else:
            attributes.setdefault(attribute, data[start : start + length])
    if at != size:
        raise Malformed("There are too many attributes.")
    return attributes, signed, False


def binding_request(
    username: str,
    key: bytes,
    *,
    priority: int,
    tie_breaker: int,
    controlling: bool = True,
    nominate: bool = False,
    transaction: bytes | None = None,
) -> bytes:
    """A connectivity check (RFC 8445, section 7.2.2), signed with the other side's password."""
    attributes = [
        (USERNAME, username.encode()),
        (PRIORITY, _U32.pack(priority)),
        (ICE_CONTROLLING if controlling else ICE_CONTROLLED, _U64.pack(tie_breaker)),
    ]
    if nominate:
        attributes.append((USE_CANDIDATE, b""))
    return _build(Type.REQUEST, transaction or secrets.token_bytes(12), attributes, key)


def binding_success(request: Message, address: Address, key: bytes) -> bytes:
    """The answer to a check: the address that it came from, as seen here."""
    attributes = [(XOR_MAPPED_ADDRESS, _packed(address, request.transaction))]
    return _build(Type.SUCCESS, request.transaction, attributes, key)


def binding_error(request: Message, code: int, key: bytes | None = None) -> bytes:
    """The answer that refuses a check; signed with ``key`` when the check was authentic."""
    attributes = [(ERROR_CODE, bytes((0, 0, code // 100, code % 100)) + REASONS[code].encode())]
    if code == 420:
        attributes.append((UNKNOWN_ATTRIBUTES, b"".join(kind.to_bytes(2, "big") for kind in request.unknown)))
    return _build(Type.ERROR, request.transaction, attributes, key)


_TYPES = frozenset(Type)


def _build(kind: Type, transaction: bytes, attributes: Sequence[tuple[int, bytes]], key: bytes | None) -> bytes:
    body = b"".join(
        _TYPE_LENGTH.pack(attribute, len(value)) + value + bytes(-len(value) % 4) for attribute, value in attributes
    )
    data = _HEADER.pack(kind, len(body), COOKIE, transaction) + body
    if key is not None:
        data += _TYPE_LENGTH.pack(MESSAGE_INTEGRITY, 20) + _integrity(data, key)
    fingerprint = _fingerprint(data)
    return _sized(data, _FINGERPRINT_BYTES) + _TYPE_LENGTH.pack(FINGERPRINT, 4) + _U32.pack(fingerprint)


def _sized(data: bytes, more: int) -> bytes:
    """``data`` with the length in its header as if it ended after ``more`` bytes."""
    return data[:2] + (len(data) - 20 + more).to_bytes(2, "big") + data[4:]


def _integrity(data: bytes, key: bytes) -> bytes:
    return hmac.digest(key, _sized(data, _INTEGRITY_BYTES), "sha1")


def _fingerprint(data: bytes) -> int:
    return zlib.crc32(_sized(data, _FINGERPRINT_BYTES)) ^ _FINGERPRINT_XOR


def _text(value: bytes | None) -> str | None:
    if value is None:
        return None
    if len(value) > LONGEST_USERNAME:
        raise Malformed("USERNAME is too long.")
    try:
        return value.decode()
    except UnicodeDecodeError:
        raise Malformed("USERNAME is not text.") from None


def _number(value: bytes | None, size: int) -> int | None:
    if value is None:
        return None
    if len(value) != size:
        raise Malformed("A number has the wrong size.")
    return int.from_bytes(value, "big")


def _error(value: bytes | None) -> int | None:
    if value is None:
        return None
    if len(value) < 4 or not 3 <= value[2] & 7 <= 6 or value[3] > 99:
        raise Malformed("ERROR-CODE is not one.")
    return 100 * (value[2] & 7) + value[3]


def _masked(value: bytes, transaction: bytes) -> bytes:
    """An IP address XOR the cookie and the transaction (RFC 8489, section 14.2), which is its own reverse."""
    size = len(value)
    mask = int.from_bytes((_COOKIE + transaction)[:size], "big")
    return (int.from_bytes(value, "big") ^ mask).to_bytes(size, "big")


def _packed(address: Address, transaction: bytes) -> bytes:
    host: str = address[0]
    if ":" in host:
        packed = inet_pton(AF_INET6, host.partition("%")[0])
        if packed.startswith(IPV4_IN_IPV6):
            packed = packed[12:]
    else:
        packed = inet_pton(AF_INET, host)
    port: int = address[1] ^ (COOKIE >> 16)
    family = b"\x00\x01" if len(packed) == 4 else b"\x00\x02"
    return family + port.to_bytes(2, "big") + _masked(packed, transaction)


def _mapped(value: bytes | None, transaction: bytes) -> tuple[str, int] | None:
    if value is None:
        return None
    if (len(value), value[1:2]) not in {(8, b"\x01"), (20, b"\x02")}:
        raise Malformed("XOR-MAPPED-ADDRESS is not an address.")
    port = int.from_bytes(value[2:4], "big") ^ (COOKIE >> 16)
    return str(ip_address(_masked(value[4:], transaction))), port
