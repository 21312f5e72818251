"""Opaque ids: ULIDs, so that they sort by the time they were made."""

from datetime import datetime

from ulid import ULID


def new_id(at: datetime) -> str:
    """A new id (26 characters, Crockford base 32) that sorts after those made before ``at``."""
    return str(ULID.from_datetime(at))


def made_at(made_id: str) -> datetime:
    """The moment at which an id of ours was made, UTC. Raise ValueError for any other text."""
    return ULID.from_str(made_id).datetime
