"""What sample people train: programs by two instructors, what Ann did in the last two weeks, and what people say.

Made once, after all sample videos are published: nobody who waits for the system waits for this.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from iac.local.samples.api import Person
from iac.local.samples.catalogue import CUSTOMERS, MAYA, OMAR, PASSWORD

ANN, BEN, CARLA, _, _, FINN, GRACE, HUGO = CUSTOMERS
ZONE = "UTC"

REST: tuple[str, ...] = ()
SUN, CAT = ("Morning sun salutation",), ("Cat, cow and side bends",)
SQUATS, SWINGS = ("Squats and lunges, no equipment",), ("Kettlebell swings",)


@dataclass(frozen=True, slots=True)
class Plan:
    """A program: weeks with a name and seven days of titles of its instructor's videos."""

    owner: str
    title: str
    description: str
    level: str
    topics: Sequence[str]
    weeks: Sequence[tuple[str, Sequence[Sequence[str]]]]

    def claim(self, videos: Mapping[str, str]) -> dict[str, object]:
        """What is asked of the API; ``videos`` are media ids by title."""
        return {
            "title": self.title,
            "description": self.description,
            "level": self.level,
            "topics": list(self.topics),
            "weeks": [
                {"title": name, "days": [[videos[title] for title in day] for day in days]} for name, days in self.weeks
            ],
        }


PROGRAMS = (
    Plan(
        MAYA.user_id,
        "Two slow weeks",
        "For backs that sit all day. Ten quiet minutes on most days, and rest that counts as training.",
        "beginner",
        ("beginners_yoga", "mobility"),
        (
            ("Arrive", (SUN, REST, CAT, REST, SUN, SUN + CAT, REST)),
            ("Unfold", (CAT, SUN, REST, SUN + CAT, REST, SUN + CAT, REST)),
        ),
    ),
    Plan(
        OMAR.user_id,
        "One kettlebell, three weeks",
        "Legs, hips and grip with one weight and a square metre of floor. Each week adds a day.",
        "intermediate",
        ("strength",),
        (
            ("Learn the hinge", (SQUATS, REST, SWINGS, REST, SQUATS, REST, REST)),
            ("Add a day", (SQUATS, REST, SWINGS, SQUATS, REST, SWINGS, REST)),
            ("Hold on", (SQUATS + SWINGS, REST, SWINGS, SQUATS, REST, SQUATS + SWINGS, REST)),
        ),
    ),
)

DONE: Mapping[int, Sequence[str]] = {
    0: SUN,
    1: CAT + SQUATS,
    2: SUN,
    3: SWINGS,
    4: SUN + CAT,
    6: SQUATS,
    7: SUN,
    9: CAT + SWINGS + SUN,
    10: SUN,
    11: SQUATS,
    13: CAT,
}
"""How many days ago Ann did what. The service takes days back to two weeks, for who trained without a connection."""

COMMENTS = (
    (CARLA, SUN, "First time my heels came close to the floor. Thank you!"),
    (ANN, SUN, "Done every other morning for two weeks now. My back noticed before I did."),
    (GRACE, CAT, "Can I do this one right after getting up?"),
    (MAYA, CAT, "Yes, Grace. Just go slower for the first three rounds."),
    (BEN, SWINGS, "Grip gave up before the legs did."),
    (FINN, SWINGS, "16 kg was the right weight for the start."),
    (HUGO, SQUATS, "No equipment and still no stairs today."),
)


class Training:
    """Makes it through the public API. ``origin`` is where that is, ``owners`` are instructors who are signed in."""

    def __init__(self, origin: str, owners: Mapping[str, Person]) -> None:
        self._origin = origin
        self._people = dict(owners)

    def make(self) -> None:
        """Make what is missing; what is there already is answered as it is. Raise Refused."""
        videos = {
            str(item["title"]): str(item["mediaId"])
            for owner in self._people.values()
            for item in owner.items()
            if item["status"] == "available"
        }
        made = [self._people[plan.owner].make_program(plan.claim(videos), f"sample-{plan.title}") for plan in PROGRAMS]
        guests = {each.user_id for each in CUSTOMERS}
        for author, titles, words in COMMENTS:
            self._person(author.user_id).comment(videos[titles[0]], words)
        ann, today = self._person(ANN.user_id), datetime.now(UTC).date()
        ann.join_program(made[0], ZONE)
        for back, workouts in DONE.items():
            for title in workouts:
                ann.mark_done(videos[title], ZONE, (today - timedelta(days=back)).isoformat())
        for user_id, person in self._people.items():
            if user_id in guests:
                person.sign_out()

    def _person(self, user_id: str) -> Person:
        if user_id not in self._people:
            person = Person(self._origin, user_id, PASSWORD)
            person.sign_in()
            self._people[user_id] = person
        return self._people[user_id]
