"""``/user``: accounts, profiles, subscriptions; and what is known about the service itself."""

from functions.credentials import prove_password
from functions.feeds import settle
from functions.http import Access, Call, Message, operation
from functions.parameters import SessionHeaders
from functions.user import subscriptions as subscribing
from functions.user import usecases
from functions.user.blueprint import TAG, blueprint
from functions.user.history import routes as history
from functions.user.identity import routes as identity
from functions.user.identity.views import key_view
from functions.user.notices import routes as notices
from functions.user.schemas import (
    ClosingHeaders,
    CreateUserRequest,
    InstructorPage,
    OwnerHeaders,
    PageQuery,
    ProfileHeaders,
    PublicProfile,
    SignUpHeaders,
    SourceQuery,
    SubscribeRequest,
    TopicInfo,
    TopicList,
    UpdateUserRequest,
    User,
    WarningInfo,
)
from functions.withdrawal import Withdrawal
from neufit.domain.notice import NoticeTopic
from neufit.domain.user import User as Person

__all__ = ["blueprint", "history", "identity", "notices"]


def _public(user: Person) -> PublicProfile:
    return PublicProfile(
        user_id=user.user_id,
        role=user.role,
        display_name=user.display_name,
        bio=user.bio,
        avatar_media_id=user.avatar_media_id,
    )


@operation(
    blueprint,
    "GET",
    "/user",
    id="getUser",
    summary="Returns information on a user",
    tag=TAG,
    access=Access.OPTIONAL,
    headers=ProfileHeaders,
    answer=User,
    problems=(401, 404),
)
def get_user(call: Call) -> User:
    """A profile: the public one, or all of it for its owner."""
    services = call.services
    user, mine = usecases.profile(
        call.headers.user_id,
        call.session,
        users=services.users,
        subscriptions=services.subscriptions,
        clock=services.clock,
    )
    public = _public(user).model_dump()
    if mine is None:
        return User(
            **public, subscriptions=[], warnings=[], identity_keys=[key_view(key) for key in user.identity_keys]
        )
    return User(
        **public,
        subscriptions=sorted(each.source.name for each in mine),
        zip_code=user.zip_code,
        created_at=user.created_at,
        email=user.email,
        zone=user.zone,
        mail_off=sorted(NoticeTopic(each) for each in user.mail_off),
        warnings=[WarningInfo(at=each.at, words=each.words) for each in user.warnings[::-1]],
        identity_keys=[key_view(key, own=True) for key in user.identity_keys],
    )


@operation(
    blueprint,
    "POST",
    "/user",
    id="createUser",
    summary="create user",
    tag=TAG,
    access=Access.PUBLIC,
    headers=SignUpHeaders,
    body=CreateUserRequest,
    body_required=False,
    answer=Message,
    problems=(409,),
)
def create_user(call: Call) -> Message:
    """Sign up."""
    services = call.services
    user = usecases.sign_up(
        call.headers.user_id,
        call.headers.user_password,
        call.body,
        users=services.users,
        topics=services.topics,
        passwords=services.passwords,
        clock=services.clock,
    )
    if call.body.subscriptions:
        _settle(call, user.user_id)
    return Message(message=f"Welcome, {user.display_name}.")


@operation(
    blueprint,
    "PUT",
    "/user",
    id="updateUser",
    summary="update user information",
    tag=TAG,
    access=Access.SESSION,
    headers=OwnerHeaders,
    body=UpdateUserRequest,
    body_required=False,
    answer=Message,
    problems=(409, 429),
)
def update_user(call: Call) -> Message:
    """Change any of the profile, the subscriptions, the password."""
    services, password = call.services, call.headers.user_password
    if password is not None:
        _, attempt = prove_password(
            call.me.user_id,
            password,
            call.address,
            attempts=services.attempts,
            passwords=services.passwords,
            clock=services.clock,
        )
        services.attempts.succeeded(attempt, services.clock())
    usecases.change(
        call.me,
        call.body,
        password_proven=password is not None,
        users=services.users,
        topics=services.topics,
        media=services.media,
        subscriptions=services.subscriptions,
        passwords=services.passwords,
        clock=services.clock,
    )
    if "subscriptions" in call.body.model_fields_set:
        _settle(call, call.me.user_id)
    return Message(message="Your profile is up to date.")


@operation(
    blueprint,
    "DELETE",
    "/user",
    id="deleteUser",
    summary="delete user",
    tag=TAG,
    access=Access.SESSION,
    headers=ClosingHeaders,
    answer=Message,
    problems=(409, 429),
)
def delete_user(call: Call) -> Message:
    """Close an account at once, and call off what it had ahead. What it was subscribed to is let go afterwards."""
    services = call.services
    user = usecases.close(
        call.me,
        call.headers.user_password,
        call.address,
        users=services.users,
        attempts=services.attempts,
        passwords=services.passwords,
        withdrawal=Withdrawal.of(services),
        clock=services.clock,
    )
    services.subscriptions.drop(user.user_id)
    return Message(message="Your account is closed. Nobody can sign in to it any more.")


@operation(
    blueprint,
    "GET",
    "/user/instructors",
    id="listInstructors",
    summary="Every instructor, by display name",
    tag=TAG,
    access=Access.OPTIONAL,
    headers=SessionHeaders,
    query=PageQuery,
    answer=InstructorPage,
)
def list_instructors(call: Call) -> InstructorPage:
    """A page of public profiles, without those whom a block keeps apart from who asks."""
    services = call.services
    after = services.cursors.decode("instructors", call.query.cursor)
    found, last = usecases.instructors(
        call.session,
        limit=call.query.limit,
        after=after,
        users=services.users,
        blocks=services.blocks,
        clock=services.clock,
    )
    return InstructorPage(items=[_public(user) for user in found], cursor=services.cursors.encode("instructors", last))


@operation(
    blueprint,
    "GET",
    "/user/topics",
    id="listTopics",
    summary="Every topic that can be subscribed to",
    tag=TAG,
    access=Access.PUBLIC,
    answer=TopicList,
)
def list_topics(call: Call) -> TopicList:
    """The topics by slug."""
    return TopicList(
        items=[
            TopicInfo(slug=topic.slug, name=topic.name, description=topic.description)
            for topic in call.services.topics.all()
        ]
    )


@operation(
    blueprint,
    "POST",
    "/user/subscriptions",
    id="subscribe",
    summary="Subscribe to one instructor or topic",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    body=SubscribeRequest,
    answer=Message,
    problems=(409,),
)
def subscribe(call: Call) -> Message:
    """Subscribe; the newest of the source come into the feed at once. Repeating it changes nothing."""
    services = call.services
    user = services.users.get(call.me.user_id)
    (source,) = subscribing.resolve(
        [call.body.source], "source", me=user, users=services.users, topics=services.topics, clock=services.clock
    )
    subscribing.add(user, source, users=services.users, subscriptions=services.subscriptions)
    _settle(call, user.user_id)
    return Message(message=f"You are subscribed to {source.name}.")


@operation(
    blueprint,
    "DELETE",
    "/user/subscriptions",
    id="unsubscribe",
    summary="Unsubscribe from one instructor or topic",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=SourceQuery,
    answer=Message,
    problems=(409,),
)
def unsubscribe(call: Call) -> Message:
    """Unsubscribe; what was in the feed for this reason only goes at once. Repeating it changes nothing."""
    services = call.services
    user = services.users.get(call.me.user_id)
    subscribing.remove(user, call.query.source, users=services.users, subscriptions=services.subscriptions)
    _settle(call, user.user_id)
    return Message(message="You are no longer subscribed.")


def _settle(call: Call, user_id: str) -> None:
    settle(user_id, subscriptions=call.services.subscriptions, feed=call.services.feed)
