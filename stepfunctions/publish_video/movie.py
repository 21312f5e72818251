"""Boxes that every movie of ours has: headers of the movie and its tracks (ISO/IEC 14496-12, chapter 8)."""

from stepfunctions.publish_video.boxes import UNITY_MATRIX, box, full_box, packed

_ENABLED_IN_MOVIE = 3
_UNDETERMINED = 0x55C4
"""The language code ``und``."""


def movie_header(timescale: int, duration: int, tracks: int) -> bytes:
    """``mvhd``; ``duration`` in units of the timescale."""
    return full_box(
        b"mvhd",
        1,
        0,
        packed("QQIQ", 0, 0, timescale, duration),
        packed("IH", 0x10000, 0x100),
        bytes(10),
        UNITY_MATRIX,
        bytes(24),
        packed("I", tracks + 1),
    )


def track_header(number: int, duration: int, size: tuple[int, int] | None) -> bytes:
    """``tkhd``; ``duration`` in units of the movie's timescale, ``size`` in pixels (None for sound)."""
    width, height = size or (0, 0)
    return full_box(
        b"tkhd",
        1,
        _ENABLED_IN_MOVIE,
        packed("QQIIQ", 0, 0, number, 0, duration),
        bytes(8),
        packed("hhHH", 0, 0 if size else 1, 0 if size else 0x100, 0),
        UNITY_MATRIX,
        packed("II", width << 16, height << 16),
    )


def media(timescale: int, duration: int, tables: bytes, *, picture: bool) -> bytes:
    """``mdia``; ``duration`` in units of the track's timescale, ``tables`` the ``stbl``."""
    kind, name = (b"vide", b"Picture\0") if picture else (b"soun", b"Sound\0")
    header = full_box(b"vmhd", 0, 1, bytes(8)) if picture else full_box(b"smhd", 0, 0, bytes(4))
    same_file = box(b"dinf", full_box(b"dref", 0, 0, packed("I", 1), full_box(b"url ", 0, 1)))
    return box(
        b"mdia",
        full_box(b"mdhd", 1, 0, packed("QQIQHH", 0, 0, timescale, duration, _UNDETERMINED, 0)),
        full_box(b"hdlr", 0, 0, bytes(4), kind, bytes(12), name),
        box(b"minf", header, same_file, tables),
    )
