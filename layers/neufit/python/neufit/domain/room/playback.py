"""One video that a room watches in step. Where it stands is a function of the moment alone, as of the timer.

Kept is where it stood at a moment and whether it runs; nothing ticks. All times are milliseconds of the room's log, so
everybody who knows the log's time shows the same frame. A start may lie ahead: then all begin together.
"""

from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class SharedVideo(BaseModel):
    """What a room watches, as tickets say it. ``steering``: everybody may play, pause and seek, not only the host."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    media_id: Annotated[str, Field(min_length=1, max_length=64)]
    runtime_ms: Annotated[int, Field(ge=1, le=24 * 3_600_000)]
    steering: bool = False


@dataclass(frozen=True, slots=True)
class Playback:
    """The video stood at ``position_ms`` at the moment ``at``, which may be still to come, and has run since if so."""

    media_id: str
    runtime_ms: int
    playing: bool = False
    position_ms: int = 0
    at: int = 0


def position_ms(playback: Playback, now: int) -> int:
    """Where the video stands at a moment of the log, from 0 to its length."""
    run = max(0, now - playback.at) if playback.playing else 0
    return min(playback.position_ms + run, playback.runtime_ms)


def over(playback: Playback, now: int) -> bool:
    """Whether its end is reached."""
    return position_ms(playback, now) >= playback.runtime_ms


def play(playback: Playback, now: int, countdown_ms: int) -> Playback:
    """Run from where it stands, in ``countdown_ms``; from the beginning when it was over. What runs is left alone."""
    if over(playback, now):
        return replace(playback, playing=True, position_ms=0, at=now + countdown_ms)
    if playback.playing:
        return playback
    return replace(playback, playing=True, at=now + countdown_ms)


def pause(playback: Playback, now: int) -> Playback:
    """Stand still from now on."""
    if not playback.playing:
        return playback
    return replace(playback, playing=False, position_ms=position_ms(playback, now), at=now)


def seek(playback: Playback, now: int, to_ms: int) -> Playback:
    """Go on from another place, or stand there. A start that lies ahead stays when it is."""
    start = max(playback.at, now) if playback.playing else now
    return replace(playback, position_ms=min(max(to_ms, 0), playback.runtime_ms), at=start)
