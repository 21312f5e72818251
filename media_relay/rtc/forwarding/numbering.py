"""Numbers that go on without a gap although some of those they stand for are left out."""

from collections import deque

# Frames left out of a stream of 60 a second over two seconds, which is longer than anything is retransmitted.
REMEMBERED = 128


class Numbering:
    """A map from rising incoming numbers to outgoing ones; what is skipped takes no number.

    A gap keeps its numbers: what is missing may come late and then finds its place.
    """

    __slots__ = ("_first", "_skips", "highest", "offset")

    def __init__(self, first: int, outgoing: int) -> None:
        self._first = first
        self.highest = first - 1
        self.offset = outgoing - first
        self._skips: deque[tuple[int, int]] = deque(maxlen=REMEMBERED)

    @property
    def last(self) -> int:
        """The largest outgoing number given so far."""
        return self.highest + self.offset

    def advance(self, number: int) -> int:
        """The outgoing number of the new highest."""
        self.highest = number
        return number + self.offset

    def skip(self, number: int) -> None:
        """Leave out the new highest."""
        self._skips.append((number, self.offset))
        self.highest = number
        self.offset -= 1

    def late(self, number: int) -> int | None:
        """The outgoing number of one that isn't the highest; None when it was skipped, or is too old to tell."""
        if number < self._first:
            return None
        offset = self.offset
        for skipped, before in reversed(self._skips):
            if number > skipped:
                return number + offset
            if number == skipped:
                return None
            offset = before
        return number + offset if len(self._skips) < REMEMBERED else None
