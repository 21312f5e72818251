"""Answers to anything: what a browser could offer is agreed upon, and anything else is refused by name."""

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media_relay.rtc.ice import Credentials
from media_relay.rtc.sdp import description
from media_relay.rtc.sdp.answer import LocalTransport, answer
from media_relay.rtc.sdp.media import Direction, Kind
from media_relay.rtc.sdp.negotiation import Terms, negotiate
from neufit.domain.errors import Forbidden, Invalid

OFFERS = [path.read_bytes().decode() for path in sorted(Path(__file__).parent.glob("offers/*.sdp"))]
LOCAL = LocalTransport(Credentials("frag", "password" * 3), ":".join(["AB"] * 32), [("192.0.2.10", 4000)])
TERMS = st.builds(
    Terms,
    st.frozensets(st.sampled_from([Kind.AUDIO, Kind.VIDEO])),
    st.tuples(st.integers(0, 4), st.integers(0, 8)),
    st.booleans(),
)
HEAD = (
    "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE {}\r\na=ice-ufrag:abcd\r\n"
    f"a=ice-pwd:{'p' * 22}\r\na=fingerprint:sha-256 {':'.join(['0F'] * 32)}\r\na=setup:actpass\r\n"
)
CODECS = {
    "audio": "111\r\na=rtpmap:111 opus/48000/2\r\n",
    "video": "96 97\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n",
}
LINES = st.lists(
    st.tuples(st.sampled_from(["audio", "video"]), st.sampled_from(["sendonly", "recvonly", "inactive", "stopped"])),
    min_size=1,
    max_size=20,
).filter(lambda lines: any(direction != "stopped" for _, direction in lines))


def offer(lines):
    """An offer of these kinds and directions; the mids are the places of the m-lines."""
    text = HEAD.format(" ".join(str(n) for n, line in enumerate(lines) if line[1] != "stopped"))
    for mid, (kind, direction) in enumerate(lines):
        if direction == "stopped":
            text += f"m={kind} 0 UDP/TLS/RTP/SAVPF 0\r\na=mid:{mid}\r\n"
        else:
            text += f"m={kind} 9 UDP/TLS/RTP/SAVPF {CODECS[kind]}a=mid:{mid}\r\na=rtcp-mux\r\na={direction}\r\n"
    return text


def agreed(lines, terms, previous, bits):
    """What is agreed upon; None when the offer would send what may not be published, which is refused."""
    if all(Kind(kind) in terms.publishes for kind, direction in lines if direction == "sendonly"):
        return checked(lines, terms, negotiate(offer(lines), terms, previous, bits))
    with pytest.raises(Forbidden):
        negotiate(offer(lines), terms, previous, bits)
    return None


def checked(lines, terms, negotiation):
    """What holds for every answer."""
    allowed = {"sendonly": {Direction.RECEIVE, Direction.INACTIVE}, "recvonly": {Direction.SEND, Direction.INACTIVE}}
    for (kind, direction), line in zip(lines, negotiation.media, strict=True):
        assert line.kind == kind
        assert line.direction in allowed.get(direction, {Direction(direction)})
        assert line.direction is not Direction.SEND or line.slot is not None
    for kind, most in zip((Kind.AUDIO, Kind.VIDEO), terms.slots, strict=True):
        of_kind = [line.direction for line in negotiation.media if line.kind is kind]
        offered = [direction for name, direction in lines if name == kind]
        assert of_kind.count(Direction.SEND) == min(most, offered.count("recvonly"))
        assert of_kind.count(Direction.RECEIVE) == min(1, offered.count("sendonly"))
    slots = [line.slot for line in negotiation.media if line.slot is not None]
    numbers = [number for slot in slots for number in (slot.ssrc, slot.rtx) if number is not None]
    assert len(set(numbers)) == len(numbers)
    assert answer(negotiation, LOCAL).count("m=") == len(lines)
    return negotiation


@settings(deadline=None)
@given(LINES, TERMS, st.randoms(use_true_random=False), st.data())
def test_any_number_of_lines_is_agreed_upon_again_and_again(lines, terms, bits, data):
    """Whatever m-lines come, go, pause and turn: the rights hold, and who had a slot keeps its numbers."""
    negotiation = agreed(lines, terms, None, bits.getrandbits)
    if negotiation is None:
        return
    for _ in range(data.draw(st.integers(0, 4))):
        known = [line.slot for line in negotiation.media]
        before = [line.direction for line in negotiation.media]
        directions = st.sampled_from(["sendonly", "recvonly", "inactive", "stopped"])
        # A stopped m-line stays so here: another that takes its place has another mid.
        lines = [(kind, d if d == "stopped" else data.draw(directions)) for kind, d in lines]
        lines += data.draw(st.lists(st.tuples(st.sampled_from(["audio", "video"]), directions), max_size=3))
        if all(direction == "stopped" for _, direction in lines):
            return
        following = agreed(lines, terms, negotiation, bits.getrandbits)
        if following is None:
            return
        negotiation = following
        for line, slot, direction in zip(negotiation.media, known, before, strict=False):
            if line.direction is not Direction.STOPPED:
                assert slot in {None, line.slot}
            offered = lines[negotiation.media.index(line)][1]
            if direction is Direction.SEND and offered == "recvonly":
                assert line.direction is Direction.SEND


def test_an_answer_offered_back_is_agreed_upon():
    """The relay's own description, turned round, is one that it understands: what is written can be read."""
    for text in OFFERS:
        first = negotiate(text, Terms(frozenset(Kind), (99, 99)))
        turned = (
            answer(first, LOCAL).replace("a=ice-lite\r\n", "").replace("recvonly", "x").replace("sendonly", "recvonly")
        )
        turned = (
            turned.replace("a=x", "a=sendonly").replace("recv q;h;f", "send q;h;f").replace(" recv\r\n", " send\r\n")
        )
        second = negotiate(turned, Terms(frozenset(Kind), (99, 99)))
        for ours, theirs in zip(first.media, second.media, strict=True):
            assert (ours.kind, ours.mid, ours.codecs) == (theirs.kind, theirs.mid, theirs.codecs)
            assert ours.extensions == theirs.extensions
            # Both sides send on what they send on: turned round, the browser's m-lines are slots.
            assert (ours.rids or theirs.rids) in {(), ("q", "h", "f")}


@st.composite
def mutations(draw):
    """A real offer with lines and characters taken away, doubled, moved or changed."""
    lines = draw(st.sampled_from([text for text in OFFERS if len(text) < 8000])).split("\r\n")
    randomness = draw(st.randoms(use_true_random=False))
    for _ in range(draw(st.integers(1, 12))):
        at = randomness.randrange(len(lines))
        match draw(st.sampled_from(["drop", "double", "swap", "cut", "insert", "foreign"])):
            case "drop":
                del lines[at]
            case "double":
                lines[at:at] = [lines[at]] * 3
            case "swap":
                other = randomness.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case "cut":
                lines[at] = lines[at][: randomness.randrange(len(lines[at]) + 1)]
            case "insert":
                place = randomness.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:place] + draw(st.text(max_size=6)) + lines[at][place:]
            case _:
                lines[at] = draw(
                    st.sampled_from(["a=", "m=", "m=video", "a=ssrc:", "a=extmap:-1 x", "a=rid: send", "a=fmtp:1"])
                )
        lines = lines or ["v=0"]
    return "\r\n".join(lines)


@settings(max_examples=300, deadline=None)
@given(mutations(), TERMS)
def test_a_changed_offer_is_agreed_upon_or_refused_by_name(text, terms):
    """A real offer that was changed gets an error of ours or an answer, and no answer holds a line of its making."""
    try:
        negotiation = negotiate(text, terms)
    except (Invalid, Forbidden):
        return
    written = answer(negotiation, LOCAL)
    assert all(line[1:2] == "=" and line.isprintable() for line in written.split("\r\n")[:-1])
    description.parse(written)


@given(st.text(max_size=2000))
def test_any_text_is_refused_by_name(text):
    """Nothing but Invalid comes of any text."""
    with pytest.raises(Invalid):
        negotiate("v=0\r\n" + text, Terms(frozenset(Kind), (9, 9)))


def test_the_worst_text_takes_little():
    """60 KiB of the worst kinds of lines take bounded memory: no line is worth more than it is long."""
    worst = [
        "a=extmap:1 x",
        "a=ssrc:1",
        "a=fmtp:1 a",
        "a=rid:a send",
        "m=audio 9 UDP/TLS/RTP/SAVPF 1",
        "a=",
        "a=rtpmap:1 VP8/1",
    ]
    whole = HEAD.format(0)
    tracemalloc.start()
    for line in worst:
        text = whole + "\r\n".join([line] * ((description.LARGEST - len(whole)) // (len(line) + 2)))
        with pytest.raises(Invalid):
            negotiate(text, Terms(frozenset(Kind), (9, 9)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * 2**20
