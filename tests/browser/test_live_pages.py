"""A class in which more people show themselves than fit: a real browser looks through them, page by page."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager

from aiohttp import ClientSession
from playwright.sync_api import Page, expect

from iac.local.samples.live.conversation import joined
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext
from rtc_client.client import LightClient
from rtc_client.description import Wishes
from rtc_client.pictures import camera
from tests.browser.conftest import Person, System
from tests.browser.live import button, join, until_media, watched

PHONE = {"viewport": {"width": 390, "height": 844}}
CUSTOMERS = 11
# Of the nine slots for pictures one is the trainer's.
TILES = 8


@contextmanager
def crowd(system: System, meeting: str, people: list[Person]) -> Iterator[None]:
    """These are in the class and share their cameras with it, in this order: light clients in a loop of their own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    context = DtlsContext(Certificate.generate())
    stack = AsyncExitStack()
    listening: list[asyncio.Task[None]] = []

    async def come(url: str, ticket: str) -> None:
        session = await stack.enter_async_context(ClientSession())
        conversation = await stack.enter_async_context(joined(session, url, ticket))
        listening.append(asyncio.create_task(conversation.listen()))
        client = LightClient(context, Wishes(camera=True, layers=1))
        stack.callback(client.close)
        await conversation.connect(client)
        client.publish(camera(fps=5, scale=0.2)[:1])
        await conversation.do("share", scope="class")
        await conversation.do("set_media", camera=True)

    async def go() -> None:
        for task in listening:
            task.cancel()
        await asyncio.gather(*listening, return_exceptions=True)
        await stack.aclose()

    try:
        for person in people:
            (relay, *_) = system.call("POST", f"/meet?meetingId={meeting}", person)["relays"]
            asyncio.run_coroutine_threadsafe(come(relay["websocketUrl"], relay["ticket"]), loop).result(60)
        yield
    finally:
        asyncio.run_coroutine_threadsafe(go(), loop).result(60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


def names_shown(page: Page, expected: list[str]) -> None:
    """Wait until just these people's tiles are on the page, in this order."""
    page.wait_for_function(
        """expected => JSON.stringify([...document.querySelectorAll('[aria-label="Cameras of the class"] video')]
            .map(video => video.ariaLabel)) === JSON.stringify(expected)""",
        arg=[f"Camera of {name}" for name in expected],
    )


def test_who_does_not_fit_is_on_the_next_page(visit, system):
    """Eight fit: "More people" shows the other three in place of them, their packets come, and there is a way back.

    In the relay's order of coming; nobody is on two pages, nobody is left out.
    """
    trainer, viewer, *people = [system.person(role) for role in ("instructor", "customer", *["customer"] * CUSTOMERS)]
    names = [system.call("GET", "/user", person)["displayName"] for person in people]
    meeting = system.call("POST", "/meet", trainer, json={"kind": "group_class", "title": "Many"})["meetingId"]
    with crowd(system, meeting, people):
        page = visit(f"/live/{meeting}", viewer, watched(), **PHONE)
        join(page)
        more, before = button(page, "More people"), button(page, "People before")
        names_shown(page, names[:TILES])
        for _ in range(2):
            expect(before).to_have_count(0)
            more.click()
            names_shown(page, names[TILES:])
            expect(more).to_have_count(0)
            came = received(page)
            until_media(page, lambda _, came=came: received(page) > came + 50)
            before.click()
            names_shown(page, names[:TILES])


def received(page: Page) -> int:
    """Packets of video that came, in all slots."""
    count: int = page.evaluate(
        """async () => [...(await connections.at(-1).getStats()).values()]
            .filter((one) => one.type === "inbound-rtp" && one.kind === "video")
            .reduce((sum, one) => sum + one.packetsReceived, 0)"""
    )
    return count
