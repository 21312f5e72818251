"""Exercises as loops of poses."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from iac.local.samples.figure import Point, Pose

_FLOOR = 26.0
"""Height of an ankle whose foot stands on the floor."""

STANDING = Pose(
    hip=(0, 370), lean=2, hands=((26, 352), (-8, 350)), ankles=((8, _FLOOR), (-14, _FLOOR)), elbows=(-1, -1)
)
FACING = Pose(
    hip=(0, 372), lean=0, hands=((108, 352), (-108, 352)), ankles=((48, _FLOOR), (-48, _FLOOR)), elbows=(1, 1)
)


@dataclass(frozen=True, slots=True, eq=False)
class Exercise:
    """``keys`` are (share of the period, pose); the last one leads back to the first. ``period`` is in seconds."""

    name: str
    period: float
    keys: Sequence[tuple[float, Pose]]
    front: bool = False
    hold: str = ""

    def pose(self, share: float) -> Pose:
        """The pose at a moment of the loop (0 to 1), with soft turns."""
        keys = [*self.keys, (1.0, self.keys[0][1])]
        for (start, pose), (end, following) in pairwise(keys):
            if start <= share <= end:
                linear = (share - start) / ((end - start) or 1)
                return pose.towards(following, (1 - math.cos(math.pi * linear)) / 2)
        return self.keys[0][1]


def _side(  # noqa: PLR0917  # a table of poses reads best in columns
    hip: Point,
    lean: float,
    near_hand: Point,
    far_hand: Point,
    near_ankle: Point,
    far_ankle: Point,
    look: float = 0,
    toes: tuple[float, float] = (0, 0),
    knees: tuple[float, float] = (1, 1),
    elbows: tuple[float, float] = (-1, -1),
) -> Pose:
    return Pose(hip, lean, (near_hand, far_hand), (near_ankle, far_ankle), look, knees, elbows, toes)


_SQUAT_LOW = _side((-105, 205), 38, (225, 395), (215, 400), (8, _FLOOR), (-14, _FLOOR), look=-24)
_LUNGE_HIGH = _side((0, 340), 3, (40, 350), (-30, 350), (120, _FLOOR), (-120, 52), toes=(0, 48))
_LUNGE_LOW = _side((-6, 216), 4, (60, 330), (-50, 330), (150, _FLOOR), (-205, 62), toes=(0, 62))
_PLANK_HIGH = _side((-60, 190), 74, (148, 16), (160, 16), (-395, 62), (-400, 60), -6, (72, 72))
_PLANK_LOW = _side((-70, 112), 84, (148, 16), (160, 16), (-395, 62), (-400, 60), -10, (72, 72))
_CLIMB_LEFT = _side((-60, 205), 74, (148, 16), (160, 16), (15, 84), (-400, 60), -6, (40, 72))
_CLIMB_RIGHT = _side((-60, 205), 74, (148, 16), (160, 16), (-395, 62), (10, 84), -6, (72, 40))
_KNEE_LEFT = _side((0, 376), 3, (-40, 420), (130, 470), (74, 250), (-6, _FLOOR), toes=(20, 0), elbows=(-1, -1))
_KNEE_RIGHT = _side((0, 376), 3, (130, 470), (-40, 420), (6, _FLOOR), (66, 250), toes=(0, 20), elbows=(-1, -1))
_SWING_LOW = _side((-84, 300), 62, (-96, 236), (-100, 240), (34, _FLOOR), (-4, _FLOOR), look=-30)
_SWING_HIGH = _side((6, 370), -3, (222, 548), (216, 550), (34, _FLOOR), (-4, _FLOOR))
_GUARD = _side((0, 352), 6, (92, 556), (118, 570), (-70, _FLOOR), (96, _FLOOR), toes=(14, 0))
_JAB = _side((16, 350), 9, (92, 560), (262, 566), (-70, _FLOOR), (96, _FLOOR), toes=(18, 0))
_CROSS = _side((30, 348), 14, (280, 562), (104, 560), (-70, 34), (96, _FLOOR), toes=(34, 0))
_REACH_UP = _side((0, 372), -6, (26, 806), (12, 806), (8, _FLOOR), (-14, _FLOOR), look=-8)
_FOLD = _side((-52, 362), 158, (52, 66), (44, 66), (8, _FLOOR), (-14, _FLOOR), look=16)
_DOWN_DOG = _side((-86, 330), 128, (222, 18), (230, 18), (-310, 40), (-318, 40), 22, (30, 30))
_COBRA = _side((-88, 62), 42, (98, 18), (106, 18), (-420, 40), (-424, 38), -34, (120, 120))
_CAT = _side((-120, 214), 88, (88, 18), (96, 18), (-290, 40), (-296, 38), 44, (110, 110))
_COW = _side((-120, 196), 82, (88, 18), (96, 18), (-290, 40), (-296, 38), -44, (110, 110))


def _facing(  # noqa: PLR0917  # as above
    hip: Point,
    lean: float,
    right_hand: Point,
    left_hand: Point,
    right_ankle: Point,
    left_ankle: Point,
    elbows: tuple[float, float] = (1, 1),
) -> Pose:
    return Pose(hip, lean, (right_hand, left_hand), (right_ankle, left_ankle), elbows=elbows)


_JACK_SHUT = _facing((0, 372), 0, (104, 352), (-104, 352), (30, _FLOOR), (-30, _FLOOR))
_JACK_HALF = _facing((0, 392), 0, (306, 580), (-306, 580), (110, 44), (-110, 44))
_JACK_OPEN = _facing((0, 352), 0, (96, 790), (-96, 790), (176, _FLOOR), (-176, _FLOOR), (-1, -1))
_WARRIOR = _facing((-40, 262), 0, (300, 470), (-300, 470), (230, _FLOOR), (-226, _FLOOR))
_WARRIOR_DEEP = _facing((-58, 244), 0, (286, 452), (-318, 452), (230, _FLOOR), (-226, _FLOOR))
_BEND_RIGHT = _facing((-14, 372), 26, (150, 330), (170, 750), (52, _FLOOR), (-52, _FLOOR), (1, -1))
_WIDE = _facing((0, 372), 0, (306, 590), (-306, 590), (52, _FLOOR), (-52, _FLOOR))
_BEND_LEFT = _facing((14, 372), -26, (-170, 750), (-150, 330), (52, _FLOOR), (-52, _FLOOR), (-1, 1))
_STEP_RIGHT = _facing((52, 350), 8, (280, 700), (-70, 400), (124, _FLOOR), (6, 74))
_STEP_HALF = _facing((0, 338), 0, (150, 420), (-150, 420), (70, _FLOOR), (-70, _FLOOR))
_STEP_LEFT = _facing((-52, 350), -8, (70, 400), (-280, 700), (-6, 74), (-124, _FLOOR))

BREATHING = Exercise(
    "Breathe", 3.2, [(0, FACING), (0.5, replace(FACING, hip=(0, 376), hands=((116, 366), (-116, 366))))], front=True
)
SQUATS = Exercise("Squats", 2.4, [(0, STANDING), (0.45, _SQUAT_LOW), (0.55, _SQUAT_LOW)])
LUNGES = Exercise("Split lunges", 2.2, [(0, _LUNGE_HIGH), (0.5, _LUNGE_LOW)])
PUSH_UPS = Exercise("Push-ups", 1.8, [(0, _PLANK_HIGH), (0.5, _PLANK_LOW)])
CLIMBERS = Exercise("Mountain climbers", 0.8, [(0, _CLIMB_LEFT), (0.5, _CLIMB_RIGHT)])
HIGH_KNEES = Exercise("High knees", 0.7, [(0, _KNEE_LEFT), (0.5, _KNEE_RIGHT)])
SWINGS = Exercise(
    "Kettlebell swings", 1.7, [(0, _SWING_LOW), (0.45, _SWING_HIGH), (0.55, _SWING_HIGH)], hold="kettlebell"
)
JAB_CROSS = Exercise(
    "Jab, cross", 1.2, [(0, _GUARD), (0.2, _JAB), (0.45, _GUARD), (0.65, _CROSS), (0.9, _GUARD)], hold="gloves"
)
SUN_SALUTATION = Exercise(
    "Sun salutation",
    9.0,
    [
        (0, STANDING),
        (0.12, _REACH_UP),
        (0.27, _FOLD),
        (0.42, _PLANK_HIGH),
        (0.54, _COBRA),
        (0.7, _DOWN_DOG),
        (0.86, _FOLD),
    ],
)
CAT_COW = Exercise("Cat and cow", 4.0, [(0, _CAT), (0.5, _COW)])
JUMPING_JACKS = Exercise(
    "Jumping jacks",
    1.0,
    [(0, _JACK_SHUT), (0.25, replace(_JACK_HALF, elbows=(-1, -1))), (0.5, _JACK_OPEN), (0.75, _JACK_HALF)],
    front=True,
)
WARRIOR = Exercise("Warrior two", 5.0, [(0, _WARRIOR), (0.5, _WARRIOR_DEEP)], front=True)
SIDE_BENDS = Exercise(
    "Side bends",
    4.4,
    [
        (0, _BEND_RIGHT),
        (0.25, replace(_WIDE, elbows=(-1, 1))),
        (0.5, _BEND_LEFT),
        (0.75, replace(_WIDE, elbows=(1, -1))),
    ],
    front=True,
)
SIDE_STEPS = Exercise(
    "Side step and reach",
    1.2,
    [(0, _STEP_RIGHT), (0.25, _STEP_HALF), (0.5, _STEP_LEFT), (0.75, _STEP_HALF)],
    front=True,
)
