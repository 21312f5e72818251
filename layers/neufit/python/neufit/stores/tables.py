"""What all tables share: where they are, how a failed condition and a silent store are told, how pages are cut.

A table is a PynamoDB model that derives from ``Table``. ``connect`` binds every one of them to the settings of this
process before its first use; nothing is read at import.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from pynamodb.connection import Connection
from pynamodb.exceptions import DoesNotExist, PynamoDBException, TransactWriteError
from pynamodb.models import Model

from neufit.domain.errors import Invalid, Unavailable
from neufit.settings import StoreSettings

_CONDITION = "ConditionalCheckFailed"


class ConditionFailed(Exception):
    """A conditional write found another state than it needs; nothing was written.

    ``found`` are the items that a transaction found, as DynamoDB has them, of those writes that asked for them.
    """

    def __init__(self, found: Sequence[dict[str, Any]] = ()) -> None:
        super().__init__()
        self.found = tuple(found)


class Table(Model):
    """Base of all tables. ``Meta.table_name`` is the bare name; the prefix of the stage is added by ``connect``."""

    registry: ClassVar[list[type["Table"]]] = []

    class Meta:
        """PynamoDB looks these up; connect fills them in."""

        table_name = "-"

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        Table.registry.append(cls)


_connections: dict[tuple[str, str | None], Connection] = {}
"""One client of DynamoDB for all tables of a place: making one takes longer than a whole request."""


def connect(settings: StoreSettings) -> None:
    """Bind every table to the region, endpoint and name prefix of this process. Safe to call again."""
    for table in Table.registry:
        meta: Any = table.Meta
        bare = getattr(meta, "bare_name", None) or meta.table_name
        meta.bare_name = bare
        meta.table_name = f"{settings.table_prefix}{bare}"
        meta.region = settings.region
        meta.host = settings.aws_endpoint
        meta.billing_mode = "PAY_PER_REQUEST"
        meta.max_retry_attempts = 3
        meta.connect_timeout_seconds = 2
        meta.read_timeout_seconds = 10  # a transaction of 100 items on a busy local machine takes its time
        meta.max_pool_connections = 32
        table._connection = None  # noqa: SLF001  # made anew with the new endpoint
        _share(table, (settings.region, settings.aws_endpoint))


def _share(table: type[Table], place: tuple[str, str | None]) -> None:
    """Let a table speak through the one client of its place; PynamoDB would make one for each."""
    bound: Any = table._get_connection()  # noqa: SLF001  # the hook where a table gets its connection
    shared = _connections.setdefault(place, bound.connection)
    if shared is not bound.connection:
        if bound.table_name not in shared._tables:  # noqa: SLF001  # adding one twice is an error
            shared.add_meta_table(bound.get_meta_table())
        bound.connection = shared


@contextmanager
def store_errors() -> Iterator[None]:
    """Tell a failed condition (ConditionFailed) from a store that does not answer (Unavailable)."""
    try:
        yield
    except DoesNotExist:
        raise  # an answer, not a failure
    except TransactWriteError as error:
        reasons = error.cancellation_reasons or []
        if any(reason is not None and _CONDITION in (reason.code or "") for reason in reasons):
            found = [reason.raw_item for reason in reasons if reason is not None and reason.raw_item]
            raise ConditionFailed(found) from None
        raise Unavailable("The database did not answer. Nothing was changed; try again.", retry_after=2) from error
    except PynamoDBException as error:
        if _CONDITION in (error.cause_response_code or ""):
            raise ConditionFailed from None
        raise Unavailable("The database did not answer. Nothing was changed; try again.", retry_after=2) from error


class Cursors:
    """Opaque, tamper-evident page cursors: the last key of a page, bound to the listing it belongs to.

    A cursor is base64url of 16 bytes of HMAC-SHA-256 over (listing, key), then the key as JSON.
    """

    _MAC = 16

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def _mac(self, listing: str, body: bytes) -> bytes:
        return hmac.new(self._secret, listing.encode() + b"\0" + body, hashlib.sha256).digest()[: self._MAC]

    def encode(self, listing: str, key: dict[str, Any] | None) -> str | None:
        """The cursor after ``key`` in ``listing``; None at the end."""
        if not key:
            return None
        body = json.dumps(key, separators=(",", ":"), sort_keys=True).encode()
        return base64.urlsafe_b64encode(self._mac(listing, body) + body).decode().rstrip("=")

    def decode(self, listing: str, cursor: str | None) -> dict[str, Any] | None:
        """The key behind a cursor. Raise Invalid when it was changed or belongs to another listing."""
        if cursor is None:
            return None
        refused = Invalid("This cursor is not one of ours, or belongs to another listing. Start from the first page.")
        try:
            raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        except (binascii.Error, ValueError):
            raise refused from None
        mac, body = raw[: self._MAC], raw[self._MAC :]
        if not hmac.compare_digest(mac, self._mac(listing, body)):
            raise refused
        key: dict[str, Any] = json.loads(body)
        return key
