"""Signed URLs that browsers' caches know again."""

from datetime import timedelta

import pytest

from neufit.stores.objects import ObjectStore, s3_client


@pytest.fixture
def objects(store_settings, clock):
    return ObjectStore(s3_client(store_settings), "media", clock=clock)


def test_a_picture_keeps_its_url_for_half_of_its_time(objects, clock):
    """Each listing gives out the same URL, so that the browser loads a picture once; it never gives out a stale one."""
    first = objects.cacheable_url("pub/a/poster.jpg", seconds=3600)
    assert "X-Amz-Signature" in first
    clock.advance(timedelta(minutes=29))
    assert objects.cacheable_url("pub/a/poster.jpg", seconds=3600) is first
    clock.advance(timedelta(minutes=1))
    assert objects.cacheable_url("pub/a/poster.jpg", seconds=3600) is not first


def test_each_object_and_each_lifetime_has_its_own_url(objects):
    """One picture's URL is never given out for another, nor one that lives shorter than what was asked for."""
    asked = [("pub/a/poster.jpg", 3600), ("pub/b/poster.jpg", 3600), ("pub/a/poster.jpg", 60)]
    assert len({objects.cacheable_url(key, seconds=seconds) for key, seconds in asked}) == len(asked)
