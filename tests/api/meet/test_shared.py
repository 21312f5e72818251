"""Shared workouts: anybody makes one, who has the link comes, and the video has to be one that they may watch."""

from datetime import timedelta

import pytest

from functions.announcing.handler import compose
from neufit.domain.media import Kind, Media, Published, Status
from neufit.domain.meeting import MAX_SHARED
from neufit.domain.room.kinds import MeetingKind, MeetingRole
from neufit.domain.room.playback import SharedVideo
from neufit.ids import new_id
from neufit.settings import AnnouncingSettings


@pytest.fixture
def video(api, clock):
    """A published video: its owner and its id."""

    def publish(owner=None, *, status=Status.AVAILABLE):
        owner, at = owner or api.instructor(), clock()
        item = Media(
            media_id=new_id(at),
            owner_id=owner.user_id,
            kind=Kind.VIDEO,
            title="Morning flow",
            status=status,
            version="v1",
            created_at=at,
            published_at=at,
            published=Published(version="v1", plan="p1", runtime_ms=1_810_000),
        )
        api.services.media.create(item)
        return owner, item.media_id

    return publish


@pytest.fixture
def shared(gym):
    """Make a shared workout: its id."""

    def make(host, media_id, **fields):
        return gym.meeting(host, kind="shared_workout", mediaId=media_id, **fields)

    return make


@pytest.fixture
def told(api, api_settings, clock):
    """Work off what is to be told; then the titles in somebody's inbox."""
    teller = compose(AnnouncingSettings(**api_settings.model_dump()), clock)

    def titles(person):
        while due := teller.announcements.due(clock(), limit=100):
            for waiting in due:
                teller.work_off(waiting)
        return [item["title"] for item in api.get("/user/notices", headers=person.headers).json["items"]]

    return titles


def test_a_customer_makes_one_and_hosts_it(gym, api, video, shared):
    """It lasts a little longer than its video; whoever made it moderates, who has the link comes as a customer."""
    _, media_id = video()
    anna, bob = api.customer(), api.customer()
    meeting_id = shared(anna, media_id)
    told = gym.read(bob, meeting_id).json
    assert (told["kind"], told["mediaId"], told["role"]) == ("shared_workout", media_id, "customer")
    assert (told["instructor"]["userId"], told["customer"], told["attendees"]) == (anna.user_id, None, [])
    assert gym.moment(told["endTime"]) - gym.moment(told["startTime"]) == timedelta(minutes=31 + 15)
    host, guest = gym.ticket(anna, meeting_id), gym.ticket(bob, meeting_id)
    assert (host.role, host.moderates, guest.role, guest.moderates) == (MeetingRole.HOST, True, "customer", False)
    assert host.kind is MeetingKind.SHARED_WORKOUT
    assert host.video == guest.video == SharedVideo(media_id=media_id, runtime_ms=1_810_000, steering=False)


def test_who_may_steer_is_said_at_making(gym, api, video, shared):
    """The ticket tells the room."""
    _, media_id = video()
    anna = api.customer()
    assert gym.ticket(anna, shared(anna, media_id, steering=True)).video.steering


def test_it_is_listed_for_its_host_and_those_named_only(gym, api, video, shared):
    """Nobody finds it who wasn't told of it: not among classes, not among what its host holds."""
    coach, media_id = video()
    bob, carl = api.customer(), api.customer()
    meeting_id = shared(coach, media_id, users=[bob.user_id], startTime=gym.at(hours=2))

    for person in (coach, bob):
        assert gym.upcoming(person, mine="true") == gym.upcoming(person, kind="shared_workout") == [meeting_id]
    assert gym.upcoming(carl, kind="shared_workout") == gym.upcoming(carl, mine="true") == []
    for query in ({}, {"kind": "group_class"}, {"instructor": coach.user_id}):
        assert meeting_id not in gym.upcoming(carl, **query)


def test_it_takes_nobodys_time(gym, api, video, shared):
    """Its host and those named can have a class, a session, or another one at the same time."""
    coach, media_id = video()
    bob = api.customer()
    when = gym.at(hours=2)
    for _ in range(2):
        shared(coach, media_id, users=[bob.user_id], startTime=when)
    gym.pair(coach, bob, startTime=when)


def test_the_video_has_to_be_there_for_who_joins(gym, api, video, shared):
    """Archived meanwhile, or of somebody who blocked who joins, it is said in one and the same sentence."""
    owner, media_id = video()
    anna, bob = api.customer(), api.customer()
    meeting_id = shared(anna, media_id)
    gym.block(owner, bob)
    refused = gym.join(bob, meeting_id)
    assert (refused.status, refused.code) == (409, "video-gone")
    assert gym.join(anna, meeting_id).status == 200
    assert api.delete("/media", headers=owner.headers, query={"mediaId": media_id}).status == 200
    again = gym.join(anna, meeting_id)
    assert (again.status, again.code, again.json["detail"]) == (409, "video-gone", refused.json["detail"])


def test_blocked_people_do_not_find_each_others(gym, api, video, shared):
    """A link of somebody who blocked one leads nowhere, and nobody of those can be named."""
    _, media_id = video()
    anna, bob = api.customer(), api.customer()
    meeting_id = shared(anna, media_id)
    gym.block(anna, bob)
    assert gym.read(bob, meeting_id).status == gym.join(bob, meeting_id).status == 404
    refused = gym.make(bob, kind="shared_workout", mediaId=media_id, users=[anna.user_id])
    assert (refused.status, refused.code) == (400, "unknown-user")


@pytest.mark.parametrize("status", [Status.ARCHIVED, Status.PROCESSING, Status.FAILED])
def test_only_published_videos_are_shared(gym, api, video, status):
    """What isn't available isn't, not even by its owner; nor what there isn't, or nothing at all."""
    owner, media_id = video(status=status)
    for named in (media_id, "nothing", None):
        refused = gym.make(owner, kind="shared_workout", mediaId=named)
        assert (refused.status, refused.fields) == (400, ["mediaId"]), refused.content


def test_only_shared_workouts_have_a_video(gym, api, video):
    """A class that names one is refused, so is one that says who steers; customers still hold no classes."""
    coach, media_id = video()
    refused = gym.make(coach, mediaId=media_id, steering=True)
    assert (refused.status, refused.fields) == (400, ["mediaId", "steering"])
    assert gym.make(api.customer()).status == 403
    assert gym.make(coach, kind="shared_workout", mediaId=media_id, capacity=3).fields == ["capacity"]


def test_its_host_moves_and_cancels_it(gym, api, video, shared):
    """As with a class; those who merely have the link can't."""
    _, media_id = video()
    anna, bob = api.customer(), api.customer()
    meeting_id = shared(anna, media_id, startTime=gym.at(hours=2))
    assert gym.change(anna, meeting_id, startTime=gym.at(hours=3)).status == 200
    assert gym.ticket(anna, shared(anna, media_id)).video.media_id == media_id
    assert gym.change(bob, meeting_id, title="Mine now").status == gym.close(bob, meeting_id).status == 403
    assert gym.close(anna, meeting_id).json["message"] == "The meeting is cancelled."
    assert gym.join(bob, meeting_id).code == "meeting-cancelled"


def test_nobody_makes_any_number_of_them(gym, api, video, shared):
    """They take no time, so their number is limited instead; a repeated request is none."""
    _, media_id = video()
    anna = api.customer()
    for number in range(MAX_SHARED):
        shared(anna, media_id, key=str(number))
    assert shared(anna, media_id, key="0")
    refused = gym.make(anna, kind="shared_workout", mediaId=media_id)
    assert (refused.status, refused.code) == (409, "too-many")


def test_those_named_hear_of_it(gym, api, video, shared, told):
    """Of the invitation, when it moves and when it is cancelled; nobody else, and not who did it."""
    _, media_id = video()
    anna, bob, carl = api.customer(displayName="Anna"), api.customer(), api.customer()
    meeting_id = shared(anna, media_id, users=[bob.user_id], title="Rows", startTime=gym.at(days=3))
    shared(anna, media_id, title="Nobody named")
    assert told(bob) == ["Anna invites you to watch “Rows” together"]
    gym.change(anna, meeting_id, startTime=gym.at(days=4))
    gym.close(anna, meeting_id)
    assert sorted(told(bob)) == [
        "Anna cancelled your session",
        "Anna invites you to watch “Rows” together",
        "Anna moved your session",
    ]
    assert told(anna) == told(carl) == []
