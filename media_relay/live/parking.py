"""Media that waits for its client to come back."""

import asyncio
from collections.abc import Callable, Iterator

from media_relay.live.reception import Reception
from media_relay.rtc.media import Disconnected, MediaEvent
from neufit.domain.room.state import GRACE_MS


class Parking:
    """The receptions without a connection, by participant; ``end`` ends one for whom nobody came in time."""

    def __init__(self, end: Callable[[Reception], None]) -> None:
        self._end = end
        self._waiting: dict[str, tuple[Reception, asyncio.TimerHandle]] = {}

    def __iter__(self) -> Iterator[tuple[str, Reception]]:
        return iter([(participant, reception) for participant, (reception, _) in self._waiting.items()])

    def park(self, participant: str, reception: Reception) -> None:
        """Keep this one for the time of grace, while media does not end by itself."""
        if reception.peer is None:
            return
        self.end(participant)

        def notice(event: MediaEvent) -> None:
            if isinstance(event, Disconnected) and event.reason != "silent":
                self.end(participant)

        reception.listener = notice
        handle = asyncio.get_running_loop().call_later(GRACE_MS / 1000, self.end, participant)
        self._waiting[participant] = (reception, handle)

    def take(self, participant: str) -> Reception | None:
        """The client is back."""
        reception, handle = self._waiting.pop(participant, (None, None))
        if handle is not None:
            handle.cancel()
        return reception

    def end(self, participant: str) -> None:
        """Nobody will come for it."""
        reception = self.take(participant)
        if reception is not None:
            self._end(reception)

    def close(self) -> None:
        """End all."""
        for participant in list(self._waiting):
            self.end(participant)
