"""How good a connection is, in the one number that people see."""

from media_relay.rtc.policy.downgrade import Decision

GOOD, FAIR, BAD, LOST = 3, 2, 1, 0


def quality(loss_out: float, loss_in: float, round_trip: float | None, decision: Decision | None) -> int:
    """3 good, 2 fair, 1 bad. Shares from 0 to 1, the round trip in seconds; 0 is for who is gone.

    It is the worst of what is lost either way, the delay, and how much of the pictures had to be left out.
    """
    loss = max(loss_out, loss_in)
    delay = round_trip or 0.0
    share = 1.0 if decision is None or decision.wanted == 0 else decision.cost / decision.wanted
    if loss > 0.1 or delay > 0.5 or share < 0.3:
        return BAD
    if loss > 0.03 or delay > 0.25 or share < 0.8:
        return FAIR
    return GOOD
