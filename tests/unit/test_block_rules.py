"""Blocks: whom a ticket has to name so that two never meet."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.block import MAX_BLOCKS, MAX_NAMED, Block, Blocks, apart

OPENED = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
steps = st.lists(st.sampled_from(["anna joins", "bob joins", "anna blocks", "anna lets in"]), max_size=12)


@given(before=st.booleans(), steps=steps)
def test_two_are_kept_apart_whenever_a_newer_ticket_can_tell(before, steps) -> None:
    """One of the two newest tickets names the other, unless both were given out before the block.

    So both reconnecting, or either of them, is enough.
    """
    at: datetime | None = OPENED - SECOND if before else None
    now = OPENED
    tickets: dict[str, tuple[datetime, frozenset[str]]] = {}
    for step in steps:
        now += SECOND
        block = () if at is None else (Block("bob", at),)
        if step == "anna joins":
            tickets["anna"] = (now, Blocks(blocked=block).named(OPENED))
        elif step == "bob joins":
            by = () if at is None else (Block("anna", at),)
            tickets["bob"] = (now, Blocks(blocked_by=by).named(OPENED))
        elif step == "anna blocks":
            at = at or now
        else:
            at = None
    if at is None or len(tickets) < 2:
        return
    apart = "bob" in tickets["anna"][1] or "anna" in tickets["bob"][1]
    assert apart or max(given_at for given_at, _ in tickets.values()) < at


def test_ones_own_blocks_are_always_named() -> None:
    """However many blocked somebody: all own ones, then the newest of those who did so since the meeting opened."""
    mine = tuple(Block(f"mine{number}", OPENED - SECOND) for number in range(MAX_BLOCKS))
    by = tuple(Block(f"by{number}", OPENED + number * SECOND) for number in range(MAX_NAMED))
    old = tuple(Block(f"old{number}", OPENED - SECOND) for number in range(3))
    named = Blocks(mine, (*by, *old)).named(OPENED)
    assert len(named) == MAX_NAMED
    assert {each.user_id for each in mine} <= named
    assert {each.user_id for each in by[MAX_BLOCKS:]} <= named
    assert Blocks((), by).named(OPENED) == {each.user_id for each in by}
    assert Blocks((), old).named(OPENED) == frozenset()


people = st.sampled_from(["anna", "bob", "carl"])


@given(asked=st.sets(st.tuples(people, people).filter(lambda pair: pair[0] != pair[1])), one=people, other=people)
def test_a_block_works_both_ways(asked, one, other) -> None:
    """Two are apart exactly when one of them asked for it, whoever looks; nobody is apart from oneself."""
    lists = {name: {blocked for by, blocked in asked if by == name} for name in ("anna", "bob", "carl")}
    found = apart(one, lists[one], other, lists[other])
    assert found == apart(other, lists[other], one, lists[one])
    assert found == ((one, other) in asked or (other, one) in asked)
