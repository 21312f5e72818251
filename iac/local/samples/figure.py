"""A person in motion, drawn as flat shapes: two-bone limbs that reach for hands and feet, in two views.

Lengths are in units of which a standing person measures about 740; x goes to the right, y up, the floor is y = 0.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from PIL import Image, ImageDraw

Point = tuple[float, float]
Colour = tuple[int, int, int]

TORSO, THIGH, SHIN, UPPER_ARM, FOREARM, HEAD = 200.0, 178.0, 172.0, 118.0, 112.0, 48.0
_OVERSAMPLING = 2


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the body is. ``lean`` and ``look`` are degrees from upright, positive towards the right.

    ``hands`` and ``ankles`` are (near, far) in the side view and (right, left) of the picture in the front view;
    ``knees`` and ``elbows`` say to which side each bends (1 or -1), ``toes`` how far each foot points down, in degrees.
    """

    hip: Point
    lean: float
    hands: tuple[Point, Point]
    ankles: tuple[Point, Point]
    look: float = 0
    knees: tuple[float, float] = (1, 1)
    elbows: tuple[float, float] = (-1, -1)
    toes: tuple[float, float] = (0, 0)

    def towards(self, other: "Pose", share: float) -> "Pose":
        """The pose on the way to ``other``; ``share`` goes from 0 to 1."""

        def mix(a: float, b: float) -> float:
            return a + (b - a) * share

        def mix_point(a: Point, b: Point) -> Point:
            return mix(a[0], b[0]), mix(a[1], b[1])

        return replace(
            self,
            hip=mix_point(self.hip, other.hip),
            lean=mix(self.lean, other.lean),
            look=mix(self.look, other.look),
            hands=(mix_point(self.hands[0], other.hands[0]), mix_point(self.hands[1], other.hands[1])),
            ankles=(mix_point(self.ankles[0], other.ankles[0]), mix_point(self.ankles[1], other.ankles[1])),
            toes=(mix(self.toes[0], other.toes[0]), mix(self.toes[1], other.toes[1])),
        )


@dataclass(frozen=True, slots=True)
class Look:
    """What a person looks like. ``hair`` is ``bun``, ``short``, ``tail`` or ``curly``."""

    skin: Colour
    hair_colour: Colour
    hair: str
    top: Colour
    legs: Colour
    shoes: Colour
    sleeves: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A square to draw on: its side in pixels, pixels per unit, the floor's distance from its top in pixels."""

    size: int
    scale: float
    floor: float


def shade(colour: Colour, factor: float) -> Colour:
    """A darker (below 1) or lighter (above 1) version of a colour."""
    red, green, blue = (max(0, min(255, round(part * factor))) for part in colour)
    return red, green, blue


class _Brush:
    """Draws in units on a picture whose floor line and middle are given."""

    def __init__(self, sheet: Sheet) -> None:
        size = sheet.size * _OVERSAMPLING
        self._scale = sheet.scale * _OVERSAMPLING
        self.image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self.image)
        self._middle, self._floor = size / 2, sheet.floor * _OVERSAMPLING

    def _at(self, point: Point) -> Point:
        return self._middle + point[0] * self._scale, self._floor - point[1] * self._scale

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        x, y = self._at(centre)
        r = radius * self._scale
        self._draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def limb(self, start: Point, end: Point, width: tuple[float, float], colour: Colour) -> None:
        """A rounded, tapering shape from one joint to the next."""
        (ax, ay), (bx, by) = start, end
        length = math.hypot(bx - ax, by - ay) or 1
        nx, ny = -(by - ay) / length, (bx - ax) / length
        first, last = width[0] / 2, width[1] / 2
        corners = [
            (ax + nx * first, ay + ny * first),
            (bx + nx * last, by + ny * last),
            (bx - nx * last, by - ny * last),
            (ax - nx * first, ay - ny * first),
        ]
        self.shape(corners, colour)
        self.disc(start, first, colour)
        self.disc(end, last, colour)

    def shape(self, corners: Iterable[Point], colour: Colour) -> None:
        self._draw.polygon([self._at(corner) for corner in corners], fill=colour)

    def cap(self, centre: Point, radius: float, tilt: float, span: float, colour: Colour) -> None:
        """A segment of a disc: hair. ``tilt`` is where its middle points, degrees from upright."""
        x, y = self._at(centre)
        r = radius * self._scale
        middle = -90 + tilt
        self._draw.chord((x - r, y - r, x + r, y + r), middle - span, middle + span, fill=colour)

    def finished(self) -> Image.Image:
        return self.image.reduce(_OVERSAMPLING)


def joint(start: Point, end: Point, lengths: tuple[float, float], side: float) -> tuple[Point, Point]:
    """The middle joint of a two-bone limb and where its end comes to lie (as near as it reaches)."""
    first, second = lengths
    dx, dy = end[0] - start[0], end[1] - start[1]
    distance = math.hypot(dx, dy)
    ux, uy = (dx / distance, dy / distance) if distance > 1e-6 else (0.0, -1.0)
    reach = max(abs(first - second) + 1, min(distance, (first + second) * 0.999))
    along = (first**2 - second**2 + reach**2) / (2 * reach)
    across = math.sqrt(max(0.0, first**2 - along**2)) * side
    middle = start[0] + ux * along - uy * across, start[1] + uy * along + ux * across
    return middle, (start[0] + ux * reach, start[1] + uy * reach)


def _ahead(origin: Point, degrees: float, length: float) -> Point:
    angle = math.radians(degrees)
    return origin[0] + math.sin(angle) * length, origin[1] + math.cos(angle) * length


def draw_side(pose: Pose, look: Look, sheet: Sheet, gloves: Colour | None = None) -> Image.Image:
    """The person from the side, facing right, on a transparent sheet."""
    brush = _Brush(sheet)
    chest = _ahead(pose.hip, pose.lean, TORSO)
    for index in (1, 0):
        dim = 0.78 if index else 1.0
        if not index:
            brush.limb(pose.hip, chest, (86, 92), look.top)
            brush.limb(pose.hip, _ahead(pose.hip, pose.lean, 30), (88, 86), look.legs)
            _head(brush, chest, pose.lean + pose.look, look)
        _leg(brush, pose.hip, pose.ankles[index], look, side=pose.knees[index], toes=pose.toes[index], dim=dim)
        _arm(brush, chest, pose.hands[index], look, side=pose.elbows[index], gloves=gloves, dim=dim)
    return brush.finished()


def draw_front(pose: Pose, look: Look, sheet: Sheet, gloves: Colour | None = None) -> Image.Image:
    """The person from the front."""
    brush = _Brush(sheet)
    chest = _ahead(pose.hip, pose.lean, TORSO)
    across = math.radians(pose.lean)
    sides = (1, -1)
    for index, side in enumerate(sides):
        hip = pose.hip[0] + side * 34, pose.hip[1]
        _leg(brush, hip, pose.ankles[index], look, side=side * pose.knees[index], toes=pose.toes[index], facing=side)
    left, right = (
        [
            (pose.hip[0] + side * 52, pose.hip[1] - 6),
            (chest[0] + side * math.cos(across) * 74, chest[1] - side * math.sin(across) * 74),
        ]
        for side in (-1, 1)
    )
    brush.limb((pose.hip[0] - 30, pose.hip[1] + 4), (pose.hip[0] + 30, pose.hip[1] + 4), (84, 84), look.legs)
    brush.shape([left[0], left[1], right[1], right[0]], look.top)
    brush.limb(left[1], right[1], (44, 44), look.top)
    _head(brush, chest, pose.lean + pose.look, look, front=True)
    for index, side in enumerate(sides):
        shoulder = (right if side > 0 else left)[1]
        _arm(brush, shoulder, pose.hands[index], look, side=side * pose.elbows[index], gloves=gloves)
    return brush.finished()


def _leg(
    brush: _Brush, hip: Point, ankle: Point, look: Look, *, side: float, toes: float, dim: float = 1, facing: float = 1
) -> None:
    knee, ankle = joint(hip, ankle, (THIGH, SHIN), side)
    brush.limb(hip, knee, (72, 50), shade(look.legs, dim))
    brush.limb(knee, ankle, (50, 30), shade(look.legs, dim))
    toe = ankle[0] + facing * math.cos(math.radians(toes)) * 52, ankle[1] - 12 - math.sin(math.radians(toes)) * 52
    brush.limb((ankle[0] - facing * 8, ankle[1] - 6), toe, (36, 26), shade(look.shoes, dim))


def _arm(
    brush: _Brush, shoulder: Point, hand: Point, look: Look, *, side: float, gloves: Colour | None, dim: float = 1
) -> None:
    elbow, hand = joint(shoulder, hand, (UPPER_ARM, FOREARM), side)
    brush.limb(
        shoulder, elbow, (44, 36), shade(look.top if look.sleeves else look.skin, dim * (0.94 if look.sleeves else 1))
    )
    brush.limb(elbow, hand, (36, 26), shade(look.skin, dim))
    if gloves:
        brush.disc(hand, 34, shade(gloves, dim))
    else:
        brush.disc(hand, 18, shade(look.skin, dim))


def _head(brush: _Brush, chest: Point, tilt: float, look: Look, *, front: bool = False) -> None:
    brush.limb(chest, _ahead(chest, tilt, 46), (44, 36), shade(look.skin, 0.9))
    centre = _ahead(chest, tilt, 46 + HEAD)
    back = tilt - (0 if front else 38)
    if look.hair == "curly":
        for turn in range(-100, 101, 25):
            brush.disc(_ahead(centre, back + turn * 0.9, HEAD * 0.86), HEAD * 0.42, look.hair_colour)
    if look.hair == "tail" and not front:
        brush.limb(_ahead(centre, tilt - 70, HEAD), _ahead(centre, tilt - 112, HEAD * 2.3), (34, 10), look.hair_colour)
    if look.hair == "bun":
        brush.disc(_ahead(centre, back - (0 if front else 14), HEAD * 1.22), HEAD * 0.46, look.hair_colour)
    brush.disc(centre, HEAD, look.skin)
    if not front:
        brush.disc(_ahead(centre, tilt + 96, HEAD * 0.98), 9, look.skin)
        brush.disc(_ahead(centre, tilt + 72, HEAD * 0.66), 5, shade(look.skin, 0.35))
    else:
        for side in (-1, 1):
            brush.disc(_ahead(centre, tilt + side * 72, HEAD * 0.42), 5, shade(look.skin, 0.35))
    brush.cap(centre, HEAD * 1.06, back, 78 if front else 92, look.hair_colour)
