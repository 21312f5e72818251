"""Writes that happen together or not at all, and reads of one moment."""

import random
import time
from collections.abc import Callable
from typing import Any

from pynamodb.exceptions import TransactGetError, TransactWriteError
from pynamodb.transactions import TransactGet, TransactWrite

from neufit.stores.tables import Table, store_errors

MAX_WRITES = 100
"""Items that DynamoDB takes in one transaction."""

_TRIES = 5
_CONFLICT = "TransactionConflict"


def write_together(table: type[Table], fill: Callable[[TransactWrite], None]) -> None:
    """Commit the writes that ``fill`` adds. ``table`` is any of the tables concerned: it knows the way to the database.

    Raise ConditionFailed when one of their conditions did not hold; nothing was written then. Two transactions that
    meet on one item cancel each other although no condition failed: that is tried again, a few times.
    """

    def commit() -> None:
        with TransactWrite(connection=_connection(table)) as writes:
            fill(writes)

    _again_after_conflicts(commit)


def read_together(table: type[Table], fill: Callable[[TransactGet], None]) -> None:
    """Read the items that ``fill`` asks for as they were at one moment, strongly consistent."""

    def commit() -> None:
        with TransactGet(connection=_connection(table)) as reads:
            fill(reads)

    _again_after_conflicts(commit)


def _again_after_conflicts(commit: Callable[[], None]) -> None:
    for tries_left in reversed(range(_TRIES)):
        with store_errors():
            try:
                commit()
            except (TransactWriteError, TransactGetError) as error:
                codes = {reason.code for reason in error.cancellation_reasons if reason is not None}
                if codes != {_CONFLICT} or not tries_left:
                    raise
            else:
                return
        time.sleep(random.uniform(0.01, 0.05))  # noqa: S311  # spreads two writers, keeps no secret


def _connection(table: type[Table]) -> Any:  # noqa: ANN401  # pynamodb keeps the type to itself
    return table._get_connection().connection  # noqa: SLF001  # a transaction wants the bare connection
