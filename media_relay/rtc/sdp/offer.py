"""What a browser means by its offer (JSEP, RFC 8829, in unified plan), checked for what the relay needs.

Needed: one BUNDLE group over everything, RTCP on the same port, ICE credentials of a full agent, a SHA-256 fingerprint.
What is missing is named in the error.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from media_relay.rtc.sdp.description import Description, Section, is_token, number, parse, refuse
from media_relay.rtc.sdp.media import Extension, Kind, Setup, Stream, Transport

MOST_RIDS = 3
MOST_STREAMS = 16
LARGEST_EXTENSION_ID = 14  # of the one-byte form (RFC 8285), the only one that is answered to
LONGEST_MID = 16  # what fits into a one-byte header extension

_PROTOCOLS = {"UDP/TLS/RTP/SAVPF", "TCP/TLS/RTP/SAVPF"}
_DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
_UFRAG = re.compile(r"[A-Za-z0-9+/]{4,256}")
_PASSWORD = re.compile(r"[A-Za-z0-9+/]{22,256}")
_FINGERPRINT = re.compile(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}")
_RID = re.compile(r"[A-Za-z0-9_-]{1,16}")
_MOST_SSRC = 2**32 - 1


@dataclass(frozen=True, slots=True)
class OfferedMedia:
    """One m-line of an offer. ``sends`` and ``receives`` say what the browser would do."""

    section: Section
    mid: str
    kind: Kind
    protocol: str
    stopped: bool
    sends: bool = False
    receives: bool = False
    extensions: Mapping[Extension, int] | None = None
    rids: tuple[str, ...] = ()
    streams: tuple[Stream, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A whole offer; ``bundle`` holds the mids of its group, the one whose transport is used first."""

    transport: Transport
    bundle: tuple[str, ...]
    media: tuple[OfferedMedia, ...]


def read(text: str) -> Offer:
    """Read an offer. Raise Invalid that names what is missing or wrong."""
    description = parse(text)
    if description.session.has("ice-lite"):
        refuse("sdp", "The relay is an ICE-lite agent; the other side must be a full one, without a=ice-lite.")
    media = tuple(_media(description, section) for section in description.media)
    live = [line for line in media if not line.stopped]
    if not live:
        refuse("sdp", "The offer has no m-line for audio or video.")
    mids = [line.mid for line in live]
    if len(set(mids)) < len(mids):
        refuse("sdp", "Two m-lines have the same a=mid.")
    groups = (group.split(" ") for group in description.session.all("group"))
    group = next((tuple(words[1:]) for words in groups if words[0] == "BUNDLE"), ())
    for line in live:
        if line.mid not in group:
            refuse(line.section.place, f"The m-line with a=mid:{line.mid} is not in a=group:BUNDLE.")
    bundle = tuple(mid for mid in dict.fromkeys(group) if mid in mids)
    tagged = next(line for line in live if line.mid == bundle[0])
    _check_extensions(description, live)
    return Offer(_transport(description, tagged.section), bundle, media)


def _media(description: Description, section: Section) -> OfferedMedia:
    place = section.place
    if len(section.media) < 4:
        refuse(place, "An m-line names a kind, a port, a transport and formats.")
    kind, port, protocol = section.media[:3]
    if kind not in set(Kind) or not is_token(protocol.replace("/", "")):
        refuse(place, "An m-line is one of audio, video or application.")
    port_number = number(port.partition("/")[0], 65535)
    if port_number is None:
        refuse(place, "The port of an m-line is a number from 0 to 65535.")
    mid = section.first("mid") or ""
    stopped = port_number == 0 and not section.has("bundle-only")
    if kind == Kind.APPLICATION or stopped:
        return OfferedMedia(section, mid if is_token(mid) else "", Kind(kind), protocol, stopped=True)
    if protocol not in _PROTOCOLS:
        refuse(place, "The m-line's transport is not UDP/TLS/RTP/SAVPF.")
    if not is_token(mid) or len(mid) > LONGEST_MID:
        refuse(place, f"The m-line has no a=mid of at most {LONGEST_MID} characters.")
    if not section.has("rtcp-mux"):
        refuse(place, "The m-line has no a=rtcp-mux.")
    directions = (name for part in (section, description.session) for name in _DIRECTIONS if part.has(name))
    direction = next(directions, "sendrecv")
    sends = direction in {"sendrecv", "sendonly"}
    return OfferedMedia(
        section,
        mid,
        Kind(kind),
        protocol,
        stopped=False,
        sends=sends,
        receives=direction in {"sendrecv", "recvonly"},
        extensions=_extensions(description, section),
        rids=_rids(section) if sends else (),
        streams=_streams(section) if sends else (),
    )


def _transport(description: Description, section: Section) -> Transport:
    place = section.place
    ufrag = description.first(section, "ice-ufrag") or ""
    if not _UFRAG.fullmatch(ufrag):
        refuse(place, "There is no a=ice-ufrag of 4 to 256 characters.")
    password = description.first(section, "ice-pwd") or ""
    if not _PASSWORD.fullmatch(password):
        refuse(place, "There is no a=ice-pwd of 22 to 256 characters.")
    own = section if section.has("fingerprint") else description.session
    hashes = (value.partition(" ") for value in own.all("fingerprint"))
    fingerprints = frozenset(digest.strip().upper() for name, _, digest in hashes if name.lower() == "sha-256")
    if not fingerprints or not all(map(_FINGERPRINT.fullmatch, fingerprints)):
        refuse(place, "There is no a=fingerprint:sha-256 of 32 bytes.")
    setup = description.first(section, "setup")
    if setup not in set(Setup):
        refuse(place, "There is no a=setup that is actpass, active or passive.")
    return Transport(ufrag, password, fingerprints, Setup(setup))


def _extensions(description: Description, section: Section) -> dict[Extension, int]:
    """Header extensions of interest. The first of each id and each name counts."""
    found: dict[Extension, int] = {}
    for identifier, name in _extension_map(description, section).items():
        if name in _EXTENSIONS and identifier <= LARGEST_EXTENSION_ID:
            found.setdefault(Extension(name), identifier)
    return found


def _extension_map(description: Description, section: Section) -> dict[int, str]:
    names: dict[int, str] = {}
    for value in (*section.all("extmap"), *description.session.all("extmap")):
        words = value.split(" ")
        identifier = number(words[0].partition("/")[0], 255)
        if len(words) > 1 and identifier:
            names.setdefault(identifier, words[1])
    return names


def _check_extensions(description: Description, live: list[OfferedMedia]) -> None:
    """In one BUNDLE group an id means the same everywhere (RFC 9143, section 15): a packet is read before its mid."""
    meaning: dict[int, str] = {}
    for line in live:
        for identifier, name in _extension_map(description, line.section).items():
            if meaning.setdefault(identifier, name) != name:
                refuse(line.section.place, f"a=extmap:{identifier} means something else in another m-line.")
        if line.rids and not {Extension.MID, Extension.RID} <= set(line.extensions or ()):
            refuse(line.section.place, "a=simulcast needs the header extensions sdes:mid and sdes:rtp-stream-id.")


def _rids(section: Section) -> tuple[str, ...]:
    """Simulcast streams that the browser sends (RFC 8853), paused ones too, of alternatives the first."""
    declared = {words[0] for value in section.all("rid") if (words := value.split(" "))[1:2] == ["send"]}
    words = (section.first("simulcast") or "").split(" ")
    listed = dict(zip(words[::2], words[1::2], strict=False)).get("send", "")
    rids = [alternatives.split(",")[0].removeprefix("~") for alternatives in listed.split(";")]
    rids = [rid for rid in dict.fromkeys(rids) if rid in declared and _RID.fullmatch(rid)]
    if len(rids) > MOST_RIDS:
        refuse(section.place, f"a=simulcast names more than {MOST_RIDS} streams.")
    return tuple(rids)


def _streams(section: Section) -> tuple[Stream, ...]:
    """SSRCs that the browser announces (RFC 5576), each with its retransmission's."""
    rtx: dict[int, int] = {}
    secondary: set[int] = set()
    for value in section.all("ssrc-group"):
        words = value.split(" ")
        numbers = [found for word in words[1:] if (found := number(word, _MOST_SSRC)) is not None]
        if words[0] == "FID" and len(numbers) == 2:
            rtx.setdefault(numbers[0], numbers[1])
        if words[0] in {"FID", "FEC-FR"}:
            secondary.update(numbers[1:])
    listed = dict.fromkeys(number(value.partition(" ")[0], _MOST_SSRC) for value in section.all("ssrc"))
    primary = [ssrc for ssrc in listed if ssrc is not None and ssrc not in secondary]
    return tuple(Stream(ssrc, rtx.get(ssrc)) for ssrc in primary[:MOST_STREAMS])


_EXTENSIONS = frozenset(Extension)
