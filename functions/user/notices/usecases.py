"""Reading one's inbox. Stores come as arguments."""

from collections.abc import Sequence

from neufit.domain.errors import FieldError, Invalid
from neufit.domain.notice import NoticeTopic
from neufit.domain.session import Session
from neufit.domain.unsubscribing import Unsubscribing
from neufit.domain.user import user_key
from neufit.stores.blocks import BlockStore
from neufit.stores.notices import Inbox, NoticeStore
from neufit.stores.tables import Cursors
from neufit.stores.users import UserStore


def page(
    me: Session, *, limit: int, cursor: str | None, notices: NoticeStore, blocks: BlockStore, cursors: Cursors
) -> tuple[Inbox, str | None]:
    """A page of the inbox and the cursor of the next one.

    What tells of somebody from whom a block keeps apart is left out, and counts as read from then on.
    """
    listing = f"notices\0{user_key(me.user_id)}"
    after = cursors.decode(listing, cursor)
    inbox = notices.page(me.user_id, limit=limit, after=None if after is None else str(after["after"]))
    apart = blocks.apart(me.user_id, {each.by for each in inbox.notices if each.by is not None})
    hidden = [each for each in inbox.notices if each.by is not None and user_key(each.by) in apart]
    unread = inbox.unread
    if any(not each.read for each in hidden):
        unread = notices.read(me.user_id, [each.notice_id for each in hidden])
    shown = [each for each in inbox.notices if each not in hidden]
    token = cursors.encode(listing, None if inbox.after is None else {"after": inbox.after})
    return Inbox(shown, unread, inbox.after), token


def read(me: Session, notice_ids: Sequence[str] | None, *, everything: bool, notices: NoticeStore) -> int:
    """Mark notices as read, and answer how many are unread then. Raise Invalid unless one of the two is asked for."""
    if everything is (notice_ids is not None):
        wrong = [FieldError("noticeIds", "is needed, or all: true, and not both")]
        raise Invalid("Say which notices: noticeIds, or all.", fields=wrong)
    if notice_ids is None:
        notices.read_all(me.user_id)
        return 0
    return notices.read(me.user_id, notice_ids)


def unsubscribe(token: str, *, users: UserStore, unsubscribing: Unsubscribing) -> NoticeTopic:
    """Send somebody no more e-mails about a topic. Raise Forbidden when the token isn't ours."""
    person, topic = unsubscribing.read(token)
    users.mute(person, topic.value)
    return topic
