"""What a file really is, by its first bytes (magic numbers), whatever its name or header says.

Sources: ISO/IEC 14496-12 (``ftyp``) with the brands of mp4ra.org, QuickTime File Format, RFC 8794 and RFC 9559 (EBML,
Matroska), ISO/IEC 13818-1 (sync byte of transport packets), Microsoft RIFF, ISO 10918-1, RFC 2083, GIF89a, RFC 9649.
"""

SNIFF_BYTES = 4096
"""How much of a file ``sniff`` needs at most."""

IMAGE_TYPES = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif", "image/heic", "image/avif"})
VIDEO_TYPES = frozenset(
    {
        "video/mp4",
        "video/quicktime",
        "video/3gpp",
        "video/webm",
        "video/x-matroska",
        "video/mp2t",
        "video/mpeg",
        "video/x-msvideo",
        "video/x-flv",
        "video/ogg",
    }
)

_JPEG = b"\xff\xd8\xff"
_PNG = b"\x89PNG\r\n\x1a\n"
_EBML = b"\x1a\x45\xdf\xa3"
_PROGRAM_STREAM = b"\x00\x00\x01\xba"

_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_AUDIO_BRANDS = frozenset({b"M4A ", b"M4B ", b"M4P "})
_OLD_QUICKTIME = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
"""Boxes by which a QuickTime file from before ``ftyp`` may begin."""

_PACKET = 188
_SYNC = 0x47


def sniff(head: bytes) -> str | None:
    """The MIME type of a file that begins with ``head`` (``SNIFF_BYTES`` are enough), None when it is none of ours."""
    for probe in (_image, _iso_media, _matroska, _riff, _transport_stream, _others):
        found = probe(head)
        if found is not None:
            return found
    return None


def _image(head: bytes) -> str | None:
    if head.startswith(_JPEG):
        return "image/jpeg"
    if head.startswith(_PNG):
        return "image/png"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    return None


def _iso_media(head: bytes) -> str | None:
    kind = head[4:8]
    if kind in _OLD_QUICKTIME and len(head) >= 16 and _sane_box(head):
        return "video/quicktime"
    if kind != b"ftyp" or len(head) < 16:
        return None
    length = int.from_bytes(head[:4], "big")
    if length < 16:
        return None
    major = head[8:12]
    compatible = {head[at : at + 4] for at in range(16, min(length, len(head)), 4)}
    return _type_of_brand(major, compatible)


def _type_of_brand(major: bytes, compatible: set[bytes]) -> str | None:
    if major in _AVIF_BRANDS or (major in _HEIC_BRANDS and compatible & _AVIF_BRANDS):
        return "image/avif"
    if major in _HEIC_BRANDS:
        return "image/heic"
    if major in _AUDIO_BRANDS:
        return None
    if major == b"qt  ":
        return "video/quicktime"
    return "video/3gpp" if major.startswith((b"3gp", b"3g2")) else "video/mp4"


def _sane_box(head: bytes) -> bool:
    """Whether the length before a box's name can be one: text like ``xxxxfree of charge`` must not pass."""
    length = int.from_bytes(head[:4], "big")
    return length in {0, 1} or 8 <= length < 0x20000000


def _matroska(head: bytes) -> str | None:
    if not head.startswith(_EBML):
        return None
    # The document type is an element of the header: id 0x4282, a length, the name.
    at = head.find(b"\x42\x82", 4, 64)
    if at < 0 or at + 3 > len(head):
        return None
    length = head[at + 2] & 0x7F
    name = head[at + 3 : at + 3 + length].rstrip(b"\0")
    return {b"webm": "video/webm", b"matroska": "video/x-matroska"}.get(name)


def _riff(head: bytes) -> str | None:
    if head[:4] != b"RIFF":
        return None
    return {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}.get(head[8:12])


def _transport_stream(head: bytes) -> str | None:
    # A plain stream has its packets back to back, one from a camera (M2TS) puts four bytes of time before each.
    for first, packet in ((0, _PACKET), (4, _PACKET + 4)):
        marks = head[first::packet]
        if len(marks) >= 3 and all(mark == _SYNC for mark in marks[:5]):
            return "video/mp2t"
    return None


def _others(head: bytes) -> str | None:
    if head.startswith(_PROGRAM_STREAM):
        return "video/mpeg"
    if head.startswith(b"FLV\x01"):
        return "video/x-flv"
    # Ogg begins alike for sound and picture: the first page names the codec.
    if head.startswith(b"OggS") and any(mark in head[:128] for mark in (b"\x80theora", b"BBCD\0", b"OVP80")):
        return "video/ogg"
    return None
