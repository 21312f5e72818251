"""``/community/reports``: what moderators should look at, and what they do about it."""

from pydantic import TypeAdapter

from functions.community.blueprint import TAG, blueprint
from functions.community.reports import decisions, usecases
from functions.community.reports.decisions import Action, Wish
from functions.community.reports.schemas import (
    DecisionQuery,
    DecisionRequest,
    ReportItem,
    ReportPage,
    ReportQuery,
    ReportReceipt,
    ReportRequest,
    SuspensionQuery,
)
from functions.community.reports.views import for_moderators, for_reporter
from functions.http import Access, Call, Message, operation
from functions.parameters import SessionHeaders
from functions.withdrawal import Withdrawal
from neufit.domain.report import About, AnyAbout

_ABOUT: TypeAdapter[AnyAbout] = TypeAdapter(About)


@operation(
    blueprint,
    "POST",
    "/community/reports",
    id="report",
    summary="Report a person, media, a comment, a message or a moment to the moderators",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    body=ReportRequest,
    answer=ReportReceipt,
    problems=(404, 409, 429),
)
def report(call: Call) -> ReportReceipt:
    """Words and evidence are kept as they are, with what the service holds of the subject at that moment."""
    services, body = call.services, call.body
    kept = usecases.file(
        call.me,
        _ABOUT.validate_python(body.about.model_dump()),
        category=body.category,
        words=body.words,
        evidence=body.evidence,
        reports=services.reports,
        users=services.users,
        media=services.media,
        comments=services.comments,
        meetings=services.meetings,
        clock=services.clock,
    )
    return ReportReceipt(
        message="Thank you. A moderator will look at it.", report_id=kept.report_id, digest=kept.digest
    )


@operation(
    blueprint,
    "GET",
    "/community/reports",
    id="listReports",
    summary="The reports that wait for a moderator, or one's own",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=ReportQuery,
    answer=ReportPage,
    problems=(403,),
)
def list_reports(call: Call) -> ReportPage:
    """Newest first. Everybody reads the own ones and what became of them, moderators read all."""
    services, query = call.services, call.query
    if query.mine:
        found, cursor = usecases.mine(
            call.me, limit=query.limit, cursor=query.cursor, reports=services.reports, cursors=services.cursors
        )
        return ReportPage(items=[for_reporter(each) for each in found], cursor=cursor)
    found, cursor = usecases.queue(
        call.me,
        query.queue,
        limit=query.limit,
        cursor=query.cursor,
        reports=services.reports,
        users=services.users,
        cursors=services.cursors,
    )
    people = services.users.get_many(each.person_id for each in found if each.person_id is not None)
    by_key = {user.key: user for user in people.values()}
    return ReportPage(items=[for_moderators(each, by_key) for each in found], cursor=cursor)


@operation(
    blueprint,
    "PUT",
    "/community/reports",
    id="decideReport",
    summary="Dismiss a report, warn or suspend whom it is about",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=DecisionQuery,
    body=DecisionRequest,
    answer=ReportItem,
    problems=(403, 404, 409),
)
def decide(call: Call) -> ReportItem:
    """Decided once. A suspension ends every session at once, and live connections within seconds.

    What was to take place while it lasts is called off.
    """
    services, body = call.services, call.body
    decided = decisions.decide(
        call.me,
        call.query.report_id,
        Wish(body.action, body.words, body.until),
        reports=services.reports,
        users=services.users,
        objects=services.objects,
        announcements=services.announcements,
        signer=services.signer,
        clock=services.clock,
    )
    if body.action is Action.SUSPEND and decided.person_id is not None and decided.decision is not None:
        Withdrawal.of(services).everything(decided.person_id, decided.decision.until)
    person = None if decided.person_id is None else services.users.find(decided.person_id)
    return for_moderators(decided, {} if person is None else {person.key: person})


@operation(
    blueprint,
    "DELETE",
    "/community/suspensions",
    id="liftSuspension",
    summary="Let a suspended person sign in again",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=SuspensionQuery,
    answer=Message,
    problems=(403, 404, 409),
)
def lift_suspension(call: Call) -> Message:
    """For moderators. Repeating it changes nothing."""
    user = decisions.lift(call.me, call.query.user_id, users=call.services.users)
    return Message(message=f"{user.display_name} can sign in again.")
