"""``/media/comments``: what people say below a video."""

from functions.http import Access, Call, Message, operation
from functions.media.blueprint import blueprint
from functions.media.comments import usecases
from functions.media.comments.schemas import (
    ChangeCommentRequest,
    CommentInfo,
    CommentPage,
    CommentQuery,
    CommentRequest,
    CommentsQuery,
)
from functions.media.comments.usecases import Shown, Wall
from functions.parameters import SessionHeaders
from neufit.domain.user import user_key


def _wall(call: Call) -> Wall:
    services = call.services
    return Wall(services.comments, services.media, services.cards, services.announcements, services.clock)


def _view(shown: Shown, user_id: str | None) -> CommentInfo:
    comment, owner = shown.comment, shown.media.owner_id
    mine = comment.written_by(user_id)
    own_video = user_id is not None and user_key(user_id) == user_key(owner)
    return CommentInfo(
        comment_id=comment.comment_id,
        author_id=comment.author_id,
        author_name=shown.name,
        by_instructor=comment.written_by(owner),
        mine=mine,
        can_hide=own_video and not mine,
        text=comment.text,
        at=comment.at,
        edited_at=comment.edited_at,
        hidden=comment.hidden_at is not None,
        revision=comment.revision,
    )


@operation(
    blueprint,
    "GET",
    "/media/comments",
    id="listComments",
    summary="What was said below a video",
    tag="Media",
    access=Access.OPTIONAL,
    headers=SessionHeaders,
    query=CommentsQuery,
    answer=CommentPage,
    problems=(404,),
)
def list_comments(call: Call) -> CommentPage:
    """Newest first. A comment that its instructor hid is shown to that person and to who wrote it."""
    query = call.query
    found, cursor = usecases.read(
        call.user_id,
        query.media_id,
        limit=query.limit,
        cursor=query.cursor,
        wall=_wall(call),
        cursors=call.services.cursors,
    )
    return CommentPage(items=[_view(each, call.user_id) for each in found], cursor=cursor)


@operation(
    blueprint,
    "POST",
    "/media/comments",
    id="comment",
    summary="Say something below a video",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    body=CommentRequest,
    answer=CommentInfo,
    problems=(404, 409, 429),
)
def comment(call: Call) -> CommentInfo:
    """The same words sent again within an hour are one comment."""
    return _view(usecases.say(call.me, call.body.media_id, call.body.text, wall=_wall(call)), call.user_id)


@operation(
    blueprint,
    "PUT",
    "/media/comments",
    id="changeComment",
    summary="Edit one's comment, or hide one below one's video",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    query=CommentQuery,
    body=ChangeCommentRequest,
    answer=CommentInfo,
    problems=(403, 404, 409),
)
def change_comment(call: Call) -> CommentInfo:
    """If nobody changed it since ``revision``."""
    query, body, wall = call.query, call.body, _wall(call)
    if body.text is not None:
        shown = usecases.edit(call.me, query.media_id, query.comment_id, body.text, revision=body.revision, wall=wall)
    else:
        shown = usecases.hide(
            call.me, query.media_id, query.comment_id, bool(body.hidden), revision=body.revision, wall=wall
        )
    return _view(shown, call.user_id)


@operation(
    blueprint,
    "DELETE",
    "/media/comments",
    id="deleteComment",
    summary="Delete one's comment",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    query=CommentQuery,
    answer=Message,
    problems=(403, 404),
)
def delete_comment(call: Call) -> Message:
    """For good. Repeating it changes nothing."""
    usecases.delete(call.me, call.query.media_id, call.query.comment_id, wall=_wall(call))
    return Message(message="Your comment is deleted.")
