"""What a relay refuses, and the close code that says why."""

import asyncio
import dataclasses
import json
import socket

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media_relay.signalling.closing import LONGEST_REASON, closing
from media_relay.signalling.socket import parse
from neufit.contracts.on_demand import CLIENT_MESSAGE, PieceHeader
from neufit.domain.errors import Invalid, NeufitError
from neufit.signing import PemSigner, new_private_key


async def refused(viewer, code, reason):
    """The connection ends with this code, and its reason holds these words."""
    frame = await viewer.socket.receive(timeout=20)
    while frame.type in {aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY}:
        frame = await viewer.socket.receive(timeout=20)
    assert frame.type is aiohttp.WSMsgType.CLOSE
    assert (frame.data, reason in frame.extra) == (code, True), (frame.data, frame.extra)


async def test_an_expired_ticket_is_refused(make_video, make_ticket, relay, connect):
    """A ticket older than a minute closes with 4401 and says so."""
    viewer = await connect(relay)
    await viewer.say("hello", ticket=make_ticket(make_video(segments=1), age=70))
    await refused(viewer, 4401, "expired")


async def test_a_tampered_ticket_is_refused(make_video, make_ticket, relay, connect):
    """One changed character of the payload closes with 4401."""
    head, payload, signature = make_ticket(make_video(segments=1)).split(".")
    changed = payload[:-4] + ("AAAA" if payload[-4:] != "AAAA" else "BBBB")
    viewer = await connect(relay)
    await viewer.say("hello", ticket=f"{head}.{changed}.{signature}")
    await refused(viewer, 4401, "not valid")


async def test_a_ticket_of_another_key_is_refused(make_video, relay, connect):
    """A ticket that a stranger signed closes with 4401."""
    stranger = PemSigner(new_private_key())
    viewer = await connect(relay)
    await viewer.say("hello", ticket=stranger.sign({"aud": "relay/on-demand", "iat": 1, "exp": 2**33}))
    await refused(viewer, 4401, "not valid")


async def test_a_ticket_for_something_else_is_refused(relay, connect, signer):
    """A token that we signed for another audience is no ticket for this door."""
    viewer = await connect(relay)
    await viewer.say("hello", ticket=signer.sign({"aud": "relay/live", "iat": 1, "exp": 2**33}))
    await refused(viewer, 4401, "something else")


async def test_a_ticket_is_taken_once(make_video, make_ticket, watch, relay, connect):
    """The second use of a ticket closes with 4401; the first viewing goes on."""
    video = make_video(segments=3)
    ticket = make_ticket(video)
    first = await watch(video, ticket=ticket)
    second = await connect(relay)
    await second.say("hello", ticket=ticket)
    await refused(second, 4401, "used already")
    await first.until_message("end")


async def test_an_older_ticket_does_not_take_over(make_video, make_ticket, watch, relay, connect):
    """A ticket of the same viewing that was issued before the present one is refused with 4409."""
    video = make_video(segments=3)
    first = await watch(video)
    second = await connect(relay)
    await second.say("hello", ticket=make_ticket(video, age=20))
    await refused(second, 4409, "newer connection")
    await first.until_message("end")


async def test_a_video_that_is_not_there_is_gone(make_video, make_ticket, relay, connect):
    """A good ticket for what has been taken away closes with 4404."""
    viewer = await connect(relay)
    await viewer.say("hello", ticket=make_ticket(make_video(segments=1, publish=False)))
    await refused(viewer, 4404, "no longer there")


async def test_a_manifest_that_is_no_manifest_is_unavailable(make_video, make_ticket, relay, connect):
    """Nonsense where the manifest should be closes with 4503, not with a fault."""
    video = make_video(segments=1)
    video.put(video.key("manifest.json"), b'{"media_id": 1}')
    viewer = await connect(relay)
    await viewer.say("hello", ticket=make_ticket(video))
    await refused(viewer, 4503, "can't be read")


async def test_a_complete_video_with_a_hole_is_unavailable(make_video, watch):
    """A segment that a complete manifest promises and that isn't there closes with 4503."""
    video = make_video(segments=2, publish=False)
    video.publish(video.initialization_names() + video.segment_names([0]))
    video.write_manifest()
    await refused(await watch(video), 4503, "missing")


async def test_a_publication_that_is_taken_back_is_gone(make_video, watch):
    """When encoding failed and the manifest is removed, those who wait are told with 4404 within seconds.

    The version that was there before plays on.
    """
    video = make_video(segments=2, complete=False, publish=False)
    older = dataclasses.replace(video, manifest=video.manifest.model_copy(update={"plan": "plan-0", "complete": True}))
    older.publish()
    older.write_manifest()
    playing = await watch(older, family="older")
    video.publish(video.initialization_names() + video.segment_names([0]))
    video.write_manifest()
    viewer = await watch(video, family="newer")
    await viewer.until_message("waiting")
    await asyncio.to_thread(video.remove, "manifest.json")
    assert await viewer.until_closed() == 4404
    await playing.until_message("end")
    await playing.say("seek", position=0, epoch=1)
    await playing.until_message("end")


async def test_a_complete_publication_that_is_taken_back_is_gone(make_video, watch):
    """Those who began a whole video that was removed meanwhile are told with 4404, not that it is damaged."""
    video = make_video(segments=12)
    viewer = await watch(video, rendition="v720")
    viewer.buffered = 28_000
    await viewer.until(lambda frame: isinstance(frame, PieceHeader) and len(viewer.media(2)) == 1)
    for name in ("manifest.json", *video.segment_names(range(12))):
        await asyncio.to_thread(video.remove, name)
    viewer.buffered = 0
    await viewer.acknowledge()
    assert await viewer.until_closed() == 4404


async def test_silence_is_closed(start_relay, connect):
    """Without hello in time the connection closes with 4408."""
    await refused(await connect(await start_relay(relay_hello_seconds=0.1)), 4408, "No hello")


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "message"),
        ("{", "message"),
        ("[]", "message"),
        ('{"type":"hello"}', "hello.ticket"),
        ('{"type":"hello","ticket":1}', "hello.ticket"),
        ('{"type":"hello","ticket":"x","position":-1}', "hello.position"),
        ('{"type":"hello","ticket":"x","more":1}', "hello.more"),
        ('{"type":"dance"}', "message"),
        ('{"type":"ack","received":0,"buffered":0}', "first message"),
        (json.dumps({"type": "hello", "ticket": "x" * 5000}), "hello.ticket"),
        ('{"type":"hello","ticket":"\\ud800"}', ""),
    ],
)
async def test_a_first_message_that_is_none_is_refused(relay, connect, text, field):
    """What isn't a hello as described closes with 4400 and names the field."""
    viewer = await connect(relay)
    await viewer.socket.send_str(text)
    await refused(viewer, 4400, field)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"type": "ack", "received": 2**40, "buffered": 0}, "more bytes"),
        ({"type": "ack", "received": -1, "buffered": 0}, "ack.received"),
        ({"type": "ack", "received": 0, "buffered": 0, "extra": 1}, "ack.extra"),
        ({"type": "seek", "position": 0, "epoch": 0}, "seek.epoch"),
        ({"type": "seek", "position": 0, "epoch": 65536}, "seek.epoch"),
        ({"type": "quality", "rendition": "v9000"}, "none of that name"),
        ({"type": "hello", "ticket": "again"}, "said already"),
    ],
)
async def test_a_later_message_that_is_wrong_is_refused(make_video, watch, message, words):
    """A message that isn't as described, or can't be true, closes with 4400."""
    viewer = await watch(make_video(segments=2))
    viewer.acknowledges = False
    await viewer.socket.send_str(json.dumps(message))
    await refused(viewer, 4400, words)


async def test_an_epoch_that_does_not_grow_is_refused(make_video, watch):
    """The same epoch a second time closes with 4400."""
    viewer = await watch(make_video(segments=2))
    await viewer.say("seek", position=0, epoch=3)
    await viewer.say("seek", position=0, epoch=3)
    await refused(viewer, 4400, "epoch must grow")


async def test_a_count_that_goes_back_is_refused(make_video, watch):
    """Acknowledging less than before closes with 4400."""
    viewer = await watch(make_video(segments=2))
    await viewer.until(lambda frame: isinstance(frame, PieceHeader))
    await viewer.acknowledge(received=0)
    await refused(viewer, 4400, "went back")


async def test_an_unknown_rendition_in_hello_is_refused(make_video, make_ticket, relay, connect):
    """Asking for a rendition that the video lacks closes with 4400."""
    viewer = await connect(relay)
    await viewer.say("hello", ticket=make_ticket(make_video(segments=1)), rendition="v2160")
    await refused(viewer, 4400, "none of that name")


async def test_binary_from_a_client_is_refused(relay, connect):
    """Clients speak text only: anything else closes with 4400."""
    viewer = await connect(relay)
    await viewer.socket.send_bytes(b"\x00" * 10)
    await refused(viewer, 4400, "text")


async def test_a_message_that_is_too_long_is_refused(relay, connect):
    """More than 8 KiB in a message closes with 1009."""
    viewer = await connect(relay)
    await viewer.socket.send_str("x" * 9000)
    await refused(viewer, 1009, "")


async def test_a_flood_of_messages_is_refused(make_video, watch):
    """Far more messages than playing needs close with 4429."""
    viewer = await watch(make_video(segments=2))
    viewer.acknowledges = False
    for _ in range(400):
        await viewer.socket.send_str('{"type":"ack","received":0,"buffered":0}')
    await refused(viewer, 4429, "Too many messages")


async def test_a_viewer_has_a_bounded_number_of_connections(make_video, make_ticket, start_relay, watch, connect):
    """One more viewing than allowed closes with 4429; when one ends there is room again."""
    relay = await start_relay(relay_connections_per_viewer=2)
    video = make_video(segments=2)
    first = await watch(video, at=relay, family="a")
    await watch(video, at=relay, family="b")
    third = await connect(relay)
    await third.say("hello", ticket=make_ticket(video, family="c"))
    await refused(third, 4429, "too many places")
    await first.socket.close()
    await (await watch(video, at=relay, family="d")).until_message("end")


async def test_a_full_relay_refuses_before_the_upgrade(start_relay, connect):
    """When the process holds as many connections as it may, the next gets 503."""
    relay = await start_relay(relay_connections=1)
    await connect(relay)
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await connect(relay)
    assert refusal.value.status == 503


async def test_only_listed_origins_may_connect(start_relay, connect):
    """With a list of origins, a page from elsewhere gets 403, and so does a client without one."""
    relay = await start_relay(relay_origins="https://neufit.example, https://other.example")
    for origin in ("https://evil.example", None):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await connect(relay, **({"origin": origin} if origin else {}))
        assert refusal.value.status == 403
    await connect(relay, origin="https://other.example")


async def test_a_plain_request_is_no_websocket(relay):
    """Without an upgrade the door answers 400 and goes on working."""
    async with aiohttp.ClientSession() as session, session.get(relay.url) as answer:
        assert answer.status == 400
    assert relay.count("connections") == 0


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)
_kinds = st.sampled_from(["hello", "ack", "seek", "quality"])
_almost = st.builds(
    lambda kind, rest: json.dumps(rest | {"type": kind}),
    _kinds,
    st.dictionaries(
        st.sampled_from(["ticket", "position", "rendition", "received", "buffered", "paused", "epoch", "x"]), _json
    ),
)


@given(st.text(max_size=200) | _json.map(json.dumps) | _almost)
def test_parsing_gives_a_message_or_invalid(text):
    """Whatever the text is, it is a message as described or Invalid, with a reason that fits a close frame."""
    try:
        message = parse(CLIENT_MESSAGE, text)
    except Invalid as error:
        close = closing(error)
        assert close.code == 4400
        assert len(close.reason.encode()) <= LONGEST_REASON
    else:
        assert message.type in {"hello", "ack", "seek", "quality"}


@given(st.text(max_size=400))
def test_reasons_fit_a_close_frame(detail):
    """A reason of any length and content is cut to what a close frame holds, at a character."""
    close = closing(NeufitError.__subclasses__()[0](detail))
    assert len(close.reason.encode()) <= LONGEST_REASON


def test_an_unknown_error_says_nothing():
    """What we didn't foresee is a fault of ours; its text stays with us."""
    close = closing(RuntimeError("secret"))
    assert close.code == 1011
    assert "secret" not in close.reason


_FRAMES = st.lists(
    st.tuples(st.just("text"), st.text(max_size=60) | _almost) | st.tuples(st.just("binary"), st.binary(max_size=60)),
    max_size=4,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frames=_FRAMES, raw=st.binary(max_size=120), introduced=st.booleans())
async def test_nothing_a_client_sends_breaks_the_relay(fuzzed, frames, raw, introduced):
    """Arbitrary frames and arbitrary bytes, before or after hello: the relay answers others, and keeps nothing."""
    await fuzzed(frames, raw, introduced)


@pytest.fixture
async def fuzzed(make_video, make_ticket, relay):
    """Send frames, then bytes that are no frames; see that the relay is as it was before."""
    video = make_video(segments=2)

    async def send(frames, raw, introduced):
        async with aiohttp.ClientSession() as session:
            client = await session.ws_connect(relay.url)
            if introduced:
                await client.send_json({"type": "hello", "ticket": make_ticket(video)})
            for kind, content in frames:
                if kind == "text":
                    await client.send_str(content)
                else:
                    await client.send_bytes(content)
            transport = client._response.connection.transport
            transport.write(raw)
            transport.get_extra_info("socket").shutdown(socket.SHUT_WR)
            while not (await client.receive(timeout=20)).type.value >= 0x100:
                pass
            await client.close()
            async with session.get(relay.origin + "/healthz") as answer:
                assert answer.status == 200
        async with asyncio.timeout(20):
            await relay.relay.admission.emptied()

    return send
