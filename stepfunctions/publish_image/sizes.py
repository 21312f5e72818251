"""The sizes of an image: decoded under guard, turned upright, scaled, written without any metadata."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from stepfunctions.publish_video.refusals import Refused

MAX_PIXELS = 100_000_000
SIZES = (("small", 320), ("medium", 960), ("large", 2048))
"""Names and longest sides; an image that is smaller is not made larger."""
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Size:
    """One size, as JPEG."""

    name: str
    width: int
    height: int
    content: bytes


def _opened(content: bytes) -> Image.Image:
    """The first picture of a file, decoded and upright. Raise Refused when it can't be read or is too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit follows
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise Refused("too-large-image")
            image.load()
        return ImageOps.exif_transpose(image)
    except Image.DecompressionBombError:
        raise Refused("too-large-image") from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError):  # what Pillow's decoders raise on damaged files
        raise Refused("not-an-image") from None


def _on_white(image: Image.Image) -> Image.Image:
    """The image in RGB; what is transparent becomes white."""
    if image.mode not in {"RGBA", "LA", "PA", "P"} and "transparency" not in image.info:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    ground.alpha_composite(layered)
    return ground.convert("RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    """The image in the colours that everybody assumes, since its own profile is not kept."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "L", "CMYK"}:
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return image  # a damaged profile says nothing
    return image if converted is None else converted


def make_sizes(content: bytes) -> list[Size]:
    """The sizes of an image file, from small to large. Raise Refused."""
    image = _on_white(_in_srgb(_opened(content)))
    sizes = []
    for name, side in SIZES:
        scaled = image.copy()
        scaled.thumbnail((side, side), Image.Resampling.LANCZOS)
        bare = Image.new("RGB", scaled.size)
        bare.paste(scaled)  # pixels only: no EXIF, no profile, no comment
        target = io.BytesIO()
        bare.save(target, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
        sizes.append(Size(name, scaled.width, scaled.height, target.getvalue()))
    return sizes
