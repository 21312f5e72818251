"""Who has left a live session is freed at once, whichever way he or she went, and nothing of it waits in a timer."""

import gc

import pytest
from aiohttp import web

from media_relay.live.member import Member
from media_relay.live.outbox import Outbox
from media_relay.live.participation import Participation
from media_relay.live.reception import Reception
from media_relay.rtc.peer import Peer
from media_relay.signalling.admission import Seat
from media_relay.signalling.socket import Socket
from tests.relay.live.media import until

CONVERSATION = (Member, Outbox, Participation, Reception, Peer, Seat, Socket)


@pytest.fixture
def relay(relay_with_media):
    """Here the relay is one with a real media plane."""
    return relay_with_media


def living(*kinds):
    """How many objects of these kinds there are."""
    return sum(isinstance(one, kinds) for one in gc.get_objects())


async def test_a_conversation_is_freed_with_its_end(enter, bring_media):
    """Goodbye, lost media, removed by the host, taken over by another tab: without the collector nothing is left."""
    host = await enter("host")
    gc.collect()
    gc.disable()
    try:
        before = living(*CONVERSATION)
        for way in ("goodbye", "media", "removed", "another tab"):
            guest = await enter(way)
            client = await bring_media(guest)
            assert living(*CONVERSATION) > before
            match way:
                case "goodbye":
                    await guest.socket.close()
                case "media":
                    client.close()
                    assert (await guest.until_closed())[0] == 4408
                case "removed":
                    await host.do("remove", participant=way)
                    assert (await guest.until_closed())[0] == 4403
                case _:
                    newer = await enter(way, age=-1)
                    assert (await guest.until_closed())[0] == 4409
                    await newer.socket.close()
            client.vanish()
            await until(lambda: living(*CONVERSATION) == before)
    finally:
        gc.enable()


async def test_a_refused_connection_is_held_by_nothing(relay, knock, enter):
    """The collector gets all of a connection that was closed by the relay, before any timer has run out."""
    await enter("host")
    gc.collect()
    before = living(web.WebSocketResponse)
    for _ in range(5):
        person = await knock(relay)
        await person.say("hello", ticket="nonsense")
        assert (await person.until_closed())[0] == 4401

    def gone():
        gc.collect()
        return living(web.WebSocketResponse) == before

    await until(gone)
