"""DynamoDB operations and capacity units, by the published rules, from the sizes of the items that are touched."""

import base64
import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from neufit.stores.tables import Table


def size_of(value: dict[str, Any]) -> int:
    """Bytes of an attribute value by DynamoDB's rules."""
    ((kind, content),) = value.items()
    match kind:
        case "S":
            size = len(content.encode())
        case "N":
            size = math.ceil(len(content.strip("-0.").replace(".", "")) / 2) + 1
        case "B":
            size = len(base64.b64decode(content))
        case "SS" | "NS" | "BS":
            size = sum(size_of({kind[0]: each}) for each in content)
        case "L":
            size = 3 + sum(1 + size_of(each) for each in content)
        case "M":
            size = 3 + sum(1 + len(name) + size_of(each) for name, each in content.items())
        case _:
            size = 1  # BOOL, NULL
    return size


def item_size(item: dict[str, Any] | None) -> int:
    """Bytes of an item: names and values."""
    return sum(len(name.encode()) + size_of(value) for name, value in (item or {}).items())


@dataclass
class Meter:
    """Counts what one request asks of DynamoDB. ``peek`` reads items without being counted."""

    peek: Any
    schemas: dict[str, tuple[list[str], list[list[str]]]]
    operations: list[str] = field(default_factory=list)
    read_units: float = 0
    write_units: float = 0
    _before: list[tuple[str, dict[str, Any], int, int]] = field(default_factory=list)

    def begin(self, model: Any, params: dict[str, Any], **_: Any) -> None:
        """An operation is about to be sent."""
        self.operations.append(model.name)
        request = json.loads(params["body"])
        self._before = [(*write, item_size(self._item(*write[:2]))) for write in self._writes(model.name, request)]
        self._request = request

    def end(self, model: Any, parsed: dict[str, Any], **_: Any) -> None:
        """It was answered."""
        consistent = 1.0 if self._request.get("ConsistentRead") else 0.5
        if model.name == "GetItem":
            self.read_units += consistent * max(1, math.ceil(item_size(parsed.get("Item")) / 4096))
        elif model.name == "Query":
            read = sum(item_size(item) for item in parsed.get("Items", []))
            self.read_units += consistent * max(1, math.ceil(read / 4096))
        elif model.name == "BatchGetItem":
            for table, wanted in self._request["RequestItems"].items():
                each = 1.0 if wanted.get("ConsistentRead") else 0.5
                found = parsed["Responses"].get(table, [])
                self.read_units += each * sum(max(1, math.ceil(item_size(item) / 4096)) for item in found)
                self.read_units += each * (len(wanted["Keys"]) - len(found))
        elif model.name == "TransactGetItems":
            sizes = [item_size(answer.get("Item")) for answer in parsed["Responses"]]
            self.read_units += sum(2 * max(1, math.ceil(size / 4096)) for size in sizes)
        for table, key, factor, before in self._before:
            item = self._item(table, key)
            larger = max(1, math.ceil(max(before, item_size(item)) / 1024))
            _, indexes = self.schemas[table]
            held = sum(item is not None and set(names) <= set(item) for names in indexes)
            self.write_units += larger * (factor + held)

    def _writes(self, name: str, request: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], int]]:
        if name in {"PutItem", "UpdateItem", "DeleteItem"}:
            yield request["TableName"], self._key(request["TableName"], request.get("Item") or request["Key"]), 1
        elif name == "BatchWriteItem":
            for table, writes in request["RequestItems"].items():
                for write in writes:
                    ((_, each),) = write.items()
                    yield table, self._key(table, each.get("Item") or each["Key"]), 1
        elif name == "TransactWriteItems":
            for write in request["TransactItems"]:
                ((_, each),) = write.items()
                yield each["TableName"], self._key(each["TableName"], each.get("Item") or each["Key"]), 2

    def _key(self, table: str, item: dict[str, Any]) -> dict[str, Any]:
        return {name: item[name] for name in self.schemas[table][0]}

    def _item(self, table: str, key: dict[str, Any]) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.peek.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
        return found


def schemas_of(peek: Any) -> dict[str, tuple[list[str], list[list[str]]]]:
    """Per table the names of its key, and of the keys of its indexes."""
    found = {}
    for table in Table.registry:
        described = peek.describe_table(TableName=table.Meta.table_name)["Table"]
        indexes = [*described.get("GlobalSecondaryIndexes", []), *described.get("LocalSecondaryIndexes", [])]
        names = [[key["AttributeName"] for key in each["KeySchema"]] for each in indexes]
        found[table.Meta.table_name] = ([key["AttributeName"] for key in described["KeySchema"]], names)
    return found
