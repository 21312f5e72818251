"""The relay's settings, read from the environment once (``NEUFIT_<NAME>``)."""

import socket
from contextlib import suppress
from ipaddress import ip_address
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, field_validator

from neufit.settings import StoreSettings
from neufit.signing import Verifier


class RelaySettings(StoreSettings):
    """Where the relay listens, whose tickets it takes, and how much it may use."""

    relay_bind: str = "127.0.0.1"
    relay_port: Annotated[int, Field(ge=0, le=65535)] = 8002
    ticket_key: str = Field(description="PEM text of the ES256 public key that tickets are checked with.")
    cache_bytes: int = Field(default=512 * 2**20, ge=0, description="Bytes of segments kept in memory for all viewers.")
    relay_origins: str = Field(
        default="", description="Origins whose pages may connect, separated by commas; empty: any origin."
    )
    relay_hello_seconds: float = Field(default=5.0, gt=0, description="How long a new connection may keep silent.")
    relay_connections: int = Field(default=2000, gt=0, description="Connections of this process.")
    relay_connections_per_viewer: int = Field(default=6, gt=0, description="Connections of one viewer.")

    relay_name: str = Field(
        default="", description="Names this relay among those of a room; empty: the machine's name and the port."
    )
    valkey_url: str | None = Field(
        default=None,
        description="Where the logs of rooms are (valkey:// and the like); unset: in this process.",
    )
    rtc_bind: str = Field(default="127.0.0.1", description="Address that media comes to.")
    rtc_port: int = Field(default=8003, ge=0, le=65535, description="UDP port that all media comes to.")
    rtc_addresses: str = Field(
        default="",
        description="Addresses that clients are told to send media to, separated by commas; empty: rtc_bind, or where "
        "that is all interfaces, the machine's own.",
    )

    @field_validator("rtc_addresses")
    @classmethod
    def _are_addresses(cls, value: str) -> str:
        for address in _listed(value):
            ip_address(address)
        return value

    @field_validator("valkey_url")
    @classmethod
    def _is_log_server(cls, value: str | None) -> str | None:
        schemes = ("valkey", "valkeys", "redis", "rediss", "unix")
        if value is not None and urlsplit(value).scheme not in schemes:
            raise ValueError(f"must begin with one of {', '.join(scheme + '://' for scheme in schemes)}")
        return value

    @field_validator("relay_bind", "rtc_bind")
    @classmethod
    def _is_address(cls, value: str) -> str:
        ip_address(value)
        return value

    @field_validator("ticket_key")
    @classmethod
    def _is_public_key(cls, value: str) -> str:
        Verifier(value)
        return value

    @property
    def origins(self) -> frozenset[str]:
        """The origins as browsers write them."""
        return frozenset(_listed(self.relay_origins))

    @property
    def name(self) -> str:
        """This relay's name."""
        return self.relay_name or f"{socket.gethostname()}:{self.relay_port}"

    @property
    def media_addresses(self) -> tuple[str, ...]:
        """The addresses that clients are told to send media to."""
        listed = _listed(self.rtc_addresses)
        if listed:
            return tuple(listed)
        return own_addresses(self.rtc_bind) if ip_address(self.rtc_bind).is_unspecified else (self.rtc_bind,)


def own_addresses(bind: str) -> tuple[str, ...]:
    """This machine's addresses of the family of ``bind``: of the way out, and for those on the same machine.

    A datagram socket that is connected knows from where it would send; nothing is sent.
    """
    version = ip_address(bind).version
    family, outside, inside = (
        (socket.AF_INET, "192.0.2.1", "127.0.0.1") if version == 4 else (socket.AF_INET6, "2001:db8::1", "::1")
    )
    with socket.socket(family, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect((outside, 9))
        return tuple(dict.fromkeys((str(probe.getsockname()[0]), inside)))
    return (inside,)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
