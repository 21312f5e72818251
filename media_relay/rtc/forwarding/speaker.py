"""Who has the floor, from audio levels (RFC 6464).

I. Volfin and I. Cohen, "Dominant speaker identification for multipoint videoconferencing", Computer Speech and Language
27 (2013), in a simple form: speech activity over three lengths of time, each scored by how much likelier it is in
speech than in silence; who takes the floor must beat the one who has it over all three.
"""

from collections import deque
from collections.abc import Hashable
from math import comb, log
from typing import Generic, TypeVar

P = TypeVar("P", bound=Hashable)

LOUD = 127 - 45  # a level of -45 dBov and louder counts as speech
DECIDE_SECONDS = 0.3
# Frames of 20 ms in the shortest length, of those in the middle one, of these in the longest.
_SHORT, _MIDDLE, _LONG = 5, 10, 4
_SHORT_ENOUGH, _MIDDLE_ENOUGH = 3, 4
# Rates of the exponential distributions of silence in the paper, and what a challenger's scores must exceed.
_RATES = (0.78, 24.0, 47.0)
_MARGINS = (3.0, 2.0, 0.0)


class _Voice:
    def __init__(self) -> None:
        self.frames: deque[bool] = deque([False] * _SHORT, maxlen=_SHORT)
        self.shorts: deque[bool] = deque([False] * _MIDDLE, maxlen=_MIDDLE)
        self.middles: deque[bool] = deque([False] * _LONG, maxlen=_LONG)
        self.count = 0
        self.loudness = 0.0

    def add(self, loudness: int) -> None:
        self.loudness += 0.2 * (loudness - self.loudness)
        self.frames.append(loudness >= LOUD)
        self.count += 1
        if self.count % _SHORT == 0:
            self.shorts.append(sum(self.frames) >= _SHORT_ENOUGH)
            if self.count % (_SHORT * _MIDDLE) == 0:
                self.middles.append(sum(self.shorts) >= _MIDDLE_ENOUGH)

    def scores(self) -> tuple[float, float, float]:
        return (
            _score(sum(self.frames), _SHORT, _RATES[0]),
            _score(sum(self.shorts), _MIDDLE, _RATES[1]),
            _score(sum(self.middles), _LONG, _RATES[2]),
        )


def _score(active: int, of: int, rate: float) -> float:
    """The log of likelihoods: binomial with p = 1/2 for speech, exponential for silence; at least a little."""
    return max(1e-9, log(comb(of, active)) + of * log(0.5) - log(rate) + rate * active)


class SpeakerDetector(Generic[P]):
    """The voices of one room."""

    def __init__(self) -> None:
        self.dominant: P | None = None
        self._voices: dict[P, _Voice] = {}
        self._decided = float("-inf")

    def hear(self, participant: P, level: int) -> None:
        """A packet's audio level as RFC 6464 has it: 0 is loudest, 127 is silence."""
        self._voices.setdefault(participant, _Voice()).add(127 - level)

    def forget(self, participant: P) -> None:
        """Somebody has gone, or sends no more sound."""
        self._voices.pop(participant, None)
        if self.dominant == participant:
            self.dominant = None

    def loudness(self, participant: P) -> int:
        """How loud somebody was lately, 0 to 127."""
        voice = self._voices.get(participant)
        return 0 if voice is None else round(voice.loudness)

    def speaking(self, participant: P) -> bool:
        """Whether somebody speaks now."""
        voice = self._voices.get(participant)
        return voice is not None and (sum(voice.frames) >= _SHORT_ENOUGH or sum(voice.shorts) >= _MIDDLE_ENOUGH)

    def decide(self, now: float) -> P | None:
        """Who has the floor; looked at anew every 300 ms."""
        if now - self._decided < DECIDE_SECONDS:
            return self.dominant
        self._decided = now
        holder = self._voices.get(self.dominant) if self.dominant is not None else None
        held = holder.scores() if holder is not None else None
        best: tuple[float, P] | None = None
        for participant, voice in self._voices.items():
            if participant == self.dominant or not self.speaking(participant):
                continue
            scores = voice.scores()
            if held is None or all(
                log(mine) - log(theirs) > margin for mine, theirs, margin in zip(scores, held, _MARGINS, strict=True)
            ):
                best = (
                    max(best, (scores[1], participant), key=lambda entry: entry[0])
                    if best
                    else (scores[1], participant)
                )
        if best is not None:
            self.dominant = best[1]
        return self.dominant
