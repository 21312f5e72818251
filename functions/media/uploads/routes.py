"""``/media/uploads``: what is on its way."""

from functions.http import Access, Call, operation
from functions.media.blueprint import blueprint
from functions.media.items.schemas import Receipt
from functions.media.parameters import MediaQuery
from functions.media.uploads import usecases
from functions.media.uploads.schemas import (
    CompleteRequest,
    PartsAnswer,
    PartsRequest,
    PartTarget,
    UploadList,
)
from functions.media.uploads.views import destination, upload_view
from functions.parameters import SessionHeaders


@operation(
    blueprint,
    "GET",
    "/media/uploads",
    id="listUploads",
    summary="List one's own unfinished uploads",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    answer=UploadList,
)
def list_uploads(call: Call) -> UploadList:
    """Unfinished uploads of whoever asks, with the parts that are there."""
    found = usecases.unfinished(
        call.me, uploads=call.services.uploads, objects=call.services.objects, clock=call.services.clock
    )
    return UploadList(items=[upload_view(progress) for progress in found])


@operation(
    blueprint,
    "POST",
    "/media/uploads/parts",
    id="addressParts",
    summary="Get presigned addresses for parts of an upload",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    body=PartsRequest,
    answer=PartsAnswer,
)
def address_parts(call: Call) -> PartsAnswer:
    """Where and how to PUT the next parts."""
    addresses = usecases.address_parts(
        call.me,
        call.body.media_id,
        [(part.part_number, part.checksum) for part in call.body.parts],
        uploads=call.services.uploads,
        objects=call.services.objects,
        clock=call.services.clock,
    )
    return PartsAnswer(
        parts=[
            PartTarget(part_number=address.number, url=address.url, headers={"x-amz-checksum-sha256": address.checksum})
            for address in addresses
        ]
    )


@operation(
    blueprint,
    "POST",
    "/media/uploads/complete",
    id="completeUpload",
    summary="Say that all parts were sent",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    body=CompleteRequest,
    answer=Receipt,
)
def complete(call: Call) -> Receipt:
    """The upload is whole; publishing begins."""
    media = usecases.complete(
        call.me,
        call.body.media_id,
        uploads=call.services.uploads,
        media=call.services.media,
        objects=call.services.objects,
        clock=call.services.clock,
    )
    return Receipt(destination=destination(call, media.media_id), media_id=media.media_id, revision=media.revision)


@operation(
    blueprint,
    "DELETE",
    "/media/uploads",
    id="cancelUpload",
    summary="Cancel an unfinished upload",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    query=MediaQuery,
    answer=Receipt,
)
def cancel(call: Call) -> Receipt:
    """The upload ends and its parts are given back."""
    usecases.cancel(call.me, call.query.media_id, uploads=call.services.uploads, objects=call.services.objects)
    return Receipt(destination=destination(call, call.query.media_id), media_id=call.query.media_id)
