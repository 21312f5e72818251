"""What clients send and get about sign-in sessions."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from functions.http import ApiModel, AuthToken, Password
from neufit.domain.user import Role, UserId


class CredentialHeaders(ApiModel):
    """Who signs in."""

    user_id: Annotated[UserId, Field(description="the user id of either a customer or instructor")]
    user_password: Password


class ProofHeaders(ApiModel):
    """Who asks: a living session or the password, either will do."""

    user_id: Annotated[UserId | None, Field(description="the user id; needed with userPassword")] = None
    user_password: Password | None = None
    auth_token: AuthToken | None = None


class EndQuery(ApiModel):
    """Which sessions end: by default the one that asks, or all of them when the password asks alone."""

    session_id: Annotated[str | None, Field(min_length=1, max_length=64, description="one of one's own")] = None
    all: Annotated[bool, Field(description="every session, this one too")] = False


class SessionInfo(ApiModel):
    """One signed-in device, as its owner sees it. ``current`` marks the one that asks."""

    session_id: str
    client: Annotated[str, Field(description="how the device named itself when it signed in")]
    created_at: datetime
    used_at: datetime
    expires_at: datetime
    current: bool


class LoginResponse(ApiModel):
    """A session. ``authToken`` is given once; only its hash is kept."""

    user_id: str
    role: Role
    auth_token: Annotated[str, Field(description="a token for associating requests with a login session")]
    session_id: str
    expires_at: datetime


class SessionList(ApiModel):
    """All living sessions of a person, newest first. ``authToken`` repeats what was presented, if anything was."""

    user_id: str
    role: Role
    auth_token: str
    sessions: list[SessionInfo]
