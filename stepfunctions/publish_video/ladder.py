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
_MIN_CAP = 200_000


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


def _encode(width: int, height: int, rung: Rung) -> Encode:
    scale = Fraction(rung.side, min(width, height))
    return Encode(
        name=f"v{rung.side}",
        width=_even(width * scale, width),
        height=_even(height * scale, height),
        crf=rung.crf,
        cap=rung.cap,
    )


def _between(side: int, above: Rung, below: Rung | None) -> Rung:
    """A rung for a source that lies between two: the quality of the upper one, a cap by the number of pixels."""
    if below is None:
        return Rung(side=side, crf=above.crf, cap=max(_MIN_CAP, round(above.cap * Fraction(side, above.side) ** 2)))
    share = Fraction(side**2 - below.side**2, above.side**2 - below.side**2)
    return Rung(side=side, crf=above.crf, cap=round(below.cap + (above.cap - below.cap) * share))


def ladder(width: int, height: int, rungs: tuple[Rung, ...] = RUNGS) -> tuple[Encode, ...]:
    """The renditions of an upright source with square pixels, from large to small.

    ``rungs`` go from large to small. A source smaller than all rungs gets one rendition of its own size.
    """
    short = min(width, height)
    chosen = [rung for rung in rungs if rung.side <= short]
    above = [rung for rung in rungs if rung.side > short]
    if above and (not chosen or short >= chosen[0].side * _WORTH_ITS_OWN):
        chosen.insert(0, _between(short, above[-1], chosen[0] if chosen else None))
    return tuple(_encode(width, height, rung) for rung in chosen)
