"""Types by content."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from neufit.domain.content_type import IMAGE_TYPES, SNIFF_BYTES, VIDEO_TYPES, sniff


def ftyp(major: bytes, *compatible: bytes) -> bytes:
    body = b"ftyp" + major + b"\0\0\2\0" + b"".join(compatible)
    return (len(body) + 4).to_bytes(4, "big") + body + b"\0\0\0\x08free"


def packets(size: int, before: int) -> bytes:
    return (b"\0" * before + b"\x47" + b"\xab" * (size - before - 1)) * 6


FILES = {
    "an MP4": (ftyp(b"isom", b"isom", b"iso2", b"avc1", b"mp41"), "video/mp4"),
    "a fragmented MP4": (ftyp(b"iso5", b"iso6", b"mp41"), "video/mp4"),
    "an MP4 of a phone": (ftyp(b"mp42", b"isom", b"mp42"), "video/mp4"),
    "a film of an iPhone": (ftyp(b"qt  ", b"qt  "), "video/quicktime"),
    "an old QuickTime film": (b"\0\0\0\x08wide\0\0\x10\0mdat" + b"\0" * 16, "video/quicktime"),
    "a 3GP film": (ftyp(b"3gp5", b"isom"), "video/3gpp"),
    "a photo of an iPhone": (ftyp(b"heic", b"mif1", b"heic"), "image/heic"),
    "an AVIF": (ftyp(b"avif", b"mif1", b"miaf"), "image/avif"),
    "an AVIF that calls itself mif1": (ftyp(b"mif1", b"avif"), "image/avif"),
    "a WebM": (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm\x42\x87\x81\x04", "video/webm"),
    "a Matroska film": (
        b"\x1a\x45\xdf\xa3\xa3\x42\x86\x81\x01\x42\x82\x88matroska\x42\x87\x81\x04",
        "video/x-matroska",
    ),
    "a transport stream": (packets(188, 0), "video/mp2t"),
    "a stream of a camcorder": (packets(192, 4), "video/mp2t"),
    "a program stream": (b"\0\0\1\xba\x44\0", "video/mpeg"),
    "an AVI": (b"RIFF\x10\0\0\0AVI LIST", "video/x-msvideo"),
    "a Flash film": (b"FLV\x01\x05\0\0\0\x09", "video/x-flv"),
    "a Theora film": (b"OggS\0\2" + b"\0" * 22 + b"\x80theora", "video/ogg"),
}
OTHERS = {
    "nothing": b"",
    "text": b"Dear coach, this is not a film at all. " * 10,
    "text with a box name": b"not free of charge, ever; ask the coach",
    "an HLS playlist": b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:4,\nfile:///etc/passwd\n",
    "a DASH manifest": b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011">',
    "a list for ffmpeg": b"ffconcat version 1.0\nfile other.mp4\n",
    "an SVG": b"<svg xmlns='http://www.w3.org/2000/svg'></svg>",
    "a PDF": b"%PDF-1.7\n",
    "a program": b"\x7fELF\x02\x01\x01" + b"\0" * 64,
    "sound in an MP4": ftyp(b"M4A ", b"M4A ", b"mp42"),
    "sound in Ogg": b"OggS\0\2" + b"\0" * 22 + b"\x01vorbis",
    "sound in RIFF": b"RIFF\x10\0\0\0WAVEfmt ",
    "an EBML file of another kind": b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84else",
    "one lonely sync byte": b"G" + b"a" * 400,
    "a cut ftyp": b"\0\0\0\x20ftyp",
}


@pytest.mark.parametrize("name", FILES)
def test_films_and_photos_are_told_by_their_first_bytes(name: str) -> None:
    """Each container is recognised whatever the file is called."""
    head, expected = FILES[name]
    assert sniff(head) == expected
    assert expected in VIDEO_TYPES | IMAGE_TYPES


@pytest.mark.parametrize("name", OTHERS)
def test_everything_else_is_none_of_ours(name: str) -> None:
    """Text, manifests, documents and sound are not taken for media."""
    assert sniff(OTHERS[name]) is None


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "GIF"])
def test_images_as_they_are_really_written(name: str) -> None:
    """What an image library writes is recognised."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, name)
    assert sniff(file.getvalue()[:SNIFF_BYTES]) == f"image/{name.lower()}"


@given(st.binary(max_size=1200))
def test_any_bytes_are_read_without_a_crash(head: bytes) -> None:
    """Whatever comes, the answer is one of our types or None."""
    assert sniff(head) in VIDEO_TYPES | IMAGE_TYPES | {None}


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=1200))
def test_no_plain_text_is_taken_for_a_film(text: str) -> None:
    """A text file is never media, unless it begins exactly as a GIF or a RIFF file does."""
    if not text.startswith(("GIF8", "RIFF")):
        assert sniff(text.encode()) is None
