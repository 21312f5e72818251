"""The composition root of the API: the one place where settings, stores and clock are put together."""

import hashlib
from dataclasses import dataclass
from functools import cache

from neufit.clock import Clock, system_clock
from neufit.domain.grant import Grants
from neufit.domain.unsubscribing import Unsubscribing, unsubscribing_secret
from neufit.domain.viewing import Viewings
from neufit.passwords import Passwords
from neufit.rosters import Rosters
from neufit.settings import ApiSettings
from neufit.signing import PemSigner, Signer
from neufit.stores.announcements import AnnouncementStore
from neufit.stores.availability import AvailabilityStore
from neufit.stores.blocks import BlockStore
from neufit.stores.bookings import BookingStore
from neufit.stores.calendar_feeds import CalendarFeedStore
from neufit.stores.cards import CardStore
from neufit.stores.catalogue import CatalogueStore
from neufit.stores.comments import CommentStore
from neufit.stores.enrolments import EnrolmentStore
from neufit.stores.feed import FeedStore
from neufit.stores.media import MediaStore
from neufit.stores.meetings import MeetingStore
from neufit.stores.notices import NoticeStore
from neufit.stores.objects import ObjectStore, s3_client
from neufit.stores.programs import ProgramStore
from neufit.stores.publications import PublicationStore
from neufit.stores.queues import Queue, sqs_client
from neufit.stores.reports import ReportStore
from neufit.stores.series import SeriesStore
from neufit.stores.sessions import SessionStore
from neufit.stores.sign_in_attempts import AttemptStore
from neufit.stores.subscriptions import SubscriptionStore
from neufit.stores.tables import Cursors, connect
from neufit.stores.topics import TopicStore
from neufit.stores.uploads import UploadStore
from neufit.stores.users import UserStore
from neufit.stores.views import ViewStore
from neufit.stores.workout_log import WorkoutLogStore


@dataclass(frozen=True)
class Services:
    """What views hand to use cases."""

    settings: ApiSettings
    clock: Clock
    signer: Signer
    cursors: Cursors
    passwords: Passwords
    users: UserStore
    sessions: SessionStore
    attempts: AttemptStore
    subscriptions: SubscriptionStore
    topics: TopicStore
    media: MediaStore
    objects: ObjectStore
    uploads: UploadStore
    catalogue: CatalogueStore
    feed: FeedStore
    cards: CardStore
    views: ViewStore
    workout_log: WorkoutLogStore
    programs: ProgramStore
    comments: CommentStore
    publications: PublicationStore
    meetings: MeetingStore
    enrolments: EnrolmentStore
    rosters: Rosters
    series: SeriesStore
    announcements: AnnouncementStore
    notices: NoticeStore
    unsubscribing: Unsubscribing
    bookings: BookingStore
    availability: AvailabilityStore
    calendar_feeds: CalendarFeedStore
    blocks: BlockStore
    reports: ReportStore
    viewings: Viewings
    grants: Grants
    jobs: Queue
    callbacks: Queue


def compose(settings: ApiSettings, clock: Clock = system_clock) -> Services:
    """Put the services together for one process."""
    connect(settings)
    catalogue, sqs = CatalogueStore(), sqs_client(settings)
    announcements = AnnouncementStore(Queue(sqs, settings.announcement_queue_url))
    return Services(
        settings=settings,
        clock=clock,
        signer=PemSigner(settings.signing_key),
        cursors=Cursors(_secret(settings, b"cursors")),
        passwords=Passwords(),
        users=UserStore(),
        sessions=SessionStore(),
        attempts=AttemptStore(_secret(settings, b"attempts")),
        subscriptions=SubscriptionStore(),
        topics=TopicStore(),
        media=MediaStore(),
        objects=ObjectStore(s3_client(settings), settings.media_bucket, s3_client(settings, public=True)),
        uploads=UploadStore(),
        catalogue=catalogue,
        feed=FeedStore(catalogue),
        cards=CardStore(clock),
        views=ViewStore(),
        workout_log=WorkoutLogStore(),
        programs=ProgramStore(announcements),
        comments=CommentStore(),
        publications=PublicationStore(),
        meetings=MeetingStore(announcements),
        enrolments=EnrolmentStore(),
        series=SeriesStore(),
        rosters=Rosters(announcements),
        announcements=announcements,
        notices=NoticeStore(),
        unsubscribing=Unsubscribing(unsubscribing_secret(settings.signing_key)),
        bookings=BookingStore(announcements),
        availability=AvailabilityStore(),
        calendar_feeds=CalendarFeedStore(),
        blocks=BlockStore(),
        reports=ReportStore(),
        viewings=Viewings(_secret(settings, b"viewings")),
        grants=Grants(_secret(settings, b"grants")),
        jobs=Queue(sqs, settings.publish_queue_url),
        callbacks=Queue(sqs, settings.callback_queue_url),
    )


def _secret(settings: ApiSettings, purpose: bytes) -> bytes:
    """A secret for one purpose, derived from the one secret that the process has."""
    return hashlib.sha256(purpose + settings.signing_key.encode()).digest()


@cache
def _from_environment() -> Services:
    return compose(ApiSettings.from_environment())


_installed: list[Services] = []


def install(made: Services) -> None:
    """Use these services in this process instead of what the environment says (tests, the system on one machine)."""
    _installed[:] = [made]


def services() -> Services:
    """The services of this process: those that were installed, else made from the environment at first use."""
    return _installed[0] if _installed else _from_environment()
