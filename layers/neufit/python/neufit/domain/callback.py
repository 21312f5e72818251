"""Where we may call back: https, a public host, no secrets in the address. Everything else is refused.

A client names the address, so the service must not become a way into networks that the client can't reach himself. The
address is checked here as text; what its name resolves to is checked again when it is called (``neufit.callbacks``).
"""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from neufit.domain.errors import FieldError, Invalid

MAX_URL = 2000
PORTS = frozenset({443})
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)\Z")
_LAST_LABEL = re.compile(r"(?![0-9]+\Z)(?!0x[0-9a-f]*\Z)")
_INTERNAL = frozenset(
    {"localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "test", "invalid"}
)

_TRANSLATED = tuple(
    ip_network(text)
    for text in (
        "64:ff9b::/96",  # NAT64 (RFC 6052)
        "64:ff9b:1::/48",  # local NAT64 (RFC 8215)
        "2002::/16",  # 6to4
        "2001::/32",  # Teredo
        "::/96",  # IPv4-compatible
        "::ffff:0:0:0/96",  # SIIT (RFC 7915)
        "fec0::/10",  # site-local
    )
)
"""IPv6 ranges that lead to addresses of another network, whatever these are."""
_SHARED = tuple(ip_network(text) for text in ("100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15"))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where an event goes: a name or address, a port, and the path with its query."""

    host: str
    port: int
    target: str


def is_public(text: str) -> bool:
    """Whether an IP address belongs to a host on the public internet. Any text that is no address does not."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return False  # nobody publishes such an address; it only hides the one inside
        if any(address in network for network in _TRANSLATED):
            return False
    elif any(address in network for network in _SHARED):
        return False
    return address.is_global and not (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )


def endpoint_of(url: str, *, ports: frozenset[int] = PORTS) -> Endpoint:
    """Where an address leads. Raise ValueError, saying why, when it is none that we may call."""
    if len(url) > MAX_URL:
        raise ValueError(f"may have up to {MAX_URL} characters")
    if not url.isascii() or any(ord(char) <= 32 or char in "\\\x7f" for char in url):
        raise ValueError("holds characters that an address can't have")
    try:
        parts = urlsplit(url)
        port = parts.port if parts.port is not None else 443
    except ValueError:
        raise ValueError("can't be read as an address") from None
    if parts.scheme != "https":
        raise ValueError("must begin with https://")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not hold a user name or password")
    if port not in ports:
        raise ValueError("must use port 443")
    if parts.fragment:
        raise ValueError("must not have a fragment")
    host = (parts.hostname or "").rstrip(".")
    _check_host(host)
    path = parts.path or "/"
    return Endpoint(host, port, f"{path}?{parts.query}" if parts.query else path)


def _check_host(host: str) -> None:
    literal: IPv4Address | IPv6Address | None
    try:
        literal = ip_address(host)
    except ValueError:
        literal = None
    if literal is not None:
        if not is_public(host):
            raise ValueError("must not lead to a private address")
        return
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.match(label) for label in labels):
        raise ValueError("must name a host")
    # A name whose last label is a number is read as an IPv4 address by some (127.1, 0x7f.1, 2130706433).
    if not _LAST_LABEL.match(labels[-1]):
        raise ValueError("must name a host")
    if len(labels) < 2 or labels[-1] in _INTERNAL:
        raise ValueError("must name a public host")


def check_callback_url(url: str) -> Endpoint:
    """Where ``callbackUrl`` of a request leads. Raise Invalid naming the field when it is plainly not allowed."""
    try:
        return endpoint_of(url)
    except ValueError as error:
        raise Invalid("Look at: callbackUrl.", fields=[FieldError("callbackUrl", str(error))]) from None
