"""Blocks: two people who do not want to meet. It works both ways, whoever of the two asked for it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from neufit.domain.user import user_key

MAX_BLOCKS = 200
"""People that one person can block."""


@dataclass(frozen=True, slots=True)
class Block:
    """Somebody who was blocked by the person whose list this stands in, and when."""

    user_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Blocks:
    """Whom a person blocked, and who blocked that person. The latter is never told to anybody."""

    blocked: tuple[Block, ...] = ()
    blocked_by: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def apart(self) -> frozenset[str]:
        """The user ids of all whom this person doesn't meet."""
        return frozenset(block.user_id for block in self.blocked) | self.blocked_by

    def without(self, user_ids: Iterable[str]) -> list[str]:
        """Those among ``user_ids`` whom this person may see, in their order."""
        hidden = {user_key(user_id) for user_id in self.apart}
        return [user_id for user_id in user_ids if user_key(user_id) not in hidden]
