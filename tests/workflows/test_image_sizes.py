"""Sizes of images: upright, in sRGB, without metadata, under guard."""

import io
import struct
import zlib

import pytest
from PIL import Image

from stepfunctions.publish_image.sizes import MAX_PIXELS, make_sizes
from stepfunctions.publish_video.refusals import Refused


def encoded(image, format_, **how):
    content = io.BytesIO()
    image.save(content, format_, **how)
    return content.getvalue()


def opened(size):
    return Image.open(io.BytesIO(size.content))


def test_location_and_every_other_mark_are_gone():
    """EXIF with a place, a comment, a profile: nothing of it is in any size."""
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)}
    exif[0x010F] = "Camera of Anna"
    for format_, how in (("JPEG", {"comment": b"at home"}), ("PNG", {}), ("WEBP", {})):
        content = encoded(Image.new("RGB", (400, 300), "red"), format_, exif=exif, **how)
        for size in make_sizes(content):
            with opened(size) as image:
                assert not image.getexif()
                assert "comment" not in image.info
                assert "icc_profile" not in image.info
            assert b"Anna" not in size.content
            assert b"Exif" not in size.content


def test_orientation_is_applied():
    """A photo that says that it lies on its side is turned."""
    image = Image.new("RGB", (400, 200), "black")
    image.paste((255, 0, 0), (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112] = 6
    size = make_sizes(encoded(image, "JPEG", exif=exif))[0]
    assert (size.width, size.height) == (160, 320)
    with opened(size) as upright:
        red, _, _ = upright.getpixel((80, 40))
        assert red > 200
        red, _, _ = upright.getpixel((80, 280))
        assert red < 50


def test_small_images_are_not_made_larger():
    """Three sizes, none above the original."""
    sizes = make_sizes(encoded(Image.new("RGB", (500, 100)), "PNG"))
    assert [(size.name, size.width, size.height) for size in sizes] == [
        ("small", 320, 64),
        ("medium", 500, 100),
        ("large", 500, 100),
    ]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
def test_every_mode_becomes_a_jpeg(mode):
    """Transparency lies on white; palettes, grey and print colours are converted."""
    format_ = "TIFF" if mode == "none" else "JPEG" if mode == "CMYK" else "PNG"
    size = make_sizes(encoded(Image.new(mode, (40, 40)), format_))[0]
    with opened(size) as image:
        assert (image.mode, image.size) == ("RGB", (40, 40))
        if mode in {"RGBA", "LA"}:
            assert min(image.getpixel((20, 20))) > 250


def bomb(width, height):
    """A small PNG that claims a huge picture."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (bomb(60_000, 60_000), "too-large-image"),
        (bomb(10_001, 10_000), "too-large-image"),
        (bomb(100, 100), "not-an-image"),
        (encoded(Image.new("RGB", (300, 300), "blue"), "JPEG")[:300], "not-an-image"),
        (encoded(Image.new("RGB", (30, 30)), "BMP"), "not-an-image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not-an-image"),
    ],
    ids=["bomb", "just too large", "no pixels", "truncated", "another format", "svg"],
)
def test_bombs_and_broken_files_are_refused(content, code):
    """What is too large is refused before it is decoded; what is broken is told."""
    assert MAX_PIXELS == 100_000_000
    with pytest.raises(Refused, match=code):
        make_sizes(content)
