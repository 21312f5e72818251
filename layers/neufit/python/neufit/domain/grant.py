"""Grants to play one published video over HLS. They stand in addresses, which players load without a session."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel, ConfigDict, ValidationError

from neufit.domain.errors import Forbidden

_LONGEST = timedelta(hours=12)
_REFUSED = "This address is not valid any more. Load the video again."


def grant_lifetime(runtime_ms: int) -> timedelta:
    """How long a grant lives: long enough to watch with pauses, at most 12 hours."""
    return min(timedelta(hours=1) + 2 * timedelta(milliseconds=runtime_ms), _LONGEST)


class PlaybackGrant(BaseModel):
    """The right to load the playlists of one publishing run. ``own``: by the owner, who sees what is hidden too."""

    model_config = ConfigDict(frozen=True)

    media_id: str
    version: str
    plan: str
    own: bool
    expires_at: datetime


class Grants:
    """Signs and reads grants: base64url of 16 bytes of HMAC-SHA-256 over the grant as JSON, then that JSON."""

    _MAC = 16

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def _mac(self, body: bytes) -> bytes:
        return hmac.new(self._secret, body, hashlib.sha256).digest()[: self._MAC]

    def sign(self, grant: PlaybackGrant) -> str:
        """The grant as text for an address."""
        values = [grant.media_id, grant.version, grant.plan, int(grant.own), int(grant.expires_at.timestamp())]
        body = json.dumps(values, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._mac(body) + body).decode().rstrip("=")

    def read(self, text: str, now: datetime) -> PlaybackGrant:
        """The grant behind a text. Raise Forbidden when we did not sign it or its time is over."""
        try:
            raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        except ValueError:
            raise Forbidden(_REFUSED, code="grant-refused") from None
        mac, body = raw[: self._MAC], raw[self._MAC :]
        if not hmac.compare_digest(mac, self._mac(body)):
            raise Forbidden(_REFUSED, code="grant-refused")
        try:
            media_id, version, plan, own, expires = json.loads(body)
            grant = PlaybackGrant(
                media_id=media_id,
                version=version,
                plan=plan,
                own=bool(own),
                expires_at=datetime.fromtimestamp(expires, UTC),
            )
        except (ValueError, ValidationError):
            raise Forbidden(_REFUSED, code="grant-refused") from None
        if now >= grant.expires_at:
            raise Forbidden(_REFUSED, code="grant-refused")
        return grant
