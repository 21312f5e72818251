"""HLS playlists (RFC 8216) and the storyboard (WebVTT), rendered from a manifest. Pure: URLs come as functions."""

from collections.abc import Callable
from fractions import Fraction
from math import ceil

from neufit.contracts import keys
from neufit.contracts.manifest import AAC_FRAME, SAMPLE_RATE, Manifest

Address = Callable[[str], str]
"""Answers the URL of a file (``v720/00001.m4s``) or of a track's playlist, by name."""

_VERSION = 7  # fragmented MP4 with EXT-X-MAP needs 6, independent audio groups of it 7 in practice
_AUDIO_GROUP = "audio"


def multivariant(manifest: Manifest, playlist_of: Address) -> str:
    """The multivariant playlist: every rendition with the one audio group. ``playlist_of`` takes a track's name."""
    lines = ["#EXTM3U", f"#EXT-X-VERSION:{_VERSION}", "#EXT-X-INDEPENDENT-SEGMENTS"]
    audio = manifest.audio
    if audio is not None:
        lines.append(
            f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{_AUDIO_GROUP}",NAME="Original",DEFAULT=YES,AUTOSELECT=YES,'
            f'CHANNELS="{audio.channels}",URI="{playlist_of(audio.name)}"'
        )
    for track in manifest.video:
        extra = audio.bandwidth if audio is not None else 0
        codecs = ",".join([track.codecs, *([audio.codecs] if audio is not None else [])])
        attributes = [f"BANDWIDTH={track.bandwidth + extra}"]
        if track.average:
            attributes.append(f"AVERAGE-BANDWIDTH={track.average + extra}")
        attributes += [
            f'CODECS="{codecs}"',
            f"RESOLUTION={track.width}x{track.height}",
            f"FRAME-RATE={_decimal(Fraction(*manifest.frame_rate), 3)}",
            "CLOSED-CAPTIONS=NONE",
        ]
        if audio is not None:
            attributes.append(f'AUDIO="{_AUDIO_GROUP}"')
        lines += [f"#EXT-X-STREAM-INF:{','.join(attributes)}", playlist_of(track.name)]
    return "\n".join(lines) + "\n"


def media_playlist(manifest: Manifest, track: str, segments: int, address_of: Address) -> str:
    """The playlist of one track with its first ``segments`` segments.

    It is of type VOD and ended when the video is complete, else EVENT: players load it again and find more at its end.
    """
    durations = [_duration(manifest, track, number) for number in range(segments)]
    # While it grows, the target is that of a whole segment: it may not change between two loads.
    longest = max([*durations, manifest.segment_seconds(0) if manifest.segments > 1 else Fraction(1)])
    lines = [
        "#EXTM3U",
        f"#EXT-X-VERSION:{_VERSION}",
        f"#EXT-X-TARGETDURATION:{_target(longest)}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        f"#EXT-X-PLAYLIST-TYPE:{'VOD' if manifest.complete else 'EVENT'}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{address_of(keys.initialization(track))}"',
    ]
    for number, duration in enumerate(durations):
        lines += [f"#EXTINF:{_decimal(duration, 6)},", address_of(keys.segment(track, number))]
    if manifest.complete:
        lines.append("#EXT-X-ENDLIST")
    return "\n".join(lines) + "\n"


def storyboard(manifest: Manifest, address_of: Address) -> str:
    """The tiles for the seek bar: WebVTT cues whose text is a sheet's URL with the place of the tile (``#xywh=``)."""
    board = manifest.storyboard
    blocks = ["WEBVTT"]
    if board is not None:
        per_sheet = board.columns * board.rows
        addresses = [address_of(keys.storyboard_sheet(number)) for number in range(board.sheets)]
        for tile in range(board.tiles):
            start, end = tile * board.interval_ms, (tile + 1) * board.interval_ms
            if tile == board.tiles - 1:
                end = max(end, manifest.runtime_ms)
            row, column = divmod(tile % per_sheet, board.columns)
            place = f"{column * board.tile_width},{row * board.tile_height},{board.tile_width},{board.tile_height}"
            blocks.append(f"{_moment(start)} --> {_moment(end)}\n{addresses[tile // per_sheet]}#xywh={place}")
    return "\n\n".join(blocks) + "\n"


def segments_of_frames(manifest: Manifest, frames: int) -> int:
    """How many whole segments the first ``frames`` frames fill; all of them when nothing is missing."""
    return manifest.segments if frames >= manifest.frames else frames // manifest.segment_frames


def _duration(manifest: Manifest, track: str, number: int) -> Fraction:
    if manifest.audio is None or track != manifest.audio.name:
        return manifest.segment_seconds(number)
    return _audio_cut(manifest, number + 1) - _audio_cut(manifest, number)


def _audio_cut(manifest: Manifest, number: int) -> Fraction:
    """Where the sound of segment ``number`` begins: at the AAC frame nearest to the picture; the last ends with one."""
    if number == manifest.segments:
        end = manifest.segment_start(number - 1) + manifest.segment_seconds(number - 1)
        frame = ceil(end * SAMPLE_RATE / AAC_FRAME)
    else:
        frame = round(manifest.segment_start(number) * SAMPLE_RATE / AAC_FRAME)
    return Fraction(frame * AAC_FRAME, SAMPLE_RATE)


def _target(longest: Fraction) -> int:
    """No segment, rounded to the nearest second, may be longer than this (RFC 8216, 4.3.3.1)."""
    return max(1, ceil(longest))


def _decimal(value: Fraction, digits: int) -> str:
    return f"{float(value):.{digits}f}"


def _moment(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"
