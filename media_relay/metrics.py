"""What the relay counts, in Prometheus' text form (exposition format 0.0.4)."""

import asyncio
import contextlib
import time
from collections import Counter, deque

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
LAG_EVERY = 0.5
LAG_SAMPLES = 30

_COUNTERS = {
    "connections_total": "WebSocket connections accepted.",
    "streams_total": "Streams started by a valid hello.",
    "sent_bytes_total": "Payload bytes of segments sent to viewers.",
    "cache_hits_total": "Segments that were in memory or already being read.",
    "cache_misses_total": "Segments that had to be read.",
    "store_reads_total": "Objects read from the store.",
    "store_read_bytes_total": "Bytes read from the store.",
    "store_errors_total": "Reads that the store did not answer.",
    "switches_up_total": "Changes to a larger rendition.",
    "switches_down_total": "Changes to a smaller rendition.",
}
_GAUGES = {
    "connections": "Open WebSocket connections.",
    "cache_bytes": "Bytes of segments in memory.",
    "loop_lag_seconds": "Longest delay of the event loop in the last 15 seconds.",
}


class Metrics:
    """Counters and gauges of this process, by the names above."""

    def __init__(self) -> None:
        self._values: Counter[str] = Counter()
        self._gauges: dict[str, float] = dict.fromkeys(_GAUGES, 0.0)
        self._closes: Counter[int] = Counter()

    def add(self, name: str, amount: int = 1) -> None:
        """Raise a counter."""
        self._values[name] += amount

    def set(self, name: str, value: float) -> None:
        """Set a gauge."""
        self._gauges[name] = value

    def closed(self, code: int) -> None:
        """A connection ended with this code."""
        self._closes[code] += 1

    def value(self, name: str) -> float:
        """A counter or a gauge, for health and tests."""
        return self._gauges[name] if name in self._gauges else self._values[name]

    def render(self) -> str:
        """Everything as text, one metric after the other."""
        lines: list[str] = []
        for name, text in _COUNTERS.items():
            lines += _metric(name, "counter", text, [f" {self._values[name]}"])
        for name, text in _GAUGES.items():
            lines += _metric(name, "gauge", text, [f" {self._gauges[name]:g}"])
        closes = [f'{{code="{code}"}} {count}' for code, count in sorted(self._closes.items())]
        lines += _metric("closes_total", "counter", "Connections that ended, by close code.", closes)
        return "\n".join(lines) + "\n"


def _metric(name: str, kind: str, text: str, samples: list[str]) -> list[str]:
    full = f"neufit_relay_{name}"
    return [f"# HELP {full} {text}", f"# TYPE {full} {kind}", *(full + sample for sample in samples)]


async def watch_loop(metrics: Metrics) -> None:
    """Measure by how much the event loop is late, until cancelled."""
    late: deque[float] = deque(maxlen=LAG_SAMPLES)
    with contextlib.suppress(asyncio.CancelledError):
        while True:
            due = time.monotonic() + LAG_EVERY
            await asyncio.sleep(LAG_EVERY)
            late.append(max(0.0, time.monotonic() - due))
            metrics.set("loop_lag_seconds", max(late))
