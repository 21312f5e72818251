"""The local cloud keeps the promises that our stores rest on."""

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import boto3
import moto.dynamodb.models as dynamodb
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import TransactWriteError
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from iac.local.cloud.middleware import Environ, LockedDynamoDB
from iac.local.cloud.server import CloudServer
from iac.local.settings import ACCOUNT
from neufit.settings import StoreSettings
from neufit.stores.media import MediaRow
from neufit.stores.objects import ObjectStore, s3_client
from neufit.stores.tables import ConditionFailed, store_errors


def _scratch(endpoint: str) -> type[Model]:
    class Scratch(Model):
        class Meta:
            table_name = "scratch-claims"
            region = "eu-central-1"
            host = endpoint
            billing_mode = "PAY_PER_REQUEST"

        key = UnicodeAttribute(hash_key=True)
        owner = NumberAttribute(default=0)

    if not Scratch.exists():
        Scratch.create_table(wait=True)
    return Scratch


def _requests_that_meet(target: str) -> int:
    """How many of two requests for ``target`` are inside the application at the same time."""
    met: list[int] = []
    meeting = threading.Barrier(2)

    def application(environ: Environ, start_response: Callable[..., object]) -> Iterable[bytes]:
        with suppress(threading.BrokenBarrierError):  # broken when nobody came: the other one waits outside
            met.append(meeting.wait(timeout=0.5))
        return []

    locked = LockedDynamoDB(application)
    threads = [threading.Thread(target=locked, args=({"HTTP_X_AMZ_TARGET": target}, None)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(met)


def test_requests_for_the_database_never_meet() -> None:
    """DynamoDB is asked by one at a time, everything else by all at once."""
    assert _requests_that_meet("DynamoDB_20120810.TransactWriteItems") == 0
    assert _requests_that_meet("AWSStepFunctions.StartExecution") == 2


def test_of_many_transactions_that_exclude_each_other_one_wins(cloud: CloudServer) -> None:
    """Twelve writers claim the same cell in a transaction each: exactly one gets it."""
    scratch: Any = _scratch(cloud.endpoint)
    for round_number in range(5):
        winners: list[int] = []
        gate = threading.Barrier(12)

        def claim(number: int, cell: str, gate: threading.Barrier, winners: list[int]) -> None:
            gate.wait()
            try:
                with store_errors(), TransactWrite(connection=scratch._get_connection().connection) as write:
                    write.save(scratch(cell, owner=number), condition=scratch.key.does_not_exist())
                    write.save(scratch(f"{cell}-{number}", owner=number))
            except ConditionFailed:
                return
            winners.append(number)

        threads = [threading.Thread(target=claim, args=(n, f"cell-{round_number}", gate, winners)) for n in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(winners) == 1


def test_tables_and_bucket_of_a_module_are_there(store_settings: StoreSettings) -> None:
    """The shared fixture hands out tables that answer and a bucket that takes objects."""
    assert MediaRow.exists()
    objects = ObjectStore(s3_client(store_settings), store_settings.media_bucket)
    objects.put("orig/a/b", b"content", "video/mp4")
    assert objects.get("orig/a/b") == b"content"


def test_a_part_of_an_object_can_be_asked_for(store_settings: StoreSettings) -> None:
    """A decoder seeks in originals by range requests, so they give just the bytes asked for."""
    objects = ObjectStore(s3_client(store_settings), store_settings.media_bucket)
    objects.put("orig/a/range", bytes(range(256)), "video/mp4")
    client = boto3.client("s3", region_name=store_settings.region, endpoint_url=store_settings.aws_endpoint)
    answer = client.get_object(Bucket=store_settings.media_bucket, Key="orig/a/range", Range="bytes=10-19")
    assert answer["Body"].read() == bytes(range(10, 20))
    assert answer["ContentRange"] == "bytes 10-19/256"


class _Ranged(Model):
    class Meta:
        table_name = "scratch-ranged"
        region = "eu-central-1"
        billing_mode = "PAY_PER_REQUEST"

    key = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    owner = NumberAttribute(default=0)


def test_a_transaction_that_fails_leaves_everything_as_it_was(cloud: CloudServer) -> None:
    """What it put, updated and deleted before the condition that failed; and what one that holds changed stays."""
    ranged: Any = _Ranged
    ranged.Meta.host = cloud.endpoint
    if not ranged.exists():
        ranged.create_table(wait=True)
    for place in ("updated", "deleted", "replaced", "other"):
        ranged("a", place, owner=1).save()

    def write(owner: int, condition: Any) -> None:
        connection = ranged._get_connection().connection
        with TransactWrite(connection=connection) as writes:
            writes.update(ranged("a", "updated"), actions=[ranged.owner.set(owner)])
            writes.delete(ranged("a", "deleted"))
            writes.save(ranged("a", "replaced", owner=owner))
            writes.save(ranged("b", "new", owner=owner))
            writes.condition_check(ranged, "a", "other", condition=condition)

    def rows() -> dict[str, int]:
        return {f"{row.key}/{row.place}": int(row.owner) for row in ranged.scan()}

    before = rows()
    with suppress(TransactWriteError):
        write(2, ranged.owner == 7)
    assert rows() == before == {"a/updated": 1, "a/deleted": 1, "a/replaced": 1, "a/other": 1}
    write(3, ranged.owner == 1)
    assert rows() == {"a/updated": 3, "a/replaced": 3, "a/other": 1, "b/new": 3}


def test_transactions_copy_no_rows_that_they_leave_alone(cloud: CloudServer) -> None:
    """The hook fires: moto's copy of a table shares its items."""
    table = next(iter(dynamodb.dynamodb_backends[ACCOUNT]["eu-central-1"].tables.values()))
    table.items["probe"] = probe = object() if not table.has_range_key else {"place": object()}
    try:
        kept = dynamodb.copy.deepcopy(table).items["probe"]
    finally:
        del table.items["probe"]
    assert kept == probe
