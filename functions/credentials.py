"""Proof by password, for every resource that asks for one: counted, slowed, and equal for nobody and a wrong guess."""

import math

from neufit.clock import Clock
from neufit.domain.errors import Forbidden, TooManyRequests, Unauthenticated
from neufit.domain.report import FOR_GOOD
from neufit.domain.sign_in import opens_at
from neufit.domain.user import User
from neufit.passwords import Passwords
from neufit.stores.sign_in_attempts import Attempt, AttemptStore

_TRIES = 4


def prove_password(
    user_id: str, password: str, address: str, *, attempts: AttemptStore, passwords: Passwords, clock: Clock
) -> tuple[User, Attempt]:
    """The person whose id and password these are, and the attempt, which the caller reports as succeeded.

    Raise TooManyRequests with the seconds to wait (``neufit.domain.sign_in`` has the rule), Unauthenticated when there
    is nobody with this id or the password is wrong: the same words after the same work. Raise Forbidden
    (``account-suspended``) when the password is right and the account suspended: nobody else is told.
    """
    attempt = _counted(user_id, address, attempts=attempts, clock=clock)
    kept = attempt.user.password_hash if attempt.user is not None else None
    if not passwords.check(kept, password) or attempt.user is None:
        attempts.failed(attempt, clock())
        raise Unauthenticated("The user id or the password is wrong.", code="wrong-credentials")
    user, now = attempt.user, clock()
    if user.suspended_until is not None and user.suspended(now):
        attempts.succeeded(attempt, now)
        until = user.suspended_until
        raise Forbidden(
            "This account is suspended."
            if until == FOR_GOOD
            else f"This account is suspended until {until:%Y-%m-%d %H:%M} UTC.",
            code="account-suspended",
        )
    return user, attempt


def _counted(user_id: str, address: str, *, attempts: AttemptStore, clock: Clock) -> Attempt:
    for _ in range(_TRIES):
        now = clock()
        attempt = attempts.look(user_id, address)
        opens = opens_at(now, attempt.pair, attempt.address, attempt.account)
        if opens > now:
            if not attempt.pair.known(now) and attempt.pair.opens_at is None:
                attempts.promise(attempt, opens)
            raise _too_many(math.ceil((opens - now).total_seconds()))
        if attempts.count(attempt, now):
            return attempt
    raise _too_many(1)


def _too_many(seconds: int) -> TooManyRequests:
    return TooManyRequests(
        f"There were too many failed tries to sign in. Try again in {seconds} s; devices that are signed in stay so.",
        retry_after=seconds,
    )
