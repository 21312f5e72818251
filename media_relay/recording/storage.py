"""Parts of recordings on their way into the bucket, by threads of their own: neither loop nor viewers wait for them.

All that the relay may write are originals that were recorded (``orig/*/r-*``), in uploads that the API has begun.
"""

import asyncio
import base64
import hashlib
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from media_relay.metrics import Metrics
from media_relay.tasks import end
from neufit.contracts.keys import original
from neufit.contracts.recording import RecordingTarget
from neufit.domain.errors import NotFound, Unavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

log = logging.getLogger(__name__)

WRITERS = 4
MOST_WAITING = 3
"""Parts of one recording that wait for the store; more are not taken."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.5, 8.0
FINISH_SECONDS = 120.0
"""How long the store may take at the end."""
T = TypeVar("T")


class RecordingStorage:
    """The bucket, for recordings."""

    def __init__(self, client: "S3Client", bucket: str, metrics: Metrics) -> None:
        self._client = client
        self._bucket = bucket
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(WRITERS, thread_name_prefix="recording")

    async def put(self, target: RecordingTarget, number: int, part: bytes) -> None:
        """Send a part; one of the same number is replaced. Raise NotFound when the upload is over, Unavailable."""
        await self._call(self._put, target, number, part)
        self._metrics.add("recorded_bytes_total", len(part))

    async def begun(self, target: RecordingTarget) -> bool:
        """Whether a part has been sent, by whom ever. Raise NotFound, Unavailable."""
        return bool(await self._call(self._parts, target))

    async def complete(self, target: RecordingTarget) -> None:
        """Make one object of the parts that there are. Raise NotFound when it is over, Unavailable."""
        await self._call(self._complete, target)

    def close(self) -> None:
        """Begin nothing more."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._client.close()

    async def _call(self, work: Callable[..., T], *given: Any) -> T:  # noqa: ANN401 -- what the work takes
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, *given)
        except ClientError as error:
            if error.response["Error"]["Code"] in {"NoSuchUpload", "404"}:
                raise NotFound("The upload of this recording is over.") from None
            raise Unavailable("The object store refused.") from error
        except BotoCoreError as error:
            raise Unavailable("The object store did not answer.") from error

    def _named(self, target: RecordingTarget) -> dict[str, Any]:
        key = original(target.media_id, target.version)
        return {"Bucket": self._bucket, "Key": key, "UploadId": target.upload_id}

    def _put(self, target: RecordingTarget, number: int, part: bytes) -> None:
        digest = base64.b64encode(hashlib.sha256(part).digest()).decode()
        self._client.upload_part(**self._named(target), PartNumber=number, Body=part, ChecksumSHA256=digest)

    def _parts(self, target: RecordingTarget) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for page in self._client.get_paginator("list_parts").paginate(**self._named(target)):
            for part in page.get("Parts", []):
                checksum = part.get("ChecksumSHA256")
                known = {} if checksum is None else {"ChecksumSHA256": checksum}
                found.append({"PartNumber": part["PartNumber"], "ETag": part["ETag"], **known})
        return found

    def _complete(self, target: RecordingTarget) -> None:
        parts: Any = self._parts(target)
        if not parts:
            # An empty original: publishing tells its owner that nothing was recorded.
            self._put(target, 1, b"")
            parts = self._parts(target)
        self._client.complete_multipart_upload(**self._named(target), MultipartUpload={"Parts": parts})


class Parts:
    """The parts of one recording on their way. ``lost``: the upload is over, nothing more can be sent."""

    def __init__(self, storage: RecordingStorage, target: RecordingTarget) -> None:
        self.lost = False
        self._storage = storage
        self._target = target
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._more, self._sent = asyncio.Event(), asyncio.Event()
        self._sent.set()
        self._sending = asyncio.create_task(self._send_all())

    @property
    def full(self) -> bool:
        """Whether the store is so late that nothing more is to be recorded for now."""
        return len(self._waiting) >= MOST_WAITING

    def put(self, number: int, part: bytes) -> None:
        """Send this part soon."""
        if not self.lost:
            self._waiting.append((number, part))
            self._sent.clear()
            self._more.set()

    async def finish(self, *, complete: bool) -> None:
        """Send what waits, then make a file of it all (``complete``), or leave it to whoever goes on."""
        try:
            await asyncio.wait_for(self._finish(complete=complete), FINISH_SECONDS)
        except TimeoutError:
            log.exception("a recording could not be finished in time", extra={"media_id": self._target.media_id})
        finally:
            await end([self._sending])

    async def _finish(self, *, complete: bool) -> None:
        await self._sent.wait()
        pause = SHORTEST_PAUSE
        while complete and not self.lost:
            try:
                await self._storage.complete(self._target)
            except NotFound:
                self.lost = True
            except Unavailable:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                log.info("a recording is complete", extra={"media_id": self._target.media_id})
                return

    async def _send_all(self) -> None:
        pause = SHORTEST_PAUSE
        while True:
            await self._more.wait()
            number, part = self._waiting[0]
            try:
                await self._storage.put(self._target, number, part)
            except Unavailable:
                log.warning("a part of a recording could not be sent", extra={"media_id": self._target.media_id})
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
                continue
            except NotFound:
                self.lost = True
                self._waiting.clear()
            else:
                pause = SHORTEST_PAUSE
                self._waiting.popleft()
            if not self._waiting:
                self._more.clear()
                self._sent.set()
