"""The storyboard: tiles of all chunks put together on sheets of one size."""

import io
from collections.abc import Iterable, Iterator

from PIL import Image

from neufit.contracts.manifest import Storyboard

_QUALITY = 75


def _tiles(storyboard: Storyboard, strips: Iterable[bytes]) -> Iterator[Image.Image]:
    width, height = storyboard.tile_width, storyboard.tile_height
    for strip in strips:
        with Image.open(io.BytesIO(strip), formats=("JPEG",)) as row:
            for left in range(0, row.width - width + 1, width):
                yield row.crop((left, 0, left + width, height))


def _jpeg(sheet: Image.Image) -> bytes:
    content = io.BytesIO()
    sheet.save(content, "JPEG", quality=_QUALITY, optimize=True)
    return content.getvalue()


def sheets(storyboard: Storyboard, strips: Iterable[bytes]) -> Iterator[bytes]:
    """The sheets as JPEG, in order, from the strips of the chunks in order. Tiles go row by row."""
    size = (storyboard.columns * storyboard.tile_width, storyboard.rows * storyboard.tile_height)
    per_sheet = storyboard.columns * storyboard.rows
    sheet = Image.new("RGB", size)
    number = -1
    for number, tile in enumerate(_tiles(storyboard, strips)):
        place = number % per_sheet
        if number and place == 0:
            yield _jpeg(sheet)
            sheet = Image.new("RGB", size)
        row, column = divmod(place, storyboard.columns)
        sheet.paste(tile, (column * storyboard.tile_width, row * storyboard.tile_height))
    if number >= 0:
        yield _jpeg(sheet)
