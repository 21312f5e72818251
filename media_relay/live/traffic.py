"""What all peers of this relay sent and received, those that have gone too."""

from collections import Counter
from collections.abc import Sequence

from media_relay.live.reception import Reception
from media_relay.metrics import Metrics
from media_relay.rtc.media import PeerStatistics
from media_relay.rtc.packet_path import PathStatistics

_COUNTERS = {
    "packets_in": "media_packets_received_total",
    "bytes_in": "media_bytes_received_total",
    "packets_out": "media_packets_sent_total",
    "bytes_out": "media_bytes_sent_total",
    "lost_in": "media_packets_lost_total",
    "nacks_in": "media_nacks_received_total",
    "nacks_out": "media_nacks_sent_total",
    "retransmitted": "media_retransmitted_total",
    "keyframe_requests": "media_keyframe_requests_total",
}

_PATH_COUNTERS = {
    "unknown_address": "media_packets_unknown_total",
    "not_authentic": "media_packets_unauthentic_total",
    "malformed": "media_packets_malformed_total",
    "unsent": "media_packets_unsent_total",
}


class Traffic:
    """The counts of peers that have ended, and of those that are there when asked."""

    def __init__(self) -> None:
        self._ended: Counter[str] = Counter()

    def end(self, reception: Reception) -> None:
        """End somebody's media and keep its counts. A second time changes nothing."""
        peer, reception.peer = reception.peer, None
        if peer is not None:
            _count(self._ended, peer.statistics())
            peer.close()

    def measure(self, receptions: Sequence[Reception], path: PathStatistics, metrics: Metrics) -> None:
        """Bring the metrics up to date."""
        for field, name in _PATH_COUNTERS.items():
            metrics.put(name, getattr(path, field))
        totals, layers = self._ended.copy(), Counter[str]()
        peers = [(reception, reception.peer) for reception in receptions if reception.peer is not None]
        for reception, peer in peers:
            _count(totals, peer.statistics())
            layers.update(layer.label for layer in reception.layers())
        for name in _COUNTERS.values():
            metrics.put(name, totals[name])
        metrics.layers(layers)
        metrics.set("peers", len(peers))


def _count(totals: Counter[str], statistics: PeerStatistics) -> None:
    for field, name in _COUNTERS.items():
        totals[name] += getattr(statistics, field)
