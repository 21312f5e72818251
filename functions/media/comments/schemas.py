"""What clients send and get about comments."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import Field, model_validator

from functions.http import ApiModel
from functions.media.parameters import MediaId, PageQuery
from neufit.domain.comment import CommentText


class CommentsQuery(PageQuery):
    """Below which video, and which page."""

    media_id: MediaId


class CommentQuery(ApiModel):
    """Which comment."""

    media_id: MediaId
    comment_id: Annotated[str, Field(min_length=1, max_length=64)]


class CommentRequest(ApiModel):
    """What is said below which video."""

    media_id: MediaId
    text: CommentText


class ChangeCommentRequest(ApiModel):
    """Other words, by who wrote it; or whether it is hidden, by whose video it is. If nobody changed it since."""

    revision: Annotated[int, Field(ge=0)]
    text: CommentText | None = None
    hidden: bool | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.text is None) == (self.hidden is None):
            raise ValueError("send either text or hidden")
        return self


class CommentInfo(ApiModel):
    """A comment. ``mine`` may be edited and deleted, one that can be hidden stands below one's own video."""

    comment_id: str
    author_id: str
    author_name: str
    by_instructor: bool
    mine: bool
    can_hide: bool
    text: str
    at: datetime
    edited_at: datetime | None
    hidden: bool
    revision: int


class CommentPage(ApiModel):
    """A page of comments, newest first. It may hold fewer than asked for; ``cursor`` is null at the end."""

    items: list[CommentInfo]
    cursor: str | None
