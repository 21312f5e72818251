"""The local cloud keeps the promises that our stores rest on."""

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import boto3
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from iac.local.cloud.middleware import Environ, LockedDynamoDB
from iac.local.cloud.server import CloudServer
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
