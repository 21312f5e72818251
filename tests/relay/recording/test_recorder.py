"""From packets to a file: what real decoders make of it."""

from itertools import pairwise

import pytest

from media_relay.recording.timeline import Timeline
from tests.relay.recording.sender import FPS, Bucket, Host, errors_of, footage, look, recorder


@pytest.fixture(scope="session")
def clip(tmp_path_factory):
    return footage(tmp_path_factory.mktemp("footage"))


@pytest.fixture
def finish(tmp_path):
    """Complete a recording and decode what is in the bucket."""

    def made(bucket, recorder):
        recorder.attach(None)
        recorder.file.finish()
        path = tmp_path / "recording.webm"
        path.write_bytes(bucket.whole())
        return path

    return made


def offsets(seen):
    """How much later each beep is than the flash that belongs to it, in ms."""
    found = []
    for flash in seen.flashes:
        nearest = min(seen.beeps, key=lambda beep: abs(beep - flash), default=None)
        if nearest is not None and abs(nearest - flash) < 0.4:
            found.append((nearest - flash) * 1000)
    return found


def test_a_recording_is_a_file_that_decodes(clip, finish):
    """Twelve seconds of a good network: all pictures of the largest layer, sound with them, no complaint of ffmpeg."""
    bucket, host = Bucket(), Host(clip, sound_late=0.3)
    tape = recorder(bucket)
    tape.attach(host)
    host.play(tape, 0.0, 12.0)
    path = finish(bucket, tape)
    seen = look(path)
    assert errors_of(path) == ""
    assert set(seen.sizes) == {(640, 360)}
    assert seen.duration == pytest.approx(12.0, abs=0.6)
    assert len(seen.times) >= 10 * FPS
    assert max(later - earlier for earlier, later in pairwise(seen.times)) < 0.06
    assert len(offsets(seen)) >= 9
    assert max(map(abs, offsets(seen))) <= 40


def test_what_the_network_loses_for_good_costs_pictures_only(clip, finish):
    """Of 4 % lost packets a quarter never comes: the file still decodes, and the sound stays with the picture."""
    bucket, host = Bucket(), Host(clip, loss=0.04, repaired=0.75, sound_late=0.1)
    tape = recorder(bucket)
    tape.attach(host)
    host.play(tape, 0.0, 15.0)
    path = finish(bucket, tape)
    seen = look(path)
    assert errors_of(path) == ""
    assert len(seen.times) > 0.5 * 15 * FPS
    assert host.asked
    assert max(map(abs, offsets(seen))) <= 40


def test_layers_that_come_and_go_change_the_size_within_the_file(clip, finish):
    """The largest layer is recorded when it flows steadily, the next one while it doesn't; sound goes on."""
    bucket, host = Bucket(), Host(clip, layers=["q", "h", "f"])
    tape = recorder(bucket)
    tape.attach(host)
    host.play(tape, 0.0, 5.0)
    host.layers = ["q", "h"]
    host.play(tape, 5.0, 10.0)
    host.layers = ["q", "h", "f"]
    host.play(tape, 10.0, 20.0)
    path = finish(bucket, tape)
    seen = look(path)
    assert errors_of(path) == ""
    assert list(dict.fromkeys(seen.sizes)) == [(640, 360), (320, 180)]
    assert seen.sizes[-1] == (640, 360)
    assert max(later - earlier for earlier, later in pairwise(seen.times)) < 3.5
    assert max(map(abs, offsets(seen))) <= 40


def test_time_goes_on_without_picture_and_sound(clip, finish):
    """While the camera is off the picture stands, while the microphone is off nothing sounds; both come back."""
    bucket, host = Bucket(), Host(clip)
    tape = recorder(bucket)
    tape.attach(host)
    host.play(tape, 0.0, 4.0)
    host.muted = True
    host.play(tape, 4.0, 8.0)
    host.muted, host.off = False, True
    host.play(tape, 8.0, 12.0)
    host.off = False
    host.play(tape, 12.0, 16.0)
    path = finish(bucket, tape)
    seen = look(path)
    assert errors_of(path) == ""
    assert seen.duration == pytest.approx(16.0, abs=0.6)
    assert seen.sound == pytest.approx(16.0, abs=0.6)
    assert not any(4.2 < beep < 7.8 for beep in seen.beeps)
    assert sum(8.2 < time < 11.8 for time in seen.times) <= 4
    assert max(map(abs, offsets(seen))) <= 40


def test_the_sound_after_the_camera_went_off_is_kept(clip, finish):
    """The last picture that stands alone is shown again each second, so that publishing has one wherever it cuts."""
    bucket, host = Bucket(), Host(clip)
    tape = recorder(bucket)
    tape.attach(host)
    host.play(tape, 0.0, 4.0)
    host.off = True
    host.play(tape, 4.0, 9.0)
    seen = look(finish(bucket, tape))
    assert seen.times[-1] > 5.5
    assert seen.sound == pytest.approx(9.0, abs=0.6)
    assert max(later - earlier for earlier, later in pairwise(seen.times)) < 1.1


def test_a_pause_leaves_nothing_behind(clip, finish):
    """What is shown and said during a pause is not in the file, which goes on where it stood."""
    bucket, host = Bucket(), Host(clip)
    tape = recorder(bucket)
    tape.attach(host)
    host.play(tape, 0.0, 5.0)
    tape.run(None)
    host.play(tape, 5.0, 25.0)
    tape.run(Timeline(5000.0, 25.0))
    host.play(tape, 25.0, 30.0)
    path = finish(bucket, tape)
    seen = look(path)
    assert errors_of(path) == ""
    assert seen.duration == pytest.approx(10.0, abs=0.6)
    assert max(map(abs, offsets(seen))) <= 40


def test_another_relay_goes_on_behind_what_is_there(clip, tmp_path):
    """One relay leaves and pads its part, one is killed, a third completes: the parts together are one file."""
    bucket = Bucket()
    first, host = recorder(bucket), Host(clip)
    first.attach(host)
    host.play(first, 0.0, 6.0)
    first.attach(None)
    first.file.pad()
    begun = dict(bucket.parts)
    again = Host(clip, skew=99.0, seed=2)
    second = recorder(bucket, position=8000.0, began=8.0, headed=True)
    second.attach(again)
    again.play(second, 8.0, 12.0)
    assert bucket.parts == begun  # it is killed with what it had
    third_host = Host(clip, skew=5.0, seed=3)
    third = recorder(bucket, position=13_000.0, began=13.0, headed=True)
    third.attach(third_host)
    third_host.play(third, 13.0, 18.0)
    third.attach(None)
    third.file.finish()
    path = tmp_path / "recording.webm"
    path.write_bytes(bucket.whole())
    seen = look(path)
    assert errors_of(path) == ""
    assert seen.times[-1] == pytest.approx(18.0, abs=0.6)
    assert not any(6.5 < time < 13 for time in seen.times)
    assert max(map(abs, offsets(seen))) <= 40


def test_two_relays_that_wrote_a_header_each_make_one_file(clip, tmp_path):
    """The second asked before the first had sent: nothing of either is lost, decoders pass the second header over."""
    bucket = Bucket()
    first, host = recorder(bucket), Host(clip)
    first.attach(host)
    host.play(first, 0.0, 6.0)
    first.attach(None)
    second, again = recorder(bucket, position=8000.0, began=8.0), Host(clip, skew=99.0, seed=2)
    second.attach(again)
    again.play(second, 8.0, 14.0)
    second.attach(None)
    first.file.pad()
    second.file.finish()
    path = tmp_path / "recording.webm"
    path.write_bytes(bucket.whole())
    seen = look(path)
    assert len(seen.flashes) >= 9
    assert max(map(abs, offsets(seen))) <= 40


def test_without_sender_reports_arrivals_count(clip, finish):
    """A sender that never tells its clock is recorded all the same, as its packets come."""
    bucket, host = Bucket(), Host(clip, reports=False)
    tape = recorder(bucket)
    tape.attach(host)
    host.play(tape, 0.0, 8.0)
    seen = look(finish(bucket, tape))
    assert max(map(abs, offsets(seen))) <= 60
