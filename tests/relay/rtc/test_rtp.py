"""RTP, VP8 and H.264 payloads: aiortc's parsers are the oracle, and hostile bytes give one named error."""

import pytest
from aiortc.codecs.vpx import VpxPayloadDescriptor
from aiortc.rtp import RtpPacket as OraclePacket
from aiortc.rtp import unpack_header_extensions
from hypothesis import given
from hypothesis import strategies as st

from media_relay.rtc import h264, red, rtp, vp8
from media_relay.rtc.stun import Malformed

PAYLOAD_TYPES = st.one_of(st.integers(0, 63), st.integers(96, 127))
ONE_BYTE = st.dictionaries(st.integers(1, 14), st.binary(min_size=1, max_size=16), max_size=6)
TWO_BYTE = st.dictionaries(st.integers(1, 255), st.binary(max_size=40), max_size=6)
PACKETS = st.builds(
    rtp.RtpPacket,
    st.booleans(),
    PAYLOAD_TYPES,
    st.integers(0, 2**16 - 1),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.one_of(ONE_BYTE, TWO_BYTE),
    st.binary(max_size=200),
    st.integers(0, 255),
)


@given(PACKETS)
def test_a_packet_survives_being_written_and_read(packet: rtp.RtpPacket):
    """Parsing undoes serializing, for every field and both forms of extensions."""
    assert rtp.parse(rtp.serialize(packet)) == packet


@given(PACKETS)
def test_others_read_what_is_written(packet: rtp.RtpPacket):
    """What aiortc reads are the same fields."""
    data = rtp.serialize(packet)
    read = OraclePacket.parse(data)
    assert (read.marker, read.payload_type, read.sequence_number, read.timestamp, read.ssrc) == (
        packet.marker,
        packet.payload_type,
        packet.sequence,
        packet.timestamp,
        packet.ssrc,
    )
    assert read.payload == packet.payload
    block = rtp.extension_block(packet.extensions)
    if block:
        profile = int.from_bytes(block[:2], "big")
        assert dict(unpack_header_extensions(profile, block[4:])) == packet.extensions


@given(st.binary(max_size=120), st.data())
def test_hostile_bytes_give_the_one_error(junk: bytes, data: st.DataObject):
    """Whatever the bytes are, a parser returns or raises Malformed, and nothing that it returns is longer than they."""
    start = data.draw(st.sampled_from([b"", b"\x80\x60", b"\x90\x60" + bytes(10) + b"\xbe\xde", b"\xbf\xe0"]))
    for parse in (rtp.parse, vp8.parse, h264.begun, rtp.original, red.primary):
        try:
            result = parse(start + junk)
        except Malformed:
            continue
        if isinstance(result, rtp.RtpPacket):
            assert len(result.payload) <= len(junk)


@given(PACKETS, st.integers(1, 400))
def test_a_packet_that_is_cut_off_never_reads_past_its_end(packet: rtp.RtpPacket, cut: int):
    """Every prefix of a packet parses to less payload, or is refused."""
    data = rtp.serialize(packet)
    try:
        read = rtp.parse(data[:-cut])
    except Malformed:
        return
    assert len(read.payload) < len(data)


@given(
    start=st.booleans(),
    picture=st.one_of(st.none(), st.integers(0, 0x7FFF)),
    tl0=st.one_of(st.none(), st.integers(0, 255)),
    tid=st.one_of(st.none(), st.tuples(st.integers(0, 3), st.integers(0, 1))),
    key=st.one_of(st.none(), st.integers(0, 31)),
    rest=st.binary(min_size=1, max_size=30),
)
def test_the_vp8_descriptor_is_read_as_aiortc_writes_it(start, picture, tl0, tid, key, rest):
    """All combinations of optional fields."""
    written = bytes(VpxPayloadDescriptor(int(start), 0, picture, tl0, tid, key)) + rest
    read = vp8.parse(written)
    assert (read.start, read.picture, read.tl0) == (start, picture, tl0)
    assert (read.temporal, read.sync) == ((tid[0], bool(tid[1])) if tid else (0, False))
    assert read.payload == written
    assert read.keyframe == (start and not rest[0] & 1)


def test_a_short_picture_id_becomes_a_long_one():
    """Seven bits are made fifteen, so that every viewer's numbers go on without a gap; the rest stays."""
    read = vp8.parse(b"\x90\xe0\x11\x22\x60\x01rest")
    assert (read.picture, read.picture_bits, read.tl0, read.temporal, read.sync) == (0x11, 7, 0x22, 1, True)
    assert read.payload == b"\x90\xe0\x80\x11\x22\x60\x01rest"
    assert vp8.parse(read.payload).picture == 0x11


def test_a_keyframe_tells_its_size():
    """Width and height stand in the ten bytes that stay clear even with end-to-end encryption."""
    header = (
        b"\x10" + b"\x10\x02\x00\x9d\x01\x2a" + (1280).to_bytes(2, "little") + (720 | 1 << 14).to_bytes(2, "little")
    )
    assert vp8.parse(header + b"x").size == (1280, 720)
    assert not vp8.parse(b"\x10\x11\x02\x00").keyframe


@pytest.mark.parametrize(
    ("payload", "begun"),
    [
        (b"\x67\x42", [h264.SPS]),
        (b"\x65\x88", [h264.IDR]),
        (b"\x41\x9a", [1]),
        (b"\x78\x00\x02\x67\x42\x00\x02\x68\xce", [h264.SPS, 8]),
        (b"\x78\x00\x02\x41\x9a", [1]),
        (b"\x7c\x85\x88", [h264.IDR]),
        (b"\x7c\x05\x88", []),
        (b"\x7c\x81\x9a", [1]),
    ],
)
def test_h264_units_begin_alone_together_or_in_a_first_fragment(payload, begun):
    """In a single NAL unit, in an aggregation, and at the start of a fragmentation unit only."""
    assert h264.begun(payload) == begun


@pytest.mark.parametrize(
    "payload", [b"", b"\x78", b"\x78\x00", b"\x78\x00\x09\x67", b"\x7c\x85", b"\x7d\x00\x00", b"\xe7"]
)
def test_an_h264_payload_that_is_not_whole_is_refused(payload):
    """Empty, cut off, or of a kind that isn't negotiated."""
    with pytest.raises(Malformed):
        h264.begun(payload)


@given(st.integers(0, 2**40), st.lists(st.integers(-3000, 3000), max_size=60))
def test_sequence_numbers_go_on_over_the_wrap(first: int, steps: list[int]):
    """Steps of up to 32767 either way are followed exactly."""
    unwrapper = rtp.SequenceUnwrapper()
    offset = unwrapper.unwrap(first & 0xFFFF) - first
    largest = first
    for step in steps:
        number = largest + step
        assert unwrapper.unwrap(number & 0xFFFF) == number + offset
        largest = max(largest, number)
