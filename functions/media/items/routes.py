"""``/media``: one item."""

from functions.http import Access, Answer, Call, operation
from functions.media.blueprint import blueprint
from functions.media.items import usecases
from functions.media.items.schemas import ChangeRequest, CreateRequest, FetchQuery, Receipt
from functions.media.parameters import MediaQuery
from functions.media.uploads import opening
from functions.media.uploads.opening import NewItem
from functions.media.uploads.progress import UploadProgress
from functions.media.uploads.views import destination, upload_view
from functions.parameters import SessionHeaders
from functions.topics import check_topics
from neufit.domain.media import Media
from neufit.domain.upload import FileClaim

_BINARY = ("image/*", "video/*")


def _receipt(call: Call, media: Media) -> Receipt:
    return Receipt(destination=destination(call, media.media_id), media_id=media.media_id, revision=media.revision)


def _upload_receipt(call: Call, progress: UploadProgress, *, taken: bool = False) -> Receipt:
    media_id = progress.upload.media_id
    return Receipt(
        destination=destination(call, media_id), media_id=media_id, upload=None if taken else upload_view(progress)
    )


@operation(
    blueprint,
    "GET",
    "/media",
    id="getMedia",
    summary="Retrieve an image or a video",
    tag="Media",
    access=Access.OPTIONAL,
    headers=SessionHeaders,
    query=FetchQuery,
    status=302,
)
def get_media(call: Call) -> Answer:
    """A redirect to a short-lived URL of the file."""
    url = usecases.file_url(
        call.user_id,
        call.query.media_id,
        call.query.size,
        media=call.services.media,
        cards=call.services.cards,
        objects=call.services.objects,
    )
    return Answer(status=302, headers={"Location": url})


@operation(
    blueprint,
    "POST",
    "/media",
    id="createMedia",
    summary="Upload an image or a video",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    body=CreateRequest,
    binary=_BINARY,
    answer=Receipt,
)
def create_media(call: Call) -> Receipt:
    """Announce a file that comes in presigned parts, or send a small one as the body."""
    if call.content is not None:
        claim = opening.claim_of(call.content, call.content_type)
        item = NewItem(usecases.title_of(None, "", claim.kind))
    else:
        claim = _claim(call.body, call.body.kind)
        item = NewItem(
            usecases.title_of(call.body.title, call.body.file_name, call.body.kind),
            call.body.description,
            check_topics(call.body.topics, topics=call.services.topics),
        )
    progress = opening.open_upload(
        call.me,
        claim,
        item,
        uploads=call.services.uploads,
        objects=call.services.objects,
        clock=call.services.clock,
        direct=call.content is not None,
    )
    return _take(call, progress)


@operation(
    blueprint,
    "PUT",
    "/media",
    id="changeMedia",
    summary="Edit an image or a video, or replace its content",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    query=MediaQuery,
    body=ChangeRequest,
    binary=_BINARY,
    answer=Receipt,
)
def change_media(call: Call) -> Receipt:
    """Title, description and topics; or new content, which players see once it is published."""
    services = call.services
    media = usecases.own(call.me, call.query.media_id, media=services.media)
    if call.content is None and call.body.checksum is None:
        topics = call.body.topics
        edited = usecases.edit(
            call.me,
            media,
            title=call.body.title,
            description=call.body.description,
            topics=None if topics is None else check_topics(topics, topics=services.topics),
            revision=call.body.revision,
            media=services.media,
            catalogue=services.catalogue,
            users=services.users,
        )
        return _receipt(call, edited)
    if call.content is not None:
        claim = opening.claim_of(call.content, call.content_type)
    else:
        claim = _claim(call.body, media.kind)
    progress = opening.open_version(
        call.me,
        media,
        claim,
        uploads=services.uploads,
        objects=services.objects,
        clock=services.clock,
        direct=call.content is not None,
    )
    return _take(call, progress)


@operation(
    blueprint,
    "DELETE",
    "/media",
    id="archiveMedia",
    summary="Archive an image or a video",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    query=MediaQuery,
    answer=Receipt,
)
def archive_media(call: Call) -> Receipt:
    """Hidden at once everywhere; it can be restored."""
    services = call.services
    archived = usecases.archive(
        call.me,
        call.query.media_id,
        media=services.media,
        uploads=services.uploads,
        objects=services.objects,
        catalogue=services.catalogue,
        clock=services.clock,
    )
    return _receipt(call, archived)


@operation(
    blueprint,
    "POST",
    "/media/restore",
    id="restoreMedia",
    summary="Bring an archived item back",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    query=MediaQuery,
    answer=Receipt,
)
def restore_media(call: Call) -> Receipt:
    """As it was before it was archived."""
    services = call.services
    restored = usecases.restore(
        call.me, call.query.media_id, media=services.media, catalogue=services.catalogue, users=services.users
    )
    return _receipt(call, restored)


@operation(
    blueprint,
    "POST",
    "/media/retry",
    id="retryMedia",
    summary="Publish a failed item again",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    query=MediaQuery,
    answer=Receipt,
)
def retry_media(call: Call) -> Receipt:
    """One more run from the original."""
    services = call.services
    media = usecases.retry(
        call.me, call.query.media_id, media=services.media, objects=services.objects, jobs=services.jobs
    )
    return _receipt(call, media)


def _claim(body: CreateRequest | ChangeRequest, kind: object) -> FileClaim:
    return FileClaim.model_validate(
        {
            "kind": kind,
            "file_name": body.file_name,
            "content_type": body.content_type,
            "size": body.size,
            "checksum": body.checksum,
        }
    )


def _take(call: Call, progress: UploadProgress) -> Receipt:
    """Answer with the upload that goes on in parts, or store what came as the body."""
    if call.content is None:
        return _upload_receipt(call, progress)
    opening.take_content(
        progress,
        call.content,
        uploads=call.services.uploads,
        objects=call.services.objects,
        clock=call.services.clock,
    )
    return _upload_receipt(call, progress, taken=True)
