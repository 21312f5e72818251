"""How an upload and an item's address look from outside."""

from urllib.parse import quote

from functions.http import Call
from functions.media.uploads.progress import UploadProgress
from functions.media.uploads.schemas import Upload
from neufit.domain.upload import part_count, part_size


def upload_view(progress: UploadProgress) -> Upload:
    """An unfinished upload as clients see it."""
    upload, claim = progress.upload, progress.upload.claim
    return Upload(
        media_id=upload.media_id,
        title=upload.title,
        file_name=claim.file_name,
        content_type=claim.content_type,
        size=claim.size,
        checksum=claim.checksum,
        part_size=part_size(claim.size),
        part_count=part_count(claim.size),
        uploaded_parts=sorted(progress.parts),
        uploaded_bytes=sum(part.size for part in progress.parts.values()),
        expires_at=upload.expires_at,
        replaces=upload.replaces,
    )


def destination(call: Call, media_id: str) -> str:
    """The URL of an item."""
    return f"{call.services.settings.public_origin}/api/media?mediaId={quote(media_id)}"
