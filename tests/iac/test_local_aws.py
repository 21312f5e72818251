"""The local cloud keeps the promises that our stores rest on."""

import threading
from typing import Any

import boto3
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from iac.local.aws import CloudServer
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
