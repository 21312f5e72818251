"""Sign-in sessions: opaque tokens that expire when they are not used."""

import hashlib
import secrets
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict, Field

from neufit.domain.user import Role

TOKEN_BYTES = 32
RENEW_AFTER = timedelta(minutes=5)
"""A session is written anew at most this often: reading it must not cost a write each time."""


class Session(BaseModel):
    """One signed-in device. ``session_id`` is public; of the token only the hash is kept."""

    model_config = ConfigDict(frozen=True)

    session_id: str
    token_hash: str = Field(repr=False)
    user_id: str
    role: Role
    client: str
    created_at: datetime
    used_at: datetime
    expires_at: datetime

    def alive(self, now: datetime) -> bool:
        """Whether it may still be used."""
        return now < self.expires_at

    def due_for_renewal(self, now: datetime) -> bool:
        """Whether its expiry should be moved ahead now."""
        return now - self.used_at >= RENEW_AFTER


def expiry(now: datetime, lifetime: timedelta) -> datetime:
    """When a session that is used ``now`` ends: whole seconds, as the store's own clock of expiry counts."""
    return (now + lifetime).replace(microsecond=0)


def new_token() -> str:
    """A fresh token: 256 random bits, URL-safe base 64."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """The form in which a token is kept: hex SHA-256. A random 256-bit secret needs no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
