"""Topics that a request names, held against those that there are."""

from collections.abc import Iterable

from neufit.domain.errors import FieldError, Invalid
from neufit.stores.topics import TopicStore


def check_topics(wanted: Iterable[str], *, topics: TopicStore) -> tuple[str, ...]:
    """The topics of something, each once. Raise Invalid naming those that don't exist."""
    distinct = tuple(dict.fromkeys(wanted))
    if distinct:
        known = {topic.slug for topic in topics.all()}
        wrong = [
            FieldError(f"topics.{place}", "there is no such topic")
            for place, slug in enumerate(distinct)
            if slug not in known
        ]
        if wrong:
            raise Invalid("Look at: topics.", fields=wrong)
    return distinct
