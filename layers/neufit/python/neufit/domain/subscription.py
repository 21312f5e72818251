"""What people subscribe to: instructors and topics."""

from enum import StrEnum
from typing import NamedTuple, Self

from pydantic import BaseModel, ConfigDict

from neufit.domain.user import user_key


class SourceKind(StrEnum):
    """What publishes."""

    INSTRUCTOR = "instructor"
    TOPIC = "topic"


class Source(NamedTuple):
    """One instructor or one topic. ``name`` is the user id as its owner spells it, or the topic's slug."""

    kind: SourceKind
    name: str

    @property
    def key(self) -> str:
        """The same text for the same source, whatever the case of an id: ``instructor#anna``, ``topic#yoga``."""
        name = user_key(self.name) if self.kind is SourceKind.INSTRUCTOR else self.name
        return f"{self.kind.value}#{name}"

    @classmethod
    def instructor(cls, user_id: str) -> Self:
        """What this instructor publishes."""
        return cls(SourceKind.INSTRUCTOR, user_id)

    @classmethod
    def topic(cls, slug: str) -> Self:
        """What is published on this topic."""
        return cls(SourceKind.TOPIC, slug)


class SubscriptionState(StrEnum):
    """Where a subscription stands. All but ``active`` are steps that the next call finishes if this one dies.

    ``joining``: counts already, older items are not in the feed yet. ``leaving``: no longer counts, its items are still
    in the feed.
    """

    JOINING = "joining"
    ACTIVE = "active"
    LEAVING = "leaving"


class Subscription(BaseModel):
    """That a person wants to see in the feed what a source publishes."""

    model_config = ConfigDict(frozen=True)

    user_id: str
    source: Source
    state: SubscriptionState

    @property
    def counts(self) -> bool:
        """Whether the person is subscribed."""
        return self.state is not SubscriptionState.LEAVING
