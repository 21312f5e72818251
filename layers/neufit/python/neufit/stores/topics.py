"""The topics table: a few dozen rows under one key, read as a whole."""

from pynamodb.attributes import UnicodeAttribute

from neufit.domain.topic import Topic
from neufit.stores.tables import Table, store_errors

_ALL = "topics"


class TopicRow(Table):
    """One topic."""

    class Meta:
        """Where the table lives."""

        table_name = "topics"

    listing = UnicodeAttribute(hash_key=True, default=_ALL)
    slug = UnicodeAttribute(range_key=True)
    name = UnicodeAttribute()
    description = UnicodeAttribute(default="")


class TopicStore:
    """The list of topics."""

    def put(self, topic: Topic) -> None:
        """Add a topic or describe it anew."""
        with store_errors():
            TopicRow(_ALL, **topic.model_dump()).save()

    def all(self) -> list[Topic]:
        """Every topic, by slug, in one query."""
        with store_errors():
            return [
                Topic(slug=row.slug, name=row.name, description=row.description)
                for row in TopicRow.query(_ALL, consistent_read=True)
            ]
