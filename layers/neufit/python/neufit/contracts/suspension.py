"""Word from the API to the relays that somebody was suspended: a signed object in the bucket, which they look for.

Its key begins with the time, so a relay asks for what was written since it last looked.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from neufit.domain.user import user_key
from neufit.signing import InvalidSignature, Signer, Verifier

AUDIENCE = "relay/suspension"
PREFIX = "suspensions/"
LIFETIME = timedelta(minutes=10)
"""How long a relay that lost sight of the bucket still learns of it. Tickets given out before live a minute."""


class Suspension(BaseModel):
    """Whoever holds a ticket of this person that was given out by ``at`` has to go. ``person`` is the ``user_key``."""

    model_config = ConfigDict(frozen=True)

    person: str
    at: datetime

    def concerns(self, user_id: str, issued_at: datetime) -> bool:
        """Whether a ticket of this person, given out then, is worth nothing any more. Tickets know whole seconds."""
        return user_key(user_id) == self.person and issued_at <= self.at

    def sign(self, signer: Signer) -> str:
        """The word as a compact JWT."""
        claims: dict[str, Any] = {
            "aud": AUDIENCE,
            "iat": int(self.at.timestamp()),
            "exp": int((self.at + LIFETIME).timestamp()),
            "sub": self.person,
        }
        return signer.sign(claims)

    @classmethod
    def verify(cls, token: str, verifier: Verifier, *, leeway: float = 2) -> Self:
        """Read one that we signed and that is fresh; else raise InvalidSignature."""
        claims = verifier.verify(token, audience=AUDIENCE, leeway=leeway)
        try:
            return cls(person=claims["sub"], at=datetime.fromtimestamp(claims["iat"], tz=UTC))
        except (KeyError, ValidationError):
            raise InvalidSignature("claims are missing") from None


def suspension_key(made_id: str) -> str:
    """Where it lies: ``made_id`` is an id of ours, which sorts by time."""
    return f"{PREFIX}{made_id}"
