"""Rendering of sample clips: a person who works out in a room, with a running timer and a beat."""

import fcntl
import math
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import imageio_ffmpeg
from PIL import Image, ImageDraw

from iac.local.samples.exercises import Exercise
from iac.local.samples.figure import Look, Sheet, draw_front, draw_side, shade
from iac.local.samples.scene import Room, paint, ring, shadow, text_panel
from iac.local.samples.sound import compose


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of work (or of rest, when ``rest``) in whole seconds."""

    exercise: Exercise
    seconds: int
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Clip:
    """What is filmed: size in pixels, frames per second, who, where, and what they do.

    ``plain`` is how a camera at home sees it: in the middle, and nothing written into the picture.
    """

    name: str
    width: int
    height: int
    frame_rate: int
    look: Look
    room: Room
    intervals: Sequence[Interval]
    beats_per_minute: float
    chord: Sequence[float]
    mat: bool = False
    plain: bool = False

    @property
    def seconds(self) -> int:
        """Length of the clip."""
        return sum(interval.seconds for interval in self.intervals)


class _Stage:
    """Where things are in the picture of one clip."""

    def __init__(self, clip: Clip) -> None:
        self.clip = clip
        wide = clip.width > clip.height
        self.unit = min(clip.width, clip.height)
        self.figure = round(self.unit * (0.86 if wide else 0.96)) // 2 * 2
        self.floor = round(clip.height * 0.84)
        middle = clip.width * (0.66 if wide and not clip.plain else 0.5)
        self.figure_at = round(middle - self.figure / 2), self.floor - round(self.figure * 0.9)
        margin = round(self.unit * 0.07)
        self.text_size = (round(clip.width * (0.4 if wide else 0.86)), round(self.unit * 0.46))
        self.text_at = margin, round(clip.height * (0.16 if wide else 0.05))
        self.ring_size = round(self.unit * (0.26 if wide else 0.22))
        self.ring_at = (margin, round(clip.height * 0.56)) if wide else (margin, round(clip.height * 0.2))
        self.empty = self._empty(middle)

    def _empty(self, middle: float) -> Image.Image:
        clip = self.clip
        picture = paint(clip.room, clip.width, clip.height)
        if clip.mat:
            half, thick = self.figure * 0.5, self.figure * 0.045
            ImageDraw.Draw(picture).rounded_rectangle(
                (middle - half, self.floor - thick * 0.5, middle + half, self.floor + thick),
                radius=thick * 0.7,
                fill=shade(clip.room.accent, 0.92),
            )
        spread = shadow(round(self.figure * 0.8), round(self.figure * 0.12), shade(clip.room.floor[1], 0.45))
        picture.paste(spread, (round(middle - spread.width / 2), self.floor - spread.height // 2), spread)
        return picture

    @lru_cache(maxsize=512)  # noqa: B019  # lives as long as the stage: a loop's pictures come again and again
    def person(self, exercise: Exercise, step: int, steps: int) -> Image.Image:
        """The person at one step of an exercise's loop."""
        pose = exercise.pose(step / steps)
        draw = draw_front if exercise.front else draw_side
        gloves = (196, 52, 58) if exercise.hold == "gloves" else None
        picture = draw(pose, self.clip.look, Sheet(self.figure, self.figure / 1000, self.figure * 0.9), gloves)
        if exercise.hold == "kettlebell":
            self._kettlebell(picture, pose.hands[0], pose.lean)
        return picture

    def _kettlebell(self, picture: Image.Image, hand: tuple[float, float], lean: float) -> None:
        scale = self.figure / 1000
        angle = math.radians(180 - lean if lean > 20 else 100)
        x = self.figure / 2 + (hand[0] + math.sin(angle) * 34) * scale
        y = self.figure * 0.9 - (hand[1] + math.cos(angle) * 34) * scale
        radius = 46 * scale
        ImageDraw.Draw(picture).ellipse((x - radius, y - radius, x + radius, y + radius), fill=(44, 46, 54, 255))


def render(clip: Clip, folder: Path) -> Path:
    """The clip as an MP4 below ``folder``; made once, then found there. Another process that makes it is waited for."""
    target = folder / f"{clip.name}.mp4"
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder / f"{clip.name}.lock"):
        if not target.exists():
            _render(clip, target)
    return target


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)  # whoever waits for this one looks again for what it guards


def _render(clip: Clip, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        sound, picture = Path(scratch) / "sound.wav", Path(scratch) / "clip.mp4"
        compose(sound, [interval.seconds for interval in clip.intervals], clip.beats_per_minute, clip.chord)
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(),
            *("-hide_banner", "-loglevel", "error", "-nostdin"),
            *("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{clip.width}x{clip.height}", "-r", str(clip.frame_rate)),
            *("-i", "pipe:0", "-i", str(sound)),
            *("-c:v", "libx264", "-preset", "ultrafast", "-crf", "16", "-pix_fmt", "yuv420p", "-bf", "0", "-g", "60"),
            *("-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", "-t", str(clip.seconds), str(picture)),
        ]
        with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
            if encoder.stdin is None:
                raise RuntimeError("the encoder has a pipe")
            for frame in frames(clip):
                encoder.stdin.write(frame.tobytes())
        if encoder.returncode != 0:
            raise RuntimeError(f"ffmpeg could not encode {clip.name}")
        picture.replace(target)


def frames(clip: Clip) -> Iterator[Image.Image]:
    """Every picture of the clip."""
    stage = _Stage(clip)
    work = [interval for interval in clip.intervals if not interval.rest]
    shown = 0
    for number, interval in enumerate(clip.intervals):
        following = next((later for later in clip.intervals[number + 1 :] if not later.rest), None)
        if not interval.rest:
            shown += 1
        backdrop = stage.empty.copy()
        if not clip.plain:
            panel = _panel(stage, interval, following, shown, len(work))
            backdrop.paste(panel, stage.text_at, panel)
        steps = max(1, round(interval.exercise.period * clip.frame_rate))
        count = interval.seconds * clip.frame_rate
        for index in range(count):
            picture = backdrop.copy()
            slow = index // 3 if interval.rest else index
            person = stage.person(interval.exercise, slow % steps, steps)
            picture.paste(person, stage.figure_at, person)
            if not clip.plain:
                left = 1 - index / count
                seconds = math.ceil(interval.seconds * left)
                clock = ring(clip.room, stage.ring_size, left, seconds, resting=interval.rest)
                picture.paste(clock, stage.ring_at, clock)
            yield picture


def _panel(stage: _Stage, interval: Interval, following: Interval | None, shown: int, total: int) -> Image.Image:
    label = "Rest" if interval.rest else f"Round {shown} of {total}"
    title = "Breathe" if interval.rest else interval.exercise.name
    note = f"Next: {following.exercise.name}" if following else "Last one. Finish strong."
    return text_panel(stage.clip.room, stage.text_size, stage.unit, label=label, title=title, note=note)
