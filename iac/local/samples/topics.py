"""The topics of the house: set up by whoever runs it, so no public route makes them."""

from iac.local.samples.catalogue import TOPICS
from neufit.settings import StoreSettings
from neufit.stores.tables import connect
from neufit.stores.topics import TopicStore


def set_up_topics(settings: StoreSettings) -> None:
    """Put them where the API finds them; once more changes nothing."""
    connect(settings)
    store = TopicStore()
    for topic in TOPICS:
        store.put(topic)
