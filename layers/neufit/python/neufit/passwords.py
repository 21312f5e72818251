"""Passwords: argon2id (RFC 9106) with 19 MiB, two passes, one lane, as OWASP advises."""

from functools import cached_property

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from neufit.domain.user import normal_password


class Passwords:
    """Makes and checks the hashes that are kept in place of passwords."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)

    def hash(self, password: str) -> str:
        """The hash to keep, in PHC string form."""
        return self._hasher.hash(normal_password(password))

    def check(self, kept: str | None, password: str) -> bool:
        """Whether this is the password behind ``kept``. None stands for nobody and takes just as long to be refused."""
        try:
            right = self._hasher.verify(kept or self._nobody, normal_password(password))
        except (VerificationError, InvalidHashError):
            return False
        return right and bool(kept)

    @cached_property
    def _nobody(self) -> str:
        """A hash of the same cost that belongs to nobody."""
        return self._hasher.hash("nobody has this password, and the check below says no whatever it answers")
