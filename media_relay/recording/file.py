"""The file of a recording as it grows: blocks into clusters, clusters into the parts of a multipart upload.

A part ends with a cluster, so what has been uploaded is a file at every moment. Parts are numbered by the time at which
they begin: a relay that takes over, whoever was there before, goes on behind what is there without asking.
"""

from collections.abc import Callable
from dataclasses import replace

from media_relay.recording.matroska import AUDIO, VIDEO, Block, Header, cluster, cues, void
from media_relay.recording.opus import SILENCE, SILENCE_MS

SMALLEST_PART = 5 * 2**20
"""Of S3, for all parts but the last."""
PART_MS = 1500
"""At most one part begins in so long: four hours have less than the 10,000 numbers that S3 knows."""
CLUSTER_MS = 5000
CLUSTER_BYTES = 2**20
STANDING_MS = 2000
"""After so long without a picture the last one that stands alone is written again, each second."""
AGAIN_MS = 1000
_OVERLAP_MS = SILENCE_MS / 2


class RecordingFile:
    """Writes one recording, from where it stands, ``position`` (ms). ``send`` takes a part: its number and bytes.

    ``headed``: the header was written by whoever wrote before (a second one, of two who wrote at once, is passed over
    by demuxers). Memory is bounded by the first part, which is kept to be
    completed at the end, and one that is being filled.
    """

    def __init__(self, send: Callable[[int, bytes], None], position: float, *, headed: bool) -> None:
        self._send = send
        self._headed = headed
        self._header: Header | None = None
        self._largest = (0, 0)
        self._blocks: list[Block] = []
        self._pending = 0
        self._part = bytearray()
        self._part_at = int(position)
        self._number = 0
        self._first: tuple[int, bytes] | None = None
        self._cues: list[tuple[int, int]] = []
        self._picture_at = -1
        self._sound_at: float | None = None
        self._keyframe = b""
        self.octets = 0
        self.end = position

    @property
    def begun(self) -> bool:
        """Whether there is a picture."""
        return self._header is not None or self._picture_at >= 0

    def picture(self, position: float, data: bytes, *, keyframe: bool, header: Header | None = None) -> None:
        """Write a picture. ``header`` comes with keyframes, before the first of which nothing is written."""
        if not self.begun:
            if header is None:
                return
            self._begin(header, position)
        if header is not None:
            self._largest = max(self._largest, header.size, key=lambda size: size[0] * size[1])
        time = max(round(position), self._picture_at + 1)
        if keyframe:
            self._keyframe = data
            self._close_cluster()
            self._cues.append((time, self.octets))
        self._picture_at = time
        self._write(Block(VIDEO, time, data, keyframe))

    def sound(self, position: float, data: bytes, length: float) -> None:
        """Write a packet of sound of this length (ms), with silence up to it. What overlaps is left out."""
        if self._sound_at is None or position < self._sound_at - _OVERLAP_MS:
            return
        self.silence(position)
        self._write(Block(AUDIO, round(position), data, keyframe=True))
        self._sound_at = position + length

    def silence(self, until: float) -> None:
        """Nothing sounds up to this position, unless something was written there."""
        while self._sound_at is not None and self._sound_at + SILENCE_MS <= until + 1:
            self._write(Block(AUDIO, round(self._sound_at), SILENCE, keyframe=True))
            self._sound_at += SILENCE_MS

    def stand(self, until: float) -> bool:
        """Nothing was seen up to this position: whether a picture that stands alone was written again.

        Publishing encodes pieces apart, each from what lies near it. What comes afterwards must stand alone too.
        """
        again = bool(self._keyframe) and until - self._picture_at > STANDING_MS
        while again and until - self._picture_at > AGAIN_MS:
            self.picture(self._picture_at + AGAIN_MS, self._keyframe, keyframe=True)
        return again

    def pad(self) -> None:
        """Send what there is, so that another can go on behind it."""
        self._close_cluster()
        if not self._part:
            return
        missing = SMALLEST_PART - len(self._part)
        if missing > 0:
            self._append(void(max(9, missing)))
        self._end_part()

    def finish(self) -> None:
        """Complete the file and send what is left of it."""
        if not self.begun:
            return
        self._close_cluster()
        if self._header is None:
            self._end_part()
            return
        begins = self._header.segment_at
        cues_at = self.octets - begins
        self._append(cues((time, place - begins) for time, place in self._cues))
        known = replace(self._header, size=self._largest).written(cues_at=cues_at, milliseconds=float(round(self.end)))
        if self._first is None:
            self._part[: len(known)] = known
        else:
            number, part = self._first
            self._send(number, known + part[len(known) :])
        self._end_part()

    def _begin(self, header: Header, position: float) -> None:
        self._sound_at = position
        self._picture_at = int(position) - 1
        if self._headed:
            return
        self._header = header
        self._append(header.written())

    def _write(self, block: Block) -> None:
        if self._blocks and (abs(block.time - self._blocks[0].time) > CLUSTER_MS or self._pending > CLUSTER_BYTES):
            self._close_cluster()
        self._blocks.append(block)
        self._pending += len(block.data)
        self.end = max(self.end, block.time)

    def _close_cluster(self) -> None:
        if not self._blocks:
            return
        if not self._part and self._number:
            self._part_at = self._blocks[0].time
        self._append(cluster(min(block.time for block in self._blocks), self._blocks))
        self._blocks, self._pending = [], 0
        if len(self._part) >= SMALLEST_PART:
            self._end_part()

    def _append(self, data: bytes) -> None:
        self._part += data
        self.octets += len(data)

    def _end_part(self) -> None:
        if not self._part:
            return
        self._number = max(self._number + 1, 1 + self._part_at // PART_MS)
        part = bytes(self._part)
        if self._header is not None and self._first is None:
            self._first = self._number, part
        self._part.clear()
        self._send(self._number, part)
