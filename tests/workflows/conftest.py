"""What tests of publishing share: clips whose every frame and beep can be told apart, a bench to publish them on."""

import array
import io
import math
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from imageio_ffmpeg import get_ffmpeg_exe

from neufit.contracts import keys
from neufit.contracts.manifest import Manifest
from neufit.contracts.publishing import PublishingJob
from neufit.domain.media import Kind, Media, Status
from neufit.domain.upload import checksum_of
from neufit.ids import new_id
from neufit.settings import PublishingSettings, StoreSettings
from stepfunctions import composition
from stepfunctions.composition import Tasks
from stepfunctions.publish_video.encoding import Shape
from stepfunctions.publish_video.ladder import Rung
from stepfunctions.publish_video.tasks import encode_chunk, plan, probe, publish, stitch, thumbnails, verify

WIDTH, HEIGHT = 128, 72
COLUMNS, ROWS = 4, 3
RATE = 48_000
BEEP = 1024
BEEP_EVERY = 1.5
SMALL = Shape(
    rungs=(Rung(side=72, crf=20, cap=400_000), Rung(side=36, crf=20, cap=200_000)), ramp=(1, 1), chunk_segments=2
)


def coded_picture(number: int, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """A grey picture with ``number`` in it, a block a bit."""
    lines = []
    for row in range(ROWS):
        bits = [number >> (row * COLUMNS + column) & 1 for column in range(COLUMNS)]
        line = b"".join((b"\xe0" if bit else b"\x20") * (width // COLUMNS) for bit in bits)
        lines.append(line * (height // ROWS))
    return b"".join(lines)


def number_in(plane: bytes, line_size: int, width: int, height: int) -> int:
    """The number that a picture shows."""
    number = 0
    for row in range(ROWS):
        for column in range(COLUMNS):
            x, y = (2 * column + 1) * width // (2 * COLUMNS), (2 * row + 1) * height // (2 * ROWS)
            number |= (plane[y * line_size + x] > 128) << (row * COLUMNS + column)
    return number


def beep(rate: int) -> list[float]:
    """A sweep: it lines up with itself at one place only."""
    length = BEEP * rate // RATE
    return [
        math.sin(2 * math.pi * (400 + 2500 * at / length) * at / rate) * math.sin(math.pi * at / length)
        for at in range(length)
    ]


def sound_of(seconds: float, rate: int, channels: int) -> bytes:
    """Beeps every 1.5 s, as 16-bit samples."""
    samples = array.array("h", bytes(2 * channels * int(seconds * rate)))
    shape = beep(rate)
    for number in range(1, int(seconds / BEEP_EVERY)):
        start = round(number * BEEP_EVERY * rate)
        for at, value in enumerate(shape):
            if (start + at + 1) * channels <= len(samples):
                for channel in range(channels):
                    samples[(start + at) * channels + channel] = round(20_000 * value)
    return samples.tobytes()


@dataclass(frozen=True)
class Clip:
    """How to render a clip. ``audio`` is the sampling rate, 0 for none; ``options`` go to ffmpeg before the output."""

    name: str
    seconds: float = 16
    rate: tuple[int, int] = (30, 1)
    audio: int = 48_000
    channels: int = 1
    audio_seconds: float | None = None
    video: Sequence[str] = ("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "75", "-pix_fmt", "yuv420p")
    sound: Sequence[str] = ("-c:a", "aac", "-b:a", "96k")
    options: Sequence[str] = ()
    size: tuple[int, int] = (WIDTH, HEIGHT)

    @property
    def frames(self) -> int:
        return math.floor(Fraction(self.seconds).limit_denominator(1000) * Fraction(*self.rate))


def ffmpeg(*arguments: str) -> None:
    subprocess.run([get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y", *arguments], check=True, timeout=120)


def render(clip: Clip, folder: Path) -> Path:
    """The file of a clip."""
    pictures, sound, target = folder / f"{clip.name}.gray", folder / f"{clip.name}.pcm", folder / clip.name
    pictures.write_bytes(b"".join(coded_picture(number, *clip.size) for number in range(clip.frames)))
    command = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{clip.size[0]}x{clip.size[1]}"]
    command += ["-r", f"{clip.rate[0]}/{clip.rate[1]}", "-i", str(pictures)]
    if clip.audio:
        sound.write_bytes(sound_of(clip.audio_seconds or clip.seconds, clip.audio, clip.channels))
        command += ["-f", "s16le", "-ar", str(clip.audio), "-ac", str(clip.channels), "-i", str(sound), *clip.sound]
    ffmpeg(*command, *clip.video, *clip.options, str(target))
    pictures.unlink()
    sound.unlink(missing_ok=True)
    return target


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Renders a clip once a session: ``clip("name.mp4", seconds=...)``."""
    folder = tmp_path_factory.mktemp("clips")
    made: dict[Clip, Path] = {}

    def make(name: str, **how: Any) -> Path:
        wanted = Clip(name, **how)
        if wanted not in made:
            made[wanted] = render(wanted, folder)
        return made[wanted]

    return make


@dataclass
class Bench:
    """Publishes files without a state machine: the same functions in the same order, in this process."""

    services: Tasks
    made: int = 0
    sources: dict[str, Path] = field(default_factory=dict)

    def upload(self, content: bytes | Path, kind: Kind = Kind.VIDEO, **declared: Any) -> Media:
        """An item whose original has arrived."""
        body = content.read_bytes() if isinstance(content, Path) else content
        self.made += 1
        now = self.services.clock()
        media = Media(
            media_id=new_id(now),
            owner_id="anna",
            kind=kind,
            title=f"Clip {self.made}",
            topics=("yoga",),
            status=Status.UPLOADING,
            created_at=now,
            **({"version": new_id(now), "size": len(body), "checksum": checksum_of(body)} | declared),
        )
        self.services.media.create(media)
        self.services.objects.put(keys.original(media.media_id, media.version), body, "application/octet-stream")
        return media

    def begin(self, media: Media) -> Any:
        job = PublishingJob(mediaId=media.media_id, version=media.version)
        return self.services.publications.begin(job, self.services.clock())

    def again(self, media: Media) -> Any:
        return self.services.publications.job(media.media_id, media.version)

    def planned(self, media: Media) -> Any:
        """Up to the plan; answers the encoding."""
        job = self.begin(media)
        verify.verify(self.services, job)
        probe.probe(self.services, job)
        return plan.plan(self.services, self.again(media))

    def publish(self, content: bytes | Path, **declared: Any) -> "Result":
        """From the original to what players get."""
        media = self.upload(content, **declared)
        encoding = self.planned(media)
        job = self.again(media)
        thumbnails.make_poster(self.services, job)
        for chunk in encoding.chunks:
            encode_chunk.encode(self.services, job, chunk.number)
        stitch.stitch(self.services, job)
        publish.publish(self.services, self.again(media))
        return self.result(media)

    def result(self, media: Media) -> "Result":
        return Result(self.services, self.services.media.get(media.media_id))

    def with_shape(self, shape: Shape) -> "Bench":
        return Bench(replace(self.services, shape=shape))


@dataclass
class Result:
    """What players get of an item."""

    services: Tasks
    media: Media

    @property
    def manifest(self) -> Manifest:
        return Manifest.model_validate_json(self.object(keys.MANIFEST))

    def object(self, name: str) -> bytes:
        assert self.media.published is not None
        return self.services.objects.get(keys.published(self.media.media_id, self.media.published.plan, name))

    def names(self) -> list[str]:
        assert self.media.published is not None
        prefix = keys.published(self.media.media_id, self.media.published.plan, "")
        return [key.removeprefix(prefix) for key in self.services.objects.names(prefix)]

    def track(self, name: str) -> bytes:
        """The whole track as a player puts it together."""
        segments = (keys.segment(name, number) for number in range(self.manifest.segments))
        return b"".join(self.object(part) for part in (keys.initialization(name), *segments))


def numbers_shown(content: bytes) -> list[tuple[Fraction, int]]:
    """(second, number) of every picture of a file."""
    shown = []
    with av.open(io.BytesIO(content)) as container:
        for frame in container.decode(video=0):
            plane = frame.reformat(format="gray").planes[0]
            number = number_in(bytes(plane), plane.line_size, frame.width, frame.height)
            shown.append((frame.pts * frame.time_base, number))
    return shown


def samples_of(content: bytes) -> array.array:
    """The left channel of a file's sound, from its first sample on."""
    samples = array.array("f")
    with av.open(io.BytesIO(content)) as container:
        for frame in container.decode(audio=0):
            samples.frombytes(bytes(frame.planes[0])[: frame.samples * 4])
    return samples


def _lateness(samples: Sequence[float], start: int, reach: range) -> int:
    """By how many samples the beep that belongs at ``start`` is late."""
    shape = beep(RATE)[::2]

    def score(shift: int) -> float:
        return sum(value * samples[start + shift + 2 * at] for at, value in enumerate(shape))

    return max(reach, key=score)


def beep_errors(samples: Sequence[float], seconds: float, cut: float = 0) -> list[int]:
    """By how many samples each beep is late (or early, negative), when ``cut`` seconds were cut off before them.

    The first one is looked for far away: some encoders put a delay in front that their container does not tell.
    """
    moments = (number * BEEP_EVERY - cut for number in range(1, int(seconds / BEEP_EVERY)))
    starts = [round(moment * RATE) for moment in moments if moment > 0.1]
    about = _lateness(samples, starts[0], range(-2600, 2600, 2))
    near = range(about - 60, about + 61)
    return [_lateness(samples, start, near) for start in starts if start + BEEP + near.stop <= len(samples)]


@pytest.fixture(scope="module")
def module_bench(module_stores: StoreSettings) -> Bench:
    settings = PublishingSettings(**module_stores.model_dump(), encode_threads=2)
    return Bench(composition.compose(settings, shape=SMALL))


@pytest.fixture
def bench(module_bench: Bench, store_settings: StoreSettings) -> Bench:
    return module_bench


@pytest.fixture(scope="session")
def shown() -> Callable[[bytes], list[tuple[Fraction, int]]]:
    return numbers_shown


@pytest.fixture(scope="session")
def errors_of_beeps() -> Callable[..., list[int]]:
    return lambda content, seconds, cut=0: beep_errors(samples_of(content), seconds, cut)
