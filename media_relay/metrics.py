"""What the relay counts, in Prometheus' text form (exposition format 0.0.4)."""

import asyncio
import contextlib
import time
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Mapping

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
    "joins_total": "Participants welcomed to live sessions.",
    "events_total": "Room events sent to participants.",
    "resyncs_total": "Snapshots sent in place of events.",
    "commands_total": "Commands put into room logs.",
    "refusals_total": "Commands refused.",
    "media_connects_total": "Media connections that came about.",
    "media_disconnects_total": "Media connections that fell silent or ended.",
    "media_packets_received_total": "RTP packets received from participants.",
    "media_bytes_received_total": "Bytes of RTP received from participants.",
    "media_packets_sent_total": "RTP packets sent to participants.",
    "media_bytes_sent_total": "Bytes of RTP sent to participants.",
    "media_packets_lost_total": "RTP packets of participants that never arrived.",
    "media_nacks_received_total": "Packets that participants asked for again.",
    "media_nacks_sent_total": "Packets that participants were asked for again.",
    "media_retransmitted_total": "Packets sent again.",
    "media_packets_unknown_total": "Datagrams from addresses that belong to nobody, dropped.",
    "media_packets_unauthentic_total": "SRTP and SRTCP packets whose authentication failed, dropped.",
    "media_packets_malformed_total": "Packets that can't be read, dropped.",
    "media_packets_unsent_total": "Packets that the kernel did not take, dropped.",
    "media_keyframe_requests_total": "Key frames that participants were asked for.",
    "recorded_bytes_total": "Bytes of recordings put into the store.",
    "switches_up_total": "Changes to a larger rendition.",
    "switches_down_total": "Changes to a smaller rendition.",
}
_GAUGES = {
    "connections": "Open WebSocket connections.",
    "cache_bytes": "Bytes of segments in memory.",
    "rooms": "Rooms that are open.",
    "participants": "Participants connected to live sessions.",
    "peers": "Participants with media.",
    "recordings": "Classes that are being recorded.",
    "loop_lag_seconds": "Longest delay of the event loop in the last 15 seconds.",
}

_LAYERS = "Video slots in use, by the layer that is sent to them."
_HISTOGRAMS = {
    "viewer_latency_ms": (
        "Latency of the host's picture as viewers measured it, in ms.",
        (50, 100, 150, 200, 300, 500, 1000, 2000, 5000),
    ),
}


class Histogram:
    """Counts of values up to each bound, and their sum."""

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def observe(self, value: float) -> None:
        """Count a value."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def samples(self) -> list[tuple[str, str]]:
        """Suffix with labels, and value, of every line."""
        found, below = [], 0
        for bound, count in zip((*map(str, self._bounds), "+Inf"), self._counts, strict=True):
            below += count
            found.append((f'_bucket{{le="{bound}"}}', str(below)))
        return [*found, ("_sum", f"{self._sum:g}"), ("_count", str(below))]


class Metrics:
    """Counters and gauges of this process, by the names above."""

    def __init__(self) -> None:
        self._values: Counter[str] = Counter()
        self._gauges: dict[str, float] = dict.fromkeys(_GAUGES, 0.0)
        self._closes: Counter[int] = Counter()
        self._layers: Mapping[str, int] = {}
        self._histograms = {name: Histogram(bounds) for name, (_, bounds) in _HISTOGRAMS.items()}

    def add(self, name: str, amount: int = 1) -> None:
        """Raise a counter."""
        self._values[name] += amount

    def set(self, name: str, value: float) -> None:
        """Set a gauge."""
        self._gauges[name] = value

    def put(self, name: str, value: int) -> None:
        """Set a counter that is kept elsewhere; it only grows there."""
        self._values[name] = value

    def observe(self, name: str, value: float) -> None:
        """Count a value in a histogram."""
        self._histograms[name].observe(value)

    def layers(self, slots: Mapping[str, int]) -> None:
        """How many video slots get which layer now."""
        self._layers = slots

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
        layers = [f'{{layer="{layer}"}} {count}' for layer, count in sorted(self._layers.items())]
        lines += _metric("video_slots", "gauge", _LAYERS, layers)
        for name, (text, _) in _HISTOGRAMS.items():
            samples = [f"{suffix} {value}" for suffix, value in self._histograms[name].samples()]
            lines += _metric(name, "histogram", text, samples)
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
