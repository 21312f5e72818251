"""Which segment is sent next: what a viewer lacks, or what he has in a smaller rendition than need be."""

from hypothesis import given
from hypothesis import strategies as st

from media_relay.on_demand.replacement import RESERVE, Coverage, Outlook

SEGMENT = 4.0


def covered(rungs, first=10):
    coverage = Coverage(first)
    for number, rung in enumerate(rungs, first):
        coverage.add(number, rung)
    return coverage


@given(
    rungs=st.lists(st.integers(0, 3), max_size=9),
    rung=st.integers(0, 3),
    ahead=st.floats(0, 40),
    transfer=st.floats(0.01, 20),
)
def test_only_what_is_worse_and_far_enough_is_sent_again(rungs, rung, ahead, transfer):
    """What is sent again was sent in a smaller rendition, begins a segment from the playhead and arrives before it."""
    coverage = covered(rungs)
    place = coverage.place(rung, Outlook(ahead, SEGMENT, transfer))
    assert 10 <= place <= coverage.frontier
    if place < coverage.frontier:
        lead = ahead - SEGMENT * (coverage.frontier - place)
        assert rungs[place - 10] > rung
        assert lead >= SEGMENT - 1e-6
        assert lead >= transfer
        assert ahead >= RESERVE * SEGMENT


def test_what_lies_ahead_is_replaced_in_order_up_to_the_frontier():
    """From the first segment that is far enough to the last one that was sent, then on with what is new."""
    coverage = covered([3] * 7)
    places = []
    for _ in range(6):
        place = coverage.place(0, Outlook(28.0, SEGMENT, 1.0))
        coverage.add(place, 0)
        places.append(place)
    assert places == [11, 12, 13, 14, 15, 16]
    assert coverage.place(0, Outlook(28.0, SEGMENT, 1.0)) == 17


def test_going_down_replaces_nothing():
    """The better picture that lies ahead is kept."""
    assert covered([0] * 7).place(3, Outlook(28.0, SEGMENT, 1.0)) == 17


def test_what_was_settled_stays():
    """A segment that was given up once is passed over."""
    coverage = covered([3] * 7)
    coverage.settle(11)
    assert coverage.place(0, Outlook(28.0, SEGMENT, 1.0)) == 12
