"""Parts of a recording on their way to a store that is slow, silent, or wants no more."""

import asyncio

import pytest

from media_relay.recording.storage import MOST_WAITING, Parts
from neufit.domain.errors import NotFound, Unavailable
from neufit.domain.room.recording import RecordingTarget
from tests.relay.live.media import until

TARGET = RecordingTarget(media_id="m", version="r-1", upload_id="u")


class Store:
    """A store that does as it is told: ``down`` answers nothing, ``over`` has forgotten the upload."""

    def __init__(self):
        self.parts = {}
        self.down = self.over = self.complete_ = False
        self.asked = 0

    def _answer(self):
        self.asked += 1
        if self.down:
            raise Unavailable("The object store did not answer.")
        if self.over:
            raise NotFound("The upload of this recording is over.")

    async def put(self, target, number, part):
        assert target == TARGET
        self._answer()
        self.parts[number] = part

    async def complete(self, target):
        assert target == TARGET
        self._answer()
        self.complete_ = True


@pytest.fixture
def store():
    return Store()


async def test_everything_is_sent_before_the_end(store):
    """Parts go in their order, a later one of the same number takes the place, and completing comes last."""
    parts = Parts(store, TARGET)
    parts.put(1, b"first")
    parts.put(7, b"second")
    parts.put(1, b"completed")
    await parts.finish(complete=True)
    assert store.parts == {1: b"completed", 7: b"second"}
    assert store.complete_


async def test_a_silent_store_holds_a_bounded_number_and_loses_nothing(store):
    """While the store is down the recorder is told that it is full; then all goes on."""
    store.down = True
    parts = Parts(store, TARGET)
    for number in range(MOST_WAITING):
        assert not parts.full
        parts.put(number + 1, bytes([number]))
    assert parts.full
    await until(lambda: store.asked >= 2)
    store.down = False
    await parts.finish(complete=True)
    assert list(store.parts) == [1, 2, 3]
    assert not parts.full


async def test_an_upload_that_is_over_takes_nothing_more(store):
    """Its owner gave it up: what comes is dropped, and the end isn't waited for."""
    store.over = True
    parts = Parts(store, TARGET)
    parts.put(1, b"x")
    await until(lambda: parts.lost)
    parts.put(2, b"y")
    async with asyncio.timeout(5):
        await parts.finish(complete=True)
    assert not store.complete_


async def test_what_is_left_to_another_relay_is_not_completed(store):
    """A relay that hands over sends what it has, no more."""
    parts = Parts(store, TARGET)
    parts.put(1, b"x")
    await parts.finish(complete=False)
    assert (store.parts, store.complete_) == ({1: b"x"}, False)
