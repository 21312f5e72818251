"""What live sessions need of a media plane: the interface between signalling and packets."""

from collections.abc import Callable, Sequence
from typing import Protocol

from media_relay.rtc.forwarding.incoming import IncomingStream, Tap
from media_relay.rtc.media import MediaEvent, PeerStatistics, Seat
from media_relay.rtc.packet_path import PathStatistics
from neufit.domain.room.kinds import Source


class MediaPeer(Protocol):
    """One participant's media at this relay."""

    def answer(self, offer: str) -> str:
        """The SDP answer to an offer, which may come again. Raise Invalid that names what is missing.

        Raise Forbidden when it would send what the participant may not publish.
        """

    def receive_video(self, seats: Sequence[Seat]) -> None:
        """Who is shown where from now on."""

    def receive_audio(self, seats: Sequence[Seat]) -> None:
        """Who is heard where from now on."""

    def mids(self) -> tuple[Sequence[str], Sequence[str]]:
        """The receiving m-lines, audio and video, in the order of the offer."""

    def silence(self, source: Source, silent: bool) -> None:  # noqa: FBT001 -- the source is what it is about
        """Forward nothing of this source, or forward it again."""

    def record(self, tap: Tap | None) -> None:
        """Let this one hear of all packets that come and aren't silenced; None: nobody."""

    def want_keyframe(self, stream: IncomingStream) -> None:
        """A picture of this stream of the peer that stands alone is wanted."""

    def statistics(self) -> PeerStatistics:
        """What was counted."""

    def close(self) -> None:
        """End it. A second time changes nothing."""


class MediaPlane(Protocol):
    """The media of this process."""

    async def open(self) -> None:
        """Begin to listen. Raise OSError when the port can't be had."""

    async def close(self) -> None:
        """End all peers and give the port back."""

    def join(
        self,
        participant: str,
        room: str,
        *,
        publishes: frozenset[Source],
        slots: tuple[int, int],
        notify: Callable[[MediaEvent], None],
    ) -> MediaPeer:
        """A peer for a participant, whose id is unique in the room. ``slots`` are the most of audio and of video.

        ``notify`` is called in the event loop, and not from within a call of the peer's methods.
        """

    def path_statistics(self) -> PathStatistics:
        """Counts of the whole process."""
