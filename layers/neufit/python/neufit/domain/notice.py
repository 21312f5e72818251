"""Notices: what one person finds in the inbox, and gets by e-mail unless that is switched off for its topic."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

KEPT = timedelta(days=180)
"""A notice is kept for so long."""


class NoticeTopic(StrEnum):
    """What people switch e-mail on and off for."""

    SESSIONS = "sessions"
    CLASSES = "classes"
    REMINDERS = "reminders"
    NEWS = "news"
    COMMENTS = "comments"
    MODERATION = "moderation"


class NoticeKind(StrEnum):
    """What happened."""

    SESSION_REQUESTED = "session-requested"
    SESSION_ACCEPTED = "session-accepted"
    SESSION_DECLINED = "session-declined"
    SESSION_PROPOSED = "session-proposed"
    SESSION_MOVED = "session-moved"
    SESSION_CANCELLED = "session-cancelled"
    SESSION_RESTORED = "session-restored"
    SESSION_WITHDRAWN = "session-withdrawn"
    INVITED = "invited"
    CLASS_MOVED = "class-moved"
    CLASS_CANCELLED = "class-cancelled"
    SEAT_GIVEN = "seat-given"
    SEAT_LOST = "seat-lost"
    REMINDER = "reminder"
    NEW_VIDEO = "new-video"
    NEW_CLASS = "new-class"
    NEW_PROGRAM = "new-program"
    RECORDING_READY = "recording-ready"
    COMMENT = "comment"
    REPORT_DECIDED = "report-decided"
    WARNING = "warning"


_SESSIONS = (
    NoticeKind.SESSION_REQUESTED,
    NoticeKind.SESSION_ACCEPTED,
    NoticeKind.SESSION_DECLINED,
    NoticeKind.SESSION_PROPOSED,
    NoticeKind.SESSION_MOVED,
    NoticeKind.SESSION_CANCELLED,
    NoticeKind.SESSION_RESTORED,
    NoticeKind.SESSION_WITHDRAWN,
    NoticeKind.INVITED,
)
_CLASSES = (NoticeKind.CLASS_MOVED, NoticeKind.CLASS_CANCELLED, NoticeKind.SEAT_GIVEN, NoticeKind.SEAT_LOST)
_NEWS = (NoticeKind.NEW_VIDEO, NoticeKind.NEW_CLASS, NoticeKind.NEW_PROGRAM)
TOPICS: Mapping[NoticeKind, NoticeTopic] = {
    **dict.fromkeys(_SESSIONS, NoticeTopic.SESSIONS),
    **dict.fromkeys((*_CLASSES, NoticeKind.RECORDING_READY), NoticeTopic.CLASSES),
    **dict.fromkeys(_NEWS, NoticeTopic.NEWS),
    NoticeKind.REMINDER: NoticeTopic.REMINDERS,
    NoticeKind.COMMENT: NoticeTopic.COMMENTS,
    NoticeKind.REPORT_DECIDED: NoticeTopic.MODERATION,
    NoticeKind.WARNING: NoticeTopic.MODERATION,
}
"""Which topic a kind belongs to."""


class Notice(BaseModel):
    """One notice. ``by`` is whose act it tells of; None names nobody. ``link`` is a path of the web application.

    ``starts_at`` is when what it tells of takes place, ``starts_before`` when it would have before it moved: clients
    show both in the zone of who reads. ``number`` counts the notices of one person.
    """

    model_config = ConfigDict(frozen=True)

    notice_id: str
    kind: NoticeKind
    at: datetime
    title: str
    detail: str = ""
    link: str
    by: str | None = None
    starts_at: datetime | None = None
    starts_before: datetime | None = None
    number: int = 0
    read: bool = False
