"""The downgrade contract, over arbitrary tiles and bandwidth traces."""

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from media_relay.rtc.media import Layer
from media_relay.rtc.policy.downgrade import LONGEST_HOLD, Memory, Rung, Tile, decide

FULL = [
    Rung(Layer.S0T0, 60_000, 180),
    Rung(Layer.S0T1, 100_000, 180),
    Rung(Layer.S0T2, 150_000, 180),
    Rung(Layer.S1T2, 500_000, 360),
    Rung(Layer.S2T2, 2_000_000, 720),
]
LADDERS = st.sampled_from([FULL, FULL[2:], FULL[:3], FULL[2:3], FULL[:4], FULL[4:], []])
AUDIO = 64_000


@st.composite
def tiles(draw) -> list[Tile]:
    count = draw(st.integers(1, 8))
    made = []
    for index in range(count):
        scale = draw(st.floats(0.3, 3.0))
        rungs = [Rung(rung.layer, rung.rate * scale, rung.height) for rung in draw(LADDERS)]
        height = draw(st.sampled_from([0, 90, 180, 300, 720, 1080]))
        made.append(Tile(str(index), f"p{index}", height, 0 if index == 0 else draw(st.integers(1, 3)), rungs))
    return made


def _check(shown: list[Tile], layers: dict[str, Layer]) -> None:
    """The order in which things are lost holds in this one allocation."""
    state = []
    for tile in shown:
        usable = tile.usable()
        if usable:
            smallest = next((rung.layer for rung in usable if rung.layer >= Layer.S0T2), usable[-1].layer)
            state.append((tile, layers[tile.mid], usable[0].layer, smallest, usable[-1].layer))
        else:
            assert layers[tile.mid] is Layer.NONE
    lost_frames = [entry for entry in state if entry[1] < entry[3]]
    gone = [entry for entry in state if entry[1] is Layer.NONE]
    if lost_frames:
        assert all(layer <= smallest for _, layer, _, smallest, _ in state)
    if gone:
        assert all(layer <= lowest for _, layer, lowest, _, _ in state)
    for tile, layer, lowest, smallest, best in state:
        others = [entry for entry in state if entry[0].priority > tile.priority]
        if layer < best:  # whoever counts for less has already lost as much
            assert all(entry[1] <= entry[3] for entry in others)
        if layer < smallest:
            assert all(entry[1] <= entry[2] for entry in others)
        if layer < lowest:
            assert all(entry[1] is Layer.NONE for entry in others)


@given(tiles(), st.lists(st.tuples(st.floats(0, 2e7), st.floats(0.05, 5)), min_size=1, max_size=40))
def test_resolution_falls_before_frames_and_the_host_goes_last(shown, trace):
    """At every moment of every trace; what is given fits beside the sound."""
    memory, now = Memory(), 0.0
    for bandwidth, elapsed in trace:
        now += elapsed
        decision = decide(bandwidth, AUDIO, shown, memory, now)
        memory = decision.memory
        _check(shown, dict(decision.layers))
        rates = sum(
            next((rung.rate for rung in tile.rungs if rung.layer is decision.layers[tile.mid]), 0.0) for tile in shown
        )
        assert abs(rates - decision.cost) < 1
        assert decision.cost <= max(0.0, bandwidth - AUDIO) + 1


@given(tiles(), st.floats(0, 2e7), st.floats(0, 2e7))
def test_more_bandwidth_never_gives_less(shown, one, two):
    """To whoever begins."""
    less, more = (decide(rate, AUDIO, shown, Memory(), 0.0).layers for rate in sorted((one, two)))
    assert all(less[mid] <= more[mid] for mid in less)


@given(tiles(), st.lists(st.tuples(st.floats(0, 2e7), st.floats(0.05, 5)), max_size=20))
def test_everything_comes_back(shown, trace):
    """Whatever came before: with enough bandwidth everybody is at the best after the longest wait."""
    memory, now = Memory(), 0.0
    for bandwidth, elapsed in trace:
        now += elapsed
        memory = decide(bandwidth, AUDIO, shown, memory, now).memory
    now += LONGEST_HOLD
    decision = decide(1e9, AUDIO, shown, memory, now)
    assert all(
        decision.layers[tile.mid] is (tile.usable()[-1].layer if tile.usable() else Layer.NONE) for tile in shown
    )


@given(tiles(), st.floats(0, 2e7), st.floats(0.0, 0.1))
def test_bandwidth_that_shakes_a_little_changes_nothing(shown, bandwidth, share):
    """Ten percent up and down again: after the first step down the layers stay."""
    memory = decide(bandwidth, AUDIO, shown, Memory(), 0.0).memory
    low = decide(bandwidth * (1 - share), AUDIO, shown, memory, 1.0)
    memory, now = low.memory, 1.0
    for _ in range(10):
        now += 0.25
        high = decide(bandwidth, AUDIO, shown, memory, now)
        memory = high.memory
        now += 0.25
        again = decide(bandwidth * (1 - share), AUDIO, shown, memory, now)
        memory = again.memory
        if now < memory.hold_until:
            assert again.layers == low.layers


@settings(max_examples=10, phases=[Phase.explicit, Phase.generate])
@given(st.floats(0.3, 3.0), st.floats(1.0, 4.0))
def test_a_network_that_swings_is_followed_more_and_more_slowly(scale, period):
    """Raises grow rare: a few dozen in ten minutes of hundreds of swings."""
    shown = [Tile("0", "host", 720, 0, [Rung(rung.layer, rung.rate * scale, rung.height) for rung in FULL])]
    memory, now, raises = Memory(), 0.0, 0
    while now < 600:
        for bandwidth in (4e6 * scale, 4e5 * scale):
            for _ in range(4):
                now += period / 8
                before = memory.raised_at
                memory = decide(bandwidth, 0, shown, memory, now).memory
                raises += memory.raised_at != before
    assert raises <= 40


def test_the_row_of_one_tile_is_the_one_that_is_promised():
    """S2T2, S1T2, S0T2, S0T1, S0T0, nothing."""
    tile = Tile("0", "host", 720, 0, FULL)
    seen = [decide(rate + 1, 0, [tile], Memory(), 0.0).layers["0"] for rate in (2e6, 1.9e6, 4e5, 14e4, 9e4, 5e4)]
    assert seen == [Layer.S2T2, Layer.S1T2, Layer.S0T2, Layer.S0T1, Layer.S0T0, Layer.NONE]


def test_who_is_shown_anew_does_not_inherit_what_another_lost():
    """What a seat's last participant was shed to says nothing about the next one, and a hold doesn't keep it down."""
    small = Tile("0", "a", 720, 1, FULL)
    memory = decide(2e5, 0, [small], Memory(), 0.0).memory
    assert decide(1e7, 0, [small], memory, 0.1).layers["0"] is not Layer.NONE
    assert decide(1e7, 0, [Tile("0", "b", 720, 1, FULL)], memory, 0.1).layers["0"] is Layer.S2T2
