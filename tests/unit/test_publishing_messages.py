"""What starts a publication, and what is read of an original before it is opened."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neufit.contracts.publishing import PublishingJob
from neufit.domain.media import Kind
from stepfunctions.publish_video import sound
from stepfunctions.publish_video.boxes import DamagedBoxes, boxes, find
from stepfunctions.publish_video.fragments import split
from stepfunctions.publish_video.refusals import Refused, failure
from stepfunctions.publish_video.start import jobs_in
from stepfunctions.publish_video.tasks.verify import content_type, part_digests


def notification(*keys: str, event: str = "ObjectCreated:Put") -> str:
    return json.dumps({"Records": [{"eventName": event, "s3": {"object": {"key": key}}} for key in keys]})


def test_a_notification_names_its_originals():
    """Keys come URL-encoded; several records are several jobs; other keys and other events are none."""
    first, second = jobs_in(notification("orig%2F01ABC%2F01DEF", "orig/01GHI/01JKL"))
    assert (first.mediaId, first.version, first.attempt) == ("01ABC", "01DEF", 0)
    assert second.execution_name == "01GHI-01JKL"
    assert jobs_in(notification("pub/01ABC/plan/v360/00001.m4s")) == []
    assert jobs_in(notification("orig/01ABC/01DEF", event="ObjectRemoved:Delete")) == []
    assert jobs_in(notification("orig/01ABC/01DEF", event="s3:ObjectCreated:CompleteMultipartUpload")) != []
    assert jobs_in(json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent"})) == []


def test_a_job_comes_back_as_it_was_sent():
    """A request to run again names its attempt, and with it another execution."""
    job = PublishingJob(mediaId="m", version="v", attempt=3)
    assert jobs_in(job.model_dump_json()) == [job]
    assert job.execution_name == "m-v-3"


@given(st.one_of(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps)))
def test_other_messages_are_no_jobs(body):
    """Whatever lies in the queue, it is read without an error."""
    assert jobs_in(body) == []


@given(st.dictionaries(st.sampled_from(["Records", "mediaId", "Event"]), st.lists(st.integers() | st.none())))
def test_messages_of_another_shape_are_no_jobs(message):
    """Nor does a message of the right names and the wrong content break anything."""
    assert jobs_in(json.dumps(message)) == []


@given(st.binary(max_size=400), st.integers(1, 100), st.lists(st.integers(1, 60), max_size=20))
def test_parts_are_hashed_however_the_bytes_come(content, length, cuts):
    """The digests are those of the parts, whatever pieces the stream is handed over in."""
    pieces, at = [], 0
    for cut in cuts:
        pieces.append(content[at : at + cut])
        at += cut
    pieces.append(content[at:])
    expected = [hashlib.sha256(content[at : at + length]).digest() for at in range(0, len(content), length)]
    assert list(part_digests(pieces, length)) == expected


@pytest.mark.parametrize(
    ("head", "kind", "code"),
    [
        (b"#EXTM3U\n", Kind.VIDEO, "playlist"),
        (b'<?xml version="1.0"?>\n<MPD>', Kind.VIDEO, "playlist"),
        (b"ffconcat version 1.0", Kind.VIDEO, "playlist"),
        (b"hello", Kind.VIDEO, "not-a-video"),
        (b"\xff\xd8\xff\xe0", Kind.VIDEO, "not-a-video"),
        (b"hello", Kind.IMAGE, "not-an-image"),
        (b"\0\0\0\x18ftypheic\0\0\0\0heicmif1", Kind.IMAGE, "heic"),
    ],
)
def test_the_first_bytes_tell(head, kind, code):
    """What a file is not is seen at its beginning."""
    with pytest.raises(Refused, match=f"^{code}$"):
        content_type(head, kind)


def test_failures_of_our_own_have_a_sentence_too():
    """Without a reason, or with one that nobody knows, the sentence says that it was us."""
    assert failure(None) == failure("no-such-code") == failure("internal")
    assert "kept" in failure(None).detail


@given(st.binary(max_size=300))
def test_damaged_boxes_are_told(content):
    """Any bytes are read as boxes or refused as damaged; nothing else is raised, nothing loops."""
    for read in (lambda: list(boxes(content)), lambda: split(content), lambda: sound.frames(content)):
        try:
            read()
        except DamagedBoxes:
            continue


@given(st.integers(0, 200_000), st.lists(st.binary(min_size=1, max_size=50), min_size=1, max_size=200))
def test_an_audio_segment_holds_its_frames(number, content):
    """The segment gives back number, decode time and every frame, behind its own header."""
    segment = sound.segment(number, number * 188, content)
    body = segment.body[find(segment.body, b"styp").end :]
    _, (fragment,) = split(body)
    assert fragment.decode_time == segment.decode_time == number * 188 * 1024
    assert fragment.payload == b"".join(content)
    offset = int.from_bytes(body[find(body, b"moof", b"traf", b"trun").body + 8 :][:4], "big")
    assert body[offset:] == fragment.payload
    assert [sample.size for sample in fragment.samples] == [len(frame) for frame in content]


def test_the_audio_initialization_never_changes():
    """It is the same for all videos, so that it can be compared and kept; another one needs a new plan version."""
    assert hashlib.sha256(sound.initialization()).hexdigest()[:16] == "47edb477dc90e748"
    assert find(sound.initialization(), b"moov", b"mvex", b"trex")
