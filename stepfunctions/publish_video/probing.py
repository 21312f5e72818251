"""Looking into an original with PyAV: what is in it, whether we take it, where its pictures lie in time.

The file is hostile until proved otherwise. Only the demuxers and decoders listed here may touch it; no other file and
no other address is opened on its behalf; what it claims is checked against limits before anything is decoded.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from time import monotonic
from typing import Any

import av
from av.error import FFmpegError, HTTPClientError

from stepfunctions.publish_video.cadence import constant_rate, frame_count
from stepfunctions.publish_video.command import protocols
from stepfunctions.publish_video.refusals import MAX_FRAME_RATE, MAX_HOURS, MAX_PIXELS, MAX_STREAMS, Refused
from stepfunctions.publish_video.source import Source, SourceAudio

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,flv,ogg"
VIDEO_CODECS = frozenset(
    {
        "h264",
        "hevc",
        "av1",
        "vp8",
        "vp9",
        "mpeg1video",
        "mpeg2video",
        "mpeg4",
        "h263",
        "flv1",
        "mjpeg",
        "prores",
        "dnxhd",
        "theora",
        "vc1",
        "wmv3",
        "msmpeg4v3",
    }
)
AUDIO_CODECS = frozenset(
    {"aac", "mp3", "mp2", "ac3", "eac3", "opus", "vorbis", "flac", "alac", "wmav2", "amr_nb", "amr_wb"}
)
_STEADY_CODECS = frozenset({"aac", "mp3", "mp2", "ac3", "flac", "alac", "opus"})
"""Codecs whose packets hold the same number of samples each."""
_SAMPLES, _PICTURES, _SOUNDS = 300, 6, 3
"""How many timestamps, decoded pictures and decoded sounds are looked at."""
_MAX_BYTES = 256 * 2**20
_SECONDS = 40.0
"""How long looking may take; the state's own limit is above it."""
_TAILS = (3, 30, 300)
_REORDERING = Fraction(1)
"""Seconds by which pictures may come before they show."""
_LARGER = Fraction(5, 4)
"""Rows that codecs pad to make no picture larger."""
_UNREADABLE = (ValueError, EOFError, LookupError, NotImplementedError)
"""What libav's errors about content derive from; those about the network are OSError."""
_HDR_TRANSFERS = frozenset({16, 18})
"""SMPTE ST 2084 (PQ) and ARIB STD-B67 (HLG), as ITU-T H.273 numbers them."""


@dataclass
class _Opening:
    """What the first packets show, and which size of pictures was declared before them."""

    declared: tuple[int, int]
    times: list[Fraction] = field(default_factory=list)
    pictures: list[Any] = field(default_factory=list)
    sounds: list[Any] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ending:
    """Where the picture and the whole file end, in seconds on the container's clock.

    ``earliest`` and ``last`` are the first and the last picture that were found at the end.
    """

    earliest: Fraction
    last: Fraction
    lasting: Fraction
    decode_time: int | None
    all_streams: Fraction


@contextmanager
def _content_errors(code: str) -> Iterator[None]:
    """What libav says about content is a reason to refuse it; what it says about the network isn't."""
    try:
        yield
    except FFmpegError as error:
        if isinstance(error, _UNREADABLE):
            raise Refused(code) from error
        raise


def look_into(url: str) -> Source:
    """What the original at ``url`` is. Raise Refused when we don't take it."""
    deadline = monotonic() + _SECONDS
    options = {
        "format_whitelist": FORMATS,
        "protocol_whitelist": protocols(url),
        "max_pixels": str(MAX_PIXELS),
        "probesize": str(20 * 2**20),
    }
    with _content_errors("unreadable"):
        container = av.open(url, options=options, timeout=(15, 15))
    with container:
        video, audio = _streams(container)
        opening = _open_with(container, video, audio, deadline)
        return _source(container, video, audio, opening, _end_of(container, video, opening.times[0], deadline))


def _known(stream: Any, codecs: frozenset[str]) -> bool:  # noqa: ANN401  # PyAV's streams carry no types here
    context = stream.codec_context
    if context is None:
        return False
    name = context.codec.canonical_name
    return name in codecs or (codecs is AUDIO_CODECS and name.startswith("pcm_"))


def _streams(container: Any) -> tuple[Any, Any | None]:  # noqa: ANN401
    if len(container.streams) > MAX_STREAMS:
        raise Refused("too-many-tracks")
    pictured = [stream for stream in container.streams.video if not stream.disposition & _attached_picture()]
    if not pictured:
        raise Refused("no-picture")
    video = next((stream for stream in pictured if _known(stream, VIDEO_CODECS)), None)
    if video is None:
        raise Refused("unknown-codec")
    # libav takes the size away from what is larger than max_pixels.
    if not 0 < video.codec_context.width * video.codec_context.height <= MAX_PIXELS:
        raise Refused("too-large-picture")
    for duration, base in ((container.duration, Fraction(1, av.time_base)), (video.duration, video.time_base)):
        if duration is not None and duration * base > MAX_HOURS * 3600:
            raise Refused("too-long")
    sounding = list(container.streams.audio)
    audio = next((stream for stream in sounding if _known(stream, AUDIO_CODECS)), None)
    if sounding and audio is None:
        raise Refused("unknown-sound")
    return video, audio


def _attached_picture() -> int:
    return int(av.stream.Disposition.attached_pic)


def _open_with(container: Any, video: Any, audio: Any | None, deadline: float) -> _Opening:  # noqa: ANN401
    """Decode a few pictures and sounds from the beginning, and gather timestamps."""
    opening = _Opening((video.codec_context.width, video.codec_context.height))  # decoding changes it
    seen = 0
    chosen = [video] if audio is None else [video, audio]
    with _content_errors("unreadable"):
        for packet in container.demux(chosen):
            seen += packet.size
            if packet.stream is video:
                if packet.pts is not None:
                    opening.times.append(packet.pts * video.time_base)
                if len(opening.pictures) < _PICTURES:
                    opening.pictures += _decoded(packet)
            elif len(opening.sounds) < _SOUNDS:
                opening.sounds += _decoded(packet)
            enough = len(opening.pictures) >= _PICTURES and (audio is None or len(opening.sounds) >= _SOUNDS)
            if (enough and len(opening.times) >= _SAMPLES) or seen > _MAX_BYTES or monotonic() > deadline:
                break
    if any(picture.width * picture.height > MAX_PIXELS for picture in opening.pictures):
        raise Refused("too-large-picture")
    pictures = [picture for picture in opening.pictures if picture.pts is not None]
    if not pictures:
        raise Refused("unreadable")
    start = min(picture.pts * picture.time_base for picture in pictures)
    # Timestamps of the last packets are not in order of showing: those behind a reordering are left out.
    opening.times = sorted(time for time in opening.times if time >= start)[: _SAMPLES - 20] or [start]
    if len(opening.times) - 1 > MAX_FRAME_RATE * (opening.times[-1] - opening.times[0]) > 0:
        raise Refused("too-many-frames")
    return opening


def _decoded(packet: Any) -> list[Any]:  # noqa: ANN401
    try:
        return list(packet.decode())
    except FFmpegError as error:
        if isinstance(error, _UNREADABLE):
            return []  # a damaged packet; whether enough can be read is decided later
        raise


def _end_of(container: Any, video: Any, start: Fraction, deadline: float) -> _Ending:  # noqa: ANN401
    """Read the last packets. Raise Refused when the file breaks off before its end."""
    length = None if container.duration is None else Fraction(container.duration, av.time_base)
    begins = Fraction(container.start_time or 0, av.time_base)
    for lead in (*_TAILS, None):
        at = start if lead is None or length is None else max(start, begins + length - lead)
        ending = _read_tail(container, video, at, deadline)
        if ending is not None and at > start and ending.last - ending.earliest < _REORDERING:
            continue  # pictures that show later may have been decoded before these
        if ending is not None:
            _check_whole(container, video, ending, length)
            if ending.last + ending.lasting - start > MAX_HOURS * 3600:
                raise Refused("too-long")
            return ending
        if _breaks_off(container, video):
            break
    raise Refused("truncated")


def _breaks_off(container: Any, video: Any) -> bool:  # noqa: ANN401
    """Whether nothing at the place of the last picture means that it is missing: its index says that it is there."""
    return "mov" in container.format.name and bool(video.index_entries)


def _read_tail(container: Any, video: Any, at: Fraction, deadline: float) -> _Ending | None:  # noqa: ANN401
    """What the packets from ``at`` on say; None when there are none of the picture."""
    earliest = last = lasting = ends = decode_time = None
    try:
        container.seek(int(at / video.time_base), stream=video, backward=True, any_frame=True)
        for packet in container.demux():
            if monotonic() > deadline:
                raise Refused("too-costly")
            if packet.pts is None or packet.time_base is None:
                continue
            shown = packet.pts * packet.time_base
            stays = (packet.duration or 0) * packet.time_base
            ends = shown + stays if ends is None else max(ends, shown + stays)
            if packet.stream is video:
                earliest = shown if earliest is None else min(earliest, shown)
                decode_time = packet.dts if decode_time is None else max(decode_time, packet.dts or 0)
                if last is None or shown > last:
                    last, lasting = shown, stays
    except FFmpegError as error:
        if not isinstance(error, (*_UNREADABLE, HTTPClientError)):
            raise
    if earliest is None or last is None or lasting is None or ends is None:
        return None
    return _Ending(earliest, last, lasting, decode_time, ends)


def _check_whole(container: Any, video: Any, ending: _Ending, length: Fraction | None) -> None:  # noqa: ANN401
    if "mov" in container.format.name and video.index_entries:
        promised = video.index_entries[len(video.index_entries) - 1].timestamp
        if ending.decode_time is not None and ending.decode_time < promised:
            raise Refused("truncated")
    # A Matroska file says how long it is, counted from zero whenever the first picture shows.
    elif "matroska" in container.format.name and length is not None and ending.all_streams < length - 2:
        raise Refused("truncated")


def _source(container: Any, video: Any, audio: Any | None, opening: _Opening, ending: _Ending) -> Source:  # noqa: ANN401
    first = min(opening.pictures, key=lambda picture: picture.pts)
    start = first.pts * first.time_base
    claimed = [Fraction(rate) for rate in (video.average_rate, video.guessed_rate, video.base_rate) if rate]
    rate = constant_rate(_all_times(container, video) or opening.times, claimed)
    frames = frame_count(start, ending.last, ending.lasting, rate)
    width, height = _upright(video, first, _largest(first, opening.declared))
    return Source(
        format=container.format.name.split(",")[0],
        index=video.index,
        codec=video.codec_context.codec.canonical_name,
        width=width,
        height=height,
        start=(start.numerator, start.denominator),
        rate=(rate.numerator, rate.denominator),
        frames=frames,
        interlaced=any(picture.interlaced_frame for picture in opening.pictures),
        hdr=int(first.color_trc) in _HDR_TRANSFERS,
        audio=_sound(audio, opening, start) if audio is not None and opening.sounds else None,
    )


def _all_times(container: Any, video: Any) -> list[Fraction]:  # noqa: ANN401
    """When every picture is decoded, where the container's index tells: as regular as when they are shown."""
    if "mov" not in container.format.name:
        return []
    return [entry.timestamp * video.time_base for entry in video.index_entries]


def _largest(picture: Any, declared: tuple[int, int]) -> tuple[int, int]:  # noqa: ANN401
    """How large pictures of the file get. One that begins with small ones of the same shape says it in its header."""
    scale = min(Fraction(declared[0], picture.width), Fraction(declared[1], picture.height))
    same_shape = all(
        abs(side - scale * seen) <= 2 + side / 50
        for side, seen in zip(declared, (picture.width, picture.height), strict=True)
    )
    return declared if scale >= _LARGER and same_shape else (picture.width, picture.height)


def _upright(video: Any, picture: Any, size: tuple[int, int]) -> tuple[int, int]:  # noqa: ANN401
    width, height = size
    aspect = video.sample_aspect_ratio
    if aspect and Fraction(1, 4) <= aspect <= 4:
        width = max(1, round(width * Fraction(aspect)))
    return (height, width) if picture.rotation % 180 else (width, height)


def _sound(audio: Any, opening: _Opening, start: Fraction) -> SourceAudio:  # noqa: ANN401
    sounds = [sound for sound in opening.sounds if sound.pts is not None]
    if not sounds:
        raise Refused("unreadable")
    opens, regular = sounds[0], sounds[-1]
    rate = opens.sample_rate
    steady = audio.codec_context.codec.canonical_name in _STEADY_CODECS
    coarse = audio.time_base > Fraction(1, rate)
    # The first frame may have been trimmed; those after it follow at whole frames from its end.
    first = round(opens.pts * opens.time_base * rate) + opens.samples
    return SourceAudio(
        index=audio.index,
        sample_rate=rate,
        origin=round(start * rate),
        first=first if steady and coarse else None,
        frame=regular.samples if steady and coarse else None,
    )
