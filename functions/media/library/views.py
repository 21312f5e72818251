"""How items look in listings."""

from typing import Any

from functions.media.library.schemas import Card, FeedItem, Instructor, Progress, Reason, Step, StudioItem
from functions.media.library.usecases import Shown
from neufit.contracts import keys
from neufit.contracts.recording import VERSION_PREFIX
from neufit.domain import publication
from neufit.domain.media import Kind, Media, Status
from neufit.domain.subscription import Source
from neufit.domain.user import user_key
from neufit.stores.objects import ObjectStore

POSTER_URL_SECONDS = 3600


def poster_url(media: Media, objects: ObjectStore) -> str | None:
    """A short-lived URL of the picture that stands for an item; None until it is published."""
    made = media.published
    if made is None:
        return None
    name = keys.POSTER
    if media.kind is Kind.IMAGE:
        widths = {rendition.name: rendition.width for rendition in made.renditions}
        name = keys.image_size("medium" if "medium" in widths else max(widths, key=widths.__getitem__))
    return objects.cacheable_url(keys.published(media.media_id, made.plan, name), seconds=POSTER_URL_SECONDS)


def _card_fields(shown: Shown, objects: ObjectStore) -> dict[str, Any]:
    media = shown.media
    made = media.published or media.playable
    return {
        "media_id": media.media_id,
        "kind": media.kind,
        "title": media.title,
        "description": media.description,
        "topics": list(media.topics),
        "instructor": Instructor(user_id=media.owner_id, display_name=shown.name),
        "runtime_ms": made.runtime_ms if made else 0,
        "width": made.width if made else 0,
        "height": made.height if made else 0,
        "published_at": media.published_at,
        "views": media.views,
        "poster": poster_url(media, objects),
        "status": media.status,
    }


def card_view(shown: Shown, objects: ObjectStore) -> Card:
    """An item as everybody sees it."""
    return Card(**_card_fields(shown, objects))


def feed_view(shown: Shown, objects: ObjectStore) -> FeedItem:
    """An item in a feed; its reasons are named as the public API names subscriptions."""
    media = shown.media
    sources = {Source.topic(topic).key: topic for topic in media.topics}
    sources[f"instructor#{user_key(media.owner_id)}"] = media.owner_id
    # A topic that was taken off the item since stays the reason why it is here.
    reasons = sorted(sources.get(key) or key.partition("#")[2] for key in shown.reasons)
    return FeedItem(**_card_fields(shown, objects), reasons=reasons)


def studio_view(shown: Shown, progress: publication.Progress | None, objects: ObjectStore) -> StudioItem:
    """An item as its owner sees it."""
    media = shown.media
    return StudioItem(
        **_card_fields(shown, objects),
        failure=Reason(code=media.failure.code, detail=media.failure.detail) if media.failure else None,
        replacing=media.replacing,
        playable=media.watchable_by(media.owner_id),
        uploaded=media.uploaded_at is not None,
        recording=media.status is Status.UPLOADING and media.version.startswith(VERSION_PREFIX),
        revision=media.revision,
        created_at=media.created_at,
        archived_at=media.archived_at,
        progress=_progress_view(progress),
    )


def _progress_view(progress: publication.Progress | None) -> Progress | None:
    if progress is None:
        return None
    return Progress(
        step=(progress.step or publication.Step.PUBLISH).value,
        percent=progress.percent,
        steps=[Step(name=step.value, percent=progress.steps[step]) for step in publication.Step],
    )
