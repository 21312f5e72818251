"""Blocks: two people who do not want to meet. It works both ways, whoever of the two asked for it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

MAX_BLOCKS = 200
"""People that one person can block."""


MAX_NAMED = 500
"""People whom a ticket names; of those who blocked its holder, the newest."""


def apart(one: str, blocked_by_one: AbstractSet[str], other: str, blocked_by_other: AbstractSet[str]) -> bool:
    """Whether two people don't meet, whoever of them asked for it. All are keys of users (``user_key``)."""
    return other in blocked_by_one or one in blocked_by_other


@dataclass(frozen=True, slots=True)
class Block:
    """The other person of a block, and when it was asked for."""

    user_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Blocks:
    """Whom a person blocked, and who blocked that person. The latter is never told to anybody."""

    blocked: tuple[Block, ...] = ()
    blocked_by: tuple[Block, ...] = field(default=(), repr=False)

    def named(self, opened_at: datetime) -> frozenset[str]:
        """Whom a ticket for a meeting has to name, for two to be kept apart when either ticket names the other.

        Those whom its holder blocked, and those who blocked the holder since ``opened_at``, when the meeting's first
        ticket may have been given out: who did so before is named by the own ticket. A ticket can be read by its
        holder, so it tells no more than that.
        """
        newest = sorted((each for each in self.blocked_by if each.at >= opened_at), key=lambda each: each.at)
        room = MAX_NAMED - len(self.blocked)
        return frozenset(each.user_id for each in (*self.blocked, *newest[max(0, len(newest) - room) :]))
