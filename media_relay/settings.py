"""The relay's settings, read from the environment once (``NEUFIT_<NAME>``)."""

from ipaddress import ip_address
from typing import Annotated

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

    @field_validator("relay_bind")
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
        return frozenset(origin.strip() for origin in self.relay_origins.split(",") if origin.strip())
