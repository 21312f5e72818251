"""Who sits in which slot of a viewer: pure functions of what is wished and of how it was.

A slot is a receiving m-line; who is in it changes, the m-line doesn't. Nobody who stays moves: a tile that jumps about
is worse than one that comes later. The host comes first, always; then whom the viewer keeps; then who speaks; then the
page of the rest that the viewer turned to, in the order in which they came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SeatMap = Mapping[str, str | None]
"""Participants by the mid of their slot."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a viewer wants to see: the mids on screen (None: not said yet), whom to keep, the first tile."""

    shown: frozenset[str] | None = None
    pinned: str | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits where. ``tiles`` people could be shown beside the host; ``next`` is the page that goes on from here."""

    seats: dict[str, str | None]
    tiles: int = 0
    next: int | None = None


def seat_video(
    candidates: Sequence[str],
    *,
    host: str | None,
    speakers: Sequence[str],
    wish: Wish,
    mids: Sequence[str],
    before: SeatMap,
) -> Seating:
    """Seat those whom the viewer can see.

    ``candidates`` are in the order of the pages, ``host`` keeps the first slot free even while he or she shows nothing
    (None: the viewer is the host, or there is none), ``speakers`` are the loudest first, ``before`` is how it was.
    """
    usable = [mid for mid in mids if wish.shown is None or mid in wish.shown]
    others = [one for one in candidates if one != host]
    if not usable:  # nothing is on screen: all keep their places for when it is again
        return Seating(_still(mids, before, set(candidates)), len(others))
    seats: dict[str, str | None] = dict.fromkeys(mids)
    if host is not None:
        stage = usable.pop(0)
        seats[stage] = host if host in candidates else None
    first = [wish.pinned] if wish.pinned in others else []
    first += [one for one in speakers if one in others and one not in first]
    chosen = first[: len(usable)]
    page = [(index, one) for index, one in enumerate(others) if index >= wish.page and one not in chosen]
    taken = page[: len(usable) - len(chosen)]
    seats |= _stable(usable, before, [*chosen, *(one for _, one in taken)])
    further = page[len(taken)][0] if len(page) > len(taken) else None
    return Seating(seats, len(others), further)


def seat_audio(
    candidates: Sequence[str],
    *,
    host: str | None,
    speakers: Sequence[str],
    mids: Sequence[str],
    before: SeatMap,
) -> dict[str, str | None]:
    """Seat those whom the viewer can hear: the host, who speaks, who was heard before, then in order of coming."""
    order = [host] if host in candidates else []
    order += [one for one in speakers if one in candidates and one not in order]
    order += [one for one in before.values() if one in candidates and one not in order]
    order += [one for one in candidates if one not in order]
    return _stable(mids, before, [one for one in order if one is not None][: len(mids)])


def _stable(mids: Sequence[str], before: SeatMap, wanted: Sequence[str]) -> dict[str, str | None]:
    """Put the wanted into the slots, as many as there are; who had one of them keeps it."""
    waiting = dict.fromkeys(wanted)
    seats: dict[str, str | None] = {}
    for mid in mids:
        holder = before.get(mid)
        seats[mid] = holder if holder in waiting else None
        if holder is not None:
            waiting.pop(holder, None)
    free = [mid for mid in mids if seats[mid] is None]
    return seats | dict(zip(free, waiting, strict=False))


def _still(mids: Sequence[str], before: SeatMap, present: set[str]) -> dict[str, str | None]:
    return {mid: one if (one := before.get(mid)) in present else None for mid in mids}
