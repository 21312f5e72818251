"""What live sessions refuse: a clear close code and reason, and nobody else is harmed."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from media_relay.signalling.socket import parse
from neufit.contracts.live import CLIENT_MESSAGE, MAX_SDP_CHARACTERS, MAX_TEXT_BYTES
from neufit.contracts.tickets import OnDemandTicket
from neufit.domain.errors import Invalid
from neufit.signing import PemSigner, new_private_key

HELLO = json.dumps({"type": "hello", "ticket": "x"})


async def unharmed(*people):
    """They are still there, and what one does reaches the others."""
    for raised in (True, False):
        await people[0].do("hand", raised=raised)
    for person in people:
        await person.settle()
        assert person.socket.close_code is None
    assert people[-1].events("changed")[-1]["participant"]["hand_raised_at"] is None


async def test_bad_tickets_are_refused(relay, knock, enter, make_live_ticket, signer):
    """Expired, tampered, signed by another, for a video, used twice, no ticket at all: 4401 and which."""
    host = await enter("host")
    head, payload, signature = make_live_ticket("anna").split(".")
    changed = payload[:-4] + ("AAAA" if payload[-4:] != "AAAA" else "BBBB")
    video = OnDemandTicket(jti="j", family="f", viewer="v", media_id="m", plan="p", issued_at=datetime.now(UTC))
    used = make_live_ticket("bob")
    first = await knock(relay)
    await first.say("hello", ticket=used)
    await first.until_message("welcome")
    for ticket, words in (
        (make_live_ticket("anna", age=70), "expired"),
        (f"{head}.{changed}.{signature}", "not valid"),
        (make_live_ticket("anna", age=-30), "from the future"),
        (video.sign(signer), "something else"),
        (video.sign(PemSigner(new_private_key())), "not valid"),
        (used, "used already"),
        ("nonsense", "not valid"),
    ):
        person = await knock(relay)
        await person.say("hello", ticket=ticket)
        code, reason = await person.until_closed()
        assert (code, words in reason) == (4401, True), (ticket, code, reason)
    await unharmed(host)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("no json", 4400, "json"),
        ("[]", 4400, ""),
        ('{"type": "shout"}', 4400, "tag"),
        ('{"type": "ping", "sent": 1, "more": 2}', 4400, "more"),
        ('{"type": "ping", "sent": "1"}', 4400, "sent"),
        ('{"type": "ping", "sent": NaN}', 4400, ""),
        ('{"type": "command", "number": 0, "action": {"kind": "hand", "raised": true}}', 4400, "number"),
        ('{"type": "command", "number": 1, "action": {"kind": "dance"}}', 4400, "action"),
        ('{"type": "command", "number": 1, "action": {"kind": "chat", "text": "  "}}', 4400, "text"),
        ('{"type": "command", "number": 1, "action": {"kind": "chat", "text": "\\u0000"}}', 4400, "text"),
        ('{"type": "command", "number": 1, "action": {"kind": "chat", "text": "\\ud800"}}', 4400, "json"),
        ('{"type": "command", "number": 1, "action": {"kind": "rep", "delta": 1, "count": 1}}', 4400, "rep"),
        ('{"type": "command", "number": 1, "action": {"kind": "timer", "do": "start"}}', 4400, "timer"),
        (json.dumps({"type": "view", "slots": [{"mid": "0", "height": -1}]}), 4400, "height"),
        (json.dumps({"type": "view", "slots": [{"mid": "0", "height": 1}] * 33}), 4400, "slots"),
        (json.dumps({"type": "offer", "number": 1, "sdp": "v" * (MAX_SDP_CHARACTERS + 1)}), 4400, "sdp"),
        (json.dumps({"type": "offer", "number": 1, "sdp": "garbage"}), 4400, "audio"),
        (HELLO, 4400, "said already"),
        (json.dumps({"type": "ping", "sent": 1}) + " " * MAX_TEXT_BYTES, 1009, ""),
    ],
)
async def test_bad_messages_end_their_sender_only(enter, text, code, words):
    """Each message that isn't as described closes its sender with the code and the field; the class goes on."""
    host, anna, villain = await enter("host"), await enter("anna"), await enter("villain")
    await villain.socket.send_str(text)
    closed, reason = await villain.until_closed()
    assert (closed, words in reason) == (code, True), reason
    await unharmed(host, anna)


async def test_the_first_message_is_hello(relay, knock):
    """Anything else first is 4400, binary too, and silence is 4408."""
    early = await knock(relay)
    await early.say("ping", sent=1)
    assert await early.until_closed() == (4400, "The first message must be hello.")
    binary = await knock(relay)
    await binary.socket.send_bytes(b"hello")
    assert (await binary.until_closed())[0] == 4400


async def test_silence_is_not_waited_for(start_relay, knock):
    """Who says nothing is closed with 4408."""
    relay = await start_relay(relay_hello_seconds=0.2)
    assert (await (await knock(relay)).until_closed())[0] == 4408


async def test_floods_are_bounded(enter):
    """Too many messages or offers close with 4429; too much chat is refused with a sentence before that."""
    host, anna, chatty, villain = [await enter(name) for name in ("host", "anna", "chatty", "villain")]
    answers = [await chatty.do("chat", text="hello") for _ in range(8)]
    assert [answer["type"] for answer in answers].count("applied") == 6
    assert answers[-1]["code"] == "too-fast"
    for _ in range(300):
        await villain.say("ping", sent=0)
    assert (await villain.until_closed())[0] == 4429
    for number in range(1, 20):
        await chatty.say("offer", number=number, sdp="audio=a0 video=v0")
    assert await chatty.until_closed() == (4429, "Too many offers.")
    await unharmed(host, anna)


async def test_views_and_reports_of_nothing_are_harmless(enter):
    """Slots that don't exist, people who aren't here, media that was never offered: nothing happens."""
    anna = await enter("anna")
    await anna.say("view", slots=[{"mid": "nowhere", "height": 100}], pinned="nobody", page=9999)
    await anna.say("report", latency_ms=-5)
    await anna.offer()
    await anna.say("view", slots=[{"mid": "nowhere", "height": 100}], pinned="nobody", page=9999)
    slots = await anna.until_message("slots")
    assert [slot["participant"] for slot in slots["video"]] == [None, None, None]
    await anna.settle()


async def test_tickets_and_names_stay_out_of_the_logs(enter, make_live_ticket, knock, relay, caplog):
    """Whether it goes well or not, no ticket, no id and no chat reaches the logs."""
    caplog.set_level("DEBUG")
    person = await enter("somebody-in-particular")
    await person.do("chat", text="a secret")
    await person.say("nonsense")
    await person.until_closed()
    text = "".join(record.getMessage() + str(record.__dict__) for record in caplog.records)
    assert "somebody-in-particular" not in text
    assert "a secret" not in text


numbers = st.integers(-(2**70), 2**70) | st.floats()
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
kinds = st.sampled_from(["hello", "offer", "command", "view", "ping", "report", "welcome"])
names = st.sampled_from(
    ["ticket", "after", "log", "number", "sdp", "action", "slots", "pinned", "page", "sent", "latency_ms", "lost"]
)
doings = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(
            ["set_media", "share", "hand", "chat", "rep", "timer", "exercise", "mute", "remove", "delete_chat", "key"]
        )
    },
    optional=dict.fromkeys(
        ("camera", "scope", "raised", "text", "delta", "do", "plan", "name", "participant", "bundle"), values
    ),
)
messages = st.builds(
    lambda kind, fields: {"type": kind, **fields}, kinds, st.dictionaries(names, values | doings, max_size=4)
)
sensible = st.one_of(
    st.builds(lambda sent: {"type": "ping", "sent": sent}, st.integers(-(2**53), 2**53)),
    st.builds(lambda page: {"type": "view", "slots": [], "page": page}, st.integers(0, 10_000)),
    st.builds(
        lambda number, raised: {"type": "command", "number": number, "action": {"kind": "hand", "raised": raised}},
        st.integers(1, 2**53),
        st.booleans(),
    ),
)


@given(st.text() | messages.map(json.dumps) | values.map(json.dumps))
@example("[" * MAX_TEXT_BYTES)
@example('{"type":"ping","sent":' + '{"a":' * 9000)
@example('{"type":"ping","sent":' + "9" * 60_000 + "}")
@example('{"type":"ping","sent":1e' + "9" * 60_000 + "}")
@example('{"type":"ping","' + "\\u0041" * 10_000 + '":1}')
def test_parsing_gives_a_message_or_invalid(text):
    """Whatever a client says is a message, which can be written down and read again, or Invalid."""
    try:
        found = parse(CLIENT_MESSAGE, text)
    except Invalid:
        return
    assert parse(CLIENT_MESSAGE, found.model_dump_json()) == found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(messages | sensible, min_size=1, max_size=12))
async def test_any_conversation_ends_well_or_goes_on(enter, said):
    """A client that says anything gets answers, or a close code of ours; the host goes on undisturbed."""
    host = await enter("host", age=-1)
    villain = await enter("villain", age=-1)
    try:
        for message in said:
            await villain.socket.send_str(json.dumps(message))
        await villain.say("ping", sent=4711)
    except ConnectionError:
        pass
    while (message := await asyncio.wait_for(villain.step(), 20)) is not None:
        if message["type"] == "pong" and message["sent"] == 4711:
            break
    assert villain.socket.close_code in {None, 4400, 4429}
    await host.settle()
