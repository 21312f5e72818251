"""What tests of live sessions with media look at: who is in a slot, and whether what is counted grows."""

import asyncio
from collections.abc import Callable
from typing import Any


def showing(participant: str) -> Callable[[dict[str, Any]], bool]:
    """A message that says that somebody is in a video slot, and something comes."""

    def shows(message: dict[str, Any]) -> bool:
        return message["type"] == "slots" and any(
            slot["participant"] == participant and slot["layer"] != "none" for slot in message["video"]
        )

    return shows


def slot_of(message: dict[str, Any], participant: str, kind: str = "video") -> str:
    """The mid of somebody's slot."""
    return next(slot["mid"] for slot in message[kind] if slot["participant"] == participant)


async def until(done: Callable[[], object]) -> None:
    """Wait for something that others count, and of which they tell nobody."""
    async with asyncio.timeout(30):
        while not done():  # noqa: ASYNC110 -- see above
            await asyncio.sleep(0.02)


async def advanced(read: Callable[[], int], least: int) -> None:
    """What ``read`` counts has grown by so much."""
    begun = read()
    await until(lambda: read() >= begun + least)
