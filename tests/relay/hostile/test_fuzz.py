"""The fuzzer for some seconds; run ``fuzz.py`` by itself for longer."""

from media_relay.rtc.packet_path import MOST_SSRCS
from tests.relay.hostile.fuzz import Fuzzer


async def test_changed_packets_and_messages_harm_nobody():
    """Nothing escapes to the event loop, tables stay small, and the host still reaches the viewer afterwards."""
    outcome = await Fuzzer(seconds=8, seed=20_261_124).run()
    assert outcome.escaped == []
    assert outcome.frames > 20
    assert outcome.mutations["send_rtp"] > 100
    assert outcome.mutations["send_rtcp"] > 100
    assert outcome.mutations["send_raw"] > 100
    assert outcome.most_ssrcs <= MOST_SSRCS
    assert outcome.most_addresses < 20
