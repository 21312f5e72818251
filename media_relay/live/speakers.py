"""Who speaks: what the media plane hears of everybody, made into an order that doesn't flicker."""

from dataclasses import dataclass, replace

SMOOTHING = 0.3


@dataclass(frozen=True, slots=True)
class Voice:
    """How loud somebody was lately (0 to 127), whether that is speech, and whether he or she has the floor."""

    loudness: float
    speaking: bool
    dominant: bool


class Speakers:
    """The voices of one room."""

    def __init__(self) -> None:
        self._voices: dict[str, Voice] = {}

    def heard(self, participant: str, loudness: int, *, speaking: bool, dominant: bool) -> None:
        """Take what was measured."""
        if dominant:
            self._voices = {name: replace(voice, dominant=False) for name, voice in self._voices.items()}
        before = self._voices.get(participant, Voice(loudness, speaking, dominant))
        smooth = before.loudness + SMOOTHING * (loudness - before.loudness)
        self._voices[participant] = Voice(smooth, speaking, dominant)

    def silent(self, participant: str) -> None:
        """Somebody has gone, or is muted."""
        self._voices.pop(participant, None)

    def order(self) -> tuple[str, ...]:
        """Those who speak now: who has the floor, then the others from loud to quiet."""
        speaking = [
            (not voice.dominant, -voice.loudness, name) for name, voice in self._voices.items() if voice.speaking
        ]
        return tuple(name for *_, name in sorted(speaking))
