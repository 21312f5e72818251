"""What of the samples there is already: what is made is never made twice, and a class that was begun is ended."""

from pathlib import Path

_MADE = "samples-done"
_OPEN = "class-open"


def finished(folder: Path) -> bool:
    """Whether everything was made at an earlier start."""
    return (folder / _MADE).exists()


def finish(folder: Path) -> None:
    """Remember that everything is made."""
    (folder / _MADE).touch()


def class_is_open(folder: Path) -> bool:
    """Whether sample people have a class planned or begun that they haven't ended, maybe because they were killed."""
    return (folder / _OPEN).exists()


def open_class(folder: Path) -> None:
    """Remember that there is about to be a class."""
    (folder / _OPEN).touch()


def close_class(folder: Path) -> None:
    """Remember that there is none any more."""
    (folder / _OPEN).unlink(missing_ok=True)
