"""ICE-lite: who is who, where to send, and how little a stranger can do."""

from aioice import stun as oracle
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from media_relay.rtc import ice, stun
from media_relay.rtc.flood import FloodGate

WIFI, MOBILE = ("192.0.2.1", 1000), ("198.51.100.1", 2000)


def check(credentials, *, nominate=False, **changed):
    """A connectivity check as a browser sends it."""
    what = {"priority": 1, "tie_breaker": 2, "nominate": nominate, **changed}
    return stun.binding_request(f"{credentials.ufrag}:far", credentials.password.encode(), **what)


def code(outcome):
    return stun.parse(outcome.reply).error


def test_a_check_is_answered_and_validates_its_address():
    """An authentic check is answered with the address that it came from, which is the peer's from then on."""
    table = ice.IceLite()
    credentials = table.register("ann", 0.0)
    outcome = table.handle(check(credentials), WIFI, 1.0)
    reply = oracle.parse_message(outcome.reply)
    assert reply.attributes["XOR-MAPPED-ADDRESS"] == WIFI
    assert reply.check_message_integrity(credentials.password.encode())
    assert (outcome.peer, table.peers) == ("ann", {WIFI: "ann"})


def test_the_first_address_is_where_to_send_until_another_is_nominated():
    """A browser has its keys before it nominates: what it first checks from is taken, another by nomination only."""
    table = ice.IceLite()
    credentials = table.register("ann", 0.0)
    assert table.selected("ann") is None
    assert table.handle(check(credentials), WIFI, 1.0).moved == WIFI
    assert table.handle(check(credentials), MOBILE, 2.0).moved is None
    assert table.handle(check(credentials, nominate=True), WIFI, 3.0).moved is None
    assert table.selected("ann") == WIFI


def test_a_changed_network_moves_the_peer():
    """A nomination from another address moves the peer there; what still comes from the old one is its own."""
    table = ice.IceLite()
    credentials = table.register("ann", 0.0)
    table.handle(check(credentials, nominate=True), WIFI, 1.0)
    assert table.handle(check(credentials), MOBILE, 2.0).moved is None
    assert table.handle(check(credentials, nominate=True), MOBILE, 3.0).moved == MOBILE
    assert (table.selected("ann"), table.peers) == (MOBILE, {WIFI: "ann", MOBILE: "ann"})


def test_a_restart_keeps_the_old_credentials_until_the_new_ones_nominate():
    """Checks with the old credentials are answered while a restart is under way, and refused after it."""
    table = ice.IceLite()
    old = table.register("ann", 0.0)
    table.handle(check(old, nominate=True), WIFI, 1.0)
    new = table.restart("ann")
    assert table.credentials("ann") == new != old
    assert table.handle(check(old), WIFI, 2.0).peer == "ann"
    assert table.handle(check(new), MOBILE, 3.0).peer == "ann"
    assert table.handle(check(old), WIFI, 4.0).peer == "ann"
    assert table.handle(check(new, nominate=True), MOBILE, 5.0).moved == MOBILE
    assert code(table.handle(check(old), WIFI, 6.0)) == 401


def test_of_many_restarts_the_used_and_the_newest_credentials_count():
    """Restarts that were never used leave no credentials behind; the used ones stay until the newest nominate."""
    table = ice.IceLite()
    first = table.register("ann", 0.0)
    table.handle(check(first, nominate=True), WIFI, 0.0)
    second, third = table.restart("ann"), table.restart("ann")
    assert code(table.handle(check(second), WIFI, 1.0)) == 401
    assert [table.handle(check(good), WIFI, 1.0).peer for good in (first, third)] == ["ann", "ann"]


def test_wrong_checks_get_the_errors_of_the_standard():
    """400 without credentials, 401 with wrong ones, 420 and 487 and 400 (signed) for what a lite agent can't take."""
    table = ice.IceLite()
    credentials = table.register("ann", 0.0)
    asked = oracle.Message(oracle.Method.BINDING, oracle.Class.REQUEST)
    asked.add_fingerprint()
    assert code(table.handle(bytes(asked), WIFI, 0.0)) == 400
    wrong = ice.Credentials(credentials.ufrag, credentials.password[::-1])
    assert code(table.handle(check(wrong), WIFI, 0.0)) == 401
    assert code(table.handle(check(ice.Credentials("nobody", "x" * 22)), WIFI, 0.0)) == 401
    conflict = table.handle(check(credentials, controlling=False), WIFI, 0.0)
    assert code(conflict) == 487
    assert stun.parse(conflict.reply).authentic(credentials.password.encode())
    bare = oracle.Message(oracle.Method.BINDING, oracle.Class.REQUEST)
    bare.attributes["USERNAME"] = f"{credentials.ufrag}:far"
    bare.add_message_integrity(credentials.password.encode())
    assert code(table.handle(bytes(bare), WIFI, 0.0)) == 400
    bare.attributes = {"CHANGE-REQUEST": 1, "USERNAME": f"{credentials.ufrag}:far"}
    bare.add_message_integrity(credentials.password.encode())
    assert code(table.handle(bytes(bare), WIFI, 0.0)) == 420
    assert (table.peers, table.silent(29.0)) == ({}, [])


def test_what_asks_nothing_gets_nothing():
    """Answers, indications, rubbish and checks without FINGERPRINT are dropped and counted."""
    table = ice.IceLite()
    credentials = table.register("ann", 0.0)
    request = check(credentials)
    success = stun.binding_success(stun.parse(request), WIFI, credentials.password.encode())
    plain = request[:2] + (len(request) - 28).to_bytes(2, "big") + request[4:-8]
    for data in (success, b"\x00\x11" + request[2:], request[:-1], b"", plain):
        assert table.handle(data, WIFI, 0.0) == ice.Outcome()
    assert table.dropped == {"unasked": 2, "malformed": 3}


def test_silence_ends_consent():
    """A peer is reported after 30 s without an authentic check, whether it ever made one or not."""
    table = ice.IceLite()
    ann = table.register("ann", 0.0)
    table.register("bob", 0.0)
    table.handle(check(ann), WIFI, 20.0)
    assert table.silent(29.9) == []
    assert table.silent(30.0) == ["bob"]
    assert table.silent(50.0) == ["ann", "bob"]


def test_a_forgotten_peer_leaves_nothing():
    """After ``forget`` its credentials and addresses are nobody's, also when called twice."""
    table = ice.IceLite()
    credentials = table.register("ann", 0.0)
    table.restart("ann")
    table.handle(check(credentials, nominate=True), WIFI, 0.0)
    table.forget("ann")
    table.forget("ann")
    assert (table.peers, table.silent(99.0)) == ({}, [])
    assert code(table.handle(check(credentials), WIFI, 1.0)) == 401


def test_an_address_belongs_to_whom_proves_itself_last():
    """A router may give a port to another client: the address is its, and the first peer is unselected."""
    table = ice.IceLite()
    ann, bob = table.register("ann", 0.0), table.register("bob", 0.0)
    table.handle(check(ann, nominate=True), WIFI, 0.0)
    table.handle(check(bob, nominate=True), WIFI, 1.0)
    assert (table.peers, table.selected("ann"), table.selected("bob")) == ({WIFI: "bob"}, None, WIFI)
    table.forget("ann")
    assert table.peers == {WIFI: "bob"}


def test_a_peer_cannot_fill_the_table():
    """Of ever more addresses the newest stay, and the selected one always."""
    table = ice.IceLite()
    credentials = table.register("ann", 0.0)
    table.handle(check(credentials, nominate=True), WIFI, 0.0)
    for port in range(1, 100):
        table.handle(check(credentials), ("192.0.2.2", port), float(port))
    assert len(table.peers) == ice.ADDRESSES_PER_PEER
    assert WIFI in table.peers
    assert ("192.0.2.2", 99) in table.peers


def test_a_flood_of_strangers_is_bounded_and_harms_nobody_known():
    """One host gets as many answers as its bucket holds; a known address has a bucket of its own."""
    table = ice.IceLite()
    credentials = table.register("ann", 0.0)
    table.handle(check(credentials), WIFI, 0.0)
    wrong = check(ice.Credentials("nobody", "x" * 22))
    answered = sum(table.handle(wrong, (WIFI[0], 2000 + n), 0.0).reply is not None for n in range(3000))
    assert answered == ice.STRANGER_BURST - 1
    assert table.dropped["flood"] == 3000 - answered
    assert table.handle(check(credentials), WIFI, 0.0).reply is not None
    assert table.handle(wrong, (WIFI[0], 5), 1.0).reply is not None


def test_a_flood_from_many_hosts_fills_no_memory():
    """The buckets of strangers are bounded."""
    table = ice.IceLite()
    for n in range(ice.STRANGERS + 500):
        table.handle(b"", (f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", 1), 0.0)
    assert len(table._strangers) == ice.STRANGERS


def test_a_network_is_one_stranger():
    """All addresses of an IPv6 /64 share a bucket, however they are written; IPv4 inside of IPv6 is IPv4."""
    table = ice.IceLite()
    for n in range(1, 500):
        table.handle(b"", (f"2001:db8::{n:x}", 1, 0, 0), 0.0)
        table.handle(b"", (f"fe80::{n:x}:1%lo", 1, 0, 1), 0.0)
    assert len(table._strangers) == 2
    for n in range(10):
        table.handle(b"", (f"::ffff:192.0.2.{n}", 1, 0, 0), 0.0)
    assert len(table._strangers) == 12


def test_a_bucket_fills_again():
    """A bucket gives its burst at once and its rate after that, and time that runs backwards gives nothing."""
    gate = FloodGate(rate=2.0, burst=3.0, most=2)
    assert [gate.admits("a", 0.0) for _ in range(4)] == [True, True, True, False]
    assert [gate.admits("a", 0.5), gate.admits("a", 0.5), gate.admits("a", 0.0)] == [True, False, False]


class Table(RuleBasedStateMachine):
    """Whatever happens in whatever order, the table is whole: no address without its peer, no peer that isn't there."""

    def __init__(self):
        super().__init__()
        self.table = ice.IceLite()
        self.known = {}
        self.now = 0.0

    @rule(peer=st.integers(0, 5))
    def join(self, peer):
        if peer not in self.known:
            self.known[peer] = [self.table.register(peer, self.now)]

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def restart(self, data):
        peer = data.draw(st.sampled_from(sorted(self.known)))
        self.known[peer].append(self.table.restart(peer))

    @precondition(lambda self: self.known)
    @rule(data=st.data(), port=st.integers(1, 30), nominate=st.booleans())
    def check(self, data, port, nominate):
        self.now += 0.5
        peer = data.draw(st.sampled_from(sorted(self.known)))
        credentials = data.draw(st.sampled_from(self.known[peer]))
        address = ("192.0.2.1", port)
        outcome = self.table.handle(check(credentials, nominate=nominate), address, self.now)
        if credentials is self.known[peer][-1]:
            assert outcome.peer == peer
            assert self.table.peers[address] == peer
            assert self.table.selected(peer) is not None
            assert not nominate or self.table.selected(peer) == address

    @precondition(lambda self: self.known)
    @rule(data=st.data())
    def leave(self, data):
        peer = data.draw(st.sampled_from(sorted(self.known)))
        self.table.forget(peer)
        del self.known[peer]

    @invariant()
    def whole(self):
        assert set(self.table.peers.values()) <= set(self.known)
        for peer in self.known:
            selected = self.table.selected(peer)
            assert selected is None or self.table.peers[selected] == peer
        assert len(self.table._by_ufrag) <= 2 * len(self.known)


TestTable = Table.TestCase
TestTable.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
