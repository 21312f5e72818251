"""A host's camera and microphone as a relay gets them, in simulated time.

Real VP8 and Opus with a flash and a beep each second, over a network that loses and reorders.
"""

import random
import subprocess
from array import array
from dataclasses import dataclass, field
from pathlib import Path

import av
import imageio_ffmpeg

from iac.local.samples.live.recording import Format, read, record
from media_relay.recording.file import RecordingFile
from media_relay.recording.recorder import Recorder
from media_relay.recording.timeline import Timeline
from media_relay.rtc.forwarding.incoming import Codec, Description, IncomingStream
from media_relay.rtc.rtp import RtpPacket
from neufit.domain.room.kinds import Source
from rtc_client.pictures import TEMPORAL_PATTERN, payloads

FPS = 24
FORM = Format(FPS, (("q", 90, 60), ("h", 180, 150), ("f", 360, 400)), keyframe_every=FPS, sound=True)
SECONDS = 8


def footage(folder: Path) -> Path:
    """Eight seconds: grey noise, white for 80 ms from each whole second on, in which 1 kHz sounds."""
    clip = folder / "clip.mkv"
    picture = (
        f"testsrc2=s=640x360:r={FPS}:d={SECONDS},eq=contrast=0.4:brightness=-0.2,"
        "drawbox=color=white:t=fill:enable='lt(mod(t\\,1)\\,0.08)'"
    )
    sound = f"aevalsrc='0.7*sin(2*PI*1000*t)*lt(mod(t\\,1)\\,0.08)':s=48000:d={SECONDS}"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-y", "-f", "lavfi", "-i", picture]
    command += ["-f", "lavfi", "-i", sound, "-c:v", "ffv1", "-c:a", "pcm_s16le", str(clip)]
    subprocess.run(command, check=True)
    record(clip, folder / "live", FORM)
    return folder / "live"


class Bucket:
    """The parts that were sent."""

    def __init__(self) -> None:
        self.parts: dict[int, bytes] = {}

    def put(self, number: int, part: bytes) -> None:
        self.parts[number] = part

    def whole(self) -> bytes:
        return b"".join(self.parts[number] for number in sorted(self.parts))


@dataclass
class Host:
    """A peer that is recorded. Its clock is its own; ``latency`` (s) is how much later than now its packets come.

    ``loss`` is the share of packets that are lost, ``repaired`` of those that come after 120 ms all the same.
    """

    folder: Path
    loss: float = 0.0
    repaired: float = 1.0
    skew: float = 4711.0
    sound_late: float = 0.0
    seed: int = 1
    layers: list[str] = field(default_factory=lambda: ["q", "h", "f"])
    reports: bool = True
    muted: bool = False
    off: bool = False

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311 -- a network, the same in every run
        self.tap = None
        self.asked: list[IncomingStream] = []
        self.frames = {name: read(self.folder / f"{name}.ivf") for name, _, _ in FORM.layers}
        self.packets = [packet.data for packet in read(self.folder / "sound.ogg")][: 50 * SECONDS]
        self.pictures = {
            name: self._stream(10 + place, Source.CAMERA, place, 90_000, {96: Codec.VP8})
            for place, name in enumerate(self.frames)
        }
        self.sound = self._stream(30, Source.MICROPHONE, 0, 48_000, {111: Codec.OPUS})
        self._waiting: list[tuple[float, int, IncomingStream, RtpPacket]] = []
        self._picture = dict.fromkeys(self.frames, 100)
        self._tl0 = dict.fromkeys(self.frames, 7)
        self._sequence = dict.fromkeys([*self.frames, "sound"], 65_000)
        self._number = 0

    def _stream(self, ssrc: int, source: Source, spatial: int, rate: int, types: dict[int, Codec]) -> IncomingStream:
        return IncomingStream(ssrc, Description(source, spatial, rate, types, {}, nack=True), self)

    def record(self, tap) -> None:
        self.tap = tap

    def want_keyframe(self, stream: IncomingStream) -> None:
        self.asked.append(stream)

    def play(self, recorder: Recorder, begin: float, end: float) -> None:
        """Send from one moment to another of the relay's steady clock (s), in steps of 5 ms."""
        step = 0.005
        now = begin
        next_frame, next_sound, next_tick = begin, begin, begin
        while now < end:
            if now >= next_frame:
                self._send_pictures(next_frame)
                next_frame += 1 / FPS
            if now >= next_sound:
                self._send_sound(next_sound)
                next_sound += 0.02
            self._arrive(now)
            if now >= next_tick:
                recorder.tick(now)
                for stream in (*self.pictures.values(), self.sound):
                    stream.due(now, 0.05)
                next_tick += 0.05
            now += step

    def _send_pictures(self, at: float) -> None:
        number = round(at * FPS)
        for name, frames in self.frames.items():
            frame = frames[number % len(frames)]
            place = number % FPS % 4
            temporal = TEMPORAL_PATTERN[place]
            self._picture[name] += 1
            self._tl0[name] = (self._tl0[name] + (temporal == 0)) & 0xFF
            if name not in self.layers or self.off:
                continue
            clock = (int((at + self.skew) * 90_000) + 77) & 0xFFFFFFFF
            parts = payloads(
                frame.data,
                self._picture[name] & 0x7FFF,
                self._tl0[name],
                temporal,
                sync=frame.keyframe or place in {1, 2},
            )
            for payload, last in parts:
                self._send(self.pictures[name], name, RtpPacket(last, 96, 0, clock, 0, {}, payload), at)

    def _send_sound(self, at: float) -> None:
        data = self.packets[round(at * 50) % len(self.packets)]
        if not self.muted:
            clock = (round(at * 50) * 960 + 4_000_000_000) & 0xFFFFFFFF
            self._send(self.sound, "sound", RtpPacket(False, 111, 0, clock, 0, {}, data), at + self.sound_late)

    def _send(self, stream: IncomingStream, name: str, packet: RtpPacket, at: float) -> None:
        packet.sequence = self._sequence[name] & 0xFFFF
        self._sequence[name] += 1
        late = at + 0.03 + self.random.random() * 0.02
        if self.random.random() < self.loss:
            if self.random.random() > self.repaired:
                return
            late += 0.12
        self._number += 1
        self._waiting.append((late, self._number, stream, packet))

    def _arrive(self, now: float) -> None:
        due = sorted(entry for entry in self._waiting if entry[0] <= now)
        self._waiting = [entry for entry in self._waiting if entry[0] > now]
        for _, _, stream, packet in due:
            if self.reports:
                self._report(stream, packet, now)
            media = stream.receive(packet, {}, now)
            if media is not None and self.tap is not None:
                self.tap(stream, media, now)

    def _report(self, stream: IncomingStream, packet: RtpPacket, now: float) -> None:
        rate = stream.description.clock_rate
        if stream.clock is not None and now - stream.clock[2] < 1:
            return
        if stream is self.sound:
            sent = ((packet.timestamp - 4_000_000_000) & 0xFFFFFFFF) / rate
        else:
            sent = ((packet.timestamp - 77) & 0xFFFFFFFF) / rate - self.skew
        stream.clock = (3_900_000_000.0 + sent + 99.5, packet.timestamp, now)


def recorder(bucket: Bucket, *, position: float = 0.0, began: float = 0.0, headed: bool = False) -> Recorder:
    """A recorder that runs from ``began`` on."""
    made = Recorder(RecordingFile(bucket.put, position, headed=headed), lambda: False)
    made.run(Timeline(position, began))
    return made


@dataclass
class Seen:
    """What a decoder makes of a file: when pictures are white and when the beep begins (s), sizes, how long it is."""

    flashes: list[float]
    beeps: list[float]
    sizes: list[tuple[int, int]]
    times: list[float]
    sound: float
    duration: float | None


def look(path: Path) -> Seen:
    """Decode it all; what libav finds wrong is raised."""
    flashes, beeps, sizes, times, samples, starts = [], [], [], [], [], []
    with av.open(str(path)) as container:
        duration = None if container.duration is None else container.duration / av.time_base
        for stream in container.streams:
            stream.codec_context.options = {"err_detect": "explode"}
        before = 0.0
        for frame in container.decode(video=0):
            luma = bytes(frame.reformat(width=64, height=32, format="gray").planes[0])
            grey = sum(luma) / len(luma)
            if grey > 200 and before <= 200:
                flashes.append(frame.time)
            before = grey
            sizes.append((frame.width, frame.height))
            times.append(frame.time)
    with av.open(str(path)) as container:
        for frame in container.decode(audio=0):
            samples.append(array("f", bytes(frame.planes[0])[: 4 * frame.samples]))
            starts.append(frame.time)
    loud_until = -1.0
    for start, chunk in zip(starts, samples, strict=True):
        for at in (place for place, sample in enumerate(chunk) if abs(sample) > 0.2):
            moment = start + at / 48_000
            if moment - loud_until > 0.3:
                beeps.append(moment)
            loud_until = moment
    return Seen(flashes, beeps, sizes, times, starts[-1] if starts else 0.0, duration)


def errors_of(path: Path) -> str:
    """What ffmpeg says when it decodes the file."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-xerror", "-i", str(path)]
    command += ["-fps_mode", "passthrough", "-enc_time_base:v", "1:1000", "-f", "null", "-"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr
