"""What a stream asks its shell to do."""

from typing import NamedTuple

from neufit.contracts.on_demand import PieceKind, RelayMessage


class Item(NamedTuple):
    """A segment to be read and sent. ``name`` is its key below the published prefix, ``track`` as in pieces."""

    epoch: int
    kind: PieceKind
    track: int
    number: int
    name: str


class Say(NamedTuple):
    """Send this message."""

    message: RelayMessage


class Fetch(NamedTuple):
    """Read this item, then tell the stream ``loaded``, ``missing`` or ``failed``."""

    item: Item


class Warm(NamedTuple):
    """These objects will be wanted soon; nobody waits for them yet."""

    names: tuple[str, ...]


class Deliver(NamedTuple):
    """Send these pieces in order, each (header, payload) in a frame of its own; ``size`` payload bytes in all."""

    pieces: list[tuple[bytes, memoryview]]
    size: int


class Idle(NamedTuple):
    """Nothing to do until an event comes, or the moment ``until`` (monotonic seconds; None: events only)."""

    until: float | None


Action = Say | Fetch | Warm | Deliver | Idle
