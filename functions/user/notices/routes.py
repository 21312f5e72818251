"""``/user/notices``: what one is told."""

from typing import cast

from functions.http import Access, Call, Message, operation
from functions.parameters import SessionHeaders
from functions.user.blueprint import TAG, blueprint
from functions.user.notices import usecases
from functions.user.notices.schemas import NoticeInfo, NoticePage, NoticeQuery, ReadRequest, Unread, UnsubscribeQuery


@operation(
    blueprint,
    "GET",
    "/user/notices",
    id="listNotices",
    summary="One's inbox: what others did, and what lies ahead",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=NoticeQuery,
    answer=NoticePage,
)
def list_notices(call: Call) -> NoticePage:
    """The newest first, with the number of unread ones."""
    services = call.services
    inbox, cursor = usecases.page(
        call.me,
        limit=call.query.limit,
        cursor=call.query.cursor,
        notices=services.notices,
        blocks=services.blocks,
        cursors=services.cursors,
    )
    items = [NoticeInfo(**each.model_dump(exclude={"by", "number"})) for each in inbox.notices]
    return NoticePage(items=items, cursor=cursor, unread=inbox.unread)


@operation(
    blueprint,
    "POST",
    "/user/notices/read",
    id="readNotices",
    summary="Mark notices as read",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    body=ReadRequest,
    answer=Unread,
    problems=(409,),
)
def read_notices(call: Call) -> Unread:
    """Some by their ids, or all that are there. What is read, or not there, stays so."""
    body = cast("ReadRequest", call.body)
    unread = usecases.read(call.me, body.notice_ids, everything=body.all is True, notices=call.services.notices)
    return Unread(unread=unread)


@operation(
    blueprint,
    "POST",
    "/user/notices/unsubscribe",
    id="unsubscribeByMail",
    summary="End e-mails about a topic by the token in one of them",
    tag=TAG,
    access=Access.PUBLIC,
    query=UnsubscribeQuery,
    answer=Message,
    problems=(403,),
)
def unsubscribe_by_mail(call: Call) -> Message:
    """What mail programs call for their reader (RFC 8058). Whatever body they send says nothing more."""
    services = call.services
    topic = usecases.unsubscribe(call.query.token, users=services.users, unsubscribing=services.unsubscribing)
    return Message(message=f"You get no more e-mails about {topic}.")
