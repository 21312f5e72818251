"""Why a file can't be published: stable codes, each with a sentence that an instructor understands."""

from collections.abc import Mapping

from neufit.domain.media import Failure

MAX_HOURS = 4
MAX_PIXELS = 8192 * 4352
"""8K, with the rows that codecs pad to."""
MAX_FRAME_RATE = 300
MAX_STREAMS = 16

REASONS: Mapping[str, str] = {
    "empty": "The file is empty. Choose the file again and upload it once more.",
    "nothing-recorded": "Nothing was recorded: no picture of your camera arrived. Switch it on before you record.",
    "size-mismatch": "What arrived is not as long as the file that was announced. Upload it once more.",
    "checksum-mismatch": "What arrived differs from the file on your device. Upload it once more.",
    "not-a-video": "This is not a video file that we can read. Export it as MP4, MOV, WebM or MKV and upload that.",
    "playlist": "This is a playlist that points to other files, not a video. Upload the video file itself.",
    "unreadable": "The file is damaged: its table of contents is missing or broken. Export it again and upload that.",
    "no-picture": "The file has sound but no picture. Upload a video.",
    "unknown-codec": "The picture is stored in a way that we can't read. Export it as H.264, HEVC, VP9 or AV1.",
    "unknown-sound": "The sound is stored in a way that we can't read. Export it as AAC, MP3, Opus or FLAC.",
    "truncated": "The end of the video is missing. Check that it plays to its end on your device, then upload it.",
    "too-long": f"The video is longer than {MAX_HOURS} hours. Cut it into parts and upload them one by one.",
    "too-large-picture": "The picture is larger than 8K (8192 x 4352), or its size is damaged. Export it smaller.",
    "too-many-frames": f"The video claims more than {MAX_FRAME_RATE} frames per second. Export it with 60 or fewer.",
    "too-many-tracks": f"The file holds more than {MAX_STREAMS} tracks. Export it with one picture and one sound.",
    "too-costly": "The video took far longer to read than videos of its length do. Export it again as H.264 in MP4.",
    "not-an-image": "This is not an image that we can read. Save it as JPEG, PNG or WebP and upload that.",
    "heic": "Photos in Apple's HEIC format can't be read here. Save the photo as JPEG and upload that.",
    "too-large-image": "The image has more than 100 megapixels. Save it in a smaller size.",
    "internal": "Something went wrong on our side. Your original is kept; run it again.",
}


class Refused(Exception):
    """A file can't be published; trying again with it is of no use. ``code`` is a key of REASONS.

    State machines match on the name of this class.
    """

    def __init__(self, code: str) -> None:
        if code not in REASONS:
            raise ValueError(f"no reason has the code {code}")
        super().__init__(code)
        self.code = code


class Superseded(Exception):
    """The item was archived, or another version or run took over: this run has nothing more to say.

    State machines match on the name of this class.
    """


def failure(code: str | None) -> Failure:
    """What the instructor reads; ``None`` and unknown codes are failures of our own."""
    known = code if code in REASONS else "internal"
    return Failure(code=str(known), detail=REASONS[str(known)])
