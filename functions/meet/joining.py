"""Joining a meeting: tickets for its relays, with what their holder may do and whom he or she doesn't meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from functions.meet.shared import watched
from functions.meet.visibility import visible
from neufit.clock import Clock
from neufit.contracts.callbacks import CallbackEvent
from neufit.contracts.tickets import LIFETIME, LiveTicket
from neufit.domain.callback import check_callback_url
from neufit.domain.errors import Forbidden, NotFound
from neufit.domain.meeting import Meeting
from neufit.domain.room.kinds import MeetingRole, Source
from neufit.domain.room.playback import SharedVideo
from neufit.domain.session import Session
from neufit.ids import new_id
from neufit.signing import Signer
from neufit.stores.blocks import BlockStore
from neufit.stores.cards import CardStore
from neufit.stores.enrolments import EnrolmentStore
from neufit.stores.media import MediaStore
from neufit.stores.meetings import MeetingStore
from neufit.stores.queues import Queue
from neufit.stores.users import UserStore


@dataclass(frozen=True, slots=True)
class Admission:
    """Who is let in: a ticket for each relay, and until when they must be used."""

    meeting: Meeting
    tickets: Sequence[str]
    expires_at: datetime


def join(
    me: Session,
    meeting_id: str,
    *,
    relays: int,
    callback_url: str | None,
    meetings: MeetingStore,
    enrolments: EnrolmentStore,
    users: UserStore,
    blocks: BlockStore,
    media: MediaStore,
    cards: CardStore,
    callbacks: Queue,
    signer: Signer,
    clock: Clock,
) -> Admission:
    """Tickets for as many relays, each for itself.

    Raise Invalid for a callback URL that can't be one, NotFound for a meeting that isn't for who asks, Conflict when it
    is too early, over, cancelled, (``class-full``) every seat is taken or (``video-gone``) the video of a shared
    workout can't be watched, Forbidden when the two of a one-on-one don't meet any more.
    """
    if callback_url is not None:
        check_callback_url(callback_url)
    meeting, role = visible(me, meeting_id, meetings=meetings, blocks=blocks)
    now = clock()
    meeting.check_joinable(now)
    people = users.get_many([me.user_id, meeting.host_id])
    if not {me.user_id, meeting.host_id} <= people.keys() or people[meeting.host_id].suspended(now):
        raise NotFound("There is no meeting with this id.")  # its host has left
    person, named = people[me.user_id], blocks.of(me.user_id).named(meeting.first_ticket)
    if meeting.pair and role is MeetingRole.HOST and blocks.apart(me.user_id, meeting.attendees):
        raise Forbidden("This session can't take place any more.", code="cannot-take-place")
    video = None
    if meeting.media_id is not None:
        made = watched(me, meeting.media_id, media=media, cards=cards)
        video = SharedVideo(media_id=meeting.media_id, runtime_ms=made.runtime_ms, steering=meeting.steering)
    if meeting.capacity is not None and role is MeetingRole.CUSTOMER and not meeting.attended_by(me.user_id):
        enrolments.arrive(meeting_id, me.user_id, now)
    if callback_url is not None:
        event = CallbackEvent(
            event_id=new_id(now), url=callback_url, event="meeting.joined", meeting_id=meeting_id, at=now
        )
        callbacks.send(event.model_dump_json())
    tickets = [
        LiveTicket(
            jti=new_id(now),
            user_id=person.user_id,
            name=person.display_name,
            meeting_id=meeting_id,
            kind=meeting.kind,
            role=role,
            publishes=frozenset(Source),
            moderates=role is MeetingRole.HOST,
            blocked=named,
            issued_at=now,
            ends_at=meeting.joinable_until,
            video=video,
        )
        for _ in range(relays)
    ]
    return Admission(meeting, [ticket.sign(signer) for ticket in tickets], now + LIFETIME)
