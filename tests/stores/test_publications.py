"""The publications table: one run at a time, writes that may be repeated, progress in one query."""

from datetime import timedelta

import pytest

from neufit.contracts.publishing import PublishingJob
from neufit.domain.errors import NotFound
from neufit.domain.media import Published
from neufit.domain.publication import Chunk, Step
from neufit.settings import StoreSettings
from neufit.stores.publications import PublicationStore


@pytest.fixture
def store(store_settings: StoreSettings) -> PublicationStore:
    return PublicationStore()


def test_the_first_sight_of_a_run_counts(store, clock):
    """A message that comes twice finds the row of the first, with what was done since."""
    message = PublishingJob(mediaId="twice", version="v1")
    job = store.begin(message, clock())
    store.advance(job, Step.VERIFY, 40)
    again = store.begin(message, clock.advance(timedelta(minutes=1)))
    assert again.queued_at == job.queued_at
    assert store.progress("twice", "v1").steps[Step.VERIFY] == 40


def test_a_later_attempt_starts_afresh_and_silences_the_earlier(store, clock):
    """What the first attempt did is forgotten, and what it still has to say changes nothing."""
    first = store.begin(PublishingJob(mediaId="again", version="v1"), clock())
    store.decided(first, "plan0", 100, {"a": 1})
    store.refused(first, "truncated")
    second = store.begin(PublishingJob(mediaId="again", version="v1", attempt=1), clock())
    assert (second.attempt, second.plan, second.refusal) == (1, "", None)
    store.advance(first, Step.PROBE, 100)
    store.refused(first, "truncated")
    assert store.job("again", "v1").refusal is None
    assert store.progress("again", "v1").percent == 0
    assert store.begin(PublishingJob(mediaId="again", version="v1"), clock()).attempt == 1


def test_progress_counts_encoded_frames_of_the_present_plan(store, clock):
    """The percent of encoding is frames over all frames; chunks of another plan don't count."""
    assert store.progress("frames", "v1") is None
    store.begin(PublishingJob(mediaId="frames", version="v1"), clock())
    job = store.job("frames", "v1")
    store.decided(job, "old", 1000, {})
    store.encoding(store.job("frames", "v1"), 0, 900)
    store.decided(job, "new", 1000, {})
    job = store.job("frames", "v1")
    store.encoding(job, 0, 120)
    store.encoding(job, 1, 130)
    progress = store.progress("frames", "v1")
    assert progress.steps[Step.ENCODE] == 25
    assert progress.step is Step.VERIFY


def test_a_finished_chunk_stays_finished(store, clock):
    """A second run of its task, which has less to tell, takes nothing back; writing it again changes nothing."""
    store.begin(PublishingJob(mediaId="chunk", version="v1"), clock())
    store.decided(store.job("chunk", "v1"), "p", 240, {})
    job = store.job("chunk", "v1")
    chunk = Chunk(number=3, frames=240, rates={"v360": (5000, 80_000), "a": (100, 128_000)})
    store.encoding(job, 3, 10)
    assert store.chunk(job, 3) is None
    store.encoded(job, chunk)
    store.encoding(job, 3, 20)
    store.encoded(job, chunk)
    assert store.chunk(job, 3) == chunk
    assert store.chunks(job) == [chunk]
    assert store.progress("chunk", "v1").steps[Step.ENCODE] == 100
    store.forget_chunks(job)
    assert store.chunks(job) == []


def test_open_jobs_are_those_that_have_not_ended(store, clock):
    """Oldest first; what was closed is gone from the list, and its row can still be read."""
    for name in ("one", "two", "three"):
        store.begin(PublishingJob(mediaId=name, version="open"), clock.advance(timedelta(seconds=1)))
    store.close(store.job("two", "open"))
    names = [job.mediaId for job in store.open_jobs() if job.version == "open"]
    assert names == ["one", "three"]
    assert store.job("two", "open").attempt == 0
    with pytest.raises(NotFound):
        store.job("four", "open")


def test_what_players_will_get_is_kept(store, clock):
    """The result of stitching comes back as it was."""
    job = store.begin(PublishingJob(mediaId="result", version="v1"), clock())
    published = Published(version="v1", plan="p", runtime_ms=4004, width=64, height=36, frame_rate=29.97)
    store.finished(job, published)
    assert store.job("result", "v1").published == published
