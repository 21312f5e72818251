"""The cache that all viewers share."""

import asyncio
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_relay.metrics import Metrics
from media_relay.on_demand.cache import SegmentCache
from neufit.domain.errors import NotFound, Unavailable


class Store:
    """Objects that are read when the test lets them."""

    def __init__(self, *, size: int = 10) -> None:
        self.reads: Counter[str] = Counter()
        self.gate = asyncio.Event()
        self.size = size
        self.error: Exception | None = None

    async def read(self, key: str) -> bytes:
        self.reads[key] += 1
        await self.gate.wait()
        if self.error is not None:
            raise self.error
        return key.encode().ljust(self.size, b".")


def opened(**options) -> Store:
    store = Store(**options)
    store.gate.set()
    return store


async def test_many_who_want_the_same_wait_for_one_read():
    """Concurrent readers of a key cause one read and get the same bytes."""
    store = Store()
    cache = SegmentCache(store.read, 100, Metrics())
    readers = [asyncio.create_task(cache.get("k")) for _ in range(20)]
    await asyncio.sleep(0)
    store.gate.set()
    assert len({id(content) for content in await asyncio.gather(*readers)}) == 1
    assert store.reads == {"k": 1}


async def test_one_who_goes_away_leaves_the_others_their_read():
    """Cancelling the first reader, whose wish began the read, ends only his own waiting."""
    store = Store()
    cache = SegmentCache(store.read, 100, Metrics())
    first, second = asyncio.create_task(cache.get("k")), asyncio.create_task(cache.get("k"))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    store.gate.set()
    assert (await second).startswith(b"k")
    assert store.reads == {"k": 1}


async def test_a_read_that_everybody_left_is_kept():
    """What was read for one who has gone is there for the next."""
    store = Store()
    cache = SegmentCache(store.read, 100, Metrics())
    reader = asyncio.create_task(cache.get("k"))
    await asyncio.sleep(0)
    reader.cancel()
    await asyncio.gather(reader, return_exceptions=True)
    store.gate.set()
    await cache.get("k")
    assert store.reads == {"k": 1}


async def test_a_failure_reaches_all_who_wait_and_is_not_remembered():
    """Every waiter gets the error; the next one reads again."""
    store = Store()
    store.error = Unavailable("no")
    cache = SegmentCache(store.read, 100, Metrics())
    readers = [asyncio.create_task(cache.get("k")) for _ in range(3)]
    await asyncio.sleep(0)
    store.gate.set()
    results = await asyncio.gather(*readers, return_exceptions=True)
    assert [type(result) for result in results] == [Unavailable] * 3
    store.error = None
    assert (await cache.get("k")).startswith(b"k")
    assert store.reads == {"k": 2}


async def test_a_failed_warming_disturbs_nobody():
    """Reading ahead what isn't there leaves no trace; asking for it tells."""
    store = opened()
    store.error = NotFound("no")
    cache = SegmentCache(store.read, 100, Metrics())
    cache.warm("k")
    with pytest.raises(NotFound):
        await cache.get("k")
    await cache.close()


async def test_the_least_recently_used_goes_first():
    """When it is full, what was used longest ago makes room."""
    store = opened()
    cache = SegmentCache(store.read, 30, Metrics())
    for key in ("a", "b", "c", "a", "d"):
        await cache.get(key)
    assert cache.peek("b") is None
    assert all(cache.peek(key) is not None for key in ("a", "c", "d"))


async def test_what_is_larger_than_the_cache_is_handed_through():
    """An object that doesn't fit is read and not kept, and throws nothing out."""
    store = opened()
    cache = SegmentCache(store.read, 15, Metrics())
    await cache.get("a")
    store.size = 20
    assert len(await cache.get("big")) == 20
    assert cache.peek("big") is None
    assert cache.peek("a") is not None


@given(
    capacity=st.integers(0, 60),
    wanted=st.lists(st.tuples(st.sampled_from("abcdefgh"), st.integers(1, 25)), max_size=40),
)
async def test_it_never_holds_more_than_it_may(capacity, wanted):
    """Whatever is asked for, in whatever sizes, the bytes held stay within the bound and are counted right."""
    store = opened()
    cache = SegmentCache(store.read, capacity, Metrics())
    for key, size in wanted:
        store.size = size
        await cache.get(key)
        assert cache.size <= capacity
    assert cache.size == sum(len(cache.peek(key) or b"") for key in "abcdefgh")
