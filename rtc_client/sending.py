"""What a client publishes: streams with a history, in the form that Chromium sends them."""

import secrets
import struct
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence

from media_relay.rtc import rtcp, rtp
from media_relay.rtc.sdp.media import Extension
from rtc_client import description as sdp
from rtc_client.pacing import Pacer
from rtc_client.pictures import VideoSource

HISTORY = 1024
_HEADER = struct.Struct("!BBHII")
_MID = sdp.EXTENSIONS[Extension.MID]
_RID = sdp.EXTENSIONS[Extension.RID]
_REPAIRED_RID = sdp.EXTENSIONS[Extension.REPAIRED_RID]
_TRANSPORT = sdp.EXTENSIONS[Extension.TRANSPORT_WIDE_CC]
_SEND_TIME = sdp.EXTENSIONS[Extension.ABSOLUTE_SEND_TIME]
_LEVEL = sdp.EXTENSIONS[Extension.AUDIO_LEVEL]
_NTP_EPOCH = 2208988800


def ntp_now() -> int:
    """The clock as sender reports state it: 32.32 bits since 1900."""
    return int((time.time() + _NTP_EPOCH) * 2**32)


class TransportNumbers:
    """The transport-wide sequence numbers of one client."""

    def __init__(self) -> None:
        self._next = secrets.randbelow(1000)

    def draw(self) -> bytes:
        """The next number as a header extension holds it."""
        self._next = (self._next + 1) & 0xFFFF
        return self._next.to_bytes(2, "big")


class OutgoingStream:
    """One SSRC and the one that it is retransmitted on. ``names`` are header extensions that all packets have."""

    def __init__(
        self,
        send: Callable[[bytes], None],
        numbers: TransportNumbers | None,
        payload_type: int,
        names: dict[int, bytes],
        *,
        rtx: int | None = None,
    ) -> None:
        self.ssrc = secrets.randbelow(2**32 - 1) + 1
        self.rtx_ssrc = secrets.randbelow(2**32 - 1) + 1
        self.packets = self.octets = self.retransmitted = 0
        self._send = send
        self._numbers = numbers
        self._payload_type = payload_type
        self._names = names
        self._rtx = rtx
        self._sequence = secrets.randbelow(2**15)
        self._rtx_sequence = secrets.randbelow(2**15)
        self._timestamp = 0
        self._history: OrderedDict[int, tuple[int, int, bytes]] = OrderedDict()

    def packet(self, payload: bytes, timestamp: int, marker: bool, more: dict[int, bytes] | None = None) -> None:  # noqa: FBT001 -- a bit of the header
        """Send the next packet."""
        timestamp &= 0xFFFFFFFF
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._timestamp = timestamp
        second = self._payload_type | marker << 7
        self._history[self._sequence] = (second, timestamp, payload)
        if len(self._history) > HISTORY:
            self._history.popitem(last=False)
        self.packets += 1
        self.octets += len(payload)
        self._emit((second, self._sequence, timestamp, self.ssrc), self._names | (more or {}), payload)

    def repeat(self, sequences: Iterable[int]) -> None:
        """Answer a NACK: on the retransmission's SSRC where there is one, else the packet as it was."""
        for sequence in sequences:
            found = self._history.get(sequence)
            if found is None:
                continue
            second, timestamp, payload = found
            self.retransmitted += 1
            if self._rtx is None:
                self._emit((second, sequence, timestamp, self.ssrc), self._names, payload)
                continue
            self._rtx_sequence = (self._rtx_sequence + 1) & 0xFFFF
            names = {_REPAIRED_RID if name == _RID else name: value for name, value in self._names.items()}
            body = sequence.to_bytes(2, "big") + payload
            second = self._rtx | second & 0x80
            self._emit((second, self._rtx_sequence, timestamp, self.rtx_ssrc), names, body)

    def report(self, cname: str, now: float, clock_rate: int) -> bytes:
        """A sender report with the name that goes with it."""
        timestamp = int(now * clock_rate) & 0xFFFFFFFF
        report = rtcp.SenderReport(self.ssrc, ntp_now(), timestamp, self.packets, self.octets & 0xFFFFFFFF)
        return rtcp.sender_report(report) + rtcp.description(self.ssrc, cname)

    def _emit(self, head: tuple[int, int, int, int], names: dict[int, bytes], payload: bytes) -> None:
        """``head`` is the second byte of the header, the sequence number, the timestamp and the SSRC."""
        extensions = dict(names)
        if self._numbers is not None:
            extensions[_TRANSPORT] = self._numbers.draw()
        extensions[_SEND_TIME] = int(time.time() % 64 * 2**18).to_bytes(3, "big")
        self._send(_HEADER.pack(0x90, *head) + rtp.extension_block(extensions) + payload)


class Camera:
    """Simulcast video: one stream a layer. All layers are sent with the same timestamp.

    The packets of a frame leave at once, or spread at a ``pace`` in bit/s as browsers do it.
    """

    def __init__(
        self,
        send: Callable[[bytes], None],
        numbers: TransportNumbers | None,
        mid: str,
        layers: Sequence[VideoSource],
        *,
        pace: float | None = None,
    ) -> None:
        self.layers = layers
        names = [{_MID: mid.encode(), _RID: rid.encode()} for rid in sdp.RIDS[: len(layers)]]
        self.streams = [OutgoingStream(send, numbers, sdp.VP8, name, rtx=sdp.VP8_RTX) for name in names]
        self._pacers = [Pacer(stream.packet, pace) if pace else None for stream in self.streams]

    def frame(self, now: float) -> None:
        """Send the next frame of every layer. ``now`` in seconds of the loop's clock."""
        timestamp = int(now * 90000)
        for layer, stream, pacer in zip(self.layers, self.streams, self._pacers, strict=True):
            if pacer is not None:
                pacer.add(layer.frame(now), timestamp)
                continue
            for payload, last in layer.frame(now):
                stream.packet(payload, timestamp, last)

    def refresh(self, ssrc: int) -> None:
        """A keyframe of this stream is wanted."""
        for layer, stream in zip(self.layers, self.streams, strict=True):
            if stream.ssrc == ssrc:
                layer.refresh()


class Microphone:
    """Opus every 20 ms at a loudness (dB below full scale, 127 for silence): what ``draw`` gives, or noise."""

    SECONDS = 0.02
    BYTES = 80
    _MOST_BEHIND = 3

    def __init__(
        self,
        send: Callable[[bytes], None],
        numbers: TransportNumbers | None,
        mid: str,
        draw: Callable[[], bytes] | None = None,
    ) -> None:
        self.loudness = 30
        self._draw = draw or self._noise
        self._count: int | None = None
        self.stream = OutgoingStream(send, numbers, sdp.OPUS, {_MID: mid.encode()})

    def frame(self, now: float) -> None:
        """Send the next packet. Media time goes on evenly, and jumps where the process was late."""
        level = bytes(((0x80 if self.loudness < 60 else 0) | self.loudness,))
        due = int(now / self.SECONDS)
        behind = self._count is None or abs(due - self._count) >= self._MOST_BEHIND
        self._count = due if self._count is None or behind else self._count + 1
        self.stream.packet(self._draw(), self._count * 960, marker=False, more={_LEVEL: level})

    def _noise(self) -> bytes:
        return b"\x78" + secrets.token_bytes(self.BYTES - 1)
