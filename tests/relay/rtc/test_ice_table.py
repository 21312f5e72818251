"""The table of ICE-lite under any order of events: who is where, and nothing that stays or grows."""

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from media_relay.rtc import stun
from media_relay.rtc.ice import ADDRESSES_PER_PEER, IceLite

ADDRESSES = st.tuples(st.sampled_from(["192.0.2.1", "192.0.2.2"]), st.integers(1000, 1011))


class Table(RuleBasedStateMachine):
    """Peers come, check from some addresses, restart and go, beside strangers. The model is what they proved."""

    peers = Bundle("peers")

    @initialize()
    def begin(self):
        self.ice = IceLite()
        self.now = 0.0
        self.names = 0
        self.credentials = {}
        self.holders = {}

    @rule(target=peers)
    def register(self):
        self.names += 1
        self.credentials[self.names] = [self.ice.register(self.names, self.now)]
        return self.names

    @rule(peer=peers)
    def restart(self, peer):
        self.credentials[peer].append(self.ice.restart(peer))

    @rule(peer=consumes(peers))
    def forget(self, peer):
        self.ice.forget(peer)
        del self.credentials[peer]
        self.holders = {address: holder for address, holder in self.holders.items() if holder != peer}

    @rule(peer=peers, address=ADDRESSES, nominate=st.booleans(), newest=st.booleans(), seconds=st.floats(0.1, 5))
    def check(self, peer, address, nominate, newest, seconds):
        """An authentic check: answered when its credentials are still good, and then its address is the peer's."""
        self.now += seconds
        credentials = self.credentials[peer][-1 if newest else 0]
        request = stun.binding_request(
            f"{credentials.ufrag}:far", credentials.password.encode(), priority=1, tie_breaker=1, nominate=nominate
        )
        outcome = self.ice.handle(request, address, self.now)
        if newest:
            assert outcome.peer == peer
        if outcome.peer is None:
            return
        reply = stun.parse(outcome.reply)
        assert (reply.type, reply.mapped) == (stun.Type.SUCCESS, address)
        self.holders[address] = peer
        if nominate:
            assert self.ice.selected(peer) == address
        assert outcome.moved in {None, address}

    @rule(peer=peers, address=ADDRESSES, datagram=st.binary(max_size=100))
    def forge(self, peer, address, datagram):
        """A right name with a wrong password, and anything at all: refused or dropped, and nothing changes."""
        before = dict(self.ice.peers)
        self.now += 1.0
        name = f"{self.credentials[peer][-1].ufrag}:far"
        forged = stun.binding_request(name, b"not the password", priority=1, tie_breaker=1, nominate=True)
        for data in (forged, datagram, forged[: len(datagram)] + datagram):
            outcome = self.ice.handle(data, address, self.now)
            assert outcome.peer is outcome.moved is None
            assert outcome.reply is None or len(outcome.reply) <= len(data)
        assert self.ice.peers == before

    @invariant()
    def each_address_is_of_whom_proved_it_last(self):
        # Those that a peer proved longest ago may have been given up for newer ones.
        assert self.ice.peers.items() <= self.holders.items()

    @invariant()
    def a_peer_is_sent_to_where_it_proved_to_be(self):
        for peer in self.credentials:
            selected = self.ice.selected(peer)
            assert selected is None or self.ice.peers[selected] == peer

    @invariant()
    def the_table_is_bounded(self):
        for peer in self.credentials:
            assert sum(holder == peer for holder in self.ice.peers.values()) <= ADDRESSES_PER_PEER
        assert len(self.ice._by_ufrag) <= 2 * len(self.credentials)
        assert set(self.ice.peers.values()) <= set(self.credentials)


TestTable = Table.TestCase
TestTable.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)


@given(st.binary(max_size=1500), ADDRESSES)
def test_any_datagram_is_dropped_or_refused_in_fewer_bytes(datagram, address):
    """Whatever a stranger sends, nobody is known by it, and what comes back is no larger."""
    ice = IceLite()
    ice.register("peer", 0.0)
    outcome = ice.handle(datagram, address, 1.0)
    assert outcome.peer is None
    assert len(outcome.reply or b"") <= len(datagram)
    assert ice.peers == {}
