"""``/media/programs``, ``/media/program``, ``/media/program/membership``: workouts in an order over weeks."""

from collections.abc import Sequence

from functions.http import Access, Call, Message, operation
from functions.media.blueprint import blueprint
from functions.media.programs import usecases
from functions.media.programs.schemas import (
    ChangeProgramRequest,
    JoinProgramRequest,
    MakeProgramRequest,
    ProgramDetail,
    ProgramHeaders,
    ProgramPage,
    ProgramQuery,
    ProgramReceipt,
    ProgramsQuery,
    ShowProgramQuery,
    WeekPlan,
)
from functions.media.programs.usecases import Changes, Plan, Shelf
from functions.media.programs.views import program_card, program_detail
from functions.parameters import SessionHeaders
from functions.topics import check_topics
from neufit.domain.errors import Unauthenticated
from neufit.domain.program import Program, ProgramStatus, Week
from neufit.stores.programs import ALL, by_instructor, on_topic, own

_SAID = {
    ProgramStatus.DRAFT: "The draft is saved.",
    ProgramStatus.PUBLISHED: "The program is up to date. Everybody can join it.",
    ProgramStatus.ARCHIVED: "The program is archived. Those who are in it can finish it.",
}


def _shelf(call: Call) -> Shelf:
    services = call.services
    return Shelf(services.programs, services.cards, services.workout_log, services.clock)


def _receipt(program: Program) -> ProgramReceipt:
    return ProgramReceipt(
        message=_SAID[program.status],
        program_id=program.program_id,
        status=program.status,
        revision=program.revision,
    )


def _weeks(plans: Sequence[WeekPlan]) -> tuple[Week, ...]:
    return tuple(Week(title=each.title, days=tuple(tuple(day) for day in each.days)) for each in plans)


@operation(
    blueprint,
    "GET",
    "/media/programs",
    id="listPrograms",
    summary="Programs: published ones, one's own, or those one is in",
    tag="Media",
    access=Access.OPTIONAL,
    headers=SessionHeaders,
    query=ProgramsQuery,
    answer=ProgramPage,
    problems=(401,),
)
def list_programs(call: Call) -> ProgramPage:
    """Newest first, with how far one is. Those whom a block hides are left out."""
    services, query = call.services, call.query
    if (query.own or query.joined) and call.session is None:
        raise Unauthenticated("Sign in to see your programs.")
    if query.joined:
        shown = usecases.joined(call.me, zone=query.zone, shelf=_shelf(call))
        return ProgramPage(items=[program_card(each, services.objects) for each in shown], cursor=None)
    if query.own:
        listing = own(call.me.user_id)
    elif query.instructor is not None:
        listing = by_instructor(query.instructor)
    else:
        listing = ALL if query.topic is None else on_topic(query.topic)
    found, cursor = usecases.listed(
        call.user_id,
        listing,
        zone=query.zone,
        limit=query.limit,
        cursor=query.cursor,
        shelf=_shelf(call),
        cursors=services.cursors,
    )
    return ProgramPage(items=[program_card(each, services.objects) for each in found], cursor=cursor)


@operation(
    blueprint,
    "GET",
    "/media/program",
    id="getProgram",
    summary="A program with its weeks",
    tag="Media",
    access=Access.OPTIONAL,
    headers=SessionHeaders,
    query=ShowProgramQuery,
    answer=ProgramDetail,
    problems=(404,),
)
def get_program(call: Call) -> ProgramDetail:
    """For who is in it also what is done, and what comes next."""
    query = call.query
    shown = usecases.show(call.user_id, query.program_id, zone=query.zone, shelf=_shelf(call))
    return program_detail(shown, call.services.objects)


@operation(
    blueprint,
    "POST",
    "/media/program",
    id="makeProgram",
    summary="Make a program",
    tag="Media",
    access=Access.SESSION,
    headers=ProgramHeaders,
    body=MakeProgramRequest,
    answer=ProgramReceipt,
    problems=(403,),
)
def make_program(call: Call) -> ProgramReceipt:
    """A draft, which only its maker sees."""
    services, body = call.services, call.body
    made = usecases.make(
        call.me,
        Plan(
            title=body.title,
            description=body.description,
            level=body.level,
            topics=check_topics(body.topics, topics=services.topics),
            weeks=_weeks(body.weeks),
            key=call.headers.idempotency_key,
        ),
        programs=services.programs,
        users=services.users,
        media=services.media,
        clock=services.clock,
    )
    return _receipt(made)


@operation(
    blueprint,
    "PUT",
    "/media/program",
    id="changeProgram",
    summary="Change, publish or archive a program",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    query=ProgramQuery,
    body=ChangeProgramRequest,
    answer=ProgramReceipt,
    problems=(404, 409),
)
def change_program(call: Call) -> ProgramReceipt:
    """Those who are in it see the change at once; what they did counts where its video stands now."""
    services, body = call.services, call.body
    changed = usecases.change(
        call.me,
        call.query.program_id,
        Changes(
            title=body.title,
            description=body.description,
            level=body.level,
            topics=None if body.topics is None else check_topics(body.topics, topics=services.topics),
            weeks=None if body.weeks is None else _weeks(body.weeks),
            status=body.status,
        ),
        revision=body.revision,
        programs=services.programs,
        media=services.media,
        clock=services.clock,
    )
    return _receipt(changed)


@operation(
    blueprint,
    "POST",
    "/media/program/membership",
    id="joinProgram",
    summary="Join a program",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    body=JoinProgramRequest,
    answer=Message,
    problems=(404, 409),
)
def join_program(call: Call) -> Message:
    """What is done from today on counts in it. Repeating it changes nothing."""
    usecases.join(call.me, call.body.program_id, zone=call.body.zone, shelf=_shelf(call))
    return Message(message="You are in. Your first workout is waiting.")


@operation(
    blueprint,
    "DELETE",
    "/media/program/membership",
    id="leaveProgram",
    summary="Leave a program",
    tag="Media",
    access=Access.SESSION,
    headers=SessionHeaders,
    query=ProgramQuery,
    answer=Message,
)
def leave_program(call: Call) -> Message:
    """What was done stays in one's history. Repeating it changes nothing."""
    call.services.programs.leave(call.me.user_id, call.query.program_id)
    return Message(message="You left this program.")
