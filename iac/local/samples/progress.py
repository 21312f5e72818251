"""What of the samples is done already, so that it is never done twice."""

from pathlib import Path

_MARK = "samples-done"


def finished(folder: Path) -> bool:
    """Whether everything was made at an earlier start."""
    return (folder / _MARK).exists()


def finish(folder: Path) -> None:
    """Remember that everything is made."""
    (folder / _MARK).touch()
