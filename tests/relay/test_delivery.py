"""What is on its way to a viewer: counting, the window, the measured throughput."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_relay.on_demand.delivery import FIRST_WINDOW, KIB, LARGEST_WINDOW, LEAST_WINDOW, Delivery
from neufit.domain.errors import Invalid


def transfer(delivery, pieces, *, at, rate, delay=0.05, size=64 * KIB):
    """Send pieces into an empty network and have each acknowledged as a link of ``rate`` bit/s lets it arrive."""
    base = delivery.sent
    for _ in range(pieces):
        delivery.send(size, at)
    for number in range(1, pieces + 1):
        delivery.acknowledge(base + number * size, at + delay + number * size * 8 / rate)
    return at + delay + pieces * size * 8 / rate


def test_nothing_is_known_at_first():
    """Before anything was acknowledged there is no measure and the first window."""
    delivery = Delivery()
    assert (delivery.steady, delivery.recent, delivery.room) == (None, None, FIRST_WINDOW)


def test_throughput_is_that_of_the_link():
    """What is measured on a link comes within a tenth of its rate, and never above it."""
    delivery = Delivery()
    transfer(delivery, 40, at=0, rate=4_000_000)
    assert 3_600_000 <= delivery.steady <= 4_000_000


def test_idle_times_do_not_count():
    """Pauses between bursts don't lower the measure."""
    delivery = Delivery()
    at = 0.0
    for _ in range(6):
        at = transfer(delivery, 20, at=at + 30, rate=4_000_000)
    assert 3_500_000 <= delivery.steady <= 4_000_001


def test_the_recent_measure_follows_at_once():
    """When the link gets slower, two samples tell; the steady measure follows within eight."""
    delivery = Delivery()
    at = transfer(delivery, 40, at=0, rate=20_000_000)
    at = transfer(delivery, 4, at=at, rate=1_000_000)
    assert delivery.recent < 1_100_000 < delivery.steady
    transfer(delivery, 16, at=at, rate=1_000_000)
    assert delivery.steady < 1_100_000


def test_one_fast_sample_raises_little():
    """A burst out of some buffer isn't taken for the network: the mean is harmonic."""
    delivery = Delivery()
    at = transfer(delivery, 16, at=0, rate=1_000_000)
    transfer(delivery, 2, at=at, rate=1_000_000_000, delay=0)
    assert delivery.steady < 1_300_000


@pytest.mark.parametrize(
    ("rate", "delay", "least", "most"),
    [
        (1_000_000, 0.05, LEAST_WINDOW, 3 * LEAST_WINDOW),
        (50_000_000, 0.1, 800 * KIB, 2048 * KIB),
        (2_000_000_000, 0.2, LARGEST_WINDOW, LARGEST_WINDOW),
    ],
)
def test_the_window_follows_the_path(rate, delay, least, most):
    """It is about twice what the path holds, within its bounds."""
    delivery = Delivery()
    transfer(delivery, 640, at=0, rate=rate, delay=delay)
    assert least <= delivery.window <= most


def test_counts_that_can_not_be_are_refused():
    """More than was sent, or less than before, is Invalid and changes nothing."""
    delivery = Delivery()
    delivery.send(1000, 0)
    delivery.acknowledge(600, 1)
    for impossible in (1001, 599):
        with pytest.raises(Invalid):
            delivery.acknowledge(impossible, 2)
    assert (delivery.sent, delivery.received, delivery.in_flight) == (1000, 600, 400)


@given(
    st.lists(
        st.tuples(st.integers(1, 64 * KIB), st.floats(0, 1), st.floats(0, 10, allow_nan=False)), min_size=1, max_size=80
    )
)
def test_measures_stay_sane(steps):
    """Whatever is sent and acknowledged whenever: counts agree, rates are positive, the window is within bounds."""
    delivery, now = Delivery(), 0.0
    for size, share, pause in steps:
        delivery.send(size, now)
        now += pause
        delivery.acknowledge(delivery.received + int(share * delivery.in_flight), now)
        assert 0 <= delivery.received <= delivery.sent
        assert LEAST_WINDOW <= delivery.window <= LARGEST_WINDOW
        assert delivery.room == max(0, delivery.window - delivery.in_flight)
        assert all(rate is None or rate > 0 for rate in (delivery.steady, delivery.recent))
