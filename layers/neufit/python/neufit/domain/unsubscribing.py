"""Words by which an e-mail's reader ends such e-mails with one click, without signing in (RFC 8058)."""

import base64
import hashlib
import hmac
import json

from neufit.domain.errors import Forbidden
from neufit.domain.notice import NoticeTopic
from neufit.domain.user import user_key

_REFUSED = "This link is not one of ours. Switch e-mails off in the settings."


def unsubscribing_secret(signing_key: str) -> bytes:
    """The secret of these tokens, derived from the one secret that processes have."""
    return hashlib.sha256(b"unsubscribing" + signing_key.encode()).digest()


class Unsubscribing:
    """Signs and reads tokens: base64url of 16 bytes of HMAC-SHA-256 over [person, topic] as JSON, then that JSON.

    They do not end: an e-mail may be read years later, and all that one does is to switch a topic off.
    """

    _MAC = 16

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def _mac(self, body: bytes) -> bytes:
        return hmac.new(self._secret, body, hashlib.sha256).digest()[: self._MAC]

    def sign(self, user_id: str, topic: NoticeTopic) -> str:
        """The token for one person and one topic."""
        body = json.dumps([user_key(user_id), topic], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._mac(body) + body).decode().rstrip("=")

    def read(self, token: str) -> tuple[str, NoticeTopic]:
        """Whom (by ``user_key``) and what a token is about. Raise Forbidden when we did not sign it."""
        try:
            raw = base64.b64decode(token.encode("ascii") + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except ValueError:
            raise Forbidden(_REFUSED, code="token-refused") from None
        mac, body = raw[: self._MAC], raw[self._MAC :]
        if not hmac.compare_digest(mac, self._mac(body)):
            raise Forbidden(_REFUSED, code="token-refused")
        person, topic = json.loads(body)
        return person, NoticeTopic(topic)
