"""How reports look to moderators and to who made them."""

from collections.abc import Mapping
from typing import Any

from functions.community.reports.schemas import ReportDecision, ReportItem, ReportSubject
from neufit.domain.report import FOR_GOOD, Decision, Report
from neufit.domain.user import User, user_key


def for_moderators(report: Report, people: Mapping[str, User]) -> ReportItem:
    """All of it. ``people`` are those who are still here, by key."""
    person = people.get(user_key(report.person_id or ""))
    return ReportItem(
        **_fields(report),
        person_name=None if person is None else person.display_name,
        suspended_until=None if person is None else person.suspended_until,
        intact=report.intact,
        decision=None if report.decision is None else _decision(report.decision, by=report.decision.by),
    )


def for_reporter(report: Report) -> ReportItem:
    """What was reported and what became of it; not who decided."""
    return ReportItem(
        **_fields(report),
        person_name=None,
        suspended_until=None,
        intact=None,
        decision=None if report.decision is None else _decision(report.decision, by=None),
    )


def _fields(report: Report) -> dict[str, Any]:
    return {
        "report_id": report.report_id,
        "state": report.state,
        "reporter": report.reporter_id,
        "person": report.person_id,
        "about": ReportSubject.model_validate(report.about.model_dump()),
        "category": report.category,
        "words": report.words,
        "evidence": report.evidence,
        "seen": report.seen,
        "digest": report.digest,
        "at": report.at,
    }


def _decision(decision: Decision, *, by: str | None) -> ReportDecision:
    until = decision.until if decision.until != FOR_GOOD else None
    return ReportDecision(words=decision.words, at=decision.at, by=by, until=until)
