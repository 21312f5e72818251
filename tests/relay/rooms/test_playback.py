"""The video that a room watches in step: where it stands is a function of the moment alone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.room import playback as playbacks
from neufit.domain.room.kinds import MeetingKind
from neufit.domain.room.playback import Playback, SharedVideo, over, position_ms
from neufit.domain.room.state import Room
from tests.relay.rooms.strategies import joined
from tests.relay.rooms.test_reducer import do, run

VIDEO = SharedVideo(media_id="m", runtime_ms=60_000)
ROOM = Room("room", MeetingKind.SHARED_WORKOUT)

moments = st.integers(0, 10**6)
videos = st.builds(
    Playback,
    media_id=st.just("m"),
    runtime_ms=st.integers(1, 10**6),
    playing=st.booleans(),
    position_ms=st.integers(0, 10**6),
    at=moments,
).map(lambda video: replace(video, position_ms=min(video.position_ms, video.runtime_ms)))


def watching(user, **video):
    return joined(user).model_copy(update={"video": VIDEO.model_copy(update=video)})


@given(videos, moments, moments)
def test_a_video_runs_as_time_does_and_never_out_of_itself(video, now, later):
    """It stays within its length, never runs backwards, and never faster than time; what stands still stays."""
    before, after = position_ms(video, now), position_ms(video, now + later)
    assert 0 <= before <= after <= min(video.runtime_ms, before + later)
    if not video.playing:
        assert after == before
    elif now >= video.at and not over(video, now + later):
        assert after == before + later


@given(videos, moments, st.integers(0, 10_000))
def test_play_begins_for_all_at_one_moment(video, now, countdown):
    """What stands goes on from there when the countdown is over, from the beginning when it was at its end."""
    after = playbacks.play(video, now, countdown)
    assert after.playing
    if video.playing and not over(video, now):
        assert after == video
    else:
        stood = 0 if over(video, now) else position_ms(video, now)
        assert position_ms(after, now) == position_ms(after, now + countdown) == stood
        assert position_ms(after, now + countdown + 1) == min(stood + 1, video.runtime_ms)
    assert playbacks.play(after, now, countdown) == after


@given(videos, moments, moments)
def test_pause_holds_the_frame_that_showed(video, now, later):
    """Where it stood when it was held is where it stands at any time after, and a second pause changes nothing."""
    after = playbacks.pause(video, now)
    assert position_ms(after, now + later) == position_ms(video, now)
    assert playbacks.pause(after, now + later) == after


@given(videos, moments, st.integers(-10, 2 * 10**6), moments)
def test_seek_goes_there_and_leaves_running_alone(video, now, to, later):
    """It stands at the place that was asked for, cut to the video, and runs on if it ran, after its countdown."""
    after = playbacks.seek(video, now, to)
    place = min(max(to, 0), video.runtime_ms)
    assert after.playing == video.playing
    assert position_ms(after, now) == place
    wait = max(video.at - now, 0) if video.playing else later
    assert position_ms(after, now + later) == min(place + max(later - wait, 0), video.runtime_ms)


def test_a_room_knows_its_video_from_the_first_ticket():
    """The first who comes brings it, standing at its beginning; a later ticket that says otherwise changes nothing."""
    room, transition = run(watching("anna"), room=ROOM)
    assert room.playback == Playback("m", 60_000, playing=False, position_ms=0, at=room.time)
    assert [type(change).__name__ for change in transition.changes] == [
        "RosterChange",
        "PlaybackChange",
        "ModerationChange",
    ]
    after, _ = run(watching("host", media_id="other", steering=True), room=room)
    assert (after.playback, after.steering) == (room.playback, False)


def test_a_retried_play_does_not_begin_again():
    """The same number, said again later, is applied once: the video goes on as it runs."""
    play = do("host", 1, "playback", do="play", countdown_ms=3000)
    room, _ = run(watching("host"), play, room=ROOM, gap=100)
    again, transition = run(play, room=room, gap=5000)
    assert again.playback == room.playback
    assert not transition.changes
    assert position_ms(again.playback, again.time) == 2000


@pytest.mark.parametrize("fields", [{"do": "play"}, {"do": "pause"}, {"do": "seek", "position_ms": 1}])
def test_the_host_steers_and_everybody_when_the_host_lets_them(fields):
    """Others are refused until the host hands it on; outside of a shared workout there is nothing to steer."""
    room, transition = run(watching("host"), watching("anna"), do("anna", 1, "playback", **fields), room=ROOM)
    assert transition.refusal.code == "forbidden"
    room, _ = run(do("host", 1, "moderate", steering=True), room=room)
    _, transition = run(do("anna", 1, "playback", **fields), room=room)
    assert transition.refusal is None
    _, transition = run(joined("host"), do("host", 1, "playback", **fields))
    assert transition.refusal.code == "no-video"


def test_customers_do_not_hand_steering_on():
    """Who may only steer can't let others."""
    _, transition = run(
        watching("host", steering=True), watching("anna"), do("anna", 1, "moderate", steering=False), room=ROOM
    )
    assert transition.refusal.code == "forbidden"


@given(st.lists(st.tuples(st.sampled_from(["play", "pause", "seek"]), st.integers(0, 70_000)), max_size=20))
def test_any_commands_leave_the_video_within_itself(steps):
    """Whatever is done in whatever order, the next command included, the place lies in the video."""
    room, _ = run(watching("host"), room=ROOM)
    for number, (what, amount) in enumerate(steps, 1):
        fields = {"seek": {"position_ms": amount}, "play": {"countdown_ms": amount % 10_001}, "pause": {}}[what]
        room, transition = run(do("host", number, "playback", do=what, **fields), room=room, gap=amount)
        assert transition.refusal is None
        assert 0 <= position_ms(room.playback, room.time) <= VIDEO.runtime_ms
