"""The outbox: an announcement is there with its change, waits for its time, and is one worker's at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.announcement import REMINDED, Announcement, People, Subject, SubjectKind, reminder
from neufit.domain.notice import TOPICS, NoticeKind
from neufit.stores.announcements import LEASE, AnnouncementRow, AnnouncementStore, waiting_at
from neufit.stores.transactions import write_together

BOOKING = Subject(kind=SubjectKind.BOOKING, id="b1", revision="1")


@pytest.fixture
def store(store_settings):
    """The outbox, empty."""
    for row in AnnouncementRow.scan():
        row.delete()
    return AnnouncementStore()


def announcement(at, **told):
    """Something to tell two people."""
    audience = People(user_ids=("anna", "ben"))
    return Announcement.of(NoticeKind.SESSION_MOVED, BOOKING, audience, at, link="/calendar/events/b1", **told)


def write(store, *announcements):
    """Write announcements as a change does."""
    write_together(AnnouncementRow, lambda writes: store.write(writes, *announcements))


def test_what_is_due_is_found_and_nothing_else(store, clock):
    """The sweep finds what is due in every partition, the longest due first; not what waits for its time."""
    now = clock()
    due = [announcement(now - timedelta(minutes=each), detail=str(each)) for each in range(12)]
    due = [each.model_copy(update={"announcement_id": f"A{number:025}"}) for number, each in enumerate(due)]
    write(store, *due, announcement(now + timedelta(seconds=1)))
    found = store.due(now, limit=100)
    assert found == [waiting_at(each) for each in reversed(due)]
    assert len({each.shard for each in found}) > 1


def test_one_worker_at_a_time(store, clock):
    """A lease keeps others away until it runs out; whoever lost it can neither go on nor close."""
    told = announcement(clock())
    write(store, told)
    waiting = waiting_at(told)
    first = store.lease(waiting, clock())
    assert first is not None
    assert (first.announcement, first.progress) == (told, None)
    assert store.lease(waiting, clock()) is None
    assert store.due(clock(), limit=10) == []
    clock.advance(LEASE)
    second = store.lease(waiting, clock())
    assert second is not None
    assert not store.keep(first, "further")
    assert not store.close(first)
    assert store.keep(second, "half")
    third = store.lease(waiting, clock())
    assert third is not None
    assert third.progress == "half"
    assert store.close(third)
    assert store.lease(waiting, clock()) is None
    assert list(AnnouncementRow.scan()) == []


def test_what_follows_is_written_with_the_end(store, clock):
    """Closing an announcement writes the next one in the same transaction, which waits for its own time."""
    told = announcement(clock())
    after = announcement(clock() + timedelta(hours=1), detail="later")
    write(store, told)
    lease = store.lease(waiting_at(told), clock())
    assert store.close(lease, after)
    assert store.lease(waiting_at(after), clock()) is None
    clock.advance(timedelta(hours=1))
    assert store.lease(waiting_at(after), clock()).announcement == after


@given(ahead=st.timedeltas(timedelta(minutes=-5), timedelta(days=3)))
def test_reminders_come_before_the_start(ahead):
    """Whatever the time, the next reminder lies ahead, at one of its two distances, and dies with the start."""
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    found = reminder(BOOKING, People(user_ids=("anna",)), now + ahead, now, title="Yoga", link="/live/b1")
    if found is None:
        assert ahead <= min(REMINDED)
        return
    assert found.due_at > now
    assert now + ahead - found.due_at in REMINDED
    assert found.due_at < found.expires_at <= now + ahead


def test_every_kind_has_a_topic():
    """E-mail of every kind can be switched off."""
    assert set(TOPICS) == set(NoticeKind)
