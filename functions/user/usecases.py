"""What can be done with accounts. Stores and clock come as arguments."""

from collections.abc import Sequence
from typing import Any

from functions.credentials import prove_password
from functions.user import subscriptions as subscribing
from functions.user.schemas import CreateUserRequest, UpdateUserRequest
from functions.withdrawal import Withdrawal
from neufit.clock import Clock
from neufit.domain.calendar.zones import zone_of
from neufit.domain.errors import Conflict, FieldError, Invalid, NotFound, Unauthenticated
from neufit.domain.media import Kind, Status
from neufit.domain.session import Session
from neufit.domain.subscription import Subscription
from neufit.domain.user import Role, User, user_key
from neufit.passwords import Passwords
from neufit.stores.blocks import BlockStore
from neufit.stores.media import MediaStore
from neufit.stores.sessions import ending
from neufit.stores.sign_in_attempts import AttemptStore
from neufit.stores.subscriptions import SubscriptionStore, joining
from neufit.stores.topics import TopicStore
from neufit.stores.users import UserStore

_TRIES = 5
_PROFILE = ("display_name", "bio", "zip_code", "avatar_media_id", "email", "zone")


def sign_up(
    user_id: str,
    password: str,
    request: CreateUserRequest,
    *,
    users: UserStore,
    topics: TopicStore,
    passwords: Passwords,
    clock: Clock,
) -> User:
    """Make an account together with its first subscriptions. Raise Conflict when the id is taken, or is a topic's."""
    _check_not_the_id(password, user_id, "userPassword")
    if request.zone is not None:
        zone_of(request.zone)
    if user_key(user_id) in {topic.slug for topic in topics.all()}:
        raise Conflict("This user id is taken. Pick another one.", code="user-id-taken")
    sources = subscribing.resolve(
        request.subscriptions, "subscriptions", me=None, users=users, topics=topics, clock=clock
    )
    user = User(
        user_id=user_id,
        role=Role(request.role),
        display_name=request.display_name or user_id,
        zip_code=request.zip_code,
        email=request.email,
        zone=request.zone,
        password_hash=passwords.hash(password),
        created_at=clock(),
    )
    users.create(user, also=joining(user_id, sources))
    return user


def _check_not_the_id(password: str, user_id: str, field: str) -> None:
    if user_key(password) == user_key(user_id):
        wrong = FieldError(field, "is the user id; anybody would guess it")
        raise Invalid("The password can't be the user id.", fields=[wrong])


def profile(
    user_id: str | None, session: Session | None, *, users: UserStore, subscriptions: SubscriptionStore, clock: Clock
) -> tuple[User, Sequence[Subscription] | None]:
    """A person, with their subscriptions if they ask for themselves.

    Raise Unauthenticated for nobody; NotFound, also of who is suspended, and for those whom this person blocked. Who
    blocked somebody still finds the profile: it is where to let that person back in.
    """
    if user_id is None and session is None:
        raise Unauthenticated("Name a userId, or send the authToken of a living session to get your own profile.")
    wanted = user_id if user_id is not None else session.user_id if session is not None else ""
    user = users.get(wanted)
    if user.suspended(clock()):
        raise NotFound("There is nobody with this user id.")
    if session is None:
        return user, None
    if user_key(session.user_id) in user.blocked:
        raise NotFound("There is nobody with this user id.")
    if session.user_id != user.user_id:
        return user, None
    return user, [each for each in subscriptions.of(user.user_id) if each.counts]


def instructors(
    session: Session | None,
    *,
    limit: int,
    after: dict[str, Any] | None,
    users: UserStore,
    blocks: BlockStore,
    clock: Clock,
) -> tuple[Sequence[User], dict[str, Any] | None]:
    """A page of the living instructors by display name, and the key to go on after.

    It may hold fewer than ``limit``: who is suspended, or kept apart from who asks by a block, is left out.
    """
    listed, last = users.instructors(limit=limit, after=after)
    found = [user for user in listed if not user.suspended(clock())]
    hidden = frozenset() if session is None else blocks.apart(session.user_id, (user.user_id for user in found))
    return [user for user in found if user.key not in hidden], last


def change(
    session: Session,
    request: UpdateUserRequest,
    *,
    password_proven: bool,
    users: UserStore,
    topics: TopicStore,
    media: MediaStore,
    subscriptions: SubscriptionStore,
    passwords: Passwords,
    clock: Clock,
) -> None:
    """Change what the request names. Everything is checked before anything is written.

    A new password ends every other session. Raise Invalid, Unauthenticated (a new password without the old one),
    Conflict.
    """
    user, given = users.get(session.user_id), request.model_fields_set
    if "new_password" in given:
        if not password_proven:
            raise Unauthenticated("Setting a new password needs the old one, as userPassword.", code="password-needed")
        _check_not_the_id(request.new_password, user.user_id, "newPassword")
    if request.avatar_media_id is not None:
        _check_avatar(request.avatar_media_id, user, media=media)
    wanted = request.subscriptions if "subscriptions" in given else []
    sources = subscribing.resolve(wanted, "subscriptions", me=user, users=users, topics=topics, clock=clock)

    if request.zone is not None:
        zone_of(request.zone)
    values = {field: getattr(request, field) for field in _PROFILE if field in given}
    if "mail_off" in given:
        values["mail_off"] = {topic.value for topic in request.mail_off} or None
    if values:
        user = users.update(user, **values)
    if "subscriptions" in given:
        subscribing.replace(user, sources, users=users, subscriptions=subscriptions)
    if "new_password" in given:
        _set_password(user, passwords.hash(request.new_password), session, users=users)


def _check_avatar(media_id: str, user: User, *, media: MediaStore) -> None:
    try:
        image = media.get(media_id)
    except NotFound:
        image = None
    if (
        image is None
        or image.owner_id != user.user_id
        or image.kind is not Kind.IMAGE
        or image.status is not Status.AVAILABLE
    ):
        wrong = FieldError("avatarMediaId", "is not one of your published images")
        raise Invalid("The avatar must be an image of your own that is published.", fields=[wrong])


def _set_password(user: User, password_hash: str, session: Session, *, users: UserStore) -> None:
    for tries_left in reversed(range(_TRIES)):
        others = user.sessions - {session.token_hash}
        try:
            users.change_password(user, password_hash, keep=session.token_hash, end=ending(others))
        except Conflict:
            before, user = user, users.get(user.user_id)
            if not tries_left or user.password_hash != before.password_hash:
                raise  # another password won: this one was proven against what no longer holds
        else:
            return


def close(
    session: Session,
    password: str,
    address: str,
    *,
    users: UserStore,
    attempts: AttemptStore,
    passwords: Passwords,
    withdrawal: Withdrawal,
    clock: Clock,
) -> User:
    """Delete an account: in one transaction nobody can sign in any more and every session ends. The id stays taken.

    What lies ahead of this person is called off before, when whoever asks can still repeat it, and what was agreed on
    in between after.
    """
    user, _ = prove_password(session.user_id, password, address, attempts=attempts, passwords=passwords, clock=clock)
    withdrawal.everything(user.user_id)
    for tries_left in reversed(range(_TRIES)):
        try:
            users.close(user, clock(), end=ending(user.sessions))
        except Conflict:
            if not tries_left:
                raise
            user = users.get(user.user_id)
        else:
            break
    withdrawal.everything(user.user_id)
    return user
