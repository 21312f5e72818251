"""Steps of bookings reach the other one's inbox, once; reminders come before the start, or not at all."""

from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.announcing.audience import PAGE
from functions.announcing.handler import compose, work_off
from neufit.domain.announcement import Announcement, People, Subject, SubjectKind, Subscribers
from neufit.domain.comment import Comment
from neufit.domain.errors import Unavailable
from neufit.domain.media import Kind, Media, Status
from neufit.domain.notice import NoticeKind
from neufit.domain.program import Level, Program, ProgramStatus
from neufit.domain.subscription import Source
from neufit.domain.user import Role
from neufit.ids import new_id
from neufit.settings import AnnouncingSettings, PublishingSettings
from neufit.stores.announcements import AnnouncementRow, Waiting, waiting_at
from neufit.stores.notices import NoticeRow
from neufit.stores.subscriptions import joining
from neufit.stores.transactions import write_together
from stepfunctions.composition import Tasks
from stepfunctions.composition import compose as compose_tasks
from stepfunctions.publish_video.tasks.fan_out import announce


class Post:
    """Works announcements off as the local cloud does, without a queue between."""

    def __init__(self, teller):
        self.teller = teller

    def deliver(self):
        """Work off what is due until nothing is."""
        while due := self.teller.announcements.due(self.teller.clock(), limit=100):
            for waiting in due:
                self.teller.work_off(waiting)


@pytest.fixture
def post(api_settings, services, clock):
    """Who tells people, and an empty outbox."""
    for row in AnnouncementRow.scan():
        row.delete()
    return Post(compose(AnnouncingSettings(**api_settings.model_dump()), clock))


@pytest.fixture
def inbox(api):
    """GET /user/notices; who was away for too long signs in again."""

    def read(person, **query):
        if not query:
            person = api.sign_in(person.user_id, person.password)
        reply = api.get("/user/notices", headers=person.headers, query=query)
        assert reply.status == 200, reply.content
        return reply.json

    return read


def titles(page):
    """What a page of an inbox says."""
    return [item["title"] for item in page["items"]]


def test_each_step_is_told_to_the_other_one(api, office, post, inbox, clock):
    """Who took a step isn't told; the other one is, with the reason, the times and the way there."""
    coach, ben = office.coach(), api.customer(displayName="Ben")
    event = office.session(ben, coach)
    post.deliver()
    assert (titles(inbox(coach)), inbox(ben)["items"]) == (["Ben asks you for a session"], [])
    office.step(coach, event, "accept", reason="With pleasure")
    post.deliver()
    page = inbox(ben)
    told = page["items"][0]
    assert (page["unread"], told["kind"], told["detail"]) == (1, "session-accepted", "With pleasure")
    assert (told["title"], told["link"]) == ("Coach Anna accepted your session", f"/calendar/events/{event}")
    clock.advance(timedelta(minutes=1))
    later = office.slots(ben, coach)[-1]
    moved = office.step(coach, event, "reschedule", startTime=later["startTime"], endTime=later["endTime"])
    assert moved.status == 200, moved.content
    clock.advance(timedelta(minutes=1))
    office.step(ben, event, "cancel", reason="Ill")
    post.deliver()
    assert titles(inbox(ben))[0] == "Coach Anna moved your session"
    assert inbox(ben)["items"][0]["startsBefore"] == told["startsAt"]
    assert titles(inbox(coach))[0] == "Ben cancelled your session"


def test_a_session_that_ends_by_a_block_names_nobody(api, office, post, inbox):
    """Both hear that it can't take place, and neither who or what is behind it; older notices of the two are gone."""
    coach, ben = office.coach(), api.customer(displayName="Ben")
    office.accepted(ben, coach)
    post.deliver()
    assert inbox(coach)["unread"] == 1
    blocked = api.post("/community/blocks", headers=ben.headers, json={"userId": coach.user_id})
    assert blocked.status == 200, blocked.content
    post.deliver()
    for person in (coach, ben):
        page = inbox(person)
        assert titles(page) == ["Your session can't take place"]
        assert page["unread"] == 1
        assert "Ben" not in str(page)
        assert "Anna" not in str(page)


def test_reminders_come_a_day_and_a_quarter_of_an_hour_before(api, office, post, inbox, clock):
    """Both are reminded twice, at these times; a worker that slept through the start says nothing any more."""
    coach, ben = office.coach(noticeMinutes=0), api.customer()
    event = office.accepted(ben, coach, -1)
    starts_at = post.teller.bookings.get(event).standing.starts_at
    post.deliver()
    clock.now = starts_at - timedelta(hours=24, seconds=1)
    post.deliver()
    assert "begins" not in str(inbox(ben))
    clock.advance(timedelta(seconds=1))
    post.deliver()
    assert titles(inbox(ben))[0] == "“One-on-one session” begins in a day"
    clock.now = starts_at - timedelta(minutes=15)
    post.deliver()
    assert titles(inbox(coach))[:2] == [
        "“One-on-one session” begins in 15 minutes",
        "“One-on-one session” begins in a day",
    ]
    assert list(AnnouncementRow.scan()) == []


@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=5)], ids=["at the start", "after it"])
def test_a_late_reminder_is_dropped(api, office, post, inbox, clock, late):
    """Nobody is reminded of what has begun."""
    coach, ben = office.coach(noticeMinutes=0), api.customer()
    event = office.accepted(ben, coach)
    post.deliver()
    clock.now = post.teller.bookings.get(event).standing.starts_at + late
    post.deliver()
    assert "begins" not in str(inbox(ben))
    assert list(AnnouncementRow.scan()) == []


@pytest.mark.parametrize("step", ["reschedule", "cancel"])
def test_nobody_is_reminded_of_what_was_moved_or_cancelled(api, office, post, inbox, clock, step):
    """The reminder of the time before is dropped; the one of the time now comes."""
    coach, ben = office.coach(noticeMinutes=0), api.customer()
    event = office.accepted(ben, coach, -2)
    post.deliver()
    before = post.teller.bookings.get(event).standing.starts_at
    slot = office.slots(ben, coach)[-1]
    to = {"startTime": slot["startTime"], "endTime": slot["endTime"]} if step == "reschedule" else {}
    assert office.step(coach, event, step, **to).status == 200
    post.deliver()
    after = post.teller.bookings.get(event).standing.starts_at
    clock.now = before - timedelta(hours=24)
    post.deliver()
    assert "begins" not in str(inbox(ben))
    clock.now = after - timedelta(hours=24)
    post.deliver()
    clock.now = after - timedelta(minutes=15)
    post.deliver()
    assert str(inbox(ben)).count("begins in 15 minutes") == (step == "reschedule")


def test_some_or_all_notices_are_read(api, office, post, inbox):
    """One by its id, then all; saying neither or both is refused."""
    coach = office.coach()
    for _ in range(3):
        office.session(api.customer(), coach)
    post.deliver()
    page = inbox(coach)
    assert page["unread"] == 3

    def read(**sent):
        return api.post("/user/notices/read", headers=coach.headers, json=sent)

    assert read(noticeIds=[page["items"][1]["noticeId"], "unknown"]).json == {"unread": 2}
    assert [item["read"] for item in inbox(coach)["items"]] == [False, True, False]
    assert read(all=True).json == {"unread": 0}
    assert inbox(coach)["unread"] == 0
    for wrong in ({}, {"all": True, "noticeIds": ["x"]}, {"noticeIds": []}, {"all": False}):
        assert read(**wrong).status == 400


def test_pages_of_an_inbox(api, office, post, inbox):
    """A cursor leads on; that of another inbox is refused."""
    coach = office.coach()
    for _ in range(3):
        office.session(api.customer(), coach)
    post.deliver()
    first = inbox(coach, limit=2)
    second = inbox(coach, limit=2, cursor=first["cursor"])
    assert (len(first["items"]), len(second["items"]), second["cursor"]) == (2, 1, None)
    other = api.customer()
    refused = api.get("/user/notices", headers=other.headers, query={"cursor": first["cursor"]})
    assert refused.status == 400


def test_one_bad_message_keeps_nobody_waiting(api, office, post, inbox):
    """What can't be read, isn't there any more or fails is passed over; the failed one is told by the next sweep."""
    coach, ben = office.coach(), api.customer()
    office.session(ben, coach)
    office.session(ben, coach, 1)
    gone = Waiting(shard="due#0", place="2026-01-01T00:00:00.000000#x")
    first, second = post.teller.announcements.due(post.teller.clock(), limit=10)
    add, failing = post.teller.notices.add, [True]

    def fail_once(user_id, notice):
        if failing.pop():
            failing.append(False)
            raise Unavailable("gone", retry_after=1)
        failing.append(False)
        return add(user_id, notice)

    post.teller.notices.add = fail_once
    bodies = ["{", *(each.model_dump_json() for each in (gone, first, second))]
    work_off(post.teller, [{"messageId": str(number), "body": body} for number, body in enumerate(bodies)])
    assert inbox(coach)["unread"] == 1
    post.deliver()
    assert inbox(coach)["unread"] == 2


NUMBERS = count()


class Died(Exception):
    """The worker's process is gone."""


@given(deaths=st.lists(st.integers(0, PAGE + 2), max_size=3), doubles=st.booleans())
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_large_audience_hears_once_whenever_workers_die(services, post, clock, crowd, deaths, doubles):
    """However often a worker dies between two people, and whoever runs twice, each finds the notice once."""
    by, people = crowd
    program = Program(
        program_id=f"crowd_{next(NUMBERS)}",
        owner_id=by,
        title="Eight weeks",
        level=Level.BEGINNER,
        status=ProgramStatus.PUBLISHED,
        created_at=clock(),
    )
    services.programs.create(program)
    told = Announcement.of(
        NoticeKind.NEW_PROGRAM,
        Subject(kind=SubjectKind.PROGRAM, id=program.program_id),
        Subscribers(sources=(Source.instructor(by), Source.topic("yoga"))),
        clock(),
        link="/programs/p1",
        by=by,
        title="Eight weeks",
    )
    write_together(AnnouncementRow, lambda writes: services.announcements.write(writes, told))
    add, left = post.teller.notices.add, [0]

    def dying(user_id, notice):
        if not left[0]:
            raise Died
        left[0] -= 1
        return add(user_id, notice)

    for death in deaths:
        left[0] = death
        post.teller.notices.add = dying
        try:
            post.teller.work_off(waiting_at(told))
        except Died:
            pass
        finally:
            del post.teller.notices.add
        if doubles:
            post.teller.work_off(waiting_at(told))
    post.deliver()
    for person in people:
        rows = list(NoticeRow.query(person.lower(), NoticeRow.notice_id == told.notice_id(person.lower())))
        assert len(rows) == 1
    assert list(AnnouncementRow.scan()) == []


@pytest.fixture
def crowd(api, services):
    """An instructor with as many subscribers as two runs tell, some of the topic too."""
    by = api.instructor().user_id
    people = []
    for number in range(PAGE + 3):
        user_id = f"crowd_{by}_{number}"
        people.append(user_id)
        template = services.users.get(by)
        user = template.model_copy(update={"user_id": user_id, "sessions": frozenset(), "role": Role.CUSTOMER})
        sources = [Source.instructor(by), *([Source.topic("yoga")] if number % 3 == 0 else [])]
        services.users.create(user, also=joining(user_id, sources))
    return by, people


def said(services, person, clock):
    """A comment of somebody."""
    comment = Comment(media_id="m1", comment_id=new_id(clock()), author_id=person.user_id, text="Good one", at=clock())
    return services.comments.write(comment, lambda _: None)


@pytest.mark.parametrize("hidden", [True, False], ids=["hidden", "deleted"])
def test_nobody_hears_of_a_comment_that_is_gone(api, services, post, inbox, clock, hidden):
    """Its words reach nobody who did not hear of it in time."""
    anna, ben = api.customer(), api.customer()
    comment = said(services, anna, clock)
    told = Announcement.of(
        NoticeKind.COMMENT,
        Subject(kind=SubjectKind.MEDIA, id=comment.media_id, revision=comment.comment_id),
        People(user_ids=(ben.user_id,)),
        clock(),
        link="/watch/m1",
        by=anna.user_id,
    )
    write_together(AnnouncementRow, lambda writes: services.announcements.write(writes, told))
    if hidden:
        services.comments.hide(comment, clock())
    else:
        services.comments.delete(comment)
    post.deliver()
    assert titles(inbox(ben)) == []
    assert list(AnnouncementRow.scan()) == []


@pytest.mark.parametrize("status", [ProgramStatus.ARCHIVED, ProgramStatus.PUBLISHED])
def test_news_of_a_program_are_of_one_that_can_be_seen(api, services, post, inbox, clock, status):
    """Who archives it before its subscribers hear of it has them hear nothing."""
    anna = api.instructor(displayName="Anna")
    ben = api.customer(subscriptions=[anna.user_id])
    program = Program(
        program_id=new_id(clock()),
        owner_id=anna.user_id,
        title="Eight weeks",
        level=Level.BEGINNER,
        status=status,
        created_at=clock(),
    )
    services.programs.create(program)
    told = Announcement.of(
        NoticeKind.NEW_PROGRAM,
        Subject(kind=SubjectKind.PROGRAM, id=program.program_id),
        Subscribers(sources=(Source.instructor(anna.user_id),)),
        clock(),
        link="/programs/p1",
        by=anna.user_id,
        title=program.title,
    )
    write_together(AnnouncementRow, lambda writes: services.announcements.write(writes, told))
    post.deliver()
    heard = [] if status is ProgramStatus.ARCHIVED else ["Anna made a new program: “Eight weeks”"]
    assert titles(inbox(ben)) == heard


def test_people_by_name_hear_what_was_done_but_not_from_whom_they_blocked(api, services, post, inbox, clock):
    """A block keeps a notice away that was on its way."""
    anna, ben, cem = api.customer(), api.customer(), api.customer()
    comment = said(services, anna, clock)
    told = Announcement.of(
        NoticeKind.COMMENT,
        Subject(kind=SubjectKind.MEDIA, id=comment.media_id, revision=comment.comment_id),
        People(user_ids=(ben.user_id, cem.user_id, anna.user_id)),
        clock(),
        link="/watch/m1",
        by=anna.user_id,
        title="Stretching",
        detail="Good one",
    )
    write_together(AnnouncementRow, lambda writes: services.announcements.write(writes, told))
    assert api.post("/community/blocks", headers=ben.headers, json={"userId": anna.user_id}).status == 200
    post.deliver()
    assert (titles(inbox(anna)), titles(inbox(ben))) == ([], [])
    assert titles(inbox(cem)) == [f"{anna.user_id} commented on “Stretching”"]


@pytest.fixture
def tasks(store_settings, clock) -> Tasks:
    """What the tasks of publishing work with."""
    return compose_tasks(PublishingSettings(**store_settings.model_dump()), clock)


def test_subscribers_hear_of_a_video_until_they_unsubscribe(api, services, tasks, post, inbox, clock):
    """Who is subscribed when it is told hears once; who left a moment before, or whom a block keeps apart, does not."""
    anna = api.instructor(displayName="Anna")
    stays, leaves, blocked = (api.customer(subscriptions=[anna.user_id]) for _ in range(3))
    video = Media(
        media_id=new_id(clock()),
        owner_id=anna.user_id,
        kind=Kind.VIDEO,
        title="Stretching",
        status=Status.AVAILABLE,
        version="v1",
        created_at=clock(),
        published_at=clock(),
    )
    services.media.create(video)
    for _ in range(2):
        announce(tasks, video)
    gone = api.delete("/user/subscriptions", headers=leaves.headers, query={"source": anna.user_id})
    assert gone.status == 200
    assert api.post("/community/blocks", headers=anna.headers, json={"userId": blocked.user_id}).status == 200
    post.deliver()
    heard = [titles(inbox(each)) for each in (stays, leaves, blocked, anna)]
    assert heard == [["Anna published “Stretching”"], [], [], []]
    late = api.customer(subscriptions=[anna.user_id])
    clock.advance(timedelta(days=3))
    announce(tasks, video)
    post.deliver()
    assert inbox(late)["items"] == []


def test_a_decision_reaches_the_reporter_and_who_is_warned(api, services, post, inbox):
    """Each reads the moderator's words, and nothing of the other one."""
    ben, cem, judge = (api.customer() for _ in range(3))
    services.users.update(services.users.get(judge.user_id), role="moderator")
    report = {"about": {"kind": "person", "userId": cem.user_id}, "category": "harassment", "words": "Rude"}
    filed = api.post("/community/reports", headers=ben.headers, json=report)
    assert filed.status == 200, filed.content
    wish = {"action": "warn", "words": "Be kind"}
    query = {"reportId": filed.json["reportId"]}
    decided = api.put("/community/reports", headers=judge.headers, query=query, json=wish)
    assert decided.status == 200, decided.content
    post.deliver()
    for person, title in ((ben, "A moderator looked at your report"), (cem, "A moderator has a warning for you")):
        (item,) = inbox(person)["items"]
        assert (item["title"], item["detail"], item["link"]) == (title, "Be kind", "/settings/reports")
