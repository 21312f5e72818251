"""Opaque ids: ULIDs, so that they sort by the time they were made."""

import hashlib
from datetime import datetime

from ulid import ULID


def new_id(at: datetime) -> str:
    """A new id (26 characters, Crockford base 32) that sorts after those made before ``at``."""
    return str(ULID.from_datetime(at))


def made_at(made_id: str) -> datetime:
    """The moment at which an id of ours was made, UTC. Raise ValueError for any other text."""
    return ULID.from_str(made_id).datetime


def derived_id(*parts: str) -> str:
    """The same id for the same parts, in the form of the others; it says nothing about a time."""
    return str(ULID.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest()[:16]))


def dated_id(at: datetime, *parts: str) -> str:
    """The same id for the same moment and parts; it sorts by the moment, as new ones do."""
    moment = ULID.from_datetime(at).bytes[:6]
    return str(ULID.from_bytes(moment + hashlib.sha256("\0".join(parts).encode()).digest()[:10]))
