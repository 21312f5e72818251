"""Comments on workouts: what people say below a video."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from neufit.domain.user import Prose, user_key

MAX_TEXT = 500
"""Characters of a comment."""
MAX_PER_HOUR = 20
"""Comments that one person can write in an hour (of the clock, UTC)."""
HOUR = timedelta(hours=1)

CommentText = Annotated[Prose, Field(min_length=1, max_length=MAX_TEXT)]


class Comment(BaseModel):
    """A comment as stored. Its id sorts by the time it was written. ``hidden_at`` is when the instructor hid it.

    ``revision`` counts the changes.
    """

    model_config = ConfigDict(frozen=True)

    media_id: str
    comment_id: str
    author_id: str
    text: str
    at: datetime
    edited_at: datetime | None = None
    hidden_at: datetime | None = None
    revision: int = 0

    def written_by(self, user_id: str | None) -> bool:
        """Whether this person wrote it."""
        return user_id is not None and user_key(user_id) == user_key(self.author_id)

    def shown_to(self, user_id: str | None, instructor_id: str) -> bool:
        """Whether this person sees it: everybody, until it is hidden; then who wrote it and whose video it is."""
        if self.hidden_at is None or self.written_by(user_id):
            return True
        return user_id is not None and user_key(user_id) == user_key(instructor_id)


def hour_of(moment: datetime) -> datetime:
    """The start of the hour in which a comment counts."""
    return moment.replace(minute=0, second=0, microsecond=0)
