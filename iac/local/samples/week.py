"""``python -m iac.local.samples.week``: the calendars of the sample people for the days ahead.

It runs at each start of the system, because days pass: whatever stands in the calendars already is left alone.
"""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from iac.local.samples.api import Person, Refused
from iac.local.samples.catalogue import CUSTOMERS, JIN, MAYA, PASSWORD, ROSA, Customer, Instructor
from iac.local.settings import LocalSettings
from neufit.clock import system_clock

ANN, BEN, CARLA, DEV, ELIF, FINN, GRACE, HUGO = CUSTOMERS


@dataclass(frozen=True, slots=True)
class Hours:
    """When an instructor takes sessions: the same hours on some weekdays, by a zone's wall clock."""

    instructor: Instructor
    zone: str
    weekdays: Sequence[str]
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Request:
    """A customer asks for the first free slot so many days ahead, and what becomes of it.

    ``answer`` is the instructor's step: ``accept``, ``decline``, ``propose`` (the slot after it), or nothing yet.
    """

    customer: Customer
    instructor: Instructor
    days: int
    title: str
    note: str = ""
    answer: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Classes each week, by the wall clock of the instructor's zone, and who takes part, in this order."""

    instructor: Instructor
    title: str
    description: str
    topics: Sequence[str]
    weekdays: Sequence[int]
    zone: str
    start: str
    minutes: int
    capacity: int | None
    people: Sequence[Customer]

    def claim(self, now: datetime) -> dict[str, object]:
        """What is asked of the API: four weeks of classes, the first one tomorrow at the earliest."""
        today = now.astimezone(ZoneInfo(self.zone)).date()
        first = next(
            day for day in (today + timedelta(ahead) for ahead in range(1, 8)) if day.weekday() in self.weekdays
        )
        by_day = ",".join(("MO", "TU", "WE", "TH", "FR", "SA", "SU")[each] for each in self.weekdays)
        return {
            "title": self.title,
            "description": self.description,
            "topics": list(self.topics),
            "capacity": self.capacity,
            "zone": self.zone,
            "startTime": f"{first.isoformat()}T{self.start}",
            "durationMinutes": self.minutes,
            "rule": f"FREQ=WEEKLY;BYDAY={by_day};COUNT={4 * len(self.weekdays)}",
        }


_WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
HOURS = (
    Hours(MAYA, "Europe/Stockholm", (*_WORKDAYS, "saturday", "sunday"), "08:00", "13:00"),
    Hours(JIN, "America/Los_Angeles", (*_WORKDAYS, "saturday", "sunday"), "07:00", "11:00"),
    Hours(ROSA, "Europe/Lisbon", (*_WORKDAYS, "saturday", "sunday"), "15:00", "20:00"),
)
SERIES = (
    Series(
        MAYA,
        "Morning flow",
        "Forty-five slow minutes before the day begins. Every pose explained.",
        ("beginners_yoga", "mobility"),
        (0, 2, 4),
        "Europe/Stockholm",
        "07:00",
        45,
        12,
        (ANN, CARLA, GRACE, FINN),
    ),
    Series(
        ROSA,
        "Boxing, small group",
        "Three people, so that I see every punch.",
        ("boxing",),
        (1, 3),
        "Europe/Lisbon",
        "19:00",
        60,
        3,
        (BEN, ELIF, ANN, HUGO),  # one more than there are places
    ),
    Series(
        JIN,
        "Saturday sprints",
        "Ten rounds, one minute each. Bring water.",
        ("hiit",),
        (5,),
        "America/Los_Angeles",
        "09:00",
        30,
        None,
        (DEV, HUGO, ANN),
    ),
)
REQUESTS = (
    Request(ANN, MAYA, 1, "Hips and lower back", "I sit all day and it shows.", "accept", "Bring a cushion."),
    Request(
        ANN, JIN, 2, "First interval plan", "Never done intervals before.", "propose", "An hour later suits me better."
    ),
    Request(ANN, ROSA, 3, "Footwork", "Can we start with the basic stance?"),
    Request(ANN, MAYA, 5, "Shoulders", answer="accept"),
    Request(BEN, ROSA, 1, "Jab and cross", answer="accept"),
    Request(
        BEN, JIN, 4, "Hill sprints", "My knee is fine again.", "decline", "I am away that day. Ask me for next week."
    ),
    Request(CARLA, MAYA, 2, "Standing splits", answer="accept"),
    Request(CARLA, ROSA, 4, "Samba basics", "For a wedding!"),
)


class Week:
    """Fills the calendars through the public API."""

    def __init__(self, settings: LocalSettings) -> None:
        self._origin = settings.front_endpoint
        self._here: dict[str, Person] = {}

    def make(self) -> None:
        """Make what is missing. Raise Refused."""
        for hours in HOURS:
            self._open(hours)
        for series in SERIES:
            self._plan(series)
        for customer in dict.fromkeys(request.customer.user_id for request in REQUESTS):
            if not self._busy(customer):
                for request in REQUESTS:
                    if request.customer.user_id == customer:
                        self._ask(request)
        for person in self._here.values():
            person.sign_out()

    def _open(self, hours: Hours) -> None:
        weekly = [{"weekday": day, "start": hours.start, "end": hours.end} for day in hours.weekdays]
        self._instructor(hours.instructor).take_sessions(hours.zone, weekly)

    def _plan(self, series: Series) -> None:
        """Plan the next four weeks unless there are classes of this name ahead."""
        person, now = self._instructor(series.instructor), system_clock()
        if any(each["title"] == series.title for each in person.classes(instructor=person.user_id)):
            return
        series_id = person.plan_series(series.claim(now), key=f"sample-{series.title}-{now:%G-%V}")
        for customer in series.people:
            self._customer(customer).enrol(series_id)

    def _busy(self, user_id: str) -> bool:
        """Whether a customer has sessions ahead: those of an earlier start, or what somebody booked in the demo."""
        customer = next(each for each in CUSTOMERS if each.user_id == user_id)
        return any(each["kind"] == "session" for each in self._customer(customer).calendar(days=7))

    def _ask(self, request: Request) -> None:
        customer, instructor = self._customer(request.customer), self._instructor(request.instructor)
        day = system_clock() + timedelta(days=request.days)
        slots = customer.slots(request.instructor.user_id, day)
        if not slots:
            return
        asked, then = slots[0], slots[min(1, len(slots) - 1)]
        try:
            event_id = customer.ask(request.instructor.user_id, asked, request.title, request.note)
            if request.answer:
                times = then if request.answer == "propose" else None
                instructor.step(event_id, request.answer, request.reason, times)
        except Refused as refused:
            if refused.status != 409:  # somebody in the demo was quicker
                raise

    def _instructor(self, known: Instructor) -> Person:
        return self._person(known.user_id, known.name, known.zip_code, "instructor")

    def _customer(self, known: Customer) -> Person:
        return self._person(known.user_id, known.name, known.zip_code, "customer")

    def _person(self, user_id: str, name: str, zip_code: int, role: str) -> Person:
        if user_id not in self._here:
            person = Person(self._origin, user_id, PASSWORD)
            person.sign_up(name, zip_code, role)
            person.sign_in()
            self._here[user_id] = person
        return self._here[user_id]


def main() -> int:
    """Run once."""
    os.nice(5)  # the pages that somebody looks at meanwhile come first
    Week(LocalSettings.from_environment()).make()
    sys.stdout.write("the week's calendars are filled\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
