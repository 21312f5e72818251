"""How tries to sign in are slowed, without locking anybody out for good.

Three records count failures: of one account from one address (a pair), of one address over all accounts, of one account
from all addresses. A record is forgotten a day after its last failure.

1. **A pair** may fail 8 times freely. Then each further try waits, twice as long each time, from a second to 15
   minutes. A try is counted before the password is looked at and taken back when it was right, so a burst of tries sent
   at once gets no further than one after the other.
2. **A stranger** (a pair that never signed in within the last 90 days) waits besides for the failures of its whole
   address (free: 100) and of the whole account (free: 20), up to 5 minutes. The wait is promised the first time it asks
   and counts from then: whatever others do meanwhile, the promise stands. So whoever waits as told is let in.
3. **A known pair** never waits for what others do: an attacker elsewhere can't keep a person out of the account from
   home. Only somebody at the same address can make it wait, 15 minutes at most.

So one address gets 8 guesses at once and then about a hundred a day on one account; many addresses together get about
twelve an hour each once the account has been attacked 30 times. Addresses are whole networks as far as one customer is
given one: IPv6 counts by /64.
"""

import ipaddress
from datetime import datetime, timedelta

from pydantic import BaseModel, ConfigDict

FORGET_AFTER = timedelta(days=1)
KNOWN_FOR = timedelta(days=90)
_NONE = timedelta(0)


class Slowdown(BaseModel):
    """After ``free`` failures a try waits ``first``, then twice as long for each more, at most ``cap``."""

    model_config = ConfigDict(frozen=True)

    free: int
    first: timedelta
    cap: timedelta

    def wait(self, failures: int) -> timedelta:
        """How long the next try waits after so many failures."""
        beyond = failures - self.free
        return _NONE if beyond < 0 else min(self.cap, self.first * 2 ** min(beyond, 20))


PAIR = Slowdown(free=8, first=timedelta(seconds=1), cap=timedelta(minutes=15))
ADDRESS = Slowdown(free=100, first=timedelta(seconds=1), cap=timedelta(minutes=5))
ACCOUNT = Slowdown(free=20, first=timedelta(seconds=1), cap=timedelta(minutes=5))


class Failures(BaseModel):
    """What is remembered of one subject. ``opens_at`` (promise to a stranger) and ``known_until`` only of pairs."""

    model_config = ConfigDict(frozen=True)

    count: int = 0
    last_at: datetime | None = None
    opens_at: datetime | None = None
    known_until: datetime | None = None

    def recent(self, now: datetime) -> "Failures":
        """The same without what is forgotten by now."""
        if self.last_at is None or now - self.last_at < FORGET_AFTER:
            return self
        return Failures(known_until=self.known_until)

    def known(self, now: datetime) -> bool:
        """Whether this account was signed in to from this address lately."""
        return self.known_until is not None and now < self.known_until


def opens_at(now: datetime, pair: Failures, address: Failures, account: Failures) -> datetime:
    """The moment from which this pair may try; ``now`` or earlier means at once."""
    mine = pair.recent(now)
    own = now if mine.last_at is None else mine.last_at + PAIR.wait(mine.count)
    if mine.known(now):
        return own
    if mine.opens_at is not None:
        return max(own, mine.opens_at)
    others = max(ADDRESS.wait(address.recent(now).count), ACCOUNT.wait(account.recent(now).count))
    return max(own, now + others)


def network(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv4Address):
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
