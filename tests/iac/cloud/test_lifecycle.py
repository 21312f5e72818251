"""What the bucket's lifecycle rule says of unfinished uploads happens on one machine too."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from iac.local.cloud.bootstrap import client, create_bucket, create_queue
from iac.local.cloud.lifecycle import drop_abandoned, note_starts
from neufit.domain.upload import ABANDONED_AFTER
from neufit.settings import StoreSettings
from stepfunctions.functions import QUEUE


@pytest.fixture
def begin(store_settings: StoreSettings, clock: Any) -> Callable[[str], None]:
    """Begins an upload in the media bucket."""
    create_queue(store_settings, QUEUE)
    create_bucket(store_settings)
    note_starts(clock)
    s3 = client(store_settings, "s3")
    return lambda key: s3.create_multipart_upload(Bucket=store_settings.media_bucket, Key=key)


def _open(settings: StoreSettings) -> set[str]:
    found = client(settings, "s3").list_multipart_uploads(Bucket=settings.media_bucket)
    return {upload["Key"] for upload in found.get("Uploads", [])}


def test_the_rule_of_the_bucket_is_that_of_the_domain(
    begin: Callable[[str], None], store_settings: StoreSettings
) -> None:
    """The rule that the store holds aborts unfinished uploads after as many days as the domain gives them."""
    found = client(store_settings, "s3").get_bucket_lifecycle_configuration(Bucket=store_settings.media_bucket)
    (rule,) = found["Rules"]
    assert (rule["Status"], rule["Filter"]) == ("Enabled", {"Prefix": ""})
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": ABANDONED_AFTER.days}


def test_uploads_are_dropped_when_their_time_is_over_and_not_before(
    begin: Callable[[str], None], store_settings: StoreSettings, clock: Any
) -> None:
    """Each upload is counted from its own start, to the second; dropping again drops nothing."""
    begin("orig/m/old")
    old_ends = clock() + ABANDONED_AFTER
    clock.advance(timedelta(days=1))
    begin("orig/m/young")
    drop_abandoned(old_ends - timedelta(seconds=1))
    assert {"orig/m/old", "orig/m/young"} <= _open(store_settings)
    assert drop_abandoned(old_ends) == 1
    assert "orig/m/old" not in _open(store_settings)
    assert "orig/m/young" in _open(store_settings)
    assert drop_abandoned(old_ends) == 0


def test_a_bucket_without_a_rule_keeps_its_uploads(
    begin: Callable[[str], None], store_settings: StoreSettings, clock: Any
) -> None:
    """Nothing is dropped that no rule names."""
    begin("orig/m/kept")
    client(store_settings, "s3").delete_bucket_lifecycle(Bucket=store_settings.media_bucket)
    drop_abandoned(clock() + 2 * ABANDONED_AFTER)
    assert "orig/m/kept" in _open(store_settings)
