"""The bandwidth estimate, against simulated networks: a rate, a queue, a round trip, random loss."""

import pytest

from media_relay.rtc.policy.bandwidth import FLOOR, LEAST, START, BandwidthEstimator
from tests.relay.rtc.bottleneck import BusyReceiver, Path


@pytest.mark.parametrize("rate", [400_000.0, 1_000_000.0, 3_000_000.0])
def test_it_finds_what_a_network_carries(rate):
    """Within half and a tenth over, and the queue stays short enough to talk over."""
    path = Path(rate)
    path.wanted = 10_000_000.0
    path.run(30)
    path.worst_queue = 0.0
    path.run(10)
    assert 0.5 * rate <= path.estimator.bitrate <= 1.25 * rate
    assert path.worst_queue < 0.45


def test_a_fall_is_followed_within_seconds():
    """From 3 Mbit/s to 500 kbit/s."""
    path = Path(3_000_000.0)
    path.run(20)
    assert path.estimator.bitrate > 1_500_000
    path.rate = 500_000.0
    path.run(4)
    assert path.estimator.bitrate < 700_000


def test_it_comes_back_by_probing():
    """After the network has recovered, with only what little is sent to go by."""
    path = Path(300_000.0)
    path.run(15)
    path.rate = 4_000_000.0
    path.run(25)
    assert path.estimator.bitrate > 2_000_000


def test_loss_without_a_queue_leaves_room_for_the_smallest_picture():
    """A bad radio link: 30 % is lost, and it isn't because too much was sent."""
    path = Path(5_000_000.0, loss=0.3)
    path.run(30)
    assert path.estimator.bitrate >= FLOOR * 0.9
    assert path.estimator.loss > 0.2


def test_a_little_loss_costs_nothing():
    """One percent is normal."""
    path = Path(5_000_000.0, loss=0.01)
    path.run(20)
    assert path.estimator.bitrate > 1_500_000


@pytest.mark.parametrize(("stall", "every"), [(0.05, 0.1), (0.1, 0.1), (0.1, 0.3)])
def test_a_busy_device_is_no_queue(stall, every):
    """Little is sent, in time, through a network that carries more: the estimate never goes below what is sent."""
    path = BusyReceiver(450_000.0, stall, every)
    path.wanted = 300_000.0
    path.run(5)
    for _ in range(60):
        path.run(0.5)
        assert path.estimator.bitrate > path.wanted


def test_jitter_alone_is_no_queue():
    """Arrivals that scatter over 15 ms don't bring the estimate down."""
    path = Path(5_000_000.0, jitter=0.015)
    path.run(20)
    assert path.estimator.bitrate > 1_000_000


def test_the_receivers_estimate_counts_where_there_is_one():
    """REMB takes the place of ours, and loss still brings it down."""
    estimator = BandwidthEstimator(START)
    estimator.remote(400_000)
    assert estimator.bitrate == 400_000
    for second in range(20):
        estimator.report(0.5, float(second))
    assert LEAST <= estimator.bitrate < 300_000


def test_what_it_does_not_know_it_leaves_out():
    """Feedback on packets that nobody remembers changes nothing."""
    estimator = BandwidthEstimator()
    estimator.feedback(([0.0] * 5, [0] * 5), [1, 2, None, 3, 4], 0.1, 1.0)
    assert estimator.bitrate == START
    assert not estimator.measured


def test_a_probe_that_nothing_follows_counts_all_the_same():
    """Who gets nothing else sends no feedback after it: its result stands, and the next probe may begin."""
    estimator = BandwidthEstimator(START)
    estimator.probe(10.0, 10.1)
    sent = [10.0 + 0.005 * number for number in range(20)]
    estimator.feedback((sent, [1200] * len(sent)), [int(4000 * (at + 0.02)) for at in sent], 0.04, 10.15)
    assert estimator.probing(10.5)
    assert not estimator.probing(11.5)
    assert estimator.bitrate > 1.5 * START


@pytest.mark.parametrize("start", [0, 1 << 31, (1 << 32) - 4000])
def test_the_receivers_clock_may_stand_anywhere(start):
    """Its ticks wrap, also within a feedback; what arrives is counted all the same."""
    estimator = BandwidthEstimator()
    for turn in range(20):
        sent = [10 + 0.1 * turn + 0.01 * number for number in range(10)]
        ticks = [(start + int(4000 * (at - 10))) % (1 << 32) for at in sent]
        estimator.feedback((sent, [1200] * 10), ticks, 0.05, sent[-1] + 0.05)
    assert estimator.acked == pytest.approx(8 * 1200 / 0.01, rel=0.05)
    assert estimator.bitrate > START
