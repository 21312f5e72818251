"""The downgrade contract (docs/downgrade.md): which layer each tile gets, by what was measured and decided before.

What a viewer loses when the bandwidth falls, in this order and in no other:

1. Resolution, down to the smallest there is, of every tile; the host's last.
2. Frame rate, of every tile; the host's last.
3. Tiles: none is sent, the host's last.

Sound is never part of it: its rate is set aside before anything is given to pictures. So all that a viewer may get is
one row of allocations from the best to sound only, and the bandwidth says how far down the row. Going down is at once.
Going up needs room to spare and waits after each going down, twice as long when that undid a recent going up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from media_relay.rtc.media import Layer

DOWN_SHARE = 0.95
UP_SHARE = 0.85
HOLD = 2.0
LONGEST_HOLD = 60.0
TRIAL = 15.0
# A layer that is a little smaller than what is shown looks as good.
ENOUGH = 0.8
# The smallest resolution with all its frames.
_WHOLE = Layer.S0T2


@dataclass(frozen=True, slots=True)
class Rung:
    """A layer that a publisher sends now: its measured rate with all below it (bit/s), and its height in pixels."""

    layer: Layer
    rate: float
    height: int


@dataclass(frozen=True, slots=True)
class Tile:
    """A seat with what there is for it. ``rungs`` go from small to large; without any, nothing can be sent.

    ``height`` in pixels as shown, 0 for hidden; ``priority`` 0 is the host's tile, larger ones shed first.
    """

    mid: str
    participant: str
    height: int
    priority: int
    rungs: Sequence[Rung]

    def usable(self) -> Sequence[Rung]:
        """The rungs up to the one that is large enough for what is shown."""
        if self.height <= 0:
            return ()
        for place, rung in enumerate(self.rungs):
            if rung.layer >= _WHOLE and rung.height >= ENOUGH * self.height:
                return self.rungs[: place + 1]
        return self.rungs


@dataclass(frozen=True, slots=True)
class Memory:
    """What was decided before, by mid and participant; ``shed`` holds the tiles that got less than they wanted."""

    given: Mapping[tuple[str, str], Layer] = field(default_factory=dict)
    shed: Mapping[tuple[str, str], Layer] = field(default_factory=dict)
    raised_at: float | None = None
    hold: float = HOLD
    hold_until: float = float("-inf")


@dataclass(frozen=True, slots=True)
class Decision:
    """A layer for each tile by mid, what all that costs and what the best would cost (bit/s), and the new memory."""

    layers: Mapping[str, Layer]
    cost: float
    wanted: float
    memory: Memory


def decide(bandwidth: float, audio: float, tiles: Sequence[Tile], memory: Memory, now: float) -> Decision:
    """Choose a layer for each tile. ``bandwidth`` and what sound takes of it in bit/s, ``now`` in seconds."""
    budget = max(0.0, bandwidth - audio)
    ladders = [tile.usable() for tile in tiles]
    if not memory.shed:
        wanted = sum(ladder[-1].rate for ladder in ladders if ladder)
        if wanted <= budget:  # nobody had less than all, and nobody has to: the common case, and the row's first
            return _all(tiles, ladders, wanted, memory)
    row = _row(tiles, ladders)
    costs = [state.cost for state in row]
    current = _before(row, tiles, memory)
    if costs[current] > budget:
        chosen = _first(costs, DOWN_SHARE * budget, current)
        if any(  # who is shown for the first time hasn't lost anything
            _layer(ladder, place) < memory.given.get((tile.mid, tile.participant), Layer.NONE)
            for tile, ladder, place in zip(tiles, ladders, row[chosen].places, strict=True)
        ):
            hold = memory.hold
            if memory.raised_at is not None:  # several ways down after one raise are one failure
                hold = min(LONGEST_HOLD, 2 * hold) if now - memory.raised_at < TRIAL else HOLD
            memory = replace(memory, hold=hold, hold_until=now + hold, raised_at=None)
    else:
        chosen = min(current, _first(costs, UP_SHARE * budget, 0)) if now >= memory.hold_until else current
        if chosen < current:
            memory = replace(memory, raised_at=now)
    layers = {
        tile.mid: _layer(ladder, place) for tile, ladder, place in zip(tiles, ladders, row[chosen].places, strict=True)
    }
    given = {(tile.mid, tile.participant): layers[tile.mid] for tile in tiles}
    shed = {
        (tile.mid, tile.participant): layers[tile.mid]
        for tile, ladder in zip(tiles, ladders, strict=True)
        if ladder and layers[tile.mid] < ladder[-1].layer
    }
    return Decision(layers, costs[chosen], costs[0], replace(memory, given=given, shed=shed))


def _all(tiles: Sequence[Tile], ladders: Sequence[Sequence[Rung]], cost: float, memory: Memory) -> Decision:
    """Everybody gets the best."""
    layers = {tile.mid: ladder[-1].layer if ladder else Layer.NONE for tile, ladder in zip(tiles, ladders, strict=True)}
    given = {(tile.mid, tile.participant): layers[tile.mid] for tile in tiles}
    return Decision(layers, cost, cost, memory if given == memory.given else replace(memory, given=given))


@dataclass(frozen=True, slots=True)
class _State:
    """One allocation of the row: the place of each tile in its ladder (-1: nothing), and what it costs."""

    places: tuple[int, ...]
    cost: float


def _layer(ladder: Sequence[Rung], place: int) -> Layer:
    return ladder[place].layer if place >= 0 else Layer.NONE


def _first(costs: Sequence[float], budget: float, start: int) -> int:
    """The best allocation from ``start`` on that the budget carries; the last one costs nothing."""
    return next((index for index in range(start, len(costs)) if costs[index] <= budget), len(costs) - 1)


def _row(tiles: Sequence[Tile], ladders: Sequence[Sequence[Rung]]) -> list[_State]:
    """All allocations from the best to sound only, each one step below the one before it."""
    places = [len(ladder) - 1 for ladder in ladders]
    cost = sum(ladder[-1].rate for ladder in ladders if ladder)
    row = [_State(tuple(places), cost)]
    for index in _steps(tiles, ladders, places):
        ladder, place = ladders[index], places[index]
        cost += (ladder[place - 1].rate if place else 0.0) - ladder[place].rate
        places[index] = place - 1
        row.append(_State(tuple(places), cost))
    if len(row) > 1:
        row[-1] = _State(row[-1].places, 0.0)  # without what floating point left over
    return row


def _steps(tiles: Sequence[Tile], ladders: Sequence[Sequence[Rung]], places: Sequence[int]) -> Iterator[int]:
    """Which tile goes down by one rung next. Who asks takes the step in ``places`` before asking again.

    In each of the three parts of the contract it goes by priority; among equals the one that has most, the last first.
    """
    order = sorted(range(len(tiles)), key=lambda index: -tiles[index].priority)
    groups = [list(group) for _, group in groupby(order, key=lambda index: tiles[index].priority)]
    smallest = [_smallest(ladder) for ladder in ladders]
    for lowest in (smallest, [0] * len(tiles), [-1] * len(tiles)):
        for group in groups:
            while True:
                able = [index for index in group if places[index] > lowest[index]]
                if not able:
                    break
                yield max(able, key=lambda index: (_layer(ladders[index], places[index]), index))


def _smallest(ladder: Sequence[Rung]) -> int:
    """Place of the smallest resolution with all its frames; -1 in an empty ladder."""
    return next((index for index, rung in enumerate(ladder) if rung.layer >= Layer.S0T2), len(ladder) - 1)


def _before(row: Sequence[_State], tiles: Sequence[Tile], memory: Memory) -> int:
    """The best allocation that gives no tile more than it had when it last had less than it wanted."""
    ladders = [tile.usable() for tile in tiles]
    limits = [memory.shed.get((tile.mid, tile.participant)) for tile in tiles]
    for index, state in enumerate(row):
        if all(
            limit is None or _layer(ladder, place) <= limit
            for ladder, place, limit in zip(ladders, state.places, limits, strict=True)
        ):
            return index
    return len(row) - 1
