"""Which packets belong to which stream, and what a publisher is told."""

import pytest

from media_relay.rtc import rtcp, rtp
from media_relay.rtc.media import Layer
from media_relay.rtc.publisher import KEYFRAME_SECONDS, Publisher
from media_relay.rtc.sdp.media import Codec, Direction, Extension, Kind, Media, Stream
from neufit.domain.room.kinds import Source

IDS = {Extension.MID: 4, Extension.RID: 10, Extension.REPAIRED_RID: 11}
VP8 = Codec(96, "VP8", 90_000, feedback=("nack", "nack pli"), rtx=97)
OPUS = Codec(111, "opus", 48_000, 2)
CAMERA = Media("1", Kind.VIDEO, Direction.RECEIVE, "UDP/TLS/RTP/SAVPF", (VP8,), IDS, rids=("q", "h", "f"))
MICROPHONE = Media("0", Kind.AUDIO, Direction.RECEIVE, "UDP/TLS/RTP/SAVPF", (OPUS,), IDS, streams=(Stream(77),))


@pytest.fixture
def publisher():
    publisher = Publisher(9)
    publisher.configure([MICROPHONE, CAMERA])
    return publisher


def _packet(ssrc, payload_type=96, **extensions) -> rtp.RtpPacket:
    named = {IDS[Extension[name.upper()]]: value for name, value in extensions.items()}
    return rtp.RtpPacket(True, payload_type, 1, 0, ssrc, named, b"\x10\x00" + bytes(20))


def _layer(publisher, rid: bytes, ssrc: int):
    return publisher.recognize(_packet(ssrc, mid=b"1", rid=rid), None)[0]


def test_layers_are_known_by_their_rids(publisher):
    """The place in the offer's list is the spatial layer; RTX is known by the rid that it repairs."""
    for index, rid in enumerate((b"q", b"h", b"f")):
        stream = _layer(publisher, rid, 100 + index)
        assert (stream.description.source, stream.description.spatial) == (Source.CAMERA, index)
    repaired, _ = publisher.recognize(_packet(205, 97, mid=b"1", repaired_rid=b"h"), None)
    assert (repaired.ssrc, repaired.repair_ssrc) == (101, 205)


@pytest.mark.parametrize(
    "packet",
    [
        _packet(1, mid=b"1"),
        _packet(1, mid=b"1", rid=b"x"),
        _packet(1, mid=b"9", rid=b"q"),
        _packet(1, 35, mid=b"1", rid=b"q"),
        _packet(1, 97, mid=b"1", repaired_rid=b"q"),
        _packet(1, 50),
    ],
)
def test_what_was_not_agreed_upon_belongs_to_nothing(publisher, packet):
    """No rid, another rid, another m-line, another payload type, RTX of what isn't there."""
    assert publisher.recognize(packet, None) is None


def test_a_stream_without_ids_is_known_by_its_ssrc_or_type(publisher):
    """As clients without the extensions send it."""
    assert publisher.recognize(_packet(77, 111), None)[0].description.source is Source.MICROPHONE
    stream, previous = publisher.recognize(_packet(78, 111), None)
    assert (stream.ssrc, previous.ssrc) == (78, 77)


def test_a_layer_that_is_paused_is_no_rung(publisher):
    """Only what flows can be had; without the smallest layer there are no temporal rungs of it."""
    _layer(publisher, b"q", 100)
    middle = _layer(publisher, b"h", 101)
    middle.last_arrival = 10.0
    assert [rung.layer for rung in publisher.rungs(10.5)] == [Layer.S1T2]
    publisher.silence(Source.CAMERA, silent=True)
    assert publisher.rungs(10.5) == []


def test_keyframes_are_asked_for_twice_a_second_at_most(publisher):
    """However many want one; a wish that came too soon is granted later, unless a keyframe came by itself."""
    stream = _layer(publisher, b"q", 100)
    assert publisher.want_keyframe(stream, 1.0) == rtcp.picture_loss(9, 100)
    assert [publisher.want_keyframe(stream, 1.1) for _ in range(50)] == [None] * 50
    assert publisher.feedback([], 0.1, 1.2) == []
    assert publisher.feedback([], 0.1, 1.0 + KEYFRAME_SECONDS) == [rtcp.picture_loss(9, 100)]
    publisher.want_keyframe(stream, 1.6)
    stream.keyframes += 1
    assert publisher.feedback([], 0.1, 3.0) == []
    assert publisher.keyframe_requests == 2


def test_arrivals_are_told_with_what_is_missing_between(publisher):
    """Between feedbacks too; a jump that is too far to be loss begins anew."""
    [first] = publisher.feedback([(65536, 1000), (65538, 1010)], 0.1, 1.0)
    [second, third] = publisher.feedback([(65540, 1020), (90000, 1030)], 0.1, 1.1)
    told = [rtcp.parse(packet)[0] for packet in (first, second, third)]
    assert [(one.base, one.number) for one in told] == [(0, 0), (3, 1), (90000 & 0xFFFF, 2)]
    assert [one.arrivals for one in told] == [(1000, None, 1010), (None, 1020), (1030,)]


def test_the_offset_of_clocks_is_that_of_the_quickest_report(publisher):
    """Less half of a round trip; a report that was late changes nothing."""
    stream = _layer(publisher, b"q", 100)
    for at, late in ((1.0, 0.08), (2.0, 0.02), (3.0, 0.5)):
        report = rtcp.SenderReport(100, int((1000 + at) * 2**32), 5, 1, 1)
        publisher.take_report(report, 0.04, at, 1007 + at + late)
    assert abs(stream.clock_offset - 7.0) < 1e-6


@pytest.mark.parametrize(
    ("theirs", "ours", "offset"), [(2**32 - 5, 3, 8), (5, 2**32 - 5, -10), (0, 3_973_000_000, 3_973_000_000 - 2**32)]
)
def test_clocks_are_compared_over_the_end_of_an_era(publisher, theirs, ours, offset):
    """NTP's seconds begin anew in 2036; what is further away than half an era is nearer on the other side."""
    stream = _layer(publisher, b"q", 100)
    publisher.take_report(rtcp.SenderReport(100, theirs << 32, 5, 1, 1), 0.0, 1.0, float(ours))
    assert stream.clock_offset == offset
