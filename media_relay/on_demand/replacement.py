"""Which segment to send next: one that a viewer lacks, or one that he has in a smaller rendition than need be.

After a bad network half a minute in a small rendition lies ahead. Rather than have that played out, what lies safely
ahead of the playhead is sent again once a better rendition fits, as dash.js does («fast bitrate switch»); what lies
ahead stays until it is replaced, so trying costs no safety. Going down replaces nothing: the better picture that lies
ahead is kept.
"""

from dataclasses import dataclass
from math import floor

# Sent again is only what begins a segment or more from the playhead (nearer, a decoder may have begun with it), and
# what arrives in time even when it takes longer than it should by this factor.
CAUTION = 1.5
# With fewer segments ahead it is more of them that is needed, not better ones.
RESERVE = 3


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known when a place is chosen: ``ahead`` and ``segment`` (its length) in seconds of the video.

    ``transfer`` is how many seconds a segment of the wanted rendition takes until it has arrived.
    """

    ahead: float
    segment: float
    transfer: float


class Coverage:
    """The segments that were sent without a gap since the last seek, and in which rung of the ladder."""

    def __init__(self, first: int) -> None:
        self.frontier = first
        self._rungs: dict[int, int] = {}

    def add(self, segment: int, rung: int) -> None:
        """The segment was sent whole in this rung (0 is the largest)."""
        self._rungs[segment] = rung
        self.frontier = max(self.frontier, segment + 1)

    def settle(self, segment: int) -> None:
        """The segment stays as it was sent first."""
        self._rungs.pop(segment, None)

    def place(self, rung: int, outlook: Outlook) -> int:
        """The number of the segment to send in this rung: the frontier, or one before it that is sent again."""
        lead = max(outlook.segment, CAUTION * outlook.transfer)
        if outlook.ahead < RESERVE * outlook.segment or outlook.ahead < lead:
            return self.frontier
        earliest = self.frontier - floor((outlook.ahead - lead) / outlook.segment)
        # What is nearer than that stays as it is.
        self._rungs = {number: sent for number, sent in self._rungs.items() if number >= earliest}
        return min((number for number, sent in self._rungs.items() if sent > rung), default=self.frontier)
