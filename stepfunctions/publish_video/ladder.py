"""The ladder: which renditions a video gets. The rungs were measured to give even quality (``docs/decisions.md``).

The short side is scaled, so that portrait video gets the same quality; no rendition is larger than the source.
"""

from fractions import Fraction

from pydantic import BaseModel, ConfigDict

LADDER_VERSION = 1
"""Part of a plan's name: a change of the rungs makes new objects."""


class Rung(BaseModel):
    """One step: short side in pixels, quality (CRF of x264) and the highest rate in bit/s."""

    model_config = ConfigDict(frozen=True)

    side: int
    crf: int
    cap: int


RUNGS = (
    Rung(side=1080, crf=22, cap=5_000_000),
    Rung(side=720, crf=21, cap=3_000_000),
    Rung(side=480, crf=20, cap=1_600_000),
    Rung(side=360, crf=19, cap=900_000),
)
_WORTH_ITS_OWN = Fraction(23, 20)
"""A source between two rungs gets a rendition of its own size when it is this much larger than the lower one."""
_MIN_SIDE = 16


class Encode(BaseModel):
    """One rendition to make. Sizes are even, pixels square."""

    model_config = ConfigDict(frozen=True)

    name: str
    width: int
    height: int
    crf: int
    cap: int


def _even(length: Fraction, most: int) -> int:
    return max(_MIN_SIDE, min(round(length / 2) * 2, most // 2 * 2))


def _encode(width: int, height: int, side: int, rung: Rung) -> Encode:
    short = min(width, height)
    scale = Fraction(side, short)
    cap = rung.cap if side >= rung.side else max(200_000, round(rung.cap * Fraction(side, rung.side) ** 2))
    return Encode(
        name=f"v{side}",
        width=_even(width * scale, width),
        height=_even(height * scale, height),
        crf=rung.crf,
        cap=cap,
    )


def ladder(width: int, height: int, rungs: tuple[Rung, ...] = RUNGS) -> tuple[Encode, ...]:
    """The renditions of an upright source with square pixels, from large to small.

    ``rungs`` go from large to small. A source smaller than all rungs gets one rendition of its own size.
    """
    short = min(width, height)
    below = [rung for rung in rungs if rung.side <= short]
    above = [rung for rung in rungs if rung.side > short]
    renditions = [_encode(width, height, rung.side, rung) for rung in below]
    if above and (not below or short >= below[0].side * _WORTH_ITS_OWN):
        renditions.insert(0, _encode(width, height, short, above[-1]))
    return tuple(renditions)
