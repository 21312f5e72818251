"""How often somebody may ask for work, in memory that nobody can fill."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


class FloodGate(Generic[K]):
    """Buckets of tokens by key (an address): each datagram takes one, ``rate`` come back a second, at most ``burst``.

    ``most`` keys are remembered. When there are more, the one that asked longest ago is forgotten, which is the one
    whose bucket is fullest: to forget it gives it at most ``burst``.
    """

    def __init__(self, rate: float, burst: float, most: int) -> None:
        self._rate = rate
        self._burst = burst
        self._most = most
        self._buckets: OrderedDict[K, tuple[float, float]] = OrderedDict()

    def admits(self, key: K, now: float) -> bool:
        """Take a token of this key. ``now`` in seconds of any steady clock."""
        tokens, at = self._buckets.get(key, (self._burst, now))
        tokens = min(self._burst, tokens + self._rate * max(0.0, now - at))
        admitted = tokens >= 1
        self._buckets[key] = (tokens - 1 if admitted else tokens, now)
        self._buckets.move_to_end(key)
        if len(self._buckets) > self._most:
            self._buckets.popitem(last=False)
        return admitted

    def __len__(self) -> int:
        return len(self._buckets)
