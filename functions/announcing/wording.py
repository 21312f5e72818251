"""What a notice says. Times are not among it: whoever shows it knows the reader's zone."""

from collections.abc import Mapping
from datetime import timedelta

from neufit.domain.announcement import Announcement
from neufit.domain.notice import NoticeKind

_TITLES: Mapping[NoticeKind, str] = {
    NoticeKind.SESSION_REQUESTED: "{name} asks you for a session",
    NoticeKind.SESSION_ACCEPTED: "{name} accepted your session",
    NoticeKind.SESSION_DECLINED: "{name} declined your session",
    NoticeKind.SESSION_PROPOSED: "{name} proposes another time for your session",
    NoticeKind.SESSION_MOVED: "{name} moved your session",
    NoticeKind.SESSION_CANCELLED: "{name} cancelled your session",
    NoticeKind.SESSION_RESTORED: "{name} took the last change of your session back",
    NoticeKind.SESSION_WITHDRAWN: "Your session can't take place",
    NoticeKind.INVITED: "{name} invites you to watch “{title}” together",
    NoticeKind.CLASS_MOVED: "“{title}” takes place at another time",
    NoticeKind.CLASS_CANCELLED: "“{title}” is cancelled",
    NoticeKind.SEAT_GIVEN: "You have a seat in “{title}”",
    NoticeKind.SEAT_LOST: "You have no seat in “{title}” any more",
    NoticeKind.REMINDER: "“{title}” begins in {ahead}",
    NoticeKind.NEW_VIDEO: "{name} published “{title}”",
    NoticeKind.NEW_CLASS: "{name} holds a new class: “{title}”",
    NoticeKind.NEW_PROGRAM: "{name} made a new program: “{title}”",
    NoticeKind.RECORDING_READY: "The recording of “{title}” is ready",
    NoticeKind.COMMENT: "{name} commented on “{title}”",
    NoticeKind.REPORT_DECIDED: "A moderator looked at your report",
    NoticeKind.WARNING: "A moderator has a warning for you",
}
_DETAILS: Mapping[NoticeKind, str] = {
    NoticeKind.SESSION_WITHDRAWN: "It is off your calendar, and your time is free again.",
    NoticeKind.SEAT_GIVEN: "A seat became free, and you were next on the waitlist.",
    NoticeKind.SEAT_LOST: "It takes place when you have something else.",
}
_DAY = timedelta(days=1)


def worded(announcement: Announcement, name: str | None) -> tuple[str, str]:
    """Title and detail of a notice; ``name`` is that of who did what it tells of."""
    title = _TITLES[announcement.kind].format(
        name=name or "Somebody", title=announcement.title or "Untitled", ahead=_ahead(announcement)
    )
    return title, announcement.detail or _DETAILS.get(announcement.kind, "")


def _ahead(announcement: Announcement) -> str:
    """How long a reminder comes before the start."""
    if announcement.starts_at is None:
        return "a while"
    left = announcement.starts_at - announcement.due_at
    return "a day" if left >= _DAY else f"{left // timedelta(minutes=1)} minutes"
