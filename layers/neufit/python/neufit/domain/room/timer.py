"""The workout timer: rounds of work and rest after a countdown. Where it stands is a function of the moment alone.

The timer keeps when it was started and what had run before; nothing ticks. All times are milliseconds of the room's
log, so everybody who knows the log's time sees the same second.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field


class TimerPlan(BaseModel):
    """What is to be done. There is no rest after the last round."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    rounds: Annotated[int, Field(ge=1, le=100)]
    work_ms: Annotated[int, Field(ge=1000, le=3_600_000)]
    rest_ms: Annotated[int, Field(ge=0, le=3_600_000)] = 0
    countdown_ms: Annotated[int, Field(ge=0, le=60_000)] = 0

    @property
    def length_ms(self) -> int:
        """From the beginning of the countdown to the end of the last round."""
        return self.countdown_ms + self.rounds * self.work_ms + (self.rounds - 1) * self.rest_ms


class Phase(StrEnum):
    """What is on now."""

    COUNTDOWN = "countdown"
    WORK = "work"
    REST = "rest"
    DONE = "done"


class Position(NamedTuple):
    """Where a timer stands: the phase, its round (from 1), ms left in it, and ms of the plan that are over."""

    phase: Phase
    round: int
    remaining_ms: int
    elapsed_ms: int


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that was started. ``accumulated_ms`` ran before ``started_at``; it stands still since ``paused_at``."""

    plan: TimerPlan
    started_at: int
    paused_at: int | None = None
    accumulated_ms: int = 0


def start(plan: TimerPlan, now: int) -> Timer:
    """A timer that begins its countdown now."""
    return Timer(plan, started_at=now)


def elapsed_ms(timer: Timer, now: int) -> int:
    """How much of the plan is over, from 0 to its length."""
    running = max(0, now - timer.started_at) if timer.paused_at is None else 0
    return min(timer.accumulated_ms + running, timer.plan.length_ms)


def position(timer: Timer, now: int) -> Position:
    """Where the timer stands at a moment of the log."""
    plan, elapsed = timer.plan, elapsed_ms(timer, now)
    if elapsed >= plan.length_ms:
        return Position(Phase.DONE, plan.rounds, 0, plan.length_ms)
    if elapsed < plan.countdown_ms:
        return Position(Phase.COUNTDOWN, 1, plan.countdown_ms - elapsed, elapsed)
    rounds, within = divmod(elapsed - plan.countdown_ms, plan.work_ms + plan.rest_ms)
    if within < plan.work_ms:
        return Position(Phase.WORK, rounds + 1, plan.work_ms - within, elapsed)
    return Position(Phase.REST, rounds + 1, plan.work_ms + plan.rest_ms - within, elapsed)


def running(timer: Timer | None, now: int) -> bool:
    """Whether time passes on it."""
    return timer is not None and timer.paused_at is None and elapsed_ms(timer, now) < timer.plan.length_ms


def pause(timer: Timer, now: int) -> Timer:
    """Stand still from now on."""
    return replace(timer, paused_at=now, accumulated_ms=elapsed_ms(timer, now))


def resume(timer: Timer, now: int) -> Timer:
    """Go on from where it stood."""
    return replace(timer, started_at=now, paused_at=None)


def skip(timer: Timer, now: int) -> Timer:
    """Go to the beginning of the next phase; a timer that stands still stays so, there."""
    where = position(timer, now)
    paused_at = None if timer.paused_at is None else now
    return replace(timer, started_at=now, paused_at=paused_at, accumulated_ms=where.elapsed_ms + where.remaining_ms)
