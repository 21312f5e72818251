"""How much a client may ask for."""

from neufit.domain.errors import TooManyRequests

PER_SECOND = 60.0
BURST = 240.0


class Bucket:
    """A bucket of tokens (RFC 2698's idea, one rate): ``burst`` at most, ``per_second`` come back."""

    def __init__(self, now: float, *, per_second: float, burst: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._tokens = burst
        self._at = now

    def take(self, now: float) -> bool:
        """Take a token; whether there was one."""
        self._tokens = min(self._burst, self._tokens + self._per_second * (now - self._at))
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True


class MessageRate:
    """How many messages of any kind a client may send."""

    def __init__(self, now: float) -> None:
        self._bucket = Bucket(now, per_second=PER_SECOND, burst=BURST)

    def take(self, now: float) -> None:
        """Count a message. Raise TooManyRequests when there were too many."""
        if not self._bucket.take(now):
            raise TooManyRequests("Too many messages.")
