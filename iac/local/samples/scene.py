"""The room around the person: a wall, a floor, light; and what is written on it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from iac.local.samples.figure import Colour, shade

Decor = Callable[[ImageDraw.ImageDraw, "Room", int, int, int], None]


@dataclass(frozen=True, slots=True)
class Room:
    """Colours of a place. ``decor`` is ``window``, ``sun``, ``neon`` or ``arches``."""

    wall: tuple[Colour, Colour]
    floor: tuple[Colour, Colour]
    accent: Colour
    ink: Colour
    decor: str


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own scalable typeface (Aileron, free for any use)."""
    return ImageFont.load_default(size)


def paint(room: Room, width: int, height: int) -> Image.Image:
    """The empty room. The floor begins at 74 percent of the height; the middle is where the person stands."""
    horizon = round(height * 0.74)
    picture = Image.new("RGB", (width, height))
    picture.paste(_gradient(room.wall, width, horizon), (0, 0))
    picture.paste(_gradient(room.floor, width, height - horizon), (0, horizon))
    layer = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    _DECOR[room.decor](ImageDraw.Draw(layer), room, width, height, horizon)
    picture.paste(layer, (0, 0), layer)
    draw = ImageDraw.Draw(picture)
    draw.line((0, horizon, width, horizon), fill=shade(room.floor[0], 0.86), width=max(2, height // 240))
    # A trace of grain hides the steps that eight bits leave in a gradient.
    grain = Image.effect_noise((width, height), 6).convert("RGB")
    return Image.blend(picture, grain, 0.035)


def _gradient(colours: tuple[Colour, Colour], width: int, height: int) -> Image.Image:
    mask = Image.linear_gradient("L").resize((width, max(1, height)))
    return Image.composite(
        Image.new("RGB", (width, height), colours[1]), Image.new("RGB", (width, height), colours[0]), mask
    )


def _window(draw: ImageDraw.ImageDraw, room: Room, width: int, height: int, horizon: int) -> None:
    unit = min(width, height)
    light = (*shade(room.wall[0], 1.12), 120)
    for column in range(3):
        left = width * 0.56 + column * unit * 0.2
        for row in range(2):
            top = horizon * 0.12 + row * unit * 0.28
            slant = unit * 0.05
            draw.polygon(
                [
                    (left, top),
                    (left + unit * 0.16, top - slant),
                    (left + unit * 0.16, top + unit * 0.24 - slant),
                    (left, top + unit * 0.24),
                ],
                fill=light,
            )
    _plant(draw, room, width * 0.94, horizon + unit * 0.05, unit * 0.3)


def _plant(draw: ImageDraw.ImageDraw, room: Room, x: float, floor: float, size: float) -> None:
    green = (88, 122, 96)
    for degrees in (-58, -32, -8, 16, 40):
        angle = math.radians(degrees)
        tip = x + math.sin(angle) * size, floor - size * 0.3 - math.cos(angle) * size * 0.8
        base = x, floor - size * 0.28
        across = math.cos(angle) * size * 0.1, math.sin(angle) * size * 0.1
        middle = (tip[0] + base[0]) / 2, (tip[1] + base[1]) / 2
        leaf = [
            base,
            (middle[0] - across[0], middle[1] - across[1]),
            tip,
            (middle[0] + across[0], middle[1] + across[1]),
        ]
        draw.polygon(leaf, fill=shade(green, 0.9 + degrees / 300))
    pot = size * 0.16
    draw.polygon(
        [
            (x - pot, floor - size * 0.3),
            (x + pot, floor - size * 0.3),
            (x + pot * 0.75, floor),
            (x - pot * 0.75, floor),
        ],
        fill=shade(room.accent, 0.9),
    )


def _sun(draw: ImageDraw.ImageDraw, room: Room, width: int, height: int, horizon: int) -> None:
    radius = min(width, height) * 0.34
    x, y = width * (0.66 if width > height else 0.5), horizon * 0.62
    for step in range(5, 0, -1):
        r = radius * (1 + step * 0.14)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(*room.accent, 16))
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(*shade(room.accent, 1.12), 235))
    for share, tone in ((0.16, 0.8), (0.1, 0.66)):
        hills = [
            (column * width / 24, horizon - height * share * (0.55 + 0.45 * math.sin(column * 0.55 + share * 40)))
            for column in range(25)
        ]
        draw.polygon([(0, horizon), *hills, (width, horizon)], fill=(*shade(room.wall[1], tone), 255))


def _neon(draw: ImageDraw.ImageDraw, room: Room, width: int, height: int, horizon: int) -> None:
    unit = min(width, height)
    x, y = width * (0.66 if width > height else 0.5), horizon * 0.56
    for spread in range(9, 0, -1):
        r = unit * 0.33
        draw.ellipse((x - r, y - r, x + r, y + r), outline=(*room.accent, 18), width=round(unit * 0.007 * spread))
    r = unit * 0.33
    draw.ellipse(
        (x - r, y - r, x + r, y + r), outline=(*shade(room.accent, 1.25), 255), width=max(3, round(unit * 0.009))
    )


def _arches(draw: ImageDraw.ImageDraw, room: Room, width: int, height: int, horizon: int) -> None:
    unit = min(width, height)
    middle = width * (0.66 if width > height else 0.5)
    for offset, size, tone in ((-0.46, 0.3, 1.08), (0.46, 0.3, 1.08), (0, 0.42, 1.16)):
        x, half = middle + offset * unit, unit * size / 2
        top = horizon - unit * size * 1.35
        draw.pieslice((x - half, top, x + half, top + half * 2), 180, 360, fill=(*shade(room.wall[1], tone), 210))
        draw.rectangle((x - half, top + half, x + half, horizon), fill=(*shade(room.wall[1], tone), 210))
    if width > height:  # a tall picture has text up there
        r = unit * 0.07
        at = width * 0.92, horizon * 0.14
        draw.ellipse((at[0] - r, at[1] - r, at[0] + r, at[1] + r), fill=(*room.accent, 200))


_DECOR: dict[str, Decor] = {"window": _window, "sun": _sun, "neon": _neon, "arches": _arches}


def shadow(width: int, height: int, colour: Colour) -> Image.Image:
    """A soft shadow to lie on the floor."""
    picture = Image.new("RGBA", (width, height), (*colour, 0))
    ImageDraw.Draw(picture).ellipse((width * 0.1, height * 0.25, width * 0.9, height * 0.75), fill=(*colour, 90))
    return picture.filter(ImageFilter.GaussianBlur(height * 0.12))


def text_panel(room: Room, size: tuple[int, int], unit: int, *, label: str, title: str, note: str) -> Image.Image:
    """What is going on, as a transparent picture: a small label, the exercise's name in large letters, a note."""
    panel = Image.new("RGBA", size, (*room.wall[0], 0))
    draw = ImageDraw.Draw(panel)
    draw.text((0, 0), label.upper(), font=font(round(unit * 0.032)), fill=(*room.accent, 255))
    top = unit * 0.062
    large = round(unit * 0.094)
    for line in _lines(draw, title, size[0], large):
        draw.text(
            (0, top),
            line,
            font=font(large),
            fill=(*room.ink, 255),
            stroke_width=max(1, large // 52),
            stroke_fill=(*room.ink, 255),
        )
        top += large * 1.14
    draw.text((0, top + unit * 0.02), note, font=font(round(unit * 0.036)), fill=(*room.ink, 190))
    return panel


def _lines(draw: ImageDraw.ImageDraw, text: str, width: int, size: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and draw.textlength(longer, font=font(size)) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def ring(room: Room, size: int, share: float, seconds: int, *, resting: bool) -> Image.Image:
    """The running timer: a ring that empties, the seconds left in its middle."""
    double = size * 2
    picture = Image.new("RGBA", (double, double), (*room.wall[0], 0))
    draw = ImageDraw.Draw(picture)
    width = round(double * 0.085)
    box = (width, width, double - width, double - width)
    draw.arc(box, 0, 360, fill=(*room.ink, 46), width=width)
    colour = room.ink if resting else room.accent
    draw.arc(box, -90, -90 + 360 * max(0.004, share), fill=(*colour, 255), width=width)
    draw.text(
        (double / 2, double / 2), str(seconds), font=font(round(double * 0.36)), fill=(*room.ink, 255), anchor="mm"
    )
    return picture.reduce(2)
