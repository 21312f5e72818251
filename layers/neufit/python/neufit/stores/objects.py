"""Objects in S3: the media bucket, multipart uploads in presigned parts, short-lived URLs."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from neufit.clock import Clock, system_clock
from neufit.domain.errors import NotFound, Unavailable
from neufit.domain.upload import StoredPart
from neufit.settings import StoreSettings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CACHE_FOR_GOOD = "private, max-age=31536000, immutable"
"""For what players get: it never changes under its key."""

_URLS_KEPT = 4096
"""How many signed URLs a process keeps to give out again; about 2 MB."""

_MISSING = frozenset({"NoSuchKey", "404", "NoSuchUpload", "NotFound"})


@contextmanager
def object_errors() -> Iterator[None]:
    """Tell an object that isn't there (NotFound) from a store that does not answer (Unavailable)."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _MISSING:
            raise NotFound("There is no such object.") from None
        raise Unavailable("The object store refused. Nothing was changed; try again.", retry_after=2) from error
    except BotoCoreError as error:
        raise Unavailable("The object store did not answer. Nothing was changed; try again.", retry_after=2) from error


def s3_client(settings: StoreSettings, *, public: bool = False) -> "S3Client":
    """A client of S3. ``public`` makes one that signs URLs for browsers, which may reach S3 by another origin."""
    endpoint = settings.public_s3_endpoint if public and settings.public_s3_endpoint else settings.aws_endpoint
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"} if endpoint else {},
        connect_timeout=2,
        read_timeout=30,
        retries={"max_attempts": 3, "mode": "standard"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    client: S3Client = boto3.client("s3", region_name=settings.region, endpoint_url=endpoint, config=config)
    return client


class ObjectStore:
    """The media bucket."""

    def __init__(
        self,
        client: "S3Client",
        bucket: str,
        public_client: "S3Client | None" = None,
        *,
        clock: Clock = system_clock,
    ) -> None:
        self.client = client
        self.bucket = bucket
        self.public_client = public_client or client
        self._clock = clock
        self._kept: OrderedDict[tuple[str, int], tuple[datetime, str]] = OrderedDict()

    def put(self, key: str, body: bytes, content_type: str) -> None:
        """Write an object whole. What lies under ``pub/`` never changes, so it may be cached for good."""
        cache: Any = {"CacheControl": CACHE_FOR_GOOD} if key.startswith("pub/") else {}
        with object_errors():
            self.client.put_object(Bucket=self.bucket, Key=key, Body=body, ContentType=content_type, **cache)

    def get(self, key: str) -> bytes:
        """An object whole. Raise NotFound."""
        with object_errors():
            return self.client.get_object(Bucket=self.bucket, Key=key)["Body"].read()

    def exists(self, key: str) -> bool:
        """Whether there is such an object."""
        try:
            self.size(key)
        except NotFound:
            return False
        return True

    def size(self, key: str) -> int:
        """Bytes of an object. Raise NotFound."""
        with object_errors():
            return self.client.head_object(Bucket=self.bucket, Key=key)["ContentLength"]

    def checksum(self, key: str) -> str | None:
        """The SHA-256 that S3 itself computed of an object (``...-3``: composite, of three parts), if it did."""
        with object_errors():
            return self.client.head_object(Bucket=self.bucket, Key=key, ChecksumMode="ENABLED").get("ChecksumSHA256")

    def beginning(self, key: str, length: int) -> bytes:
        """Up to the first ``length`` bytes of an object that isn't empty. Raise NotFound."""
        with object_errors():
            answer = self.client.get_object(Bucket=self.bucket, Key=key, Range=f"bytes=0-{length - 1}")
            return answer["Body"].read()

    def stream(self, key: str, piece: int = 2**20) -> Iterator[bytes]:
        """An object in pieces. Raise NotFound."""
        with object_errors():
            yield from self.client.get_object(Bucket=self.bucket, Key=key)["Body"].iter_chunks(piece)

    def names(self, prefix: str) -> Iterator[str]:
        """The keys below a prefix."""
        with object_errors():
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix):
                yield from (item["Key"] for item in page.get("Contents", []))

    def delete(self, keys: list[str]) -> None:
        """Remove objects; missing ones don't matter."""
        with object_errors():
            for start in range(0, len(keys), 1000):
                batch: Any = [{"Key": key} for key in keys[start : start + 1000]]
                self.client.delete_objects(Bucket=self.bucket, Delete={"Objects": batch, "Quiet": True})

    def url(self, key: str, *, seconds: int, inside: bool = False, **response: str) -> str:
        """A signed URL to read an object. ``inside`` is for our own processes (ffmpeg), else it is for browsers.

        ``response`` overrides headers of the answer (``ResponseContentDisposition`` ...).
        """
        client = self.client if inside else self.public_client
        params = {"Bucket": self.bucket, "Key": key, **response}
        return client.generate_presigned_url("get_object", Params=params, ExpiresIn=seconds)

    def cacheable_url(self, key: str, *, seconds: int) -> str:
        """A signed URL for browsers, the same one again while it has half of its time left.

        Each signing gives another URL, which no browser's cache knows: a listing would load all its pictures anew.
        """
        now, wanted = self._clock(), (key, seconds)
        kept = self._kept.get(wanted)
        if kept is not None and now < kept[0]:
            return kept[1]
        url = self.url(key, seconds=seconds)
        self._kept[wanted] = now + timedelta(seconds=seconds / 2), url
        self._kept.move_to_end(wanted)
        if len(self._kept) > _URLS_KEPT:
            self._kept.popitem(last=False)
        return url

    def begin_parts(self, key: str, content_type: str) -> str:
        """Begin an upload in parts, each with its SHA-256; answer S3's id of the upload."""
        with object_errors():
            return self.client.create_multipart_upload(
                Bucket=self.bucket, Key=key, ContentType=content_type, ChecksumAlgorithm="SHA256"
            )["UploadId"]

    def part_url(self, key: str, upload_id: str, number: int, *, size: int, checksum: str, seconds: int) -> str:
        """A signed URL to PUT one part. It takes this many bytes with this SHA-256 (base 64) and nothing else.

        The client sends the checksum as ``x-amz-checksum-sha256``, which is part of what is signed.
        """
        params = {
            "Bucket": self.bucket,
            "Key": key,
            "UploadId": upload_id,
            "PartNumber": number,
            "ContentLength": size,
            "ChecksumSHA256": checksum,
        }
        return self.public_client.generate_presigned_url("upload_part", Params=params, ExpiresIn=seconds)

    def parts(self, key: str, upload_id: str) -> list[StoredPart]:
        """The parts that arrived so far. Raise NotFound when the upload is over or was given up."""
        found: list[StoredPart] = []
        with object_errors():
            pages = self.client.get_paginator("list_parts").paginate(Bucket=self.bucket, Key=key, UploadId=upload_id)
            for page in pages:
                found += [
                    StoredPart(
                        number=part["PartNumber"],
                        size=part["Size"],
                        etag=part["ETag"],
                        checksum=part.get("ChecksumSHA256"),
                    )
                    for part in page.get("Parts", [])
                ]
        return found

    def join_parts(self, key: str, upload_id: str, parts: list[StoredPart]) -> None:
        """Make one object of the parts. Raise NotFound when the upload is over or was given up."""
        listed: Any = [
            {"PartNumber": part.number, "ETag": part.etag}
            | ({"ChecksumSHA256": part.checksum} if part.checksum is not None else {})
            for part in parts
        ]
        with object_errors():
            self.client.complete_multipart_upload(
                Bucket=self.bucket, Key=key, UploadId=upload_id, MultipartUpload={"Parts": listed}
            )

    def drop_parts(self, key: str, upload_id: str) -> None:
        """Give an upload up and its parts back; one that is over already doesn't matter."""
        try:
            with object_errors():
                self.client.abort_multipart_upload(Bucket=self.bucket, Key=key, UploadId=upload_id)
        except NotFound:
            return
