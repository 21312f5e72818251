"""The composition root of the tasks: the one place where settings, stores, clock and encoder are put together."""

from dataclasses import dataclass, field
from functools import cache

from neufit.clock import Clock, system_clock
from neufit.settings import PublishingSettings
from neufit.stores.announcements import AnnouncementStore
from neufit.stores.catalogue import CatalogueStore
from neufit.stores.feed import FeedStore
from neufit.stores.media import MediaStore
from neufit.stores.objects import ObjectStore, s3_client
from neufit.stores.publications import PublicationStore
from neufit.stores.subscriptions import SubscriptionStore
from neufit.stores.tables import connect
from neufit.stores.users import UserStore
from stepfunctions.publish_video.encoding import Shape


@dataclass(frozen=True)
class Tasks:
    """What handlers hand to the functions that do the work."""

    settings: PublishingSettings
    clock: Clock
    media: MediaStore
    publications: PublicationStore
    objects: ObjectStore
    users: UserStore
    subscriptions: SubscriptionStore
    catalogue: CatalogueStore
    feed: FeedStore
    announcements: AnnouncementStore
    shape: Shape = field(default_factory=Shape)


def compose(settings: PublishingSettings, clock: Clock = system_clock, shape: Shape | None = None) -> Tasks:
    """Put everything together for one process."""
    connect(settings)
    catalogue = CatalogueStore()
    return Tasks(
        settings=settings,
        clock=clock,
        media=MediaStore(),
        publications=PublicationStore(),
        objects=ObjectStore(s3_client(settings), settings.media_bucket),
        users=UserStore(),
        subscriptions=SubscriptionStore(),
        catalogue=catalogue,
        feed=FeedStore(catalogue),
        announcements=AnnouncementStore(),
        shape=shape or Shape(),
    )


@cache
def _from_environment() -> Tasks:
    return compose(PublishingSettings.from_environment())


_installed: list[Tasks] = []


def install(made: Tasks) -> None:
    """Use this in this process instead of what the environment says (tests, benchmarks)."""
    _installed[:] = [made]


def tasks() -> Tasks:
    """What the tasks of this process work with: what was installed, else made from the environment at first use."""
    return _installed[0] if _installed else _from_environment()
