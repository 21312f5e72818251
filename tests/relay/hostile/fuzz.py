"""Mutations of real packets, offers and messages, through the whole way into a real media plane on loopback.

A villain with a light client of its own repeats what it really said (checks, handshake, sealed media, and media and
feedback before they are sealed, so that they are authentic) with bytes changed, cut, grown and exchanged. Beside it a
host publishes to a viewer. Whatever escapes to the event loop is kept, with the seed that repeats the run.

    python tests/relay/hostile/fuzz.py [--seconds 120] [--seed 1]
"""

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext
from media_relay.rtc.media import MediaEvent, Seat
from media_relay.rtc.plane import MediaPlane
from media_relay.signalling.socket import parse
from neufit.contracts.live import CLIENT_MESSAGE
from neufit.domain.errors import Gone, Invalid
from neufit.domain.room.kinds import Source
from rtc_client.client import LightClient
from rtc_client.description import Wishes
from rtc_client.pictures import camera

EVERYTHING = frozenset(Source)
# What of each kind is kept to be changed; later ones take the place of a random one.
MOST_SAMPLES = 200
LONGEST = 1400
# Mutations between two turns of the event loop.
AT_ONCE = 20
VILLAIN_SECONDS = 3.0
MESSAGES = (
    b'{"type":"hello","ticket":"a.b.c","after":0,"log":""}',
    b'{"type":"offer","number":1,"sdp":"v=0"}',
    b'{"type":"command","number":7,"action":{"kind":"chat","text":"hello"}}',
    b'{"type":"command","number":8,"action":{"kind":"rep","delta":1,"exercise":"squat"}}',
    b'{"type":"view","slots":[{"mid":"1","height":360}],"pinned":null,"page":0}',
    b'{"type":"ping","sent":123456}',
    b'{"type":"report","latency_ms":120,"jitter_ms":3,"fps":30,"lost":0}',
)


def mutate(data: bytes, chance: random.Random, longest: int = LONGEST) -> bytes:
    """The same with one to four things changed; at most ``longest`` bytes, at least one."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed)) if changed else 0
        match chance.randrange(7):
            case 0 if changed:
                changed[at] ^= 1 << chance.randrange(8)
            case 1 if changed:
                changed[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
            case 2:
                del changed[at:]
            case 3:
                del changed[at : at + chance.randint(1, 8)]
            case 4:
                changed[at:at] = chance.randbytes(chance.randint(1, 8))
            case 5:
                changed[at : at + 2] = chance.choice((b"\x00\x00", b"\xff\xff", len(changed).to_bytes(4)[-2:]))
            case _:
                changed[at:at] = changed[at : at + chance.randint(1, 64)] * chance.randint(1, 4)
    return bytes(changed[:longest]) or b"\x00"


@dataclass
class Outcome:
    """What came of it. ``escaped`` holds what reached the event loop, or came out of a parser as something else."""

    seed: int
    mutations: Counter[str] = field(default_factory=Counter)
    escaped: list[str] = field(default_factory=list)
    frames: int = 0
    villains: int = 0
    most_addresses: int = 0
    most_ssrcs: int = 0
    memory: list[int] = field(default_factory=list)


class Fuzzer:
    """One run. ``samples`` are what was said in earnest, by kind."""

    def __init__(self, seconds: float, seed: int) -> None:
        self.outcome = Outcome(seed)
        self._end = time.monotonic() + seconds
        self._chance = random.Random(seed)  # noqa: S311 -- it shall be repeatable
        self._samples: dict[str, list[bytes]] = {"message": list(MESSAGES)}
        self._context = DtlsContext(Certificate.generate())
        self._plane = MediaPlane("127.0.0.1", 0, ["127.0.0.1"])

    async def run(self) -> Outcome:
        """Go on until the time is over, and then see whether the host still reaches the viewer."""
        asyncio.get_running_loop().set_exception_handler(self._escaped)
        await self._plane.open()
        host, _ = await self._join("host")
        viewer, peer = await self._join("viewer")
        host.publish(camera(scale=0.1), sound=True)
        slot = peer.mids()[1][0]
        peer.receive_video([Seat(slot, "host", 180, 0)])
        try:
            while time.monotonic() < self._end:
                await self._villain(min(self._end, time.monotonic() + VILLAIN_SECONDS))
            before = viewer.receptions[slot].frames
            async with asyncio.timeout(20):
                while viewer.receptions[slot].frames < before + 20:  # noqa: ASYNC110 -- counted by others
                    await asyncio.sleep(0.05)
            self.outcome.frames = viewer.receptions[slot].frames
        finally:
            host.close()
            viewer.close()
            await self._plane.close()
        return self.outcome

    async def _join(self, name: str, spy: bool = False) -> tuple[LightClient, Any]:
        wishes = Wishes(microphone=True, camera=True, audio_slots=2, video_slots=2)
        client = LightClient(self._context, wishes)
        if spy:
            for method in ("send_raw", "send_rtp", "send_rtcp"):
                setattr(client.transport, method, self._keeping(method, getattr(client.transport, method)))
        peer = self._plane.join(name, "room", publishes=EVERYTHING, slots=(2, 2), notify=self._heard)
        offer = client.offer()
        if spy:
            self._keep("offer", offer.encode())
        client.accept(peer.answer(offer))
        async with asyncio.timeout(20):
            await client.connected()
        return client, peer

    async def _villain(self, end: float) -> None:
        """Join, say things in earnest and changed, and be gone."""
        self.outcome.villains += 1
        client, peer = await self._join("villain", spy=True)
        client.publish(camera(scale=0.1), sound=True)
        peer.receive_video([Seat(peer.mids()[1][0], "host", 180, 0)])
        # The sending methods of the class, which keep no samples.
        transport = client.transport
        ways: dict[str, Callable[[bytes], None]] = {
            "send_raw": lambda data: type(transport).send_raw(transport, data),
            "send_rtp": lambda data: type(transport).send_rtp(transport, data),
            "send_rtcp": lambda data: type(transport).send_rtcp(transport, data),
            "offer": self._offer,
            "message": self._message,
        }
        try:
            while time.monotonic() < end:
                for _ in range(AT_ONCE):
                    # Offers and messages are the slow ones: one in ten each.
                    kind = self._chance.choices(tuple(ways), (2, 3, 3, 1, 1))[0]
                    if kind not in self._samples:
                        continue
                    sample = self._chance.choice(self._samples[kind])
                    changed = mutate(sample, self._chance, 2**16 if kind in {"offer", "message"} else LONGEST)
                    self.outcome.mutations[kind] += 1
                    ways[kind](changed)
                self._look()
                await asyncio.sleep(0.002)
        finally:
            client.vanish()
            peer.close()

    def _offer(self, data: bytes) -> None:
        """A changed offer of somebody else is answered, or refused as Invalid."""
        peer = self._plane.join("stranger", "elsewhere", publishes=EVERYTHING, slots=(2, 2), notify=self._heard)
        try:
            peer.answer(data.decode(errors="replace"))
        except (Invalid, Gone):
            self.outcome.mutations["offers refused"] += 1
        except Exception as error:  # noqa: BLE001 -- that none other escapes is what is looked for
            self.outcome.escaped.append(f"offer: {error!r}")
        peer.close()

    def _message(self, data: bytes) -> None:
        """A changed message is a message, or refused as Invalid."""
        try:
            parse(CLIENT_MESSAGE, data.decode(errors="replace"))
        except Invalid:
            self.outcome.mutations["messages refused"] += 1
        except Exception as error:  # noqa: BLE001 -- as above
            self.outcome.escaped.append(f"message: {error!r}")

    def _keep(self, kind: str, data: bytes) -> None:
        kept = self._samples.setdefault(kind, [])
        if len(kept) < MOST_SAMPLES:
            kept.append(data)
        else:
            kept[self._chance.randrange(MOST_SAMPLES)] = data

    def _keeping(self, kind: str, send: Callable[[bytes], None]) -> Callable[[bytes], None]:
        def keep_and_send(data: bytes) -> None:
            self._keep(kind, bytes(data))
            send(data)

        return keep_and_send

    def _look(self) -> None:
        """Note how large the tables are, and every so often the memory."""
        outcome, path = self.outcome, self._plane.path
        outcome.most_addresses = max(outcome.most_addresses, len(self._plane.ice.peers))
        peers = {id(peer): peer for peer in path.by_address.values()}
        outcome.most_ssrcs = max([outcome.most_ssrcs, *(len(peer.ssrcs) for peer in peers.values())])
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        outcome.memory.append(pages * 4)

    def _heard(self, event: MediaEvent) -> None:
        """Events of the plane are of no concern here."""

    def _escaped(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        self.outcome.escaped.append(f"{context['message']}: {context.get('exception')!r}")


def main() -> None:
    """Run it from the command line; exit with 1 when anything escaped."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    async def run() -> Outcome:
        return await Fuzzer(arguments.seconds, arguments.seed).run()

    outcome = asyncio.run(run())
    memory = outcome.memory
    lines = [
        f"seed {outcome.seed}, {outcome.villains} villains, {dict(outcome.mutations)}",
        f"most addresses {outcome.most_addresses}, most SSRCs {outcome.most_ssrcs}, frames {outcome.frames}",
        f"memory (KiB) after a quarter {memory[len(memory) // 4]}, at the end {memory[-1]}, most {max(memory)}",
        *(f"ESCAPED {times} x {what}" for what, times in Counter(outcome.escaped).most_common(20)),
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(bool(outcome.escaped))


if __name__ == "__main__":
    main()
