"""Audio tracks: AAC frames out of ADTS (ISO/IEC 14496-3), and CMAF segments made of them."""

from collections.abc import Sequence

from neufit.contracts.manifest import AAC_FRAME, SAMPLE_RATE
from stepfunctions.publish_video.boxes import SAMPLE_IS_SYNC, DamagedBoxes, box, full_box, packed
from stepfunctions.publish_video.fragments import STYP, Sample, Segment
from stepfunctions.publish_video.movie import media, movie_header, track_header

_ADTS_HEADER = 7
_CONFIG = bytes([0x11, 0x90])
"""AudioSpecificConfig: AAC-LC, 48 kHz, stereo."""
_TRACK = 1


def frames(adts: bytes) -> list[bytes]:
    """The raw AAC frames of a stream of ADTS frames. Raise DamagedBoxes when it isn't one."""
    result = []
    at = 0
    while at < len(adts):
        if at + _ADTS_HEADER > len(adts) or adts[at] != 0xFF or adts[at + 1] & 0xF6 != 0xF0:
            raise DamagedBoxes(f"no ADTS header at {at}")
        length = (adts[at + 3] & 3) << 11 | adts[at + 4] << 3 | adts[at + 5] >> 5
        header = _ADTS_HEADER if adts[at + 1] & 1 else _ADTS_HEADER + 2
        if length < header or at + length > len(adts):
            raise DamagedBoxes(f"an ADTS frame at {at} claims {length} bytes")
        result.append(adts[at + header : at + length])
        at += length
    return result


def _descriptor(tag: int, *content: bytes) -> bytes:
    body = b"".join(content)
    return bytes([tag, 0x80, 0x80, 0x80, len(body)]) + body


def sample_entry() -> bytes:
    """The ``mp4a`` entry of our audio: AAC-LC, 48 kHz, stereo."""
    decoder = _descriptor(
        0x04, packed("BB", 0x40, 0x15), bytes(3), packed("II", 0, 0), _descriptor(0x05, _CONFIG)
    )  # 0x40: MPEG-4 audio, 0x15: an audio stream
    stream = _descriptor(0x03, packed("HB", 0, 0), decoder, _descriptor(0x06, b"\x02"))
    return box(
        b"mp4a",
        bytes(6),
        packed("H", 1),
        bytes(8),
        packed("HHHHI", 2, 16, 0, 0, SAMPLE_RATE << 16),
        full_box(b"esds", 0, 0, stream),
    )


def initialization() -> bytes:
    """The initialization segment of the audio track; the same for every video."""
    tables = box(
        b"stbl",
        full_box(b"stsd", 0, 0, packed("I", 1), sample_entry()),
        full_box(b"stts", 0, 0, packed("I", 0)),
        full_box(b"stsc", 0, 0, packed("I", 0)),
        full_box(b"stsz", 0, 0, packed("II", 0, 0)),
        full_box(b"stco", 0, 0, packed("I", 0)),
    )
    track = box(b"trak", track_header(_TRACK, 0, None), media(SAMPLE_RATE, 0, tables, picture=False))
    extends = box(b"mvex", full_box(b"trex", 0, 0, packed("5I", _TRACK, 1, AAC_FRAME, 0, SAMPLE_IS_SYNC)))
    return box(b"ftyp", b"iso6", packed("I", 0), b"iso6", b"cmfc", b"mp41") + box(
        b"moov", movie_header(SAMPLE_RATE, 0, 1), track, extends
    )


def segment(number: int, first: int, content: Sequence[bytes]) -> Segment:
    """Media segment ``number`` (from 0) that holds ``content``, AAC frames from frame ``first`` of the track on."""
    sizes = packed(f"{len(content)}I", *(len(frame) for frame in content))

    def fragment(offset: int) -> bytes:
        return box(
            b"moof",
            full_box(b"mfhd", 0, 0, packed("I", number + 1)),
            box(
                b"traf",
                # 0x020000: offsets count from the moof; the trex says how long each frame is and that it stands alone.
                full_box(b"tfhd", 0, 0x020000, packed("I", _TRACK)),
                full_box(b"tfdt", 1, 0, packed("Q", first * AAC_FRAME)),
                full_box(b"trun", 0, 0x000201, packed("II", len(content), offset), sizes),
            ),
        )

    return Segment(
        number=number,
        decode_time=first * AAC_FRAME,
        body=b"".join((STYP, fragment(len(fragment(0)) + 8), box(b"mdat", *content))),
        payload=b"".join(content),
        samples=tuple(Sample(size=len(frame), duration=AAC_FRAME, shift=0, sync=True) for frame in content),
    )
