"""RTCP against aiortc's parsers, and hostile bytes."""

from aiortc.rtp import RtcpPacket, RtcpPsfbPacket, RtcpRrPacket, RtcpRtpfbPacket, RtcpSrPacket, unpack_remb_fci
from hypothesis import given
from hypothesis import strategies as st

from media_relay.rtc import rtcp, transport_cc
from media_relay.rtc.stun import Malformed

U8 = st.integers(0, 2**8 - 1)
U32 = st.integers(0, 2**32 - 1)
BLOCKS = st.lists(
    st.builds(rtcp.ReportBlock, U32, U8, st.integers(-(2**23), 2**23 - 1), U32, U32, U32, U32), max_size=31
)


def _fields(block):
    return (
        block.ssrc,
        block.fraction_lost,
        block.packets_lost,
        block.highest_sequence,
        block.jitter,
        block.lsr,
        block.dlsr,
    )


@given(U32, st.integers(0, 2**64 - 1), U32, U32, U32, BLOCKS)
def test_a_sender_report_is_read_alike(ssrc, ntp, timestamp, packets, octets, blocks):
    """Our own parser and aiortc's find in it what was written."""
    report = rtcp.SenderReport(ssrc, ntp, timestamp, packets, octets, tuple(blocks))
    data = rtcp.sender_report(report)
    assert rtcp.parse(data) == [report]
    [read] = RtcpPacket.parse(data)
    assert isinstance(read, RtcpSrPacket)
    assert (read.ssrc, read.sender_info.ntp_timestamp, read.sender_info.rtp_timestamp) == (ssrc, ntp, timestamp)
    assert [_fields(block) for block in read.reports] == [
        (b.ssrc, b.fraction_lost, b.lost, b.highest, b.jitter, b.last_report, b.delay) for b in blocks
    ]


@given(U32, BLOCKS, st.text(max_size=30))
def test_a_compound_packet_is_read_alike(ssrc, blocks, name):
    """A receiver report, a description that is skipped, and what follows it."""
    report = rtcp.ReceiverReport(ssrc, tuple(blocks))
    data = rtcp.receiver_report(report) + rtcp.description(ssrc, name) + rtcp.picture_loss(ssrc, 7)
    assert rtcp.parse(data) == [report, rtcp.KeyframeRequest(ssrc, (7,))]
    first, _, last = RtcpPacket.parse(data)
    assert isinstance(first, RtcpRrPacket)
    assert isinstance(last, RtcpPsfbPacket)


@given(U32, U32, st.sets(st.integers(0, 2**16 - 1), min_size=1, max_size=80))
def test_a_nack_names_what_is_lost(sender, media, lost):
    """Exactly the numbers, in both parsers."""
    data = rtcp.nack(sender, media, sorted(lost))
    [ours] = rtcp.parse(data)
    assert isinstance(ours, rtcp.Nack)
    assert sorted(ours.lost) == sorted(lost)
    [read] = RtcpPacket.parse(data)
    assert isinstance(read, RtcpRtpfbPacket)
    assert sorted(read.lost) == sorted(lost)


@given(U32, st.integers(0, 2**40), st.lists(U32, max_size=20))
def test_an_estimate_keeps_eighteen_bits(sender, bitrate, ssrcs):
    """REMB as draft-alvestrand-rmcat-remb has it."""
    data = rtcp.receiver_estimate(sender, bitrate, ssrcs)
    [ours] = rtcp.parse(data)
    assert isinstance(ours, rtcp.ReceiverEstimate)
    assert ours.bitrate <= bitrate < ours.bitrate + max(1, bitrate >> 17)
    [read] = RtcpPacket.parse(data)
    assert unpack_remb_fci(read.fci) == (ours.bitrate, list(ours.ssrcs)) == (ours.bitrate, ssrcs)


@given(
    U32,
    U8,
    st.integers(0, 2**20),
    st.integers(0, 2**30),
    st.lists(st.tuples(st.integers(1, 40), st.integers(-500, 20_000)), min_size=1, max_size=120),
)
def test_transport_feedback_tells_every_arrival(sender, number, base, time, steps):
    """Gaps are None, early and late packets keep their times; a tick is 250 us."""
    arrivals = []
    sequence, arrival = base, time + 1000
    for gap, delta in steps:
        arrivals.append((sequence, arrival))
        sequence += gap
        arrival = max(0, arrival + delta)
    [read] = rtcp.parse(transport_cc.write(sender, 3, number, arrivals))
    assert isinstance(read, transport_cc.TransportFeedback)
    assert (read.base, read.number) == (base & 0xFFFF, number)
    expected = dict(arrivals)
    wrap = transport_cc.WRAP
    assert read.arrivals == tuple(
        None if (at := expected.get(number)) is None else at % wrap for number in range(base, arrivals[-1][0] + 1)
    )


def test_a_fir_asks_for_keyframes():
    """RFC 5104: the entries name the streams, the header doesn't."""
    body = (9).to_bytes(4, "big") + bytes(4) + (77).to_bytes(4, "big") + b"\x05\0\0\0"
    assert rtcp.parse(b"\x84\xce" + (len(body) // 4).to_bytes(2, "big") + body) == [rtcp.KeyframeRequest(9, (77,))]


@given(st.binary(max_size=100), st.sampled_from([200, 201, 203, 205, 206, 207]), U8)
def test_hostile_bytes_give_the_one_error(body, kind, first):
    """Whatever the bytes are, parse returns or raises Malformed."""
    whole = body[: len(body) & ~3]
    for data in (body, bytes((0x80 | first & 0x3F, kind)) + (len(whole) // 4).to_bytes(2, "big") + whole):
        try:
            rtcp.parse(data)
        except Malformed:
            continue


def test_a_small_packet_cannot_claim_many_arrivals():
    """Twenty bytes that speak of 65,535 packets are refused, not expanded."""
    body = bytes(8) + b"\0\0\xff\xff\0\0\0\0" + b"\x1f\xff" * 10
    try:
        rtcp.parse(b"\x8f\xcd" + (len(body) // 4).to_bytes(2, "big") + body)
    except Malformed:
        return
    raise AssertionError
