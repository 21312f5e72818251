"""Answers to what browsers offer."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from aiortc.sdp import SessionDescription

from media_relay.rtc.dtls import Role
from media_relay.rtc.ice import Credentials
from media_relay.rtc.sdp.answer import LocalTransport, answer
from media_relay.rtc.sdp.media import Direction, Extension, Kind, Stream
from media_relay.rtc.sdp.negotiation import Terms, negotiate
from neufit.domain.errors import Forbidden, Invalid

OFFERS = {path.stem: path.read_bytes().decode() for path in Path(__file__).parent.glob("offers/*.sdp")}
BOTH = frozenset({Kind.AUDIO, Kind.VIDEO})
TERMS = Terms(BOTH, (16, 64))
LOCAL = LocalTransport(
    Credentials("relayfrag", "relay password 24 chars".replace(" ", "+")),
    ":".join(["AB"] * 32),
    [("192.0.2.10", 4000), ("2001:db8::10", 4000)],
)


def agree(name, terms=TERMS, previous=None):
    bits = random.Random(name).getrandbits  # noqa: S311 -- the same numbers in every run
    return negotiate(OFFERS.get(name, name), terms, previous, bits)


def changed(name, *replacements):
    text = OFFERS[name]
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return text


def directions(negotiation):
    return [line.direction.value for line in negotiation.media]


@pytest.mark.parametrize("name", OFFERS)
def test_every_offer_gets_an_answer_of_the_same_shape(name):
    """Each m-line is answered in its place with its kind and mid, in one BUNDLE group, as another parser reads it."""
    negotiation = agree(name)
    text = answer(negotiation, LOCAL)
    read, offered = SessionDescription.parse(text), SessionDescription.parse(OFFERS[name])
    assert [(m.kind, m.rtp.muxId) for m in read.media] == [(m.kind, m.rtp.muxId) for m in offered.media]
    (group,) = [group for group in read.group if group.semantic == "BUNDLE"]
    live = [m for m in read.media if m.port]
    assert list(group.items) == [m.rtp.muxId for m in live] == list(negotiation.bundle)
    for ours, theirs in zip(read.media, offered.media, strict=True):
        if not ours.port:
            continue
        assert (theirs.direction, ours.direction) in {("sendonly", "recvonly"), ("recvonly", "sendonly")}
        assert ours.rtcp_mux
        assert (ours.ice.usernameFragment, ours.ice.iceLite) == (LOCAL.credentials.ufrag, True)
        assert ours.dtls.role == "server"
        known = {(c.payloadType, c.name.lower(), c.clockRate) for c in theirs.rtp.codecs}
        assert {(c.payloadType, c.name.lower(), c.clockRate) for c in ours.rtp.codecs} <= known
        extensions = {(e.id, e.uri.split(" ")[0]) for e in theirs.rtp.headerExtensions}
        assert {(e.id, e.uri) for e in ours.rtp.headerExtensions} <= extensions
    assert all([(c.ip, c.port) for c in m.ice_candidates] == list(LOCAL.candidates) for m in live)
    assert all(line.endswith("\r") for line in text.split("\n")[:-1])


def test_a_class_of_chromium_is_understood():
    """Microphone, camera with three layers, three audio and six video slots; every number is the browser's."""
    negotiation = agree("chromium_class")
    microphone, camera, *slots = negotiation.media
    assert (microphone.kind, microphone.direction) == (Kind.AUDIO, Direction.RECEIVE)
    (opus,) = microphone.codecs
    assert (opus.payload_type, opus.name, opus.channels) == (111, "opus", 2)
    assert opus.parameters == "minptime=10;useinbandfec=1"
    assert len(microphone.streams) == 1
    assert (camera.direction, camera.rids, camera.streams) == (Direction.RECEIVE, ("q", "h", "f"), ())
    vp8, h264 = camera.codecs
    assert (vp8.payload_type, vp8.name, vp8.rtx) == (96, "VP8", 97)
    assert vp8.feedback == ("nack", "nack pli", "ccm fir", "goog-remb", "transport-cc")
    assert (h264.payload_type, h264.rtx) == (108, 109)
    assert h264.parameters.endswith("packetization-mode=1;profile-level-id=42e01f")
    assert camera.extensions == {
        Extension.MID: 4,
        Extension.RID: 10,
        Extension.REPAIRED_RID: 11,
        Extension.TRANSPORT_WIDE_CC: 3,
        Extension.ABSOLUTE_SEND_TIME: 2,
    }
    assert microphone.extensions[Extension.AUDIO_LEVEL] == 1
    assert [line.kind.value for line in slots] == ["audio"] * 3 + ["video"] * 6
    numbers = [number for line in slots for number in (line.slot.ssrc, line.slot.rtx) if number is not None]
    assert len(set(numbers)) == len(numbers) == 3 + 2 * 6
    assert (negotiation.role, len(negotiation.remote.ufrag), negotiation.version) == (Role.SERVER, 4, 1)


def test_simulcast_is_answered_in_the_order_of_the_offer():
    """The answer takes each stream of the offer, by its rid."""
    text = answer(agree("chromium_class"), LOCAL)
    assert "a=rid:q recv\r\na=rid:h recv\r\na=rid:f recv\r\na=simulcast:recv q;h;f\r\n" in text


def test_a_slot_is_announced():
    """A slot has a stream of its own, an SSRC and one to retransmit on."""
    negotiation = agree("chromium_vp8")
    slot = negotiation.media[3].slot
    text = answer(negotiation, LOCAL)
    assert "a=msid:slot-3 slot-3\r\n" in text
    assert f"a=ssrc-group:FID {slot.ssrc} {slot.rtx}\r\n" in text
    assert f"a=ssrc:{slot.rtx} cname:{negotiation.cname}\r\n" in text


def test_a_single_stream_is_known_by_its_ssrc():
    """Without simulcast the offer announces SSRCs, with the one that retransmits."""
    camera = agree("safari").media[1]
    assert (camera.streams, camera.rids) == ((Stream(1920384756, 3847561920),), ())
    assert agree("aiortc").media[1].streams[0].rtx is not None


def test_firefox_is_understood():
    """Credentials of the session, bundle-only m-lines with port 0, and feedback for all payload types are read."""
    negotiation = agree("firefox")
    assert directions(negotiation) == ["recvonly", "recvonly", "sendonly", "sendonly"]
    assert negotiation.remote.ufrag == "71c2ab09"
    camera, slot = negotiation.media[1], negotiation.media[3]
    assert (camera.rids, [codec.rtx for codec in camera.codecs]) == (("q", "h", "f"), [124, 127])
    assert camera.codecs[1].payload_type == 126
    assert slot.codecs[0].feedback == ("nack", "nack pli", "transport-cc")
    assert (negotiation.media[0].reduced_size, camera.reduced_size) == (False, True)


def test_safari_sends_vp8_though_it_offers_h264_first():
    """VP8 comes first in every answer: its layers are what the relay knows best; High profile is not taken."""
    assert [codec.payload_type for codec in agree("safari").media[1].codecs] == [100, 98]


def test_only_h264_is_taken_when_nothing_else_is_offered():
    """A browser that was told to use H.264 gets it."""
    assert [codec.name for codec in agree("chromium_h264").media[1].codecs] == ["H264"]


def test_nack_for_audio_is_answered_when_offered():
    """Feedback is what both sides know: NACK for Opus only when the browser says it."""
    offer = changed("chromium_vp8", ("a=rtcp-fb:111 transport-cc", "a=rtcp-fb:111 transport-cc\r\na=rtcp-fb:111 nack"))
    assert agree(offer).media[0].codecs[0].feedback == ("nack", "transport-cc")
    assert agree("chromium_vp8").media[0].codecs[0].feedback == ("transport-cc",)


def test_redundant_audio_is_taken_when_wanted():
    """RED goes first when the terms want it and the browser offers it around Opus."""
    wanted = replace(TERMS, redundancy=True)
    assert [codec.payload_type for codec in agree("chromium_class", wanted).media[0].codecs] == [63, 111]
    assert "m=audio 9 UDP/TLS/RTP/SAVPF 63 111\r\n" in answer(agree("chromium_class", wanted), LOCAL)
    assert [codec.name for codec in agree("firefox", wanted).media[0].codecs] == ["opus"]


@pytest.mark.parametrize("direction", ["sendonly", "sendrecv"])
def test_who_may_not_publish_is_told(direction):
    """A sending m-line beyond the rights is refused, and the kind is named; one that doesn't send is agreed upon."""
    spectator = Terms(frozenset({Kind.AUDIO}), (9, 9))
    with pytest.raises(Forbidden, match="send video"):
        agree(changed("chromium_vp8", ("a=sendonly", f"a={direction}")), spectator)
    silent = agree(changed("chromium_vp8", ("a=sendonly", "a=inactive")), spectator)
    assert directions(silent) == ["inactive", "inactive", "sendonly", "sendonly"]


def test_slots_beyond_the_terms_are_inactive():
    """More slots than allowed carry nothing."""
    assert directions(agree("chromium_class", Terms(BOTH, (1, 2))))[2:] == [
        "sendonly",
        *["inactive"] * 2,
        "sendonly",
        "sendonly",
        *["inactive"] * 4,
    ]


def test_a_second_camera_is_not_received():
    """Of two sending video m-lines the first is the camera."""
    offer = changed("chromium_vp8", ("a=recvonly", "a=sendonly"))
    assert directions(agree(offer)) == ["recvonly", "recvonly", "inactive", "inactive"]


@pytest.mark.parametrize("name", ["chromium_class", "chromium_h264", "chromium_vp8"])
def test_another_offer_keeps_what_was_there(name):
    """More m-lines, a stopped one and an ICE restart: slots keep their SSRCs, the description its number."""
    first = agree(name)
    second = agree(f"{name}_again", TERMS, first)
    assert second.restarts(first)
    assert not first.restarts(first)
    assert (second.session, second.version, second.cname, second.role) == (first.session, 2, first.cname, first.role)
    for before, now in zip(first.media, second.media, strict=False):
        if now.mid == "3":
            assert now.direction is Direction.STOPPED
            continue
        assert (now.mid, now.slot, now.direction) == (before.mid, before.slot, before.direction)
    new = second.media[-1]
    assert new.direction is Direction.SEND
    assert new.slot not in [line.slot for line in first.media]
    text = answer(second, LOCAL)
    assert "a=group:BUNDLE " + " ".join(m.mid for m in second.media if m.mid != "3") in text
    assert second.find("3") is None
    assert second.find("1").kind is Kind.VIDEO


def test_who_was_received_first_stays_so():
    """When an earlier m-line begins to send or to receive, the camera and the slots stay where they were."""
    offer = changed("chromium_vp8", ("a=sendonly", "a=inactive"), ("a=recvonly", "a=sendonly"))
    first = agree(offer)
    assert directions(first) == ["inactive", "inactive", "recvonly", "recvonly"]
    later = agree(offer.replace("a=inactive", "a=sendonly"), TERMS, first)
    assert directions(later) == ["inactive", "inactive", "recvonly", "recvonly"]


def test_a_slot_that_pauses_keeps_its_numbers():
    """A slot that is inactive for a while comes back with the same SSRCs."""
    first = agree("chromium_vp8")
    paused = agree(changed("chromium_vp8", ("a=recvonly", "a=inactive")), TERMS, first)
    assert directions(paused)[2:] == ["inactive", "inactive"]
    again = agree("chromium_vp8", TERMS, paused)
    assert [line.slot for line in again.media] == [line.slot for line in first.media]


def test_the_first_line_may_be_stopped():
    """A stopped m-line is no part of the group and has no candidates; the others have."""
    offer = changed("chromium_vp8", ("BUNDLE 0 1 2 3", "BUNDLE 1 2 3"))
    head, first, *others = offer.split("m=")
    stopped = first.replace(first.split(" ")[1], "0", 1)
    negotiation = agree("m=".join([head, stopped, *others]), TERMS, agree("chromium_vp8"))
    sections = answer(negotiation, LOCAL).split("m=")
    assert ["a=candidate" in section for section in sections] == [False, False, True, True, True]
    assert sections[1].startswith("audio 0 ")


@pytest.mark.parametrize(
    ("setup", "role", "own"), [("active", Role.SERVER, "passive"), ("passive", Role.CLIENT, "active")]
)
def test_the_role_is_what_the_offer_leaves(setup, role, own):
    """A browser that insists on a role in DTLS has it."""
    negotiation = agree(changed("chromium_vp8", ("a=setup:actpass", f"a=setup:{setup}")))
    assert negotiation.role is role
    assert f"a=setup:{own}\r\n" in answer(negotiation, LOCAL)


def test_data_channels_are_declined():
    """An m-line for data is answered with port 0, in its form."""
    assert "m=application 0 " in answer(agree("aiortc"), LOCAL)
    assert directions(agree("aiortc"))[-1] == "stopped"


PRINT = OFFERS["chromium_vp8"].split("a=fingerprint:")[1].split("\r\n")[0]
PWD = OFFERS["chromium_vp8"].split("a=ice-pwd:")[1].split("\r\n")[0]


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("v=0\r\n", "", "v=0"),
        ("a=rtcp-mux\r\n", "", "a=rtcp-mux"),
        ("a=group:BUNDLE 0 1 2 3\r\n", "", "BUNDLE"),
        ("a=group:BUNDLE 0 1 2 3", "a=group:BUNDLE 0 1 2", "a=mid:3"),
        ("a=mid:3\r\n", "", "a=mid"),
        ("a=mid:3", "a=mid:2", "same a=mid"),
        ("a=mid:3", "a=mid:" + "3" * 17, "a=mid"),
        (f"a=ice-pwd:{PWD}", "a=ice-pwd:short", "a=ice-pwd"),
        ("a=ice-ufrag:", "a=nothing:", "a=ice-ufrag"),
        (PRINT, PRINT.replace("sha-256", "sha-512"), "a=fingerprint:sha-256"),
        (PRINT, PRINT[:-3], "a=fingerprint:sha-256"),
        ("a=setup:actpass", "a=setup:holdconn", "a=setup"),
        ("a=setup:actpass\r\n", "", "a=setup"),
        ("UDP/TLS/RTP/SAVPF", "RTP/AVP", "UDP/TLS/RTP/SAVPF"),
        ("VP8/90000", "VP9/90000", "VP8, or H.264"),
        ("opus/48000/2", "speex/16000", "Opus"),
        ("t=0 0", "t=0 0\r\na=ice-lite", "a=ice-lite"),
        ("a=extmap:14 urn", "a=extmap:4 urn", "a=extmap:4"),
        ("m=video 9 ", "m=video x ", "port"),
        ("m=video", "m=smell", "audio, video or application"),
        ("m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126", "m=audio", "An m-line names"),
        ("s=-", "s", "Every line"),
        ("s=-", "s=\x00", "Every line"),
        ("s=-", "s=" + "x" * 5000, "Every line"),
    ],
)
def test_what_is_missing_is_named(old, new, named):
    """Whatever an offer lacks or gets wrong is refused with a sentence that names it and a place."""
    with pytest.raises(Invalid, match=named) as refusal:
        agree(changed("chromium_vp8", (old, new)))
    assert refusal.value.code == "invalid-sdp"
    assert refusal.value.fields[0].field.startswith("sdp")


def test_what_is_too_much_or_too_little_is_named():
    """Over 60 KiB, 64 m-lines, 512 attributes or three layers is refused; so are layers that can't be told apart."""
    offer = OFFERS["chromium_vp8"]
    for text, named in [
        (offer + "a=x\r\n" * 20000, "at most 61440 bytes"),
        (offer + "a=x\r\n" * 600, "at most 512 attributes"),
        (offer + "m=audio 0 UDP/TLS/RTP/SAVPF 0\r\n" * 70, "at most 64 m-lines"),
        (
            changed("chromium_class", ("send q;h;f", "send q;h;f;x"), ("a=rid:q", "a=rid:x send\r\na=rid:q")),
            "more than 3",
        ),
        (changed("chromium_class", ("sdes:rtp-stream-id", "sdes:other")), "sdes:rtp-stream-id"),
        ("", "v=0"),
        ("v=0\r\n", "no m-line"),
    ]:
        with pytest.raises(Invalid, match=named):
            agree(text)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (PRINT, PRINT[:-2] + "00", "a=fingerprint has changed"),
        ("a=setup:actpass", "a=setup:passive", "other roles"),
        ("m=video", "m=audio", "another kind"),
        ("a=mid:3", "a=mid:4", "another kind or a=mid"),
    ],
)
def test_what_changed_against_the_rules_is_named(old, new, named):
    """A later offer may not change its certificate, its role, or what an m-line is."""
    offer = changed("chromium_vp8", (old, new)).replace("BUNDLE 0 1 2 3", "BUNDLE 0 1 2 3 4")
    if "m=" in new:
        offer = offer.replace("a=rtpmap:96 VP8/90000", "a=rtpmap:96 opus/48000/2")
    with pytest.raises(Invalid, match=named):
        agree(offer, TERMS, agree("chromium_vp8"))


def test_fewer_lines_than_before_are_refused():
    """M-lines never go away (JSEP)."""
    with pytest.raises(Invalid, match="fewer m-lines"):
        agree("chromium_vp8", TERMS, agree("chromium_vp8_again"))
