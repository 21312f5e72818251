"""The rule that slows failed sign-ins, and that nobody is locked out by it."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.sign_in import ACCOUNT, ADDRESS, FORGET_AFTER, KNOWN_FOR, PAIR, Failures, network, opens_at

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LONGEST = max(PAIR.cap, ADDRESS.cap, ACCOUNT.cap)

counts = st.integers(0, 10**9)
moments = st.one_of(st.none(), st.timedeltas(-timedelta(days=3), timedelta(0)).map(lambda ago: NOW + ago))
records = st.builds(Failures, count=counts, last_at=moments)


class Door:
    """The records of one account as the store keeps them, with every try through the rule."""

    def __init__(self) -> None:
        self.now = NOW
        self.pairs: dict[str, Failures] = {}
        self.account = Failures()

    def knock(self, address: str, *, right: bool) -> timedelta | None:
        """Try once. Return how long to wait, or None when the password was looked at."""
        pair = self.pairs.get(address, Failures())
        opens = opens_at(self.now, pair, Failures(), self.account)
        if opens > self.now:
            if not pair.known(self.now) and pair.opens_at is None:
                self.pairs[address] = pair.model_copy(update={"opens_at": opens})
            return opens - self.now
        if right:
            self.pairs[address] = Failures(known_until=self.now + KNOWN_FOR)
            return None
        recent = pair.recent(self.now)
        self.pairs[address] = Failures(count=recent.count + 1, last_at=self.now, known_until=pair.known_until)
        self.account = Failures(count=self.account.recent(self.now).count + 1, last_at=self.now)
        return None


@given(records, records, records)
def test_no_wait_is_longer_than_a_quarter_of_an_hour(pair, address, account):
    """Whatever was counted, the next try is at most the longest cap away."""
    assert opens_at(NOW, pair, address, account) - NOW <= LONGEST


@given(st.integers(0, 60), st.integers(0, 60))
def test_more_failures_never_wait_less(fewer, more):
    """Waits grow with failures, double from step to step, and stop at the cap."""
    for slowdown in (PAIR, ADDRESS, ACCOUNT):
        low, high = sorted((fewer, more))
        assert slowdown.wait(low) <= slowdown.wait(high) <= slowdown.cap
    assert [PAIR.wait(count).total_seconds() for count in (0, 7, 8, 9, 10, 17, 18, 1000)] == [
        0,
        0,
        1,
        2,
        4,
        512,
        900,
        900,
    ]


@given(records, records)
def test_a_known_pair_waits_for_nobody_else(address, account):
    """Who signed in from here before, and didn't fail since, tries at once whatever others do."""
    pair = Failures(known_until=NOW + timedelta(seconds=1))
    assert opens_at(NOW, pair, address, account) <= NOW


@given(counts, st.timedeltas(timedelta(0), timedelta(days=2)))
def test_what_is_a_day_old_is_forgotten(count, ago):
    """A day without a failure and the count begins anew; being known lasts longer."""
    known_until = NOW + timedelta(days=30)
    recent = Failures(count=count, last_at=NOW - ago, known_until=known_until).recent(NOW)
    assert recent.count == (count if ago < FORGET_AFTER else 0)
    assert recent.known_until == known_until


@given(
    st.lists(
        st.tuples(st.sampled_from(["attacker 1", "attacker 2", "attacker 3"]), st.integers(0, 600)),
        max_size=120,
    ),
    st.integers(0, 200),
)
def test_a_stranger_who_waits_as_told_is_let_in(attack, before):
    """A victim on a new address asks, waits as the answer says, and is let in, whatever attackers do meanwhile."""
    door = Door()
    for number in range(before):
        door.knock(f"bot {number}", right=False)
    told = door.knock("victim", right=True) or timedelta(0)
    assert told <= ACCOUNT.cap
    opens = door.now + told
    for attacker, seconds in attack:
        if door.now + timedelta(seconds=seconds) >= opens:
            break
        door.now += timedelta(seconds=seconds)
        door.knock(attacker, right=False)
    door.now = opens
    assert door.knock("victim", right=True) is None


@given(st.integers(1, 30))
def test_one_attacker_gets_few_guesses(hours):
    """Knocking every second from one address: 8 free tries, a few more while waits double, then four an hour."""
    door, looked_at = Door(), 0
    end = NOW + timedelta(hours=min(hours, 23))
    while door.now < end:
        wait = door.knock("attacker", right=False)
        looked_at += wait is None
        door.now += max(wait or timedelta(0), timedelta(seconds=1))
    assert looked_at <= 8 + 11 + 4 * min(hours, 23)


def test_addresses_count_as_networks():
    """A customer with a /64 has one address; IPv4 in IPv6 is IPv4; nonsense is one address of its own."""
    assert network("2001:db8:1:2:3:4:5:6") == network("2001:db8:1:2::1") == "2001:db8:1:2::/64"
    assert network("::ffff:192.0.2.1") == network("192.0.2.1") == "192.0.2.1"
    assert network("unknown") == network("1.2.3.4.5") == "unknown"
