"""The packet path on real sockets with real SRTP: what leaves it is what a viewer's decoder is owed."""

# ruff: noqa: ARG002, ASYNC110, S311 -- the path's interface; turns of the loop are what is waited for; no secrets

import asyncio
import os
import random
import socket
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_relay.rtc import rtcp, rtp, srtp, vp8
from media_relay.rtc.dtls import SrtpKeys, SrtpProfile
from media_relay.rtc.forwarding.incoming import Codec, Description, IncomingStream, MediaPacket
from media_relay.rtc.forwarding.layout import Layout
from media_relay.rtc.forwarding.outgoing import FILLER
from media_relay.rtc.forwarding.run import Run
from media_relay.rtc.packet_path import MOST_SSRCS, OutgoingDescription
from media_relay.rtc.path_state import HISTORY, REPEATED, Outgoing, Peer
from media_relay.rtc.python_path import PythonPath
from media_relay.rtc.sdp.media import Extension
from neufit.domain.room.kinds import Source

PROFILE = SrtpProfile.AEAD_AES_128_GCM
VIDEO = Description(Source.CAMERA, 0, 90_000, {96: Codec.VP8}, {97: 96}, nack=True)
AUDIO = Description(Source.MICROPHONE, 0, 48_000, {63: Codec.RED, 111: Codec.OPUS}, {}, nack=True)
IDS = {1: Extension.AUDIO_LEVEL, 3: Extension.TRANSPORT_WIDE_CC, 4: Extension.MID, 9: Extension.ABSOLUTE_CAPTURE_TIME}


@dataclass
class Events:
    """What the path tells."""

    controls: list[bytes] = field(default_factory=list)
    rtcps: list[bytes] = field(default_factory=list)
    strangers: list[int] = field(default_factory=list)
    switches: int = 0

    def control(self, datagram, address, now):
        self.controls.append(datagram)

    def rtcp(self, peer, data, now):
        self.rtcps.append(data)

    def unknown(self, peer, packet, now):
        self.strangers.append(packet.ssrc)

    def switched(self, outgoing):
        self.switches += 1


class Client:
    """A socket with the other half of a peer's keys."""

    def __init__(self, path: PythonPath, port: int, profile: SrtpProfile = PROFILE) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.connect(("127.0.0.1", port))
        mine, theirs = (os.urandom(profile.key_length + profile.salt_length) for _ in range(2))
        self.outbound = srtp.Keys(profile.number, mine, inbound=False)
        self.inbound = srtp.Keys(profile.number, theirs, inbound=True)
        self.memory, self.view = srtp.new_buffer(2048)
        self.length = srtp.new_length()
        self.peer = path.add_peer(self)
        path.secure(self.peer, SrtpKeys(profile, theirs, mine))
        path.admit(self.peer, self.socket.getsockname())
        path.direct(self.peer, self.socket.getsockname())
        path.read_extensions(self.peer, IDS)

    def through(self, function, keys, data: bytes) -> bytes:
        self.view[: len(data)] = data
        self.length[0] = len(data)
        assert function(keys.handle, self.memory, self.length) == 0
        return bytes(self.view[: self.length[0]])

    def send(self, packet: rtp.RtpPacket) -> None:
        self.socket.send(self.through(srtp.protect, self.outbound, rtp.serialize(packet)))

    async def receive(self) -> bytes:
        async with asyncio.timeout(10):
            return await asyncio.get_running_loop().sock_recv(self.socket, 2048)

    async def packet(self) -> rtp.RtpPacket:
        return rtp.parse(self.through(srtp.unprotect, self.inbound, await self.receive()))


def _video(sequence: int, *, key: bool = False, picture: int = 0, tl0: int = 0, size: int = 50) -> rtp.RtpPacket:
    payload = b"\x90\xe0" + (0x8000 | picture).to_bytes(2, "big") + bytes((tl0, 0)) + (b"\0" if key else b"\1")
    return rtp.RtpPacket(
        True, 96, sequence & 0xFFFF, 3000 * sequence & 0xFFFFFFFF, 11, {3: bytes(2), 4: b"1"}, payload + bytes(size)
    )


def _outgoing(*, repairs: bool = True, audio: bool = False, transport: bool = True) -> OutgoingDescription:
    extensions = {Extension.AUDIO_LEVEL: 5, Extension.ABSOLUTE_CAPTURE_TIME: 6}
    if transport:
        extensions[Extension.TRANSPORT_WIDE_CC] = 7
    if audio:
        return OutgoingDescription("a", 700, None, 48_000, {Codec.OPUS: (109, None)}, extensions, repeats=True)
    types = {Codec.VP8: (100, 101 if repairs else None)}
    return OutgoingDescription("v", 900, 901 if repairs else None, 90_000, types, extensions, repeats=True)


@pytest.fixture
async def events():
    return Events()


@pytest.fixture
async def path(events):
    path = PythonPath(events)
    path.port = path.open("127.0.0.1", 0)
    yield path
    path.close()


@pytest.fixture
async def join(path):
    clients = []

    def join(profile: SrtpProfile = PROFILE) -> Client:
        clients.append(Client(path, path.port, profile))
        return clients[-1]

    yield join
    for client in clients:
        client.socket.close()


@pytest.fixture
async def pair(path, join):
    publisher, viewer = join(), join()
    stream = IncomingStream(11, VIDEO, publisher)
    path.bind(publisher.peer, stream)
    outgoing = path.add_outgoing(viewer.peer, _outgoing())
    path.select(outgoing, stream, 3)
    return publisher, viewer, outgoing


async def test_a_viewer_gets_its_own_numbers_types_and_extensions(pair):
    """SSRC, payload type, extension ids and transport numbers are the viewer's; the payload's rest is untouched."""
    publisher, viewer, outgoing = pair
    publisher.send(_video(5, key=True, picture=70, tl0=9))
    publisher.send(_video(6, picture=71, tl0=10))
    first, second = await viewer.packet(), await viewer.packet()
    assert (first.ssrc, first.payload_type, first.marker) == (900, 100, True)
    assert second.sequence == first.sequence + 1 & 0xFFFF
    assert second.timestamp - first.timestamp & 0xFFFFFFFF == 3000
    assert [packet.extensions for packet in (first, second)] == [{7: b"\0\0"}, {7: b"\0\1"}]
    one, two = vp8.parse(first.payload), vp8.parse(second.payload)
    assert (two.picture - one.picture, two.tl0 - one.tl0) == (1, 1)
    assert first.payload[5:] == _video(5, key=True, picture=70, tl0=9).payload[5:]
    assert (outgoing.packets, outgoing.source.ssrc) == (2, 11)


async def test_packets_of_different_sizes_that_come_together_all_arrive(pair, path):
    """As many as one turn takes, in their order: whatever the kernel cuts apart, each is whole and has its number."""
    publisher, viewer, _ = pair
    sizes = [60, 1100, 1100, 1100, 900, 1100, 40, 41, 42, 42, 30] * 4
    for number, size in enumerate(sizes):
        publisher.send(_video(number, key=number == 0, picture=number, size=size))
    packets = [await viewer.packet() for _ in sizes]
    assert [len(packet.payload) - 7 for packet in packets] == sizes
    assert len({packet.sequence - number & 0xFFFF for number, packet in enumerate(packets)}) == 1
    assert [packet.extensions[7] for packet in packets] == [number.to_bytes(2, "big") for number in range(len(sizes))]
    assert all(path.departures(viewer.peer, 0, len(sizes))[1])


async def test_what_one_interface_cannot_cut_apart_leaves_one_by_one(pair, path):
    """The same packets arrive."""
    publisher, viewer, _ = pair
    path.egress._segments = False
    for number in range(5):
        publisher.send(_video(number, key=number == 0, picture=number))
    assert len({(await viewer.packet()).sequence for _ in range(5)}) == 5
    assert path.statistics.packets_out == 5


async def test_viewers_of_every_cipher_and_layout_get_the_same_run(path, join, pair):
    """Tags have different lengths, and extensions different ids: what is laid out for one isn't sent to another."""
    publisher, viewer, outgoing = pair
    viewers = [viewer]
    for profile, transport in ((SrtpProfile.AES128_CM_SHA1_80, True), (SrtpProfile.AEAD_AES_256_GCM, False)):
        viewers.append(join(profile))
        path.select(path.add_outgoing(viewers[-1].peer, _outgoing(transport=transport)), outgoing.target, 3)
    for number in range(6):
        publisher.send(_video(number, key=number == 0, picture=number, size=100 + number // 2))
    for client, extensions in zip(viewers, ({7}, {7}, set()), strict=True):
        packets = [await client.packet() for _ in range(6)]
        assert [len(packet.payload) - 7 for packet in packets] == [100, 100, 101, 101, 102, 102]
        assert {frozenset(packet.extensions) for packet in packets} == {frozenset(extensions)}


async def test_sound_goes_before_pictures_that_came_with_it(path, join, pair):
    """It is little, and a large picture is made for many viewers."""
    publisher, viewer, _ = pair
    sound = IncomingStream(22, AUDIO, publisher)
    path.bind(publisher.peer, sound)
    path.select(path.add_outgoing(viewer.peer, _outgoing(audio=True)), sound, 3)
    publisher.send(_video(1, key=True))
    publisher.send(rtp.RtpPacket(False, 111, 1, 960, 22, {}, b"opus"))
    for _ in range(2):
        await viewer.packet()
    for number in range(2, 6):
        publisher.send(_video(number, picture=number))
    publisher.send(rtp.RtpPacket(False, 111, 2, 1920, 22, {}, b"opus"))
    assert [(await viewer.packet()).payload_type for _ in range(5)] == [109, 100, 100, 100, 100]


async def test_nothing_comes_before_a_keyframe(pair, events):
    """What a decoder couldn't use isn't sent."""
    publisher, viewer, _ = pair
    for sequence in range(5):
        publisher.send(_video(sequence, picture=sequence))
    publisher.send(_video(5, key=True, picture=5))
    assert vp8.parse((await viewer.packet()).payload).keyframe
    assert events.switches == 1


def _layered(ssrc: int, *args, **kwargs) -> rtp.RtpPacket:
    return replace(_video(*args, **kwargs), ssrc=ssrc)


@pytest.fixture
async def layers(path, join):
    """A viewer of the larger of two layers, which has had its keyframe; and the smaller layer."""
    publisher, viewer = join(), join()
    small, large = (IncomingStream(ssrc, replace(VIDEO, spatial=ssrc - 11), publisher) for ssrc in (11, 12))
    for stream in (small, large):
        path.bind(publisher.peer, stream)
    outgoing = path.add_outgoing(viewer.peer, _outgoing())
    path.select(outgoing, large, 3)
    publisher.send(_layered(12, 1, key=True, size=41))
    return publisher, viewer, outgoing, small, large


async def test_on_the_way_down_the_old_layer_goes_on_up_to_its_own_keyframe(layers, path):
    """That keyframe is the last thing that a network has room for that has become too thin. Numbers have no gap."""
    publisher, viewer, outgoing, small, _ = layers
    before = await viewer.packet()
    path.select(outgoing, small, 3)
    publisher.send(_layered(12, 2, picture=1, size=42))
    publisher.send(_layered(12, 3, picture=2, key=True, size=43))
    publisher.send(_layered(11, 50, picture=9, size=51))
    publisher.send(_layered(12, 4, picture=3, size=44))
    publisher.send(_layered(11, 51, picture=10, key=True, size=52))
    packets = [before, await viewer.packet(), await viewer.packet()]
    assert [len(packet.payload) - 7 for packet in packets] == [41, 42, 52]
    assert {packet.sequence - before.sequence & 0xFFFF for packet in packets} == {0, 1, 2}
    pictures = [vp8.parse(packet.payload).picture for packet in packets]
    assert [picture - pictures[0] & 0x7FFF for picture in pictures] == [0, 1, 2]
    assert outgoing.source is small


async def test_on_the_way_up_the_old_layer_s_keyframes_are_shown(layers, path):
    """Nothing is too much then, and the picture must go on."""
    publisher, viewer, outgoing, small, large = layers
    path.select(outgoing, small, 3)
    publisher.send(_layered(11, 50, key=True, size=51))
    await viewer.packet(), await viewer.packet()
    path.select(outgoing, large, 3)
    publisher.send(_layered(11, 51, picture=1, key=True, size=52))
    assert len((await viewer.packet()).payload) - 7 == 52


async def test_a_layer_that_is_not_to_be_kept_ends_at_once(layers, path):
    """Also when the smaller one was chosen before; what is sent already isn't ended by saying it again."""
    publisher, viewer, outgoing, small, _ = layers
    await viewer.packet()
    path.select(outgoing, small, 3)
    path.select(outgoing, small, 3, keep=False)
    publisher.send(_layered(12, 2, picture=1, size=42))
    publisher.send(_layered(11, 50, key=True, size=51))
    assert len((await viewer.packet()).payload) - 7 == 51
    path.select(outgoing, small, 3, keep=False)
    publisher.send(_layered(11, 51, picture=1, size=52))
    assert len((await viewer.packet()).payload) - 7 == 52


async def test_a_nack_is_answered_by_rtx(pair, path):
    """On the stream and the payload type of RTX, with the original number and the payload as it was sent."""
    publisher, viewer, outgoing = pair
    for sequence in range(3):
        publisher.send(_video(sequence, key=sequence == 0, picture=sequence))
    sent = [await viewer.packet() for _ in range(3)]
    assert path.retransmit(outgoing, [sent[1].sequence, sent[2].sequence + 9], 1e9) == 1
    again = await viewer.packet()
    assert (again.ssrc, again.payload_type, again.timestamp) == (901, 101, sent[1].timestamp)
    assert rtp.original(again.payload) == (sent[1].sequence, sent[1].payload)
    assert path.retransmit(outgoing, [sent[1].sequence], 1e9 + 0.001) == 0
    assert path.probe(viewer.peer, 300, 1e9) >= 300


@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(0, 3), st.integers(0, 2), st.booleans()), max_size=90),
    st.integers(0, 2**15 - 1),
)
def test_what_was_sent_is_known_by_its_number(runs, wanted):
    """Of the last packets, whatever was missing, late or left out before them; older ones are not taken for newer."""
    stream = IncomingStream(11, VIDEO, object())
    outgoing = Outgoing(Peer(None), _outgoing())
    sequence, frame, expected = 1, 0, {}
    for count, gap, temporal, late in runs:
        packets = []
        for index in range(count):
            frame += index % 4 == 0
            packets.append(
                MediaPacket(sequence, 3000 * frame, False, Codec.VP8, b"x", frame, 5, temporal, True, False, {})
            )
            sequence += 1
        sequence += gap
        if outgoing.source is None:
            outgoing.splice(packets[0], stream, 0.0)
        outgoing.temporal = wanted % 3
        run = Run(packets[::-1] if late else packets)
        numbers, pictures, whole = outgoing.admit_run(run, 0.0)
        outgoing.remember(run, numbers, pictures, whole=whole)
        for packet, number, picture in zip(run.packets, numbers, pictures, strict=True):
            if number >= 0 and picture != FILLER:
                timestamp = packet.timestamp + outgoing.timestamp_offset & 0xFFFFFFFF
                expected[number] = (number, packet, timestamp, picture, 5 + outgoing.tl0_offset & 0xFF)
    for number in range(outgoing.last - HISTORY + 1, outgoing.last + 1):
        assert outgoing.sent(number) == expected.get(number)
    assert outgoing.sent(outgoing.last - HISTORY) is None or outgoing.last - HISTORY in expected


def test_the_same_packet_is_sent_again_only_after_a_pause():
    """However often it is asked for, and with bounded memory."""
    outgoing = Outgoing(Peer(None), _outgoing())
    assert [outgoing.repeat(7, now, 0.02) for now in (1.0, 1.01, 1.03)] == [True, False, True]
    assert all(outgoing.repeat(number, 2 + number / 100, 0.02) for number in range(5 * REPEATED))
    assert len(outgoing.repeated) <= REPEATED


async def test_what_has_no_rtx_is_repeated_byte_for_byte(path, join):
    """Another packet under the same index would break the cipher, so it is the same."""
    publisher, viewer = join(), join()
    stream = IncomingStream(22, AUDIO, publisher)
    path.bind(publisher.peer, stream)
    outgoing = path.add_outgoing(viewer.peer, _outgoing(audio=True))
    path.select(outgoing, stream, 3)
    publisher.send(rtp.RtpPacket(False, 111, 1, 960, 22, {1: b"\x80"}, b"opus"))
    sealed = await viewer.receive()
    packet = rtp.parse(viewer.through(srtp.unprotect, viewer.inbound, sealed))
    assert (packet.payload, packet.extensions) == (b"opus", {7: b"\0\0", 5: b"\x80"})
    assert path.retransmit(outgoing, [packet.sequence], 1e9) == 1
    assert await viewer.receive() == sealed
    assert list(stream.levels) == [0]


async def test_who_does_not_know_red_gets_the_newest_frame(path, join):
    """The copies are left out, and the payload type is that of Opus."""
    publisher, viewer = join(), join()
    stream = IncomingStream(22, AUDIO, publisher)
    path.bind(publisher.peer, stream)
    path.select(path.add_outgoing(viewer.peer, _outgoing(audio=True, transport=False)), stream, 3)
    block = bytes((0x80 | 111, 960 >> 6, (960 & 0x3F) << 2, 3, 111))
    publisher.send(rtp.RtpPacket(False, 63, 1, 960, 22, {}, block + b"oldnewest"))
    packet = await viewer.packet()
    assert (packet.payload_type, packet.payload, packet.extensions) == (109, b"newest", {})


async def test_capture_time_is_told_by_the_relays_clock(path, join):
    """The value stays, the offset says what to add to get the relay's time."""
    publisher, viewer = join(), join()
    stream = IncomingStream(22, AUDIO, publisher)
    stream.clock_offset = -1.5
    path.bind(publisher.peer, stream)
    path.select(path.add_outgoing(viewer.peer, _outgoing(audio=True)), stream, 3)
    publisher.send(rtp.RtpPacket(False, 111, 1, 960, 22, {9: bytes(range(8))}, b"opus"))
    value = (await viewer.packet()).extensions[6]
    assert value[:8] == bytes(range(8))
    assert int.from_bytes(value[8:], "big", signed=True) / 2**32 == -1.5


async def test_strangers_and_forgers_are_dropped(path, join, pair, events):
    """Media from an address that wasn't admitted, or with other keys, reaches nobody."""
    publisher, viewer, _ = pair
    stranger = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    stranger.sendto(
        publisher.through(srtp.protect, publisher.outbound, rtp.serialize(_video(1))), ("127.0.0.1", path.port)
    )
    forged = bytearray(publisher.through(srtp.protect, publisher.outbound, rtp.serialize(_video(2, key=True))))
    forged[-1] ^= 1
    publisher.socket.send(forged)
    publisher.send(_video(3, key=True))
    assert vp8.parse((await viewer.packet()).payload).keyframe
    stranger.close()
    assert (path.statistics.unknown_address, path.statistics.not_authentic) == (1, 1)
    assert events.strangers == []


async def test_a_peer_has_a_limited_number_of_ssrcs(path, join, events):
    """Each costs state, so whoever makes up more is not decrypted."""
    publisher = join()
    for ssrc in range(MOST_SSRCS + 20):
        packet = _video(1)
        packet.ssrc = 5000 + ssrc
        publisher.send(packet)
    publisher.socket.send(b"\x01done")
    while not events.controls:
        await asyncio.sleep(0)
    assert len(events.strangers) == MOST_SSRCS
    assert path.statistics.not_authentic == 20


async def test_rtcp_goes_up_decrypted_and_down_encrypted(path, join, events):
    """Both ways."""
    client = join()
    feedback = rtcp.picture_loss(1, 2)
    client.socket.send(client.through(srtp.protect_rtcp, client.outbound, feedback))
    client.socket.send(b"\x16done")
    while not events.controls:
        await asyncio.sleep(0)
    assert events.rtcps == [feedback]
    path.send_rtcp(client.peer, feedback)
    assert client.through(srtp.unprotect_rtcp, client.inbound, await client.receive()) == feedback


async def test_arrivals_and_departures_are_remembered(pair, path):
    """By the transport-wide numbers of either direction."""
    publisher, viewer, _ = pair
    for number in range(3):
        packet = _video(number, key=number == 0, picture=number)
        packet.extensions[3] = (65534 + number & 0xFFFF).to_bytes(2, "big")
        publisher.send(packet)
    for _ in range(3):
        await viewer.packet()
    numbers = [number for number, _ in path.arrivals(publisher.peer)]
    assert numbers == [numbers[0] + index for index in range(3)]
    assert path.arrivals(publisher.peer) == []
    times, sizes = path.departures(viewer.peer, 0, 4)
    assert 0 < times[0] <= times[1] <= times[2]
    assert all(size > 60 for size in sizes[:3])
    assert sizes[3] == 0


async def test_a_viewer_without_keys_yet_costs_nobody_a_packet(pair, path, join):
    """ICE comes before DTLS: who has an address and no keys is passed over, and whoever watches beside gets all."""
    publisher, viewer, outgoing = pair
    early = join()
    early.peer.outbound = early.peer.outbound_keys = None
    path.select(path.add_outgoing(early.peer, _outgoing()), outgoing.target, 3)
    outgoing.target.waiting.reverse()  # who has no keys comes first
    publisher.send(_video(1, key=True))
    publisher.send(_video(2, picture=1))
    assert [vp8.parse((await viewer.packet()).payload).keyframe for _ in range(2)] == [True, False]


async def test_who_is_removed_gets_nothing(pair, path):
    """The publisher's stream has no viewer any more, and the viewer's m-line no source."""
    publisher, viewer, outgoing = pair
    publisher.send(_video(1, key=True))
    await viewer.packet()
    path.remove_peer(publisher.peer)
    assert outgoing.source is None
    path.remove_peer(viewer.peer)
    path.remove_peer(viewer.peer)
    path.send_rtcp(viewer.peer, rtcp.picture_loss(1, 2))


async def test_hostile_datagrams_are_survived(path, join, events):
    """Whatever comes from an admitted address, the path goes on."""
    client = join()
    chance = random.Random(3)
    for _ in range(500):
        size = chance.randrange(200)
        client.socket.send(bytes((chance.choice((0, 22, 64, 128, 191, 255)),)) + chance.randbytes(size))
        await asyncio.sleep(0)
    junk = rtp.serialize(_video(1))[:12]
    client.socket.send(client.through(srtp.protect, client.outbound, b"\x90" + junk[1:] + b"\xbe\xde\0\1\x3f\0\0\0"))
    client.socket.send(b"\x01end")
    while events.controls[-1:] != [b"\x01end"]:
        await asyncio.sleep(0)
    assert path.statistics.malformed == 1


@given(
    st.dictionaries(st.sampled_from(list(IDS.values())), st.integers(1, 14), max_size=4).filter(
        lambda ids: len(set(ids.values())) == len(ids)
    ),
    st.dictionaries(
        st.sampled_from([Extension.AUDIO_LEVEL, Extension.ABSOLUTE_CAPTURE_TIME]), st.binary(min_size=1, max_size=16)
    ),
)
def test_a_layout_is_a_whole_extension(ids, values):
    """For any ids and any values that are passed on, what is written parses as what was meant."""
    stream = IncomingStream(1, VIDEO, None)
    packet = stream.receive(_video(1, key=True), values, 0.0)
    layout = Layout.of(ids)
    words, tail = layout.tail(packet)
    header = bytearray(b"\x80\x60" + bytes(10))
    if words and layout.head > 12:
        header[0] = 0x90
        header += b"\xbe\xde" + words.to_bytes(2, "big") + bytes((layout.element,)) + bytes(layout.head - 17)
    elif words:
        header[0] = 0x90
    read = rtp.parse(bytes(header) + tail + b"payload")
    assert read.payload == b"payload"
    for name, value in values.items():
        assert (read.extensions.get(ids[name]) == value) if name in ids else value is not None
