"""Comments, in the partition of their video, sorted by when they were written.

What a person wrote in an hour is one row: it limits them, and knows what was sent twice. It is written in the
transaction of the comment, so the limit holds however many requests come at once.
"""

import hashlib
import math
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from pynamodb.attributes import JSONAttribute, NumberAttribute, TTLAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.transactions import TransactWrite

from neufit.domain.comment import HOUR, MAX_PER_HOUR, Comment, hour_of
from neufit.domain.errors import Conflict, NotFound, TooManyRequests
from neufit.domain.user import user_key
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import write_together

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

_TRIES = 8

Also = Callable[[TransactWrite], None]
"""What is written together with a comment."""


class CommentRow(Table):
    """One comment."""

    class Meta:
        """Where the table lives."""

        table_name = "comments"

    media_id = UnicodeAttribute(hash_key=True)
    comment_id = UnicodeAttribute(range_key=True)
    author_id = UnicodeAttribute()
    text = UnicodeAttribute()
    at = UTCDateTimeAttribute()
    edited_at = UTCDateTimeAttribute(null=True)
    hidden_at = UTCDateTimeAttribute(null=True)
    revision = NumberAttribute(default=0)


class CommenterRow(Table):
    """What one person wrote in one hour: ids of comments by a hash of what they say."""

    class Meta:
        """Where the table lives."""

        table_name = "commenters"

    commenter = UnicodeAttribute(hash_key=True)
    made: JSONAttribute = JSONAttribute(default=dict)
    expires_at = TTLAttribute()


class CommentStore:
    """Reads and conditional writes of comments."""

    def write(self, comment: Comment, also: Also) -> Comment:
        """Write a comment together with what ``also`` adds; the same words below the same video in an hour are one.

        Answer the one that is kept. Raise TooManyRequests when this person wrote as many as one may in an hour.
        """
        hour = hour_of(comment.at)
        key = f"{user_key(comment.author_id)}#{hour:%Y-%m-%dT%H}"
        said = hashlib.sha256(f"{comment.media_id}\0{comment.text}".encode()).hexdigest()[:32]
        for _ in range(_TRIES):
            before = self._made(key)
            if said in before:
                try:
                    return self.get(comment.media_id, before[said])
                except NotFound:
                    pass  # it was deleted since, and is said again
            if len(before) >= MAX_PER_HOUR:
                raise TooManyRequests(
                    f"You can write {MAX_PER_HOUR} comments in an hour. Take a breath and come back later.",
                    retry_after=math.ceil((hour + HOUR - comment.at).total_seconds()),
                )
            made = CommenterRow(key, made={**before, said: comment.comment_id}, expires_at=hour + 2 * HOUR)
            if self._write(comment, made, before, also):
                return comment
        raise Conflict("You are sending several comments at the same moment. Try again.")

    def get(self, media_id: str, comment_id: str) -> Comment:
        """A comment. Raise NotFound."""
        try:
            with store_errors():
                return _from_row(CommentRow.get(media_id, comment_id, consistent_read=True))
        except CommentRow.DoesNotExist:
            raise NotFound("There is no comment with this id.") from None

    def page(self, media_id: str, *, limit: int, after: str | None = None) -> tuple[list[Comment], str | None]:
        """A page of what was said below a video, newest first, in one query, and the id to go on after."""
        below = None if after is None else CommentRow.comment_id < after
        with store_errors():
            rows = list(CommentRow.query(media_id, below, scan_index_forward=False, limit=limit, consistent_read=True))
        return [_from_row(row) for row in rows], rows[-1].comment_id if len(rows) == limit else None

    def edit(self, comment: Comment, text: str, at: datetime) -> Comment:
        """Say something else, if nobody changed the comment since it was read. Raise Conflict."""
        return self._change(comment, comment.model_copy(update={"text": text, "edited_at": at}))

    def hide(self, comment: Comment, at: datetime | None) -> Comment:
        """Hide a comment, or (None) show it again, if nobody changed it since it was read. Raise Conflict."""
        return self._change(comment, comment.model_copy(update={"hidden_at": at}))

    def delete(self, comment: Comment) -> None:
        """Remove a comment. May run twice."""
        with store_errors():
            CommentRow(comment.media_id, comment.comment_id).delete()

    @staticmethod
    def _change(before: Comment, after: Comment) -> Comment:
        changed = after.model_copy(update={"revision": before.revision + 1})
        try:
            with store_errors():
                _to_row(changed).save(condition=CommentRow.revision == before.revision)
        except ConditionFailed:
            raise Conflict("This comment was changed or deleted meanwhile. Load it again.") from None
        return changed

    @staticmethod
    def _made(key: str) -> dict[str, str]:
        try:
            with store_errors():
                return dict(CommenterRow.get(key, consistent_read=True).made)
        except CommenterRow.DoesNotExist:
            return {}

    @staticmethod
    def _write(comment: Comment, made: CommenterRow, before: dict[str, str], also: Also) -> bool:
        unchanged: Condition = CommenterRow.made == before if before else CommenterRow.commenter.does_not_exist()

        def fill(writes: TransactWrite) -> None:
            writes.save(made, condition=unchanged)
            writes.save(_to_row(comment), condition=CommentRow.comment_id.does_not_exist())
            also(writes)

        try:
            write_together(CommentRow, fill)
        except ConditionFailed:
            return False
        return True


def _to_row(comment: Comment) -> CommentRow:
    return CommentRow(**comment.model_dump())


def _from_row(row: CommentRow) -> Comment:
    return Comment.model_validate({name: getattr(row, name) for name in Comment.model_fields})
