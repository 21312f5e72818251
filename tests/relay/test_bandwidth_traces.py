"""The stream over simulated networks: a link of changing bandwidth, a player that plays, the simulation's own clock."""

import heapq
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_relay.on_demand.actions import Deliver, Fetch, Idle, Item, Say
from media_relay.on_demand.adaptation import HOLD
from media_relay.on_demand.stream import Stream
from neufit.contracts.manifest import AudioTrack, Manifest, VideoTrack
from neufit.contracts.on_demand import Ack, Hello, PieceHeader, PieceKind, Switched

RATES = (5_000_000, 3_000_000, 1_600_000, 900_000)
AUDIO_RATE = 128_000
LOWEST = RATES[-1] + AUDIO_RATE
SEGMENT_SECONDS = 4.0
INITIALIZATION_BYTES = 1_000
READ_SECONDS = 0.03


def manifest(segments: int) -> Manifest:
    names = ("v1080", "v720", "v480", "v360")
    return Manifest(
        media_id="m",
        plan="p",
        runtime_ms=int(1000 * segments * SEGMENT_SECONDS),
        frame_rate=(30, 1),
        frames=int(segments * SEGMENT_SECONDS * 30),
        segment_frames=int(SEGMENT_SECONDS * 30),
        segments=segments,
        video=tuple(
            VideoTrack(name=name, width=2, height=2, bandwidth=rate, codecs="avc1")
            for name, rate in zip(names, RATES, strict=True)
        ),
        audio=AudioTrack(bandwidth=AUDIO_RATE),
        complete=True,
    )


def size_of(item: Item) -> int:
    if item.kind is PieceKind.INITIALIZATION:
        return INITIALIZATION_BYTES
    rate = RATES[item.track - 1] if item.track else AUDIO_RATE
    return int(rate * SEGMENT_SECONDS / 8)


@dataclass
class Watched:
    """What happened to a viewer."""

    first_frame: float | None = None
    stalled: float = 0.0
    ended: float | None = None
    switches: list[tuple[float, Switched]] = field(default_factory=list)
    most_in_flight: int = 0
    most_ahead_ms: float = 0.0
    shown: list[tuple[float, int]] = field(default_factory=list)

    @property
    def played(self) -> list[int]:
        """The rung of every segment as it was shown."""
        return [rung for _, rung in self.shown]

    def shown_at(self, moment: float) -> int:
        """The rung that was on the screen."""
        return next(rung for at, rung in reversed(self.shown) if at <= moment)

    def rung_at(self, moment: float) -> int:
        names = ("v1080", "v720", "v480", "v360")
        return next(names.index(s.rendition) for at, s in reversed(self.switches) if at <= moment)


class Player:
    """Takes segments whole, plays them in order, acknowledges every 50 ms at most and every second at least."""

    def __init__(self, segments: int) -> None:
        self.segments = segments
        self.received = 0
        self.partial: dict[int, int] = {}
        self.audio: set[int] = set()
        self.video: dict[int, int] = {}
        self.position = 0.0
        self.at = 0.0

    def take(self, header: PieceHeader, size: int) -> None:
        self.received += size
        if header.kind != PieceKind.MEDIA:
            return
        if header.offset == 0:
            self.partial[header.track] = 0
        self.partial[header.track] += size
        if self.partial[header.track] == header.length:
            if header.track == 0:
                assert header.segment not in self.audio, "only pictures are sent again"
                self.audio.add(header.segment)
            else:
                self.video[header.segment] = header.track - 1

    @property
    def buffered_until(self) -> float:
        number = int(self.position // SEGMENT_SECONDS)
        while number in self.audio and number in self.video:
            number += 1
        return max(self.position, number * SEGMENT_SECONDS)


def watch(
    bandwidth: Callable[[float], float], segments: int, delay: float = 0.02, throughput: int | None = None
) -> Watched:
    """Play a video over a link of ``bandwidth(second)`` bit/s with ``delay`` seconds each way, until its end."""
    stream = Stream(manifest(segments), Hello(type="hello", ticket="t", throughput=throughput), 0.0)
    player, seen = Player(segments), Watched()
    order = itertools.count()
    events: list[tuple[float, int, Callable[[float], None]]] = []
    link_free_at = 0.0
    step = 0.05
    ack_due: list[float] = []
    runtime = segments * SEGMENT_SECONDS

    def at(moment: float, action: Callable[[float], None]) -> None:
        heapq.heappush(events, (moment, next(order), action))

    def transmit(now: float, size: int) -> float:
        """When the last bit of ``size`` bytes leaves the link, which serves one after the other."""
        nonlocal link_free_at
        moment, bits = max(now, link_free_at), size * 8.0
        while True:
            edge = (int(moment / step + 1e-9) + 1) * step
            part = bandwidth(moment) * (edge - moment)
            if part >= bits:
                link_free_at = moment + bits / bandwidth(moment)
                return link_free_at
            bits -= part
            moment = edge

    def pump(now: float) -> None:
        while True:
            action = stream.next(now)
            seen.most_in_flight = max(seen.most_in_flight, stream.delivery.in_flight)
            assert stream.delivery.in_flight <= max(stream.delivery.window, 4 * 1024 * 1024)
            match action:
                case Say(message):
                    if isinstance(message, Switched):
                        seen.switches.append((now, message))
                case Fetch(item):
                    at(now + READ_SECONDS, partial(load, item))
                case Deliver(pieces, _):
                    for header, payload in pieces:
                        arrival = transmit(now, len(payload)) + delay
                        at(arrival, partial(arrive, PieceHeader.unpack(header), len(payload)))
                case Idle(until):
                    if until is not None:
                        at(max(until, now + 0.001), pump)
                    return

    def load(item: Item, now: float) -> None:
        stream.loaded(item, bytes(size_of(item)))
        pump(now)

    def play(now: float) -> None:
        passed = now - player.at
        player.at = now
        if seen.ended is not None:
            return
        room = player.buffered_until - player.position
        if seen.first_frame is None:
            if room <= 0:
                return
            seen.first_frame = now
            passed = 0.0
        moved = min(room, passed)
        while (number := len(seen.shown)) in player.video and number * SEGMENT_SECONDS <= player.position + moved:
            begins = now - passed + max(0.0, number * SEGMENT_SECONDS - player.position)
            seen.shown.append((begins, player.video[number]))
        player.position += moved
        if player.position >= runtime - 1e-6:
            seen.ended = now
        else:
            seen.stalled += passed - moved
        seen.most_ahead_ms = max(seen.most_ahead_ms, 1000 * (player.buffered_until - player.position))

    def arrive(header: PieceHeader, size: int, now: float) -> None:
        play(now)
        player.take(header, size)
        if not ack_due:
            ack_due.append(now)
            at(now + 0.05, acknowledge)

    def acknowledge(now: float) -> None:
        play(now)
        ack_due.clear()
        buffered = max(0, int(1000 * (player.buffered_until - player.position)))
        ack = Ack(type="ack", received=player.received, buffered=buffered, paused=seen.first_frame is None)

        def hear(moment: float) -> None:
            stream.acknowledge(ack, moment)
            pump(moment)

        at(now + delay, hear)

    def tick(now: float) -> None:
        acknowledge(now)
        if seen.ended is None:
            at(now + 1.0, tick)

    at(0.0, pump)
    at(1.0, tick)
    while events and seen.ended is None:
        now, _, action = heapq.heappop(events)
        assert now < 20 * runtime + 60, "the video never ends"
        action(now)
    return seen


def steps(values: Sequence[float], seconds: float) -> Callable[[float], float]:
    """A trace that holds each value for ``seconds`` and repeats."""
    return lambda moment: values[int(moment / seconds) % len(values)]


@settings(max_examples=40, deadline=None)
@given(
    values=st.lists(st.floats(1.3 * LOWEST, 20_000_000), min_size=1, max_size=8),
    seconds=st.sampled_from([1.0, 3.0, 7.0, 15.0, 40.0]),
    delay=st.floats(0.001, 0.04),
)
def test_it_never_stalls_while_the_smallest_fits(values: list[float], seconds: float, delay: float) -> None:
    """Whatever the network does: while it carries the smallest rendition, nothing stalls after the first frame."""
    seen = watch(steps(values, seconds), segments=30, delay=delay)
    assert seen.stalled < 0.001
    assert seen.first_frame is not None
    assert seen.first_frame < 5


@settings(max_examples=12, deadline=None)
@given(high=st.floats(9_000_000, 20_000_000), low=st.floats(1.4 * LOWEST, 2_500_000))
def test_it_is_never_long_above_what_the_network_carries(high: float, low: float) -> None:
    """After the network gets slower, the rendition fits it before what lay ahead has been played, and stays so."""
    seen = watch(lambda moment: high if moment < 40 else low, segments=40)
    fits = next(index for index, rate in enumerate(RATES) if rate + AUDIO_RATE <= low)
    assert seen.rung_at(39) == 0
    changes = [at for at, _ in seen.switches if at >= 70]
    assert all(seen.rung_at(moment) >= fits for moment in [70, *changes])
    assert seen.stalled < 0.001


@settings(max_examples=12, deadline=None)
@given(rate=st.floats(1.4 * LOWEST, 20_000_000), delay=st.floats(0.001, 0.06))
def test_a_steady_network_gives_a_steady_picture(rate: float, delay: float) -> None:
    """On a steady network the rendition rises once from the smallest and is left alone."""
    seen = watch(lambda _: rate, segments=40, delay=delay)
    names = [message.rendition for _, message in seen.switches]
    assert names[0] == "v360"
    assert len(names) <= 3
    assert sorted(names) == sorted(set(names))
    fits = next(index for index, total in enumerate(RATES) if total + AUDIO_RATE <= 0.7 * rate or index == 3)
    assert seen.played[-1] <= fits + 1


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_a_noisy_network_does_not_make_the_picture_oscillate(data: st.DataObject) -> None:
    """Noise of a quarter around a mean changes the rendition a few times in seven minutes, not with every segment."""
    noise = data.draw(st.lists(st.floats(0.75, 1.25), min_size=37, max_size=37))
    mean = data.draw(st.floats(1_800_000, 9_000_000))
    seen = watch(lambda moment: mean * noise[int(moment / 0.7) % 37], segments=100)
    assert len(seen.switches) <= 12
    assert seen.stalled < 0.001


@settings(max_examples=20, deadline=None)
@given(high=st.floats(9_000_000, 40_000_000), low=st.floats(1.4 * LOWEST, 2_000_000), bad=st.integers(3, 90))
def test_the_better_picture_shows_soon_after_the_network_is_better(high: float, low: float, bad: int) -> None:
    """When the network is good again and the hold is over, two segments prove it and two more show the largest.

    Half a minute of a smaller rendition may lie ahead: nobody has to watch it.
    """
    good = 30.0 + bad
    seen = watch(lambda moment: low if 30 <= moment < good else high, segments=60)
    downs = [at for at, message in seen.switches if message.why == "down"]
    # Going down undid the going up at the start, so the first hold is doubled.
    free = max([good, *(at + 2 * HOLD for at in downs)])
    assert seen.shown_at(free + 4 * SEGMENT_SECONDS) == 0
    assert all(rung == 0 for at, rung in seen.shown if at >= free + 4 * SEGMENT_SECONDS)
    assert seen.stalled < 0.001


@pytest.mark.parametrize("after", [0.5, 2.0, 4.0, 8.0, 12.0, 16.0])
def test_a_network_that_breaks_down_again_while_pictures_are_replaced_stalls_nothing(after: float) -> None:
    """Sending again what lies ahead costs no safety: the smallest rendition is there in time."""

    def bandwidth(moment: float) -> float:
        bad = 30 <= moment < 90 or 96 + after <= moment < 150
        return 1.3 * LOWEST if bad else 30_000_000

    assert watch(bandwidth, segments=60).stalled < 0.001


def test_quality_comes_back_when_the_network_does() -> None:
    """Down to the smallest in a bad minute, up to the largest after it."""
    seen = watch(lambda moment: 1_400_000 if 30 <= moment < 90 else 12_000_000, segments=60)
    assert seen.rung_at(29) == 0
    assert seen.rung_at(85) == 3
    assert seen.rung_at(130) == 0
    assert seen.stalled < 0.001


@pytest.mark.parametrize("rate", [2_000_000, 20_000_000, 200_000_000])
def test_what_is_sent_ahead_is_bounded(rate: float) -> None:
    """About 30 s lie ahead of the playhead, however fast the network is."""
    seen = watch(lambda _: rate, segments=60)
    assert seen.most_ahead_ms <= 30_000 + 2 * 1000 * SEGMENT_SECONDS


@pytest.mark.parametrize(("rate", "seconds"), [(2_000_000, 2.6), (20_000_000, 0.5)])
def test_it_starts_quickly(rate: float, seconds: float) -> None:
    """The first segment is a small one: the first frame needs no more than its transfer and two round trips."""
    seen = watch(lambda _: rate, segments=10)
    assert seen.first_frame is not None
    assert seen.first_frame < seconds


@settings(max_examples=12, deadline=None)
@given(throughput=st.integers(1, 2**40), rate=st.floats(1.4 * LOWEST, 20_000_000))
def test_a_client_that_says_nonsense_is_served_all_the_same(throughput: int, rate: float) -> None:
    """Whatever it claims to have measured: the first segment is given up when it doesn't fit, nothing stalls later."""
    seen = watch(lambda _: rate, segments=20, throughput=throughput)
    assert seen.first_frame is not None
    assert seen.first_frame < 10
    assert seen.stalled < 0.001
