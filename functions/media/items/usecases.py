"""One item: fetch, edit, archive, restore, run again. Nobody learns whether another person's hidden item exists."""

from pathlib import PurePosixPath

from neufit.clock import Clock
from neufit.contracts import keys
from neufit.contracts.publishing import PublishingJob
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.media import Kind, Media, Published, Status
from neufit.domain.session import Session
from neufit.stores.cards import CardStore
from neufit.stores.catalogue import CatalogueStore
from neufit.stores.media import MediaStore
from neufit.stores.objects import ObjectStore
from neufit.stores.queues import Queue
from neufit.stores.uploads import CANCELLED, UploadStore
from neufit.stores.users import UserStore

FILE_URL_SECONDS = 900
_EXTENSIONS = {"video": "mp4", "image": "jpg"}


def own(me: Session, media_id: str, *, media: MediaStore) -> Media:
    """An item of one's own. Raise NotFound for all others."""
    item = media.get(media_id)
    if item.owner_id != me.user_id or item.status is Status.PURGED:
        raise NotFound("There is no media item with this id.")
    return item


def file_url(
    user_id: str | None, media_id: str, size: str | None, *, media: MediaStore, cards: CardStore, objects: ObjectStore
) -> str:
    """A short-lived URL of an item's file, for whoever may see it.

    A video gives its download, an image the wanted size (the largest when none is said); ``original`` is for the owner.
    Raise NotFound for what is hidden or isn't there, Conflict while it is not ready.
    """
    item = media.get(media_id)
    if not item.visible_to(user_id) or cards.read([], [item.owner_id], reader=user_id).name_of(item) is None:
        raise NotFound("There is no media item with this id.")
    if size == "original":
        if item.owner_id != user_id:
            raise NotFound("There is no media item with this id.")
        key = keys.original(media_id, item.version)
        if not objects.exists(key):
            raise NotFound("The original of this item has not arrived.")
        # What people upload is never shown by a browser as what it claims to be.
        return _download_url(objects, key, f"{_file_stem(item)}-original", "application/octet-stream")
    made = item.published
    if made is None or not made.complete:
        raise Conflict("This item is not ready yet.", code="not-ready")
    if item.kind is Kind.VIDEO:
        key = keys.published(media_id, made.plan, keys.DOWNLOAD)
        return _download_url(objects, key, f"{_file_stem(item)}.{_EXTENSIONS[item.kind]}", "video/mp4")
    key = keys.published(media_id, made.plan, keys.image_size(_image_size(made, size)))
    return objects.url(key, seconds=FILE_URL_SECONDS, ResponseContentType="image/jpeg")


def edit(
    me: Session,
    item: Media,
    *,
    title: str | None,
    description: str | None,
    topics: tuple[str, ...] | None,
    revision: int | None,
    media: MediaStore,
    catalogue: CatalogueStore,
    users: UserStore,
) -> Media:
    """Change what an item is called. Of two people (or tabs) who edit one revision, one wins. Raise Conflict."""
    changed: dict[str, object] = {}
    if title is not None:
        changed["title"] = title
    if description is not None:
        changed["description"] = description
    if topics is not None:
        changed["topics"] = list(topics)
    edited = media.edit(item.media_id, item.revision if revision is None else revision, **changed)
    if edited.status is Status.AVAILABLE and edited.kind is Kind.VIDEO:
        catalogue.index(edited, users.get(me.user_id).display_name)
    return edited


def archive(
    me: Session,
    media_id: str,
    *,
    media: MediaStore,
    uploads: UploadStore,
    objects: ObjectStore,
    catalogue: CatalogueStore,
    clock: Clock,
) -> Media:
    """Hide an item of one's own everywhere, at once. Nothing of it is deleted; an upload on its way ends."""
    own(me, media_id, media=media)
    archived = media.archive(media_id, clock())
    upload = uploads.find(me.user_id, media_id)
    if upload is not None:
        uploads.give_up(upload, CANCELLED)
        objects.drop_parts(keys.original(media_id, upload.version), upload.upload_id)
    catalogue.remove(media_id)
    return archived


def restore(me: Session, media_id: str, *, media: MediaStore, catalogue: CatalogueStore, users: UserStore) -> Media:
    """Bring an archived item of one's own back. One that isn't archived stays as it is."""
    item = own(me, media_id, media=media)
    if item.status is Status.ARCHIVED:
        item = media.restore(media_id)
    if item.status is Status.AVAILABLE and item.kind is Kind.VIDEO:
        catalogue.index(item, users.get(me.user_id).display_name)
    return item


def retry(me: Session, media_id: str, *, media: MediaStore, objects: ObjectStore, jobs: Queue) -> Media:
    """Publish a failed item of one's own again, from its original. Asking twice runs it once.

    Raise Conflict when it has not failed, or its original never arrived.
    """
    item = own(me, media_id, media=media)
    failed_version = item.status is Status.AVAILABLE and item.failure is not None and not item.replacing
    if item.status is not Status.FAILED and not failed_version:
        if item.status is Status.PROCESSING:
            return item
        raise Conflict(f"This item is {item.status}; only what failed can be run again.")
    if not objects.exists(keys.original(media_id, item.version)):
        raise Conflict("The file of this item never arrived whole. Upload it again.", code="original-missing")
    # The job is sent first: should this process die now, the run moves the item on by itself. Its number is that of
    # the item's last change, so a second request before that names the same execution, and the next failure another.
    job = PublishingJob(mediaId=media_id, version=item.version, attempt=item.changes)
    jobs.send(job.model_dump_json())
    try:
        return media.run_again(item)
    except Conflict:
        return media.get(media_id)


def _image_size(made: Published, size: str | None) -> str:
    """The wanted size where it was made, else the largest: a small picture has no large one."""
    widths = {rendition.name: rendition.width for rendition in made.renditions}
    return size if size in widths else max(widths, key=widths.__getitem__)


def _file_stem(item: Media) -> str:
    """A file name from the title: letters, digits, spaces and dashes of ASCII only, as a header wants it."""
    stem = "".join(char if char.isascii() and (char.isalnum() or char in " -_") else " " for char in item.title)
    return " ".join(stem.split())[:80] or item.media_id


def _download_url(objects: ObjectStore, key: str, name: str, content_type: str) -> str:
    return objects.url(
        key,
        seconds=FILE_URL_SECONDS,
        ResponseContentDisposition=f'attachment; filename="{name}"',
        ResponseContentType=content_type,
    )


def title_of(title: str | None, file_name: str, kind: Kind) -> str:
    """What a new item is called: its title, else the name of its file without folders and extension."""
    if title is not None:
        return title
    stem = PurePosixPath(file_name.replace("\\", "/")).stem
    shown = "".join(char for char in stem if char.isprintable()).strip()[:120]
    return shown or f"Untitled {kind.value}"
