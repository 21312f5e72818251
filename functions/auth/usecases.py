"""What can be done with sign-in sessions. Stores and clock come as arguments."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from functions.credentials import prove_password
from neufit.clock import Clock
from neufit.domain.errors import Conflict, NotFound, Unauthenticated
from neufit.domain.session import Session, expiry, new_token, token_hash
from neufit.domain.user import User
from neufit.ids import new_id
from neufit.passwords import Passwords
from neufit.stores.sessions import SessionStore
from neufit.stores.sign_in_attempts import AttemptStore
from neufit.stores.users import UserStore


@dataclass(frozen=True, slots=True)
class SignIn:
    """Somebody who wants to sign in: what was typed, from where, on what."""

    user_id: str
    password: str
    address: str
    client: str


def sign_in(
    who: SignIn,
    lifetime: timedelta,
    *,
    attempts: AttemptStore,
    passwords: Passwords,
    sessions: SessionStore,
    clock: Clock,
) -> tuple[Session, str]:
    """Begin a session and return it with its token, in three operations.

    The session is written together with a condition on the person's row, so an account that is closed, or whose
    password changes, at the same moment lets nobody in.
    """

    def begin() -> tuple[Session, str]:
        user, attempt = prove_password(
            who.user_id, who.password, who.address, attempts=attempts, passwords=passwords, clock=clock
        )
        token, now = new_token(), clock()
        session = Session(
            session_id=new_id(now),
            token_hash=token_hash(token),
            user_id=user.user_id,
            role=user.role,
            client=who.client,
            created_at=now,
            used_at=now,
            expires_at=expiry(now, lifetime),
        )
        sessions.open(session, user, also=attempts.succeeding(attempt, now))
        return session, token

    try:
        return begin()
    except Conflict:
        return begin()  # the account changed under our hands: once more, by what is true now


def extend(session: Session, lifetime: timedelta, *, sessions: SessionStore, clock: Clock) -> Session:
    """Move the expiry of a session ahead. Raise Unauthenticated when it ended meanwhile."""
    extended = sessions.renew(session, clock(), lifetime)
    if extended is None:
        raise Unauthenticated("This session has ended. Sign in again.")
    return extended


def owner(session: Session | None, by_password: Callable[[], User] | None, *, users: UserStore) -> User:
    """The person who asks, by session or else by password. Raise Unauthenticated when there is neither."""
    if session is not None:
        user = users.find(session.user_id)
        if user is not None:
            return user
    elif by_password is not None:
        return by_password()
    raise Unauthenticated("Send the authToken of a living session, or userId and userPassword.")


def end(
    user: User,
    current: Session | None,
    *,
    session_id: str | None,
    everything: bool,
    sessions: SessionStore,
    clock: Clock,
) -> int:
    """End one session (``session_id``), all, or the one that asks. Return how many ended. Raise NotFound."""
    if session_id is not None and not everything:
        found = [each for each in sessions.of(user, clock()) if each.session_id == session_id]
        if not found:
            raise NotFound("You have no session with this id.")
        leaving = {found[0].token_hash}
    elif current is not None and not everything:
        leaving = {current.token_hash}
    else:
        leaving = set(user.sessions)
    sessions.end(user.user_id, leaving)
    return len(leaving)
