"""Announcements: what happened, or is about to, and who hears of it.

Whoever changes something that others must hear of writes one announcement in the transaction of the change; so one is
never told without the other. What becomes of it (inbox, e-mail) is worked off later, as often as it takes: its id, and
the ids of the notices made of it, say what it is about, so the same is told once.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field

from neufit.domain.notice import NoticeKind
from neufit.domain.subscription import Source
from neufit.ids import dated_id, derived_id

REMINDED = (timedelta(hours=24), timedelta(minutes=15))
"""So long before its start people are reminded of what they take part in."""
TOLD_WITHIN = timedelta(days=2)
"""What could not be told for so long is news no more, and dropped."""


class SubjectKind(StrEnum):
    """What an announcement is about."""

    BOOKING = "booking"
    MEETING = "meeting"
    MEDIA = "media"
    PROGRAM = "program"
    REPORT = "report"
    PERSON = "person"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Subject(_Frozen):
    """One thing, as it was at a revision of it (any text that differs from one change to the next)."""

    kind: SubjectKind
    id: str
    revision: str = ""


class People(_Frozen):
    """Some people by name; at most 50."""

    kind: Literal["people"] = "people"
    user_ids: Annotated[tuple[str, ...], Field(max_length=50)]


class Enrolled(_Frozen):
    """Whoever has a seat in a class, or is on the list of a meeting, when it is told; its host when ``host``."""

    kind: Literal["enrolled"] = "enrolled"
    meeting_id: str
    host: bool = False


class Subscribers(_Frozen):
    """Whoever is subscribed to one of these sources when it is told."""

    kind: Literal["subscribers"] = "subscribers"
    sources: tuple[Source, ...]


Audience = Annotated[People | Enrolled | Subscribers, Field(discriminator="kind")]


class Announcement(_Frozen):
    """What is to be told to whom, from ``due_at`` on and not after ``expires_at``.

    ``by`` is whose act it was: that person isn't told, nor is who is apart from that person by a block; None names
    nobody. ``title`` is what the subject is called, ``detail`` what the person said (a reason, an outcome).
    ``starts_at`` is when the subject takes place, ``starts_before`` when it would have before it moved. ``link`` is a
    path of the web application.
    """

    announcement_id: str
    kind: NoticeKind
    subject: Subject
    audience: Audience
    due_at: datetime
    expires_at: datetime
    title: str = ""
    detail: str = ""
    link: str
    by: str | None = None
    starts_at: datetime | None = None
    starts_before: datetime | None = None

    @classmethod
    def of(
        cls,
        kind: NoticeKind,
        subject: Subject,
        audience: People | Enrolled | Subscribers,
        at: datetime,
        *,
        link: str,
        expires_at: datetime | None = None,
        title: str = "",
        detail: str = "",
        by: str | None = None,
        starts_at: datetime | None = None,
        starts_before: datetime | None = None,
    ) -> Self:
        """An announcement with the id that follows from what it is about: kind, subject with revision, audience."""
        to = audience.model_dump_json()
        return cls(
            announcement_id=derived_id("announcement", kind, subject.kind, subject.id, subject.revision, to),
            kind=kind,
            subject=subject,
            audience=audience,
            due_at=at,
            expires_at=at + TOLD_WITHIN if expires_at is None else expires_at,
            link=link,
            title=title,
            detail=detail,
            by=by,
            starts_at=starts_at,
            starts_before=starts_before,
        )

    def notice_id(self, key: str) -> str:
        """The id of what a person (by ``user_key``) finds in the inbox because of this. It sorts by ``due_at``."""
        return dated_id(self.due_at, "notice", self.announcement_id, key)


def reminder(
    subject: Subject,
    audience: People | Enrolled,
    starts_at: datetime,
    now: datetime,
    *,
    title: str,
    link: str,
) -> Announcement | None:
    """The next reminder of what begins at ``starts_at``; None when there is no time left for one.

    One row stands for all of them: when the first was told, the worker writes the next. The subject's revision is its
    start, so one that moved or was cancelled meanwhile is not reminded of.
    """
    left = [before for before in REMINDED if now < starts_at - before]
    if not left:
        return None
    ahead, later = left[0], left[1:]
    minutes = ahead // timedelta(minutes=1)
    return Announcement.of(
        NoticeKind.REMINDER,
        subject.model_copy(update={"revision": f"{starts_at:%Y-%m-%dT%H:%M}-{minutes}"}),
        audience,
        starts_at - ahead,
        expires_at=starts_at - later[0] if later else starts_at,
        title=title,
        link=link,
        starts_at=starts_at,
    )
