"""What clients send and get about identity keys."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from functions.http import ApiModel
from neufit.domain.user import DisplayName

KeyId = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$"),
    Field(description="JWK thumbprint of the key (RFC 7638): base64url of SHA-256, without padding"),
]
_Coordinate = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]


class PublicKey(ApiModel):
    """A public key of ES256 as JWK (RFC 7517), with these members and no other. A private ``d`` is refused."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: _Coordinate
    y: _Coordinate


class IdentityKeyInfo(ApiModel):
    """The public ES256 key of a device. ``name`` is for its owner; null for everybody else."""

    key_id: KeyId
    public_key: PublicKey
    name: str | None
    added_at: datetime


class AddKeyRequest(ApiModel):
    """A device that one will sign with in encrypted sessions. The private half never leaves it."""

    public_key: PublicKey
    name: DisplayName


class KeyQuery(ApiModel):
    """Which key is meant."""

    key_id: KeyId


class KeyReceipt(ApiModel):
    """That the key counts from now on."""

    message: str
    key: IdentityKeyInfo
