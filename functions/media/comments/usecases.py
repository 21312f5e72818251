"""Comments below videos. Who may not meet the instructor finds none; those of people who are apart are left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pynamodb.transactions import TransactWrite

from neufit.clock import Clock
from neufit.domain.announcement import Announcement, People, Subject, SubjectKind
from neufit.domain.comment import Comment
from neufit.domain.errors import Conflict, Forbidden, NotFound
from neufit.domain.media import Kind, Media
from neufit.domain.notice import NoticeKind
from neufit.domain.session import Session
from neufit.domain.user import user_key
from neufit.ids import new_id
from neufit.stores.announcements import AnnouncementStore
from neufit.stores.cards import CardStore
from neufit.stores.comments import CommentStore
from neufit.stores.media import MediaStore
from neufit.stores.tables import Cursors

_HIDDEN_VIDEO = "There is no media item with this id."
_HIDDEN = "There is no comment with this id."


@dataclass(frozen=True, slots=True)
class Shown:
    """A comment, and the names of people by key, whom who asks may see."""

    comment: Comment
    media: Media
    names: Mapping[str, str]

    @property
    def name(self) -> str:
        """Of who wrote it."""
        return self.names[user_key(self.comment.author_id)]


@dataclass(frozen=True, slots=True)
class Wall:
    """The stores that comments need."""

    comments: CommentStore
    media: MediaStore
    cards: CardStore
    announcements: AnnouncementStore
    clock: Clock


def read(
    user_id: str | None, media_id: str, *, limit: int, cursor: str | None, wall: Wall, cursors: Cursors
) -> tuple[Sequence[Shown], str | None]:
    """A page of what was said, newest first, without those whom a block or a suspension hides. Raise NotFound."""
    listing = f"comments\0{media_id}"
    key = cursors.decode(listing, cursor)
    item = _video(user_id, media_id, wall)
    found, last = wall.comments.page(media_id, limit=limit, after=None if key is None else str(key["after"]))
    names = _names(user_id, item, [each.author_id for each in found], wall)
    shown = [
        Shown(each, item, names)
        for each in found
        if user_key(each.author_id) in names and each.shown_to(user_id, item.owner_id)
    ]
    return shown, None if last is None else cursors.encode(listing, {"after": last})


def say(me: Session, media_id: str, text: str, *, wall: Wall) -> Shown:
    """Write a comment; its instructor hears of it. The same words again in an hour are one.

    Raise NotFound, TooManyRequests.
    """
    item, now = _video(me.user_id, media_id, wall), wall.clock()
    names = _names(me.user_id, item, [me.user_id], wall)
    comment = Comment(media_id=media_id, comment_id=new_id(now), author_id=me.user_id, text=text, at=now)
    told = [] if comment.written_by(item.owner_id) else [_announcement(comment, item)]

    def also(writes: TransactWrite) -> None:
        wall.announcements.write(writes, *told)

    kept = wall.comments.write(comment, also)
    if kept.comment_id == comment.comment_id:
        wall.announcements.wake(told, now)
    return Shown(kept, item, names)


def edit(me: Session, media_id: str, comment_id: str, text: str, *, revision: int, wall: Wall) -> Shown:
    """Say something else. Raise NotFound, Forbidden for another's, Conflict."""
    shown = _one(me, media_id, comment_id, wall)
    if not shown.comment.written_by(me.user_id):
        raise Forbidden("Only who wrote a comment can change it.")
    _check_revision(shown.comment, revision)
    return Shown(wall.comments.edit(shown.comment, text, wall.clock()), shown.media, shown.names)


def hide(me: Session, media_id: str, comment_id: str, hidden: bool, *, revision: int, wall: Wall) -> Shown:  # noqa: FBT001  # what is wanted
    """Hide a comment below one's own video, or show it again. Raise NotFound, Forbidden, Conflict."""
    shown = _one(me, media_id, comment_id, wall)
    if user_key(shown.media.owner_id) != user_key(me.user_id):
        raise Forbidden("Only the video's instructor can hide comments.")
    _check_revision(shown.comment, revision)
    return Shown(wall.comments.hide(shown.comment, wall.clock() if hidden else None), shown.media, shown.names)


def delete(me: Session, media_id: str, comment_id: str, *, wall: Wall) -> None:
    """Remove one's own comment, wherever its video went since. Repeating it changes nothing. Raise Forbidden."""
    try:
        comment = wall.comments.get(media_id, comment_id)
    except NotFound:
        return
    if not comment.written_by(me.user_id):
        # As for who can't see it: nobody learns whether there is one.
        _one(me, media_id, comment_id, wall)
        raise Forbidden("Only who wrote a comment can delete it.")
    wall.comments.delete(comment)


def _check_revision(comment: Comment, revision: int) -> None:
    """Raise Conflict unless this is what the client saw. What is written is what was read, not what was seen then."""
    if comment.revision != revision:
        raise Conflict("This comment was changed meanwhile. Load it again.")


def _one(me: Session, media_id: str, comment_id: str, wall: Wall) -> Shown:
    item = _video(me.user_id, media_id, wall)
    comment = wall.comments.get(media_id, comment_id)
    names = _names(me.user_id, item, [comment.author_id], wall)
    if user_key(comment.author_id) not in names or not comment.shown_to(me.user_id, item.owner_id):
        raise NotFound(_HIDDEN)
    return Shown(comment, item, names)


def _video(user_id: str | None, media_id: str, wall: Wall) -> Media:
    item = wall.media.get(media_id)
    if item.kind is not Kind.VIDEO or not item.visible_to(user_id):
        raise NotFound(_HIDDEN_VIDEO)
    return item


def _names(user_id: str | None, item: Media, authors: Sequence[str], wall: Wall) -> Mapping[str, str]:
    """Names of who wrote; in the same read it shows whether the instructor may be met. Raise NotFound else."""
    names = wall.cards.read([], [item.owner_id, *authors], reader=user_id).names
    if user_key(item.owner_id) not in names:
        raise NotFound(_HIDDEN_VIDEO)
    return names


def _announcement(comment: Comment, item: Media) -> Announcement:
    return Announcement.of(
        NoticeKind.COMMENT,
        Subject(kind=SubjectKind.MEDIA, id=item.media_id, revision=comment.comment_id),
        People(user_ids=(item.owner_id,)),
        comment.at,
        title=item.title,
        detail=comment.text,
        link=f"/watch/{item.media_id}",
        by=comment.author_id,
    )
