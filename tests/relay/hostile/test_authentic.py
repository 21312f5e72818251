"""Whatever an authentic peer sends, sealed as it must be: nothing escapes to the event loop, and others are not harmed.

The fuzzer changes what was said in earnest; here packets are made of what they may hold, so that each field meets its
extremes. A watcher is shown the villain, so that all of it goes the whole way.
"""

import asyncio
import struct

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from media_relay.rtc import rtcp, rtp, stun, transport_cc
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext
from media_relay.rtc.media import Seat
from media_relay.rtc.packet_path import MOST_SSRCS
from media_relay.rtc.plane import MediaPlane
from media_relay.rtc.sdp.media import Extension
from neufit.domain.room.kinds import Source
from rtc_client.client import LightClient
from rtc_client.description import OPUS, RED, VP8, VP8_RTX, Wishes
from rtc_client.pictures import camera
from tests.relay.live.media import advanced, until

CONTEXT = DtlsContext(Certificate.generate())
H264 = 102
CAPTURE_TIME = 12
CAPTURED = f"a=extmap:{CAPTURE_TIME} {Extension.ABSOLUTE_CAPTURE_TIME}\r\n"
H264_LINES = (
    f"a=rtpmap:{H264} H264/90000\r\na=rtcp-fb:{H264} nack\r\n"
    f"a=fmtp:{H264} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f\r\n"
)
# In feedback these stand for the slots of the villain, whose numbers the relay chooses.
SOUND, PICTURE = 0xABCDEF01, 0xABCDEF02
U8, U16, U32 = st.integers(0, 2**8 - 1), st.integers(0, 2**16 - 1), st.integers(0, 2**32 - 1)
# Few, so that packets belong together; the last are those of nobody.
SSRCS = st.sampled_from([11, 12, 13, 14, SOUND, PICTURE, 0, 2**32 - 1])
MIDS = st.sampled_from([b"0", b"1", b"2", b"9", b"\xff\xfe"])
RIDS = st.sampled_from([b"q", b"h", b"f", b"x", b"\x00"])
SIZES = st.binary(min_size=4, max_size=4)


def after(*heads):
    """Payloads that begin in one of these ways."""
    return st.builds(bytes.__add__, st.sampled_from(heads), st.binary(max_size=40))


def keyframe(picture, tl0, layer, size):
    """The first packet of a VP8 keyframe with a picture id, TL0PICIDX and a temporal layer."""
    return b"\x90\xe0" + picture.to_bytes(2) + bytes((tl0, layer)) + b"\x10\x02\x00\x9d\x01\x2a" + size + b"data"


def arrivals(steps, first, time):
    """What a viewer says has arrived, in numbers that grow."""
    told = []
    for number, ticks in steps:
        first, time = first + number, time + ticks
        told.append((first, time))
    return transport_cc.write(1, 2, 3, told)


def goodbye(ssrcs):
    """BYE (RFC 3550, section 6.6)."""
    return struct.pack(f"!BBH{len(ssrcs)}I", 0x80 | len(ssrcs), 203, len(ssrcs), *ssrcs)


def anything(count, kind, words):
    """RTCP of a right header, and nothing else that is right."""
    return struct.pack(f"!BBH{len(words)}I", 0x80 | count, kind, len(words), *words)


PAYLOADS = st.one_of(
    st.binary(max_size=60),
    after(b"\x10\x00", b"\x90\xe0", b"\x90\xf0"),
    st.builds(keyframe, st.integers(2**15, 2**16 - 1), U8, U8, SIZES),
    after(b"\x67", b"\x65", b"\x78\x00", b"\x7c\x85"),
)
EXTENSIONS = st.fixed_dictionaries(
    {},
    optional={
        1: st.binary(min_size=1, max_size=2),
        3: st.binary(min_size=1, max_size=3),
        4: MIDS,
        10: RIDS,
        11: RIDS,
        CAPTURE_TIME: st.binary(min_size=1, max_size=16),
    },
)
MEDIA = st.builds(
    rtp.RtpPacket,
    st.booleans(),
    st.sampled_from([OPUS, RED, VP8, VP8_RTX, H264, 0, 127]),
    st.one_of(U16, st.integers(0, 20)),
    U32,
    SSRCS,
    EXTENSIONS,
    PAYLOADS,
    st.sampled_from([0, 0, 1, 4, 255]),
).map(rtp.serialize)
LOST = st.integers(-(2**23), 2**23 - 1)
BLOCKS = st.lists(st.builds(rtcp.ReportBlock, SSRCS, U8, LOST, U32, U32, U32, U32), max_size=4).map(tuple)
STEPS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 8000)), min_size=1, max_size=40)
FEEDBACK = st.one_of(
    st.builds(rtcp.SenderReport, SSRCS, st.integers(0, 2**64 - 1), U32, U32, U32, BLOCKS).map(rtcp.sender_report),
    st.builds(rtcp.ReceiverReport, SSRCS, BLOCKS).map(rtcp.receiver_report),
    st.builds(rtcp.nack, SSRCS, SSRCS, st.lists(U16, min_size=1, max_size=30, unique=True)),
    st.builds(rtcp.picture_loss, SSRCS, SSRCS),
    st.builds(rtcp.receiver_estimate, SSRCS, st.integers(0, 2**64), st.lists(SSRCS, max_size=4)),
    st.builds(arrivals, STEPS, U16, st.integers(0, 2**20)),
    st.builds(goodbye, st.lists(SSRCS, max_size=4)),
    st.builds(anything, st.integers(0, 31), st.integers(192, 223), st.lists(U32, max_size=20)),
)
SAID = st.lists(st.tuples(st.just("rtp"), MEDIA) | st.tuples(st.just("rtcp"), FEEDBACK), min_size=1, max_size=40)
# A clock of the year 1900 and a capture time: what lies between is no number of the field.
OLD_CLOCK = [
    ("rtp", rtp.serialize(rtp.RtpPacket(True, OPUS, 1, 1, 11, {4: b"0"}, b"sound", 0))),
    ("rtcp", rtcp.sender_report(rtcp.SenderReport(11, 0, 0, 0, 0, ()))),
    ("rtp", rtp.serialize(rtp.RtpPacket(True, OPUS, 2, 1, 11, {4: b"0", CAPTURE_TIME: bytes(8)}, b"sound", 0))),
]


class Member:
    """A light client whose offer knows capture times and H.264 too."""

    def __init__(self, plane, name):
        self.client = LightClient(CONTEXT, Wishes(microphone=True, camera=True, audio_slots=1, video_slots=1))
        self._peer = plane.join(name, "room", publishes=frozenset(Source), slots=(1, 1), notify=lambda _: None)

    async def connect(self):
        offer = self.client.offer()
        for line, added in (("a=rtpmap:111 opus", CAPTURED), ("a=rtpmap:96 VP8", CAPTURED + H264_LINES)):
            offer = offer.replace(line, added + line)
        self.client.accept(self._peer.answer(offer.replace("SAVPF 96 97", "SAVPF 96 97 102")))
        async with asyncio.timeout(20):
            await self.client.connected()
        self.sound, self.picture = self.client.receptions.values()
        return self

    def show(self, participant):
        audio, video = self._peer.mids()
        self._peer.receive_video([Seat(video[0], participant, 180, 0)])
        self._peer.receive_audio([Seat(audio[0], participant)])


@pytest.fixture
async def plane():
    plane = MediaPlane("127.0.0.1", 0, ["127.0.0.1"])
    await plane.open()
    yield plane
    await plane.close()


@pytest.fixture
async def villain(plane):
    """Somebody whom a watcher is shown, and who is shown the host; the host reaches a viewer before and after."""
    members = [await Member(plane, name).connect() for name in ("host", "viewer", "watcher", "villain")]
    host, viewer, watcher, villain = members
    villain.escaped = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: villain.escaped.append(context))
    host.client.publish(camera(scale=0.1), sound=True)
    for member, shown in ((viewer, "host"), (watcher, "villain"), (villain, "host")):
        member.show(shown)
    await advanced(lambda: viewer.picture.frames, 5)
    yield villain
    try:
        await advanced(lambda: viewer.picture.frames, 20)
        assert (viewer.picture.lost, viewer.sound.lost) == (0, 0)
        assert max(len(peer.ssrcs) for peer in plane.path.by_address.values()) <= MOST_SSRCS
    finally:
        for member in members:
            member.client.close()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(SAID)
@example(OLD_CLOCK)
async def test_what_an_authentic_peer_sends_harms_nobody(plane, villain, said):
    """RTP and RTCP of any content: read, refused or forwarded; no exception, bounded tables, the host is seen."""
    slots = [slot.slot for slot in (villain.sound, villain.picture)]
    ours = {SOUND: slots[0].ssrc, PICTURE: slots[1].ssrc}
    sending = {"rtp": villain.client.transport.send_rtp, "rtcp": villain.client.transport.send_rtcp}
    for kind, data in said:
        meant = data
        for stands_for, ssrc in ours.items() if kind == "rtcp" else ():
            meant = meant.replace(struct.pack("!I", stands_for), struct.pack("!I", ssrc))
        sending[kind](meant)
    # Datagrams of one socket are read in their order: when this is refused, all before it was taken.
    refused = sum(plane.ice.dropped.values())
    villain.client.transport.send_raw(stun.binding_request("nobody:here", b"-", priority=1, tie_breaker=1))
    await until(lambda: sum(plane.ice.dropped.values()) > refused)
    assert villain.escaped == []
