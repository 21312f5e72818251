"""Reporting, and reading reports. What somebody can't see can't be reported: nobody probes for what is hidden."""

from collections.abc import Mapping, Sequence
from typing import Any

from neufit.clock import Clock
from neufit.domain.errors import FieldError, Forbidden, Invalid, NotFound
from neufit.domain.meeting import Meeting
from neufit.domain.report import (
    AboutMedia,
    AboutMessage,
    AboutMoment,
    AboutPerson,
    AnyAbout,
    Report,
    ReportCategory,
    ReportState,
)
from neufit.domain.session import Session
from neufit.domain.user import Role, user_key
from neufit.ids import new_id
from neufit.stores.media import MediaStore
from neufit.stores.meetings import MeetingStore
from neufit.stores.reports import ReportStore
from neufit.stores.tables import Cursors
from neufit.stores.users import UserStore

_LISTING = "reports"


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
    meetings: MeetingStore,
    clock: Clock,
) -> str:
    """Keep a report; answer its id. The same report sent again in an hour is one.

    Raise Invalid for oneself or a time that the meeting hasn't, NotFound for what the reporter can't see,
    TooManyRequests.
    """
    now = clock()
    match about:
        case AboutPerson():
            _check_other(me, about.user_id)
            users.get(about.user_id)
        case AboutMedia():
            if not media.get(about.media_id).visible_to(me.user_id):
                raise NotFound("There is no media item with this id.")
        case AboutMoment():
            meeting = _meeting(me, about.meeting_id, meetings=meetings)
            if not meeting.joinable_from <= about.at <= min(meeting.joinable_until, now):
                wrong = FieldError("about.at", "is not a time at which this meeting took place")
                raise Invalid("The time lies outside of the meeting.", fields=[wrong])
            _check_other(me, about.user_id)
        case AboutMessage():
            _meeting(me, about.meeting_id, meetings=meetings)
            _check_other(me, about.user_id)
    report = Report(
        report_id=new_id(now),
        reporter_id=me.user_id,
        about=about,
        category=category,
        words=words,
        evidence=dict(evidence),
        at=now,
    )
    return reports.file(report)


def queue(
    me: Session, *, limit: int, cursor: str | None, reports: ReportStore, users: UserStore, cursors: Cursors
) -> tuple[Sequence[Report], str | None]:
    """A page of the reports that wait, newest first, for moderators. Raise Forbidden for all others."""
    if users.get(me.user_id).role is not Role.MODERATOR:
        raise Forbidden("Only moderators read reports.")
    after = cursors.decode(_LISTING, cursor)
    found, last = reports.queue(ReportState.OPEN, limit=limit, after=None if after is None else str(after["after"]))
    return found, None if last is None else cursors.encode(_LISTING, {"after": last})


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
