"""Reports as stored: kept as given, each once, so many in an hour."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from neufit.domain.errors import Conflict, TooManyRequests, Unavailable
from neufit.domain.report import MAX_PER_WINDOW, AboutMessage, AboutPerson, Report, ReportCategory, ReportState
from neufit.ids import new_id
from neufit.stores.reports import ReportStore


@pytest.fixture
def reports(store_settings):
    return ReportStore()


@pytest.fixture
def make(clock):
    """A function that makes a report, not yet kept."""

    def build(reporter, number=0, **fields):
        told = {
            "report_id": new_id(clock()),
            "reporter_id": reporter,
            "about": AboutPerson(kind="person", user_id=f"person_{number}"),
            "category": ReportCategory.SPAM,
            "words": "Look at this.",
            "evidence": {"lines": [{"seq": 1, "text": "ünïcode \u0000"}], "depth": [[[1.5, None, True]]]},
            "at": clock(),
        }
        return Report(**{**told, **fields})

    return build


def test_a_report_is_kept_as_given(reports, make, clock):
    """Newest first, page by page."""
    about = AboutMessage(kind="message", meeting_id="m", log="l", seq=7, user_id="bob")
    made = []
    for number in range(3):
        made.append(make("kept_1", number, about=about, words=f"{number}"))
        assert reports.file(made[-1]) == made[-1].report_id
        clock.advance(timedelta(seconds=1))
    first, after = reports.queue(ReportState.OPEN, limit=2)
    rest, _ = reports.queue(ReportState.OPEN, limit=2, after=after)
    assert [each for each in [*first, *rest] if each.reporter_id == "kept_1"] == made[::-1]


def test_what_is_sent_twice_is_one(reports, make, clock):
    """The id of the first is answered for the rest of the hour; other words are another report."""
    first = make("twice_1")
    assert reports.file(first) == first.report_id
    clock.advance(timedelta(minutes=30))
    assert reports.file(make("twice_1")) == first.report_id
    assert reports.file(make("twice_1", words="More.")) != first.report_id
    clock.advance(timedelta(minutes=31))
    assert reports.file(make("twice_1")) != first.report_id


def test_so_many_in_an_hour(reports, make, clock):
    """One more is refused until the hour is over, for this person only, whatever the spelling of the id."""
    for number in range(MAX_PER_WINDOW):
        reports.file(make("many_1", number))
    clock.advance(timedelta(minutes=10))
    with pytest.raises(TooManyRequests) as refused:
        reports.file(make("MANY_1", 99))
    assert refused.value.retry_after == 50 * 60
    assert reports.file(make("many_1", 3)) != make("many_1", 3).report_id
    reports.file(make("other_1", 99))
    clock.advance(timedelta(minutes=50))
    reports.file(make("many_1", 99))


def test_many_at_once_are_counted_one_by_one(reports, make):
    """Of more than an hour allows, sent at the same moment, no more than that are kept."""
    start = Barrier(6)

    def send(sender):
        start.wait()
        kept = 0
        for number in range(4):
            try:
                reports.file(make("burst_1", sender * 10 + number))
                kept += 1
            except (TooManyRequests, Conflict, Unavailable):
                continue
        return kept

    with ThreadPoolExecutor(6) as pool:
        kept = sum(pool.map(send, range(6)))
    found, _ = reports.queue(ReportState.OPEN, limit=100)
    assert len([each for each in found if each.reporter_id == "burst_1"]) == kept <= MAX_PER_WINDOW
