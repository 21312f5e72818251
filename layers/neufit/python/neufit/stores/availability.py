"""The availability of instructors: one row each."""

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from neufit.domain.calendar.availability import Availability
from neufit.domain.errors import Conflict
from neufit.domain.user import user_key
from neufit.stores.tables import ConditionFailed, Table, store_errors


class AvailabilityRow(Table):
    """When one instructor takes sessions, as JSON: it is read and written whole."""

    class Meta:
        """Where the table lives."""

        table_name = "availability"

    person = UnicodeAttribute(hash_key=True)
    rules = UnicodeAttribute()
    revision = NumberAttribute()


class AvailabilityStore:
    """Reads and conditional writes of availability."""

    def find(self, user_id: str) -> Availability | None:
        """When this person takes sessions; None when that was never said."""
        try:
            with store_errors():
                row = AvailabilityRow.get(user_key(user_id), consistent_read=True)
        except AvailabilityRow.DoesNotExist:
            return None
        return Availability.model_validate_json(row.rules).model_copy(update={"revision": int(row.revision)})

    def put(self, user_id: str, wanted: Availability, revision: int) -> Availability:
        """Write it over ``revision`` (0 when there was none). Raise Conflict when that isn't the one that there is."""
        written = wanted.model_copy(update={"revision": revision + 1})
        row = AvailabilityRow(user_key(user_id), rules=written.model_dump_json(), revision=written.revision)
        unchanged = AvailabilityRow.revision == revision if revision else AvailabilityRow.person.does_not_exist()
        try:
            with store_errors():
                row.save(condition=unchanged)
        except ConditionFailed:
            raise Conflict("This was changed meanwhile. Load it again and repeat.") from None
        return written
