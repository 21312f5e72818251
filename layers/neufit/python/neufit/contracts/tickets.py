"""Tickets: signed grants by which the API sends a person to a relay. Checked offline, live a minute, used once."""

from datetime import UTC, datetime, timedelta
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from neufit.signing import InvalidSignature, Signer, Verifier

LIFETIME = timedelta(seconds=60)
ON_DEMAND_AUDIENCE = "relay/on-demand"


class OnDemandTicket(BaseModel):
    """The right to stream one published video.

    ``jti`` makes it usable once. ``family`` stays the same over the tickets of one viewing: a connection with a newer
    ticket of the family takes the place of the older one. ``viewer`` is an opaque name, never the user's id.
    """

    model_config = ConfigDict(frozen=True)

    jti: str
    family: str
    viewer: str
    media_id: str
    plan: str
    issued_at: datetime

    def sign(self, signer: Signer) -> str:
        """The ticket as a compact JWT."""
        claims: dict[str, Any] = {
            "aud": ON_DEMAND_AUDIENCE,
            "iat": int(self.issued_at.timestamp()),
            "exp": int((self.issued_at + LIFETIME).timestamp()),
            "jti": self.jti,
            "fam": self.family,
            "sub": self.viewer,
            "med": self.media_id,
            "pln": self.plan,
        }
        return signer.sign(claims)

    @classmethod
    def verify(cls, token: str, verifier: Verifier, *, leeway: float = 2) -> Self:
        """Read a ticket that we signed and that is alive; else raise InvalidSignature."""
        claims = verifier.verify(token, audience=ON_DEMAND_AUDIENCE, leeway=leeway)
        try:
            return cls(
                jti=claims["jti"],
                family=claims["fam"],
                viewer=claims["sub"],
                media_id=claims["med"],
                plan=claims["pln"],
                issued_at=datetime.fromtimestamp(claims["iat"], tz=UTC),
            )
        except (KeyError, ValidationError):
            raise InvalidSignature("claims are missing") from None
