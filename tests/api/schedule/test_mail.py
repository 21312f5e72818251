"""Notices come by e-mail to who gave an address: once, in the reader's zone, until one click ends them."""

import email
from email.policy import default

import boto3
import pytest
from moto.ses.models import ses_backends

from functions.announcing.handler import compose
from iac.local.cloud.mailbox import Mailbox
from iac.local.settings import ACCOUNT, MAILBOX
from neufit.domain.announcement import Announcement, People, Subject, SubjectKind
from neufit.domain.errors import Unavailable
from neufit.domain.notice import NoticeKind, NoticeTopic
from neufit.domain.unsubscribing import Unsubscribing, unsubscribing_secret
from neufit.settings import AnnouncingSettings
from neufit.stores.announcements import AnnouncementRow
from neufit.stores.transactions import write_together


@pytest.fixture
def sent(store_settings):
    """The e-mails that the local SES took since the test began, parsed."""
    client = boto3.client("ses", region_name=store_settings.region, endpoint_url=store_settings.aws_endpoint)
    client.verify_domain_identity(Domain="neufit.example")
    kept = ses_backends[ACCOUNT][store_settings.region].sent_messages
    kept.clear()
    return lambda: [email.message_from_string(each.raw_data, policy=default) for each in kept]


@pytest.fixture
def teller(api_settings, services, clock):
    """Who tells people, and an empty outbox."""
    for row in AnnouncementRow.scan():
        row.delete()
    given = {**api_settings.model_dump(), "mail_sender": "NEUFIT <notices@neufit.example>"}
    return compose(AnnouncingSettings(**given), clock)


def deliver(teller):
    """Work off what is due."""
    for waiting in teller.announcements.due(teller.clock(), limit=100):
        teller.work_off(waiting)


def put(api, person, **fields):
    """PUT /user."""
    return api.put("/user", headers=person.headers, json=fields)


def test_an_email_says_what_the_notice_says(api, office, teller, sent):
    """Subject, time in the zone of the reader, reason, the way there; text and HTML; names are no markup."""
    coach, ben = office.coach(), api.customer(displayName="Ben <b>&")
    assert put(api, coach, email="anna@gym.example", zone="Asia/Tokyo").status == 200
    slot = office.slots(ben, coach)[0]
    event = office.ask(ben, coach, slot["startTime"], slot["endTime"], reason="Back pain").json["eventId"]
    deliver(teller)
    (message,) = sent()
    assert (message["Subject"], message["To"]) == ("Ben <b>& asks you for a session", "anna@gym.example")
    text = message.get_body(("plain",)).get_content()
    assert "Monday, 2 March 2026, 23:00 (Asia/Tokyo)" in text
    assert "Back pain" in text
    assert f"http://127.0.0.1:8000/calendar/events/{event}" in text
    page = message.get_body(("html",)).get_content()
    assert "Ben &lt;b&gt;&amp; asks you" in page
    assert "<b>" not in page
    assert message["Auto-Submitted"] == "auto-generated"


def test_one_click_ends_emails_of_a_topic(api, office, teller, sent):
    """The address in the header takes the form that mail programs send, and no more such e-mails come."""
    coach = office.coach()
    put(api, coach, email="anna@gym.example")
    office.session(api.customer(), coach)
    deliver(teller)
    (message,) = sent()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"]
    assert address.startswith("<http://127.0.0.1:8000/api/user/notices/unsubscribe?token=")
    token = address.partition("token=")[2].rstrip(">")
    for _ in range(2):
        assert api.post("/user/notices/unsubscribe", query={"token": token}).status == 200
    assert api.post("/user/notices/unsubscribe", query={"token": "x" + token}).status == 403
    assert api.get("/user", headers=coach.headers).json["mailOff"] == ["sessions"]
    office.session(api.customer(), coach)
    deliver(teller)
    assert len(sent()) == 1
    assert api.get("/user/notices", headers=coach.headers).json["unread"] == 2


def test_nothing_is_sent_twice_or_lost_when_sending_fails(api, office, teller, sent):
    """What SES did not take is sent by the next run; what it took is not sent again by one that repeats."""
    coach = office.coach()
    put(api, coach, email="anna@gym.example")
    office.session(api.customer(), coach)
    (waiting,) = teller.announcements.due(teller.clock(), limit=10)
    told = AnnouncementRow.get(waiting.shard, waiting.place)

    def busy(message):
        raise Unavailable("busy", retry_after=1)

    teller.mailer.send = busy
    with pytest.raises(Unavailable):
        teller.work_off(waiting)
    del teller.mailer.send
    teller.work_off(waiting)
    told.save()
    teller.work_off(waiting)
    assert len(sent()) == 1
    assert api.get("/user/notices", headers=coach.headers).json["unread"] == 1


def test_no_inbox_waits_for_mail(api, teller, sent):
    """While nothing can be sent all of an audience find their notices; the e-mails follow, each once."""
    people = [api.customer(email=f"{name}@gym.example") for name in ("ann", "bob", "cem")]
    told = Announcement.of(
        NoticeKind.WARNING,
        Subject(kind=SubjectKind.REPORT, id="report"),
        People(user_ids=tuple(person.user_id for person in people)),
        teller.clock(),
        link="/settings/reports",
    )
    write_together(AnnouncementRow, lambda writes: teller.announcements.write(writes, told))

    def busy(message):
        raise Unavailable("busy", retry_after=1)

    teller.mailer.send = busy
    with pytest.raises(Unavailable):
        deliver(teller)
    unread = [api.get("/user/notices", headers=person.headers).json["unread"] for person in people]
    assert (unread, sent()) == ([1, 1, 1], [])
    del teller.mailer.send
    deliver(teller)
    assert sorted(each["To"] for each in sent()) == ["ann@gym.example", "bob@gym.example", "cem@gym.example"]


def test_an_address_that_nobody_can_write_to_holds_up_nobody(api, office, teller, sent):
    """Such a one was taken once: its owner finds the notice in the inbox, and the other's e-mail is sent."""
    coach, ben = office.coach(), api.customer(email="ben@gym.example")
    api.services.users.update(api.services.users.get(coach.user_id), email="a..b@gym.example")
    event = office.session(ben, coach)
    deliver(teller)
    assert sent() == []
    assert api.get("/user/notices", headers=coach.headers).json["unread"] == 1
    office.step(coach, event, "accept")
    deliver(teller)
    assert [each["To"] for each in sent()] == ["ben@gym.example"]
    assert teller.announcements.due(teller.clock(), limit=10) == []


def test_an_address_is_its_owners(api):
    """Nobody else reads it; a wrong address, zone or topic is refused by its name; null takes it away."""
    anna, ben = api.customer(email="anna@gym.example", zone="Europe/Berlin"), api.customer()
    mine = api.get("/user", headers={**anna.headers}).json
    assert (mine["email"], mine["zone"], mine["mailOff"]) == ("anna@gym.example", "Europe/Berlin", [])
    others = api.get("/user", headers={**ben.headers, "userId": anna.user_id}).json
    assert (others["email"], others["zone"]) == (None, None)
    for field, wrong in (
        ("email", "anna@gym"),
        ("email", "a\r\nBcc: b@c.de"),
        ("email", "a..b@gym.example"),
        ("email", ".a@gym.example"),
        ("email", "a.@gym.example"),
        ("email", f"{'a' * 65}@gym.example"),
        ("zone", "Mars/Base"),
        ("mailOff", ["x"]),
    ):
        refused = put(api, anna, **{field: wrong})
        assert (refused.status, refused.json["errors"][0]["field"].partition(".")[0]) == (400, field)
    assert put(api, anna, email=None, mailOff=["news", "reminders"]).status == 200
    mine = api.get("/user", headers=anna.headers).json
    assert (mine["email"], mine["mailOff"]) == (None, ["news", "reminders"])


def test_tokens_of_others_are_refused():
    """A token made with another key, or any other text, is none."""
    ours, theirs = (Unsubscribing(unsubscribing_secret(key)) for key in ("a", "b"))
    assert ours.read(ours.sign("Anna", NoticeTopic.NEWS)) == ("anna", NoticeTopic.NEWS)
    for text in (theirs.sign("Anna", NoticeTopic.NEWS), "", "é", "====", "A" * 400):
        with pytest.raises(Exception, match="not one of ours"):
            ours.read(text)


def test_the_local_mailbox_shows_what_was_sent(api, office, teller, sent):
    """The page holds the newest first, as text; by another name than this machine's it is refused."""
    coach = office.coach()
    put(api, coach, email="anna@gym.example")
    office.session(api.customer(displayName="<script>"), coach)
    deliver(teller)
    assert len(sent()) == 1
    box = Mailbox(lambda *_: [b"else"], teller.mailer._client.meta.region_name)
    statuses = []

    def ask(host, path=MAILBOX):
        environ = {"PATH_INFO": path, "HTTP_HOST": host}
        return b"".join(box(environ, lambda status, _: statuses.append(status))).decode()

    page = ask("127.0.0.1:8001")
    assert "anna@gym.example" in page
    assert "&lt;script&gt; asks you for a session" in page
    assert "<script>" not in page
    assert ask("evil.example:8001") == ""
    assert statuses == ["200 OK", "403 Forbidden"]
    assert ask("127.0.0.1:8001", "/other") == "else"
