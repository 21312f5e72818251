"""One participant's connection."""

from collections.abc import Sequence
from dataclasses import dataclass

from media_relay.live.outbox import Kind, Outbox
from media_relay.live.reception import Reception
from media_relay.rooms.entries import Joined, Left
from media_relay.rooms.visibility import meet
from media_relay.signalling.admission import Seat
from media_relay.signalling.socket import text_frame
from neufit.contracts.live import Layers, ViewerLayer
from neufit.contracts.tickets import LiveTicket
from neufit.domain.room.kinds import MeetingRole
from neufit.domain.room.state import Room


@dataclass
class Member:
    """Somebody who is here by one connection. ``announced``: the log was told so."""

    ticket: LiveTicket
    relay: str
    connection: str
    place: Seat
    outbox: Outbox
    reception: Reception
    announced: bool = False
    quality: int | None = None
    _speakers: tuple[str, ...] = ()
    _layers: tuple[ViewerLayer, ...] = ()

    @property
    def id(self) -> str:
        """Whose connection it is."""
        return self.ticket.user_id

    @property
    def hosts(self) -> bool:
        """Whether this is the host's."""
        return self.ticket.role is MeetingRole.HOST

    def joined(self) -> Joined:
        """What the log is told when this one comes."""
        return Joined(
            participant=self.ticket.user_id,
            name=self.ticket.name,
            role=self.ticket.role,
            publishes=self.ticket.publishes,
            moderates=self.ticket.moderates,
            blocked=self.ticket.blocked,
            ends=int(self.ticket.ends_at.timestamp() * 1000),
            video=self.ticket.video,
            relay=self.relay,
            connection=self.connection,
        )

    def left(self, *, goodbye: bool) -> Left:
        """What the log is told when this one has gone."""
        return Left(participant=self.id, relay=self.relay, connection=self.connection, goodbye=goodbye)

    def tell_slots(self) -> None:
        """Say who is in which slot, when that is different."""
        news = self.reception.news()
        if news is not None:
            self.outbox.send(text_frame(news), Kind.SLOTS)

    def tell_layers(self, layers: Layers) -> None:
        """Say to a host what comes to whom, when that is different."""
        if layers.viewers != self._layers:
            self._layers = layers.viewers
            self.outbox.send(text_frame(layers), Kind.LAYERS)

    def audible(self, room: Room, speakers: Sequence[str]) -> tuple[str, ...] | None:
        """Those of the speakers whom this one meets, when they aren't those of the last time."""
        met = tuple(one for one in speakers if meet(room, self.id, one))
        if met == self._speakers:
            return None
        self._speakers = met
        return met
