"""Another machine on the network: opens the page, joins a class that it holds and watches. Its report is JSON.

python elsewhere.py ORIGIN
"""

import asyncio
import json
import sys
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientSession

from iac.local.samples.api import Person
from iac.local.samples.live.conversation import Conversation, joined
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext
from rtc_client.client import LightClient
from rtc_client.description import Wishes
from rtc_client.pictures import camera


async def attend(room: Conversation, client: LightClient) -> "asyncio.Task[None]":
    listening = asyncio.create_task(room.listen())
    await room.connect(client)
    return listening


async def visit(origin: str) -> dict[str, Any]:
    people = []
    for name, role in (("over_there", "instructor"), ("on_the_sofa", "customer")):
        person = Person(origin, name, "three quiet streets")
        await asyncio.to_thread(person.sign_up, name, 10115, role)
        await asyncio.to_thread(person.sign_in)
        people.append(person)
    minute = datetime.now(UTC).replace(second=0, microsecond=0).isoformat()
    await asyncio.to_thread(people[0].plan_class, "On the network", "", [], minute, key="only")
    (card,) = await asyncio.to_thread(people[1].classes)
    relays = [
        (await asyncio.to_thread(person._call, "POST", "/meet", {}, {"meetingId": card["meetingId"]}))["relays"][0]
        for person in people
    ]
    context = DtlsContext(Certificate.generate())
    async with ClientSession() as session:
        async with session.get(origin) as answer:
            page = await answer.text()
        host = LightClient(context, Wishes(camera=True, microphone=True))
        viewer = LightClient(context, Wishes(audio_slots=1, video_slots=1))
        rooms = [joined(session, relay["websocketUrl"], relay["ticket"]) for relay in relays]
        async with rooms[0] as stage, rooms[1] as seat:
            listening = [await attend(stage, host), await attend(seat, viewer)]
            await stage.do("set_media", camera=True, microphone=True)
            host.publish(camera(), sound=True)
            async with asyncio.timeout(30):
                while not any(each.frames > 20 for each in viewer.receptions.values()):  # noqa: ASYNC110 -- a count
                    await asyncio.sleep(0.05)
            for task in listening:
                task.cancel()
        host.close()
        viewer.close()
    media = [client.transport.answer.address[0] for client in (host, viewer)]
    return {"page": '<div id="root">' in page, "sockets": [relay["websocketUrl"] for relay in relays], "media": media}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(visit(sys.argv[1]))))
