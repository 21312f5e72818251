"""``/auth``: sign-in sessions."""

from datetime import timedelta
from typing import TYPE_CHECKING

from chalice.app import Blueprint

from functions.auth import usecases
from functions.auth.schemas import (
    CredentialHeaders,
    EndQuery,
    LoginResponse,
    ProofHeaders,
    SessionInfo,
    SessionList,
)
from functions.credentials import prove_password
from functions.http import Access, Call, Message, operation
from functions.parameters import SessionHeaders
from neufit.domain.errors import Unauthenticated
from neufit.domain.session import Session
from neufit.domain.user import User, user_key

if TYPE_CHECKING:
    from collections.abc import Callable

TAG = "Authentication"

blueprint = Blueprint(__name__)


@operation(
    blueprint,
    "POST",
    "/auth",
    id="signIn",
    summary="Initializes an authentication session",
    tag=TAG,
    access=Access.PUBLIC,
    headers=CredentialHeaders,
    answer=LoginResponse,
    problems=(401, 429),
)
def sign_in(call: Call) -> LoginResponse:
    """Begin a session."""
    session, token = usecases.sign_in(
        usecases.SignIn(call.headers.user_id, call.headers.user_password, call.address, call.client),
        _lifetime(call),
        attempts=call.services.attempts,
        passwords=call.services.passwords,
        sessions=call.services.sessions,
        clock=call.services.clock,
    )
    return _login(session, token)


@operation(
    blueprint,
    "GET",
    "/auth",
    id="listSessions",
    summary="Retrieve all authentication sessions for a user",
    tag=TAG,
    access=Access.OPTIONAL,
    headers=ProofHeaders,
    answer=SessionList,
    problems=(401, 429),
)
def list_sessions(call: Call) -> SessionList:
    """The devices that are signed in."""
    user = _owner(call)
    current = call.session.session_id if call.session else None
    listed = [
        SessionInfo(
            session_id=each.session_id,
            client=each.client,
            created_at=each.created_at,
            used_at=each.used_at,
            expires_at=each.expires_at,
            current=each.session_id == current,
        )
        for each in call.services.sessions.of(user, call.services.clock())
    ]
    return SessionList(user_id=user.user_id, role=user.role, auth_token=call.token if current else "", sessions=listed)


@operation(
    blueprint,
    "PUT",
    "/auth",
    id="extendSession",
    summary="keep alive for authentication session",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    answer=LoginResponse,
)
def extend(call: Call) -> LoginResponse:
    """Move the expiry of this session ahead."""
    services = call.services
    session = usecases.extend(call.me, _lifetime(call), sessions=services.sessions, clock=services.clock)
    return _login(session, call.token)


@operation(
    blueprint,
    "DELETE",
    "/auth",
    id="endSessions",
    summary="Ends an authentication session",
    tag=TAG,
    access=Access.OPTIONAL,
    headers=ProofHeaders,
    query=EndQuery,
    answer=Message,
    problems=(401, 404, 429),
)
def end(call: Call) -> Message:
    """End one session or all."""
    ended = usecases.end(
        _owner(call),
        call.session,
        session_id=call.query.session_id,
        everything=call.query.all,
        sessions=call.services.sessions,
        clock=call.services.clock,
    )
    return Message(message=f"Signed out of {ended} session{'' if ended == 1 else 's'}.")


def _lifetime(call: Call) -> timedelta:
    return timedelta(minutes=call.services.settings.session_minutes)


def _login(session: Session, token: str) -> LoginResponse:
    return LoginResponse(
        user_id=session.user_id,
        role=session.role,
        auth_token=token,
        session_id=session.session_id,
        expires_at=session.expires_at,
    )


def _owner(call: Call) -> User:
    claimed, password = call.headers.user_id, call.headers.user_password
    if call.session and claimed is not None and user_key(claimed) != user_key(call.session.user_id):
        raise Unauthenticated("The userId header and the session do not belong together.")
    by_password: Callable[[], User] | None = None
    if claimed is not None and password is not None:

        def by_password() -> User:
            services = call.services
            user, attempt = prove_password(
                claimed,
                password,
                call.address,
                attempts=services.attempts,
                passwords=services.passwords,
                clock=services.clock,
            )
            services.attempts.succeeded(attempt, services.clock())
            return user

    return usecases.owner(call.session, by_password, users=call.services.users)
