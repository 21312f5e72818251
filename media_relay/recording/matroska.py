"""Matroska (RFC 9559) as far as a recording needs it: written as a stream, completed at its end.

The segment's size is unknown while it is written. What is only known at the end (how long it is, where its cues are,
how large its largest picture was) has its place in the header, as Void elements of the same length: a file that was
never completed is whole too, only seeking in it is slow. Clusters stand alone, so a file may end, or go on from
another process, after any of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from struct import pack

from media_relay.recording.opus import CLOCK_RATE, HEAD
from media_relay.rtc.forwarding.incoming import Codec

VIDEO, AUDIO = 1, 2
"""Track numbers."""

_EBML, _SEGMENT, _VOID = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67", b"\xec"
_SEEK_HEAD, _SEEK, _SEEK_ID, _SEEK_POSITION = b"\x11\x4d\x9b\x74", b"\x4d\xbb", b"\x53\xab", b"\x53\xac"
_INFO, _TIMESTAMP_SCALE, _DURATION = b"\x15\x49\xa9\x66", b"\x2a\xd7\xb1", b"\x44\x89"
_MUXING_APP, _WRITING_APP = b"\x4d\x80", b"\x57\x41"
_TRACKS, _ENTRY = b"\x16\x54\xae\x6b", b"\xae"
_CLUSTER, _TIMESTAMP, _SIMPLE_BLOCK = b"\x1f\x43\xb6\x75", b"\xe7", b"\xa3"
_CUES, _CUE_POINT, _CUE_TIME, _CUE_PLACES = b"\x1c\x53\xbb\x6b", b"\xbb", b"\xb3", b"\xb7"
_CUE_TRACK, _CUE_CLUSTER = b"\xf7", b"\xf1"
_UNKNOWN_SIZE = b"\x01" + b"\xff" * 7
_CODECS = {Codec.VP8: b"V_VP8", Codec.H264: b"V_MPEG4/ISO/AVC"}
_SEEK_PRE_ROLL = 80_000_000


def element(identity: bytes, *content: bytes) -> bytes:
    """An EBML element (RFC 8794) of known size."""
    body = b"".join(content)
    length = next(count for count in range(1, 9) if len(body) < (1 << 7 * count) - 1)
    return identity + (len(body) | 1 << 7 * length).to_bytes(length) + body


def _number(identity: bytes, value: int, length: int | None = None) -> bytes:
    return element(identity, value.to_bytes(length or max(1, (value.bit_length() + 7) // 8)))


def void(length: int) -> bytes:
    """So many bytes that mean nothing; at least 9."""
    return _VOID + (length - 9 | 1 << 56).to_bytes(8) + bytes(length - 9)


def _seek_head(position: int) -> bytes:
    return element(_SEEK_HEAD, element(_SEEK, element(_SEEK_ID, _CUES), _number(_SEEK_POSITION, position, 8)))


def _duration(milliseconds: float) -> bytes:
    return element(_DURATION, pack("!d", milliseconds))


def _size(width: int, height: int) -> bytes:
    return _number(b"\xb0", width, 2) + _number(b"\xba", height, 2)


@dataclass(frozen=True, slots=True)
class Header:
    """The beginning of a file: a picture of this codec and first size, and sound in Opus."""

    codec: Codec
    size: tuple[int, int]
    private: bytes = b""

    def written(self, *, cues_at: int | None = None, milliseconds: float | None = None) -> bytes:
        """The bytes, which are as many with what is known at the end as without it.

        ``cues_at`` is where the cues are, counted from the first byte of the segment's content.
        """
        kind = b"webm" if self.codec is Codec.VP8 else b"matroska"
        versions = [(b"\x42\x86", 1), (b"\x42\xf7", 1), (b"\x42\xf2", 4), (b"\x42\xf3", 8)]
        file_type = [element(b"\x42\x82", kind), _number(b"\x42\x87", 4), _number(b"\x42\x85", 2)]
        seek_head = void(len(_seek_head(0))) if cues_at is None else _seek_head(cues_at)
        duration = void(len(_duration(0))) if milliseconds is None else _duration(milliseconds)
        names = (element(_MUXING_APP, b"neufit"), element(_WRITING_APP, b"neufit"))
        return b"".join(
            (
                element(_EBML, *(_number(*version) for version in versions), *file_type),
                _SEGMENT,
                _UNKNOWN_SIZE,
                seek_head,
                element(_INFO, _number(_TIMESTAMP_SCALE, 1_000_000), duration, *names),
                element(_TRACKS, self._picture(), _sound()),
            )
        )

    @property
    def segment_at(self) -> int:
        """Where the content of the segment begins."""
        return self.written().index(_SEGMENT) + len(_SEGMENT) + len(_UNKNOWN_SIZE)

    def _picture(self) -> bytes:
        private = (element(b"\x63\xa2", self.private),) if self.private else ()
        return element(_ENTRY, *_track(VIDEO, 1, _CODECS[self.codec]), *private, element(b"\xe0", _size(*self.size)))


def _track(number: int, kind: int, codec: bytes) -> Sequence[bytes]:
    numbers = [(b"\xd7", number), (b"\x73\xc5", number), (b"\x83", kind), (b"\x9c", 0)]
    return [*(_number(*each) for each in numbers), element(b"\x86", codec)]


def _sound() -> bytes:
    audio = element(b"\xe1", element(b"\xb5", pack("!f", CLOCK_RATE)), _number(b"\x9f", 2))
    delays = (_number(b"\x56\xaa", 0), _number(b"\x56\xbb", _SEEK_PRE_ROLL))
    return element(_ENTRY, *_track(AUDIO, 2, b"A_OPUS"), element(b"\x63\xa2", HEAD), *delays, audio)


@dataclass(frozen=True, slots=True)
class Block:
    """A picture or a packet of sound at its time (ms)."""

    track: int
    time: int
    data: bytes
    keyframe: bool


def cluster(time: int, blocks: Iterable[Block]) -> bytes:
    """A cluster whose blocks lie within 32 s of ``time``."""
    written = (
        element(
            _SIMPLE_BLOCK,
            bytes([0x80 | block.track]) + pack("!h", block.time - time) + (b"\x80" if block.keyframe else b"\x00"),
            block.data,
        )
        for block in blocks
    )
    return element(_CLUSTER, _number(_TIMESTAMP, time), *written)


def cues(points: Iterable[tuple[int, int]]) -> bytes:
    """Where decoding can begin: (time in ms, position of the cluster from the first byte of the segment's content)."""
    return element(
        _CUES,
        *(
            element(
                _CUE_POINT,
                _number(_CUE_TIME, time),
                element(_CUE_PLACES, _number(_CUE_TRACK, VIDEO), _number(_CUE_CLUSTER, position)),
            )
            for time, position in points
        ),
    )
