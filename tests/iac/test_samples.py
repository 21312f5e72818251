"""Sample content: complete, drawn without broken limbs, rendered as it says."""

import math
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import av
from hypothesis import given
from hypothesis import strategies as st

from iac.local.samples import exercises, training, week
from iac.local.samples.catalogue import CUSTOMERS, INSTRUCTORS, OMAR, PASSWORD, TOPICS, VIDEOS
from iac.local.samples.clips import Clip, Interval, frames, render
from iac.local.samples.figure import SHIN, THIGH, joint
from iac.local.samples.live.footage import INSTRUCTOR
from neufit.domain.comment import MAX_TEXT
from neufit.domain.topic import Topic
from neufit.domain.workout_log import MAX_DAYS_BACK

_CLIP = Clip(
    "short",
    320,
    180,
    10,
    OMAR.look,
    OMAR.room,
    [Interval(exercises.SWINGS, 1), Interval(exercises.BREATHING, 1, rest=True), Interval(exercises.SQUATS, 1)],
    120,
    (110.0, 220.0),
)

_coordinates = st.floats(-900, 900, allow_nan=False)


def test_the_readme_names_people_who_exist() -> None:
    """Whoever follows the README gets in: the names and the password are those of the samples."""
    text = (Path(__file__).parents[2] / "README.md").read_text()
    names = set(re.findall(r"`(\w+)`", text[text.index("Sample people") :].split("Another port", 1)[0]))
    customers = {customer.user_id for customer in CUSTOMERS}
    instructors = {instructor.user_id for instructor in INSTRUCTORS}
    assert f"`{PASSWORD}`" in text
    assert names <= customers | instructors
    assert names & customers
    assert names & instructors


def test_what_people_train_is_there() -> None:
    """Programs hold seven days a week of their instructor's own videos; what was done and said is of videos, too."""
    titles = {video.title: video.owner for video in VIDEOS}
    topics = {topic.slug for topic in TOPICS}
    for plan in training.PROGRAMS:
        assert set(plan.topics) <= topics
        for _, days in plan.weeks:
            assert len(days) == 7
            assert {titles[title] for day in days for title in day} == {plan.owner}
    assert {title for done in training.DONE.values() for title in done} <= set(titles)
    assert all(0 <= back <= MAX_DAYS_BACK for back in training.DONE)
    assert {title for _, (title, *_), _ in training.COMMENTS} <= set(titles)
    assert all(len(words) <= MAX_TEXT for *_, words in training.COMMENTS)


def test_the_house_is_furnished() -> None:
    """Six topics, four instructors, eight customers who subscribe to what there is, at least six videos."""
    topics = {topic.slug for topic in TOPICS}
    instructors = {instructor.user_id for instructor in INSTRUCTORS}
    assert (len(topics), len(instructors), len({customer.user_id for customer in CUSTOMERS})) == (6, 4, 8)
    assert len({video.title for video in VIDEOS}) == len({video.clip.name for video in VIDEOS}) >= 6
    for customer in CUSTOMERS:
        assert customer.subscriptions
        assert set(customer.subscriptions) <= topics | instructors
    for video in VIDEOS:
        assert video.owner in instructors
        assert set(video.topics) <= topics
        assert 20 <= video.clip.seconds <= 60
    assert {topic for video in VIDEOS for topic in video.topics} == topics
    assert all(isinstance(topic, Topic) for topic in TOPICS)
    assert len(PASSWORD) >= 8


def test_a_clip_is_rendered_as_it_says_and_only_once(tmp_path: Path) -> None:
    """Size, frame rate, length and sound are those of the clip; the second call finds the file of the first."""
    file = render(_CLIP, tmp_path)
    with av.open(str(file)) as container:
        video, audio = container.streams.video[0], container.streams.audio[0]
        assert (video.width, video.height, float(video.average_rate)) == (320, 180, 10)
        assert sum(1 for _ in container.decode(video)) == 30
        assert abs(float(audio.duration * audio.time_base) - 3) < 0.1
    made = file.stat().st_mtime_ns
    assert render(_CLIP, tmp_path) == file
    assert file.stat().st_mtime_ns == made
    assert [path.name for path in tmp_path.iterdir()] == ["short.mp4"]


def test_the_person_moves_and_the_timer_runs() -> None:
    """No two neighbouring pictures of work are the same, and each interval looks different from the one before."""
    pictures = [picture.tobytes() for picture in frames(_CLIP)]
    assert len(pictures) == 30
    assert all(one != other for one, other in pairwise(pictures[:10]))
    assert len({pictures[0], pictures[10], pictures[20]}) == 3


def test_portrait_clips_are_drawn_too() -> None:
    """A tall picture has its own arrangement."""
    tall = replace(_CLIP, width=180, height=320)
    assert next(frames(tall)).size == (180, 320)


@given(st.tuples(_coordinates, _coordinates), st.tuples(_coordinates, _coordinates), st.sampled_from((-1.0, 1.0)))
def test_bones_keep_their_length(hip: tuple[float, float], ankle: tuple[float, float], side: float) -> None:
    """However far the foot is asked to go, thigh and shin stay as long as they are."""
    knee, reached = joint(hip, ankle, (THIGH, SHIN), side)
    assert abs(math.dist(hip, knee) - THIGH) < 0.01
    assert abs(math.dist(knee, reached) - SHIN) < 0.01


@given(st.floats(0, 1))
def test_loops_close_and_never_jump(share: float) -> None:
    """An exercise begins where it ends, and a step of a hundredth moves no joint far."""
    for exercise in (exercises.SQUATS, exercises.SUN_SALUTATION, exercises.JUMPING_JACKS):
        here, next_one = exercise.pose(share), exercise.pose((share + 0.01) % 1)
        assert math.dist(here.hip, next_one.hip) < 60
        assert exercise.pose(0).hip == exercise.pose(1).hip


def test_the_week_is_of_people_who_exist() -> None:
    """Requests are between sample people; who is asked takes sessions, and who holds the live class is never asked."""
    instructors = {instructor.user_id for instructor in INSTRUCTORS}
    taking = {hours.instructor.user_id for hours in week.HOURS}
    assert taking <= instructors - {INSTRUCTOR.user_id}
    for request in week.REQUESTS:
        assert request.customer in CUSTOMERS
        assert request.instructor.user_id in taking
        assert request.answer in {"", "accept", "decline", "propose"}
    assert {request.answer for request in week.REQUESTS} == {"", "accept", "decline", "propose"}
    for series in week.SERIES:
        assert series.instructor.user_id in taking
        assert set(series.people) <= set(CUSTOMERS)
        assert set(series.topics) <= {topic.slug for topic in TOPICS}
    assert any(series.capacity is not None and len(series.people) > series.capacity for series in week.SERIES)


@given(st.integers(0, 2 * 366 * 24 * 60))
def test_series_begin_on_a_day_of_theirs(minutes: int) -> None:
    """Within a week, tomorrow at the earliest, on one of the days of the rule."""
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    for series in week.SERIES:
        first = datetime.fromisoformat(str(series.claim(now)["startTime"])).replace(tzinfo=ZoneInfo(series.zone))
        assert first.weekday() in series.weekdays
        assert timedelta() < first - now < timedelta(days=8)
