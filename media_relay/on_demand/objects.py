"""Objects of the media bucket, read in threads so that the event loop never waits for the store."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from media_relay.metrics import Metrics
from neufit.domain.errors import NotFound, Unavailable
from neufit.settings import StoreSettings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

READERS = 8
# Four seconds at 128 Mbit/s: far above any rendition, far below what would hurt.
LARGEST_OBJECT = 64 * 2**20
_MISSING = frozenset({"NoSuchKey", "404", "NotFound"})


def s3_client(settings: StoreSettings) -> "S3Client":
    """A client with as many connections as there are readers."""
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"} if settings.aws_endpoint else {},
        max_pool_connections=READERS,
        connect_timeout=2,
        read_timeout=10,
        retries={"total_max_attempts": 2, "mode": "standard"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    client: S3Client = boto3.client(
        "s3", region_name=settings.region, endpoint_url=settings.aws_endpoint, config=config
    )
    return client


class ObjectReader:
    """Reads whole objects, a bounded number at a time."""

    def __init__(self, client: "S3Client", bucket: str, metrics: Metrics) -> None:
        self._client = client
        self._bucket = bucket
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(READERS, thread_name_prefix="store")

    async def read(self, key: str) -> bytes:
        """An object whole. Raise NotFound, or Unavailable when the store does not answer or the object is too large."""
        self._metrics.add("store_reads_total")
        try:
            content = await asyncio.get_running_loop().run_in_executor(self._threads, self._get, key)
        except Unavailable:
            self._metrics.add("store_errors_total")
            raise
        self._metrics.add("store_read_bytes_total", len(content))
        return content

    async def names(self, prefix: str, after: str) -> list[str]:
        """The keys below a prefix that sort after one, at most a thousand. Raise Unavailable."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._list, prefix, after)

    def close(self) -> None:
        """Start no more reads."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._client.close()

    def _list(self, prefix: str, after: str) -> list[str]:
        try:
            answer = self._client.list_objects_v2(Bucket=self._bucket, Prefix=prefix, StartAfter=after)
        except (ClientError, BotoCoreError) as error:
            raise Unavailable("The object store did not answer.") from error
        return [item["Key"] for item in answer.get("Contents", [])]

    def _get(self, key: str) -> bytes:
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=key)
            if answer["ContentLength"] > LARGEST_OBJECT:
                answer["Body"].close()
                raise Unavailable("The object is larger than any segment.")
            return answer["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                raise NotFound("There is no such object.") from None
            raise Unavailable("The object store refused.") from error
        except BotoCoreError as error:
            raise Unavailable("The object store did not answer.") from error
