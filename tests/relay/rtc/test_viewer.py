"""What a viewer is sent while the way to a smaller layer is made."""

from types import SimpleNamespace

import pytest

from media_relay.rtc import rtcp
from media_relay.rtc.forwarding.incoming import Codec, Description, IncomingStream
from media_relay.rtc.media import Layer, Seat
from media_relay.rtc.policy.downgrade import Rung
from media_relay.rtc.sdp.media import Codec as Agreed
from media_relay.rtc.sdp.media import Direction, Kind, Media, Stream
from media_relay.rtc.viewer import Viewer
from neufit.domain.room.kinds import Source

RATES = (150_000.0, 500_000.0, 1_700_000.0)


class Publisher:
    """Sends three layers, as it always has."""

    def __init__(self) -> None:
        kinds = [Description(Source.CAMERA, spatial, 90_000, {96: Codec.VP8}, {}, nack=True) for spatial in range(3)]
        self.streams = [IncomingStream(number, kind, self) for number, kind in enumerate(kinds, 1)]

    def rungs(self, _: float) -> list[Rung]:
        return [Rung(Layer(Layer.S0T2 + spatial), rate, 180 << spatial) for spatial, rate in enumerate(RATES)]

    def find(self, _: Source, spatial: int) -> IncomingStream:
        return self.streams[spatial]


class Path:
    """Switches at once, and remembers what it was told."""

    def __init__(self) -> None:
        self.selected: list[tuple[int, bool]] = []

    def add_outgoing(self, *_: object) -> SimpleNamespace:
        return SimpleNamespace(source=None, target=None)

    def select(self, outgoing: SimpleNamespace, stream: IncomingStream, _: int, *, keep: bool = True) -> None:
        if outgoing.source is not stream:
            self.selected.append((stream.description.spatial, keep))
        outgoing.source = stream


@pytest.mark.parametrize(
    ("carried", "selected"),
    [(1_500_000, (1, True)), (700_000, (1, False)), (250_000, (0, False))],
    ids=["a little", "far", "farthest"],
)
def test_what_floods_the_network_ends_before_the_smaller_layer_is_there(carried, selected):
    """When the network falls a little short the old layer goes on until the new one comes, else nothing does."""
    path, publisher = Path(), Publisher()
    viewer = Viewer(path, None, lambda _: publisher, lambda _: None, lambda _: None)
    codec = Agreed(96, "VP8", 90_000, feedback=("nack",))
    viewer.configure([Media("1", Kind.VIDEO, Direction.SEND, "UDP/TLS/RTP/SAVPF", (codec,), slot=Stream(9))])
    viewer.seat(Kind.VIDEO, [Seat("1", "host", 720, 0)])
    viewer.take_estimate(rtcp.ReceiverEstimate(1, 9_000_000, (9,)))
    viewer.refresh(10.0)
    viewer.take_estimate(rtcp.ReceiverEstimate(1, carried, (9,)))
    viewer.refresh(20.0)
    assert path.selected == [(2, True), selected]
