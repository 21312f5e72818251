"""What is shown in class: the instructor's clip, and what cameras of customers see."""

from pathlib import Path

from iac.local.samples import exercises
from iac.local.samples.catalogue import CUSTOMERS, OMAR, VIDEOS, Customer, Instructor
from iac.local.samples.clips import Clip, Interval, render
from iac.local.samples.figure import Look
from iac.local.samples.live.recording import HOME, STAGE, record
from iac.local.samples.scene import Room

VIDEO = VIDEOS[1]
"""What the instructor shows."""

INSTRUCTOR: Instructor = OMAR
COMPANY: tuple[Customer, ...] = CUSTOMERS[1:5]
"""Customers who take part; the first one is left to whoever follows the README."""

_BEN = Look((112, 74, 52), (28, 22, 22), "short", (88, 150, 196), (60, 66, 80), (240, 240, 240), sleeves=True)
_DEV = Look((196, 146, 108), (30, 26, 28), "short", (120, 168, 96), (44, 48, 60), (230, 110, 70))
_LIVING_ROOM = Room(
    ((232, 226, 214), (222, 212, 196)), ((170, 138, 108), (148, 118, 92)), (96, 132, 120), (54, 44, 46), "window"
)
_STUDY = Room(
    ((196, 206, 216), (180, 192, 204)), ((126, 116, 108), (104, 96, 90)), (224, 150, 84), (40, 44, 52), "arches"
)


def _home(name: str, look: Look, room: Room, exercise: exercises.Exercise, seconds: int) -> Clip:
    """A loop without a seam: ``seconds`` hold whole periods of the exercise, and those whole frames."""
    return Clip(name, 320, 180, HOME.fps, look, room, [Interval(exercise, seconds)], 60, (220.0,), plain=True)


CAMERAS: dict[int, Clip] = {
    0: _home("home-squats", _BEN, _LIVING_ROOM, exercises.SQUATS, 12),
    2: _home("home-lunges", _DEV, _STUDY, exercises.LUNGES, 11),
}
"""What customers show, by their places; one of these two is always in class."""


class Footage:
    """The recordings, below ``state``: made once, at the first start."""

    def __init__(self, state: Path) -> None:
        self._clips = state / "clips"
        self._live = state / "live"

    def stage(self) -> Path:
        """The instructor's recording."""
        folder = self._live / VIDEO.clip.name
        if not folder.exists():
            record(render(VIDEO.clip, self._clips), folder, STAGE)
        return folder

    def home(self, place: int) -> Path | None:
        """The recording of the customer at a place; None without a camera."""
        clip = CAMERAS.get(place)
        if clip is None:
            return None
        folder = self._live / clip.name
        if not folder.exists():
            record(render(clip, self._clips), folder, HOME)
        return folder
