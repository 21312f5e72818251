"""Inboxes: each notice once, and the number of unread ones true, whoever writes and reads at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from neufit.domain.notice import Notice, NoticeKind
from neufit.ids import dated_id
from neufit.stores.notices import NoticeRow, NoticeStore
from tests.conftest import ManualClock


def notice(number, at=None):
    """The notice with this number."""
    at = at or ManualClock()() + timedelta(minutes=number)
    return Notice(
        notice_id=dated_id(at, str(number)), kind=NoticeKind.COMMENT, at=at, title=f"No. {number}", link="/watch/m1"
    )


@pytest.fixture
def notices(store_settings):
    """Empty inboxes."""
    for row in NoticeRow.scan():
        row.delete()
    return NoticeStore()


def test_the_newest_comes_first_page_by_page(notices):
    """Pages follow each other by time; the number of unread ones comes with each, from one query for the first."""
    for number in range(5):
        assert notices.add("Anna", notice(number))
    first = notices.page("anna", limit=3)
    assert ([each.title for each in first.notices], first.unread) == (["No. 4", "No. 3", "No. 2"], 5)
    second = notices.page("anna", limit=3, after=first.after)
    assert ([each.title for each in second.notices], second.unread, second.after) == (["No. 1", "No. 0"], 5, None)
    assert notices.page("ben", limit=3).notices == []


def test_a_notice_that_is_there_is_not_written_again(notices):
    """Repeating a notice changes nothing, also once it was read."""
    assert notices.add("anna", notice(1))
    assert notices.read("anna", [notice(1).notice_id]) == 0
    assert not notices.add("anna", notice(1))
    inbox = notices.page("anna", limit=10)
    assert (inbox.unread, [each.read for each in inbox.notices]) == (0, [True])


def test_writers_at_the_same_moment(notices):
    """Eight workers that write the same four notices write each once."""
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda number: notices.add("anna", notice(number % 4)), range(16)))
    assert sum(made) == 4
    inbox = notices.page("anna", limit=10)
    assert (inbox.unread, len(inbox.notices)) == (4, 4)


def test_an_email_is_one_senders(notices, clock):
    """Who began to send keeps others away for two minutes; what was sent is never sent again."""
    notices.add("anna", notice(1))
    which = ("anna", notice(1).notice_id)
    assert notices.begin_mail(*which, clock())
    assert not notices.begin_mail(*which, clock())
    clock.advance(timedelta(minutes=2))
    assert notices.begin_mail(*which, clock())
    notices.end_mail(*which, sent=False)
    assert notices.begin_mail(*which, clock())
    notices.end_mail(*which, sent=True)
    clock.advance(timedelta(days=1))
    assert not notices.begin_mail(*which, clock())
    assert not notices.begin_mail("anna", "nothing", clock())


def test_the_unread_number_is_true_whatever_is_done(notices):
    """After every step the number is that of the notices that show as unread, and these are the right ones."""

    class Steps(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            for row in NoticeRow.scan():
                row.delete()
            self.read = {}

        @rule(number=st.integers(0, 6))
        def add(self, number):
            assert notices.add("anna", notice(number)) is (number not in self.read)
            self.read.setdefault(number, False)

        @rule(numbers=st.lists(st.integers(0, 6), max_size=4))
        def mark(self, numbers):
            notices.read("anna", [notice(number).notice_id for number in numbers])
            self.read.update({number: True for number in numbers if number in self.read})

        @rule()
        def mark_all(self):
            notices.read_all("anna")
            self.read = dict.fromkeys(self.read, True)

        @invariant()
        def agrees(self):
            inbox = notices.page("anna", limit=50)
            assert {int(each.title[4:]): each.read for each in inbox.notices} == self.read
            assert inbox.unread == list(self.read.values()).count(False)

    run_state_machine_as_test(Steps, settings=hypothesis_settings(max_examples=15, stateful_step_count=12))
