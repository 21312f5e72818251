"""``/user/identity-keys``: the devices that stand for a person in encrypted sessions."""

from functions.http import Access, Call, Message, operation
from functions.parameters import SessionHeaders
from functions.user.blueprint import TAG, blueprint
from functions.user.identity import usecases
from functions.user.identity.schemas import AddKeyRequest, KeyQuery, KeyReceipt
from functions.user.identity.views import key_view


@operation(
    blueprint,
    "POST",
    "/user/identity-keys",
    id="addIdentityKey",
    summary="Register the public key of a device for encrypted sessions",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    body=AddKeyRequest,
    answer=KeyReceipt,
    problems=(409,),
)
def add_identity_key(call: Call) -> KeyReceipt:
    """Others read it with the public profile. Registering the same key again changes nothing."""
    services, key = call.services, call.body.public_key
    added = usecases.add(call.me, key.x, key.y, call.body.name, users=services.users, clock=services.clock)
    return KeyReceipt(message="This device has a key.", key=key_view(added, own=True))


@operation(
    blueprint,
    "DELETE",
    "/user/identity-keys",
    id="removeIdentityKey",
    summary="Remove the public key of a device",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=KeyQuery,
    answer=Message,
    problems=(409,),
)
def remove_identity_key(call: Call) -> Message:
    """At once: whoever reads the profile no longer finds it. Repeating it changes nothing."""
    usecases.remove(call.me, call.query.key_id, users=call.services.users)
    return Message(message="The key is removed.")
