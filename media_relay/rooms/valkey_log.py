"""The logs of rooms in Valkey: a stream of entries per room, and beside it a hash with the room as it was kept.

``neufit:{room}:entries`` is a stream whose ids are ``seq-0``; its fields are ``log``, ``time`` and ``entry``.
``neufit:{room}:log`` is a hash: ``id``, the last ``seq`` and ``time``, and ``kept``, the room after the entry
``kept_seq``. Places and times are given by one script at the server, so an entry has both or is not there, places
have no gaps, and time never goes back. The braces keep both keys on one node of a cluster.

A server that fails over may have lost the newest entries. Whoever has applied more than the log holds makes it anew
under another id from what it knows; relays that meet a record of another id, or a gap, load the room again.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, Awaitable
from typing import Any, TypeVar, cast

from pydantic import ValidationError
from valkey.asyncio import Valkey
from valkey.asyncio.retry import Retry
from valkey.backoff import ExponentialBackoff
from valkey.exceptions import BusyLoadingError, ReadOnlyError, ValkeyError
from valkey.exceptions import ConnectionError as Disconnected
from valkey.exceptions import TimeoutError as Late

from media_relay.rooms.entries import ENTRY, ROOM, AnyEntry, Record
from media_relay.rooms.log import KEPT_RECORDS, LogLost
from media_relay.rooms.log_clock import LogClock
from neufit.domain.errors import Unavailable
from neufit.domain.room.state import Room

log = logging.getLogger(__name__)

ANSWER_SECONDS = 2.0
BLOCK_SECONDS = 5.0
TRIES = 6
RECORDS_AT_ONCE = 200
AFTERLIFE_SECONDS = 3600

_OPEN = """
if not redis.call('HGET', KEYS[1], 'id') then
  redis.call('HSET', KEYS[1], 'id', ARGV[1], 'seq', 0, 'time', 0, 'kept', ARGV[2], 'kept_seq', 0)
end
redis.call('EXPIREAT', KEYS[1], ARGV[3])
return redis.call('HGET', KEYS[1], 'id')
"""

_APPEND = """
local id = redis.call('HGET', KEYS[1], 'id')
local seq = tonumber(redis.call('HGET', KEYS[1], 'seq') or '-1')
if id ~= ARGV[1] or seq < tonumber(ARGV[2]) then return {0, id or ''} end
local moment = redis.call('TIME')
local time = moment[1] * 1000 + math.floor(moment[2] / 1000)
local last = tonumber(redis.call('HGET', KEYS[1], 'time'))
if time < last then time = last end
seq = seq + 1
redis.call('XADD', KEYS[2], seq .. '-0', 'log', id, 'time', time, 'entry', ARGV[3])
redis.call('HSET', KEYS[1], 'seq', seq, 'time', time)
redis.call('EXPIREAT', KEYS[2], ARGV[4])
redis.call('EXPIREAT', KEYS[1], ARGV[4])
return {seq, id}
"""

_RENEW = """
local id = redis.call('HGET', KEYS[1], 'id')
local seq = tonumber(redis.call('HGET', KEYS[1], 'seq') or '-1')
if id and (id ~= ARGV[1] or seq >= tonumber(ARGV[3])) then return id end
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[1], 'id', ARGV[2], 'seq', ARGV[3], 'time', ARGV[4], 'kept', ARGV[5], 'kept_seq', ARGV[3])
redis.call('EXPIREAT', KEYS[1], ARGV[6])
return ARGV[2]
"""

_KEEP = """
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then return 0 end
if tonumber(redis.call('HGET', KEYS[1], 'kept_seq')) >= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], 'kept', ARGV[3], 'kept_seq', ARGV[2])
redis.call('XTRIM', KEYS[2], 'MINID', '~', ARGV[4] .. '-0')
return 1
"""

T = TypeVar("T")


async def _answered(call: Awaitable[T] | T) -> T:
    """The server's answer. Raise Unavailable when there is none; the client has tried again by then."""
    try:
        # The client's types are those of its synchronous and its asynchronous form in one.
        return await cast("Awaitable[T]", call)
    except (ValkeyError, OSError) as error:
        log.warning("the log server does not answer", extra={"reason": type(error).__name__})
        raise Unavailable("The room can't take this right now. Try again.", retry_after=1) from None


class ValkeyLog:
    """One room's log at the server."""

    def __init__(self, client: Valkey, reader: Valkey, room: str, log_id: str, expires_at: int) -> None:
        self.id = log_id
        self._client = client
        self._reader = reader
        self._entries = f"neufit:{{{room}}}:entries"
        self._log = f"neufit:{{{room}}}:log"
        self._expires_at = expires_at

    async def load(self) -> Room:
        """The room as it was kept last, and from now on the id of the log it is from. Raise Unavailable, LogLost."""
        log_id, kept = await _answered(self._client.hmget(self._log, ["id", "kept"]))
        if log_id is None or kept is None:
            raise LogLost
        self.id = log_id
        return ROOM.validate_json(kept)

    async def append(self, entry: AnyEntry, known: Room) -> int:
        """Put an entry at the end; a log that has lost what is known is made anew first. Raise LogLost, Unavailable."""
        text = ENTRY.dump_json(entry).decode()
        while True:
            seq, log_id = await self._script(_APPEND, self.id, known.seq, text, self._expiry(known))
            if seq:
                return int(seq)
            if log_id and log_id != self.id:
                # Another relay was first in making it anew, from what that one knew.
                raise LogLost
            await self._renew(known)

    async def read(self, after: int) -> AsyncGenerator[Record, None]:
        """The records after a place. Raise LogLost, Unavailable."""
        while True:
            answer = await _answered(
                self._reader.xread(
                    {self._entries: f"{after}-0"}, count=RECORDS_AT_ONCE, block=int(BLOCK_SECONDS * 1000)
                )
            )
            if not answer:
                await self._check(after)
            for _, found in answer or ():
                for place, fields in found:
                    seq = int(place.partition("-")[0])
                    if seq != after + 1 or fields["log"] != self.id:
                        raise LogLost
                    after = seq
                    yield _record(seq, fields)

    async def keep(self, room: Room) -> None:
        """Keep the room as it is now."""
        text = ROOM.dump_json(room).decode()
        await self._script(_KEEP, self.id, room.seq, text, max(0, room.seq - KEPT_RECORDS))

    async def _check(self, after: int) -> None:
        """Nothing came for a while: make sure that it is the log that we know, and that nothing was missed."""
        log_id, seq = await _answered(self._client.hmget(self._log, ["id", "seq"]))
        if log_id != self.id and log_id is not None:
            raise LogLost
        if seq is not None and int(seq) > after and not await _answered(self._client.exists(self._entries)):
            raise LogLost

    async def _renew(self, known: Room) -> None:
        """Make the log anew from what is known, unless somebody who knows as much has done it."""
        text = ROOM.dump_json(known).decode()
        fresh = secrets.token_urlsafe(9)
        log_id = await self._script(_RENEW, self.id, fresh, known.seq, known.time, text, self._expiry(known))
        if log_id == fresh:
            log.warning("a log was made anew", extra={"seq": known.seq})
            self.id = log_id

    def _expiry(self, known: Room) -> int:
        """When the log may be forgotten, in seconds since the epoch: some time after the end that is known now."""
        return max(self._expires_at, known.ends_at // 1000 + AFTERLIFE_SECONDS)

    async def _script(self, script: str, *values: str | int) -> Any:  # noqa: ANN401 -- what a script answers
        return await _answered(self._client.eval(script, 2, self._log, self._entries, *map(str, values)))


class ValkeyLogs:
    """The logs of all rooms at one server."""

    def __init__(self, url: str) -> None:
        self._client = self._connect(url, ANSWER_SECONDS)
        # A read that blocks holds its connection: one for each room that is open here.
        self._reader = self._connect(url, BLOCK_SECONDS + ANSWER_SECONDS)
        self._clock = LogClock(self._time)
        self._opening = asyncio.Lock()

    @staticmethod
    def _connect(url: str, seconds: float) -> Valkey:
        # A server that just became the primary says for a moment that it is read only, or still loading.
        client: Valkey = Valkey.from_url(
            url,
            decode_responses=True,
            socket_connect_timeout=ANSWER_SECONDS,
            socket_timeout=seconds,
            health_check_interval=0,
            retry=Retry(ExponentialBackoff(cap=0.4, base=0.02), TRIES),
            retry_on_error=[Disconnected, Late, BusyLoadingError, ReadOnlyError],
        )
        return client

    async def open(self, empty: Room, until: int) -> ValkeyLog:
        """The log of a room. Raise Unavailable."""
        await self._clock.start()
        expires_at = until // 1000 + AFTERLIFE_SECONDS
        text = ROOM.dump_json(empty).decode()
        name = f"neufit:{{{empty.id}}}:log"
        fresh = secrets.token_urlsafe(9)
        log_id = await _answered(self._client.eval(_OPEN, 1, name, fresh, text, str(expires_at)))
        return ValkeyLog(self._client, self._reader, empty.id, log_id, expires_at)

    def now(self) -> float:
        """The server's time as it is known here, ms since the epoch."""
        return self._clock.now()

    async def close(self) -> None:
        """Give the connections back."""
        await self._clock.stop()
        await self._client.aclose()
        await self._reader.aclose()

    async def _time(self) -> float:
        seconds, microseconds = await _answered(self._client.time())
        return float(seconds * 1000 + microseconds / 1000)


def _record(seq: int, fields: dict[str, str]) -> Record:
    try:
        return Record(seq, int(fields["time"]), ENTRY.validate_json(fields["entry"]))
    except (KeyError, ValueError, ValidationError):
        log.error("a record can't be read", extra={"seq": seq})  # noqa: TRY400 -- its content is nobody's business
        raise LogLost from None
