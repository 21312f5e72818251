"""How many messages a client may send."""

from neufit.domain.errors import TooManyRequests

PER_SECOND = 60.0
BURST = 240.0


class MessageRate:
    """A bucket of tokens (RFC 2698's idea, one rate): each message takes one, ``PER_SECOND`` come back."""

    def __init__(self, now: float) -> None:
        self._tokens = BURST
        self._at = now

    def take(self, now: float) -> None:
        """Count a message. Raise TooManyRequests when there were too many."""
        self._tokens = min(BURST, self._tokens + PER_SECOND * (now - self._at))
        self._at = now
        if self._tokens < 1:
            raise TooManyRequests("Too many messages.")
        self._tokens -= 1
