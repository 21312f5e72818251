"""The right to record one class: by it the API tells a relay, through the host's client, where the recording goes.

The relay can't ask the API, and has no table: what it needs stands in here, signed. A grant is for one meeting and its
host; it begins a recording within a minute, once in a room.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from neufit.domain.room.recording import RecordingTarget
from neufit.signing import InvalidSignature, Signer, Verifier

__all__ = ["RecordingGrant", "RecordingTarget"]

AUDIENCE = "relay/recording"
LIFETIME = timedelta(seconds=60)
VERSION_PREFIX = "r-"
"""Versions of recorded originals begin with it: the relay may write ``orig/*/r-*`` and nothing else."""


class RecordingGrant(BaseModel):
    """The right of ``user_id`` to record ``meeting_id`` into ``target``."""

    model_config = ConfigDict(frozen=True)

    meeting_id: Annotated[str, Field(min_length=1, max_length=64)]
    user_id: Annotated[str, Field(min_length=1, max_length=64)]
    target: RecordingTarget
    issued_at: datetime

    def sign(self, signer: Signer) -> str:
        """The grant as a compact JWT."""
        claims: dict[str, Any] = {
            "aud": AUDIENCE,
            "iat": int(self.issued_at.timestamp()),
            "exp": int((self.issued_at + LIFETIME).timestamp()),
            "sub": self.user_id,
            "meeting": self.meeting_id,
            "med": self.target.media_id,
            "ver": self.target.version,
            "upl": self.target.upload_id,
        }
        return signer.sign(claims)

    @classmethod
    def verify(cls, token: str, verifier: Verifier, *, leeway: float = 2) -> Self:
        """Read a grant that we signed and that is alive; else raise InvalidSignature."""
        claims = verifier.verify(token, audience=AUDIENCE, leeway=leeway)
        try:
            return cls(
                meeting_id=claims["meeting"],
                user_id=claims["sub"],
                target=RecordingTarget(media_id=claims["med"], version=claims["ver"], upload_id=claims["upl"]),
                issued_at=datetime.fromtimestamp(claims["iat"], tz=UTC),
            )
        except (KeyError, TypeError, ValueError, OverflowError):
            raise InvalidSignature("claims are missing") from None
