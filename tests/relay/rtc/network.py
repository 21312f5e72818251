"""A bad network between clients and the relay: a UDP proxy that drops, delays and throttles."""

import asyncio
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Direction:
    """What happens to datagrams one way. ``rate`` in bit/s (None: no limit), ``queue`` in seconds of that rate.

    ``spare`` says which datagrams are never lost (handshakes, so that a test begins).
    """

    loss: float = 0.0
    delay: float = 0.0
    rate: float | None = None
    queue: float = 0.3
    spare: Callable[[bytes], bool] = field(default=lambda data: not 128 <= data[0] < 192)
    passed: int = 0
    dropped: int = 0
    octets: int = 0
    _free_at: float = 0.0

    def due(self, data: bytes, now: float, chance: random.Random) -> float | None:
        """When a datagram comes out; None when it doesn't."""
        if not self.spare(data) and chance.random() < self.loss:
            self.dropped += 1
            return None
        at = now
        if self.rate is not None:
            start = max(now, self._free_at)
            if start - now > self.queue:
                self.dropped += 1
                return None
            self._free_at = at = start + 8 * (len(data) + 28) / self.rate
        self.passed += 1
        self.octets += len(data)
        return at + self.delay


class Network(asyncio.DatagramProtocol):
    """The proxy: ``up`` is toward the relay, ``down`` away from it. Each client has its own socket at the relay."""

    def __init__(self, relay: tuple[str, int], seed: int = 1) -> None:
        self.up, self.down = Direction(), Direction()
        self.port = 0
        self._relay = relay
        self._chance = random.Random(seed)  # noqa: S311 -- a network isn't a secret
        self._loop = asyncio.get_running_loop()
        self._clients: dict[tuple, asyncio.DatagramTransport] = {}
        self._waiting: dict[tuple, list[bytes]] = {}
        self._tasks: set[asyncio.Task] = set()

    async def open(self) -> "Network":
        self._transport, _ = await self._loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        self.port = self._transport.get_extra_info("sockname")[1]
        return self

    def close(self) -> None:
        self._transport.close()
        for transport in self._clients.values():
            transport.close()

    def through(self, answer: str) -> str:
        """The relay's answer with the proxy's port in its candidates."""
        return re.sub(r"(a=candidate:.* )" + str(self._relay[1]) + r"( typ host)", rf"\g<1>{self.port}\g<2>", answer)

    def datagram_received(self, data: bytes, address: tuple) -> None:
        upstream = self._clients.get(address)
        if upstream is not None:
            self._pass(self.up, data, lambda: upstream.sendto(data))
            return
        if address not in self._waiting:
            task = self._loop.create_task(self._connect(address))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        self._waiting.setdefault(address, []).append(data)

    async def _connect(self, address: tuple) -> None:
        proxy = self

        class Back(asyncio.DatagramProtocol):
            def datagram_received(self, data: bytes, _: tuple) -> None:
                proxy._pass(proxy.down, data, lambda: proxy._transport.sendto(data, address))

            def error_received(self, _: OSError) -> None:
                """The relay's port is closed: that is what the tests end with."""

        upstream, _ = await self._loop.create_datagram_endpoint(Back, remote_addr=self._relay)
        self._clients[address] = upstream
        for data in self._waiting.pop(address):
            upstream.sendto(data)

    def _pass(self, direction: Direction, data: bytes, send: Callable[[], None]) -> None:
        now = self._loop.time()
        due = direction.due(data, now, self._chance)
        if due is None:
            return
        if due <= now:
            send()
        else:
            self._loop.call_at(due, self._late, send)

    def _late(self, send: Callable[[], None]) -> None:
        if not self._transport.is_closing():
            send()
