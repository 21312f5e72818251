"""Reporting, and reading reports. What somebody can't see can't be reported: nobody probes for what is hidden."""

from collections.abc import Mapping, Sequence
from typing import Any

from neufit.clock import Clock
from neufit.domain.comment import Comment
from neufit.domain.errors import FieldError, Forbidden, Invalid, NotFound
from neufit.domain.media import Media
from neufit.domain.meeting import Meeting
from neufit.domain.report import (
    AboutComment,
    AboutMedia,
    AboutMessage,
    AboutMoment,
    AboutPerson,
    AnyAbout,
    Report,
    ReportCategory,
)
from neufit.domain.session import Session
from neufit.domain.user import Role, User, user_key
from neufit.ids import new_id
from neufit.stores.comments import CommentStore
from neufit.stores.media import MediaStore
from neufit.stores.meetings import MeetingStore
from neufit.stores.reports import Queue, ReportStore
from neufit.stores.tables import Cursors
from neufit.stores.users import UserStore


def file(
    me: Session,
    about: AnyAbout,
    *,
    category: ReportCategory,
    words: str,
    evidence: Mapping[str, Any],
    reports: ReportStore,
    users: UserStore,
    media: MediaStore,
    comments: CommentStore,
    meetings: MeetingStore,
    clock: Clock,
) -> Report:
    """Keep a report and what we hold of its subject now; answer it as kept. The same one sent again on a day is one.

    Raise Invalid for oneself or a time that the meeting hasn't, NotFound for what the reporter can't see, Conflict for
    what the reporter has reported already, TooManyRequests.
    """
    now = clock()
    person_id: str | None
    match about:
        case AboutPerson():
            _check_other(me, about.user_id)
            user = users.get(about.user_id)
            person_id, seen = user.user_id, _profile(user)
        case AboutMedia():
            item = media.get(about.media_id)
            if not item.visible_to(me.user_id):
                raise NotFound("There is no media item with this id.")
            person_id, seen = item.owner_id, _item(item)
        case AboutComment():
            item, comment = media.get(about.media_id), comments.get(about.media_id, about.comment_id)
            if not item.visible_to(me.user_id) or not comment.shown_to(me.user_id, item.owner_id):
                raise NotFound("There is no comment with this id.")
            _check_other(me, comment.author_id)
            person_id, seen = comment.author_id, _comment(comment, item)
        case AboutMoment():
            meeting = _meeting(me, about.meeting_id, meetings=meetings)
            if not meeting.joinable_from <= about.at <= min(meeting.joinable_until, now):
                wrong = FieldError("about.at", "is not a time at which this meeting took place")
                raise Invalid("The time lies outside of the meeting.", fields=[wrong])
            _check_other(me, about.user_id)
            person_id, seen = about.user_id, _occasion(meeting)
        case AboutMessage():
            meeting = _meeting(me, about.meeting_id, meetings=meetings)
            _check_other(me, about.user_id)
            person_id, seen = about.user_id, _occasion(meeting)
    report = Report(
        report_id=new_id(now),
        reporter_id=me.user_id,
        about=about,
        person_id=person_id,
        category=category,
        words=words,
        evidence=dict(evidence),
        seen=seen,
        at=now,
    )
    return reports.file(report)


def queue(
    me: Session,
    wanted: Queue,
    *,
    limit: int,
    cursor: str | None,
    reports: ReportStore,
    users: UserStore,
    cursors: Cursors,
) -> tuple[Sequence[Report], str | None]:
    """A page of the reports that wait, or were decided, newest first, for moderators. Raise Forbidden for others."""
    moderator(me, users=users)
    listing = f"reports\0{wanted}"
    found, last = reports.queue(wanted, limit=limit, after=_after(cursors, listing, cursor))
    return found, None if last is None else cursors.encode(listing, {"after": last})


def mine(
    me: Session, *, limit: int, cursor: str | None, reports: ReportStore, cursors: Cursors
) -> tuple[Sequence[Report], str | None]:
    """A page of what one reported oneself, newest first, with what became of it and without the evidence."""
    listing = f"reports by\0{user_key(me.user_id)}"
    found, last = reports.made_by(me.user_id, limit=limit, after=_after(cursors, listing, cursor))
    return found, None if last is None else cursors.encode(listing, {"after": last})


def moderator(me: Session, *, users: UserStore) -> User:
    """Who asks, as long as that is a moderator. Raise Forbidden for all others."""
    user = users.find(me.user_id)
    if user is None or user.role is not Role.MODERATOR:
        raise Forbidden("Only moderators do this.")
    return user


def _after(cursors: Cursors, listing: str, cursor: str | None) -> str | None:
    key = cursors.decode(listing, cursor)
    return None if key is None else str(key["after"])


def _check_other(me: Session, user_id: str | None) -> None:
    """Nobody reports himself. Who did it may have left since, so nobody is looked up here."""
    if user_id is not None and user_key(user_id) == user_key(me.user_id):
        raise Invalid("You can't report yourself.", fields=[FieldError("about.userId", "is your own")])


def _meeting(me: Session, meeting_id: str, *, meetings: MeetingStore) -> Meeting:
    """A meeting that is for this person, whoever blocked whom since: what happened before can still be reported."""
    meeting = meetings.get(meeting_id)
    if meeting.role_of(me.user_id) is None:
        raise NotFound("There is no meeting with this id.")
    return meeting


def _profile(user: User) -> dict[str, Any]:
    return {
        "displayName": user.display_name,
        "role": user.role.value,
        "bio": user.bio,
        "avatarMediaId": user.avatar_media_id,
    }


def _item(item: Media) -> dict[str, Any]:
    """The item, and which upload it was: its original is kept under that version, and its SHA-256 names it."""
    return {
        "title": item.title,
        "description": item.description,
        "topics": list(item.topics),
        "owner": item.owner_id,
        "version": item.version,
        "sha256": item.checksum,
    }


def _comment(comment: Comment, item: Media) -> dict[str, Any]:
    """The words as they were, whatever becomes of them."""
    return {"text": comment.text, "author": comment.author_id, "at": comment.at.isoformat(), "title": item.title}


def _occasion(meeting: Meeting) -> dict[str, Any]:
    return {
        "title": meeting.title,
        "kind": meeting.kind.value,
        "host": meeting.host_id,
        "startsAt": meeting.starts_at.isoformat(),
    }
