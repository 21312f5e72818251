"""Who there is and what they teach: names, topics, videos."""

from collections.abc import Sequence
from dataclasses import dataclass

from iac.local.samples import exercises
from iac.local.samples.clips import Clip, Interval
from iac.local.samples.figure import Look
from iac.local.samples.scene import Room
from neufit.domain.topic import Topic

PASSWORD = "train-anywhere"  # noqa: S105  # of people who do not exist, on this machine only; the README names it

TOPICS = (
    Topic(slug="beginners_yoga", name="Yoga for beginners", description="Slow flows with every pose explained."),
    Topic(slug="strength", name="Strength", description="Build muscle with your own weight or one kettlebell."),
    Topic(slug="hiit", name="HIIT", description="Short intervals, short rests, done before the kettle boils."),
    Topic(slug="boxing", name="Boxing", description="Footwork and combinations, no partner needed."),
    Topic(slug="mobility", name="Mobility", description="Move stiff hips, backs and shoulders again."),
    Topic(slug="dance", name="Dance", description="Steps that anybody can follow, to a beat."),
)


@dataclass(frozen=True, slots=True)
class Instructor:
    """Somebody who uploads."""

    user_id: str
    name: str
    bio: str
    zip_code: int
    look: Look
    room: Room


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who watches, and what he or she subscribes to."""

    user_id: str
    name: str
    zip_code: int
    subscriptions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Video:
    """A clip with what its instructor writes about it."""

    owner: str
    title: str
    description: str
    topics: Sequence[str]
    clip: Clip


MAYA = Instructor(
    "maya_flow",
    "Maya Lindqvist",
    "Yoga teacher from Gothenburg. Twelve years of slow mornings; I explain every pose.",
    41101,
    Look((236, 190, 160), (92, 58, 38), "bun", (214, 106, 86), (58, 74, 92), (236, 190, 160)),
    Room(((250, 240, 226), (243, 222, 200)), ((222, 184, 148), (198, 156, 120)), (206, 92, 72), (54, 44, 46), "window"),
)
OMAR = Instructor(
    "omar_strong",
    "Omar Haddad",
    "Strength coach. One kettlebell, a square metre of floor, no excuses.",
    60311,
    Look((176, 124, 88), (34, 28, 28), "short", (222, 96, 62), (92, 104, 126), (240, 196, 64), sleeves=True),
    Room(((38, 44, 58), (56, 66, 84)), ((44, 44, 52), (30, 30, 38)), (250, 190, 60), (246, 244, 238), "neon"),
)
JIN = Instructor(
    "jin_park",
    "Jin Park",
    "Former track athlete. Intervals that end before you can talk yourself out of them.",
    94110,
    Look((242, 204, 170), (24, 24, 30), "tail", (42, 157, 143), (32, 42, 68), (244, 244, 248)),
    Room(((110, 96, 168), (246, 162, 118)), ((116, 78, 110), (76, 54, 92)), (255, 204, 120), (255, 248, 240), "sun"),
)
ROSA = Instructor(
    "rosa_moves",
    "Rosa Oliveira",
    "Dancer and boxing coach from Porto. If you can walk, you can do this.",
    40000,
    Look((142, 92, 66), (40, 26, 24), "curly", (236, 184, 66), (120, 40, 74), (250, 240, 230)),
    Room(
        ((22, 104, 112), (38, 138, 140)), ((222, 204, 176), (196, 174, 144)), (255, 196, 96), (250, 250, 244), "arches"
    ),
)
INSTRUCTORS = (MAYA, OMAR, JIN, ROSA)

CUSTOMERS = (
    Customer("ann_walker", "Ann Walker", 10115, ("maya_flow", "omar_strong", "strength", "dance")),
    Customer("ben_okafor", "Ben Okafor", 20095, ("omar_strong", "boxing")),
    Customer("carla_ruiz", "Carla Ruiz", 28001, ("beginners_yoga", "mobility")),
    Customer("dev_patel", "Dev Patel", 90210, ("hiit", "jin_park")),
    Customer("elif_demir", "Elif Demir", 34000, ("rosa_moves", "dance")),
    Customer("finn_larsen", "Finn Larsen", 15000, ("strength", "hiit", "maya_flow")),
    Customer("grace_liu", "Grace Liu", 73301, ("beginners_yoga", "rosa_moves")),
    Customer("hugo_martin", "Hugo Martin", 75001, ("jin_park", "omar_strong", "mobility")),
)

MODERATOR = ("mod_sam", "Sam Keller")


def _work(exercise: exercises.Exercise, seconds: int) -> Interval:
    return Interval(exercise, seconds)


def _pause(seconds: int, exercise: exercises.Exercise = exercises.BREATHING) -> Interval:
    return Interval(exercise, seconds, rest=True)


def _clip(  # noqa: PLR0917  # the columns of a table
    name: str,
    by: Instructor,
    size: tuple[int, int],
    intervals: Sequence[Interval],
    beat: float,
    chord: Sequence[float],
    frame_rate: int = 30,
    *,
    mat: bool = False,
) -> Clip:
    return Clip(name, *size, frame_rate, by.look, by.room, intervals, beat, chord, mat)


_WARM, _BRIGHT, _LOW = (220.0, 277.2, 329.6, 440.0), (261.6, 329.6, 392.0, 523.3), (110.0, 164.8, 196.0, 220.0)

VIDEOS = (
    Video(
        MAYA.user_id,
        "Morning sun salutation",
        "Two slow rounds to wake up spine and shoulders. Bend your knees as much as you like.",
        ("beginners_yoga", "mobility"),
        _clip(
            "sun-salutation",
            MAYA,
            (1280, 720),
            [_work(exercises.SUN_SALUTATION, 18), _pause(4)],
            60,
            _WARM,
            25,
            mat=True,
        ),
    ),
    Video(
        OMAR.user_id,
        "Squats and lunges, no equipment",
        "Legs in under half a minute. Heels stay down, chest stays up.",
        ("strength",),
        _clip(
            "squats-lunges",
            OMAR,
            (1280, 720),
            [_work(exercises.SQUATS, 10), _pause(4), _work(exercises.LUNGES, 10)],
            96,
            _LOW,
        ),
    ),
    Video(
        JIN.user_id,
        "Jacks and high knees",
        "A finisher for the phone on your shelf: two moves, no breaks worth the name.",
        ("hiit",),
        _clip(
            "jacks-knees",
            JIN,
            (720, 1280),
            [_work(exercises.JUMPING_JACKS, 10), _pause(3), _work(exercises.HIGH_KNEES, 10)],
            120,
            _BRIGHT,
        ),
    ),
    Video(
        ROSA.user_id,
        "Jab, cross, repeat",
        "The two punches that everything else is made of. Turn the back foot with the cross.",
        ("boxing", "hiit"),
        _clip(
            "jab-cross",
            ROSA,
            (1280, 720),
            [_work(exercises.JAB_CROSS, 14), _pause(4), _work(exercises.JAB_CROSS, 14)],
            110,
            _LOW,
        ),
    ),
    Video(
        MAYA.user_id,
        "Cat, cow and side bends",
        "For backs that sat too long. Follow your breath, not the clock.",
        ("mobility", "beginners_yoga"),
        _clip(
            "cat-cow",
            MAYA,
            (854, 480),
            [_work(exercises.CAT_COW, 16), _pause(4), _work(exercises.SIDE_BENDS, 16)],
            60,
            _WARM,
            25,
            mat=True,
        ),
    ),
    Video(
        ROSA.user_id,
        "Side step and reach",
        "One step, one reach, and suddenly it is dancing.",
        ("dance",),
        _clip("side-step", ROSA, (720, 1280), [_work(exercises.SIDE_STEPS, 24)], 100, _BRIGHT),
    ),
    Video(
        OMAR.user_id,
        "Kettlebell swings",
        "The hips do the work, the arms only hold on. Three rounds in full HD, so you can see why.",
        ("strength", "hiit"),
        _clip(
            "kettlebell",
            OMAR,
            (1920, 1080),
            [
                _work(exercises.SWINGS, 12),
                _pause(4),
                _work(exercises.SWINGS, 12),
                _pause(4),
                _work(exercises.SWINGS, 12),
            ],
            104,
            _LOW,
        ),
    ),
    Video(
        JIN.user_id,
        "Floor work: push-ups and climbers",
        "Five moves on the floor and you are done for today.",
        ("hiit", "strength"),
        _clip(
            "floor-work",
            JIN,
            (1920, 1080),
            [
                _work(exercises.PUSH_UPS, 12),
                _pause(4),
                _work(exercises.CLIMBERS, 12),
                _pause(4),
                _work(exercises.PUSH_UPS, 12),
            ],
            120,
            _BRIGHT,
        ),
    ),
)
