"""The lifecycle rules of buckets: uploads that nobody finishes are dropped with their parts.

moto keeps the rules, and neither follows them nor knows when an upload began.
"""

from datetime import datetime, timedelta
from typing import Any

from moto.s3.models import FakeMultipart, s3_backends

from iac.local.settings import ACCOUNT
from neufit.clock import Clock

_begin = FakeMultipart.__init__


def note_starts(clock: Clock) -> None:
    """Have every upload in parts remember when it began. The latest call counts."""

    def begin(self: Any, *given: Any, **named: Any) -> None:  # noqa: ANN401  # moto's object and arguments
        _begin(self, *given, **named)
        self.started_at = clock()

    FakeMultipart.__init__ = begin


def drop_abandoned(now: datetime) -> int:
    """Drop the uploads that are older than a rule of their bucket allows (``AbortIncompleteMultipartUpload``).

    Answers how many. Uploads of before their start was noted begin to age now.
    """
    dropped = 0
    for bucket in s3_backends[ACCOUNT]["aws"].buckets.values():
        for upload_id, upload in list(bucket.multiparts.items()):
            if not hasattr(upload, "started_at"):
                upload.started_at = now
            if any(now - upload.started_at >= age for age in _allowed(bucket, upload.key_name)):
                del bucket.multiparts[upload_id]  # gives the bodies of its parts back
                dropped += 1
    return dropped


def _allowed(bucket: Any, key: str) -> list[timedelta]:  # noqa: ANN401  # moto's bucket
    """The ages that rules in force set for unfinished uploads to ``key``."""
    return [
        timedelta(days=int(rule.aimu_days))
        for rule in bucket.rules
        if rule.status == "Enabled"
        and rule.aimu_days is not None
        and key.startswith((rule.filter.prefix if rule.filter is not None else rule.prefix) or "")
    ]
