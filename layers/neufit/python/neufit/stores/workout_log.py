"""The log of workouts: what people did, and the sums of each day.

All rows of a person are one partition: ``done#<entry>`` is a workout, sorted by its day; ``sum#<day>`` are the sums of
a day, kept by the transaction that writes or takes back a workout; ``meeting#<id>`` says under which entry a meeting
is noted, so that it counts once in whatever zone somebody says so. Sums are small (some 60 bytes a day), so streaks,
totals and the heat map of years are one query.
"""

from collections.abc import Mapping
from datetime import date

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.transactions import TransactWrite

from neufit.domain.errors import NotFound
from neufit.domain.user import user_key
from neufit.domain.workout_log import LoggedWorkout, LogKind, Sum
from neufit.stores.tables import ConditionFailed, Table, store_errors
from neufit.stores.transactions import write_together

_DONE, _SUM, _MEETING = "done#", "sum#", "meeting#"
_AFTER_ALL = "~"
"""Sorts after every character of an entry."""


class LogRow(Table):
    """A workout, the sums of a day, or where a meeting is noted."""

    class Meta:
        """Where the table lives."""

        table_name = "workout-log"

    person = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    user_id = UnicodeAttribute(null=True)
    day = UnicodeAttribute(null=True)
    zone = UnicodeAttribute(null=True)
    kind = UnicodeAttribute(null=True)
    subject_id = UnicodeAttribute(null=True)
    title = UnicodeAttribute(null=True)
    instructor_id = UnicodeAttribute(null=True)
    at = UTCDateTimeAttribute(null=True)
    workouts = NumberAttribute(null=True)
    ms = NumberAttribute(null=True)
    entry = UnicodeAttribute(null=True)


class WorkoutLogStore:
    """Reads and conditional writes of what people did."""

    def mark(self, workout: LoggedWorkout) -> LoggedWorkout:
        """Note a workout, or answer the one that is noted for that day (of a meeting: for any day). May run twice."""
        person = user_key(workout.user_id)
        values = workout.model_dump(mode="json", exclude={"at"})

        def fill(writes: TransactWrite) -> None:
            row = LogRow(person, _DONE + workout.entry_id, at=workout.at, **values)
            writes.save(row, condition=LogRow.place.does_not_exist())
            if workout.kind is not LogKind.VIDEO:
                once = LogRow(person, _MEETING + workout.subject_id, entry=workout.entry_id)
                writes.save(once, condition=LogRow.place.does_not_exist())
            _add(writes, workout, 1)

        try:
            write_together(LogRow, fill)
        except ConditionFailed:
            return self.get(workout.user_id, self._noted(workout))
        return workout

    def undo(self, user_id: str, entry: str) -> None:
        """Take a workout back. What isn't there stays so."""
        try:
            workout = self.get(user_id, entry)
        except NotFound:
            return
        person = user_key(user_id)

        def fill(writes: TransactWrite) -> None:
            writes.delete(LogRow(person, _DONE + entry), condition=LogRow.place.exists())
            if workout.kind is not LogKind.VIDEO:
                writes.delete(LogRow(person, _MEETING + workout.subject_id))
            _add(writes, workout, -1)

        try:
            write_together(LogRow, fill)
        except ConditionFailed:
            return  # somebody else took it back, and its sums with it

    def get(self, user_id: str, entry: str) -> LoggedWorkout:
        """A workout of somebody's log. Raise NotFound."""
        found = self.find(user_id, entry)
        if found is None:
            raise NotFound("There is no such workout in your history.")
        return found

    def find(self, user_id: str, entry: str) -> LoggedWorkout | None:
        """A workout of somebody's log, if it is there."""
        row = self._row(user_id, _DONE + entry)
        return None if row is None else _from_row(row)

    def page(self, user_id: str, *, limit: int, after: str | None = None) -> tuple[list[LoggedWorkout], str | None]:
        """A page of somebody's log, newest day first, in one query, and the entry to go on after."""
        below = (
            LogRow.place.between(_DONE, _DONE + _AFTER_ALL)
            if after is None
            else LogRow.place.between(_DONE, _DONE + after)
        )
        with store_errors():
            # Between takes its bounds along, and the entry to go on after is no row of this page.
            more = 0 if after is None else 1
            rows = list(
                LogRow.query(
                    user_key(user_id), below, scan_index_forward=False, limit=limit + more, consistent_read=True
                )
            )
        found = [_from_row(row) for row in rows if row.place != _DONE + (after or "")][:limit]
        return found, found[-1].entry_id if len(found) == limit else None

    def days(self, user_id: str) -> Mapping[date, Sum]:
        """The sums of every day, in one query."""
        with store_errors():
            rows = LogRow.query(user_key(user_id), LogRow.place.startswith(_SUM), consistent_read=True)
            return {
                date.fromisoformat(row.place.removeprefix(_SUM)): Sum(int(row.workouts or 0), int(row.ms or 0))
                for row in rows
            }

    def videos_since(self, user_id: str, day: date) -> list[tuple[date, str]]:
        """Which videos somebody did on which days since ``day``, oldest first, in one query."""
        span = LogRow.place.between(f"{_DONE}{day.isoformat()}", _DONE + _AFTER_ALL)
        with store_errors():
            rows = LogRow.query(user_key(user_id), span, consistent_read=True, attributes_to_get=["person", "place"])
            names = [row.place.removeprefix(_DONE).split(".", 2) for row in rows]
        return [(date.fromisoformat(name[0]), name[2]) for name in names if name[1] == LogKind.VIDEO.value]

    def _noted(self, workout: LoggedWorkout) -> str:
        row = self._row(workout.user_id, _MEETING + workout.subject_id)
        return workout.entry_id if row is None or row.entry is None else row.entry

    @staticmethod
    def _row(user_id: str, place: str) -> LogRow | None:
        try:
            with store_errors():
                return LogRow.get(user_key(user_id), place, consistent_read=True)
        except LogRow.DoesNotExist:
            return None


def _add(writes: TransactWrite, workout: LoggedWorkout, sign: int) -> None:
    day = LogRow(user_key(workout.user_id), _SUM + workout.day.isoformat())
    writes.update(day, actions=[LogRow.workouts.add(sign), LogRow.ms.add(sign * workout.ms)])


def _from_row(row: LogRow) -> LoggedWorkout:
    return LoggedWorkout.model_validate({name: getattr(row, name) for name in LoggedWorkout.model_fields})
