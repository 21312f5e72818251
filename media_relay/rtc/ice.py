"""ICE-lite (RFC 8445) for all peers on one UDP port: which address is which peer, and where to send.

The browser is the full, controlling agent: it checks, nominates and keeps checking (its checks are also the consent of
RFC 7675, to which the relay only answers). So a peer that changes network, or restarts ICE, is a change in a table: the
same DTLS association goes on from the new address.

- A peer is found by the user name fragment that the relay gave it, and proves itself with the password.
- An address counts as validated once an authentic check came from it. Only validated addresses are in ``peers``; DTLS
  and media from any other address must not be looked at (ASVS 5.0, V17: the race of a foreign ClientHello).
- The address that was nominated last is where to send. That is what browsers mean toward a lite agent: Chromium
  nominates only the pair that it uses, Firefox nominates all and checks on the one that it uses. Before the first
  nomination it is the address that was validated first (RFC 8445, section 12.1): Chromium sends before it nominates.
"""

import secrets
from base64 import b64encode
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from socket import AF_INET6, inet_pton
from typing import Generic, TypeVar

from media_relay.rtc.flood import FloodGate
from media_relay.rtc.stun import (
    IPV4_IN_IPV6,
    Address,
    Malformed,
    Message,
    Type,
    binding_error,
    binding_success,
    parse,
)

P = TypeVar("P", bound=Hashable)

CONSENT_SECONDS = 30.0  # RFC 7675, section 5.1
ADDRESSES_PER_PEER = 16
# Strangers are counted by host, since a class may sit behind one address: 200 browsers make about 1,000 checks to join.
STRANGER_RATE = 200.0
STRANGER_BURST = 1200.0
STRANGERS = 4096
# A validated address checks every 2.5 s, or every 50 ms while it decides.
KNOWN_RATE = 50.0
KNOWN_BURST = 200.0
KNOWN = 16384


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user name fragment and its password (RFC 8445, section 5.3)."""

    ufrag: str
    password: str

    @classmethod
    def generate(cls) -> "Credentials":
        """New ones: 48 bits to find a peer by, 144 to prove it (24 and 128 are asked for); Base64 is ICE's alphabet."""
        return cls(*(b64encode(secrets.token_bytes(size)).decode() for size in (6, 18)))


@dataclass(frozen=True, slots=True)
class Outcome(Generic[P]):
    """What a datagram led to: bytes to send back to where it came from, and the peer when it was an authentic check.

    ``moved`` is the address to send to from now on, when that changed.
    """

    reply: bytes | None = None
    peer: P | None = None
    moved: Address | None = None


@dataclass(slots=True)
class _Agent(Generic[P]):
    peer: P
    heard: float
    # One, or two while a restart is under way: until the new ones are nominated the old ones stay good.
    credentials: list[Credentials]
    used: Credentials | None = None  # those that nominated last
    selected: Address | None = None
    # Validated addresses and when each was last heard of, oldest first.
    addresses: dict[Address, float] = field(default_factory=dict)


class IceLite(Generic[P]):
    """The table of all peers. Times are seconds of one steady clock."""

    def __init__(self) -> None:
        self.peers: dict[Address, P] = {}
        self.dropped: Counter[str] = Counter()
        self._agents: dict[P, _Agent[P]] = {}
        self._by_ufrag: dict[str, tuple[_Agent[P], Credentials, bytes]] = {}
        self._strangers: FloodGate[str | bytes] = FloodGate(STRANGER_RATE, STRANGER_BURST, STRANGERS)
        self._known: FloodGate[Address] = FloodGate(KNOWN_RATE, KNOWN_BURST, KNOWN)

    def register(self, peer: P, now: float) -> Credentials:
        """Expect checks of a new peer. A peer is registered once."""
        if peer in self._agents:
            raise ValueError("The peer is registered already.")
        agent = _Agent(peer, now, [])
        self._agents[peer] = agent
        return self._issue(agent)

    def restart(self, peer: P) -> Credentials:
        """Give a peer new credentials (RFC 8445, section 9). Those it has stay good until the new ones nominate."""
        agent = self._agents[peer]
        in_use = agent.used or agent.credentials[-1]
        for unused in [credentials for credentials in agent.credentials if credentials is not in_use]:
            self._withdraw(agent, unused)
        return self._issue(agent)

    def forget(self, peer: P) -> None:
        """Expect nothing more of this peer. It need not be known."""
        agent = self._agents.pop(peer, None)
        if agent is not None:
            for credentials in tuple(agent.credentials):
                self._withdraw(agent, credentials)
            for address in agent.addresses:
                del self.peers[address]

    def credentials(self, peer: P) -> Credentials:
        """The newest credentials of a peer, as an answer states them."""
        return self._agents[peer].credentials[-1]

    def selected(self, peer: P) -> Address | None:
        """Where to send to a peer; None before it made an authentic check."""
        return self._agents[peer].selected

    def silent(self, now: float) -> list[P]:
        """Peers that haven't made an authentic check for ``CONSENT_SECONDS``: nothing may be sent to them any more."""
        return [agent.peer for agent in self._agents.values() if now - agent.heard >= CONSENT_SECONDS]

    def handle(self, datagram: bytes, address: Address, now: float) -> Outcome[P]:
        """Take a STUN datagram. Nothing that it holds raises; what isn't answered is counted in ``dropped``."""
        if not self._admits(address, now):
            return self._drop("flood")
        try:
            message = parse(datagram)
        except Malformed:
            return self._drop("malformed")
        if message.type is not Type.REQUEST or not message.fingerprint:
            # A lite agent never asks, so nothing is an answer to it; indications want none; checks have a FINGERPRINT.
            return self._drop("unasked")
        found = self._by_ufrag.get((message.username or "").partition(":")[0])
        if found is None or not message.authentic(found[2]):
            return self._refuse(message, 400 if message.signed is None or message.username is None else 401)
        agent, credentials, key = found
        objection = _objection(message)
        if objection is not None:
            return self._refuse(message, objection, key)
        agent.heard = now
        self._validate(agent, address, now)
        if message.use_candidate:
            self._settle(agent, credentials)
        moved = None
        if agent.selected != address and (message.use_candidate or agent.selected is None):
            moved = agent.selected = address
        return Outcome(binding_success(message, address, key), agent.peer, moved)

    def _admits(self, address: Address, now: float) -> bool:
        if address in self.peers:
            return self._known.admits(address, now)
        host: str = address[0]
        # Whoever has an IPv6 address has 2^64 of them.
        return self._strangers.admits(_network(host) if ":" in host else host, now)

    def _validate(self, agent: _Agent[P], address: Address, now: float) -> None:
        holder = self.peers.get(address)
        if holder is not None and holder != agent.peer:
            # The port was given to another client behind the same router: who proves itself last has it.
            previous = self._agents[holder]
            del previous.addresses[address]
            if previous.selected == address:
                previous.selected = None
        agent.addresses.pop(address, None)
        agent.addresses[address] = now
        self.peers[address] = agent.peer
        if len(agent.addresses) > ADDRESSES_PER_PEER:
            oldest = next(known for known in agent.addresses if known not in {agent.selected, address})
            del agent.addresses[oldest]
            del self.peers[oldest]

    def _settle(self, agent: _Agent[P], credentials: Credentials) -> None:
        """These credentials nominated: when they are the newest, those before them are done with."""
        if credentials is agent.credentials[-1]:
            for older in agent.credentials[:-1]:
                self._withdraw(agent, older)
        agent.used = credentials

    def _issue(self, agent: _Agent[P]) -> Credentials:
        credentials = Credentials.generate()
        while credentials.ufrag in self._by_ufrag:
            credentials = Credentials.generate()
        agent.credentials.append(credentials)
        self._by_ufrag[credentials.ufrag] = (agent, credentials, credentials.password.encode())
        return credentials

    def _withdraw(self, agent: _Agent[P], credentials: Credentials) -> None:
        agent.credentials.remove(credentials)
        del self._by_ufrag[credentials.ufrag]

    def _drop(self, reason: str) -> Outcome[P]:
        self.dropped[reason] += 1
        return Outcome()

    def _refuse(self, request: Message, code: int, key: bytes | None = None) -> Outcome[P]:
        self.dropped[str(code)] += 1
        return Outcome(binding_error(request, code, key))


def _objection(message: Message) -> int | None:
    """The error to answer an authentic request with; None for a check as it should be."""
    if message.unknown:
        return 420
    if message.controlled is not None:
        return 487  # a lite agent is always the controlled one
    return 400 if message.controlling is None or message.priority is None else None


def _network(host: str) -> bytes:
    """The /64 of an IPv6 address; an IPv4 address inside of one whole."""
    packed = inet_pton(AF_INET6, host.partition("%")[0])
    return packed if packed.startswith(IPV4_IN_IPV6) else packed[:8]
