"""Opaque ids: ULIDs, so that they sort by the time they were made."""

from datetime import datetime

from ulid import ULID


def new_id(at: datetime) -> str:
    """A new id (26 characters, Crockford base 32) that sorts after those made before ``at``."""
    return str(ULID.from_datetime(at))
