"""Reading what a page of cards needs in ONE operation: the items, and the names of the people they belong to."""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from neufit.clock import Clock, system_clock
from neufit.domain.block import apart
from neufit.domain.errors import Unavailable
from neufit.domain.media import Media
from neufit.domain.user import user_key
from neufit.stores.media_rows import MediaRow, from_row
from neufit.stores.users import UserRow

MAX_CARDS = 50
MAX_READS = 100
"""Rows that DynamoDB reads at once: an item and a person for each card. Who asks is read with them where it fits."""
_TRIES = 5


@dataclass(frozen=True, slots=True)
class CardData:
    """Items by id, and names by ``user_key`` of the people whom the reader may see."""

    media: Mapping[str, Media]
    names: Mapping[str, str]

    def name_of(self, media: Media) -> str | None:
        """The name of an item's owner; None when the account is gone or suspended, or hidden from the reader."""
        return self.names.get(user_key(media.owner_id))


class CardStore:
    """One batch read over two tables. ``clock`` says who is suspended now."""

    def __init__(self, clock: Clock = system_clock) -> None:
        self._clock = clock

    def read(self, media_ids: Iterable[str], owner_ids: Iterable[str], *, reader: str | None = None) -> CardData:
        """The items and owners that exist, at most ``MAX_CARDS`` of each, as ``reader`` (a user id) may see them.

        Blocks, either way, are in the rows of the people, so they cost one row more and no operation; people are read
        strongly consistent for a reader.
        """
        media_table, user_table = MediaRow.Meta.table_name, UserRow.Meta.table_name
        owners = {user_key(owner): None for owner in owner_ids}
        me = None if reader is None else user_key(reader)
        people = [*owners] if me is None or not owners else [*owners, me]
        rows = _rows(
            [
                *((user_table, {"key": {"S": key}}) for key in dict.fromkeys(people)),
                *((media_table, {"media_id": {"S": media_id}}) for media_id in dict.fromkeys(media_ids)),
            ],
            {user_table: {**_PERSON, "ConsistentRead": me is not None}},
        )
        media = [from_row(MediaRow.from_raw_data(row)) for row in rows[media_table]]
        found = {row["key"]["S"]: row for row in rows[user_table]}
        now = self._clock()
        mine = _blocked(found[me]) if me in found else frozenset()
        return CardData(
            media={item.media_id: item for item in media},
            names={
                key: row["display_name"]["S"]
                for key, row in found.items()
                if "deleted_at" not in row
                and not _suspended(row, now)
                and not (me is not None and apart(me, mine, key, _blocked(row)))
            },
        )


_PERSON: Mapping[str, Any] = {
    "ProjectionExpression": "#k, display_name, deleted_at, blocked, suspended_until",
    "ExpressionAttributeNames": {"#k": "key"},
}
"""What is read of a person."""


def _blocked(row: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(row["blocked"]["SS"]) if "blocked" in row else frozenset()


def _suspended(row: Mapping[str, Any], now: datetime) -> bool:
    return "suspended_until" in row and now < datetime.fromisoformat(row["suspended_until"]["S"])


def _rows(keys: list[tuple[str, Any]], how: Mapping[str, Mapping[str, Any]]) -> Mapping[str, list[Any]]:
    """The rows of these keys by table. ``how`` are the further members of a table's request."""
    found: dict[str, list[Any]] = defaultdict(list)
    for tried in range(_TRIES):
        if not keys:
            return found
        time.sleep(0.05 * (2**tried - 1))  # what was left out is asked for again, as DynamoDB wants it: later
        wanted: dict[str, Any] = {}
        for table, key in keys[:MAX_READS]:
            wanted.setdefault(table, {**how.get(table, {}), "Keys": []})["Keys"].append(key)
        answer = _batch_get(wanted)
        for table, rows in answer["Responses"].items():
            found[table] += rows
        left = answer.get("UnprocessedKeys") or {}
        keys = [*((table, key) for table, part in left.items() for key in part["Keys"]), *keys[MAX_READS:]]
    if keys:
        raise Unavailable("The database is busy. Nothing was changed; try again.", retry_after=2)
    return found


def _batch_get(wanted: Mapping[str, Any]) -> dict[str, Any]:
    connection: Any = MediaRow._get_connection().connection  # noqa: SLF001  # its public reads know one table each
    try:
        answer: dict[str, Any] = connection.dispatch("BatchGetItem", {"RequestItems": dict(wanted)})
    except (PynamoDBException, ClientError, BotoCoreError) as error:
        raise Unavailable("The database did not answer. Nothing was changed; try again.", retry_after=2) from error
    return answer
