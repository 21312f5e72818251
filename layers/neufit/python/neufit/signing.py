"""Signatures between our services: ES256 (RFC 7518) over JWTs (RFC 7519), verified offline with the public key."""

from typing import Any, Protocol

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec


class InvalidSignature(Exception):
    """The token was not signed by us, is not meant for this audience, or has expired."""


class Signer(Protocol):
    """Makes tokens that our other services can check."""

    def sign(self, claims: dict[str, Any]) -> str:
        """Return a compact JWT over ``claims`` (which carry their own ``aud``, ``iat``, ``exp``)."""


class PemSigner:
    """Signs with a private key held in memory, as PEM (PKCS #8, P-256)."""

    def __init__(self, pem: str) -> None:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise ValueError(  # noqa: TRY004  # what is wrong is the text that was handed in
                "the signing key must be a P-256 private key in PEM form"
            )
        self._key = key

    def sign(self, claims: dict[str, Any]) -> str:
        """Return a compact JWT over ``claims``."""
        return jwt.encode(claims, self._key, algorithm="ES256")

    @property
    def public_pem(self) -> str:
        """The public half, PEM (SubjectPublicKeyInfo)."""
        return (
            self._key.public_key()
            .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
            .decode()
        )


class Verifier:
    """Checks tokens against one public key (PEM)."""

    def __init__(self, public_pem: str) -> None:
        self._key = serialization.load_pem_public_key(public_pem.encode())

    def verify(self, token: str, *, audience: str, leeway: float = 0) -> dict[str, Any]:
        """Return the claims of a token that we signed for ``audience`` and that is alive; else raise InvalidSignature.

        ``leeway`` is in seconds and covers clocks that differ.
        """
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key,  # type: ignore[arg-type]  # the loader's union is wider than what ES256 takes
                algorithms=["ES256"],
                audience=audience,
                leeway=leeway,
                options={"require": ["exp", "iat", "aud"]},
            )
        except jwt.PyJWTError as error:
            raise InvalidSignature(type(error).__name__) from None
        return claims


def new_private_key() -> str:
    """A fresh P-256 private key as PEM (PKCS #8)."""
    return (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )
