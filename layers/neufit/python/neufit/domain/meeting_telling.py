"""What others hear of when a meeting is made, moved or called off."""

from datetime import datetime

from neufit.domain.announcement import Announcement, Enrolled, People, Subject, SubjectKind, Subscribers, reminder
from neufit.domain.meeting import Meeting
from neufit.domain.notice import NoticeKind
from neufit.domain.subscription import Source


def of_new(meeting: Meeting, now: datetime, *, news: bool = True) -> list[Announcement]:
    """Subscribers hear of a new class (not of each class of a series: ``news``), those named of a shared workout.

    Its people are reminded of it.
    """
    told = []
    sources = [Source.instructor(meeting.host_id), *(Source.topic(slug) for slug in meeting.topics)]
    if (meeting.public and news) or (meeting.shared and meeting.attendees):
        told.append(
            Announcement.of(
                NoticeKind.INVITED if meeting.shared else NoticeKind.NEW_CLASS,
                Subject(kind=SubjectKind.MEETING, id=meeting.meeting_id),
                _people(meeting) if meeting.shared else Subscribers(sources=tuple(sources)),
                now,
                link=_link(meeting),
                title=meeting.title,
                by=meeting.host_id,
                starts_at=meeting.starts_at,
            )
        )
    return [*told, *_reminder(meeting, now)]


def of_change(before: Meeting, after: Meeting, now: datetime, *, neutral: bool = False) -> list[Announcement]:
    """Its people hear when it moved or was cancelled, ``neutral``: without by whom.

    ``after`` has the revision that it gets.
    """
    cancelled = after.cancelled and before.closed_at is None
    moved = after.closed_at is None and after.starts_at != before.starts_at
    if cancelled:
        kind = NoticeKind.CLASS_CANCELLED if after.public else NoticeKind.SESSION_CANCELLED
    elif moved:
        kind = NoticeKind.CLASS_MOVED if after.public else NoticeKind.SESSION_MOVED
    else:
        return []
    told = Announcement.of(
        kind,
        Subject(kind=SubjectKind.MEETING, id=after.meeting_id, revision=str(after.revision)),
        _people(after, host=neutral),
        now,
        link=_link(after),
        title=after.title,
        by=None if neutral else after.host_id,
        starts_at=after.starts_at,
        starts_before=before.starts_at,
    )
    return [told] if cancelled else [told, *_reminder(after, now)]


def _people(meeting: Meeting, *, host: bool = False) -> Enrolled | People:
    if not meeting.pair:
        return Enrolled(meeting_id=meeting.meeting_id, host=host)
    return People(user_ids=(meeting.host_id, *meeting.attendees) if host else meeting.attendees)


def _reminder(meeting: Meeting, now: datetime) -> list[Announcement]:
    told = reminder(
        Subject(kind=SubjectKind.MEETING, id=meeting.meeting_id),
        _people(meeting, host=meeting.shared),
        meeting.starts_at,
        now,
        title=meeting.title,
        link=_link(meeting),
    )
    return [] if told is None else [told]


def _link(meeting: Meeting) -> str:
    return f"/live/{meeting.meeting_id}"
