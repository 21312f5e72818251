"""What is heard: a soft beat, a long beep at the start of an interval, short ones in its last three seconds."""

import math
import wave
from array import array
from collections.abc import Sequence
from pathlib import Path

RATE = 48_000


def _tone(frequency: float, seconds: float, loudness: float, fade: float) -> "array[float]":
    """A tone that dies away; ``fade`` is the time in which it falls to a third, in seconds."""
    count = round(seconds * RATE)
    step = 2 * math.pi * frequency / RATE
    return array(
        "f",
        (
            loudness * math.sin(step * n) * math.exp(-n / (fade * RATE)) * min(1.0, n / 240, (count - n) / 240)
            for n in range(count)
        ),
    )


def _kick() -> "array[float]":
    count = round(0.22 * RATE)
    return array(
        "f",
        (
            0.34 * math.sin(2 * math.pi * (52 * n / RATE + 4.2 * (1 - math.exp(-n / 900)))) * math.exp(-n / 3600)
            for n in range(count)
        ),
    )


def _add(track: "array[float]", sound: "array[float]", at: float) -> None:
    start = round(at * RATE)
    for offset in range(min(len(sound), len(track) - start)):
        track[start + offset] += sound[offset]


def _bar(beats_per_minute: float, chord: Sequence[float]) -> "array[float]":
    """Four beats: a kick on each, a plucked chord tone on each half."""
    beat = 60 / beats_per_minute
    bar = array("f", bytes(4 * round(4 * beat * RATE)))
    kick = _kick()
    for number in range(4):
        _add(bar, kick, number * beat)
    for number in range(8):
        tone = _tone(chord[number % len(chord)], min(0.5, beat), 0.07 if number % 2 else 0.1, 0.16)
        _add(bar, tone, number * beat / 2)
    return bar


def compose(path: Path, intervals: Sequence[float], beats_per_minute: float, chord: Sequence[float]) -> None:
    """Write the sound of a clip, 48 kHz mono. ``intervals`` are lengths in seconds, ``chord`` frequencies in Hz."""
    length = sum(intervals)
    bar = _bar(beats_per_minute, chord)
    track = array("f", bytes(4 * round(length * RATE)))
    for start in range(0, len(track), len(bar)):
        track[start : start + len(bar)] = bar[: len(track) - start]
    short, long = _tone(880, 0.12, 0.42, 0.2), _tone(1320, 0.45, 0.42, 0.5)
    begun = 0.0
    for interval in intervals:
        _add(track, long, begun)
        for left in (3, 2, 1):
            if interval > left:
                _add(track, short, begun + interval - left)
        begun += interval
    samples = array("h", (max(-32767, min(32767, round(value * 32767))) for value in track))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
