"""schemathesis against the application behind the local gateway, over HTTP: no 5xx, nothing outside the document."""

import asyncio
import threading
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path

import pytest
import schemathesis
from aiohttp import web
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from iac.local.front.gateway import PREFIX, Gateway
from iac.local.front.problems import problems
from neufit.domain.calendar.booking import Act, added
from neufit.domain.calendar.intervals import Interval
from neufit.domain.media import Kind, Media, Status
from neufit.domain.meeting import Meeting
from neufit.domain.room.kinds import MeetingKind
from neufit.domain.session import Session, expiry, token_hash
from neufit.domain.topic import Topic
from neufit.domain.user import Role, User

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
FEW = settings(
    max_examples=8,
    derandomize=True,  # the same requests in every run
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),  # two cores that do other things too
)
PERSON, TOKEN, MEDIA_ID = "coach_of_the_house", "the token of the coach of the house", "01JD0W6F7MZ5Q8R3T9V2X4Y6ZA"
MEETING_ID, EVENT_ID = "01JD0W6F7MZ5Q8R3T9V2X4Y6ZB", "01JD0W6F7MZ5Q8R3T9V2X4Y6ZC"

schema = schemathesis.openapi.from_path(
    Path(__file__).parents[2] / "docs/openapi.json",  # another test keeps it fresh
    config=schemathesis.Config.from_dict({"phases": {"coverage": {"enabled": False}}}),  # hundreds of near repeats
)


@pytest.fixture(scope="module")
def address(gateway):
    """Where the application answers, behind the gateway of the system on one machine."""
    started: Future[str] = Future()
    ended = threading.Event()

    async def serve():
        local = Gateway(gateway._app_object)
        server = web.Application(middlewares=[problems])
        server.router.add_route("*", PREFIX + "/{path:.*}", local.answer)
        runner = web.AppRunner(server, access_log=None, max_line_size=2**20, max_field_size=2**20)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        started.set_result(f"http://127.0.0.1:{runner.addresses[0][1]}{PREFIX}")
        await asyncio.to_thread(ended.wait)
        local.close()
        await runner.cleanup()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        yield started.result(timeout=30)
    finally:
        ended.set()
        thread.join()


@pytest.fixture
def house(services, clock):
    """An instructor with an item, a meeting and an event, and a topic. Give a function that keeps a session alive."""
    now = clock()
    if services.users.find(PERSON) is None:
        user = User(user_id=PERSON, role=Role.INSTRUCTOR, display_name="Coach", password_hash="-", created_at=now)
        services.users.create(user)
        services.topics.put(Topic(slug="beginners_yoga", name="Yoga for beginners"))
        services.media.create(
            Media(
                media_id=MEDIA_ID,
                owner_id=PERSON,
                kind=Kind.VIDEO,
                title="Morning flow",
                status=Status.UPLOADING,
                version="v1",
                created_at=now,
            )
        )
        services.meetings.create(
            Meeting(
                meeting_id=MEETING_ID,
                kind=MeetingKind.GROUP_CLASS,
                host_id=PERSON,
                title="Morning flow",
                starts_at=now,
                ends_at=now + timedelta(hours=1),
                created_at=now,
            ),
            now,
        )
        tomorrow = Interval(now + timedelta(days=1), now + timedelta(days=1, hours=1))
        services.bookings.create(added(EVENT_ID, Act(PERSON, now), title="Away", span=tomorrow), now)
    session = Session(
        session_id="s1",
        token_hash=token_hash(TOKEN),
        user_id=PERSON,
        role=Role.INSTRUCTOR,
        client="schemathesis",
        created_at=now,
        used_at=now,
        expires_at=expiry(now, timedelta(hours=1)),
    )

    def sign_in():
        if services.sessions.find(TOKEN, now) is None:  # some requests end it
            services.sessions.open(session, services.users.get(PERSON))

    return sign_in


@schema.parametrize()
@FEW
def test_whoever_asks(case, address, house):
    """Requests with made-up headers, queries and bodies, right and wrong ones."""
    case.call_and_validate(base_url=address, checks=CHECKS)


@schema.parametrize()
@FEW
def test_an_instructor_asks(case, address, house):
    """The same with a living session, on an item of one's own where the operation takes one."""
    house()
    case.headers = {**(case.headers or {}), "userId": PERSON, "authToken": TOKEN}
    if case.query and "mediaId" in case.query:
        case.query["mediaId"] = MEDIA_ID
    if case.query and "meetingId" in case.query:
        case.query["meetingId"] = MEETING_ID
    if case.query and "eventId" in case.query:
        case.query["eventId"] = EVENT_ID
    case.call_and_validate(base_url=address, checks=[check for check in CHECKS if check is not negative_data_rejection])
