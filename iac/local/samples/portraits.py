"""Pictures of sample people."""

from PIL import Image

from iac.local.samples.exercises import FACING
from iac.local.samples.figure import Look, Sheet, draw_front
from iac.local.samples.scene import Room, paint

_SIZE = 512


def portrait(look: Look, room: Room) -> Image.Image:
    """Head and shoulders in front of the person's own wall, 512 x 512."""
    wall = paint(room, _SIZE * 2, _SIZE * 2).crop((_SIZE // 2, _SIZE // 4, _SIZE * 3 // 2, _SIZE * 5 // 4))
    scale = 2.1
    person = draw_front(FACING, look, Sheet(_SIZE, scale, _SIZE * 0.46 + 666 * scale))
    wall.paste(person, (0, 0), person)
    return wall
