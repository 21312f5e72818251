"""Watching a stored video: what there is, tickets for the relay, playlists."""

import logging
from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError

from functions.media.streaming import playlists
from neufit.clock import Clock
from neufit.contracts import keys
from neufit.contracts.callbacks import CallbackEvent
from neufit.contracts.manifest import Manifest
from neufit.contracts.tickets import LIFETIME, OnDemandTicket
from neufit.domain.callback import check_callback_url
from neufit.domain.errors import NotFound, Unavailable
from neufit.domain.grant import Grants, PlaybackGrant, grant_lifetime
from neufit.domain.media import Kind, Media, Published, Status
from neufit.domain.search import views_step
from neufit.domain.viewing import Viewings
from neufit.ids import new_id
from neufit.signing import Signer
from neufit.stores.cards import CardStore
from neufit.stores.catalogue import CatalogueStore
from neufit.stores.media import MediaStore
from neufit.stores.objects import ObjectStore
from neufit.stores.publications import PublicationStore
from neufit.stores.queues import Queue
from neufit.stores.views import ViewStore

log = logging.getLogger(__name__)

_HIDDEN = "There is no media item with this id."


@dataclass(frozen=True, slots=True)
class Stream:
    """A video that may be watched: the item, what players get of it, its manifest, its owner's name, a signed grant."""

    media: Media
    made: Published
    manifest: Manifest
    name: str
    grant: str


@dataclass(frozen=True, slots=True)
class Viewing:
    """A viewing that begins or goes on: the signed ticket, its family, when the ticket ends."""

    ticket: str
    family: str
    expires_at: datetime


def watchable(
    user_id: str | None, media_id: str, *, media: MediaStore, cards: CardStore
) -> tuple[Media, Published, str]:
    """A video that this person may watch, what players get of it, and its owner's name. Raise NotFound for all others.

    Two reads: the item; its owner and who asks, neither of whom blocked the other.
    """
    item = media.get(media_id)
    made = item.published or item.playable
    if item.kind is not Kind.VIDEO or made is None or not item.watchable_by(user_id):
        raise NotFound(_HIDDEN)
    name = cards.read([], [item.owner_id], reader=user_id).name_of(item)
    if name is None:
        raise NotFound(_HIDDEN)
    return item, made, name


def describe(
    user_id: str | None,
    media_id: str,
    *,
    media: MediaStore,
    objects: ObjectStore,
    cards: CardStore,
    grants: Grants,
    clock: Clock,
) -> Stream:
    """All that a player needs to begin. Raise NotFound for what can't be watched."""
    item, made, name = watchable(user_id, media_id, media=media, cards=cards)
    grant = PlaybackGrant(
        media_id=media_id,
        version=made.version,
        plan=made.plan,
        own=user_id == item.owner_id,
        expires_at=clock() + grant_lifetime(made.runtime_ms),
    )
    return Stream(item, made, _manifest(media_id, made.plan, objects=objects), name, grants.sign(grant))


def begin(
    user_id: str | None,
    address: str,
    media_id: str,
    *,
    callback_url: str | None,
    family: str | None,
    media: MediaStore,
    cards: CardStore,
    views: ViewStore,
    catalogue: CatalogueStore,
    viewings: Viewings,
    callbacks: Queue,
    signer: Signer,
    clock: Clock,
) -> Viewing:
    """A ticket for the relay. The view is counted, once per viewer, video and day.

    A ``family`` that belongs to this viewer and video goes on; any other text begins a new one, so that nobody takes
    over the stream of another. Raise Invalid for a callback URL that can't be one, NotFound for what can't be watched.
    """
    if callback_url is not None:
        check_callback_url(callback_url)
    item, made, _ = watchable(user_id, media_id, media=media, cards=cards)
    now = clock()
    viewer = viewings.viewer(user_id, address)
    if family is None or not viewings.belongs(family, viewer, media_id):
        family = viewings.begin(viewer, media_id)
    if callback_url is not None:
        event = CallbackEvent(
            event_id=new_id(now), url=callback_url, event="stream.started", media_id=media_id, stream=family, at=now
        )
        callbacks.send(event.model_dump_json())
    _count_view(item, viewer, now, views=views, media=media, catalogue=catalogue)
    ticket = OnDemandTicket(
        jti=new_id(now), family=family, viewer=viewer, media_id=media_id, plan=made.plan, issued_at=now
    )
    return Viewing(ticket.sign(signer), family, now + LIFETIME)


def playlist(
    grant_text: str,
    track: str | None,
    *,
    media: MediaStore,
    cards: CardStore,
    objects: ObjectStore,
    publications: PublicationStore,
    grants: Grants,
    clock: Clock,
) -> str:
    """The multivariant playlist, or that of a track. Raise Forbidden, NotFound."""
    grant, manifest = _granted(grant_text, media=media, cards=cards, objects=objects, grants=grants, clock=clock)
    if track is None:
        return playlists.multivariant(manifest, lambda name: f"playlist?grant={grant_text}&track={name}")
    tracks = [one.name for one in manifest.video] + ([manifest.audio.name] if manifest.audio is not None else [])
    if track not in tracks:
        raise NotFound("This video has no such track.")
    segments = manifest.segments if manifest.complete else _ready(grant, manifest, publications=publications)
    seconds = max(1, int((grant.expires_at - clock()).total_seconds()))
    return playlists.media_playlist(
        manifest,
        track,
        segments,
        lambda name: objects.url(keys.published(grant.media_id, grant.plan, name), seconds=seconds),
    )


def storyboard(
    grant_text: str, *, media: MediaStore, cards: CardStore, objects: ObjectStore, grants: Grants, clock: Clock
) -> str:
    """The tiles for the seek bar as WebVTT. Raise Forbidden, NotFound."""
    grant, manifest = _granted(grant_text, media=media, cards=cards, objects=objects, grants=grants, clock=clock)
    if manifest.storyboard is None:
        raise NotFound("This video has no storyboard.")
    seconds = max(1, int((grant.expires_at - clock()).total_seconds()))
    return playlists.storyboard(
        manifest, lambda name: objects.url(keys.published(grant.media_id, grant.plan, name), seconds=seconds)
    )


def _granted(
    grant_text: str, *, media: MediaStore, cards: CardStore, objects: ObjectStore, grants: Grants, clock: Clock
) -> tuple[PlaybackGrant, Manifest]:
    """A grant that holds, and its manifest. What was hidden since, or is of somebody suspended, is gone."""
    grant = grants.read(grant_text, clock())
    item = media.get(grant.media_id)
    shown = item.status in {Status.AVAILABLE, Status.PROCESSING}
    if item.status is Status.PURGED or not (shown or grant.own):
        raise NotFound(_HIDDEN)
    if cards.read([], [item.owner_id]).name_of(item) is None:
        raise NotFound(_HIDDEN)
    return grant, _manifest(grant.media_id, grant.plan, objects=objects)


def _manifest(media_id: str, plan: str, *, objects: ObjectStore) -> Manifest:
    try:
        return Manifest.model_validate_json(objects.get(keys.published(media_id, plan, keys.MANIFEST)))
    except ValidationError:
        log.exception("manifest can't be read", extra={"media_id": media_id, "plan": plan})
        raise Unavailable("This video can't be read right now.", retry_after=30) from None


def _ready(grant: PlaybackGrant, manifest: Manifest, *, publications: PublicationStore) -> int:
    """How many segments from the start are there without a gap, while the rest is being encoded."""
    try:
        job = publications.job(grant.media_id, grant.version)
    except NotFound:
        return 0
    if job.plan != grant.plan:
        return 0
    frames = 0
    for expected, chunk in enumerate(publications.chunks(job)):
        if chunk.number != expected:
            break
        frames += chunk.frames
    return playlists.segments_of_frames(manifest, frames)


def _count_view(
    item: Media, viewer: str, now: datetime, *, views: ViewStore, media: MediaStore, catalogue: CatalogueStore
) -> None:
    """Nobody is kept from watching because counting fails."""
    try:
        if views.first_today(item.media_id, viewer, now):
            counted = media.count_view(item.media_id)
            if views_step(counted.views) != views_step(counted.views - 1):
                catalogue.rank(counted)
    except Unavailable:
        log.warning("view not counted", extra={"media_id": item.media_id})
