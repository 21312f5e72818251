"""The operator of the relay against a one-on-one: reads, injects, swaps keys, and says that nothing is encrypted.

Two real browsers run the product's client code. The same attacks succeed on a class, which is not encrypted.
"""

import base64
import hashlib
import json
import struct
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.async_api import BrowserContext, Page, async_playwright

from neufit.domain.room.kinds import MeetingKind, MeetingRole
from tests.relay.confidential.relay import Conversations, MaliciousPlane, descriptor_bytes, red_picture
from tests.relay.rtc.browser import ARGUMENTS

pytestmark = pytest.mark.alone

ROOT = Path(__file__).resolve().parents[3]
CODES = {"ann": 0xA5C6, "bo": 0x3A9C}
WAIT_MS = 60_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the tests with the product's modules in it."""
    place = tmp_path_factory.mktemp("page")
    vite = ROOT / "web/node_modules/.bin/vite"
    page = ROOT / "web/test-pages/confidential"
    subprocess.run([vite, "build", page, "--outDir", place, "--emptyOutDir"], check=True, cwd=ROOT / "web", timeout=120)
    return place


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Account:
    """An account's key, and halves of agreements made with it: what the attacker has of the product's cryptography."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.jwk = {"crv": "P-256", "kty": "EC", "x": base64url(point[1:33]), "y": base64url(point[33:])}
        self.id = base64url(hashlib.sha256(json.dumps(self.jwk, separators=(",", ":")).encode()).digest())

    def bundle(self, participant: str, epoch: int) -> dict[str, Any]:
        pair = ec.generate_private_key(ec.SECP256R1()).public_key()
        point, nonce = pair.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint), bytes(range(16))
        texts = ["neufit-e2ee-1", "half", "meeting", participant, self.id]
        parts = [*(text.encode() for text in texts), point, nonce, str(epoch).encode()]
        said = b"".join(struct.pack("!I", len(part)) + part for part in parts)
        r, s = utils.decode_dss_signature(self.key.sign(said, ec.ECDSA(hashes.SHA256())))
        return {
            "ecdh": base64url(point),
            "account_key": self.id,
            "nonce": base64url(nonce),
            "epoch": epoch,
            "signature": base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big")),
        }


@dataclass
class Scene:
    """Two people, the API that both ask for keys, and the relay between them."""

    origin: str
    contexts: dict[str, BrowserContext]
    plane: MaliciousPlane
    conversations: Conversations
    ticket: Any
    kind: str
    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    # What the API says about somebody to somebody, when it is evil too.
    lies: dict[tuple[str, str], Account] = field(default_factory=dict)

    async def join(self, me: str, *, kind: str | None = None) -> Page:
        page = await self.contexts[me].new_page()

        async def register(participant: str, key: str, jwk: dict[str, str]) -> None:
            self.keys.setdefault(participant, {})[key] = jwk

        async def keys_of(asking: str, participant: str) -> list[Any]:
            liar = self.lies.get((asking, participant))
            known = self.keys.get(participant, {}) if liar is None else {liar.id: liar.jwk}
            return list(known.items())

        await page.expose_function("registerKey", register)
        await page.expose_function("keysOf", keys_of)
        await page.goto(f"{self.origin}/index.html")
        await page.wait_for_function("'join' in globalThis")
        role = MeetingRole.HOST if me == "ann" else MeetingRole.CUSTOMER
        await page.evaluate(
            "(options) => join(options)",
            {
                "meeting": "meeting",
                "me": me,
                "kind": kind or self.kind,
                "code": CODES[me],
                "relay": f"{self.origin.replace('http', 'ws')}/{me}/relay",
                "ticket": self.ticket(me, kind=MeetingKind(self.kind), role=role, moderates=me == "ann"),
            },
        )
        return page


@pytest.fixture
async def scene(built: Path, start_relay: Any, make_live_ticket: Any) -> AsyncIterator[Any]:
    """Open scenes for one kind of meeting; one at a time."""

    @asynccontextmanager
    async def play(kind: str) -> AsyncIterator[Scene]:
        plane = MaliciousPlane()
        running = await start_relay(plane=plane)
        conversations = Conversations(running.origin)
        front = web.Application()
        front.router.add_get("/{viewer}/relay", conversations.serve)
        front.router.add_static("/", built)
        runner = web.AppRunner(front, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
                contexts = {name: await browser.new_context(permissions=["camera", "microphone"]) for name in CODES}
                origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
                yield Scene(origin, contexts, plane, conversations, make_live_ticket, kind)
                await browser.close()
        finally:
            await runner.cleanup()

    return play


async def until(page: Page, condition: str, argument: Any = None) -> None:
    await page.wait_for_function(condition, arg=argument, timeout=WAIT_MS)


async def until_seen(page: Page, what: Any, more: int = 5) -> None:
    """So many more pictures of a kind are shown to the person at this page."""
    before = await page.evaluate("(what) => seen[what] ?? 0", str(what))
    await until(page, "([what, count]) => (seen[what] ?? 0) >= count", [str(what), before + more])


async def until_status(page: Page, status: str) -> None:
    await until(page, "(status) => session.snapshot().encryption?.status === status", status)


async def until_dropped(page: Page, reason: str) -> None:
    before = await page.evaluate("(reason) => session.frames()?.dropped[reason] ?? 0", reason)
    await until(
        page,
        "([reason, before]) => (session.frames()?.dropped[reason] ?? 0) > before",
        [reason, before],
    )


def own_picture(picture: bytes, packet: Any) -> bytes:
    """In place of every frame a picture of our own; what follows in other packets is behind its end."""
    payload: bytes = packet.payload
    if not payload[0] & 0x10:
        return payload
    return payload[: descriptor_bytes(payload)] + picture


def flipped(packet: Any) -> bytes:
    """A bit of the first packet of a frame, behind all that stays in the clear."""
    payload: bytes = packet.payload
    at = descriptor_bytes(payload) + 12
    if not payload[0] & 0x10 or len(payload) <= at:
        return payload
    return payload[:at] + bytes((payload[at] ^ 1,)) + payload[at + 1 :]


class Replay:
    """The first frame that fits into one packet, again and again in place of others like it."""

    def __init__(self) -> None:
        self.frames: dict[int, bytes] = {}

    def __call__(self, packet: Any) -> bytes:
        payload: bytes = packet.payload
        if not (payload[0] & 0x10 and packet.marker):
            return payload
        size = descriptor_bytes(payload)
        return payload[:size] + self.frames.setdefault(packet.ssrc, payload[size:])


async def test_a_class_is_an_open_book_to_its_relay(scene):
    """Without encryption the recording shows both pictures, and viewers are shown what the relay puts in."""
    async with scene("group_class") as play:
        ann, bo = await play.join("ann"), await play.join("bo")
        await until_seen(bo, CODES["ann"], 20)
        await until_seen(ann, CODES["bo"], 20)
        assert set(play.plane.tap.codes_seen()) == set(CODES.values())
        play.plane.tap.inject = partial(own_picture, red_picture())
        await until_seen(bo, "red")


async def test_a_one_on_one_is_closed_to_its_relay(scene):
    """No recorded frame decodes to a picture of theirs; what is flipped, replayed or made up is dropped and counted."""
    async with scene("one_on_one") as play:
        ann, bo = await play.join("ann"), await play.join("bo")
        await until_status(ann, "secure")
        await until_seen(bo, CODES["ann"], 20)
        await until_seen(ann, CODES["bo"], 20)
        tap = play.plane.tap
        assert sum(len(tap.frames(ssrc)) for ssrc in list(tap.recorded)) > 40
        # A decoder that is fed with noise may paint something, a black picture say: but none of theirs.
        assert not tap.codes_seen().keys() & set(CODES.values())
        assert not tap.codes_seen(cut=24).keys() & set(CODES.values())  # without the tag and the trailer
        code = await ann.evaluate("session.snapshot().encryption.code")
        assert code == await bo.evaluate("session.snapshot().encryption.code")
        for attack, reason in (
            (flipped, "forged"),
            (Replay(), "replayed"),
            (partial(own_picture, red_picture()), "other-epoch"),
        ):
            tap.inject = attack
            await until_dropped(bo, reason)
            tap.inject = None
            await until_seen(bo, CODES["ann"])  # the real picture comes back by itself
        assert tap.injected
        assert "red" not in await bo.evaluate("seen")
        assert set(await bo.evaluate("Object.keys(seen)")) <= {str(CODES["ann"]), "other"}


# A browser without RTCRtpScriptTransform; it counts its connections' lines that go the older way.
OLDER = """delete globalThis.RTCRtpScriptTransform;
globalThis.older = 0;
globalThis.connections = [];
for (const { prototype } of [RTCRtpSender, RTCRtpReceiver]) {
    const streams = prototype.createEncodedStreams;
    prototype.createEncodedStreams = function () { older += 1; return streams.call(this); };
}
globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...options) { super(...options); connections.push(this); }
};"""
HEARD = """async () => [...(await connections.at(-1).getStats()).values()].some(
    (one) => one.type === "inbound-rtp" && one.kind === "audio" && one.totalAudioEnergy > 0.01)"""


async def both_see_each_other(ann: Page, bo: Page) -> None:
    """Encrypted, with the same code, and pictures go on."""
    await until_status(ann, "secure")
    await until_status(bo, "secure")
    await until_seen(bo, CODES["ann"], 20)
    await until_seen(ann, CODES["bo"], 20)
    code = await ann.evaluate("session.snapshot().encryption.code")
    assert code == await bo.evaluate("session.snapshot().encryption.code")


@pytest.mark.parametrize("older", [("bo",), ("ann", "bo")], ids=["one", "both"])
async def test_the_older_way_to_encoded_frames_is_as_closed(scene, older):
    """With createEncodedStreams, against either way: picture and sound flow, the code is the same, the relay is blind.

    It goes on when the other one has come again, which takes other keys.
    """
    async with scene("one_on_one") as play:
        for name in older:
            await play.contexts[name].add_init_script(OLDER)
        ann, bo = await play.join("ann"), await play.join("bo")
        await both_see_each_other(ann, bo)
        await until(bo, HEARD)
        assert await bo.evaluate("older") == 4  # camera and microphone, and a slot of each
        await ann.evaluate("session.leave()")
        await until_status(bo, "alone")
        ann = await play.join("ann")
        await both_see_each_other(ann, bo)
        tap = play.plane.tap
        assert sum(len(tap.frames(ssrc)) for ssrc in list(tap.recorded)) > 40
        assert not tap.codes_seen().keys() & set(CODES.values())
        assert not tap.codes_seen(cut=24).keys() & set(CODES.values())


def forged_signature(bundle: dict[str, Any], eve: Account) -> dict[str, Any]:
    """Eve's half in the name of Bo's account key: the signature can't be right."""
    return eve.bundle("bo", bundle["epoch"]) | {"account_key": bundle["account_key"]}


def own_account(bundle: dict[str, Any], eve: Account) -> dict[str, Any]:
    """Eve's half, rightly signed, with a key that is not of Bo's account."""
    return eve.bundle("bo", bundle["epoch"])


@pytest.mark.parametrize("swapped", [forged_signature, own_account])
async def test_a_swapped_key_opens_no_media(scene, swapped):
    """Who is told keys that are not the other's says so, sends nothing that can be opened, and shows nothing."""
    async with scene("one_on_one") as play:
        eve = Account()
        play.conversations.swap = lambda viewer, _, bundle: swapped(bundle, eve) if viewer == "ann" else bundle
        ann, bo = await play.join("ann"), await play.join("bo")
        await until_status(ann, "untrusted")
        await until(ann, "session.frames()?.dropped['no-key'] > 5")
        assert await ann.evaluate("session.snapshot().encryption.code") is None
        assert not await ann.evaluate("session.frames().sealed + session.frames().opened")
        assert "secure" not in await ann.evaluate("states")
        assert await bo.evaluate("(session.frames()?.opened ?? 0) + Object.keys(seen).length") == 0


async def test_an_old_key_is_not_taken_again(scene):
    """When Bo comes again and the relay shows the key of before, it is not used."""
    async with scene("one_on_one") as play:
        ann, bo = await play.join("ann"), await play.join("bo")
        await until_status(ann, "secure")
        old = play.conversations.bundles["bo"][-1]
        play.conversations.swap = lambda viewer, owner, bundle: old if (viewer, owner) == ("ann", "bo") else bundle
        await bo.evaluate("session.leave()")
        await until_status(ann, "alone")
        await ann.evaluate("states.length = 0")
        bo = await play.join("bo")
        await until_status(bo, "secure")  # it was told the truth
        await until(ann, "states.includes('agreeing')")
        more_dropped = "(before) => session.frames().dropped['no-key'] > before"
        # The worker tells its counts now and then: the next ones hold all that was opened with the key of before.
        await until(ann, more_dropped, await dropped(ann))
        opened = await ann.evaluate("session.frames().opened")
        await until(ann, more_dropped, await dropped(ann))
        assert "secure" not in await ann.evaluate("states")
        assert await ann.evaluate("session.frames().opened") == opened
        assert not await bo.evaluate("Object.keys(seen).length")


async def dropped(page: Page) -> int:
    count: int = await page.evaluate("session.frames()?.dropped['no-key'] ?? 0")
    return count


async def test_another_person_is_not_taken_for_the_one_agreed(scene):
    """Eve has an account of her own, rightly signed and known to the API: still she isn't who this meeting is with."""
    async with scene("one_on_one") as play:
        eve = Account()
        play.keys["eve"] = {eve.id: eve.jwk}
        play.conversations.rename = {"bo": "eve"}
        play.conversations.swap = lambda viewer, _, bundle: (
            eve.bundle("eve", bundle["epoch"]) if viewer == "ann" else bundle
        )
        ann = await play.join("ann")
        await play.join("bo")
        await until_status(ann, "untrusted")
        await until(ann, "session.frames()?.dropped['no-key'] > 5")
        assert "secure" not in await ann.evaluate("states")


async def test_an_evil_api_shows_in_the_code(scene):
    """When API and relay put Eve between both, with keys of hers for each, the codes that they compare differ."""
    async with scene("one_on_one") as play:
        eve = Account()
        play.lies = {("ann", "bo"): eve, ("bo", "ann"): eve}
        halves: dict[tuple[str, str], dict[str, Any]] = {}
        play.conversations.swap = lambda viewer, owner, bundle: halves.setdefault(
            (viewer, bundle["ecdh"]), eve.bundle(owner, bundle["epoch"])
        )
        ann, bo = await play.join("ann"), await play.join("bo")
        await until_status(ann, "secure")
        await until_status(bo, "secure")
        codes = [await page.evaluate("session.snapshot().encryption.code") for page in (ann, bo)]
        assert codes[0] != codes[1]


async def test_that_nothing_be_encrypted_is_not_believed(scene):
    """A relay that calls the one-on-one a class is left: no connection for media is made, nothing is sent."""
    async with scene("one_on_one") as play:
        play.conversations.kind = "group_class"
        ann = await play.join("ann")
        await until(ann, "session.snapshot().state === 'ended'")
        assert await ann.evaluate("[session.snapshot().failure.code, session.snapshot().media]") == [
            "other-kind",
            "off",
        ]
        assert not play.plane.tap.recorded
