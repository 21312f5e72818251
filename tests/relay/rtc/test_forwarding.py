"""Renumbering: whatever is left out, comes late or changes its source, a viewer sees one stream without a seam."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from media_relay.rtc import rtp
from media_relay.rtc.forwarding.incoming import Codec, Description, IncomingStream, MediaPacket
from media_relay.rtc.forwarding.numbering import Numbering
from media_relay.rtc.forwarding.outgoing import FILLER, OutgoingStream
from media_relay.rtc.forwarding.run import Run
from neufit.domain.room.kinds import Source

# What libwebrtc sends with three temporal layers: (layer, needs lower layers only).
PATTERN = [(0, False), (2, True), (1, True), (2, False), (0, False), (2, False), (1, False), (2, False)]
DESCRIPTION = Description(Source.CAMERA, 0, 90_000, {96: Codec.VP8, 102: Codec.H264}, {97: 96}, nack=True)


class Camera:
    """Writes packets of one simulcast layer as a browser does, from any starting numbers."""

    def __init__(self, first: int, owner: object = None) -> None:
        self.stream = IncomingStream(first, DESCRIPTION, owner)
        self.sequence = first * 37 & 0xFFFF
        self.picture = first * 91 & 0x7FFF
        self.tl0 = first & 0xFF
        self.timestamp = first * 12345 & 0xFFFFFFFF
        self.count = 0

    def frame(self, packets: int, *, key: bool = False) -> list[rtp.RtpPacket]:
        if key:
            self.count = 0
        layer, sync = PATTERN[self.count % 8]
        self.count += 1
        self.picture = (self.picture + 1) & 0x7FFF
        self.timestamp = (self.timestamp + 3000) & 0xFFFFFFFF
        if layer == 0:
            self.tl0 = (self.tl0 + 1) & 0xFF
        made = []
        for index in range(packets):
            self.sequence = (self.sequence + 1) & 0xFFFF
            first = 0x90 if index == 0 else 0x80
            flags = bytes((first, 0xE0)) + (0x8000 | self.picture).to_bytes(2, "big")
            payload = flags + bytes((self.tl0, layer << 6 | sync << 5)) + (b"\x10" if key else b"\x11") + bytes(20)
            made.append(rtp.RtpPacket(index == packets - 1, 96, self.sequence, self.timestamp, 1, {}, payload))
        return made


def _viewer() -> OutgoingStream:
    return OutgoingStream(90_000, 100, 5000, 7)


def test_dropping_temporal_layers_leaves_no_gap():
    """Of frames above the wanted layer nothing is seen: neither in sequence numbers nor in picture ids."""
    camera, viewer = Camera(1000), _viewer()
    numbers, pictures, layers = [], [], []
    wanted = {0: 2, 20: 1, 40: 0, 60: 2}
    for frame in range(100):
        viewer.temporal = wanted.get(frame, viewer.temporal)
        for packet in camera.frame(3, key=frame == 0):
            media = camera.stream.receive(packet, {}, frame / 30)
            if frame == 0 and viewer.source is None:
                viewer.splice(media, camera.stream, 0.0)
            number = viewer.admit(media, frame / 30)
            if number >= 0:
                numbers.append(number)
                pictures.append(viewer.picture)
                layers.append((frame, media.temporal, media.sync))
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert sorted(set(pictures)) == list(range(pictures[0], pictures[-1] + 1))
    assert {layer for frame, layer, _ in layers if 40 <= frame < 60} == {0}
    assert {layer for frame, layer, _ in layers if 20 <= frame < 40} == {0, 1}
    # Up again: the first frame of each higher layer is one that needs lower layers only.
    for layer in (1, 2):
        assert next(sync for frame, temporal, sync in layers if frame >= 60 and temporal == layer)
    assert layers[-1][1] == 2


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 2), st.booleans()), min_size=2, max_size=60),
    st.randoms(use_true_random=False),
    st.integers(0, 2**20),
)
def test_packets_in_any_order_keep_one_place_each(frames, chance, first):
    """However packets overtake each other and whatever layer is wanted: numbers and pictures rise as the sender's do.

    No number is given twice, and a frame has one picture.
    """
    camera, viewer = Camera(first), _viewer()
    queue: list[tuple[float, int, rtp.RtpPacket]] = []
    for position, (count, wanted, _) in enumerate(frames):
        for packet in camera.frame(count, key=position == 0):
            late = chance.random() * 3 if position and chance.random() < 0.2 else 0.0
            queue.append((position + late, wanted, packet))
    queue.sort(key=lambda entry: entry[0])
    seen: dict[int, int] = {}
    pictures: dict[int, int] = {}
    for position, wanted, packet in queue:
        media = camera.stream.receive(packet, {}, position / 30)
        assert media is not None
        if viewer.source is None:
            viewer.splice(media, camera.stream, 0.0)
        viewer.temporal = wanted
        number = viewer.admit(media, position / 30)
        if number < 0:
            continue
        assert number not in seen.values()
        seen[media.sequence] = number
        if viewer.picture != FILLER:
            assert pictures.setdefault(media.frame, viewer.picture) == viewer.picture
    ordered = [seen[sequence] for sequence in sorted(seen)]
    assert ordered == sorted(ordered)
    assert len(set(pictures.values())) == len(pictures)
    assert [pictures[frame] for frame in sorted(pictures)] == sorted(pictures.values())


@given(
    st.lists(st.tuples(st.integers(1, 4), st.integers(0, 2), st.booleans()), min_size=2, max_size=40),
    st.lists(st.integers(1, 9), min_size=1),
    st.booleans(),
    st.randoms(use_true_random=False),
)
def test_a_run_is_admitted_as_its_packets_are(frames, sizes, pictures, chance):
    """Taken together or one by one, packets have the same numbers and pictures, late ones and left out ones too."""
    camera, together, alone = Camera(1000), _viewer(), _viewer()
    queue: list[tuple[float, MediaPacket]] = []
    for position, (count, _, _) in enumerate(frames):
        for packet in camera.frame(count, key=position == 0):
            late = chance.random() * 3 if position and chance.random() < 0.1 else 0.0
            media = camera.stream.receive(packet, {}, position / 30)
            assert media is not None
            queue.append((position + late, media if pictures else replace(media, frame=-1, tl0=-1, temporal=0)))
    packets = [media for _, media in sorted(queue, key=lambda entry: entry[0])]
    for viewer in (together, alone):
        viewer.splice(packets[0], camera.stream, 0.0)
    at = 0
    while at < len(packets):
        run = packets[at : at + sizes[at % len(sizes)]]
        together.temporal = alone.temporal = frames[at % len(frames)][1]
        numbers, shown, whole = together.admit_run(Run(run), at / 30)
        expected = [(alone.admit(packet, at / 30), alone.picture) for packet in run]
        assert [number for number, _ in expected] == list(numbers)
        assert [picture for number, picture in expected if number >= 0] == [
            picture for number, picture in zip(numbers, shown, strict=True) if number >= 0
        ]
        assert not whole or all(number >= 0 and picture != FILLER for number, picture in expected)
        assert (together.last, together._tl0) == (alone.last, alone._tl0)
        at += len(run)


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 30)), min_size=1, max_size=12), st.integers(0, 2**20))
def test_a_change_of_layer_goes_on_without_a_seam(changes, first):
    """Between layers with numbers of their own: the next number, picture and TL0PICIDX, a timestamp a little later."""
    owner = object()
    cameras = [Camera(first + 7919 * index, owner) for index in range(3)]
    viewer = _viewer()
    previous = None
    time = 0.0
    for which, frames in changes:
        source = cameras[which]
        key = True
        for _ in range(frames):
            time += 1 / 30
            for index, packet in enumerate(source.frame(2, key=key)):
                media = source.stream.receive(packet, {}, time)
                if key and index == 0:
                    viewer.splice(media, source.stream, time)
                number = viewer.admit(media, time)
                assert number >= 0
                timestamp = media.timestamp + viewer.timestamp_offset & 0xFFFFFFFF
                tl0 = media.tl0 + viewer.tl0_offset & 0xFF
                now = (number, viewer.picture, timestamp, tl0)
                if previous is not None:
                    assert now[0] == previous[0] + 1
                    assert now[1] == previous[1] + (index == 0)
                    elapsed = now[2] - previous[2] & 0xFFFFFFFF
                    assert (2000 < elapsed < 4000) if index == 0 else elapsed == 0
                    assert now[3] - previous[3] & 0xFF == (index == 0 and media.temporal == 0)
                previous = now
            key = False


def test_layers_of_one_publisher_are_aligned_by_its_clock():
    """With sender reports on both layers the step in time is the sender's, whenever packets arrive."""
    owner = object()
    low, high = Camera(5, owner), Camera(900, owner)
    low.stream.clock = (1000.0, low.timestamp, 0.0)
    high.stream.clock = (1000.0, high.timestamp, 0.0)
    viewer = _viewer()
    [first] = low.frame(1, key=True)
    high.frame(1)
    [second] = high.frame(1, key=True)
    media = low.stream.receive(first, {}, 5.0)
    viewer.splice(media, low.stream, 5.0)
    viewer.admit(media, 5.0)
    before = media.timestamp + viewer.timestamp_offset & 0xFFFFFFFF
    media = high.stream.receive(second, {}, 5.4)
    viewer.splice(media, high.stream, 5.4)
    viewer.admit(media, 5.4)
    assert abs((media.timestamp + viewer.timestamp_offset & 0xFFFFFFFF) - before - 3000) <= 1


@given(st.lists(st.booleans(), max_size=60), st.integers(0, 1000), st.integers(0, 1000))
def test_what_is_skipped_takes_no_number(keep, first, outgoing):
    """Kept numbers map to consecutive ones, then and when asked later; skipped ones to nothing."""
    numbering = Numbering(first, outgoing)
    given_numbers = {}
    for number, kept in enumerate(keep, first):
        if kept:
            given_numbers[number] = numbering.advance(number)
        else:
            numbering.skip(number)
    assert list(given_numbers.values()) == list(range(outgoing, outgoing + len(given_numbers)))
    for number in range(first - 3, first + len(keep)):
        assert numbering.late(number) == given_numbers.get(number)


def test_what_is_missing_is_asked_for_a_few_times():
    """After a moment for reordering, once a round trip, at most ten times; never again once it came."""
    camera = Camera(3)
    packets = [packet for _ in range(4) for packet in camera.frame(2)]
    for index, packet in enumerate(packets):
        if index not in {2, 5}:
            camera.stream.receive(packet, {}, 1.0)
    assert camera.stream.due(1.0, 0.05) == []
    lost = [packets[2].sequence, packets[5].sequence]
    assert camera.stream.due(1.02, 0.05) == lost
    assert camera.stream.due(1.04, 0.05) == []
    again = rtp.RtpPacket(False, 97, 1, packets[2].timestamp, 2, {}, b"")
    repaired = camera.stream.repair(again, packets[2].payload, packets[2].sequence, 1.05)
    assert isinstance(repaired, MediaPacket)
    assert camera.stream.repair(again, packets[2].payload, packets[2].sequence, 1.05) is None
    asked = [camera.stream.due(1.1 + turn * 0.06, 0.05) for turn in range(20)]
    assert sum(map(len, asked)) == 9
    assert not camera.stream.missing


def test_a_report_counts_what_was_lost():
    """The fraction since the last report, and the sum."""
    camera = Camera(8)
    packets = camera.frame(100)
    for index, packet in enumerate(packets):
        if index % 4 != 1:
            camera.stream.receive(packet, {}, index / 100)
    fraction, lost, highest, _ = camera.stream.report()
    assert (fraction, lost, highest & 0xFFFF) == (64, 25, packets[-1].sequence)
    assert camera.stream.report()[0] == 0


def test_h264_opens_where_a_decoder_can_begin():
    """With the parameter sets; with a picture alone only while sets never came with one: they came otherwise then."""
    stream = IncomingStream(1, DESCRIPTION, None)
    sets, first, slice_ = b"\x67\x42\xe0\x1f", b"\x7c\x85\x88", b"\x41\x9a"

    def opens(sequence: int, payload: bytes) -> bool:
        return stream.receive(rtp.RtpPacket(False, 102, sequence, 0, 1, {}, payload), {}, 0.0).opens

    assert [opens(1, first), opens(2, slice_)] == [True, False]
    assert [opens(3, sets), opens(4, first), opens(5, slice_), opens(6, first)] == [True, False, False, False]
