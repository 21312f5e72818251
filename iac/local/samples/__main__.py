"""Makes the sample people and videos that are missing. Says ``ready`` once two videos can be watched."""

import io
import os
import signal
import sys
import time
from pathlib import Path

from iac.local.samples.api import Person
from iac.local.samples.catalogue import CUSTOMERS, INSTRUCTORS, MODERATOR, PASSWORD, VIDEOS, Instructor, Video
from iac.local.samples.clips import render
from iac.local.samples.portraits import portrait
from iac.local.samples.progress import finish
from iac.local.samples.topics import set_up_topics
from iac.local.samples.training import Training
from iac.local.settings import LocalSettings
from neufit.clock import system_clock
from neufit.domain.errors import Conflict
from neufit.domain.user import Role, User
from neufit.passwords import Passwords
from neufit.stores.users import UserStore

_FIRST = 2
"""Videos that can be watched when the system says that it is ready."""

_LONGEST = 15 * 60
"""Seconds that one video may take to be published on a slow machine."""


def say(line: str) -> None:
    """A line for the person who waits; the supervisor passes it on."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Samples:
    """Everything that is made, in the order in which it can be used."""

    def __init__(self, settings: LocalSettings) -> None:
        self._settings = settings
        self._here = settings.front_endpoint
        self._clips = settings.state / "clips"
        self._people: dict[str, Person] = {}

    def make(self) -> bool:
        """Make what is missing; False when a video could not be published."""
        self.appoint()
        for instructor in INSTRUCTORS:
            person = self._person(instructor.user_id)
            person.sign_up(instructor.name, instructor.zip_code, "instructor")
            person.sign_in()
        published = [self.publish(number, video) for number, video in enumerate(VIDEOS[:_FIRST], 1)]
        self.welcome()
        waited = [self.wait(video, media_id) for video, media_id in zip(VIDEOS, published, strict=False)]
        say("ready")
        for instructor in INSTRUCTORS:
            self.introduce(instructor)
        uploaded: list[tuple[Video, str]] = []
        for number, video in enumerate(VIDEOS[_FIRST:], _FIRST + 1):
            uploaded.append((video, self.publish(number, video)))
            if len(uploaded) > 1:  # one is being encoded while the next one is rendered
                waited.append(self.wait(*uploaded[-2]))
        waited += [self.wait(*last) for last in uploaded[-1:]]
        for instructor in INSTRUCTORS:
            self.show_face(instructor)
        if all(waited):
            Training(self._here, {each.user_id: self._person(each.user_id) for each in INSTRUCTORS}).make()
        for instructor in INSTRUCTORS:
            self._person(instructor.user_id).sign_out()
        return all(waited)

    def appoint(self) -> None:
        """Topics and the moderator: set up by whoever runs the house, so no public route makes them."""
        set_up_topics(self._settings)
        user_id, name = MODERATOR
        moderator = User(
            user_id=user_id,
            role=Role.MODERATOR,
            display_name=name,
            password_hash=Passwords().hash(PASSWORD),
            created_at=system_clock(),
        )
        try:
            UserStore().create(moderator)
        except Conflict:
            return

    def welcome(self) -> None:
        """The customers and what they subscribe to."""
        for customer in CUSTOMERS:
            person = self._person(customer.user_id)
            person.sign_up(customer.name, customer.zip_code, "customer")
            person.sign_in()
            if not person.profile()["subscriptions"]:
                person.change(subscriptions=list(customer.subscriptions))
            person.sign_out()

    def introduce(self, instructor: Instructor) -> None:
        """What an instructor says about themselves."""
        person = self._person(instructor.user_id)
        if not person.profile()["bio"]:
            person.change(bio=instructor.bio)

    def show_face(self, instructor: Instructor) -> None:
        """An instructor's picture, once it is published."""
        person = self._person(instructor.user_id)
        if person.profile()["avatarMediaId"]:
            return
        picture = io.BytesIO()
        portrait(instructor.look, instructor.room).save(picture, "PNG")
        media_id = person.upload_image(picture.getvalue())
        if self._watch(person, media_id) == "available":
            person.change(avatarMediaId=media_id)

    def publish(self, number: int, video: Video) -> str:
        """Render and upload a video unless its owner has it; its media id."""
        owner = self._person(video.owner)
        for item in owner.items():
            if item["title"] == video.title and item["status"] != "failed" and item["uploaded"]:
                return str(item["mediaId"])
        clip = video.clip
        say(f"video {number} of {len(VIDEOS)}: {video.title} ({clip.seconds} s, {clip.width}x{clip.height})")
        file = render(video.clip, self._clips)
        return owner.upload_video(file, video.title, video.description, list(video.topics))

    def wait(self, video: Video, media_id: str) -> bool:
        """Wait until a video is published."""
        status = self._watch(self._person(video.owner), media_id)
        say(f"{video.title}: {'published' if status == 'available' else status}")
        return status == "available"

    def _watch(self, owner: Person, media_id: str) -> str:
        deadline = time.monotonic() + _LONGEST
        while time.monotonic() < deadline:
            status = next((str(item["status"]) for item in owner.items() if item["mediaId"] == media_id), "gone")
            if status not in {"uploading", "processing"}:
                return status
            time.sleep(1)
        return "still in the works"

    def _person(self, user_id: str) -> Person:
        if user_id not in self._people:
            self._people[user_id] = Person(self._here, user_id, PASSWORD)
        return self._people[user_id]


def main() -> int:
    """Run once; a later start goes on where this one ended."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # what is half made is put away
    os.nice(5)  # the pages that somebody looks at meanwhile come first
    settings = LocalSettings.from_environment()
    if Samples(settings).make():
        finish(Path(settings.state))
        say("all sample videos are published")
    return 0


if __name__ == "__main__":
    sys.exit(main())
