"""``POST /meet?meetingId=``: tickets, and who gets none."""

import json
from datetime import timedelta

import boto3
import pytest

from neufit.domain.room.kinds import MeetingKind, MeetingRole, Source


def test_a_customer_joins_a_class(gym, api, clock):
    """A ticket for the relay: who, where, as what, until when. It lives a minute."""
    anna, bob = api.instructor(), api.customer(displayName="Bob")
    meeting_id = gym.meeting(anna)
    reply = gym.join(bob, meeting_id)
    assert reply.status == 200, reply.content
    told = reply.json
    assert told["message"]
    assert (told["meetingId"], told["iceServers"]) == (meeting_id, [])
    assert [relay["websocketUrl"] for relay in told["relays"]] == ["ws://127.0.0.1:8000/relay/live"]
    assert gym.moment(told["expiresAt"]) == clock() + timedelta(seconds=60)
    ticket = gym.ticket(bob, meeting_id)
    assert (ticket.user_id, ticket.name, ticket.meeting_id) == (bob.user_id, "Bob", meeting_id)
    assert (ticket.kind, ticket.role) == (MeetingKind.GROUP_CLASS, MeetingRole.CUSTOMER)
    assert (ticket.publishes, ticket.moderates, ticket.blocked) == (frozenset(Source), False, frozenset())
    assert ticket.ends_at == gym.moment(gym.read(bob, meeting_id).json["joinableUntil"])


def test_the_host_moderates(gym, api):
    """In a class and in a one-on-one; nobody else does."""
    anna, bob = api.instructor(), api.customer()
    berta = api.instructor()
    for coach, meeting_id in ((anna, gym.meeting(anna)), (berta, gym.pair(berta, bob))):
        host, customer = gym.ticket(coach, meeting_id), gym.ticket(bob, meeting_id)
        assert (host.role, host.moderates, host.publishes) == (MeetingRole.HOST, True, frozenset(Source))
        assert (customer.role, customer.moderates) == (MeetingRole.CUSTOMER, False)
    other = gym.ticket(api.instructor(), gym.meeting(api.instructor()))
    assert (other.role, other.moderates) == (MeetingRole.CUSTOMER, False)


def test_every_ticket_is_another(gym, api):
    """Each is used once, so each has its own name, for each relay."""
    anna = api.instructor()
    meeting_id = gym.meeting(anna)
    assert gym.ticket(anna, meeting_id).jti != gym.ticket(anna, meeting_id).jti


@pytest.mark.parametrize(
    ("minutes", "status", "code"),
    [(-16, 409, "too-early"), (-15, 200, None), (0, 200, None), (60, 200, None), (75, 409, "meeting-ended")],
)
def test_when_a_meeting_can_be_joined(gym, api, clock, minutes, status, code):
    """From 15 minutes before its start until 15 after its end, host and customers alike."""
    anna, bob = api.instructor(), api.customer()
    meeting_id = gym.pair(anna, bob, startTime=gym.at(hours=2))
    clock.now = gym.moment(gym.read(bob, meeting_id).json["startTime"]) + timedelta(minutes=minutes)
    anna, bob = api.sign_in(anna.user_id), api.sign_in(bob.user_id)
    for person in (anna, bob):
        reply = gym.join(person, meeting_id)
        assert reply.status == status, reply.content
        assert code is None or reply.code == code


def test_what_was_called_off_can_not_be_joined(gym, api, clock):
    """Cancelled and ended say which."""
    anna, bob = api.instructor(), api.customer()
    cancelled, ended = gym.meeting(anna, startTime=gym.at(minutes=10)), gym.meeting(anna, endTime=gym.at(minutes=10))
    for meeting_id, code in ((cancelled, "meeting-cancelled"), (ended, "meeting-ended")):
        assert gym.join(bob, meeting_id).status == 200
        gym.close(anna, meeting_id)
        for person in (anna, bob):
            reply = gym.join(person, meeting_id)
            assert (reply.status, reply.code) == (409, code)


def test_an_extended_class_ends_later_in_new_tickets(gym, api):
    """Who joins after the host extended it may stay longer."""
    anna = api.instructor()
    meeting_id = gym.meeting(anna)
    before = gym.ticket(anna, meeting_id).ends_at
    gym.change(anna, meeting_id, endTime=gym.at(minutes=90))
    assert gym.ticket(anna, meeting_id).ends_at == before + timedelta(minutes=30)


def test_the_blocked_are_in_tickets(gym, api):
    """From the next ticket of either on: whoever joins first and whoever asked, until it is lifted."""
    anna, bob, carl = api.instructor(), api.customer(), api.customer()
    meeting_id = gym.meeting(anna)
    gym.block(bob, carl)
    assert gym.ticket(bob, meeting_id).blocked == {carl.user_id}
    assert gym.ticket(carl, meeting_id).blocked == {bob.user_id}
    assert gym.ticket(anna, meeting_id).blocked == frozenset()
    api.delete("/community/blocks", headers=bob.headers, query={"userId": carl.user_id})
    assert gym.ticket(bob, meeting_id).blocked == gym.ticket(carl, meeting_id).blocked == frozenset()


def test_a_ticket_does_not_tell_who_blocked_its_holder(gym, api, clock):
    """Its holder can read it. What was asked for before the first ticket of a meeting stands in the other's ticket."""
    anna, bob, carl = api.instructor(), api.customer(), api.customer()
    gym.block(bob, carl)
    clock.advance(timedelta(minutes=16))
    meeting_id = gym.meeting(anna)
    assert gym.ticket(carl, meeting_id).blocked == frozenset()
    assert gym.ticket(bob, meeting_id).blocked == {carl.user_id}


def test_who_was_blocked_while_people_were_let_in(gym, api, clock):
    """A meeting that is moved after it opened still knows when its first tickets were given out."""
    anna, bob, carl = api.instructor(), api.customer(), api.customer()
    meeting_id = gym.meeting(anna, startTime=gym.at(minutes=10))
    gym.ticket(bob, meeting_id)
    gym.block(bob, carl)
    for minutes in (60, 90):
        assert gym.change(anna, meeting_id, startTime=gym.at(minutes=minutes)).status == 200
    clock.advance(timedelta(minutes=80))
    assert gym.ticket(api.sign_in(carl.user_id), meeting_id).blocked == {bob.user_id}


@pytest.mark.parametrize("by_host", [True, False])
def test_a_blocked_pair_does_not_meet_in_a_class(gym, api, by_host):
    """Whoever of host and customer asked for it: the customer finds no such class. Others are not touched."""
    anna, bob, carl = api.instructor(), api.customer(), api.customer()
    meeting_id = gym.meeting(anna, users=[bob.user_id, carl.user_id])
    gym.block(*((anna, bob) if by_host else (bob, anna)))
    for reply in (gym.read(bob, meeting_id), gym.join(bob, meeting_id), gym.change(bob, meeting_id, title="x")):
        assert (reply.status, reply.code) == (404, "not-found")
    assert gym.upcoming(bob, mine=True) == gym.upcoming(bob, instructor=anna.user_id) == []
    assert meeting_id not in gym.upcoming(bob)
    assert gym.read(anna, meeting_id).json["users"] == [anna.user_id, carl.user_id]
    assert gym.join(carl, meeting_id).status == gym.join(anna, meeting_id).status == 200
    assert meeting_id in gym.upcoming(carl)


@pytest.mark.parametrize("by_host", [True, False])
def test_a_blocked_pair_has_no_one_on_one(gym, api, by_host):
    """A session that was made before is off, and no new one is made; the words don't tell why."""
    anna, bob = api.instructor(), api.customer()
    meeting_id = gym.pair(anna, bob)
    gym.block(*((anna, bob) if by_host else (bob, anna)))
    assert gym.join(bob, meeting_id).status == gym.read(bob, meeting_id).status == 404
    refused = gym.join(anna, meeting_id)
    assert (refused.status, refused.code) == (409, "meeting-ended")
    assert gym.close(anna, meeting_id).status == 200
    blocked = gym.make(anna, kind="one_on_one", users=[bob.user_id])
    unknown = gym.make(anna, kind="one_on_one", users=["nobody_there"])
    assert (blocked.status, blocked.json) == (unknown.status, unknown.json) == (400, blocked.json)


def test_those_on_the_list_do_not_see_whom_they_blocked(gym, api):
    """The names of a list leave out whom the reader doesn't meet; the host sees them all."""
    anna, bob, carl = api.instructor(), api.customer(), api.customer()
    meeting_id = gym.meeting(anna, users=[bob.user_id, carl.user_id])
    gym.block(carl, bob)
    assert gym.read(bob, meeting_id).json["users"] == [anna.user_id, bob.user_id]
    assert gym.read(carl, meeting_id).json["users"] == [anna.user_id, carl.user_id]
    assert gym.read(anna, meeting_id).json["users"] == [anna.user_id, bob.user_id, carl.user_id]


@pytest.fixture
def events(services, queue_urls):
    """A function that takes the events out of the queue."""
    sqs = boto3.client("sqs", region_name=services.settings.region, endpoint_url=services.settings.aws_endpoint)

    def take():
        url = queue_urls["callbacks"]
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in found]

    return take


def test_a_callback_address_gets_an_event(gym, api, events, clock):
    """Optional; it says which meeting, and nothing about the person."""
    bob, meeting_id = api.customer(), gym.meeting(api.instructor())
    assert gym.join(bob, meeting_id).status == 200
    assert events() == []
    assert gym.join(bob, meeting_id, callbackUrl="https://hooks.example.com/meet?x=1").status == 200
    (event,) = events()
    assert (event["event"], event["meeting_id"]) == ("meeting.joined", meeting_id)
    assert event["url"] == "https://hooks.example.com/meet?x=1"
    assert bob.user_id not in json.dumps(event)


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://localhost/",
        "https://a@b.example/",
        "",
    ],
)
def test_callback_addresses_that_are_refused(gym, api, events, url):
    """Plain HTTP, private hosts, names in addresses: a 400 that names the field, no ticket, no event."""
    reply = gym.join(api.customer(), gym.meeting(api.instructor()), callbackUrl=url)
    assert (reply.status, reply.fields) == (400, ["callbackUrl"])
    assert events() == []


def test_who_gets_no_ticket_causes_no_event(gym, api, events):
    """A stranger can't use meetings of others to call addresses."""
    anna, bob = api.instructor(), api.customer()
    meeting_id = gym.pair(anna, bob)
    assert gym.join(api.customer(), meeting_id, callbackUrl="https://hooks.example.com/").status == 404
    assert events() == []


def test_joining_takes_no_plan(gym, api):
    """What would change a meeting is refused with a hint where it belongs; no body at all is fine."""
    anna = api.instructor()
    meeting_id = gym.meeting(anna)
    refused = gym.join(anna, meeting_id, title="Other", users=[])
    assert (refused.status, refused.fields) == (400, ["title", "users"])
    assert api.post("/meet", headers=anna.headers, query={"meetingId": meeting_id}).status == 200
    assert gym.join(anna, meeting_id, role="host").status == 400
    assert gym.read(anna, meeting_id).json["title"] == "Morning flow"


def test_a_person_is_named_as_now(gym, api):
    """A ticket carries the name that the person has by now."""
    anna, bob = api.instructor(), api.customer(displayName="Bob")
    meeting_id = gym.meeting(anna)
    api.put("/user", headers=bob.headers, json={"displayName": "Robert"})
    assert gym.ticket(bob, meeting_id).name == "Robert"


def test_what_joining_costs(gym, api, operations):
    """Session, meeting, whether the two are apart, who they are, whom the ticket names: five reads, no write."""
    bob, meeting_id = api.customer(), gym.meeting(api.instructor())
    operations.clear()
    assert gym.join(bob, meeting_id).status == 200
    assert operations == ["GetItem", "GetItem", "BatchGetItem", "BatchGetItem", "Query"]


def test_what_listing_costs(gym, api, operations, clock):
    """Six reads however many there are.

    Session, one query, the meetings, which hosts one doesn't meet, in which one is enrolled, the names.
    """
    hosts = [api.instructor() for _ in range(3)]
    for host in hosts:
        gym.meeting(host)
    bob = api.customer()
    operations.clear()
    assert len(api.get("/meet/upcoming", headers=bob.headers).json["items"]) >= 3
    assert operations == ["GetItem", "Query", *["BatchGetItem"] * 4]
