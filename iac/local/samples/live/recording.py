"""What a sample person's camera and microphone give: a clip, encoded once as VP8 in simulcast layers and as Opus."""

import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import imageio_ffmpeg

from rtc_client.pictures import TEMPORAL_PATTERN, payloads

_TEMPORAL = "ts_number_layers=3:ts_rate_decimator=4,2,1:ts_periodicity=4:ts_layer_id=0,2,1,2:ts_layering_mode=3"


@dataclass(frozen=True, slots=True)
class Format:
    """How something is recorded: frames per second, (name, height in pixels, kbit/s) of each layer, lowest first.

    There is a keyframe each ``keyframe_every`` frames, a multiple of the length of the temporal pattern. What is stored
    can't answer a request for one, so a newcomer waits for the next.
    """

    fps: int
    layers: Sequence[tuple[str, int, int]]
    keyframe_every: int
    sound: bool


STAGE = Format(24, (("q", 180, 120), ("h", 360, 350), ("f", 720, 1100)), keyframe_every=24, sound=True)
"""An instructor: all that simulcast has."""

HOME = Format(10, (("q", 180, 60),), keyframe_every=12, sound=False)
"""A customer whose picture is a tile."""


def record(clip: Path, folder: Path, form: Format) -> None:
    """Encode a clip into ``folder`` (IVF of each layer, Ogg) unless that is done. Each layer holds three temporal ones.

    Frames of the upper temporal layers can be dropped only where probabilities aren't carried from frame to frame,
    which is what error resilience means to libvpx.
    """
    if folder.exists():
        return
    scratch = folder.with_name(f"{folder.name}.part")
    scratch.mkdir(parents=True, exist_ok=True)
    names = "".join(f"[{name}]" for name, _, _ in form.layers)
    scaled = ";".join(f"[{name}]scale=-2:{height}[{name}v]" for name, height, _ in form.layers)
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-i", str(clip)]
    command += ["-filter_complex", f"[0:v]fps={form.fps},split={len(form.layers)}{names};{scaled}"]
    for name, _, rate in form.layers:
        command += [
            *("-map", f"[{name}v]", "-c:v", "libvpx", "-b:v", f"{rate}k", "-deadline", "realtime", "-cpu-used", "16"),
            *("-threads", "1"),  # more of them wait for each other by spinning, which costs a busy machine the most
            *("-lag-in-frames", "0", "-auto-alt-ref", "0", "-error-resilient", "default", "-g", "9999"),
            *("-force_key_frames", f"expr:eq(mod(n,{form.keyframe_every}),0)"),
            "-ts-parameters",
            f"{_TEMPORAL}:ts_target_bitrate={rate // 2},{rate * 7 // 10},{rate}",
            *("-f", "ivf", str(scratch / f"{name}.ivf")),
        ]
    if form.sound:
        command += ["-map", "0:a", "-c:a", "libopus", "-b:a", "48k", "-frame_duration", "20"]
        command.append(str(scratch / "sound.ogg"))
    subprocess.run(command, check=True)
    scratch.rename(folder)


@dataclass(frozen=True)
class Frame:
    """An encoded frame."""

    data: bytes
    keyframe: bool


def read(path: Path) -> list[Frame]:
    """What one of the recorded files holds."""
    with av.open(str(path)) as container:
        return [
            Frame(bytes(packet), packet.is_keyframe) for packet in container.demux(container.streams[0]) if packet.size
        ]


class StoredLayer:
    """One simulcast layer that is shown again and again. ``on_start`` is told whenever it begins."""

    def __init__(self, fps: int, frames: list[Frame], on_start: Callable[[], None] | None = None) -> None:
        self.fps = float(fps)
        self._frames = frames
        self._on_start = on_start
        self._next = self._since = 0
        self._picture = self._tl0 = -1

    def frame(self, now: float) -> Iterator[tuple[bytes, bool]]:  # noqa: ARG002 -- what is stored has its own pace
        """Payloads of the next frame, each with whether it is the last."""
        if self._next == 0 and self._on_start is not None:
            self._on_start()
        frame = self._frames[self._next]
        self._next = (self._next + 1) % len(self._frames)
        self._since = 0 if frame.keyframe else self._since + 1
        place = self._since % len(TEMPORAL_PATTERN)
        temporal = TEMPORAL_PATTERN[place]
        self._picture = (self._picture + 1) & 0x7FFF
        self._tl0 = (self._tl0 + (temporal == 0)) & 0xFF
        # Frames of the upper layers depend on those below since the last of the base: one may go up at the first two.
        yield from payloads(frame.data, self._picture, self._tl0, temporal, sync=frame.keyframe or place in {1, 2})

    def refresh(self) -> None:
        """A keyframe comes soon anyway."""


class Recording:
    """A recorded clip, ready to be sent: ``layers`` in step with ``sound``.

    ``on_start`` is told whenever it begins.
    """

    def __init__(self, folder: Path, form: Format, on_start: Callable[[], None] | None = None) -> None:
        self._on_start = on_start
        self._sound = [packet.data for packet in read(folder / "sound.ogg")] if form.sound else []
        self._heard = 0
        layers = [read(folder / f"{name}.ivf") for name, _, _ in form.layers]
        self.layers = [
            StoredLayer(form.fps, frames, None if place else self._begin) for place, frames in enumerate(layers)
        ]

    def _begin(self) -> None:
        self._heard = 0
        if self._on_start is not None:
            self._on_start()

    def sound(self) -> bytes:
        """The next 20 ms of Opus."""
        packet = self._sound[self._heard % len(self._sound)]
        self._heard += 1
        return packet
