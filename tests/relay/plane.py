"""A media plane that keeps what it is told and says what a test wants."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from media_relay.rtc.media import MediaEvent, PeerStatistics, Seat
from media_relay.rtc.packet_path import PathStatistics
from neufit.domain.errors import Invalid


@dataclass
class Peer:
    """One peer. An offer is ``audio=a0,a1 video=v0,v1``: the mids of the receiving m-lines."""

    participant: str
    room: str
    publishes: frozenset[str]
    slots: tuple[int, int]
    notify: Callable[[MediaEvent], None]
    received: tuple[list[str], list[str]] = ([], [])
    video: list[Seat] = field(default_factory=list)
    audio: list[Seat] = field(default_factory=list)
    silent: dict[str, bool] = field(default_factory=dict)
    closed: bool = False

    def answer(self, offer: str) -> str:
        found = dict(part.split("=") for part in offer.split() if "=" in part)
        if set(found) != {"audio", "video"}:
            raise Invalid("offer: a line of audio and one of video are missing")
        self.received = (found["audio"].split(","), found["video"].split(","))
        return f"answer to {offer}"

    def receive_video(self, seats: Sequence[Seat]) -> None:
        self.video = list(seats)

    def receive_audio(self, seats: Sequence[Seat]) -> None:
        self.audio = list(seats)

    def mids(self) -> tuple[list[str], list[str]]:
        return self.received

    def silence(self, source: str, silent: bool) -> None:
        self.silent[source] = silent

    def statistics(self) -> PeerStatistics:
        return PeerStatistics(packets_in=10, packets_out=20, nacks_in=1)

    def close(self) -> None:
        self.closed = True


class Plane:
    """The plane: its peers in the order in which they joined."""

    def __init__(self) -> None:
        self.peers: list[Peer] = []
        self.is_open = False

    async def open(self) -> None:
        self.is_open = True

    async def close(self) -> None:
        self.is_open = False

    def join(self, participant: str, room: str, **options: Any) -> Peer:
        assert not any(peer.participant == participant and not peer.closed for peer in self.in_room(room))
        peer = Peer(participant, room, **options)
        self.peers.append(peer)
        return peer

    def path_statistics(self) -> PathStatistics:
        return PathStatistics(malformed=3)

    def in_room(self, room: str) -> list[Peer]:
        return [peer for peer in self.peers if peer.room == room]

    def peer(self, participant: str) -> Peer:
        return next(peer for peer in reversed(self.peers) if peer.participant == participant)
