"""The file to download: an MP4 that begins with its index (``moov``), so that everything plays it while it arrives.

Its samples lie in the objects that the encode tasks left, picture and sound in turns, a segment each; only the index is
made here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from neufit.contracts.manifest import AAC_FRAME, SAMPLE_RATE
from stepfunctions.publish_video.boxes import box, find, full_box, packed
from stepfunctions.publish_video.chunks import SOUND, ChunkFacts
from stepfunctions.publish_video.encoding import Encoding
from stepfunctions.publish_video.movie import media, movie_header, track_header
from stepfunctions.publish_video.sound import sample_entry

_LARGEST_32 = 2**32 - 1
_FTYP = box(b"ftyp", b"isom", packed("I", 0x200), b"isom", b"iso2", b"avc1", b"mp41")


@dataclass(frozen=True, slots=True)
class _Track:
    """A track of the download: its samples over all chunks, and where each of its runs lies behind the index."""

    number: int
    timescale: int
    sample_ticks: int
    description: bytes
    sizes: Sequence[int]
    shifts: Sequence[int]
    syncs: Sequence[int] | None
    runs: Sequence[tuple[int, int]]
    size: tuple[int, int] | None


def _offsets(tracks: Sequence[str], chunks: Sequence[ChunkFacts]) -> tuple[Mapping[str, list[tuple[int, int]]], int]:
    """((offset, samples) of the runs of each track, bytes of all samples); a run is what a segment holds of a track."""
    runs: dict[str, list[tuple[int, int]]] = {name: [] for name in tracks}
    offset = 0
    for chunk in chunks:
        for turn in zip(*(chunk.tracks[name].segments for name in tracks), strict=True):
            for name, segment in zip(tracks, turn, strict=True):
                runs[name].append((offset, segment.samples))
                offset += segment.payload
    return runs, offset


def _tracks(encoding: Encoding, initialization: bytes, chunks: Sequence[ChunkFacts]) -> tuple[list[_Track], int]:
    best = encoding.renditions[0]
    names = [best.name, SOUND] if encoding.source.audio else [best.name]
    runs, length = _offsets(names, chunks)
    counts = [len(chunk.samples[best.name].sizes) for chunk in chunks]
    starts = [sum(counts[:number]) for number in range(len(counts))]
    stsd = find(initialization, b"moov", b"trak", b"mdia", b"minf", b"stbl", b"stsd")
    tracks = [
        _Track(
            number=1,
            timescale=encoding.grid.timescale,
            sample_ticks=encoding.grid.frame_ticks,
            description=initialization[stsd.start : stsd.end],
            sizes=[size for chunk in chunks for size in chunk.samples[best.name].sizes],
            shifts=[shift for chunk in chunks for shift in chunk.samples[best.name].shifts],
            syncs=[
                start + sync + 1
                for start, chunk in zip(starts, chunks, strict=True)
                for sync in chunk.samples[best.name].syncs
            ],
            runs=runs[best.name],
            size=(best.width, best.height),
        )
    ]
    if encoding.source.audio:
        tracks.append(
            _Track(
                number=2,
                timescale=SAMPLE_RATE,
                sample_ticks=AAC_FRAME,
                description=full_box(b"stsd", 0, 0, packed("I", 1), sample_entry()),
                sizes=[size for chunk in chunks for size in chunk.samples[SOUND].sizes],
                shifts=[],
                syncs=None,
                runs=runs[SOUND],
                size=None,
            )
        )
    return tracks, length


def _tables(track: _Track, base: int, *, wide: bool) -> bytes:
    """``stbl``: where each sample lies, how long it is and lasts, when it shows."""
    pieces = [
        track.description,
        full_box(b"stts", 0, 0, packed("III", 1, len(track.sizes), track.sample_ticks)),
    ]
    delay = _delay(track)
    if delay:
        entries = [(len(list(same)), shift + delay) for shift, same in groupby(track.shifts)]
        flat = [value for entry in entries for value in entry]
        pieces.append(full_box(b"ctts", 0, 0, packed(f"I{len(flat)}I", len(entries), *flat)))
    if track.syncs is not None:
        pieces.append(full_box(b"stss", 0, 0, packed(f"I{len(track.syncs)}I", len(track.syncs), *track.syncs)))
    lengths = [samples for _, samples in track.runs]
    changes = [0] + [number for number, (before, after) in enumerate(pairwise(lengths), 1) if before != after]
    flat = [value for number in changes for value in (number + 1, lengths[number], 1)]
    offsets = [base + offset for offset, _ in track.runs]
    pieces += [
        full_box(b"stsc", 0, 0, packed(f"I{len(flat)}I", len(changes), *flat)),
        full_box(b"stsz", 0, 0, packed(f"II{len(track.sizes)}I", 0, len(track.sizes), *track.sizes)),
        full_box(
            b"co64" if wide else b"stco",
            0,
            0,
            packed(f"I{len(offsets)}{'Q' if wide else 'I'}", len(offsets), *offsets),
        ),
    ]
    return box(b"stbl", *pieces)


def _delay(track: _Track) -> int:
    """How much later than decoded the first picture must show, so that no picture shows before it is decoded."""
    return -min(track.shifts) if track.shifts else 0


def _index(encoding: Encoding, tracks: Sequence[_Track], base: int, *, wide: bool) -> bytes:
    timescale = encoding.grid.timescale
    duration = encoding.grid.frames * encoding.grid.frame_ticks
    content = [movie_header(timescale, duration, len(tracks))]
    for track in tracks:
        # The edit list shows the first picture at once, and ends the sound where the picture ends.
        edits = full_box(b"elst", 1, 0, packed("IQqhh", 1, duration, _delay(track), 1, 0))
        lasting = len(track.sizes) * track.sample_ticks
        content.append(
            box(
                b"trak",
                track_header(track.number, duration, track.size),
                box(b"edts", edits),
                media(track.timescale, lasting, _tables(track, base, wide=wide), picture=track.size is not None),
            )
        )
    return box(b"moov", *content)


def header(encoding: Encoding, initialization: bytes, chunks: Sequence[ChunkFacts]) -> bytes:
    """Everything of the download that comes before the samples; those of all chunks follow in their order.

    ``initialization`` is the initialization segment of the best rendition.
    """
    tracks, length = _tracks(encoding, initialization, chunks)
    wide = length > _LARGEST_32 - 2**28
    # The length of the index does not depend on the offsets in it: it is measured first, then made right.
    begin = len(_FTYP) + len(_index(encoding, tracks, 0, wide=wide)) + (16 if wide else 8)
    mdat = packed("I4sQ", 1, b"mdat", length + 16) if wide else packed("I4s", length + 8, b"mdat")
    return _FTYP + _index(encoding, tracks, begin, wide=wide) + mdat
