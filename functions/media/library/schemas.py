"""What listings of media answer: cards for everybody, studio items for their owner."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from functions.http import ApiModel
from functions.media.parameters import PageQuery
from neufit.domain.media import Kind, Status
from neufit.domain.search import Length, Order
from neufit.domain.user import Slug


class LibraryQuery(PageQuery):
    """What is looked for. All conditions must hold; every word must be found, be it as the beginning of one."""

    q: Annotated[str | None, Field(max_length=200, description="words of title, description, topics or instructor")] = (
        None
    )
    topic: Slug | None = None
    instructor: Annotated[str | None, Field(max_length=64, description="the user id of an instructor")] = None
    length: Length | None = None
    order: Order = Order.NEWEST


class Instructor(ApiModel):
    """Whose item it is."""

    user_id: str
    display_name: str


class Card(ApiModel):
    """An item as listings show it. ``poster`` is a short-lived URL."""

    media_id: str
    kind: Kind
    title: str
    description: str
    topics: list[str]
    instructor: Instructor
    runtime_ms: int
    width: int
    height: int
    published_at: datetime | None
    views: int
    poster: str | None
    status: Status


class FeedItem(Card):
    """A card and why it is in the feed: subscribed sources (``instructorId_2``, ``beginners_yoga``)."""

    reasons: list[str]


class Reason(ApiModel):
    """Why publishing ended, in a sentence for the instructor."""

    code: str
    detail: str


class Step(ApiModel):
    """One step of publishing and how far it is, 0 to 100."""

    name: str
    percent: int


class Progress(ApiModel):
    """How far publishing is. ``step`` is what is being done now, ``percent`` is of the whole."""

    step: str
    percent: int
    steps: list[Step]


class StudioItem(Card):
    """An item as its owner sees it, in every state."""

    failure: Reason | None
    replacing: bool
    playable: bool
    uploaded: Annotated[bool, Field(description="Whether the upload of the newest version is whole.")]
    recording: Annotated[bool, Field(description="Whether it is a class that is being recorded.")]
    revision: int
    created_at: datetime
    archived_at: datetime | None
    progress: Progress | None


class CardPage(ApiModel):
    """A page of cards. It may hold fewer than asked for; ``cursor`` is null at the end."""

    items: list[Card]
    cursor: str | None


class FeedPage(ApiModel):
    """A page of the feed."""

    items: list[FeedItem]
    cursor: str | None


class StudioPage(ApiModel):
    """A page of a person's own items."""

    items: list[StudioItem]
    cursor: str | None
