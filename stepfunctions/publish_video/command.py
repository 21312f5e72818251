"""Command lines for ffmpeg: one run makes all of a chunk; one makes the poster.

How chunks join without a seam: picture and sound are put on the grid (``setpts``, ``asetpts``), made constant on it
(``fps``, ``aresample``), and cut by number (``trim``, ``atrim``). A run starts reading before its chunk, so that the
decoder has its references and the AAC encoder its history.
"""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from urllib.parse import urlsplit

from neufit.contracts.manifest import AAC_FRAME, SAMPLE_RATE
from stepfunctions.publish_video.encoding import Encoding
from stepfunctions.publish_video.grid import Chunk
from stepfunctions.publish_video.refusals import MAX_PIXELS
from stepfunctions.publish_video.source import Source, SourceAudio

PREROLL = 4
"""AAC frames encoded before those that are kept: the encoder's state has settled by then."""
POSTROLL = 2
"""AAC frames encoded after those that are kept: the encoder looks ahead when it chooses windows."""
PRIMING = 1
"""AAC frames that the encoder puts in front of its input."""
AUDIO_RATE = 128_000
TILES = "tiles.jpg"
AUDIO = "audio.aac"
_READ_BEHIND = 10
"""Seconds that are read past the end of a chunk: sound may lie that far behind its picture in the file."""
_GRID = 100
"""Cuts before resampling lie on multiples of 10 ms, which are whole samples at all usual rates."""
_PROTOCOLS = {"https": "https,tls,tcp", "http": "http,tcp", "file": "file", "": "file"}


def protocols(url: str) -> str:
    """The protocols by which an original at this URL may be read, as ffmpeg's white list."""
    return _PROTOCOLS[urlsplit(url).scheme]


@dataclass(frozen=True, slots=True)
class AudioCut:
    """The AAC frames that a run encodes: ``count`` from ``first`` on; ``drop`` of its packets are not kept."""

    first: int
    count: int
    drop: int


def audio_cut(first: int, count: int) -> AudioCut:
    """How to encode the AAC frames from ``first`` on as if the whole track had been encoded at once."""
    start = max(0, first - PREROLL)
    return AudioCut(first=start, count=first + count + POSTROLL - start, drop=first - start + PRIMING)


def _input(source: Source, url: str, threads: int) -> list[str]:
    network = ["-rw_timeout", "20000000", "-reconnect", "1", "-reconnect_delay_max", "4"]
    return [
        *["-protocol_whitelist", protocols(url), "-format_whitelist", source.format],
        *["-max_pixels", str(MAX_PIXELS), "-threads", str(threads)],
        *(network if urlsplit(url).scheme in {"http", "https"} else []),
    ]


def _quiet(ffmpeg: str) -> list[str]:
    return [ffmpeg, "-nostdin", "-hide_banner", "-y", "-loglevel", "error", "-nostats", "-progress", "pipe:1"]


def _on_grid(source: Source) -> str:
    start = source.start_seconds
    filters = [f"setpts=round(PTS-{start.numerator}/{start.denominator}/TB)"]
    if source.interlaced:
        filters.append("bwdif=mode=send_frame:deint=interlaced")
    return ",".join(filters)


def _upright(source: Source, width: int, height: int) -> str:
    if source.hdr:
        return (
            f"zscale=w={width}:h={height}:t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=hable:desat=0,"
            "zscale=t=bt709:m=bt709:r=tv,format=yuv420p,setsar=1"
        )
    return f"scale={width}:{height}:out_range=tv,format=yuv420p,setsar=1"


def _picture_filters(encoding: Encoding, chunk: Chunk) -> str:
    """The graph from the source to every rendition: each is scaled from the next larger one, which costs least."""
    source, grid = encoding.source, encoding.grid
    first, count = grid.chunk_frames(chunk)
    pad = ""
    if first + count == grid.frames:
        # The last picture may have been meant to stay longer than the decoder says. More than a second is not made up:
        # then the end is missing, and the count of frames tells.
        pad = f"tpad=stop_mode=clone:stop={round(1 / grid.frame_seconds)},"
    constant = f"fps={source.rate[0]}/{source.rate[1]},{pad}trim=start_pts={first}:end_pts={first + count}"
    graph = [f"[0:{source.index}]{_on_grid(source)},{constant}[source]"]
    tiles = [frame - first for frame in encoding.tile_frames(chunk)]
    above = "source"
    for number, rendition in enumerate(encoding.renditions):
        last = number == len(encoding.renditions) - 1
        size = (rendition.width, rendition.height)
        fit = _upright(source, *size) if number == 0 else f"scale={size[0]}:{size[1]}"
        outputs = f"[{rendition.name}]" if last and not tiles else f"[{rendition.name}][below{number}]"
        graph.append(f"[{above}]{fit},split={outputs.count('[')}{outputs}")
        above = f"below{number}"
    if tiles:
        chosen = "+".join(f"eq(n,{frame})" for frame in tiles)
        size = (encoding.storyboard.tile_width, encoding.storyboard.tile_height)
        graph.append(
            f"[{above}]select='{chosen}',scale={size[0]}:{size[1]}:out_range=pc,setsar=1,tile={len(tiles)}x1[tiles]"
        )
    return ";".join(graph)


def _sound_filters(audio: SourceAudio, cut: AudioCut) -> str:
    start, end = cut.first * AAC_FRAME, (cut.first + cut.count) * AAC_FRAME
    before = max(0, start * _GRID // SAMPLE_RATE - _GRID // 10) * audio.sample_rate // _GRID
    place = f"PTS-{audio.origin}"
    if audio.first is not None and audio.frame is not None:
        # Timestamps in this container are rounded; without this every seek would shift the sound a little. A frame of
        # another length was trimmed at the very beginning and lies beside the regular ones.
        regular = f"round((PTS-{audio.first})/{audio.frame})*{audio.frame}+{audio.first}"
        place = f"if(eq(S\\,{audio.frame})\\,{regular}\\,PTS)-{audio.origin}"
    return (
        f"[0:{audio.index}]asetpts={place},atrim=start_pts={before},aformat=channel_layouts=stereo,"
        f"aresample={SAMPLE_RATE},aresample=async=1:min_hard_comp=0.01:first_pts={start},"
        f"atrim=start_pts={start}:end_pts={end},asetpts=PTS-{start},apad=whole_len={end - start}[sound]"
    )


def encode(ffmpeg: str, encoding: Encoding, chunk: Chunk, url: str, folder: Path, *, lead: float | None) -> list[str]:
    """The command that encodes a chunk into ``folder``: ``{track}.mp4`` in fragments, ``audio.aac``, ``tiles.jpg``.

    It starts to read ``lead`` seconds before the chunk, or at the beginning of the file when that is None.
    """
    source, grid = encoding.source, encoding.grid
    first, count = grid.chunk_frames(chunk)
    begins = first * grid.frame_seconds
    seek: list[str] = []
    if first and lead is not None and begins > lead:
        at = float(source.start_seconds + begins - Fraction(lead))
        length = float(count * grid.frame_seconds) + lead + _READ_BEHIND
        seek = ["-seek_timestamp", "1", "-noaccurate_seek", "-ss", f"{at:.6f}", "-t", f"{length:.3f}"]
    cut = audio_cut(*grid.chunk_audio_frames(chunk))
    graph = _picture_filters(encoding, chunk)
    if source.audio:
        graph += ";" + _sound_filters(source.audio, cut)
    command = [
        *_quiet(ffmpeg),
        # Pictures of another size within a file are scaled as they come: a graph made anew would count from zero.
        *["-copyts", *_input(source, url, encoding.threads), "-reinit_filter:v", "0", *seek, "-i", url],
        *["-filter_complex", graph],
    ]
    for rendition in encoding.renditions:
        command += [
            *["-map", f"[{rendition.name}]", "-c:v", "libx264", "-preset", "veryfast", "-profile:v", "high"],
            *["-crf", str(rendition.crf), "-maxrate", str(rendition.cap), "-bufsize", str(2 * rendition.cap)],
            *["-g", str(grid.gop_frames), "-keyint_min", str(grid.gop_frames), "-sc_threshold", "0"],
            *["-threads", str(encoding.threads), "-fps_mode", "passthrough"],
            *["-enc_time_base", f"{source.rate[1]}/{source.rate[0]}", "-video_track_timescale", str(grid.timescale)],
            *["-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1", "-use_editlist", "0"],
            *["-movflags", "+frag_keyframe+empty_moov+default_base_moof+frag_discont+negative_cts_offsets"],
            *["-f", "mp4", str(folder / f"{rendition.name}.mp4")],
        ]
    if encoding.tile_frames(chunk):
        command += ["-map", "[tiles]", "-frames:v", "1", "-fps_mode", "passthrough", "-c:v", "mjpeg", "-q:v", "4"]
        command += ["-f", "image2", "-update", "1", str(folder / TILES)]
    if source.audio:
        command += ["-map", "[sound]", "-c:a", "aac", "-b:a", str(AUDIO_RATE), "-flags:a", "+bitexact"]
        command += ["-f", "adts", str(folder / AUDIO)]
    return command


def poster(ffmpeg: str, source: Source, url: str, target: Path, *, threads: int) -> list[str]:
    """The command that writes the poster: the most typical of 25 pictures, a tenth (at most 30 s) into the video."""
    seconds = source.frames * Fraction(source.rate[1], source.rate[0])
    at = min(float(seconds) / 10, 30.0)
    window = min(25, max(1, int(source.frames * 9 // 10)))
    scale = min(Fraction(1), Fraction(1280, max(source.width, source.height)))
    size = (max(2, round(source.width * scale / 2) * 2), max(2, round(source.height * scale / 2) * 2))
    picture = f"{_on_grid(source)},thumbnail=n={window},{_upright(source, *size)},scale=out_range=pc"
    begin = ["-seek_timestamp", "1", "-ss", f"{float(source.start_seconds) + at:.3f}"] if at > 1 else []
    return [
        *_quiet(ffmpeg),
        *[*_input(source, url, threads), *begin, "-i", url, "-filter_complex", f"[0:{source.index}]{picture}[poster]"],
        *["-map", "[poster]", "-frames:v", "1", "-fps_mode", "passthrough", "-c:v", "mjpeg", "-q:v", "3"],
        *["-map_metadata", "-1", "-f", "image2", "-update", "1", str(target)],
    ]
