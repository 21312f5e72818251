"""How much the viewer has ahead of its playhead, as far as the relay can tell. No I/O."""

from collections import deque


class Playback:
    """The viewer's last word, the time since then, and the segments that are on their way."""

    def __init__(self, now: float) -> None:
        self.paused = False
        self._buffered_ms = 0.0
        self._at = now
        self._coming: deque[tuple[int, float]] = deque()
        self._coming_ms = 0.0

    def tell(self, *, received: int, buffered_ms: int, paused: bool, now: float) -> None:
        """The viewer acknowledged ``received`` bytes and has ``buffered_ms`` ahead."""
        self._buffered_ms, self._at, self.paused = float(buffered_ms), now, paused
        while self._coming and self._coming[0][0] <= received:
            self._coming_ms -= self._coming.popleft()[1]

    def expect(self, length_ms: float, end: int) -> None:
        """A whole segment was sent; it has arrived when ``end`` bytes are acknowledged."""
        self._coming.append((end, length_ms))
        self._coming_ms += length_ms

    def move(self, now: float) -> None:
        """The playhead jumped to where nothing is."""
        self._buffered_ms, self._at = 0.0, now
        self._coming.clear()
        self._coming_ms = 0.0

    def ahead_ms(self, now: float) -> float:
        """How long the viewer can play without anything new being sent, in ms."""
        played = 0.0 if self.paused else 1000 * (now - self._at)
        return max(0.0, self._buffered_ms - played) + self._coming_ms
