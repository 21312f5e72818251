"""The function that tells people of changes: woken by its queue, and by the clock for what nobody woke it for.

On AWS a rule of EventBridge calls it each minute; on one machine the local cloud does, more often. The clock is also
what reminders wait for.
"""

import logging
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pydantic import ValidationError

from functions.announcing.audience import Audiences
from functions.announcing.mail import Letters
from functions.announcing.telling import Teller
from neufit.clock import Clock, system_clock
from neufit.domain.unsubscribing import Unsubscribing, unsubscribing_secret
from neufit.mailer import Mailer, ses_client
from neufit.rosters import Rosters
from neufit.settings import AnnouncingSettings
from neufit.stores.announcements import AnnouncementStore, Waiting
from neufit.stores.blocks import BlockStore
from neufit.stores.bookings import BookingStore
from neufit.stores.comments import CommentStore
from neufit.stores.enrolments import EnrolmentStore
from neufit.stores.media import MediaStore
from neufit.stores.meetings import MeetingStore
from neufit.stores.notices import NoticeStore
from neufit.stores.programs import ProgramStore
from neufit.stores.queues import Queue, sqs_client
from neufit.stores.subscriptions import SubscriptionStore
from neufit.stores.tables import connect
from neufit.stores.users import UserStore

log = logging.getLogger(__name__)


def compose(settings: AnnouncingSettings, clock: Clock = system_clock) -> Teller:
    """Put the teller together for one process."""
    connect(settings)
    announcements = AnnouncementStore(Queue(sqs_client(settings), settings.announcement_queue_url))
    meetings = MeetingStore(announcements)
    unsubscribing = Unsubscribing(unsubscribing_secret(settings.signing_key))
    return Teller(
        announcements=announcements,
        notices=NoticeStore(),
        audiences=Audiences(UserStore(), BlockStore(), SubscriptionStore(), EnrolmentStore(), meetings),
        bookings=BookingStore(announcements),
        meetings=meetings,
        media=MediaStore(),
        programs=ProgramStore(announcements),
        comments=CommentStore(),
        rosters=Rosters(announcements),
        clock=clock,
        mailer=Mailer(ses_client(settings)) if settings.mail_sender else None,
        letters=Letters(settings.public_origin, settings.mail_sender, unsubscribing),
    )


def work_off(teller: Teller, records: Iterable[Mapping[str, Any]]) -> None:
    """Work off the messages of a batch.

    What fails is logged and not asked to come again: it waits in the outbox, and the next sweep wakes it. Messages that
    came back as well would grow in number with each sweep.
    """
    for record in records:
        try:
            waiting = Waiting.model_validate_json(record["body"])
        except ValidationError:
            log.warning("a message is not one of ours")
            continue
        try:
            teller.work_off(waiting)
        except Exception:
            # The others of the batch must not wait for this one.
            log.exception("an announcement could not be worked off")


@cache
def _teller() -> Teller:
    return compose(AnnouncingSettings.from_environment())


def handler(event: Mapping[str, Any], context: object) -> Mapping[str, Any]:  # noqa: ARG001  # Lambda's call
    """Work off a batch of messages; called by the clock, wake what is due."""
    if "Records" not in event:
        return {"woken": _teller().sweep()}
    work_off(_teller(), event["Records"])
    return {}
