"""What strangers send is put together without trust: hypothesis and fuzz of depacketizers, order and muxer."""

import io
from fractions import Fraction
from itertools import pairwise

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_relay.recording.avc import ParameterSets, nal_units, picture_size
from media_relay.recording.file import PART_MS, SMALLEST_PART, RecordingFile
from media_relay.recording.frames import LARGEST_FRAME, H264Assembler, Vp8Assembler
from media_relay.recording.matroska import AUDIO, VIDEO, Block, Header, cluster, cues, element, void
from media_relay.recording.opus import SILENCE, duration_ms
from media_relay.recording.reordering import MOST_WAITING, Reordering
from media_relay.rtc import vp8
from media_relay.rtc.forwarding.incoming import Codec, Description, IncomingStream, MediaPacket
from media_relay.rtc.rtp import RtpPacket
from media_relay.rtc.stun import Malformed
from neufit.domain.room.kinds import Source
from rtc_client.pictures import payloads

KEY, INTER = b"\x10\x02\x00\x9d\x01\x2a\x80\x02\x68\x01" + b"k", b"\x11\x02\x00" + b"i"


def packet(sequence, payload=b"\x10x", *, codec=Codec.VP8, timestamp=0, marker=True, frame=-1, tl0=-1, opens=False):
    return MediaPacket(sequence, timestamp, marker, codec, payload, frame, tl0, 0, False, opens, {})


class Camera:
    """A stream of VP8 in three temporal layers; ``frame`` gives the packets of the next one, as a relay keeps them."""

    PATTERN = (0, 2, 1, 2)

    def __init__(self):
        self.stream = IncomingStream(1, Description(Source.CAMERA, 0, 90_000, {96: Codec.VP8}, {}, nack=True), self)
        self.picture, self.tl0, self.place, self.sequence = 5, 0, 0, 100

    def frame(self, *, key=False):
        self.place = 0 if key else self.place + 1
        temporal = self.PATTERN[self.place % 4]
        self.picture += 1
        self.tl0 = (self.tl0 + (temporal == 0)) & 0xFF
        body = (KEY if key else INTER) * 300
        found = []
        sync = key or self.place % 4 in {1, 2}
        for payload, last in payloads(body, self.picture & 0x7FFF, self.tl0, temporal, sync=sync):
            self.sequence += 1
            raw = RtpPacket(last, 96, self.sequence & 0xFFFF, self.picture * 3000, 1, {}, payload)
            found.append(self.stream.receive(raw, {}, self.picture / 30))
        return temporal, body, found


@given(st.lists(st.sets(st.integers(0, 3)), min_size=4, max_size=40))
def test_vp8_frames_are_whole_and_have_what_they_build_upon(losses):
    """Whatever is lost: what comes out is what was sent, and each frame's reference came out before it."""
    camera, frames = Camera(), Vp8Assembler()
    base_ok, middle_ok, gap = False, False, False
    for number, lost in enumerate(losses):
        temporal, body, packets = camera.frame(key=number % 12 == 0)
        out = None
        for place, each in enumerate(packets):
            if place in lost:
                gap = True
                continue
            out = frames.push(each, gap=gap)
            gap = False
        whole = not lost & set(range(len(packets)))
        if out is not None:
            assert whole
            assert out.data == body
            assert out.keyframe == (number % 12 == 0)
            assert out.keyframe or base_ok
            if temporal == 2 and camera.place % 4 == 3:
                assert middle_ok
        if temporal == 0:
            base_ok = out is not None
        elif temporal == 1:
            middle_ok = out is not None


def test_without_loss_every_frame_comes_out():
    """Two hundred frames in, two hundred out, over the wrap of TL0PICIDX."""
    camera, frames = Camera(), Vp8Assembler()
    camera.tl0 = 250
    count = 0
    for number in range(200):
        _, body, packets = camera.frame(key=number == 0)
        made = [frames.push(each, gap=False) for each in packets]
        count += made[-1] is not None and made[-1].data == body
    assert count == 200


@given(
    st.lists(
        st.tuples(st.binary(min_size=1, max_size=60), st.booleans(), st.booleans(), st.integers(0, 2)), max_size=60
    )
)
@settings(max_examples=300)
def test_garbage_makes_no_assembler_fail(packets):
    """Any payload that the relay's own parsers let through is taken, by both codecs."""
    for codec, made in ((Codec.VP8, Vp8Assembler()), (Codec.H264, H264Assembler())):
        kinds = {96: codec}
        stream = IncomingStream(1, Description(Source.CAMERA, 0, 90_000, kinds, {}, nack=True), None)
        for number, (payload, marker, gap, time) in enumerate(packets):
            media = stream.receive(RtpPacket(marker, 96, number, time, 1, {}, payload), {}, 0.0)
            if media is not None:
                frame = made.push(media, gap=gap)
                assert frame is None or frame.timestamp in {0, 1, 2}


def test_a_frame_without_an_end_is_let_go():
    """Who never marks an end fills no memory: what is larger than any picture is dropped."""
    frames = Vp8Assembler()
    frames.push(packet(1, b"\x10" + bytes(1000), marker=False, opens=True), gap=False)
    for number in range(2, 2 + LARGEST_FRAME // 1000 + 10):
        assert frames.push(packet(number, b"\x00" + bytes(1000), marker=False), gap=False) is None
    assert frames.push(packet(10**6, b"\x00x"), gap=False) is None


@given(st.permutations(range(1, 30)), st.sets(st.integers(2, 29), max_size=8))
def test_packets_come_in_order_once_and_gaps_are_told(order, lost):
    """In whatever order they come: each once, in order, with a word where one is missing for good."""
    missing = set(range(1, 30))
    made = Reordering(lambda sequence: sequence in missing)
    out = list(made.push(packet(0)))
    for sequence in order:
        if sequence not in lost:
            missing.discard(sequence)
            out += made.push(packet(sequence))
    missing.clear()
    out += made.release()
    assert [each.sequence for each, _ in out] == [0, *sorted(set(range(1, 30)) - lost)]
    for (before, _), (after, gap) in pairwise(out):
        assert gap == (after.sequence != before.sequence + 1)


def test_what_is_waited_for_for_ever_is_given_up():
    """A packet that never comes, though it may, holds a bounded number of others."""
    made = Reordering(lambda _: True)
    list(made.push(packet(0)))
    out = [each for number in range(2, MOST_WAITING + 10) for each in made.push(packet(number))]
    assert out[0][1] is True


@given(st.lists(st.binary(max_size=40), max_size=20))
def test_nal_units_of_strangers(data):
    """Anything is NAL units or Malformed, and a parameter set of anything has a possible size or none."""
    sets = ParameterSets()
    try:
        units = nal_units(data)
    except Malformed:
        return
    for unit in units:
        assert unit
        sets.take(unit)
        assert sets.size is None or all(0 < side <= 8192 for side in sets.size)


@given(st.binary(max_size=200))
def test_sizes_of_strangers(data):
    """A parameter set is read to its end or refused."""
    try:
        width, height = picture_size(b"\x67" + data)
    except Malformed:
        return
    assert 0 < width <= 8192
    assert 0 < height <= 8192


@pytest.mark.parametrize(
    ("size", "shown"), [("640x360", (640, 360)), ("1280x720", (1280, 720)), ("322x182", (322, 182))]
)
def test_sizes_of_encoders(size, shown):
    """What x264 writes says its size, with its cropping."""
    width, height = map(int, size.split("x"))
    codec = av.CodecContext.create("libx264", "w")
    codec.width, codec.height, codec.pix_fmt, codec.time_base = width, height, "yuv420p", Fraction(1, 30)
    stream = b"".join(
        bytes(each) for each in codec.encode(av.VideoFrame(width, height, "yuv420p")) + codec.encode(None)
    )
    unit = next(unit for unit in stream.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1") if unit and unit[0] & 31 == 7)
    assert picture_size(unit) == shown


def test_h264_becomes_a_file_that_decodes(tmp_path):
    """x264 as single NAL units and fragments, a picture of it lost: the rest decodes from the next keyframe on."""
    parts = {}
    made = RecordingFile(parts.__setitem__, 0.0, headed=False)
    codec = av.CodecContext.create("libx264", "w")
    codec.width, codec.height, codec.pix_fmt, codec.time_base = 320, 180, "yuv420p", Fraction(1, 30)
    codec.options = {"preset": "ultrafast", "tune": "zerolatency", "g": "10", "x264-params": "slices=1"}
    frames, sequence = H264Assembler(), 0
    for number in range(40):
        picture = av.VideoFrame(320, 180, "yuv420p")
        picture.pts = number
        for coded in codec.encode(picture):
            units = [each for each in bytes(coded).replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1") if each]
            sent = [piece for unit in units for piece in ([unit] if len(unit) < 200 else fragments(unit))]
            for place, payload in enumerate(sent):
                sequence += 1
                if number == 15:
                    continue
                gap = number == 16 and place == 0
                last = place == len(sent) - 1
                media = packet(sequence, payload, codec=Codec.H264, timestamp=number * 3000, marker=last)
                frame = frames.push(media, gap=gap)
                if frame is not None:
                    header = Header(Codec.H264, frame.size, frame.private) if frame.keyframe else None
                    made.picture(number * 100 / 3, frame.data, keyframe=frame.keyframe, header=header)
    made.finish()
    path = tmp_path / "recording.mkv"
    path.write_bytes(b"".join(parts[number] for number in sorted(parts)))
    with av.open(str(path)) as container:
        container.streams.video[0].codec_context.options = {"err_detect": "explode"}
        times = [round(float(frame.time) * 30) for frame in container.decode(video=0)]
    assert times == [*range(15), *range(20, 40)]


def fragments(unit, size=150):
    """FU-A of a NAL unit."""
    body = unit[1:]
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    for place, piece in enumerate(pieces):
        flags = (place == 0) << 7 | (place == len(pieces) - 1) << 6 | unit[0] & 31
        yield bytes((unit[0] & 0xE0 | 28, flags)) + piece


@given(st.binary(max_size=8))
def test_opus_packets_of_strangers(data):
    """Any bytes are a packet of at most 120 ms, or none."""
    length = duration_ms(data)
    assert length is None or 2.5 <= length <= 120


def test_silence_is_twenty_milliseconds():
    """What fills gaps says how long it is."""
    assert duration_ms(SILENCE) == 20


@given(st.integers(9, 3000))
def test_void_is_as_long_as_asked_for(length):
    """Padding has the very number of bytes."""
    assert len(void(length)) == length


@given(st.integers(0, 20_000))
def test_elements_say_their_length(length):
    """RFC 8794: the size in as few bytes as it takes, and never the reserved all-ones."""
    made = element(b"\xec", bytes(length))
    size = 8 - made[1].bit_length() + 1
    assert int.from_bytes(made[1 : 1 + size]) & (1 << 7 * size) - 1 == length
    assert len(made) == 1 + size + length


def test_a_header_is_as_long_at_the_end_as_at_the_beginning():
    """What is known at the end fits into the place that was left for it."""
    for codec, private in ((Codec.VP8, b""), (Codec.H264, b"\x01abc")):
        header = Header(codec, (640, 360), private)
        done = Header(codec, (1280, 720), private).written(cues_at=2**33, milliseconds=14_400_000.0)
        assert len(header.written()) == len(done)


@given(
    st.lists(st.tuples(st.sampled_from("psks"), st.floats(-500, 4000), st.integers(1, 70_000)), min_size=1, max_size=60)
)
@settings(max_examples=40, deadline=None)
def test_whatever_is_written_libav_reads_it(steps):
    """Pictures and sound at any times, large or small: one file, times that don't go back, parts as S3 wants them."""
    sent = []
    made = RecordingFile(lambda number, part: sent.append((number, part)), 0.0, headed=False)
    position, pictures = 0.0, 0
    for kind, ahead, size in steps:
        position = max(0.0, position + ahead)
        if kind == "s":
            made.sound(position, SILENCE, 20.0)
        else:
            key = kind == "k" or not made.begun
            made.picture(
                position, KEY + bytes(size), keyframe=key, header=Header(Codec.VP8, (640, 360)) if key else None
            )
            pictures += 1
    made.finish()
    parts = dict(sent)
    if not pictures:
        assert not parts
        return
    last = max(parts)
    assert all(len(part) >= SMALLEST_PART for number, part in parts.items() if number != last)
    whole = b"".join(parts[number] for number in sorted(parts))
    with av.open(io.BytesIO(whole)) as container:
        times = [each.pts for each in container.demux(video=0) if each.pts is not None]
    assert len(times) == pictures
    assert times == sorted(set(times))


def test_parts_are_numbered_by_their_time():
    """A relay that goes on writes behind whoever was there before, without asking; four hours fit S3's 10,000."""
    first, second = {}, {}
    one = RecordingFile(first.__setitem__, 0.0, headed=False)
    header = Header(Codec.VP8, (640, 360))
    for number in range(200):
        one.picture(number * 100.0, KEY + bytes(60_000), keyframe=True, header=header)
    one.pad()
    other = RecordingFile(second.__setitem__, 25_000.0, headed=True)
    other.picture(25_000.0, KEY, keyframe=True, header=header)
    other.finish()
    assert min(second) > max(first)
    assert all(len(part) >= SMALLEST_PART for part in first.values())
    assert 1 + 4 * 3_600_000 // PART_MS < 10_000


def test_clusters_and_cues_are_what_libav_seeks_by():
    """Cues lead to the cluster of each keyframe."""
    header = Header(Codec.VP8, (640, 360))
    body = b"".join(
        cluster(time, [Block(VIDEO, time, KEY, keyframe=True), Block(AUDIO, time, SILENCE, keyframe=True)])
        for time in (0, 5000)
    )
    second = len(cluster(0, [Block(VIDEO, 0, KEY, keyframe=True), Block(AUDIO, 0, SILENCE, keyframe=True)]))
    begin = len(header.written()) - header.segment_at
    known = header.written(cues_at=begin + len(body), milliseconds=5020.0)
    whole = known + body + cues([(0, begin), (5000, begin + second)])
    with av.open(io.BytesIO(whole)) as container:
        container.seek(6000 * 1000)
        assert next(container.demux(video=0)).pts == 5000
        assert container.duration == 5_020_000


@given(st.binary(min_size=2, max_size=40))
def test_descriptors_end_where_the_parser_says(data):
    """The length of a descriptor agrees with the parser, whatever it holds."""
    try:
        parsed = vp8.parse(data)
    except Malformed:
        return
    rest = parsed.payload[vp8.descriptor_bytes(parsed.payload) :]
    assert rest
    assert data.endswith(rest)
