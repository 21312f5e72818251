"""What people did survives the end of the local cloud, however it ends."""

import hashlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from iac.local.cloud.bodies import BodyStore
from iac.local.cloud.bootstrap import client
from iac.local.settings import LocalSettings
from neufit.settings import StoreSettings
from neufit.signing import new_private_key
from stepfunctions.functions import QUEUE

Start = Callable[..., Any]


@pytest.fixture
def settings(environment: dict[str, str]) -> LocalSettings:
    """The settings of the cloud process under test."""
    given = LocalSettings.from_environment(environment)
    return given.model_copy(update={"aws_endpoint": given.cloud_endpoint})


@pytest.fixture
def start_cloud(start: Start, settings: LocalSettings) -> Callable[[], Any]:
    """Starts the cloud process and waits until it can be used."""
    key = new_private_key()

    def start_cloud() -> Any:
        process = start("-m", "iac.local.child", "iac.local.cloud", **settings.environment(key))
        process.wait_for("ready")
        return process

    return start_cloud


def _put_topic(settings: StoreSettings, slug: str) -> None:
    client(settings, "dynamodb").put_item(
        TableName=f"{settings.table_prefix}topics",
        Item={"listing": {"S": "topics"}, "slug": {"S": slug}, "name": {"S": slug}, "description": {"S": ""}},
    )


def _topics(settings: StoreSettings) -> list[str]:
    found = client(settings, "dynamodb").query(
        TableName=f"{settings.table_prefix}topics",
        KeyConditionExpression="listing = :all",
        ExpressionAttributeValues={":all": {"S": "topics"}},
    )
    return [item["slug"]["S"] for item in found["Items"]]


def _wait_for_a_snapshot(settings: LocalSettings) -> None:
    """Until everything that is there now is written.

    The first snapshot that appears may have been taken before now, the one after it was not.
    """
    file = settings.state / "state.pickle"
    for _ in range(2):
        before = file.stat().st_mtime_ns if file.exists() else 0
        _put_topic(settings, "tick")
        deadline = time.monotonic() + 30
        while not file.exists() or file.stat().st_mtime_ns == before:
            assert time.monotonic() < deadline, "no snapshot was written"


def test_everything_is_there_after_kill_9(start_cloud: Callable[[], Any], settings: LocalSettings) -> None:
    """Rows, objects, parts of an upload and messages outlive a kill of the cloud; the upload can be completed."""
    cloud = start_cloud()
    s3 = client(settings, "s3")
    bucket, part = settings.media_bucket, os.urandom(5 * 2**20)
    _put_topic(settings, "strength")
    s3.put_object(Bucket=bucket, Key="pub/m/p/poster.jpg", Body=b"picture", ContentType="image/jpeg")
    upload = s3.create_multipart_upload(Bucket=bucket, Key="work/m/v", ContentType="video/mp4")["UploadId"]
    first = s3.upload_part(Bucket=bucket, Key="work/m/v", UploadId=upload, PartNumber=1, Body=part)
    sqs = client(settings, "sqs")
    # Nothing reads the dead letters, so the message is there whenever the snapshot is taken.
    url = sqs.get_queue_url(QueueName=f"{settings.table_prefix}{QUEUE}-dead-letters")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="kept")
    _wait_for_a_snapshot(settings)
    cloud.end(signal.SIGKILL)

    start_cloud()
    assert _topics(settings) == ["strength", "tick"]
    assert [message["Body"] for message in sqs.receive_message(QueueUrl=url)["Messages"]] == ["kept"]
    found = s3.get_object(Bucket=bucket, Key="pub/m/p/poster.jpg")
    assert (found["Body"].read(), found["ContentType"]) == (b"picture", "image/jpeg")
    second = s3.upload_part(Bucket=bucket, Key="work/m/v", UploadId=upload, PartNumber=2, Body=b"end")
    parts = [{"PartNumber": number, "ETag": each["ETag"]} for number, each in ((1, first), (2, second))]
    s3.complete_multipart_upload(Bucket=bucket, Key="work/m/v", UploadId=upload, MultipartUpload={"Parts": parts})
    whole = s3.get_object(Bucket=bucket, Key="work/m/v")["Body"].read()
    assert hashlib.sha256(whole).digest() == hashlib.sha256(part + b"end").digest()
    tail = s3.get_object(Bucket=bucket, Key="work/m/v", Range=f"bytes={len(part) - 2}-")["Body"].read()
    assert tail == part[-2:] + b"end"


def test_a_calm_end_keeps_the_last_write_and_no_more(start_cloud: Callable[[], Any], settings: LocalSettings) -> None:
    """SIGTERM right after a write loses nothing; replaced and deleted objects have given their space back."""
    cloud = start_cloud()
    s3 = client(settings, "s3")
    for content in (b"first", b"second"):
        s3.put_object(Bucket=settings.media_bucket, Key="work/a", Body=content)
    s3.put_object(Bucket=settings.media_bucket, Key="work/b", Body=b"third")
    s3.delete_object(Bucket=settings.media_bucket, Key="work/b")
    _put_topic(settings, "boxing")
    assert cloud.end(signal.SIGTERM) == 0
    assert [path.read_bytes() for path in (settings.state / "objects").glob("??/*")] == [b"second"]
    start_cloud()
    assert _topics(settings) == ["boxing"]
    assert s3.get_object(Bucket=settings.media_bucket, Key="work/a")["Body"].read() == b"second"


def test_parts_of_an_abandoned_upload_are_gone_after_the_next_start(
    start: Start, start_cloud: Callable[[], Any], settings: LocalSettings
) -> None:
    """A start eight days later drops an upload that nobody finished, and its bytes from the disk."""
    cloud = start_cloud()
    s3, bucket = client(settings, "s3"), settings.media_bucket
    s3.put_object(Bucket=bucket, Key="pub/a", Body=b"stays")
    upload = s3.create_multipart_upload(Bucket=bucket, Key="orig/m/v")["UploadId"]
    s3.upload_part(Bucket=bucket, Key="orig/m/v", UploadId=upload, PartNumber=1, Body=b"part")
    assert cloud.end(signal.SIGTERM) == 0
    bodies = settings.state / "objects"
    assert sorted(path.read_bytes() for path in bodies.glob("??/*")) == [b"part", b"stays"]

    later = start("-c", _LATER, "later", **settings.environment(new_private_key()))
    later.wait_for("ready")
    with pytest.raises(s3.exceptions.NoSuchUpload):
        s3.list_parts(Bucket=bucket, Key="orig/m/v", UploadId=upload)
    later.popen.stdin.write("\n")
    later.popen.stdin.flush()
    assert later.popen.wait(30) == 0
    assert [path.read_bytes() for path in bodies.glob("??/*")] == [b"stays"]


_LATER = """
from datetime import timedelta
from iac.local.cloud.assembly import LocalCloud
from iac.local.settings import LocalSettings
from neufit.clock import system_clock

settings = LocalSettings.from_environment()
cloud = LocalCloud(settings, settings.cloud_port, settings.state, lambda: system_clock() + timedelta(days=8))
cloud.start()
print("ready", flush=True)
input()
cloud.stop()
"""


def test_a_damaged_snapshot_is_told_in_one_line(start: Start, settings: LocalSettings) -> None:
    """Nothing is overwritten; the person reads what to do."""
    settings.state.mkdir(parents=True)
    file = settings.state / "state.pickle"
    file.write_bytes(b"not a snapshot")
    cloud = start("-m", "iac.local.child", "iac.local.cloud", **settings.environment(new_private_key()))
    assert cloud.popen.wait(60) == 1
    assert "`make clean` drops it" in cloud.errors.splitlines()[-1]
    assert file.read_bytes() == b"not a snapshot"


def test_slices_of_a_body_in_several_files_are_those_of_its_bytes(tmp_path: Path) -> None:
    """However a body is cut into files, reading any part of it gives the bytes of the whole at that place."""
    store = BodyStore(tmp_path)
    pieces = [b"abc", b"", b"defgh", b"i"]
    extents = [extent for piece in pieces for extent in store.write(piece).extents]
    whole, body = b"".join(pieces), type(store.write(b""))(store, extents)
    assert (len(body), bytes(body), b"".join(body)) == (len(whole), whole, whole)
    for start in range(len(whole) + 1):
        for stop in range(start, len(whole) + 1):
            part = body[start:stop]
            assert (len(part), bytes(part)) == (stop - start, whole[start:stop])


def test_a_range_is_read_while_it_is_sent(tmp_path: Path) -> None:
    """Whoever asks for all that follows and takes the first of it costs that, however long the object is."""
    store = BodyStore(tmp_path)
    first, rest = store.write(b"first"), store.write(b"rest")
    body = type(first)(store, [*first.extents, *rest.extents])
    store.path(rest.extents[0].name).unlink()
    assert next(iter(body[1:])) == b"irst"
