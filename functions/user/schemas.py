"""What clients send and get about people."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from functions.http import ApiModel, AuthToken, Password
from functions.user.identity.schemas import IdentityKeyInfo
from neufit.domain.notice import NoticeTopic
from neufit.domain.user import MAX_SUBSCRIPTIONS, DisplayName, EmailAddress, NewPassword, Prose, Role, Slug, UserId

MAX_FIRST_SUBSCRIPTIONS = 40
"""Subscriptions that can come with a new account: they are written together with it."""

LEFT_OUT: Any = Field(default=None)
"""Default of a field that may be left out but not be null: ``model_fields_set`` says whether it was sent."""

SourceName = Annotated[
    str, Field(min_length=1, max_length=64, description="a user id or topic", examples=["instructorId_5"])
]
ZipCode = Annotated[int, Field(ge=0, le=999_999_999, examples=[28222])]
MediaId = Annotated[str, Field(min_length=1, max_length=64)]
Bio = Annotated[Prose, Field(max_length=1000)]


class ProfileHeaders(ApiModel):
    """Whose profile is wanted (by default one's own), and who asks."""

    user_id: Annotated[UserId | None, Field(description="the user id of either a customer or instructor")] = None
    auth_token: Annotated[
        AuthToken | None,
        Field(
            description="If valid auth token for requested user, all user information is returned. "
            "Otherwise public user profile is returned"
        ),
    ] = None


class SignUpHeaders(ApiModel):
    """The id and the password that a new person picks."""

    user_id: Annotated[UserId, Field(description="the unused user id for the user to create")]
    user_password: Annotated[NewPassword, Field(description="8 to 128 characters; otherwise as in any userPassword")]


class OwnerHeaders(ApiModel):
    """Who asks. A password that is sent along must be right; setting a new one needs it."""

    user_id: Annotated[UserId | None, Field(description="the user id; it must be the session's")] = None
    user_password: Password | None = None
    auth_token: AuthToken | None = None


class ClosingHeaders(ApiModel):
    """Who leaves for good."""

    user_id: Annotated[UserId | None, Field(description="the user to delete")] = None
    user_password: Password
    auth_token: AuthToken | None = None


class CreateUserRequest(ApiModel):
    """What a new person may say at once. Moderators are appointed, so nobody signs up as one."""

    display_name: DisplayName = LEFT_OUT
    zip_code: ZipCode | None = None
    subscriptions: Annotated[list[SourceName], Field(max_length=MAX_FIRST_SUBSCRIPTIONS)] = Field(default_factory=list)
    email: EmailAddress | None = None
    zone: Annotated[str, Field(max_length=64, examples=["Asia/Tokyo"])] | None = None
    role: Literal["customer", "instructor"] = "customer"


class UpdateUserRequest(ApiModel):
    """Any subset. ``null`` clears zipCode, avatarMediaId, email and zone; lists replace those there were."""

    display_name: DisplayName = LEFT_OUT
    bio: Bio = LEFT_OUT
    zip_code: ZipCode | None = None
    subscriptions: Annotated[list[SourceName], Field(max_length=MAX_SUBSCRIPTIONS)] = LEFT_OUT
    avatar_media_id: MediaId | None = None
    new_password: NewPassword = LEFT_OUT
    email: EmailAddress | None = None
    zone: Annotated[str, Field(max_length=64, examples=["Asia/Tokyo"])] | None = None
    mail_off: Annotated[
        list[NoticeTopic], Field(max_length=len(NoticeTopic), description="what is not told by e-mail")
    ] = LEFT_OUT


class PublicProfile(ApiModel):
    """A person as everybody sees them."""

    user_id: str
    role: Role
    display_name: str
    bio: str
    avatar_media_id: str | None


class WarningInfo(ApiModel):
    """What a moderator told this person."""

    at: datetime
    words: str


class User(PublicProfile):
    """A person. What only its owner sees is empty for everybody else."""

    subscriptions: Annotated[list[str], Field(description="the instructors and topics subscribed to")]
    zip_code: int | None = None
    created_at: datetime | None = None
    email: Annotated[str | None, Field(description="where notices go to; not verified yet")] = None
    zone: Annotated[str | None, Field(description="the IANA zone of times in e-mails; UTC when there is none")] = None
    mail_off: Annotated[list[NoticeTopic], Field(description="what is not told by e-mail")] = Field(
        default_factory=list
    )
    warnings: Annotated[list[WarningInfo], Field(description="what moderators told this person, the newest first")]
    identity_keys: Annotated[
        list[IdentityKeyInfo], Field(description="the keys by which encrypted sessions with this person are known")
    ]


class InstructorPage(ApiModel):
    """Instructors by display name. ``cursor`` leads to the next page; null at the end."""

    items: list[PublicProfile]
    cursor: str | None


class PageQuery(ApiModel):
    """Which page of a listing is meant."""

    cursor: Annotated[str | None, Field(max_length=2048, description="from the page before; leave out at first")] = None
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class TopicInfo(ApiModel):
    """A topic. Its slug works in lists of subscriptions."""

    slug: Slug
    name: str
    description: str


class TopicList(ApiModel):
    """Every topic."""

    items: list[TopicInfo]


class SubscribeRequest(ApiModel):
    """What to subscribe to."""

    source: SourceName


class SourceQuery(ApiModel):
    """What to unsubscribe from."""

    source: SourceName
