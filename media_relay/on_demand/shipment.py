"""The items of the segment that is being sent: in which order, which were read, which are asked for again. No I/O."""

from collections import deque
from dataclasses import dataclass

from media_relay.on_demand.actions import Item
from neufit.domain.errors import Unavailable


@dataclass(frozen=True, slots=True)
class Patience:
    """How to wait for what can't be read yet, in seconds: first pause, its growth, the longest; and when to stop."""

    first: float = 0.5
    growth: float = 1.5
    longest: float = 4.0
    encoding: float = 900.0
    tries: int = 6

    def pause(self, tries: int) -> float:
        """Seconds until the next try after ``tries`` of them."""
        return min(self.longest, self.first * self.growth ** min(tries, 32))


class Shipment:
    """Items in the order of sending, and what is known about each."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._items: deque[Item] = deque()
        self._wanted: deque[Item] = deque()
        self._retries: dict[Item, float] = {}
        self._content: dict[Item, memoryview] = {}
        self._polls = 0
        self._failures = 0
        self._waiting_since: float | None = None

    def __len__(self) -> int:
        return len(self._items)

    @property
    def head(self) -> Item:
        """The item that is sent next."""
        return self._items[0]

    @property
    def content(self) -> memoryview | None:
        """What the head holds, once it was read."""
        return self._content.get(self._items[0])

    @property
    def due(self) -> float | None:
        """When something must be asked for again."""
        return min(self._retries.values(), default=None)

    def add(self, item: Item) -> None:
        """This goes behind the others."""
        self._items.append(item)
        self._wanted.append(item)

    def pop(self) -> None:
        """The head was sent."""
        self._content.pop(self._items.popleft())

    def wanted(self, now: float) -> Item | None:
        """An item that must be read now; it is named once."""
        for item in [item for item, due in self._retries.items() if due <= now]:
            del self._retries[item]
            self._wanted.append(item)
        return self._wanted.popleft() if self._wanted else None

    def loaded(self, item: Item, content: bytes) -> None:
        """The item was read. Raise Unavailable for an empty one, which no player could use."""
        if item not in self._items:
            return
        if not content:
            raise Unavailable("The video is damaged.")
        self._content[item] = memoryview(content)

    def missing(self, item: Item, now: float) -> bool:
        """The item isn't there yet. Return whether that is news. Raise Unavailable when it has gone on for too long."""
        if item not in self._items:
            return False
        news = self._waiting_since is None
        if self._waiting_since is None:
            self._waiting_since = now
        if now - self._waiting_since >= self._patience.encoding:
            raise Unavailable("The encoding of this video does not go on.")
        self._retries[item] = now + self._patience.pause(self._polls)
        self._polls += 1
        return news

    def failed(self, item: Item, now: float) -> None:
        """The store did not answer. Raise Unavailable after too many tries."""
        if item not in self._items:
            return
        self._failures += 1
        if self._failures >= self._patience.tries:
            raise Unavailable("The video can't be read right now. Try again.")
        self._retries[item] = now + self._patience.pause(self._failures)
