"""``/community/reports``: what moderators should look at."""

from pydantic import TypeAdapter

from functions.community.blueprint import TAG, blueprint
from functions.community.reports import usecases
from functions.community.reports.schemas import (
    ReportItem,
    ReportPage,
    ReportQuery,
    ReportReceipt,
    ReportRequest,
    ReportSubject,
)
from functions.http import Access, Call, operation
from functions.parameters import SessionHeaders
from neufit.domain.report import About, AnyAbout, Report

_ABOUT: TypeAdapter[AnyAbout] = TypeAdapter(About)


@operation(
    blueprint,
    "POST",
    "/community/reports",
    id="report",
    summary="Report a person, media, a message or a moment to the moderators",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    body=ReportRequest,
    answer=ReportReceipt,
    problems=(404, 409, 429),
)
def report(call: Call) -> ReportReceipt:
    """Words and evidence are kept as they are."""
    services, body = call.services, call.body
    report_id = usecases.file(
        call.me,
        _ABOUT.validate_python(body.about.model_dump()),
        category=body.category,
        words=body.words,
        evidence=body.evidence,
        reports=services.reports,
        users=services.users,
        media=services.media,
        meetings=services.meetings,
        clock=services.clock,
    )
    return ReportReceipt(message="Thank you. A moderator will look at it.", report_id=report_id)


@operation(
    blueprint,
    "GET",
    "/community/reports",
    id="listReports",
    summary="The reports that wait for a moderator",
    tag=TAG,
    access=Access.SESSION,
    headers=SessionHeaders,
    query=ReportQuery,
    answer=ReportPage,
    problems=(403,),
)
def list_reports(call: Call) -> ReportPage:
    """Newest first, for moderators."""
    services = call.services
    found, cursor = usecases.queue(
        call.me,
        limit=call.query.limit,
        cursor=call.query.cursor,
        reports=services.reports,
        users=services.users,
        cursors=services.cursors,
    )
    return ReportPage(items=[_item(each) for each in found], cursor=cursor)


def _item(kept: Report) -> ReportItem:
    return ReportItem(
        report_id=kept.report_id,
        state=kept.state,
        reporter=kept.reporter_id,
        about=ReportSubject.model_validate(kept.about.model_dump()),
        category=kept.category,
        words=kept.words,
        evidence=kept.evidence,
        at=kept.at,
    )
