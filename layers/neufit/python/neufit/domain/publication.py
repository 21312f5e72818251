"""A publication: the way of one uploaded version to what players get, and how far it is."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from neufit.domain.media import Published


class Step(StrEnum):
    """What a publication goes through, in this order (thumbnails are made beside the encoding)."""

    VERIFY = "verify"
    PROBE = "probe"
    PLAN = "plan"
    ENCODE = "encode"
    THUMBNAILS = "thumbnails"
    STITCH = "stitch"
    PUBLISH = "publish"


WEIGHTS: Mapping[Step, int] = {
    Step.VERIFY: 5,
    Step.PROBE: 1,
    Step.PLAN: 1,
    Step.ENCODE: 80,
    Step.THUMBNAILS: 1,
    Step.STITCH: 10,
    Step.PUBLISH: 2,
}
"""Share of each step in the percent of the whole, as measured: encoding is nearly all of the work."""


class Progress(BaseModel):
    """How far a publication is: percent of each step."""

    model_config = ConfigDict(frozen=True)

    steps: Mapping[Step, int]

    @property
    def step(self) -> Step | None:
        """The first step that isn't done; None when all are."""
        return next((step for step in Step if self.steps[step] < 100), None)

    @property
    def percent(self) -> int:
        """Percent of the whole."""
        return sum(WEIGHTS[step] * self.steps[step] for step in Step) // sum(WEIGHTS.values())


class Chunk(BaseModel):
    """A finished chunk. ``rates`` gives (bytes, highest bit/s of a segment) by track."""

    model_config = ConfigDict(frozen=True)

    number: int
    frames: int
    rates: Mapping[str, tuple[int, int]]


class Job(BaseModel):
    """The run that works on a version.

    ``source`` and ``encoding`` are the documents of the probe and plan tasks, ``refusal`` the code of the reason why it
    can't be published, ``published`` what players will get.
    """

    model_config = ConfigDict(frozen=True)

    media_id: str
    version: str
    attempt: int
    queued_at: datetime
    plan: str = ""
    source: dict[str, Any] | None = None
    encoding: dict[str, Any] | None = None
    refusal: str | None = None
    published: Published | None = None
