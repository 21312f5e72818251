"""``/community/blocks``: who doesn't want to meet whom."""

from functions.community.blocks import usecases
from functions.community.blocks.schemas import BlockedPerson, BlockList, BlockQuery, BlockRequest
from functions.community.blueprint import TAG, blueprint
from functions.http import Access, Call, Message, operation
from functions.parameters import SessionHeaders
from functions.withdrawal import Withdrawal
from neufit.domain.user import user_key


@operation(
    blueprint,
    "GET",
    "/community/blocks",
    id="listBlocks",
    summary="Whom one blocked",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    answer=BlockList,
)
def list_blocks(call: Call) -> BlockList:
    """The newest first."""
    mine, names = usecases.listed(call.me, blocks=call.services.blocks, users=call.services.users)
    return BlockList(
        items=[
            BlockedPerson(user_id=each.user_id, display_name=names.get(user_key(each.user_id)), blocked_at=each.at)
            for each in mine
        ]
    )


@operation(
    blueprint,
    "POST",
    "/community/blocks",
    id="block",
    summary="Block a person, both ways",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    body=BlockRequest,
    answer=Message,
    problems=(404, 409),
)
def block(call: Call) -> Message:
    """The two don't find each other or each other's videos and classes any more, and their subscriptions end.

    What they had booked together is cancelled. In meetings they never see, hear or message each other, from the next
    ticket on.
    """
    services = call.services
    other = usecases.block(
        call.me,
        call.body.user_id,
        blocks=services.blocks,
        users=services.users,
        subscriptions=services.subscriptions,
        feed=services.feed,
        clock=services.clock,
    )
    Withdrawal.of(services).between(call.me.user_id, other.user_id)
    return Message(message=f"{other.display_name} is blocked.")


@operation(
    blueprint,
    "DELETE",
    "/community/blocks",
    id="unblock",
    summary="Let a blocked person back in",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=BlockQuery,
    answer=Message,
    problems=(409,),
)
def unblock(call: Call) -> Message:
    """What the other person asked for stays in force. Repeating it changes nothing."""
    usecases.unblock(call.me, call.query.user_id, blocks=call.services.blocks, users=call.services.users)
    return Message(message="This person is no longer blocked by you.")
