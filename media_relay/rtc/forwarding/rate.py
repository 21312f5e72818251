"""Rates of things that are counted."""

from collections import deque


class Rate:
    """The rate of a count of bytes, as a mean over about a second. Sample it several times a second."""

    __slots__ = ("_samples",)

    def __init__(self) -> None:
        self._samples: deque[tuple[float, int]] = deque()

    def sample(self, octets: int, now: float) -> float:
        """The rate in bit/s, given the count so far; 0 at first."""
        samples = self._samples
        if not samples or now - samples[-1][0] >= 0.1:
            samples.append((now, octets))
        while len(samples) > 2 and now - samples[1][0] > 1.0:
            samples.popleft()
        then, before = samples[0]
        return 0.0 if now <= then else 8 * (octets - before) / (now - then)
