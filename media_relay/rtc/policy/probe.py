"""What a probe tells: for a moment more is sent than is known to fit, and measured as a whole."""

from collections.abc import Sequence

_PACKETS = 5
_MOST_LOST = 0.1


class Probe:
    """Packets that leave between ``begin`` and ``end`` (seconds), and what became of them."""

    __slots__ = ("_arrived", "_departed", "_first_octets", "_latest", "_lost", "_octets", "_packets", "begin", "end")

    def __init__(self, begin: float, end: float) -> None:
        self.begin, self.end = begin, end
        self._packets = self._octets = self._lost = self._first_octets = 0
        # First and last, in seconds of the sender's and of the receiver's clock.
        self._departed = self._arrived = (0.0, 0.0)
        self._latest = 0.0

    @property
    def passed(self) -> bool:
        """Whether it is known what became of packets that left after the probe."""
        return self._latest > self.end

    def lose(self, departures: Sequence[float]) -> None:
        """Packets that left at these times didn't arrive."""
        for departed in departures:
            if departed > self.end:
                self._latest = max(self._latest, departed)
            elif departed >= self.begin:
                self._lost += 1

    def take(self, departures: Sequence[float], sizes: Sequence[int], arrivals: Sequence[float]) -> None:
        """Packets that left and arrived at these times (seconds)."""
        for departed, octets, arrived in zip(departures, sizes, arrivals, strict=True):
            if departed > self.end:
                self._latest = max(self._latest, departed)
            elif departed >= self.begin:
                if self._packets == 0:
                    self._departed, self._arrived, self._first_octets = (departed, departed), (arrived, arrived), octets
                self._packets += 1
                self._octets += octets
                self._departed = (self._departed[0], max(self._departed[1], departed))
                self._arrived = (self._arrived[0], max(self._arrived[1], arrived))

    def carried(self) -> float | None:
        """The rate (bit/s) that was carried; None when too little came to tell."""
        if self._packets < _PACKETS or self._lost > _MOST_LOST * self._packets:
            return None
        bits = 8 * (self._octets - self._first_octets)
        sent = bits / max(0.01, self._departed[1] - self._departed[0])
        received = bits / max(0.001, self._arrived[1] - self._arrived[0])
        return min(sent, received if received > 0.9 * sent else 0.95 * received)
