"""Offers as Chromium writes them (trimmed to what is used), and what the relay answers."""

from dataclasses import dataclass
from ipaddress import ip_address

from media_relay.rtc.ice import Credentials
from media_relay.rtc.sdp.description import Section, parse
from media_relay.rtc.sdp.media import Extension

OPUS, RED, VP8, VP8_RTX = 111, 63, 96, 97
RIDS = ("q", "h", "f")
EXTENSIONS = {
    Extension.AUDIO_LEVEL: 1,
    Extension.ABSOLUTE_SEND_TIME: 2,
    Extension.TRANSPORT_WIDE_CC: 3,
    Extension.MID: 4,
    Extension.RID: 10,
    Extension.REPAIRED_RID: 11,
}
_AUDIO_EXTENSIONS = (
    Extension.AUDIO_LEVEL,
    Extension.ABSOLUTE_SEND_TIME,
    Extension.TRANSPORT_WIDE_CC,
    Extension.MID,
)
_VIDEO_EXTENSIONS = (
    Extension.ABSOLUTE_SEND_TIME,
    Extension.TRANSPORT_WIDE_CC,
    Extension.MID,
    Extension.RID,
    Extension.REPAIRED_RID,
)
_AUDIO_CODECS = (
    "a=rtpmap:111 opus/48000/2",
    "a=rtcp-fb:111 transport-cc",
    "a=rtcp-fb:111 nack",
    "a=fmtp:111 minptime=10;useinbandfec=1",
    "a=rtpmap:63 red/48000/2",
    "a=fmtp:63 111/111",
)
_VIDEO_CODECS = (
    "a=rtpmap:96 VP8/90000",
    "a=rtcp-fb:96 goog-remb",
    "a=rtcp-fb:96 transport-cc",
    "a=rtcp-fb:96 ccm fir",
    "a=rtcp-fb:96 nack",
    "a=rtcp-fb:96 nack pli",
    "a=rtpmap:97 rtx/90000",
    "a=fmtp:97 apt=96",
)
_FORMATS: dict[str, tuple[str, tuple[str, ...], tuple[Extension, ...]]] = {
    "audio": (f"{OPUS} {RED}", _AUDIO_CODECS, _AUDIO_EXTENSIONS),
    "video": (f"{VP8} {VP8_RTX}", _VIDEO_CODECS, _VIDEO_EXTENSIONS),
}


@dataclass(frozen=True)
class Wishes:
    """What a client offers: whether it would publish, with how many layers, and how many slots it has.

    With ``transport_cc`` off the offer knows REMB only, as older browsers do.
    """

    microphone: bool = False
    camera: bool = False
    layers: int = 3
    audio_slots: int = 0
    video_slots: int = 0
    transport_cc: bool = True

    def lines(self) -> list[tuple[str, str]]:
        """Kind and direction of each m-line; its place is its mid."""
        publishing = [("audio", "sendonly")] * self.microphone + [("video", "sendonly")] * self.camera
        return publishing + [("audio", "recvonly")] * self.audio_slots + [("video", "recvonly")] * self.video_slots


def write_offer(wishes: Wishes, credentials: Credentials, fingerprint: str, version: int) -> str:
    """An offer in the order microphone, camera, audio slots, video slots."""
    lines = ["v=0", f"o=- 4711 {version} IN IP4 127.0.0.1", "s=-", "t=0 0"]
    lines += [f"a=group:BUNDLE {' '.join(str(mid) for mid in range(len(wishes.lines())))}", "a=extmap-allow-mixed"]
    for mid, (kind, direction) in enumerate(wishes.lines()):
        payloads, codecs, extensions = _FORMATS[kind]
        if not wishes.transport_cc:
            codecs = tuple(line for line in codecs if "transport-cc" not in line)
            extensions = tuple(name for name in extensions if name is not Extension.TRANSPORT_WIDE_CC)
        lines += [
            f"m={kind} 9 UDP/TLS/RTP/SAVPF {payloads}",
            "c=IN IP4 0.0.0.0",
            f"a=ice-ufrag:{credentials.ufrag}",
            f"a=ice-pwd:{credentials.password}",
            "a=ice-options:trickle",
            f"a=fingerprint:sha-256 {fingerprint}",
            "a=setup:actpass",
            f"a=mid:{mid}",
            *(f"a=extmap:{EXTENSIONS[name]} {name}" for name in extensions),
            f"a={direction}",
            "a=rtcp-mux",
            "a=rtcp-rsize",
            *codecs,
        ]
        if (kind, direction) == ("video", "sendonly"):
            rids = RIDS[: wishes.layers]
            lines += [f"a=rid:{rid} send" for rid in rids]
            lines.append(f"a=simulcast:send {';'.join(rids)}")
    return "".join(f"{line}\r\n" for line in lines)


@dataclass(frozen=True)
class Slot:
    """A receiving m-line as the answer announces it."""

    mid: str
    kind: str
    ssrc: int
    rtx: int | None


@dataclass(frozen=True)
class Answer:
    """What a client needs of an answer. ``taken`` are the mids of the m-lines that the relay receives on."""

    credentials: Credentials
    fingerprints: frozenset[str]
    client: bool  # whether this side begins DTLS
    address: tuple[str, int]
    slots: tuple[Slot, ...]
    taken: frozenset[str]


def read_answer(text: str) -> Answer:
    """Read an answer. Where a candidate is this machine itself, that one is used, else the first."""
    description = parse(text)
    first = next(section for section in description.media if section.has("candidate"))
    candidates = [(words[4], int(words[5])) for words in (value.split(" ") for value in first.all("candidate"))]
    own = [candidate for candidate in candidates if ip_address(candidate[0]).is_loopback]
    slots = []
    for section in description.media:
        if not section.has("sendonly"):
            continue
        ssrcs = list(dict.fromkeys(int(value.split(" ")[0]) for value in section.all("ssrc")))
        slots.append(Slot(_said(section, "mid"), section.media[0], ssrcs[0], ssrcs[1] if len(ssrcs) > 1 else None))
    return Answer(
        Credentials(_said(first, "ice-ufrag"), _said(first, "ice-pwd")),
        frozenset(value.split(" ")[1] for value in first.all("fingerprint")),
        first.first("setup") == "passive",
        (own or candidates)[0],
        tuple(slots),
        frozenset(_said(section, "mid") for section in description.media if section.has("recvonly")),
    )


def _said(section: Section, name: str) -> str:
    """An attribute that every answer has."""
    value = section.first(name)
    if value is None:
        raise ValueError(f"The answer has no {name}.")
    return value
