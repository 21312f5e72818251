"""Rosters of classes: seats, waitlists, and the time that an enrolment takes of a person.

An enrolment is one transaction over the person's entry, the counts in the meeting's row, the person's cells and the
place in the person's listing, on conditions of the counts alone: as many people as like enrol at one moment, and never
more than there are seats. Who waits claims no time. What follows from a change for everybody of a roster (the waitlist
moves up, enrolments move with their class) is done one person at a time; each step may be repeated by anybody.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pynamodb.transactions import TransactWrite

from neufit.domain.enrolment import (
    LATE,
    MAX_WAITING,
    Enrolment,
    EnrolmentState,
    admitted,
    can_move_up,
    check_enrollable,
    has_seat,
    wanted_span,
)
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.meeting import Meeting
from neufit.domain.room.kinds import MeetingRole
from neufit.stores import occupancy
from neufit.stores.blocks import BlockStore, check_together
from neufit.stores.cells import Claim
from neufit.stores.enrolment_rows import QUEUE, EnrolmentRow, from_row, seat, to_row, turn
from neufit.stores.meeting_rows import MeetingPlaceRow, MeetingRow, person, place_at, place_of
from neufit.stores.meetings import MeetingStore
from neufit.stores.tables import store_errors
from neufit.stores.users import UserStore, check_stays

if TYPE_CHECKING:
    from pynamodb.expressions.condition import Condition

_TRIES = 8
_PAGE = 200

Also = Callable[[TransactWrite, Enrolment], None]
"""Adds to a transaction what else is written with a step of this person."""


def _nothing(writes: TransactWrite, enrolment: Enrolment) -> None:
    """Nothing else."""


@dataclass(frozen=True, slots=True)
class _Step:
    """What is to be written for one person: the entry before and after (None: no entry), and what it needs."""

    meeting: Meeting
    before: Enrolment | None
    after: Enrolment | None
    needs: "Condition | None" = None
    together: bool = False


class EnrolmentStore:
    """Reads and conditional writes of rosters."""

    def __init__(self) -> None:
        self._meetings, self._blocks, self._users = MeetingStore(), BlockStore(), UserStore()

    def find(self, meeting_id: str, user_id: str) -> Enrolment | None:
        """Where a person stands in a meeting; None: nowhere."""
        try:
            with store_errors():
                return from_row(EnrolmentRow.get(meeting_id, seat(user_id), consistent_read=True))
        except EnrolmentRow.DoesNotExist:
            return None

    def of_person(self, user_id: str, meeting_ids: Sequence[str]) -> Mapping[str, Enrolment]:
        """Where a person stands in each of some meetings, in one batch read per 100."""
        if not meeting_ids:
            return {}
        keys = [(each, seat(user_id)) for each in dict.fromkeys(meeting_ids)]
        with store_errors():
            return {row.meeting_id: from_row(row) for row in EnrolmentRow.batch_get(keys)}

    def roster(self, meeting_id: str, *, limit: int, after: str | None = None) -> tuple[list[Enrolment], str | None]:
        """A page of a roster: who has a seat, by user id, then who waits, in order. And the place to go on after."""
        since = None if after is None else EnrolmentRow.entry > after
        filters = EnrolmentRow.state.does_not_exist() | (EnrolmentRow.state != EnrolmentState.WAITING.value)
        with store_errors():
            found = EnrolmentRow.query(
                meeting_id,
                since,
                filter_condition=filters,
                limit=limit,
                page_size=min(limit, _PAGE),
                consistent_read=True,
            )
            rows = list(found)
        return [from_row(row) for row in rows], rows[-1].entry if len(rows) == limit else None

    def position(self, waiting: Enrolment) -> int:
        """How many wait up to this one, itself included."""
        last = turn(waiting).entry
        with store_errors():
            return EnrolmentRow.count(waiting.meeting_id, EnrolmentRow.entry.between(QUEUE, last), consistent_read=True)

    def enrol(self, meeting_id: str, user_id: str, now: datetime, also: Also = _nothing) -> Enrolment:
        """Give somebody a seat, or a turn when there is none; who has one keeps it.

        ``also`` is written with a seat. Raise Conflict: ``time-taken`` when that person isn't free, ``waitlist-full``;
        NotFound when the host and that person are apart.
        """

        def decide(meeting: Meeting, mine: Enrolment | None) -> _Step | None:
            if mine is not None:
                return None
            check_enrollable(meeting, MeetingRole.CUSTOMER, now)
            told = {"meeting_id": meeting_id, "user_id": user_id, "since": now}
            if has_seat(meeting):
                after = Enrolment(state=EnrolmentState.ENROLLED, span=meeting.span, **told)
                return _Step(meeting, None, after, _seat_free(meeting, queue=False), together=True)
            if meeting.waiting >= MAX_WAITING:
                raise Conflict("So many people wait for this class already that nobody else can.", code="waitlist-full")
            needs = (MeetingRow.enrolled >= meeting.capacity) | (MeetingRow.waiting > 0)
            after = Enrolment(state=EnrolmentState.WAITING, **told)
            return _Step(meeting, None, after, needs & (MeetingRow.waiting < MAX_WAITING), together=True)

        there = self._take(meeting_id, user_id, decide, now, also)
        if there is None:
            raise NotFound("There is no meeting with this id.")
        return there

    def leave(self, meeting_id: str, user_id: str, now: datetime, also: Also = _nothing) -> Meeting:
        """Give up a seat or a turn; who has none has none. Answer the meeting as it was then.

        ``also`` is written when there are people who wait for the seat.
        """
        seen: list[Meeting] = []

        def decide(meeting: Meeting, mine: Enrolment | None) -> _Step | None:
            seen[:] = [meeting]
            if mine is None:
                return None
            alone = None if meeting.waiting else MeetingRow.waiting == 0
            return _Step(meeting, mine, None, alone)

        def awaited(writes: TransactWrite, gone: Enrolment) -> None:
            if seen[0].waiting and gone.counted and gone.state is not EnrolmentState.WAITING:
                also(writes, gone)

        self._take(meeting_id, user_id, decide, now, awaited)
        return seen[0]

    def arrive(self, meeting_id: str, user_id: str, now: datetime) -> None:
        """Let somebody into a class with a capacity: who has no seat takes one.

        Raise Conflict (``class-full``) when there is none, NotFound when the host and that person are apart.
        """

        def decide(meeting: Meeting, mine: Enrolment | None) -> _Step | None:
            admitted(meeting, mine, now)
            if meeting.capacity is None or (mine is not None and mine.arrived_at is not None):
                return None
            late = now >= meeting.starts_at + LATE
            needs = MeetingRow.arrived < meeting.capacity if late else None
            if mine is not None and mine.state is EnrolmentState.ENROLLED:
                return _Step(meeting, mine, mine.model_copy(update={"arrived_at": now}), needs)
            here = Enrolment(
                meeting_id=meeting_id,
                user_id=user_id,
                state=EnrolmentState.HERE,
                since=now,
                arrived_at=now,
                counted=not late,
            )
            return _Step(meeting, mine, here, needs if late else _seat_free(meeting, queue=False), together=True)

        self._take(meeting_id, user_id, decide, now, _nothing)

    def move_up(
        self,
        meeting_id: str,
        now: datetime,
        gave: Also = _nothing,
        skipped: Also = _nothing,
        apart: Also = _nothing,
    ) -> bool:
        """Give a free seat to the first of those who wait; False when there is none to give, or nobody waits.

        Who isn't free at the time of the class is taken off the list instead, and so is who is apart from its host, or
        left. ``gave``, ``skipped`` and ``apart`` are written with the one or the other.
        """
        for _ in range(_TRIES):
            meeting = self._meetings.find(meeting_id)
            first = self._first(meeting_id) if meeting is not None and can_move_up(meeting, now) else None
            if meeting is None or first is None:
                return False
            after = first.model_copy(update={"state": EnrolmentState.ENROLLED, "span": meeting.span})
            step = _Step(meeting, first, after, _seat_free(meeting, queue=True), together=True)
            try:
                if self._write(step, now, gave):
                    return True
            except (Conflict, NotFound) as refused:
                if refused.code not in {"time-taken", NotFound.code}:
                    raise
                also = apart if refused.code == NotFound.code else skipped
                if self._write(_Step(meeting, first, None), now, also):
                    return True
        raise Conflict("Others are enrolling at the same moment. Try again.")

    def follow(self, meeting: Meeting, enrolment: Enrolment, now: datetime, lost: Also = _nothing) -> bool:
        """Let an enrolment take the time that its class has now. False when the seat is lost: that person isn't free.

        ``lost`` is written with the latter. What is up to date stays as it is. Raise Conflict when the class isn't any
        more as ``meeting`` says, or the enrolment.
        """
        span = wanted_span(meeting)
        if enrolment.state is not EnrolmentState.ENROLLED or enrolment.span == span:
            return True
        try:
            written = self._write(_Step(meeting, enrolment, enrolment.model_copy(update={"span": span})), now, _nothing)
        except Conflict as conflict:
            if conflict.code != "time-taken":
                raise
            written = self._write(_Step(meeting, enrolment, None), now, lost)
            if written:
                return False
        if not written:
            raise Conflict("This class, or this enrolment, was changed at the same moment. Look at it again.")
        return True

    def _first(self, meeting_id: str) -> Enrolment | None:
        with store_errors():
            found = EnrolmentRow.query(meeting_id, EnrolmentRow.entry.startswith(QUEUE), limit=1, consistent_read=True)
            row = next(iter(found), None)
        return None if row is None else self.find(meeting_id, row.user_id)

    def _take(
        self,
        meeting_id: str,
        user_id: str,
        decide: Callable[[Meeting, Enrolment | None], _Step | None],
        now: datetime,
        also: Also,
    ) -> Enrolment | None:
        """Decide on a step and write it until nobody came between. Answer where the person stands then."""
        for _ in range(_TRIES):
            meeting, mine = self._meetings.get(meeting_id), self.find(meeting_id, user_id)
            step = decide(meeting, mine)
            if step is None:
                return mine
            if self._write(step, now, also):
                return step.after
        raise Conflict("Others are enrolling at the same moment. Try again.")

    def _write(self, step: _Step, now: datetime, also: Also) -> bool:
        """Write a step. False when something that it needs isn't so any more.

        Raise NotFound when host and person are to be together and are apart, or the person has left.
        """
        rows = _Rows(step, also)
        before = step.before
        change = occupancy.Change(
            claim=_claim(step.meeting.meeting_id, step.after, rows.revision),
            held=() if before is None else _claim(before.meeting_id, before, before.revision).keys(),
            held_revision=0 if before is None else before.revision,
            rows=rows.write,
            count=10,
            by=rows.who.user_id,
        )
        missed = occupancy.write(change, now, lambda: step)
        if missed is not None and step.together:
            who = rows.who.user_id
            if self._blocks.apart(step.meeting.host_id, [who]) or self._users.left(who):
                raise NotFound("There is no meeting with this id.")
        return missed is None


class _Rows:
    """What a step writes beside cells: entry and turn, counts, place; and what it looks at."""

    def __init__(self, step: _Step, also: Also) -> None:
        who = step.after or step.before
        if who is None:
            raise ValueError("a step is somebody's")
        self._step, self._also, self.who = step, also, who
        self.revision = 0 if step.before is None else step.before.revision + 1

    def write(self, writes: TransactWrite) -> None:
        """Add them to a transaction."""
        step, before, after = self._step, self._step.before, self._step.after
        unchanged: Condition = EnrolmentRow.entry.does_not_exist()
        if before is not None:
            unchanged = EnrolmentRow.revision == before.revision
        if after is None:
            writes.delete(EnrolmentRow(self.who.meeting_id, seat(self.who.user_id)), condition=unchanged)
        else:
            writes.save(to_row(after.model_copy(update={"revision": self.revision})), condition=unchanged)
        if before is not None and before.state is EnrolmentState.WAITING:
            writes.delete(turn(before))
        if after is not None and after.state is EnrolmentState.WAITING:
            writes.save(turn(after))
        self._count(writes)
        self._list(writes)
        if step.together:
            check_together(writes, step.meeting.host_id, self.who.user_id)
            check_stays(writes, self.who.user_id)
        self._also(writes, self.who)

    def _count(self, writes: TransactWrite) -> None:
        """Change the counts of the meeting by what is different, or look at what the step needs of it."""
        step = self._step
        before, after = _counts(step.before), _counts(step.after)
        actions = [
            getattr(MeetingRow, name).add(after[name] - before[name]) for name in after if after[name] != before[name]
        ]
        unchanged = MeetingRow.revision == step.meeting.revision
        gone = step.after is None and step.needs is None
        condition = MeetingRow.meeting_id.exists() if gone else unchanged
        if step.needs is not None:
            condition &= step.needs
        if actions:
            writes.update(MeetingRow(step.meeting.meeting_id), actions=actions, condition=condition)
        else:
            writes.condition_check(MeetingRow, step.meeting.meeting_id, condition=condition)

    def _list(self, writes: TransactWrite) -> None:
        """The place in that person's listing: there while enrolled. Who is on the host's list keeps it anyway."""
        meeting, listing = self._step.meeting, person(self.who.user_id)
        old, new = (_place(meeting, each) for each in (self._step.before, self._step.after))
        now_listed = self._step.after is not None and self._step.after.state is EnrolmentState.ENROLLED
        place = place_of(listing, meeting)
        if now_listed:
            writes.save(place)
        kept = now_listed or meeting.attended_by(self.who.user_id)
        if old is not None and old != new and not (kept and old == place.place):
            writes.delete(MeetingPlaceRow(listing, old))


def _place(meeting: Meeting, enrolment: Enrolment | None) -> str | None:
    """Where the class of an enrolment stands in that person's listing."""
    if enrolment is None or enrolment.state is not EnrolmentState.ENROLLED:
        return None
    starts_at = meeting.starts_at if enrolment.span is None else enrolment.span.starts_at
    return place_at(starts_at, meeting.meeting_id)


def _counts(enrolment: Enrolment | None) -> Mapping[str, int]:
    """What a person counts for in a meeting's row."""
    if enrolment is None:
        return {"enrolled": 0, "waiting": 0, "arrived": 0}
    waits = enrolment.state is EnrolmentState.WAITING
    return {
        "enrolled": int(not waits and enrolment.counted),
        "waiting": int(waits),
        "arrived": int(enrolment.arrived_at is not None),
    }


def _claim(meeting_id: str, enrolment: Enrolment | None, revision: int) -> Claim:
    span = None if enrolment is None else enrolment.claimed
    return Claim(meeting_id, revision, {} if span is None or enrolment is None else {enrolment.user_id: span})


def _seat_free(meeting: Meeting, *, queue: bool) -> "Condition | None":
    """That a seat is free, and unless the seat is for the queue, that nobody waits for it."""
    if meeting.capacity is None:
        return None
    free = MeetingRow.enrolled < meeting.capacity
    return free if queue else free & (MeetingRow.waiting == 0)
