"""The recording of a class: who records, since when, and where on its time it stands. Times are of the room's log."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

LONGEST = timedelta(hours=4)
"""Of recorded time. Publishing takes no longer videos."""
MOST_RECORDINGS = 20
"""How often recording can be started in one room."""

_Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class RecordingTarget(BaseModel):
    """The upload that a recording goes to: version ``version`` of an item, by S3's id of the upload."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    media_id: _Name
    version: _Name
    upload_id: Annotated[str, Field(min_length=1, max_length=2048)]


@dataclass(frozen=True, slots=True)
class Recording:
    """What is being recorded, by the host ``by``.

    It runs since ``since``, or is paused since then; ``accumulated_ms`` were recorded before.
    """

    by: str
    target: RecordingTarget
    since: int
    accumulated_ms: int = 0
    paused: bool = False

    def position_ms(self, now: float) -> float:
        """How much is recorded at a moment of the log."""
        return self.accumulated_ms + (0.0 if self.paused else max(0.0, now - self.since))


def start(by: str, target: RecordingTarget, now: int) -> Recording:
    """A recording that runs from now on."""
    return Recording(by, target, since=now)


def pause(recording: Recording, now: int) -> Recording:
    """Record nothing from now on."""
    return replace(recording, since=now, accumulated_ms=int(recording.position_ms(now)), paused=True)


def resume(recording: Recording, now: int) -> Recording:
    """Go on."""
    return replace(recording, since=now, paused=False)
