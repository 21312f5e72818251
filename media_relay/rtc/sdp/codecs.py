"""Which codecs the relay takes from an m-line, and in which form.

The relay never decodes: a codec is one whose packets it can read enough of to forward (key frames, layers), and that
every browser of the room plays. Video: VP8, then H.264 in Constrained Baseline with packetization mode 1 (RFC 7742 has
every browser support both). Audio: Opus, with in-band FEC, NACK when offered, and RED (RFC 2198) around it.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from media_relay.rtc.sdp.description import Section, number
from media_relay.rtc.sdp.media import Codec, Kind

_FEEDBACK = {
    Kind.AUDIO: ("nack", "transport-cc"),
    Kind.VIDEO: ("nack", "nack pli", "ccm fir", "goog-remb", "transport-cc"),
}
_RTPMAP = re.compile(r"([0-9]{1,3}) ([A-Za-z0-9._-]{1,32})/([0-9]{1,6})(?:/([0-9]))?")
_NAMES = {"opus": "opus", "red": "red", "vp8": "VP8", "h264": "H264", "rtx": "rtx"}
_CLOCK_RATES = {"opus": 48000, "red": 48000, "VP8": 90000, "H264": 90000, "rtx": 90000}
# Bits of profile-iop (RFC 6184, section 8.1): with constraint_set1 a Baseline stream is a Constrained Baseline one.
_CONSTRAINT_SET1 = 0x40
_OPUS_PARAMETERS = "minptime=10;useinbandfec=1"


@dataclass(frozen=True, slots=True)
class _Lines:
    """All that an m-line says of its codecs: the formats after the transport, and the values of three attributes."""

    payloads: tuple[str, ...]
    maps: tuple[str, ...]
    parameters: tuple[str, ...]
    feedback: tuple[str, ...]


def accepted(section: Section, kind: Kind, *, redundancy: bool) -> tuple[Codec, ...]:
    """The codecs to answer to an m-line with, best first; empty when it offers none that is taken."""
    maps, parameters, feedback = (tuple(section.all(name)) for name in ("rtpmap", "fmtp", "rtcp-fb"))
    return _accepted(_Lines(section.media[3:], maps, parameters, feedback), kind, redundancy=redundancy)


# All slots of a browser, and all browsers of a make, say the same: it is read once.
@lru_cache(maxsize=64)
def _accepted(lines: _Lines, kind: Kind, *, redundancy: bool) -> tuple[Codec, ...]:
    codecs, rtx = _offered(lines, kind)
    if kind is Kind.VIDEO:
        vp8 = [codec for codec in codecs if codec.name == "VP8"][:1]
        h264 = sorted(filter(_forwardable, codecs), key=_constraint)[:1]
        # The level of each direction is its sender's (asymmetry); the profile is the offered one.
        h264 = [replace(codec, parameters=_h264_parameters(codec)) for codec in h264]
        return tuple(replace(codec, rtx=rtx.get(codec.payload_type)) for codec in vp8 + h264)
    opus = next((codec for codec in codecs if codec.name == "opus"), None)
    if opus is None:
        return ()
    wrapped = f"{opus.payload_type}/{opus.payload_type}"
    red = [codec for codec in codecs if codec.name == "red" and codec.parameters == wrapped][:1]
    opus = replace(opus, parameters=_OPUS_PARAMETERS)
    return (*red, opus) if redundancy else (opus,)


def _parameter(codec: Codec, name: str) -> str:
    """One parameter of the fmtp line; empty when it isn't there."""
    for pair in codec.parameters.split(";"):
        key, _, value = pair.strip().partition("=")
        if key.lower() == name:
            return value
    return ""


def _offered(lines: _Lines, kind: Kind) -> tuple[list[Codec], dict[int, int]]:
    """The codecs of interest that an m-line offers, in its order, and which payload type retransmits which."""
    names: dict[int, tuple[str, int, int]] = {}
    for value in lines.maps:
        match = _RTPMAP.fullmatch(value)
        name = _NAMES.get(match[2].lower()) if match else None
        if match and name and int(match[3]) == _CLOCK_RATES[name]:
            names.setdefault(int(match[1]), (name, int(match[3]), int(match[4] or 1)))
    parameters = _by_payload(lines.parameters)
    feedback = _by_payload(lines.feedback)
    codecs: list[Codec] = []
    rtx: dict[int, int] = {}
    for payload in dict.fromkeys(number(word, 127) for word in lines.payloads):
        if payload is None or payload not in names:
            continue
        codec = Codec(payload, *names[payload], next(iter(parameters.get(payload, ())), ""))
        if codec.name == "rtx":
            primary = number(_parameter(codec, "apt"), 127)
            if primary is not None:
                rtx.setdefault(primary, payload)
            continue
        given = {*feedback.get(payload, ()), *feedback.get(None, ())}
        codecs.append(replace(codec, feedback=tuple(wanted for wanted in _FEEDBACK[kind] if wanted in given)))
    return codecs, rtx


def _by_payload(lines: tuple[str, ...]) -> dict[int | None, list[str]]:
    """Values of ``<payload type> <value>``; under None those for all (``*``)."""
    values: dict[int | None, list[str]] = {}
    for line in lines:
        word, _, value = line.partition(" ")
        payload = number(word, 127)
        if payload is not None or word == "*":
            values.setdefault(payload, []).append(value.strip())
    return values


def _forwardable(codec: Codec) -> bool:
    """Whether it is H.264 that every browser decodes, in packets that need no reassembling."""
    return (
        codec.name == "H264"
        and _parameter(codec, "packetization-mode") == "1"
        and re.fullmatch("42[0-9a-f]{4}", _parameter(codec, "profile-level-id").lower()) is not None
    )


def _constraint(codec: Codec) -> bool:
    """Sorts Constrained Baseline before Baseline."""
    return not int(_parameter(codec, "profile-level-id")[2:4], 16) & _CONSTRAINT_SET1


def _h264_parameters(codec: Codec) -> str:
    profile = _parameter(codec, "profile-level-id").lower()
    return f"level-asymmetry-allowed=1;packetization-mode=1;profile-level-id={profile}"
