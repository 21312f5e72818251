"""Who watches: opaque names of viewers, and families of tickets that only their viewer can go on with."""

import base64
import hashlib
import hmac
import secrets


class Viewings:
    """Names made with a secret, so that nobody can guess a person from them or make up another's.

    A family is 12 random bytes and 16 bytes of HMAC-SHA-256 over (viewer, media, these bytes), base64url.
    """

    _RANDOM = 12
    _MAC = 16

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def viewer(self, user_id: str | None, address: str) -> str:
        """The opaque name of a person, or of an address from which nobody known watches."""
        who = f"user\0{user_id}" if user_id is not None else f"address\0{address}"
        return base64.urlsafe_b64encode(self._mac(b"viewer", who.encode())).decode().rstrip("=")

    def begin(self, viewer: str, media_id: str) -> str:
        """A new family for one viewing."""
        nonce = secrets.token_bytes(self._RANDOM)
        return base64.urlsafe_b64encode(nonce + self._bond(viewer, media_id, nonce)).decode().rstrip("=")

    def belongs(self, family: str, viewer: str, media_id: str) -> bool:
        """Whether we made this family for this viewer and video. Compares in constant time; any text is answered."""
        try:
            raw = base64.b64decode(family.encode("ascii") + b"=" * (-len(family) % 4), altchars=b"-_", validate=True)
        except ValueError:
            return False
        nonce, bond = raw[: self._RANDOM], raw[self._RANDOM :]
        return hmac.compare_digest(bond, self._bond(viewer, media_id, nonce))

    def _bond(self, viewer: str, media_id: str, nonce: bytes) -> bytes:
        return self._mac(b"family", f"{viewer}\0{media_id}\0".encode() + nonce)

    def _mac(self, purpose: bytes, message: bytes) -> bytes:
        return hmac.new(self._secret, purpose + b"\0" + message, hashlib.sha256).digest()[: self._MAC]
