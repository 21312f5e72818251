"""The relay as its operator could make it: it keeps all media, puts in pictures of its own, and rewrites messages.

Everything is done from outside: the relay's own code runs in it as it is.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import aiohttp
import av
from aiohttp import web

from media_relay.application import LIVE_PATH
from media_relay.rtc.path_ingress import Ingress
from media_relay.rtc.path_state import Peer
from media_relay.rtc.plane import MediaPlane
from media_relay.rtc.python_path import PythonPath
from media_relay.rtc.rtp import RtpPacket

COLUMNS, ROWS = 8, 2


def descriptor_bytes(payload: bytes) -> int:
    """Length of the VP8 payload descriptor (RFC 7741, section 4.2)."""
    if not payload[0] & 0x80:
        return 1
    flags = payload[1]
    size = 2
    if flags & 0x80:
        size += 2 if payload[2] & 0x80 else 1
    return size + bool(flags & 0x40) + bool(flags & 0x30)


def red_picture() -> bytes:
    """A key frame of VP8 that is red all over."""
    encoder = av.CodecContext.create("libvpx", "w")
    encoder.width, encoder.height, encoder.pix_fmt = 320, 180, "yuv420p"
    encoder.time_base = Fraction(1, 30)
    encoder.options = {"deadline": "realtime", "lag-in-frames": "0"}
    picture = av.VideoFrame(320, 180, "yuv420p")
    for plane, level in zip(picture.planes, (81, 90, 240), strict=True):
        plane.update(bytes((level,)) * plane.buffer_size)
    packets = encoder.encode(picture) + encoder.encode(None)
    return bytes(packets[0])


class Tap(Ingress):
    """Keeps what was decrypted, and passes on what the operator likes better."""

    def __init__(self, peers: Any, egress: Any, events: Any) -> None:
        super().__init__(peers, egress, events)
        self.recorded: dict[int, dict[int, RtpPacket]] = defaultdict(dict)
        self.inject: Callable[[RtpPacket], bytes] | None = None
        self.injected = 0

    def _take(self, peer: Peer, packet: RtpPacket, extensions: Any, now: float) -> None:
        if self._is_video(packet):
            self.recorded[packet.ssrc].setdefault(packet.sequence, replace(packet))
        if self.inject is not None and self._is_video(packet):
            changed = self.inject(packet)
            self.injected += changed != packet.payload
            packet.payload = changed
        super()._take(peer, packet, extensions, now)

    @staticmethod
    def _is_video(packet: RtpPacket) -> bool:
        # VP8 as browsers send it: a descriptor with its optional fields, among them a picture id.
        return len(packet.payload) > 4 and packet.payload[0] & 0xEF == 0x80 and packet.payload[1] & 0x80 == 0x80

    def frames(self, ssrc: int) -> list[bytes]:
        """The whole frames of a stream, as far as all their packets came, without descriptors."""
        packets = [packet for _, packet in sorted(self.recorded[ssrc].items()) if self._is_video(packet)]
        found: list[bytes] = []
        parts: list[bytes] = []
        for packet in packets:
            body = packet.payload[descriptor_bytes(packet.payload) :]
            parts = [body] if packet.payload[0] & 0x10 else [*parts, body]
            if packet.marker:
                found.append(b"".join(parts))
                parts = []
        return found

    def codes_seen(self, *, cut: int = 0) -> dict[int, int]:
        """Decode all that was recorded: which codes were in pictures, and how often. ``cut`` bytes at the end go."""
        codes: dict[int, int] = defaultdict(int)
        for ssrc in list(self.recorded):
            decoder = av.CodecContext.create("vp8", "r")
            for frame in self.frames(ssrc):
                try:
                    pictures = decoder.decode(av.Packet(frame[: len(frame) - cut]))
                except av.FFmpegError:
                    continue
                for picture in pictures:
                    code = code_in(picture)
                    if code is not None:
                        codes[code] += 1
        return dict(codes)


def code_in(picture: Any) -> int | None:
    """The number that is drawn in a picture; None where a block is neither black nor white."""
    luma = picture.planes[0]
    pixels, stride, height, width = memoryview(luma), luma.line_size, picture.height, picture.width
    code = 0
    for i in range(COLUMNS * ROWS):
        y, x = int((i // COLUMNS + 0.6) * height / ROWS), int((i % COLUMNS + 0.5) * width / COLUMNS)
        level = sum(sum(pixels[row * stride + x - 2 : row * stride + x + 3]) for row in range(y - 2, y + 3)) / 25
        if 80 <= level <= 175:
            return None
        code = code * 2 + (level > 127)
    return code


class MaliciousPlane(MediaPlane):
    """The media plane on the tapped path."""

    def __init__(self) -> None:
        super().__init__("127.0.0.1", 0, ["127.0.0.1"])
        assert isinstance(self.path, PythonPath)
        self.tap = self.path.ingress = Tap(self.path.by_address, self.path.egress, self)


Swap = Callable[[str, str, dict[str, Any]], dict[str, Any]]


class Conversations:
    """Stands in the conversations: rewrites what the relay says to each participant."""

    def __init__(self, behind: str) -> None:
        self._behind = behind
        self.swap: Swap = lambda _viewer, _owner, bundle: bundle
        self.rename: dict[str, str] = {}
        self.kind: str | None = None
        self.bundles: dict[str, list[dict[str, Any]]] = defaultdict(list)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        viewer = request.match_info["viewer"]
        front = web.WebSocketResponse(max_msg_size=2**22)
        await front.prepare(request)
        async with aiohttp.ClientSession() as session, session.ws_connect(self._behind + LIVE_PATH) as back:

            async def out() -> None:
                async for frame in back:
                    await front.send_str(json.dumps(self._change(viewer, json.loads(frame.data))))
                await front.close(code=back.close_code or 1000)

            speaking = asyncio.create_task(out())
            async for frame in front:
                text = frame.data
                for real, shown in self.rename.items():
                    text = text.replace(f'"{shown}"', f'"{real}"')
                await back.send_str(text)
            await back.close(code=front.close_code or 1000)
            await speaking
        return front

    def _change(self, viewer: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._change(viewer, one) for one in value]
        if isinstance(value, str):
            return self.rename.get(value, value) if viewer == "ann" else value
        if not isinstance(value, dict):
            return value
        changed = {name: self._change(viewer, one) for name, one in value.items()}
        owner, bundle = value.get("participant"), value.get("key")
        if isinstance(owner, str) and isinstance(bundle, dict):
            if bundle not in self.bundles[owner]:
                self.bundles[owner].append(bundle)
            changed["key"] = bundle if owner == viewer else self.swap(viewer, owner, bundle)
        if self.kind is not None and "kind" in value and value["kind"] == "one_on_one":
            changed["kind"] = self.kind
        return changed
