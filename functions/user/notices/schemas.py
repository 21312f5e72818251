"""What clients send and get about notices."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from functions.http import ApiModel
from neufit.domain.notice import NoticeKind


class NoticeQuery(ApiModel):
    """Which page of the inbox is meant."""

    cursor: Annotated[str | None, Field(max_length=2048, description="from the page before; leave out at first")] = None
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class NoticeInfo(ApiModel):
    """Something that happened, or is about to. ``link`` is the path of its page in the web application.

    ``startsAt`` is when what it tells of takes place, ``startsBefore`` when it would have before it moved.
    """

    notice_id: str
    kind: NoticeKind
    at: datetime
    title: str
    detail: str
    link: str
    starts_at: datetime | None
    starts_before: datetime | None
    read: bool


class NoticePage(ApiModel):
    """Notices, the newest first; ``cursor`` is null at the end. ``unread`` counts all that are."""

    items: list[NoticeInfo]
    cursor: str | None
    unread: int


class ReadRequest(ApiModel):
    """Which notices were read: some, or all that are there."""

    notice_ids: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=64)]] | None, Field(min_length=1, max_length=50)
    ] = None
    all: Literal[True] | None = None


class UnsubscribeQuery(ApiModel):
    """The token that stands in an e-mail."""

    token: Annotated[str, Field(min_length=1, max_length=512)]


class Unread(ApiModel):
    """How many notices are unread."""

    unread: int
