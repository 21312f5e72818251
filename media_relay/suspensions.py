"""Looks for word of suspensions, and sends those who are concerned out of their live sessions.

The relay never calls the API: the API leaves a signed word in the bucket, whose key begins with the time. A look asks
for the keys of the last minutes, so it costs the same however many there were, and one that was missed is found later.
"""

import asyncio
import logging

from media_relay.on_demand.objects import ObjectReader
from media_relay.signalling.admission import LEEWAY, Admission
from neufit.clock import Clock
from neufit.contracts.suspension import LIFETIME, PREFIX, Suspension, suspension_key
from neufit.domain.errors import NotFound, Unavailable
from neufit.ids import new_id
from neufit.signing import InvalidSignature, Verifier

log = logging.getLogger(__name__)

PAUSE = 3.0
"""Seconds between two looks: whoever is suspended is out of a class about so long after."""


class Suspensions:
    """What this process knows of suspensions."""

    def __init__(self, reader: ObjectReader, verifier: Verifier, admission: Admission, clock: Clock) -> None:
        self._reader = reader
        self._verifier = verifier
        self._admission = admission
        self._clock = clock
        self._read: set[str] = set()

    async def watch(self) -> None:
        """Look again and again, until cancelled. A bucket that doesn't answer is asked again."""
        while True:
            try:
                await self.look()
            except Unavailable:
                log.warning("suspensions can't be read")
            await asyncio.sleep(PAUSE)

    async def look(self) -> None:
        """Read what is new. Raise Unavailable."""
        listed = await self._reader.names(PREFIX, suspension_key(new_id(self._clock() - LIFETIME)))
        for key in sorted(set(listed) - self._read):
            await self._take(key)
            self._read.add(key)
        self._read &= set(listed)

    async def _take(self, key: str) -> None:
        try:
            token = (await self._reader.read(key)).decode("ascii", "replace")
            suspension = Suspension.verify(token, self._verifier, leeway=LEEWAY.total_seconds())
        except NotFound:
            return
        except InvalidSignature:
            log.warning("a suspension is not ours, or too old", extra={"key": key})
            return
        gone = self._admission.expel(suspension)
        log.info("a person is suspended", extra={"connections": gone})
