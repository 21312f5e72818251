"""Running ffmpeg as a child that can't do harm: bounded in time, processor time, memory and output."""

import resource
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_STDERR_LINES = 40


class EncoderFailed(Exception):
    """ffmpeg ended with an error, or was ended. ``lines`` are its last words, for our logs only."""

    def __init__(self, code: int, lines: Sequence[str], *, overdue: bool) -> None:
        super().__init__(f"ffmpeg ended with {code}")
        self.code = code
        self.lines = tuple(lines)
        self.overdue = overdue


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: seconds on the clock and of processor time, bytes of memory and of one file."""

    seconds: float = 840
    cpu_seconds: int = 3_600
    memory: int = 8 * 2**30
    file: int = 4 * 2**30


def _keep_last(stream: Sequence[str], lines: deque[str]) -> None:
    for line in stream:
        lines.append(line.rstrip()[:500])


def _bound(pid: int, limits: Limits) -> None:
    """Set the limits from outside: a hook between fork and exec is not safe in a process with threads."""
    for kind, most in (
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.file),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.prlimit(pid, kind, (most, most))
        except ProcessLookupError:
            return  # it has ended already


def run(command: Sequence[str], limits: Limits, on_frames: Callable[[int], None] | None = None) -> None:
    """Run ffmpeg to its end; ``on_frames`` hears how many frames of the first output are done. Raise EncoderFailed.

    ffmpeg must be told ``-progress pipe:1``.
    """
    lines: deque[str] = deque(maxlen=_STDERR_LINES)
    overdue = threading.Event()
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as child:
        _bound(child.pid, limits)

        def end() -> None:
            overdue.set()
            child.kill()

        timer = threading.Timer(limits.seconds, end)
        reader = threading.Thread(target=_keep_last, args=(child.stderr, lines), daemon=True)
        timer.start()
        reader.start()
        try:
            assert child.stdout is not None  # noqa: S101  # for the type checker: it was asked for above
            for line in child.stdout:
                name, _, value = line.partition("=")
                if on_frames is not None and name == "frame" and value.strip().isdecimal():
                    on_frames(int(value))
            code = child.wait()
        finally:
            timer.cancel()
            child.kill()
            reader.join()
    if code:
        raise EncoderFailed(code, lines, overdue=overdue.is_set())
