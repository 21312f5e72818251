"""Who may come in: tickets checked offline and taken once, bounded connections, one connection per place."""

import asyncio
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from media_relay.signalling.closing import Removed
from neufit.clock import Clock
from neufit.contracts.suspension import Suspension
from neufit.contracts.tickets import LIFETIME, LiveTicket, OnDemandTicket
from neufit.domain.errors import Conflict, NeufitError, TooManyRequests, Unauthenticated
from neufit.signing import InvalidSignature, Verifier

# Clocks of the API and the relay may differ by so much.
LEEWAY = timedelta(seconds=2)
MOST_SPENT = 200_000

Ticket = OnDemandTicket | LiveTicket
T = TypeVar("T", OnDemandTicket, LiveTicket)

_SUSPENDED = "This account is suspended."
_SUPERSEDED = "A newer connection goes on with this."
_REASONS = {
    "ExpiredSignatureError": "The ticket has expired. Ask for a new one.",
    "InvalidAudienceError": "The ticket is for something else.",
    "ImmatureSignatureError": "The ticket is from the future: a clock is wrong.",
}


class SpentTickets:
    """The tickets that were taken, remembered until they would have expired anyway."""

    def __init__(self, most: int = MOST_SPENT) -> None:
        self._most = most
        self._until: deque[tuple[datetime, str]] = deque()
        self._spent: set[str] = set()

    def spend(self, jti: str, now: datetime) -> None:
        """Take a ticket. Raise Unauthenticated when it was taken before, TooManyRequests when memory is full."""
        while self._until and self._until[0][0] <= now:
            self._spent.discard(self._until.popleft()[1])
        if jti in self._spent:
            raise Unauthenticated("The ticket was used already. Ask for a new one.")
        if len(self._spent) >= self._most:
            raise TooManyRequests("Too many people are coming in. Try again in a minute.")
        self._spent.add(jti)
        # A ticket that was just accepted expires within its lifetime and the leeway on both sides.
        self._until.append((now + LIFETIME + 2 * LEEWAY, jti))


@dataclass(eq=False)
class Seat:
    """A connection's place. ``ending`` is set by others to end it: another connection took over, the relay stops."""

    ending: "asyncio.Future[NeufitError]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    ticket: Ticket | None = None

    def end(self, error: NeufitError) -> None:
        """Tell the connection to close because of this."""
        if not self.ending.done():
            self.ending.set_result(error)


class Admission:
    """The door of this process."""

    def __init__(self, verifier: Verifier, clock: Clock, *, connections: int, per_viewer: int) -> None:
        self._verifier = verifier
        self._clock = clock
        self._most = connections
        self._most_per_viewer = per_viewer
        self._spent = SpentTickets()
        self._seats: set[Seat] = set()
        self._holders: Counter[tuple[type[Ticket], str]] = Counter()
        self._places: dict[tuple[type[Ticket], str, str], Seat] = {}
        self._suspensions: list[Suspension] = []
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def full(self) -> bool:
        """Whether no more connections fit, introduced or not."""
        return len(self._seats) >= self._most

    def __len__(self) -> int:
        return len(self._seats)

    @contextmanager
    def seat(self) -> Iterator[Seat]:
        """A place for as long as the connection lasts."""
        seat = Seat()
        self._seats.add(seat)
        self._empty.clear()
        try:
            yield seat
        finally:
            self._leave(seat)
            self._seats.discard(seat)
            if not self._seats:
                self._empty.set()

    def introduce(self, seat: Seat, token: str, kind: type[T]) -> T:
        """Take the ticket of the one on this seat; an older connection at the same place has to go.

        Raise Unauthenticated, TooManyRequests, Removed when its holder was suspended after it was given out, or
        Conflict when a newer ticket for the place was taken before.
        """
        try:
            ticket = kind.verify(token, self._verifier, leeway=LEEWAY.total_seconds())
        except InvalidSignature as error:
            raise Unauthenticated(_REASONS.get(str(error), "The ticket is not valid.")) from None
        if any(_concerns(suspension, ticket) for suspension in self._suspensions):
            raise Removed(_SUSPENDED)
        self._spent.spend(ticket.jti, self._clock())
        holder, place = _holder(ticket), _place(ticket)
        older = self._places.get(place)
        if older is not None and older.ticket is not None:
            if older.ticket.issued_at > ticket.issued_at:
                raise Conflict(_SUPERSEDED)
            self._leave(older)
            older.end(Conflict(_SUPERSEDED))
        if self._holders[holder] >= self._most_per_viewer:
            raise TooManyRequests("You are connected in too many places. Close one and try again.")
        seat.ticket = ticket
        self._holders[holder] += 1
        self._places[place] = seat
        return ticket

    def expel(self, suspension: Suspension) -> int:
        """End the live sessions of a suspended person, and take no ticket of that person from before.

        Answer how many connections there were.
        """
        until = self._clock() - LIFETIME - 2 * LEEWAY
        self._suspensions = [*(each for each in self._suspensions if each.at > until), suspension]
        concerned = [seat for seat in self._seats if seat.ticket is not None and _concerns(suspension, seat.ticket)]
        for seat in concerned:
            seat.end(Removed(_SUSPENDED))
        return len(concerned)

    async def clear(self, error: NeufitError) -> None:
        """End every connection because of this, and wait until all have gone."""
        for seat in list(self._seats):
            seat.end(error)
        await self.emptied()

    async def emptied(self) -> None:
        """Wait until no connection is left."""
        await self._empty.wait()

    def _leave(self, seat: Seat) -> None:
        """Free what the introduction took; a second time changes nothing."""
        ticket, seat.ticket = seat.ticket, None
        if ticket is None:
            return
        holder, place = _holder(ticket), _place(ticket)
        self._holders[holder] -= 1
        if not self._holders[holder]:
            del self._holders[holder]
        if self._places.get(place) is seat:
            del self._places[place]


def _concerns(suspension: Suspension, ticket: Ticket) -> bool:
    """Tickets of stored streams don't say whose they are."""
    return isinstance(ticket, LiveTicket) and suspension.concerns(ticket.user_id, ticket.issued_at - LEEWAY)


def _holder(ticket: Ticket) -> tuple[type[Ticket], str]:
    return type(ticket), ticket.holder


def _place(ticket: Ticket) -> tuple[type[Ticket], str, str]:
    return type(ticket), ticket.holder, ticket.place
