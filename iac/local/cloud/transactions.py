"""Transactions of moto's DynamoDB at a price that does not grow with the tables.

For its rollback moto copies every table of a transaction whole, once for each of its items: with a few thousand rows
one transaction takes seconds. Here a copy shares its items with the table, apart from those that are updated in place;
puts and deletes only replace them.

The names are private to moto: its version is pinned, and tests/iac fails when a hook stops firing.
"""

import copy
import functools
from collections import defaultdict
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import moto.dynamodb.models as dynamodb
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table


@functools.cache
def share_items() -> None:
    """Have moto copy what a transaction changes only. Requests for DynamoDB must pass one at a time."""
    transact = dynamodb.DynamoDBBackend.transact_write_items
    updated: set[int] = set()

    def noting(self: Any, transact_items: list[dict[str, Any]]) -> None:  # noqa: ANN401  # moto's own signature
        updated.clear()
        updated.update(id(item) for item in _updated(self, transact_items))
        transact(self, transact_items)

    def deepcopy(thing: Any) -> Any:  # noqa: ANN401  # whatever moto copies
        return _snapshot(thing, updated) if isinstance(thing, Table) else copy.deepcopy(thing)

    dynamodb.DynamoDBBackend.transact_write_items = noting
    dynamodb.copy = SimpleNamespace(deepcopy=deepcopy)


def _updated(backend: Any, transact_items: list[dict[str, Any]]) -> Iterator[Any]:  # noqa: ANN401  # moto's objects
    for write in transact_items:
        told = write.get("Update", {})
        table = backend.tables.get(told.get("TableName"))
        if table and table.table_key_attrs and set(table.table_key_attrs) <= set(told["Key"]):
            item = table.get_item(*(DynamoType(told["Key"][name]) for name in table.table_key_attrs))
            if item is not None:
                yield item


def _snapshot(table: Any, updated: set[int]) -> Any:  # noqa: ANN401  # moto's objects
    def kept(item: Any) -> Any:  # noqa: ANN401
        return copy.deepcopy(item) if id(item) in updated else item

    snapshot = copy.copy(table)
    snapshot.items = defaultdict(dict)
    for key, held in table.items.items():
        ranged = table.has_range_key
        snapshot.items[key] = {place: kept(item) for place, item in held.items()} if ranged else kept(held)
    return snapshot
