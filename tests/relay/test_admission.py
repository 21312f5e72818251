"""Who may come in, and for how long that is remembered."""

from datetime import timedelta

import pytest

from media_relay.signalling.admission import SpentTickets
from media_relay.signalling.rate import BURST, PER_SECOND, MessageRate
from neufit.domain.errors import TooManyRequests, Unauthenticated


def test_a_ticket_is_remembered_as_long_as_it_could_live(clock):
    """Within its life a second use is refused; memory is given back after it."""
    spent = SpentTickets(most=2)
    spent.spend("a", clock())
    clock.advance(timedelta(seconds=63))
    with pytest.raises(Unauthenticated):
        spent.spend("a", clock())
    spent.spend("b", clock())
    clock.advance(timedelta(seconds=2))
    spent.spend("c", clock())


def test_memory_is_bounded(clock):
    """When more tickets are alive than can be remembered, newcomers wait: taking one twice is never risked."""
    spent = SpentTickets(most=3)
    for name in "abc":
        spent.spend(name, clock())
    with pytest.raises(TooManyRequests):
        spent.spend("d", clock())
    clock.advance(timedelta(seconds=70))
    spent.spend("d", clock())


def test_messages_come_back_with_time():
    """A burst is taken, then as many as come back with time."""
    rate = MessageRate(0.0)
    for _ in range(int(BURST)):
        rate.take(0.0)
    with pytest.raises(TooManyRequests):
        rate.take(0.0)
    for _ in range(int(PER_SECOND)):
        rate.take(1.0)
    with pytest.raises(TooManyRequests):
        rate.take(1.0)
