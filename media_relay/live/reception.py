"""A participant's media at this relay: the peer, what the viewer wants to see, who sits in which slot.

It may outlive the connection that it came with: a client whose WebSocket is lost comes back to its peer.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from media_relay.rooms.seating import Seating, Wish, seat_audio, seat_video
from media_relay.rooms.visibility import is_heard, is_seen, meet
from media_relay.rtc.media import Layer, LayerChanged, MediaEvent, Seat
from neufit.contracts.live import AudioSlot, Slots, VideoSlot, View
from neufit.domain.room.kinds import MeetingRole, Source
from neufit.domain.room.state import Participant, Room

if TYPE_CHECKING:
    from media_relay.live.media import MediaPeer

STAGE_HEIGHT = 720
TILE_HEIGHT = 180
"""How high slots are taken to be until the client says it."""

_NOTHING = (Layer.NONE, False)


class Reception:
    """What one participant sends and gets. ``peer`` is there from the first offer to the end.

    ``certificates`` are the fingerprints of the client's connection, ``listener`` is told what the media plane says.
    """

    def __init__(self, viewer: str) -> None:
        self.peer: MediaPeer | None = None
        self.certificates: frozenset[str] = frozenset()
        self.listener: Callable[[MediaEvent], None] | None = None
        self._viewer = viewer
        self._wish = Wish()
        self._heights: dict[str, int] = {}
        self._video = Seating({})
        self._audio: dict[str, str | None] = {}
        self._layers: dict[str, tuple[Layer, bool]] = {}
        self._told: Slots | None = None

    def begin(self, join: Callable[[Callable[[MediaEvent], None]], "MediaPeer"]) -> "MediaPeer":
        """Have a peer, which ``join`` makes. What one before it still says is not heard."""
        self._layers = {}

        def notify(event: MediaEvent) -> None:
            if self.peer is peer:
                self._notice(event)

        self.peer = peer = join(notify)
        return peer

    def _notice(self, event: MediaEvent) -> None:
        """The media plane tells something: it is passed on to whom it concerns now."""
        if isinstance(event, LayerChanged):
            self._layers[event.mid] = (event.layer, event.paused)
        if self.listener is not None:
            self.listener(event)

    def look(self, view: View) -> None:
        """The client says what it shows."""
        self._heights = {slot.mid: slot.height for slot in view.slots}
        shown = frozenset(mid for mid, height in self._heights.items() if height)
        self._wish = Wish(shown, view.pinned, view.page)

    def obey(self, me: Participant) -> None:
        """Forward of me what is switched on, and nothing else."""
        if self.peer is not None:
            self.peer.silence(Source.CAMERA, not me.camera)
            self.peer.silence(Source.MICROPHONE, not me.microphone)

    def seat(self, room: Room, speakers: Sequence[str]) -> None:
        """Seat those whom this viewer can see and hear."""
        if self.peer is None:
            return
        audio_mids, video_mids = self.peer.mids()
        people = room.participants.values()
        host = self._host(room)
        self._video = seat_video(
            [one.id for one in people if is_seen(room, self._viewer, one)],
            host=host,
            speakers=speakers,
            wish=self._wish,
            mids=video_mids,
            before=self._video.seats,
        )
        self._audio = seat_audio(
            [one.id for one in people if is_heard(room, self._viewer, one)],
            host=host,
            speakers=speakers,
            mids=audio_mids,
            before=self._audio,
        )
        self.peer.receive_video([self._seat(mid, one, host, speakers) for mid, one in self._video.seats.items()])
        self.peer.receive_audio([Seat(mid, one) for mid, one in self._audio.items()])

    def news(self) -> Slots | None:
        """Who is in which slot and what comes there, when it isn't what was told last."""
        layers = {mid: self._layers.get(mid, _NOTHING) if one else _NOTHING for mid, one in self._video.seats.items()}
        message = Slots(
            video=tuple(
                VideoSlot(mid=mid, participant=one, layer=layers[mid][0].label, paused=layers[mid][1])
                for mid, one in self._video.seats.items()
            ),
            audio=tuple(AudioSlot(mid=mid, participant=one) for mid, one in self._audio.items()),
            tiles=self._video.tiles,
            next=self._video.next,
        )
        if self.peer is None or message == self._told:
            return None
        self._told = message
        return message

    def forget_what_was_told(self) -> None:
        """Another connection listens from now on: it is told everything."""
        self._told = None

    def layer_of(self, participant: str) -> tuple[Layer, bool] | None:
        """Which layer of somebody's camera comes, and whether it is paused; None when there is no slot with it."""
        mid = next((mid for mid, one in self._video.seats.items() if one == participant), None)
        return None if mid is None or self.peer is None else self._layers.get(mid, _NOTHING)

    def layers(self) -> list[Layer]:
        """What the seated video slots get."""
        seats = self._video.seats
        return [layer for mid, (layer, _) in self._layers.items() if seats.get(mid) is not None]

    def _host(self, room: Room) -> str | None:
        """Whom this viewer is shown first; hosts themselves see everybody alike."""
        me = room.participants.get(self._viewer)
        if me is not None and me.role is MeetingRole.HOST:
            return None
        hosts = (one.id for one in room.participants.values() if one.role is MeetingRole.HOST)
        return next((one for one in hosts if meet(room, self._viewer, one)), None)

    def _seat(self, mid: str, one: str | None, host: str | None, speakers: Sequence[str]) -> Seat:
        first = next(iter(self._video.seats))
        height = self._heights.get(mid, STAGE_HEIGHT if mid == first else TILE_HEIGHT)
        if self._wish.shown is not None and mid not in self._wish.shown:
            height = 0
        order = [[host], [self._wish.pinned], speakers]
        priority = next((rank for rank, people in enumerate(order) if one is not None and one in people), len(order))
        return Seat(mid, one, height, priority)
