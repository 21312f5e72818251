"""Reports as stored: kept as given, each once, so many on a day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from neufit.domain.errors import Conflict, NotFound, TooManyRequests, Unavailable
from neufit.domain.report import (
    DAY,
    MAX_PER_DAY,
    AboutMessage,
    AboutPerson,
    Decision,
    Report,
    ReportCategory,
    ReportState,
)
from neufit.ids import new_id
from neufit.stores.reports import Queue, ReportRow, ReportStore
from neufit.stores.tables import ConditionFailed


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
    """Newest first, page by page; in the reporter's own list without evidence."""
    about = AboutMessage(kind="message", meeting_id="m", log="l", seq=7, user_id="bob")
    made = []
    for number in range(3):
        made.append(reports.file(make("kept_1", number, about=about.model_copy(update={"meeting_id": f"m{number}"}))))
        clock.advance(timedelta(seconds=1))
    first, after = reports.queue(Queue.OPEN, limit=2)
    rest, _ = reports.queue(Queue.OPEN, limit=2, after=after)
    kept = [each for each in [*first, *rest] if each.reporter_id == "kept_1"]
    assert kept == made[::-1]
    assert all(each.intact for each in kept)
    own, _ = reports.made_by("KEPT_1", limit=10)
    assert own == [each.model_copy(update={"evidence": {}, "seen": {}}) for each in made[::-1]]


def test_what_was_changed_shows(reports, make):
    """Whatever somebody changes in a row of what was reported, the digest tells."""
    kept = reports.file(make("changed_1", seen={"title": "Row"}))
    row = ReportRow.get(Queue.OPEN.value, kept.report_id)
    for name, value in [
        ("words", "Other."),
        ("evidence", {"lines": []}),
        ("seen", {}),
        ("reporter_id", "x"),
        ("at", DAY),
    ]:
        changed = kept.at - value if name == "at" else value
        before = getattr(row, name)
        row.update(actions=[getattr(ReportRow, name).set(changed)])
        assert not reports.get(kept.report_id).intact
        row.update(actions=[getattr(ReportRow, name).set(before)])
    assert reports.get(kept.report_id).intact


def test_what_is_sent_twice_is_one(reports, make, clock):
    """The first is answered for the rest of the day; other words about the same are refused while it waits."""
    first = reports.file(make("twice_1"))
    clock.advance(timedelta(minutes=30))
    assert reports.file(make("twice_1")) == first
    with pytest.raises(Conflict):
        reports.file(make("twice_1", words="More."))
    dismissed = Decision(state=ReportState.DISMISSED, words="No.", by="mo", at=clock())
    reports.decide(first, dismissed, None)
    assert reports.file(make("twice_1")).decision == dismissed
    more = reports.file(make("twice_1", words="More."))
    clock.advance(timedelta(days=1))
    with pytest.raises(Conflict):
        reports.file(make("twice_1", words="More."))
    assert more.report_id != first.report_id


def test_so_many_on_a_day(reports, make, clock):
    """One more is refused until the day is over, for this person only, whatever the spelling of the id."""
    for number in range(MAX_PER_DAY):
        reports.file(make("many_1", number))
    clock.advance(timedelta(minutes=10))
    with pytest.raises(TooManyRequests) as refused:
        reports.file(make("MANY_1", 99))
    assert refused.value.retry_after == 14 * 3600 + 50 * 60
    reports.file(make("other_1", 99))
    clock.advance(timedelta(hours=14, minutes=50))
    reports.file(make("many_1", 99))


def test_many_at_once_are_counted_one_by_one(reports, make):
    """Of more than a day allows, sent at the same moment, no more than that are kept."""
    start = Barrier(6)

    def send(sender):
        start.wait()
        kept = 0
        for number in range(6):
            try:
                reports.file(make("burst_1", sender * 10 + number))
                kept += 1
            except (TooManyRequests, Conflict, Unavailable):
                continue
        return kept

    with ThreadPoolExecutor(6) as pool:
        kept = sum(pool.map(send, range(6)))
    found, _ = reports.made_by("burst_1", limit=100)
    assert len(found) == kept <= MAX_PER_DAY


def test_one_of_many_decides(reports, make, clock):
    """Of six who decide at the same moment one does, and everybody reads the same afterwards."""
    report, start = reports.file(make("decided_1")), Barrier(6)

    def decide(name):
        decision = Decision(state=ReportState.WARNED, words=name, by=name, at=clock())
        start.wait()
        try:
            return reports.decide(report, decision, None)
        except ConditionFailed:
            return None

    with ThreadPoolExecutor(6) as pool:
        done = [each for each in pool.map(decide, "abcdef") if each is not None]
    assert len(done) == 1
    assert reports.get(report.report_id) == done[0]
    assert [each.decision for each in reports.made_by("decided_1", limit=9)[0]] == [done[0].decision]
    assert report.report_id not in {each.report_id for each in reports.queue(Queue.OPEN, limit=100)[0]}
    assert done[0] in reports.queue(Queue.DECIDED, limit=100)[0]
    assert done[0].intact


def test_no_such_report(reports):
    """NotFound."""
    with pytest.raises(NotFound):
        reports.get("none")
