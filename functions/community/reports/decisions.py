"""What moderators do about reports: dismiss, warn, suspend, and let a suspended person come back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pynamodb.transactions import TransactWrite

from functions.community.reports.usecases import moderator
from neufit.clock import Clock
from neufit.contracts.suspension import Suspension, suspension_key
from neufit.domain.announcement import Announcement, People, Subject, SubjectKind
from neufit.domain.errors import Conflict, FieldError, Forbidden, Invalid
from neufit.domain.notice import NoticeKind
from neufit.domain.report import FOR_GOOD, Decision, Report, ReportState
from neufit.domain.session import Session
from neufit.domain.user import ModeratorWarning, Role, User, user_key
from neufit.ids import new_id
from neufit.signing import Signer
from neufit.stores import sanctions
from neufit.stores.announcements import AnnouncementStore
from neufit.stores.objects import ObjectStore
from neufit.stores.reports import ReportStore
from neufit.stores.tables import ConditionFailed
from neufit.stores.users import UserStore

_TRIES = 8


class Action(StrEnum):
    """What can be done about a report that waits."""

    DISMISS = "dismiss"
    WARN = "warn"
    SUSPEND = "suspend"


_STATES = {
    Action.DISMISS: ReportState.DISMISSED,
    Action.WARN: ReportState.WARNED,
    Action.SUSPEND: ReportState.SUSPENDED,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a moderator wants: the words go to the reporter and the person; ``until`` None is for good."""

    action: Action
    words: str
    until: datetime | None = None


def decide(
    me: Session,
    report_id: str,
    wish: Wish,
    *,
    reports: ReportStore,
    users: UserStore,
    objects: ObjectStore,
    announcements: AnnouncementStore,
    signer: Signer,
    clock: Clock,
) -> Report:
    """Decide a report that waits. Of two moderators one decides; who repeats the own decision gets it again.

    The reporter hears of it, and who is warned. Suspending ends every session in the same transaction, and tells the
    relays. Raise Forbidden, NotFound, Invalid
    naming what can't be, Conflict (``already-decided``).
    """
    moderator(me, users=users)
    for tries_left in reversed(range(_TRIES)):
        now, report = clock(), reports.get(report_id)
        decision = _decision(me, wish, now)
        if report.decision is not None:
            if not report.decision.same_as(decision):
                raise Conflict("Another moderator was first: this report is decided.", code="already-decided")
            decided = report
        else:
            _check_other(me, report)
            sanction = _sanction(report, wish, decision, users=users)
            told = _told(report, decision)

            def also(
                writes: TransactWrite,
                sanction: Callable[[TransactWrite], None] | None = sanction,
                told: Sequence[Announcement] = told,
            ) -> None:
                announcements.write(writes, *told)
                if sanction is not None:
                    sanction(writes)

            try:
                decided = reports.decide(report, decision, also)
                announcements.wake(told, now)
            except ConditionFailed:
                if not tries_left:
                    raise Conflict("This account keeps changing. Try again.") from None
                continue
        if wish.action is Action.SUSPEND and decided.person_id is not None:
            # Also when the decision was there already: whoever died before this line repeats it.
            word = Suspension(person=user_key(decided.person_id), at=now)
            objects.put(suspension_key(new_id(now)), word.sign(signer).encode(), "application/jwt")
        return decided
    raise AssertionError  # the last try returned or raised


def lift(me: Session, user_id: str, *, users: UserStore) -> User:
    """Let a suspended person sign in again. The decision on the report stays. Raise Forbidden, NotFound, Conflict."""
    moderator(me, users=users)
    user = users.get(user_id)
    sanctions.lift(user)
    return user


def _decision(me: Session, wish: Wish, now: datetime) -> Decision:
    until = (wish.until or FOR_GOOD) if wish.action is Action.SUSPEND else None
    if wish.until is not None and wish.action is not Action.SUSPEND:
        raise Invalid("Only a suspension has an end.", fields=[FieldError("until", "is for suspending only")])
    if wish.until is not None and wish.until <= now:
        raise Invalid("A suspension ends in the future.", fields=[FieldError("until", "is in the past")])
    return Decision.model_validate(
        {"state": _STATES[wish.action], "words": wish.words, "by": me.user_id, "at": now, "until": until}
    )


def _told(report: Report, decision: Decision) -> Sequence[Announcement]:
    """What the reporter hears, and the person who is warned. Neither is told who the other one or the moderator is."""
    about, page = Subject(kind=SubjectKind.REPORT, id=report.report_id), "/settings/reports"
    told = [(NoticeKind.REPORT_DECIDED, report.reporter_id)]
    if decision.state is ReportState.WARNED and report.person_id is not None:
        told.append((NoticeKind.WARNING, report.person_id))
    return [
        Announcement.of(kind, about, People(user_ids=(who,)), decision.at, link=page, detail=decision.words)
        for kind, who in told
    ]


def _check_other(me: Session, report: Report) -> None:
    """Nobody judges what one reported, or what is about oneself."""
    concerned = {user_key(report.reporter_id), user_key(report.person_id or "")}
    if user_key(me.user_id) in concerned:
        raise Forbidden("Another moderator has to decide what concerns yourself.", code="own-report")


def _sanction(
    report: Report, wish: Wish, decision: Decision, *, users: UserStore
) -> Callable[[TransactWrite], None] | None:
    """What the decision does to the account of whom it is about. Raise Invalid when that isn't known or has left."""
    if wish.action is Action.DISMISS:
        return None
    person = None if report.person_id is None else users.find(report.person_id)
    if person is None:
        raise Invalid("There is nobody to warn or suspend: unknown, or gone. Dismiss this report.", code="nobody-there")
    if person.role is Role.MODERATOR:
        raise Forbidden("Moderators are appointed and dismissed by those who run the service.", code="a-moderator")
    if decision.until is None:
        return sanctions.warning(person, ModeratorWarning(at=decision.at, words=decision.words))
    return sanctions.suspending(person, max(decision.until, person.suspended_until or decision.until))
