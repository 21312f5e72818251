"""The media plane: all peers of this process on one UDP port, found by ICE, secured by DTLS, forwarded by the path.

Everything runs on the event loop; nothing here blocks or waits. A ticker does what is due by time and rests while
there is no peer.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Sequence

from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext
from media_relay.rtc.forwarding.incoming import IncomingStream, Tap
from media_relay.rtc.forwarding.speaker import SpeakerDetector
from media_relay.rtc.ice import IceLite
from media_relay.rtc.media import Level, MediaEvent, Patience, PeerStatistics, Seat
from media_relay.rtc.packet_path import PacketPath, PathStatistics
from media_relay.rtc.path_state import Outgoing
from media_relay.rtc.path_state import Peer as PathPeer
from media_relay.rtc.peer import Peer
from media_relay.rtc.python_path import PythonPath
from media_relay.rtc.rtp import RtpPacket
from media_relay.rtc.stun import Address, is_stun
from media_relay.rtc.transport_cc import is_feedback
from media_relay.rtc.viewer import ntp_seconds
from neufit.domain.room.kinds import Source

TICK_SECONDS = 0.025
PROBE_LOOK_SECONDS = 0.1
PROBE_TICK_SECONDS = 0.01
LEVEL_SECONDS = 0.2
# Transport feedback that is worked off before media has its turn again, in a millisecond or two, and that may wait.
FEEDBACKS_AT_ONCE = 32
MOST_FEEDBACKS = 1024
PATIENCE = Patience()


class MediaPeer:
    """One participant's media at this relay."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer

    def answer(self, offer: str) -> str:
        """The SDP answer to an offer. It may come again: for an ICE restart, or with more m-lines.

        Raise Invalid that names what is missing, and Gone when the peer is closed.
        """
        return self._peer.answer(offer)

    def receive_video(self, seats: Sequence[Seat]) -> None:
        """Who is shown where from now on; each begins with a keyframe."""
        self._peer.receive_video(seats)

    def receive_audio(self, seats: Sequence[Seat]) -> None:
        """Who is heard where from now on."""
        self._peer.receive_audio(seats)

    def mids(self) -> tuple[Sequence[str], Sequence[str]]:
        """The receiving m-lines, audio and video, in the order of the offer."""
        return self._peer.mids()

    def silence(self, source: Source, silent: bool) -> None:  # noqa: FBT001 -- the source is what it is about
        """Forward nothing of this source, or forward it again."""
        self._peer.silence(source, silent)

    def record(self, tap: Tap | None) -> None:
        """Let this one hear of all packets that come and aren't silenced; None: nobody."""
        self._peer.record(tap)

    def want_keyframe(self, stream: IncomingStream) -> None:
        """A picture of this stream of the peer that stands alone is wanted."""
        self._peer.want_keyframe(stream)

    def statistics(self) -> PeerStatistics:
        """What was counted."""
        return self._peer.statistics()

    def close(self) -> None:
        """End it. A second time changes nothing."""
        self._peer.close()


class _Room:
    """The peers of one room, and who of them speaks."""

    def __init__(self) -> None:
        self.peers: dict[str, Peer] = {}
        self.speakers: SpeakerDetector[str] = SpeakerDetector()


class MediaPlane:
    """The media of this process.

    ``addresses`` are what clients are told to send to, ``host`` and ``port`` what is bound (0: any port), ``patience``
    how long a peer of which nothing is heard is kept.
    """

    def __init__(self, host: str, port: int, addresses: Sequence[str], patience: Patience = PATIENCE) -> None:
        self.patience = patience
        self.path: PacketPath[PathPeer, Outgoing] = PythonPath(self)
        self.ice: IceLite[Peer] = IceLite()
        self.dtls = DtlsContext(Certificate.generate())
        self._host, self._wanted_port = host, port
        self._addresses = tuple(addresses) or (host,)
        self._port = 0
        self._rooms: dict[str, _Room] = {}
        self._peers: set[Peer] = set()
        self._dirty: dict[Peer, None] = {}
        self._feedbacks: deque[tuple[Peer, bytes, float]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ticker: asyncio.TimerHandle | None = None
        self._prober: asyncio.TimerHandle | None = None
        self._levels_at = self._probes_at = 0.0

    async def open(self) -> None:
        """Begin to listen. Raise OSError when the port can't be had."""
        self._loop = asyncio.get_running_loop()
        self._port = self.path.open(self._host, self._wanted_port)

    async def close(self) -> None:
        """End all peers and give the port back."""
        for peer in tuple(self._peers):
            peer.close()
        for timer in (self._ticker, self._prober):
            if timer is not None:
                timer.cancel()
        self._ticker = self._prober = None
        self._feedbacks.clear()
        self.path.close()

    def join(
        self,
        participant: str,
        room: str,
        *,
        publishes: frozenset[Source],
        slots: tuple[int, int],
        notify: Callable[[MediaEvent], None],
    ) -> MediaPeer:
        """A peer for a participant, whose id is unique in the room; an older one of the same is closed.

        ``slots`` are the most of audio and of video. ``notify`` is called in the event loop, and not from within a call
        of the peer's methods.
        """
        members = self._rooms.setdefault(room, _Room()).peers
        if participant in members:
            members[participant].close()
            members = self._rooms.setdefault(room, _Room()).peers
        peer = Peer(self, participant, room, (publishes, slots), notify)
        members[participant] = peer
        self._peers.add(peer)
        if self._ticker is None and self._loop is not None:
            self._ticker = self._loop.call_later(TICK_SECONDS, self._tick)
        return MediaPeer(peer)

    def path_statistics(self) -> PathStatistics:
        """Counts of the whole process."""
        return self.path.statistics

    # What peers need (``peer.Surroundings``).

    def now(self) -> float:
        """The steady clock, in seconds."""
        return time.monotonic()

    def wall(self) -> float:
        """Seconds since 1900, as NTP counts."""
        return ntp_seconds(time.time())

    def candidates(self) -> Sequence[tuple[str, int]]:
        """Where the relay is reached."""
        return [(address, self._port) for address in self._addresses]

    def tell(self, notify: Callable[[MediaEvent], None], event: MediaEvent) -> None:
        """Call ``notify`` soon, from the event loop."""
        if self._loop is not None:
            self._loop.call_soon(notify, event)

    def publisher(self, room: str, participant: str) -> Peer | None:
        """Another peer of the room."""
        found = self._rooms.get(room)
        return None if found is None else found.peers.get(participant)

    def dirty(self, peer: Peer) -> None:
        """What this peer publishes has changed: those who see it decide anew at the next tick."""
        self._dirty[peer] = None

    def leave(self, peer: Peer) -> None:
        """The peer is closed."""
        self._peers.discard(peer)
        self._dirty[peer] = None
        room = self._rooms.get(peer.room)
        if room is not None and room.peers.get(peer.participant) is peer:
            del room.peers[peer.participant]
            room.speakers.forget(peer.participant)
            if not room.peers:
                del self._rooms[peer.room]

    # What the path tells (``packet_path.PathEvents``).

    def control(self, datagram: bytes, address: Address, now: float) -> None:
        """STUN goes to ICE; DTLS to the peer for which ICE has validated the address, and to nobody otherwise."""
        if is_stun(datagram):
            outcome = self.ice.handle(datagram, address, now)
            if outcome.reply is not None:
                self.path.send(outcome.reply, address)
            if outcome.peer is not None:
                outcome.peer.checked(address, outcome.moved, now)
        elif 20 <= datagram[0] < 64:
            peer = self.ice.peers.get(address)
            if peer is None:
                self.path.statistics.unknown_address += 1
            else:
                peer.take_dtls(datagram, address, now)

    def rtcp(self, peer: PathPeer, data: bytes, now: float) -> None:
        """Decrypted RTCP. Transport feedback waits for the next tick.

        It is most of what viewers send. In between of media each costs twice of what it does one after the other, and
        what it tells was a round trip and a tenth of a second old anyway.
        """
        owner: Peer = peer.user
        if is_feedback(data) and len(self._feedbacks) < MOST_FEEDBACKS:
            self._feedbacks.append((owner, data, now))
        else:
            owner.take_rtcp(data, now)

    def unknown(self, peer: PathPeer, packet: RtpPacket, now: float) -> IncomingStream | None:  # noqa: ARG002 -- the interface's
        """A packet of an SSRC that isn't bound yet."""
        owner: Peer = peer.user
        return owner.unknown(packet)

    def switched(self, outgoing: Outgoing) -> None:
        """A viewer got its keyframe; nothing is to be done, since who waits is written in the streams."""

    def _tick(self) -> None:
        loop = self._loop
        if loop is None or (not self._peers and not self._dirty):
            self._ticker = None
            return
        self._ticker = loop.call_later(TICK_SECONDS, self._tick)
        self._take_feedbacks()
        now = self.now()
        for peer in [peer for peer in self._peers if peer.due <= now]:
            peer.tick(now)
        changed, self._dirty = self._dirty, {}
        for room in {peer.room for peer in changed}:
            names = [peer.participant for peer in changed if peer.room == room]
            for viewer in tuple(self._rooms[room].peers.values()) if room in self._rooms else ():
                if any(viewer.viewer.sees(name) for name in names):
                    viewer.viewer.refresh(now)
        if now >= self._levels_at:
            self._levels_at = now + LEVEL_SECONDS
            for members in self._rooms.values():
                self._listen(members, now)
        if self._prober is None and now >= self._probes_at:
            self._probes_at = now + PROBE_LOOK_SECONDS
            self._probe()

    def _take_feedbacks(self) -> None:
        for _ in range(min(FEEDBACKS_AT_ONCE, len(self._feedbacks))):
            peer, data, now = self._feedbacks.popleft()
            if not peer.closed:
                peer.take_rtcp(data, now)
        if self._feedbacks and self._loop is not None:
            self._loop.call_soon(self._take_feedbacks)

    def _listen(self, room: _Room, now: float) -> None:
        """Tell everybody who sends sound how loud it is, and who has the floor."""
        heard: list[Peer] = []
        for name, peer in room.peers.items():
            stream = peer.publisher.audio()
            if stream is None or not stream.levels:
                room.speakers.forget(name)
                continue
            for level in stream.levels:
                room.speakers.hear(name, level)
            stream.levels.clear()
            heard.append(peer)
        dominant = room.speakers.decide(now)
        for peer in heard:
            name = peer.participant
            peer.tell(Level(room.speakers.loudness(name), room.speakers.speaking(name), name == dominant))

    def _probe(self) -> None:
        """Let those probe who may; more often than the ticker, while anybody does."""
        now = self.now()
        probing = [peer for peer in tuple(self._peers) if peer.probe(now, PROBE_TICK_SECONDS)]
        self._prober = None
        if probing and self._loop is not None:
            self._prober = self._loop.call_later(PROBE_TICK_SECONDS, self._probe)
