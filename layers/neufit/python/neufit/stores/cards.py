"""Reading what a page of cards needs in ONE operation: the items, and the names of the people they belong to."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from neufit.domain.errors import Unavailable
from neufit.domain.media import Media
from neufit.domain.user import user_key
from neufit.stores.media_rows import MediaRow, from_row
from neufit.stores.users import UserRow

MAX_CARDS = 50
"""DynamoDB reads up to 100 rows at once: an item and a person for each card."""
_TRIES = 5


@dataclass(frozen=True, slots=True)
class CardData:
    """Items by id, and names of living people by ``user_key`` of their id."""

    media: Mapping[str, Media]
    names: Mapping[str, str]

    def name_of(self, media: Media) -> str | None:
        """The name of an item's owner; None when the account is gone."""
        return self.names.get(user_key(media.owner_id))


class CardStore:
    """One batch read over two tables."""

    def read(self, media_ids: Iterable[str], owner_ids: Iterable[str]) -> CardData:
        """The items and owners that exist, at most ``MAX_CARDS`` of each."""
        media_keys = [{"media_id": {"S": media_id}} for media_id in dict.fromkeys(media_ids)]
        user_keys = [{"key": {"S": key}} for key in dict.fromkeys(user_key(owner) for owner in owner_ids)]
        media_table, user_table = MediaRow.Meta.table_name, UserRow.Meta.table_name
        wanted: dict[str, Any] = {}
        if media_keys:
            wanted[media_table] = {"Keys": media_keys}
        if user_keys:
            wanted[user_table] = {
                "Keys": user_keys,
                "ProjectionExpression": "#k, display_name, deleted_at",
                "ExpressionAttributeNames": {"#k": "key"},
            }
        found: dict[str, list[Any]] = {media_table: [], user_table: []}
        for tried in range(_TRIES):
            if not wanted:
                break
            time.sleep(0.05 * (2**tried - 1))  # what was left out is asked for again, as DynamoDB wants it: later
            answer = _batch_get(wanted)
            for table, rows in answer["Responses"].items():
                found[table] += rows
            wanted = answer.get("UnprocessedKeys") or {}
        if wanted:
            raise Unavailable("The database is busy. Nothing was changed; try again.", retry_after=2)
        media = [from_row(MediaRow.from_raw_data(row)) for row in found[media_table]]
        return CardData(
            media={item.media_id: item for item in media},
            names={row["key"]["S"]: row["display_name"]["S"] for row in found[user_table] if "deleted_at" not in row},
        )


def _batch_get(wanted: Mapping[str, Any]) -> dict[str, Any]:
    connection: Any = MediaRow._get_connection().connection  # noqa: SLF001  # its public reads know one table each
    try:
        answer: dict[str, Any] = connection.dispatch("BatchGetItem", {"RequestItems": dict(wanted)})
    except (PynamoDBException, ClientError, BotoCoreError) as error:
        raise Unavailable("The database did not answer. Nothing was changed; try again.", retry_after=2) from error
    return answer
