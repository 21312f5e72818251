"""What a viewer on a bad network is shown over time: the estimate and the contract together, in simulated time."""

import pytest

from media_relay.rtc.media import Layer
from media_relay.rtc.policy.downgrade import UP_SHARE, Memory, Rung, Tile, decide
from tests.relay.rtc.bottleneck import BusyReceiver

SOUND = 90_000.0
HOST = [
    Rung(Layer.S0T0, 60_000, 180),
    Rung(Layer.S0T1, 90_000, 180),
    Rung(Layer.S0T2, 150_000, 180),
    Rung(Layer.S1T2, 500_000, 360),
    Rung(Layer.S2T2, 1_700_000, 720),
]
SECONDS = 120


class Viewer(BusyReceiver):
    """Shown the host, large; ``layers`` are what came in each thirtieth of a second."""

    def __init__(self, rate: float, stall: float, every: float) -> None:
        super().__init__(rate, stall, every, loss=0.03)
        self.wanted = (HOST[-1].rate + SOUND) / UP_SHARE
        self.memory = Memory()
        self.layers: list[Layer] = []

    def sending(self) -> float:
        tile = Tile("1", "host", 720, 0, HOST)
        decision = decide(self.estimator.bitrate, SOUND, [tile], self.memory, self.now)
        self.memory = decision.memory
        self.layers.append(decision.layers["1"])
        return decision.cost + SOUND


@pytest.mark.parametrize("rate", [500_000.0, 900_000.0])
@pytest.mark.parametrize(
    ("stall", "every"), [(0.0, 1.0), (0.1, 0.1), (0.3, 0.3), (0.3, 0.1), (0.6, 1.0)], ids="{}".format
)
def test_resolution_falls_and_no_frame_is_left_out(rate, stall, every):
    """Thin, late and lossy, with a device that is in time or busy for most of the time: all frames, small pictures."""
    viewer = Viewer(rate, stall, every)
    viewer.run(SECONDS)
    assert min(viewer.layers) >= Layer.S0T2
    settled = viewer.layers[len(viewer.layers) // 4 :]
    assert settled.count(Layer.S2T2) < 0.02 * len(settled)


def test_on_an_idle_device_the_larger_picture_that_fits_stays():
    """900 kbit/s carry the middle size: it is there for nine tenths of the time."""
    viewer = Viewer(900_000.0, 0.0, 1.0)
    viewer.run(SECONDS)
    settled = viewer.layers[len(viewer.layers) // 4 :]
    assert settled.count(Layer.S1T2) > 0.9 * len(settled)


@pytest.mark.parametrize("rate", [110_000.0, 130_000.0, 200_000.0])
def test_a_network_that_becomes_thinner_than_that_costs_frames(rate):
    """Where the smallest picture with all its frames doesn't fit beside sound, it moves less; the queue stays short."""
    viewer = Viewer(900_000.0, 0.0, 1.0)
    viewer.run(20)
    viewer.rate = rate
    viewer.run(10)
    viewer.layers.clear()
    waits = []
    for _ in range(SECONDS):
        viewer.worst_queue = 0.0
        viewer.run(1)
        waits.append(viewer.worst_queue)
    assert sum(layer < Layer.S0T2 for layer in viewer.layers) > 0.8 * len(viewer.layers)
    assert sum(wait > 0.3 for wait in waits) < SECONDS / 3
