"""What was negotiated, in types: the packet path needs nothing else of a session description."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What an m-line carries. Data channels (``application``) are never accepted."""

    AUDIO = "audio"
    VIDEO = "video"
    APPLICATION = "application"


class Direction(StrEnum):
    """Which way the media of an m-line flows, from the relay's side, in the words of an answer."""

    RECEIVE = "recvonly"  # the peer publishes
    SEND = "sendonly"  # a slot of the peer
    INACTIVE = "inactive"  # agreed upon, and nothing flows
    STOPPED = "stopped"  # no longer, or not accepted: port 0


class Setup(StrEnum):
    """Who begins DTLS (RFC 8842)."""

    ACTPASS = "actpass"
    ACTIVE = "active"
    PASSIVE = "passive"


class Extension(StrEnum):
    """RTP header extensions that the relay reads or passes on."""

    MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
    RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
    REPAIRED_RID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
    TRANSPORT_WIDE_CC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
    ABSOLUTE_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
    AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
    ABSOLUTE_CAPTURE_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"


@dataclass(frozen=True, slots=True)
class Codec:
    """A payload type. ``name`` is the encoding's as registered (``opus``, ``red``, ``VP8``, ``H264``).

    ``parameters`` is the value of its fmtp line, ``feedback`` those of its rtcp-fb lines (``nack``, ``nack pli``),
    ``rtx`` the payload type that retransmits it (RFC 4588).
    """

    payload_type: int
    name: str
    clock_rate: int
    channels: int = 1
    parameters: str = ""
    feedback: tuple[str, ...] = ()
    rtx: int | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """An SSRC and the one that retransmits it."""

    ssrc: int
    rtx: int | None = None


@dataclass(frozen=True, slots=True)
class Transport:
    """How the peer is recognised: its ICE credentials and the SHA-256 fingerprints, one of which it has."""

    ufrag: str
    password: str
    fingerprints: frozenset[str]
    setup: Setup


@dataclass(frozen=True, slots=True)
class Media:
    """One m-line. ``codecs`` in the order of preference; ``rids`` in the order of the peer's ``a=simulcast``.

    ``streams`` are the SSRCs that the peer announced (none with simulcast: those are found by mid and rid), ``slot``
    the relay's own of an m-line that it sends on, ``reduced_size`` whether RTCP packets may come alone (RFC 5506).
    ``protocol`` is the transport as the offer names it. A stopped m-line has no more than a mid, if that.
    """

    mid: str
    kind: Kind
    direction: Direction
    protocol: str
    codecs: tuple[Codec, ...] = ()
    extensions: Mapping[Extension, int] = field(default_factory=dict)
    reduced_size: bool = False
    rids: tuple[str, ...] = ()
    streams: tuple[Stream, ...] = ()
    slot: Stream | None = None
