"""The sample instructor's classes as the API has them: planned, found, ended."""

import secrets
import threading

from iac.local.samples.api import Person, Refused
from iac.local.samples.catalogue import PASSWORD
from iac.local.samples.live.footage import INSTRUCTOR, VIDEO
from iac.local.samples.live.timetable import Class, current, missing
from iac.local.samples.progress import close_class, finished, open_class
from iac.local.settings import LocalSettings
from neufit.clock import system_clock

_TITLE = "Legs of steel, live"


def find(person: Person) -> Class | None:
    """The class to be in now, for somebody who is signed in. Others that the instructor may hold are left alone."""
    return current(_classes(person), system_clock())


def _classes(person: Person) -> list[Class]:
    cards = person.classes(instructor=INSTRUCTOR.user_id)
    return [Class.of(card) for card in cards if card["title"] == _TITLE]


class Classes:
    """What the instructor does at the API. From several threads one after the other; none is planned after the end."""

    def __init__(self, settings: LocalSettings) -> None:
        self._state = settings.state
        self._origin = settings.front_endpoint
        self._turn = threading.Lock()
        self._over = False
        self._run = secrets.token_hex(4)  # a class of before may have been ended in this very minute

    def plan(self) -> tuple[Person, Class]:
        """The instructor, signed in, and the class to hold now; those that are missing are made. Raise Refused."""
        with self._turn:
            person = Person(self._origin, INSTRUCTOR.user_id, PASSWORD)
            if self._over:
                raise Refused(409, {"detail": "there are no more classes"})
            if not finished(self._state):
                person.sign_up(INSTRUCTOR.name, INSTRUCTOR.zip_code, "instructor")
            person.sign_in()
            open_class(self._state)
            for start, end in missing(_classes(person), system_clock()):
                key = f"sample-class-{self._run}-{start.isoformat()}"
                begins, ends, topics = start.isoformat(), end.isoformat(), list(VIDEO.topics)
                person.plan_class(_TITLE, VIDEO.description, topics, begins, key=key, end=ends)
            meeting = find(person)
            if meeting is None:
                raise Refused(404, {"detail": "the class is not listed"})
            return person, meeting

    def end(self) -> None:
        """End the class that runs, cancel those that are planned. Raise Refused."""
        with self._turn:
            self._over = True
            person = Person(self._origin, INSTRUCTOR.user_id, PASSWORD)
            person.sign_in()
            for meeting in _classes(person):
                person.end_class(meeting.meeting_id)
            person.sign_out()
            close_class(self._state)
