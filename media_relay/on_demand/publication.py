"""Published videos as the relay sees them: a manifest, and segments that are there or will be."""

import asyncio
import logging
from collections import OrderedDict

from pydantic import ValidationError

from media_relay.on_demand.cache import Read, SegmentCache, SingleFlight
from neufit.contracts import keys
from neufit.contracts.manifest import Manifest
from neufit.domain.errors import Gone, NotFound, Unavailable

log = logging.getLogger(__name__)

# A manifest that isn't complete is read anew when it is older than this; a segment that wasn't there is asked for again
# after as long. Many viewers who wait for one video cost the store no more than one.
FRESH_SECONDS = 0.4
PUBLICATIONS = 1024


class Publication:
    """One publishing run of one video, shared by all who watch it."""

    def __init__(self, media_id: str, plan: str, read: Read, cache: SegmentCache) -> None:
        self._media_id = media_id
        self._plan = plan
        self._read = read
        self._cache = cache
        self._manifest: Manifest | None = None
        self._read_at = float("-inf")
        self._flights: SingleFlight[Manifest] = SingleFlight()
        self._absent: dict[str, float] = {}

    async def manifest(self, *, anew: bool = False) -> Manifest:
        """The manifest; one that isn't complete is read again when it is old, any when ``anew`` says so.

        Raise Gone when there is none, Unavailable.
        """
        known = self._manifest
        if known is not None and not anew and (known.complete or _now() - self._read_at < FRESH_SECONDS):
            return known
        return await self._flights.wait(keys.MANIFEST, self._read_manifest)

    async def segment(self, name: str) -> bytes:
        """A segment by its name. Raise NotFound when it isn't there (yet), Unavailable."""
        key = keys.published(self._media_id, self._plan, name)
        if self._absent.get(name, 0.0) > _now():
            raise NotFound("The segment was not there a moment ago.")
        try:
            content = await self._cache.get(key)
        except NotFound:
            self._absent[name] = _now() + FRESH_SECONDS
            raise
        self._absent.pop(name, None)
        return content

    def peek(self, name: str) -> bytes | None:
        """A segment if it is in memory."""
        return self._cache.peek(keys.published(self._media_id, self._plan, name))

    def warm(self, name: str) -> None:
        """Read a segment that will be wanted soon, unless it may not be there yet."""
        if self._manifest is not None and self._manifest.complete:
            self._cache.warm(keys.published(self._media_id, self._plan, name))

    async def _read_manifest(self) -> Manifest:
        try:
            text = await self._read(keys.published(self._media_id, self._plan, keys.MANIFEST))
        except NotFound:
            raise Gone("The video is no longer there.") from None
        try:
            self._manifest = Manifest.model_validate_json(text)
        except ValidationError as error:
            log.exception("a manifest can't be read", extra={"media_id": self._media_id, "plan": self._plan})
            raise Unavailable("The video can't be read.") from error
        self._read_at = _now()
        return self._manifest


class Library:
    """The publications that are or were watched lately."""

    def __init__(self, read: Read, cache: SegmentCache) -> None:
        self._read = read
        self._cache = cache
        self._publications: OrderedDict[tuple[str, str], Publication] = OrderedDict()

    def publication(self, media_id: str, plan: str) -> Publication:
        """The publication of a plan, whether or not there is one: reading it tells."""
        known = self._publications.get((media_id, plan))
        if known is None:
            known = self._publications[media_id, plan] = Publication(media_id, plan, self._read, self._cache)
        self._publications.move_to_end((media_id, plan))
        while len(self._publications) > PUBLICATIONS:
            self._publications.popitem(last=False)
        return known


def _now() -> float:
    return asyncio.get_running_loop().time()
