"""The live class of the samples: its packets, its timetable, and the class itself as somebody who comes in sees it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import av
from aiortc.codecs.vpx import VpxPayloadDescriptor
from hypothesis import given
from hypothesis import strategies as st

from iac.local.samples import exercises
from iac.local.samples.catalogue import OMAR
from iac.local.samples.clips import Clip, Interval, render
from iac.local.samples.live.footage import CAMERAS, COMPANY
from iac.local.samples.live.lines import CHEERS, chatter
from iac.local.samples.live.recording import HOME, STAGE, Recording, StoredLayer, record
from iac.local.samples.live.timetable import LENGTH, Class, current, missing, present
from neufit.domain.calendar import intervals
from neufit.domain.calendar.cells import rounded_out
from rtc_client.pictures import payloads

_NOON = datetime(2030, 5, 4, 12, tzinfo=UTC)
_CLIP = Clip("two", 320, 180, 12, OMAR.look, OMAR.room, [Interval(exercises.SQUATS, 2)], 120, (110.0, 220.0))


@given(st.binary(min_size=1, max_size=6000), st.integers(0, 0x7FFF), st.integers(0, 255), st.integers(0, 2))
def test_payloads_hold_the_frame(frame: bytes, picture: int, tl0: int, temporal: int) -> None:
    """Aiortc reads the same frame and numbers back, and only the first payload begins it."""
    found, ends = b"", []
    for place, (payload, last) in enumerate(payloads(frame, picture, tl0, temporal, sync=True)):
        descriptor, rest = VpxPayloadDescriptor.parse(payload)
        assert (descriptor.partition_start, descriptor.partition_id) == (int(place == 0), 0)
        assert (descriptor.picture_id, descriptor.tl0picidx, descriptor.tid) == (picture, tl0, (temporal, 1))
        assert len(payload) <= 1200
        found += rest
        ends.append(last)
    assert found == frame
    assert ends == [False] * (len(ends) - 1) + [True]


def _frames(layer: StoredLayer, count: int) -> list[tuple[int, bytes]]:
    """Temporal layer and data of the next frames."""
    shown = []
    for _ in range(count):
        parts = [VpxPayloadDescriptor.parse(payload) for payload, _ in layer.frame(0.0)]
        shown.append((parts[0][0].tid[0], b"".join(data for _, data in parts)))
    return shown


def _pictures(frames: list[tuple[int, bytes]], highest: int) -> dict[int, bytes]:
    """What a viewer who gets temporal layers up to ``highest`` sees, by the frame's place."""
    decoder = av.CodecContext.create("libvpx", "r")
    seen = {}
    for place, (temporal, data) in enumerate(frames):
        if temporal <= highest:
            (picture,) = decoder.decode(av.Packet(data))
            seen[place] = bytes(picture.planes[0])
    return seen


def test_a_recording_loses_upper_layers_without_harm(tmp_path: Path) -> None:
    """Three sizes; over the end of the loop too, viewers of fewer temporal layers see the very same pictures."""
    record(render(_CLIP, tmp_path / "clips"), tmp_path / "two", STAGE)
    begun: list[int] = []
    recording = Recording(tmp_path / "two", STAGE, lambda: begun.append(1))
    for layer, height in zip(recording.layers, (180, 360, 720), strict=True):
        frames = _frames(layer, 60)
        assert int.from_bytes(frames[0][1][8:10], "little") == height
        assert [place for place, (_, data) in enumerate(frames) if not data[0] & 1] == [0, 24, 48]
        whole = _pictures(frames, 2)
        assert len(whole) == 60
        for highest, count in ((1, 30), (0, 15)):
            fewer = _pictures(frames, highest)
            assert len(fewer) == count
            assert all(whole[place] == picture for place, picture in fewer.items())
    assert len(begun) == 2, "the loop of two seconds has begun again"
    assert 95 <= len({id(recording.sound()) for _ in range(300)}) <= 110, "two seconds of sound, again and again"


def test_a_camera_at_home_gives_one_small_layer_that_loops(tmp_path: Path) -> None:
    """A customer's tile loses upper temporal layers as harmlessly, and shows whole periods of the exercise."""
    for clip in CAMERAS.values():
        seconds = clip.intervals[0].seconds
        periods = seconds / clip.intervals[0].exercise.period
        assert abs(periods - round(periods)) < 1e-9, "the loop has a seam"
        record(render(clip, tmp_path / "clips"), tmp_path / clip.name, HOME)
        (layer,) = Recording(tmp_path / clip.name, HOME).layers
        frames = _frames(layer, seconds * HOME.fps + 24)
        assert int.from_bytes(frames[0][1][8:10], "little") == 180
        whole = _pictures(frames, 2)
        fewer = _pictures(frames, 0)
        assert len(whole) == len(frames)
        assert all(whole[place] == picture for place, picture in fewer.items())


def test_what_is_written_in_class_fits() -> None:
    """Everybody greets once, and says nothing twice in a row; the relay takes 500 characters."""
    for place in range(len(COMPANY)):
        said = [line for line, _ in zip(chatter(place), range(50), strict=False)]
        assert all(one != other for one, other in pairwise(said))
        assert all(0 < len(line) <= 500 for line in [*said, *CHEERS])


def _class(start: timedelta) -> Class:
    return Class(str(start), _NOON + start, _NOON + start + LENGTH)


@given(
    st.lists(st.integers(-200, 200).map(lambda minutes: _class(timedelta(minutes=minutes))), max_size=4),
    st.integers(0, 59),
)
def test_there_is_always_a_class_and_one_that_follows(classes: list[Class], minute: int) -> None:
    """Whatever is planned, making what is missing leaves one class to be in and one after it, and nothing to make.

    What is made doesn't meet on one of the five minutes of which each class takes all.
    """
    now = _NOON + timedelta(minutes=minute)
    spans = missing(classes, now)
    made = [Class(start.isoformat(), start, end) for start, end in spans]
    here = current([*classes, *made], now)
    assert here is not None
    assert here.starts_at - timedelta(minutes=15) < now < here.ends_at
    assert not missing([*classes, *made], now)
    taken = [rounded_out(intervals.Interval(*span)) for span in spans]
    assert all(not one.meets(other) for one, other in pairwise(taken))


@given(st.floats(0, 4e9))
def test_customers_come_and_go_but_never_all(seconds: float) -> None:
    """At any time two or more of the customers are in class, one of them with a camera, and nobody stays for ever."""
    assert sum(present(place, seconds) for place in range(len(COMPANY))) >= 2
    assert any(present(place, seconds) for place in CAMERAS)
    assert not all(present(0, seconds + later) for later in range(0, 600, 60))
