"""The state machine of a stream, event by event."""

import pytest

from media_relay.on_demand.actions import Deliver, Fetch, Idle, Say, Warm
from media_relay.on_demand.shipment import Patience
from media_relay.on_demand.stream import Stream
from neufit.contracts.manifest import AudioTrack, Manifest, VideoTrack
from neufit.contracts.on_demand import Ack, Hello, PieceHeader, PieceKind, Seek
from neufit.domain.errors import Unavailable

RATES = {"v1080": 4_000_000, "v720": 2_000_000, "v360": 600_000}


def manifest(segments=10, **changes):
    values = {
        "media_id": "m",
        "plan": "p",
        "runtime_ms": segments * 4000,
        "frame_rate": (25, 1),
        "frames": segments * 100,
        "segment_frames": 100,
        "segments": segments,
        "video": tuple(
            VideoTrack(name=name, width=2, height=2, bandwidth=rate, codecs="avc1") for name, rate in RATES.items()
        ),
        "audio": AudioTrack(bandwidth=64_000),
        "complete": True,
    }
    return Manifest(**(values | changes))


def hello(**fields):
    return Hello(type="hello", ticket="t", **fields)


def size_of(item):
    if item.kind is PieceKind.INITIALIZATION:
        return 900
    name = item.name.partition("/")[0]
    return (64_000 if name == "a" else RATES[name]) * 4 // 8


class Driver:
    """Asks the stream what to do, and answers its reads at once."""

    def __init__(self, stream):
        self.stream = stream
        self.said = []
        self.headers = []
        self.warmed = []
        self.held = []
        self.answers = True

    def run(self, now):
        """Go on until there is nothing to do; return when that changes by itself."""
        while True:
            match self.stream.next(now):
                case Say(message):
                    self.said.append(message)
                case Fetch(item) if self.answers:
                    self.stream.loaded(item, bytes(size_of(item)))
                case Fetch(item):
                    self.held.append(item)
                case Deliver(pieces, _):
                    self.headers += [PieceHeader.unpack(header) for header, _ in pieces]
                case Warm(names):
                    self.warmed += names
                case Idle(until):
                    return until

    def acknowledge(self, now, buffered=0, **fields):
        received = self.stream.delivery.sent
        self.stream.acknowledge(Ack(type="ack", received=received, buffered=buffered, **fields), now)

    def kinds(self):
        return [message.type for message in self.said]


def test_a_segment_that_would_come_too_late_is_given_up():
    """When the network breaks down in the middle of a segment, its number comes again in a smaller rendition."""
    driver = Driver(Stream(manifest(), hello(), 0.0))
    now = 0.0
    while not any(header.track == 1 for header in driver.headers):
        driver.run(now)
        now += 0.05
        driver.acknowledge(now, buffered=4000)
    number = driver.headers[-1].segment
    for _ in range(3):
        now += 2.0
        driver.acknowledge(now, buffered=1000)
        driver.run(now)
        if driver.headers[-1].track != 1:
            break
    switched = driver.said[-1]
    assert (switched.type, switched.rendition, switched.segment, switched.why) == ("switched", "v360", number, "down")
    while driver.headers[-1].segment == number:
        now += 0.5
        driver.acknowledge(now, buffered=1000)
        driver.run(now)
    of_number = [h for h in driver.headers if h.kind == PieceKind.MEDIA and h.segment == number and h.track]
    large, small = [h for h in of_number if h.track == 1], [h for h in of_number if h.track == 3]
    assert sum(1 for h in large if h.offset == 0) == 1
    assert large[-1].offset + 65536 < large[-1].length
    assert small[0].offset == 0
    assert of_number == large + small


def test_a_chosen_rendition_is_not_given_up():
    """Who chose a rendition gets it, however long it takes."""
    driver = Driver(Stream(manifest(), hello(rendition="v1080"), 0.0))
    now = 0.0
    for _ in range(40):
        driver.run(now)
        now += 2.0
        driver.acknowledge(now)
    assert {header.track for header in driver.headers} == {0, 1}
    assert driver.kinds().count("switched") == 1


def test_reads_for_an_older_epoch_are_dropped():
    """What was asked for before a seek and comes after it is not sent."""
    driver = Driver(Stream(manifest(), hello(), 0.0))
    driver.answers = False
    driver.run(0.0)
    old = list(driver.held)
    driver.stream.seek(Seek(type="seek", position=20_000, epoch=1), 1.0)
    for item in old:
        driver.stream.loaded(item, bytes(10))
    driver.run(1.0)
    assert driver.headers == []
    assert [(item.epoch, item.number) for item in driver.held[len(old) :] if item.number] == [(1, 5), (1, 5)]


def test_the_first_messages_come_in_order():
    """Ready, then which rendition it starts with; after a seek, sought and the rendition again."""
    driver = Driver(Stream(manifest(), hello(position=9_000), 0.0))
    driver.run(0.0)
    driver.stream.seek(Seek(type="seek", position=0, epoch=1), 1.0)
    driver.run(1.0)
    assert driver.kinds() == ["ready", "switched", "sought", "switched"]
    assert [message.why for message in driver.said if message.type == "switched"] == ["start", "start"]


def test_waiting_is_said_once_and_polled_more_slowly():
    """A segment that isn't there is announced once, asked for again at growing intervals, and sent when it is there."""
    driver = Driver(Stream(manifest(complete=False), hello(), 0.0, Patience(first=1, growth=2, longest=4)))
    driver.answers = False
    driver.run(0.0)
    video = next(item for item in driver.held if item.number == 0 and item.kind is PieceKind.MEDIA and item.track)
    for item in driver.held:
        if item is not video:
            driver.stream.loaded(item, bytes(size_of(item)))
    now, pauses = 0.0, []
    for _ in range(5):
        driver.held.clear()
        driver.stream.missing(video, now)
        due = driver.run(now)
        assert driver.held == []
        pauses.append(due - now)
        now = due
        driver.run(now)
        assert driver.held == [video]
    assert pauses == [1, 2, 4, 4, 4]
    assert driver.kinds().count("waiting") == 1
    driver.stream.loaded(video, bytes(size_of(video)))
    driver.run(now)
    assert driver.headers[-1].track == video.track


def test_waiting_ends_when_encoding_does_not_go_on():
    """After the longest wait the stream gives up with Unavailable."""
    driver = Driver(Stream(manifest(complete=False), hello(), 0.0, Patience(encoding=60)))
    driver.answers = False
    driver.run(0.0)
    item = driver.held[-1]
    driver.stream.missing(item, 0.0)
    driver.stream.missing(item, 59.0)
    with pytest.raises(Unavailable):
        driver.stream.missing(item, 60.0)


def test_a_store_that_never_answers_ends_the_stream():
    """A read is tried a few times, then the stream ends with Unavailable."""
    driver = Driver(Stream(manifest(), hello(), 0.0, Patience(tries=3)))
    driver.answers = False
    driver.run(0.0)
    item = driver.held[0]
    driver.stream.failed(item, 0.0)
    driver.stream.failed(item, 1.0)
    with pytest.raises(Unavailable):
        driver.stream.failed(item, 2.0)


def test_an_empty_segment_ends_the_stream():
    """No player could use it; better a word than a picture that stands still."""
    driver = Driver(Stream(manifest(), hello(), 0.0))
    driver.answers = False
    driver.run(0.0)
    with pytest.raises(Unavailable):
        driver.stream.loaded(driver.held[0], b"")


def test_a_video_that_turns_out_shorter_ends_earlier():
    """When the manifest read anew counts fewer segments, the end comes where they end."""
    driver = Driver(Stream(manifest(segments=3, complete=False), hello(position=8_000), 0.0))
    driver.answers = False
    driver.run(0.0)
    driver.stream.revise(manifest(segments=2))
    driver.run(0.0)
    assert driver.kinds()[-1] == "end"


def test_a_manifest_with_other_renditions_ends_the_stream():
    """Tracks can't change under a viewer: he has to open the video again."""
    driver = Driver(Stream(manifest(complete=False), hello(), 0.0))
    with pytest.raises(Unavailable):
        driver.stream.revise(manifest(video=manifest().video[:1]))


def test_a_video_without_pictures_is_refused():
    """A manifest that has nothing to play is Unavailable, not a fault."""
    with pytest.raises(Unavailable):
        Stream(manifest(video=()), hello(), 0.0)


def test_the_next_segment_is_read_ahead():
    """While a segment is sent, the next one of the same rendition is warmed."""
    driver = Driver(Stream(manifest(), hello(), 0.0))
    driver.run(0.0)
    driver.acknowledge(0.1)
    driver.run(0.1)
    assert driver.warmed[:2] == ["a/00001.m4s", "v360/00001.m4s"]


def test_enough_ahead_is_waited_for_with_the_clock():
    """With 30 s ahead the stream rests, and goes on when a segment has been played; never while paused."""
    driver = Driver(Stream(manifest(segments=30), hello(rendition="v360"), 0.0))
    driver.run(0.0)
    driver.acknowledge(1.0, buffered=30_000)
    driver.run(1.0)
    driver.acknowledge(1.0, buffered=30_000)
    until = driver.run(1.0)
    assert until == pytest.approx(5.0)
    before = len(driver.headers)
    driver.run(5.01)
    assert len(driver.headers) > before
    driver.acknowledge(6.0, buffered=30_000, paused=True)
    assert driver.run(6.0) is None
    before = len(driver.headers)
    driver.run(500.0)
    assert len(driver.headers) == before


def test_after_a_seek_the_start_is_quick():
    """On a network that carries the large rendition only just, what comes first after a seek is a smaller one."""
    driver = Driver(Stream(manifest(segments=60), hello(), 0.0))
    now = 0.0
    while not any(m.type == "switched" and m.rendition == "v1080" for m in driver.said):
        sent = driver.stream.delivery.sent
        driver.run(now)
        now += 8 * (driver.stream.delivery.sent - sent) / 6_000_000 or 0.1
        driver.acknowledge(now, buffered=8_000)
    driver.stream.seek(Seek(type="seek", position=200_000, epoch=1), now)
    driver.run(now)
    assert driver.said[-1].rendition == "v720"


@pytest.mark.parametrize(
    ("told", "rendition"),
    [
        ({}, "v360"),
        ({"buffered": 20_000}, "v360"),
        ({"throughput": 6_000_000}, "v720"),
        ({"throughput": 6_000_000, "buffered": 20_000}, "v1080"),
        ({"throughput": 3_000_000, "buffered": 20_000}, "v720"),
        ({"throughput": 100_000, "buffered": 20_000}, "v360"),
        ({"throughput": 2**40}, "v1080"),
    ],
)
def test_who_comes_back_starts_where_he_was(told, rendition):
    """What the client measured decides about the first segment; with nothing ahead it must come quickly."""
    driver = Driver(Stream(manifest(), hello(**told), 0.0))
    driver.run(0.0)
    assert [(m.rendition, m.why) for m in driver.said if m.type == "switched"] == [(rendition, "start")]
