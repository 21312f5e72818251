"""A class with a roster on the locked local cloud, and what must be true of it at every moment."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from neufit.domain.calendar.booking import Act, added
from neufit.domain.calendar.cells import cells
from neufit.domain.calendar.intervals import Interval
from neufit.domain.enrolment import Enrolment, EnrolmentState
from neufit.domain.meeting import Meeting
from neufit.domain.room.kinds import MeetingKind
from neufit.domain.user import Role, User, user_key
from neufit.ids import new_id
from neufit.stores.blocks import BlockStore
from neufit.stores.bookings import BookingStore
from neufit.stores.cells import CellRow
from neufit.stores.enrolment_rows import QUEUE, EnrolmentRow
from neufit.stores.enrolments import EnrolmentStore
from neufit.stores.meeting_rows import MeetingPlaceRow, person
from neufit.stores.meetings import MeetingStore
from neufit.stores.users import UserStore

HOUR = timedelta(hours=1)


@dataclass
class Studio:
    """What tests do with classes. ``now`` is the time of those who act; each act is a moment later."""

    now: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)
    meetings: MeetingStore = field(default_factory=MeetingStore)
    store: EnrolmentStore = field(default_factory=EnrolmentStore)

    def tick(self) -> datetime:
        """The next moment."""
        self.now += timedelta(milliseconds=1)
        return self.now

    def plan(self, capacity: int | None, *, starts_in: timedelta = HOUR, length: timedelta = HOUR) -> str:
        """A class of a host of its own: its id."""
        meeting_id = new_id(self.tick())
        starts_at = self.now.replace(microsecond=0) + starts_in
        meeting = Meeting(
            meeting_id=meeting_id,
            kind=MeetingKind.GROUP_CLASS,
            host_id=f"Host_{meeting_id[-10:]}",
            title="Spin",
            starts_at=starts_at,
            ends_at=starts_at + length,
            created_at=self.now,
            capacity=capacity,
        )
        return self.meetings.create(meeting, self.now).meeting_id

    def change(self, meeting_id: str, **fields: Any) -> Meeting:
        """What its host changes of a class."""
        before = self.meetings.get(meeting_id)
        return self.meetings.replace(before, before.model_copy(update=fields), self.tick())

    def move(self, meeting_id: str, by: timedelta) -> Meeting:
        """Another time for a class."""
        there = self.meetings.get(meeting_id)
        return self.change(meeting_id, starts_at=there.starts_at + by, ends_at=there.ends_at + by)

    def enrol(self, meeting_id: str, who: str) -> EnrolmentState:
        """Where somebody stands after enrolling."""
        return self.store.enrol(meeting_id, who, self.tick()).state

    def leave(self, meeting_id: str, who: str) -> None:
        """Somebody leaves; whoever waits moves up."""
        self.store.leave(meeting_id, who, self.tick())
        self.settle(meeting_id)

    def settle(self, meeting_id: str) -> None:
        """Everything that follows from changes of a class."""
        meeting = self.meetings.get(meeting_id)
        for enrolment in self.roster(meeting_id):
            self.store.follow(meeting, enrolment, self.now)
        while self.store.move_up(meeting_id, self.now):
            pass

    def busy(self, who: str, span: Interval) -> None:
        """Somebody's own event."""
        BookingStore().create(added(new_id(self.tick()), Act(who, self.now), title="Away", span=span), self.now)

    def block(self, meeting_id: str, who: str) -> None:
        """The host of a class blocks somebody. Makes the accounts that there aren't yet."""
        host = self.account(self.meetings.get(meeting_id).host_id)
        BlockStore().add(host, self.account(who), self.now)

    def account(self, who: str) -> User:
        """The account of somebody, made when there is none."""
        users = UserStore()
        if users.find(who) is None:
            users.create(
                User(user_id=who, role=Role.CUSTOMER, display_name=who, password_hash="-", created_at=self.now)
            )
        return users.get(who)

    def close_account(self, who: str) -> None:
        """Somebody leaves the service."""
        UserStore().close(self.account(who), self.now, end=lambda _: None)

    def roster(self, meeting_id: str) -> list[Enrolment]:
        """Everybody: who has a seat, by user id, then who waits."""
        return self.store.roster(meeting_id, limit=1000)[0]

    def names(self, meeting_id: str) -> tuple[list[str], list[str]]:
        """Who is enrolled, by user id, and who waits, in order."""
        seated = [each.user_id for each in self.roster(meeting_id) if each.state is not EnrolmentState.WAITING]
        queue = EnrolmentRow.query(meeting_id, EnrolmentRow.entry.startswith(QUEUE), consistent_read=True)
        return seated, [row.user_id for row in queue]

    def check(self, meeting_id: str, *, settled: bool = True) -> Meeting:
        """Counts are what the roster says, never over capacity; who is enrolled has the time and the place."""
        meeting, roster = self.meetings.get(meeting_id), self.roster(meeting_id)
        seated = [each for each in roster if each.state is not EnrolmentState.WAITING]
        waiting = [each for each in roster if each.state is EnrolmentState.WAITING]
        assert meeting.enrolled == sum(each.counted for each in seated)
        assert meeting.waiting == len(waiting) == len(self.names(meeting_id)[1])
        assert meeting.arrived == sum(each.arrived_at is not None for each in seated)
        for each in roster:
            there = self.store.find(meeting_id, each.user_id)
            assert there is not None
            assert there.state is each.state
            held = {row.cell for row in CellRow.query(user_key(each.user_id)) if row.holder == meeting_id}
            claimed = () if each.claimed is None else cells(each.claimed)
            assert held == {f"{at:%Y-%m-%dT%H:%M}" for at in claimed}
            places = [row.place for row in MeetingPlaceRow.query(person(each.user_id)) if meeting_id in row.place]
            assert len(places) == (each.state is EnrolmentState.ENROLLED)
            if settled and each.state is EnrolmentState.ENROLLED:
                assert each.span == (None if meeting.closed_at else meeting.span)
                assert places[0].startswith(f"{meeting.starts_at:%Y-%m-%dT%H:%M}")
        if settled and meeting.closed_at is None:
            assert not meeting.waiting or (meeting.capacity is not None and meeting.enrolled >= meeting.capacity)
        return meeting


@pytest.fixture
def studio(store_settings) -> Studio:
    return Studio()
