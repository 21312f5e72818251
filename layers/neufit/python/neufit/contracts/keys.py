"""Where objects lie in the media bucket. ``plan`` names one publishing run, so what players hold never changes.

``orig/{mediaId}/{version}``       what was uploaded, kept
``work/{mediaId}/{plan}/...``      intermediate results of publishing, expire after 7 days
``pub/{mediaId}/{plan}/...``       what players get, immutable
"""

ORIGINALS = "orig/"


def original(media_id: str, version: str) -> str:
    """The uploaded file, as it came."""
    return f"{ORIGINALS}{media_id}/{version}"


def work(media_id: str, plan: str, name: str) -> str:
    """An intermediate result of publishing."""
    return f"work/{media_id}/{plan}/{name}"


def published(media_id: str, plan: str, name: str) -> str:
    """A file that players get: ``manifest.json``, ``poster.jpg``, ``{track}/init.mp4``, ``{track}/00000.m4s`` ..."""
    return f"pub/{media_id}/{plan}/{name}"


def segment(track: str, number: int) -> str:
    """Name of media segment ``number`` (from 0) of a track, below the published prefix."""
    return f"{track}/{number:05d}.m4s"


def initialization(track: str) -> str:
    """Name of the initialization segment of a track, below the published prefix."""
    return f"{track}/init.mp4"


MANIFEST = "manifest.json"
POSTER = "poster.jpg"
DOWNLOAD = "download.mp4"


def storyboard_sheet(number: int) -> str:
    """Name of a sheet of storyboard tiles, below the published prefix."""
    return f"storyboard/{number:03d}.jpg"


def image_size(name: str) -> str:
    """Name of one size of a published image, below the published prefix (``large.jpg``)."""
    return f"{name}.jpg"


def split_original(key: str) -> tuple[str, str]:
    """(mediaId, version) of an original's key. Raise ValueError for any other key."""
    prefix, media_id, version = key.split("/")
    if prefix + "/" != ORIGINALS or not media_id or not version:
        raise ValueError(f"not the key of an original: {key}")
    return media_id, version
