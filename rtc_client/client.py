"""The client itself: its descriptions, what it publishes, what it receives, and the feedback between.

context = DtlsContext(Certificate.generate())        # one for all clients of a process
client = LightClient(context, Wishes(camera=True, video_slots=4))
client.accept(await ask_the_relay(client.offer()))
await client.connected()
client.publish(camera())
…
client.receptions["1"].frames
client.close()
"""

import asyncio
import secrets
import struct
from collections import Counter
from collections.abc import Callable, Sequence

from media_relay.rtc import rtcp, rtp
from media_relay.rtc.dtls import DtlsContext
from media_relay.rtc.sdp.media import Extension
from media_relay.rtc.stun import Malformed
from rtc_client.description import EXTENSIONS, Answer, Wishes, read_answer, write_offer
from rtc_client.pictures import VideoSource
from rtc_client.receiving import Arrivals, Reception, clear_element
from rtc_client.sending import Camera, Microphone, OutgoingStream, TransportNumbers
from rtc_client.transport import Transport

FEEDBACK_SECONDS = 0.1
REPORT_SECONDS = 1.0
KEYFRAME_SECONDS = 0.5
_SEQUENCE_SSRC = struct.Struct("!H4xI")
_TRANSPORT = EXTENSIONS[Extension.TRANSPORT_WIDE_CC]


class LightClient:
    """A peer of the relay.

    ``receptions`` are the slots by mid. ``heard`` counts RTCP that came, by kind; ``estimate`` is the relay's REMB and
    ``bandwidth`` the one that this client tells (bit/s; only without TWCC), both None until there is one.

    A client that is not ``watchful`` counts packets by their headers, which SRTP leaves in the clear, and reports on
    them (TWCC too); what is in them stays sealed. That costs a sixth, but knows no frames and sends no NACK.
    """

    def __init__(self, context: DtlsContext, wishes: Wishes, *, watchful: bool = True) -> None:
        self.wishes = wishes
        self.receptions: dict[str, Reception] = {}
        self.camera: Camera | None = None
        self.microphone: Microphone | None = None
        self.heard: Counter[str] = Counter()
        self.estimate: int | None = None
        self.bandwidth: int | None = None
        self.transport = Transport(context, self._on_rtp, self._on_rtcp)
        if not watchful:
            self.transport.on_sealed = self._on_sealed
        self._fingerprint = context.certificate.fingerprint
        self._loop = asyncio.get_running_loop()
        self._version = 0
        self._cname = secrets.token_hex(8)
        self._ssrc = secrets.randbelow(2**32 - 1) + 1
        self._numbers = TransportNumbers() if wishes.transport_cc else None
        self._arrivals = Arrivals()
        self._by_ssrc: dict[int, Reception] = {}
        self._keyframe_asked: dict[int, float] = {}
        self._reported_at = 0.0
        self._timers: dict[str, asyncio.TimerHandle] = {}

    def offer(self, *, restart: bool = False) -> str:
        """The next offer; with ``restart`` one that asks for an ICE restart."""
        if restart:
            self.transport.restart()
        self._version += 1
        return write_offer(self.wishes, self.transport.credentials, self._fingerprint, self._version)

    def accept(self, text: str) -> Answer:
        """Take the relay's answer and begin, or go on."""
        answer = read_answer(text)
        for slot in answer.slots:
            if slot.mid not in self.receptions:
                reception = Reception(slot, 90000 if slot.kind == "video" else 48000)
                self.receptions[slot.mid] = reception
                self._by_ssrc |= {ssrc: reception for ssrc in (slot.ssrc, slot.rtx) if ssrc is not None}
        self.transport.accept(answer)
        if "feedback" not in self._timers:
            self._every("feedback", FEEDBACK_SECONDS, self._feedback)
        return answer

    async def connected(self) -> None:
        """Wait for the keys. Raise DtlsError when the handshake failed."""
        await self.transport.connected

    def publish(
        self,
        layers: Sequence[VideoSource] | None = None,
        *,
        sound: bool | Callable[[], bytes] = False,
        pace: float | None = None,
    ) -> None:
        """Begin to send video of these layers, sound, or both. The m-lines must have been offered.

        ``pace`` (bit/s) spreads the packets of a frame. ``sound`` gives the next 20 ms of Opus; True is noise.
        """
        if layers is not None:
            mid = "1" if self.wishes.microphone else "0"
            self.camera = camera = Camera(self.transport.send_rtp, self._numbers, mid, layers, pace=pace)
            self._every("camera", 1 / layers[0].fps, lambda: camera.frame(self._loop.time()))
        if sound:
            self.microphone = microphone = Microphone(
                self.transport.send_rtp, self._numbers, "0", None if sound is True else sound
            )
            self._every("microphone", Microphone.SECONDS, lambda: microphone.frame(self._loop.time()))

    def stop_publishing(self) -> None:
        """Send no more media; the m-lines stay."""
        for name in ("camera", "microphone"):
            if name in self._timers:
                self._timers.pop(name).cancel()

    def request_keyframe(self, mid: str) -> None:
        """Send a PLI for a slot, at most one in ``KEYFRAME_SECONDS``."""
        ssrc, now = self.receptions[mid].slot.ssrc, self._loop.time()
        if now - self._keyframe_asked.get(ssrc, -KEYFRAME_SECONDS) >= KEYFRAME_SECONDS:
            self._keyframe_asked[ssrc] = now
            self.transport.send_rtcp(rtcp.picture_loss(self._ssrc, ssrc))

    def vanish(self) -> None:
        """Be gone without a word."""
        self._stop()
        self.transport.vanish()

    def close(self) -> None:
        """Say good-bye and be gone."""
        self._stop()
        self.transport.close()

    def _stop(self) -> None:
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def _every(self, name: str, seconds: float, work: Callable[[], None]) -> None:
        """Do something at a steady pace; when the process was late, what was missed is left out."""
        due = self._loop.time()

        def run() -> None:
            nonlocal due
            due = max(due + seconds, self._loop.time() - seconds)
            self._timers[name] = self._loop.call_at(due, run)
            work()

        self._timers[name] = self._loop.call_at(due, run)

    def _streams(self) -> list[tuple[OutgoingStream, int]]:
        """What is sent, each with its clock rate."""
        streams = [(stream, 90000) for stream in self.camera.streams] if self.camera else []
        return streams + ([(self.microphone.stream, 48000)] if self.microphone else [])

    def _on_rtp(self, data: bytes) -> None:
        now = self._loop.time()
        try:
            packet = rtp.parse(data)
            reception = self._by_ssrc.get(packet.ssrc)
            if _TRANSPORT in packet.extensions:
                self._arrivals.note(packet.extensions[_TRANSPORT], now)
            gap = reception.take(packet, now) if reception is not None else []
        except Malformed:
            self.heard["malformed"] += 1
            return
        if reception is None:
            self.heard["stray"] += 1
        elif gap:
            self.transport.send_rtcp(rtcp.nack(self._ssrc, reception.slot.ssrc, gap))

    def _on_sealed(self, datagram: memoryview) -> None:
        sequence, ssrc = _SEQUENCE_SSRC.unpack_from(datagram, 2)
        if self._numbers is not None:
            number = clear_element(datagram, _TRANSPORT)
            if number is not None:
                # A process that plays many clients is late now and then; the network isn't.
                self._arrivals.note(number, self.transport.arrived())
        reception = self._by_ssrc.get(ssrc)
        if reception is not None and reception.slot.ssrc == ssrc:
            reception.count(sequence, len(datagram))
        else:
            self.heard["stray"] += 1

    def _on_rtcp(self, data: bytes) -> None:
        try:
            packets = rtcp.parse(data)
        except Malformed:
            self.heard["malformed"] += 1
            return
        for packet in packets:
            self.heard[type(packet).__name__] += 1
            if isinstance(packet, rtcp.Nack):
                for stream, _ in self._streams():
                    if stream.ssrc == packet.media:
                        stream.repeat(packet.lost)
            elif isinstance(packet, rtcp.KeyframeRequest) and self.camera is not None:
                for ssrc in packet.media:
                    self.camera.refresh(ssrc)
            elif isinstance(packet, rtcp.ReceiverEstimate):
                self.estimate = packet.bitrate
            elif isinstance(packet, rtcp.SenderReport) and packet.ssrc in self._by_ssrc:
                reception = self._by_ssrc[packet.ssrc]
                reception.last_report = packet.ntp >> 16 & 0xFFFFFFFF
                reception.reported_at = self._loop.time()

    def _feedback(self) -> None:
        now = self._loop.time()
        for reception in self.receptions.values():
            if reception.missing:
                asked, needs_keyframe = reception.again(now)
                if asked:
                    self.transport.send_rtcp(rtcp.nack(self._ssrc, reception.slot.ssrc, asked))
                if needs_keyframe:
                    self.request_keyframe(reception.slot.mid)
        told = self._arrivals.feedback(self._ssrc, 0)
        if told is not None:
            self.transport.send_rtcp(told)
        if now - self._reported_at >= REPORT_SECONDS:
            self._reported_at = now
            self._report(now)

    def _report(self, now: float) -> None:
        for stream, clock_rate in self._streams():
            self.transport.send_rtcp(stream.report(self._cname, now, clock_rate))
        blocks = [block for reception in self.receptions.values() if (block := reception.report(now)) is not None]
        if not blocks:
            return
        compound = rtcp.receiver_report(rtcp.ReceiverReport(self._ssrc, tuple(blocks[:31])))
        compound += rtcp.description(self._ssrc, self._cname)
        if self.bandwidth is not None:
            compound += rtcp.receiver_estimate(self._ssrc, self.bandwidth, [block.ssrc for block in blocks[:31]])
        self.transport.send_rtcp(compound)
