"""Cutting the encoder's fragmented MP4 into CMAF media segments that are final: nothing is rewritten later.

ffmpeg starts a fragment (``moof`` + ``mdat``) at every keyframe. A segment is a run of fragments. Each gets the number
and the decode time that it has in the whole video, so that segments of chunks that were encoded apart join.
"""

import itertools
import struct
from collections.abc import Sequence
from dataclasses import dataclass

from stepfunctions.publish_video.boxes import NOT_SYNC_BIT, Box, DamagedBoxes, box, boxes, find
from stepfunctions.publish_video.grid import Grid

STYP = box(b"styp", b"msdh", struct.pack(">I", 0), b"msdh", b"cmfs")

_BASE_DATA_OFFSET, _DESCRIPTION, _DURATION, _SIZE, _FLAGS = 0x1, 0x2, 0x8, 0x10, 0x20
_RUN_OFFSET, _FIRST_FLAGS, _RUN_DURATION, _RUN_SIZE, _RUN_FLAGS, _RUN_SHIFT = 0x1, 0x4, 0x100, 0x200, 0x400, 0x800


@dataclass(frozen=True, slots=True)
class Sample:
    """A coded picture: bytes, ticks that it lasts, ticks from decoding to showing, whether it starts a GOP."""

    size: int
    duration: int
    shift: int
    sync: bool


@dataclass(frozen=True, slots=True)
class Fragment:
    """A ``moof`` and the content of its ``mdat``. ``decode_time`` is what the encoder wrote."""

    moof: bytes
    payload: bytes
    decode_time: int
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A final media segment. ``payload`` are its samples alone, as the download needs them."""

    number: int
    decode_time: int
    body: bytes
    payload: bytes
    samples: tuple[Sample, ...]


def _samples(moof: bytes, traf: Box) -> tuple[Sample, ...]:
    header = find(moof, b"tfhd", start=traf.body, end=traf.end)
    (word,) = struct.unpack_from(">I", moof, header.body)
    at = header.body + 8
    at += 8 * bool(word & _BASE_DATA_OFFSET) + 4 * bool(word & _DESCRIPTION)
    defaults = {}
    for flag in (_DURATION, _SIZE, _FLAGS):
        if word & flag:
            (defaults[flag],) = struct.unpack_from(">I", moof, at)
            at += 4
    samples: list[Sample] = []
    for run in boxes(moof, traf.body, traf.end):
        if run.kind == b"trun":
            samples += _run(moof, run, defaults)
    return tuple(samples)


def _run(moof: bytes, run: Box, defaults: dict[int, int]) -> list[Sample]:
    word, count = struct.unpack_from(">II", moof, run.body)
    at = run.body + 8 + 4 * bool(word & _RUN_OFFSET)
    first_flags = None
    if word & _FIRST_FLAGS:
        (first_flags,) = struct.unpack_from(">I", moof, at)
        at += 4
    fields = [flag for flag in (_RUN_DURATION, _RUN_SIZE, _RUN_FLAGS, _RUN_SHIFT) if word & flag]
    layout = struct.Struct(">" + "".join("i" if flag == _RUN_SHIFT else "I" for flag in fields))
    if at + count * layout.size > run.end:
        raise DamagedBoxes("a run is shorter than it claims")
    samples = []
    for number in range(count):
        values = dict(zip(fields, layout.unpack_from(moof, at + number * layout.size), strict=True))
        flags = values.get(_RUN_FLAGS, defaults.get(_FLAGS, 0))
        if number == 0 and first_flags is not None:
            flags = first_flags
        samples.append(
            Sample(
                size=values.get(_RUN_SIZE, defaults.get(_SIZE, 0)),
                duration=values.get(_RUN_DURATION, defaults.get(_DURATION, 0)),
                shift=values.get(_RUN_SHIFT, 0),
                sync=not flags & NOT_SYNC_BIT,
            )
        )
    return samples


def _decode_time(moof: bytes, traf: Box) -> int:
    time = find(moof, b"tfdt", start=traf.body, end=traf.end)
    layout = ">Q" if moof[time.body] else ">I"
    return int(struct.unpack_from(layout, moof, time.body + 4)[0])


def split(file: bytes) -> tuple[bytes, tuple[Fragment, ...]]:
    """(initialization segment, fragments) of a fragmented MP4 with one track. Raise DamagedBoxes."""
    parts = list(boxes(file))
    head = [part for part in parts if part.kind in {b"ftyp", b"moov"}]
    fragments = []
    for moof, mdat in itertools.pairwise(parts):
        if moof.kind == b"moof" and mdat.kind == b"mdat":
            content = file[moof.start : moof.end]
            traf = find(content, b"moof", b"traf")
            fragments.append(
                Fragment(
                    moof=content,
                    payload=file[mdat.body : mdat.end],
                    decode_time=_decode_time(content, traf),
                    samples=_samples(content, traf),
                )
            )
    return b"".join(file[part.start : part.end] for part in head), tuple(fragments)


def _renumbered(fragment: Fragment, sequence: int, decode_time: int) -> bytes:
    moof = bytearray(fragment.moof)
    struct.pack_into(">I", moof, find(moof, b"moof", b"mfhd").body + 4, sequence)
    time = find(moof, b"moof", b"traf", b"tfdt")
    if not moof[time.body]:
        raise DamagedBoxes("a decode time of 32 bits is too short for long videos")
    struct.pack_into(">Q", moof, time.body + 4, decode_time)
    return bytes(moof)


def first_frame(fragments: Sequence[Fragment], grid: Grid) -> int:
    """Number of the first frame that the encoder got."""
    return fragments[0].decode_time // grid.frame_ticks


def segments(fragments: Sequence[Fragment], grid: Grid, first_segment: int) -> list[Segment]:
    """The media segments of a chunk that begins with ``first_segment``, numbered and timed on the grid of the video.

    Raise DamagedBoxes when a fragment is not one GOP of the grid or doesn't begin with a picture that stands alone and
    shows at once.
    """
    result = []
    frame = grid.first_frame(first_segment)
    per_segment = grid.segment_frames // grid.gop_frames
    for at in range(0, len(fragments), per_segment):
        run = fragments[at : at + per_segment]
        number = first_segment + at // per_segment
        start = frame
        pieces = [STYP]
        for fragment in run:
            expected = min(grid.gop_frames, grid.frames - frame)
            lasting = {sample.duration for sample in fragment.samples}
            opens = fragment.samples[0]
            if len(fragment.samples) != expected or lasting != {grid.frame_ticks} or not opens.sync or opens.shift:
                raise DamagedBoxes(f"the fragment at frame {frame} is not on the grid")
            pieces += [
                _renumbered(fragment, frame // grid.gop_frames + 1, frame * grid.frame_ticks),
                box(b"mdat", fragment.payload),
            ]
            frame += len(fragment.samples)
        result.append(
            Segment(
                number=number,
                decode_time=start * grid.frame_ticks,
                body=b"".join(pieces),
                payload=b"".join(fragment.payload for fragment in run),
                samples=tuple(sample for fragment in run for sample in fragment.samples),
            )
        )
    return result


def codecs(initialization: bytes) -> str:
    """The ``codecs`` value (RFC 6381) of an H.264 track from its ``avcC``."""
    at = initialization.find(b"avcC")
    if at < 0 or at + 8 > len(initialization):
        raise DamagedBoxes("no avcC")
    return f"avc1.{initialization[at + 5 : at + 8].hex()}"
