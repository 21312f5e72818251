"""The users table: one row a person, kept as a tombstone after deletion so that no id is ever taken twice."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pynamodb.attributes import (
    JSONAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.expressions.condition import Condition
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex
from pynamodb.transactions import TransactWrite

from neufit.domain.errors import Conflict, NotFound
from neufit.domain.user import IdentityKey, Role, User, user_key
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import write_together

if TYPE_CHECKING:
    from pynamodb.expressions.update import Action


class Directory(GlobalSecondaryIndex["UserRow"]):  # type: ignore[no-untyped-call]  # pynamodb leaves the hook untyped
    """The living instructors by name. Only their rows carry ``directory``, so nobody else is in it."""

    class Meta:
        """Where the index lives."""

        index_name = "directory"
        projection = AllProjection()

    directory = UnicodeAttribute(hash_key=True)
    directory_name = UnicodeAttribute(range_key=True)


class UserRow(Table):
    """One person."""

    class Meta:
        """Where the table lives."""

        table_name = "users"

    key = UnicodeAttribute(hash_key=True)
    user_id = UnicodeAttribute()
    role = UnicodeAttribute()
    display_name = UnicodeAttribute()
    bio = UnicodeAttribute(default="")
    zip_code = NumberAttribute(null=True)
    avatar_media_id = UnicodeAttribute(null=True)
    password_hash = UnicodeAttribute()
    created_at = UTCDateTimeAttribute()
    deleted_at = UTCDateTimeAttribute(null=True)
    version = NumberAttribute(default=0)
    identity_keys: JSONAttribute = JSONAttribute(null=True)
    sessions = UnicodeSetAttribute(null=True)
    blocked = UnicodeSetAttribute(null=True)
    warnings: JSONAttribute = JSONAttribute(null=True)
    suspended_until = UTCDateTimeAttribute(null=True)
    email = UnicodeAttribute(null=True)
    zone = UnicodeAttribute(null=True)
    mail_off = UnicodeSetAttribute(null=True)
    directory = UnicodeAttribute(null=True)
    directory_name = UnicodeAttribute(null=True)
    by_name = Directory()


def living() -> Condition:
    """The condition of every write about a person: there is one, and not a deleted one."""
    condition: Condition = UserRow.key.exists() & UserRow.deleted_at.does_not_exist()
    return condition


def check_stays(writes: TransactWrite, user_id: str) -> None:
    """Make a transaction fail when this person has left: what stands in others' lists outlives an account."""
    writes.condition_check(UserRow, user_key(user_id), condition=UserRow.deleted_at.does_not_exist())


def same_sessions(user: User) -> Condition:
    """Nobody signed in or out since ``user`` was read."""
    return UserRow.sessions == set(user.sessions) if user.sessions else UserRow.sessions.does_not_exist()


def same_suspension(user: User) -> Condition:
    """No moderator suspended this person, or lifted that, since ``user`` was read."""
    suspended = UserRow.suspended_until
    return suspended.does_not_exist() if user.suspended_until is None else suspended == user.suspended_until


def from_row(row: UserRow) -> User:
    """The person behind a row."""
    values: dict[str, Any] = {name: getattr(row, name) for name in User.model_fields}
    missing: dict[str, Any] = {name: values[name] or frozenset() for name in ("sessions", "blocked", "mail_off")}
    missing |= {name: values[name] or () for name in ("identity_keys", "warnings")}
    return User.model_validate({**values, **missing})


def _directory_name(display_name: str, user_id: str) -> str:
    """Where a name stands among others: without case and accents, as people look for it."""
    letters = unicodedata.normalize("NFKD", display_name.casefold())
    return f"{''.join(each for each in letters if not unicodedata.combining(each))}#{user_key(user_id)}"


class UserStore:
    """Reads and conditional writes of people."""

    def create(self, user: User, also: Callable[[TransactWrite], None] | None = None) -> None:
        """Write a new person, together with what ``also`` adds. Raise Conflict when the id is or ever was taken."""
        row = UserRow(
            key=user_key(user.user_id),
            **user.model_dump(exclude={"sessions", "blocked", "mail_off", "identity_keys", "warnings"}),
        )
        if user.role is Role.INSTRUCTOR:
            row.directory = user.role.value
            row.directory_name = _directory_name(user.display_name, user.user_id)
        vacant = UserRow.key.does_not_exist()
        try:
            if also is None:
                with store_errors():
                    row.save(condition=vacant)
                return

            def fill(writes: TransactWrite) -> None:
                writes.save(row, condition=vacant)
                also(writes)

            write_together(UserRow, fill)
        except ConditionFailed:
            raise Conflict("This user id is taken. Pick another one.", code="user-id-taken") from None

    def find(self, user_id: str) -> User | None:
        """The living person with this id, whatever its case; None when there is none."""
        try:
            with store_errors():
                user = from_row(UserRow.get(user_key(user_id), consistent_read=True))
        except UserRow.DoesNotExist:
            return None
        return user if user.deleted_at is None else None

    def left(self, user_id: str) -> bool:
        """Whether there was a person with this id who closed the account."""
        try:
            with store_errors():
                return UserRow.get(user_key(user_id), consistent_read=True).deleted_at is not None
        except UserRow.DoesNotExist:
            return False

    def get(self, user_id: str) -> User:
        """The living person with this id, whatever its case. Raise NotFound."""
        user = self.find(user_id)
        if user is None:
            raise NotFound("There is nobody with this user id.")
        return user

    def get_many(self, user_ids: Iterable[str]) -> Mapping[str, User]:
        """The living people among ``user_ids``, by ``user_id`` as they spell it, in one batch read per 100.

        Strongly consistent: who was blocked, or left, a moment ago is known.
        """
        keys = list(dict.fromkeys(user_key(user_id) for user_id in user_ids))
        with store_errors():
            rows = UserRow.batch_get(keys, consistent_read=True)
            return {row.user_id: from_row(row) for row in rows if row.deleted_at is None}

    def instructors(
        self, *, limit: int, after: dict[str, Any] | None = None
    ) -> tuple[list[User], dict[str, Any] | None]:
        """A page of the living instructors by display name, and the key to go on after."""
        with store_errors():
            page = UserRow.by_name.query(Role.INSTRUCTOR.value, limit=limit, last_evaluated_key=after)
            return [from_row(row) for row in page], page.last_evaluated_key

    def update(self, user: User, **values: object) -> User:
        """Set fields of a profile; None clears one. Two writers of different fields both win. Raise NotFound."""
        actions = [
            getattr(UserRow, name).remove() if value is None else getattr(UserRow, name).set(value)
            for name, value in values.items()
        ]
        if "display_name" in values and user.role is Role.INSTRUCTOR:
            name = _directory_name(str(values["display_name"]), user.user_id)
            actions.append(UserRow.directory_name.set(name))
        row = UserRow(user_key(user.user_id))
        try:
            with store_errors():
                row.update(actions=[*actions, UserRow.version.set(UserRow.version + 1)], condition=living())
        except ConditionFailed:
            raise NotFound("There is nobody with this user id.") from None
        return from_row(row)

    def mute(self, user_id: str, topic: str) -> None:
        """Send this person no e-mails about a topic; whoever left gets none anyway."""
        try:
            with store_errors():
                UserRow(user_key(user_id)).update(actions=[UserRow.mail_off.add({topic})], condition=living())
        except ConditionFailed:
            return

    def change_password(
        self, user: User, password_hash: str, *, keep: str, end: Callable[[TransactWrite], None]
    ) -> None:
        """Set a new password and, together with it, ``end`` the sessions other than ``keep`` (a token hash).

        Raise Conflict when somebody signed in or changed the password since ``user`` was read.
        """

        def fill(writes: TransactWrite) -> None:
            actions: list[Action] = [UserRow.password_hash.set(password_hash), UserRow.sessions.set({keep})]
            unchanged = living() & (UserRow.password_hash == user.password_hash) & same_sessions(user)
            writes.update(UserRow(user_key(user.user_id)), actions=actions, condition=unchanged)
            end(writes)

        self._together(fill)

    def set_identity_keys(self, user: User, keys: Iterable[IdentityKey]) -> User:
        """Make these the keys of a person. Raise Conflict when the account changed since ``user`` was read."""
        row = UserRow(user_key(user.user_id))
        dumped = [key.model_dump(mode="json") for key in keys]
        actions: list[Action] = [
            UserRow.identity_keys.set(dumped) if dumped else UserRow.identity_keys.remove(),
            UserRow.version.set(user.version + 1),
        ]
        try:
            with store_errors():
                row.update(actions=actions, condition=living() & (UserRow.version == user.version))
        except ConditionFailed:
            raise Conflict("This account changed at the same moment. Try again.") from None
        return from_row(row)

    def close(self, user: User, at: datetime, *, end: Callable[[TransactWrite], None]) -> None:
        """Delete a person: the row becomes a tombstone and, together with it, ``end`` ends every session.

        Raise Conflict when somebody signed in since ``user`` was read: read again and repeat.
        """

        def fill(writes: TransactWrite) -> None:
            actions: list[Action] = [
                UserRow.deleted_at.set(at),
                UserRow.password_hash.set(""),
                UserRow.sessions.remove(),
                UserRow.identity_keys.remove(),
                UserRow.blocked.remove(),
                UserRow.warnings.remove(),
                UserRow.email.remove(),
                UserRow.zone.remove(),
                UserRow.mail_off.remove(),
                UserRow.directory.remove(),
                UserRow.directory_name.remove(),
            ]
            condition = living() & same_sessions(user)
            writes.update(UserRow(user_key(user.user_id)), actions=actions, condition=condition)
            end(writes)

        self._together(fill)

    def _together(self, fill: Callable[[TransactWrite], None]) -> None:
        try:
            write_together(UserRow, fill)
        except ConditionFailed:
            raise Conflict("This account changed at the same moment. Try again.") from None
