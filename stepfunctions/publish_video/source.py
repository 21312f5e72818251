"""What the probe task found in an original: all that the later tasks need to know about it."""

from fractions import Fraction

from pydantic import BaseModel, ConfigDict


class SourceAudio(BaseModel):
    """The sound track that is taken.

    ``origin`` is the sample (at the source's rate) that sounds with the first picture. ``first`` and ``frame`` are set
    where the container's clock is coarser than a sample: packets start at ``first + n * frame``, whatever their
    rounded timestamps say.
    """

    model_config = ConfigDict(frozen=True)

    index: int
    sample_rate: int
    origin: int
    first: int | None = None
    frame: int | None = None


class Source(BaseModel):
    """An original. ``width`` and ``height`` are upright, with square pixels.

    ``start`` is in seconds, ``rate`` in frames per second (numerator, denominator). ``format`` names the demuxer that
    read it; nothing else may open it later.
    """

    model_config = ConfigDict(frozen=True)

    format: str
    index: int
    codec: str
    width: int
    height: int
    start: tuple[int, int]
    rate: tuple[int, int]
    frames: int
    interlaced: bool = False
    hdr: bool = False
    audio: SourceAudio | None = None

    @property
    def start_seconds(self) -> Fraction:
        """When the first picture shows, on the container's clock."""
        return Fraction(*self.start)
