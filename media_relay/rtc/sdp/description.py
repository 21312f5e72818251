"""A session description as lines: the session's attributes, and those of each m-line (RFC 8866).

Bounded before anything is read: 60 KiB, 64 m-lines, 512 attributes in each part, 4,096 characters a line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from neufit.domain.errors import FieldError, Invalid

LARGEST = 60 * 1024
MOST_MEDIA = 64
MOST_ATTRIBUTES = 512
LONGEST_LINE = 4096

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,64}")


def refuse(place: str, detail: str) -> NoReturn:
    """Raise Invalid about one part of the description: ``sdp``, or ``sdp.media.3`` for the fourth m-line."""
    raise Invalid(detail, code="invalid-sdp", fields=[FieldError(place, detail)])


@dataclass(slots=True)
class Section:
    """A part of a description: the session, or one m-line with the words after ``m=``.

    ``attributes`` holds the values of each name in their order; a flag (``a=rtcp-mux``) has an empty value.
    """

    place: str
    media: tuple[str, ...] = ()
    attributes: dict[str, list[str]] = field(default_factory=dict)

    def all(self, name: str) -> Sequence[str]:
        """Values of every attribute of this name."""
        return self.attributes.get(name, ())

    def first(self, name: str) -> str | None:
        """The value of the first attribute of this name; None when there is none."""
        return next(iter(self.all(name)), None)

    def has(self, name: str) -> bool:
        """Whether there is an attribute of this name."""
        return name in self.attributes


@dataclass(slots=True)
class Description:
    """A whole description: its session part and its m-lines in order."""

    session: Section
    media: list[Section]

    def first(self, section: Section, name: str) -> str | None:
        """An attribute that an m-line has itself or takes over from the session."""
        value = section.first(name)
        return self.session.first(name) if value is None else value


def parse(text: str) -> Description:
    """Read a description. Raise Invalid that says what is wrong."""
    if len(text.encode(errors="replace")) > LARGEST:
        refuse("sdp", f"A session description holds at most {LARGEST} bytes.")
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    if lines[0] != "v=0":
        refuse("sdp", "A session description begins with the line v=0.")
    section = session = Section("sdp")
    media: list[Section] = []
    count = 0
    for line in lines[1:]:
        if len(line) > LONGEST_LINE or line[1:2] != "=" or not line.isprintable():
            refuse(section.place, "Every line of a session description is a letter, = and a printable value.")
        if line[0] == "m":
            section = Section(f"sdp.media.{len(media)}", tuple(line[2:].split(" ")))
            media.append(section)
            count = 0
            if len(media) > MOST_MEDIA:
                refuse("sdp", f"A session description has at most {MOST_MEDIA} m-lines.")
        elif line[0] == "a":
            name, _, value = line[2:].partition(":")
            section.attributes.setdefault(name, []).append(value)
            count += 1
            if count > MOST_ATTRIBUTES:
                refuse(section.place, f"There are at most {MOST_ATTRIBUTES} attributes to an m-line.")
    return Description(session, media)


def is_token(value: str) -> bool:
    """Whether a value may stand as a token (RFC 8866, section 9): a mid, a rid, a codec's name."""
    return _TOKEN.fullmatch(value) is not None


def number(value: str, most: int) -> int | None:
    """A decimal number from 0 to ``most``; None when it isn't one."""
    if not value.isascii() or not value.isdecimal() or len(value) > 10:
        return None
    found = int(value)
    return found if found <= most else None
