"""DTLS: keys for the right peer, none for any other, on bad networks and against floods."""

import asyncio

import pytest
from aiortc.rtcdtlstransport import SRTP_PROFILES, RTCCertificate
from hypothesis import given, settings
from hypothesis import strategies as st
from OpenSSL import SSL

from media_relay.rtc import dtls
from media_relay.rtc.certificate import Certificate
from media_relay.rtc.dtls import DtlsContext, DtlsEndpoint, DtlsError, Role, SrtpProfile

RELAY, BROWSER, STRANGER = (DtlsContext(Certificate.generate()) for _ in range(3))


def prints(*contexts):
    return frozenset(context.certificate.fingerprint for context in contexts)


def pair(*, relay=Role.SERVER, mtu=dtls.MTU):
    other = Role.CLIENT if relay is Role.SERVER else Role.SERVER
    return (
        DtlsEndpoint(RELAY, relay, prints(BROWSER), 0.0, mtu),
        DtlsEndpoint(BROWSER, other, prints(RELAY), 0.0, mtu),
    )


def exchange(one, other, datagrams):
    """Deliver datagrams to ``other`` and what they cause in turn; return all that flew, in order."""
    flown = []
    while datagrams:
        flown += datagrams
        datagrams = [reply for datagram in datagrams for reply in other.receive(datagram, 0.0)]
        one, other = other, one
    return flown


@pytest.mark.parametrize("role", Role)
def test_both_sides_have_the_same_keys(role):
    """In either role what one side sends with is what the other receives with; AES-128-GCM is what they choose."""
    relay, browser = pair(relay=role)
    exchange(relay, browser, relay.start(0.0))
    exchange(browser, relay, browser.start(0.0))
    assert relay.keys.profile is browser.keys.profile is SrtpProfile.AEAD_AES_128_GCM
    assert (relay.keys.local, relay.keys.remote) == (browser.keys.remote, browser.keys.local)
    assert len(relay.keys.local) == 28
    assert relay.keys.local != relay.keys.remote
    assert (relay.deadline, browser.deadline) == (None, None)


def test_keys_are_not_shown():
    """What prints the keys by accident prints no key."""
    relay, browser = pair()
    exchange(browser, relay, browser.start(0.0))
    assert relay.keys.local.hex() not in repr(relay.keys)
    assert "local" not in repr(relay.keys)


@pytest.mark.parametrize("name", [profile.openssl_profile for profile in SRTP_PROFILES])
def test_another_implementation_gets_the_same_keys(name):
    """A client as aiortc makes it agrees on each profile that it may offer, and on the exporter's bytes."""
    certificate = RTCCertificate.generateCertificate()
    theirs = next(profile for profile in SRTP_PROFILES if profile.openssl_profile == name)
    client = SSL.Connection(certificate._create_ssl_context([theirs]), None)
    client.set_connect_state()
    digest = next(p.value for p in certificate.getFingerprints() if p.algorithm == "sha-256")
    relay = DtlsEndpoint(RELAY, Role.SERVER, frozenset({digest}), 0.0)
    for _ in range(4):
        try:
            client.do_handshake()
        except SSL.WantReadError:
            for reply in relay.receive(client.bio_read(4096), 0.0):
                client.bio_write(reply)
    material = client.export_keying_material(b"EXTRACTOR-dtls_srtp", 2 * (theirs.key_length + theirs.salt_length))
    assert relay.keys.profile.openssl == name
    assert relay.keys.profile.number == theirs.libsrtp_profile
    assert relay.keys.remote == theirs.get_key_and_salt(material, 0)
    assert relay.keys.local == theirs.get_key_and_salt(material, 1)


def test_a_peer_without_srtp_fails():
    """A handshake that agrees on no SRTP profile gives no keys and says so."""
    certificate = RTCCertificate.generateCertificate()
    context = certificate._create_ssl_context(SRTP_PROFILES[:1])
    context.set_tlsext_use_srtp(b"SRTP_AES128_CM_SHA1_32")
    client = SSL.Connection(context, None)
    client.set_connect_state()
    relay = DtlsEndpoint(RELAY, Role.SERVER, frozenset({certificate.getFingerprints()[0].value}), 0.0)
    with pytest.raises(DtlsError, match="srtp-profile"):  # noqa: PT012 -- the handshake takes several rounds
        for _ in range(4):
            with pytest.raises(SSL.WantReadError):
                client.do_handshake()
            for reply in relay.receive(client.bio_read(4096), 0.0):
                client.bio_write(reply)
    assert relay.keys is None


@pytest.mark.parametrize("role", Role)
def test_a_wrong_certificate_ends_the_handshake(role):
    """Whoever shows another certificate than announced gets an alert; there are no keys, then or later."""
    relay = DtlsEndpoint(RELAY, role, prints(BROWSER), 0.0)
    other = Role.CLIENT if role is Role.SERVER else Role.SERVER
    impostor = DtlsEndpoint(STRANGER, other, prints(RELAY), 0.0)
    opening = impostor.start(0.0) or relay.start(0.0)
    first, second = (relay, impostor) if role is Role.SERVER else (impostor, relay)
    with pytest.raises(DtlsError, match="fingerprint") as failure:
        exchange(second, first, opening)
    assert (relay.keys, relay.closed, relay.deadline) == (None, True, None)
    assert failure.value.farewell
    assert relay.receive(opening[0], 1.0) == relay.tick(99.0) == relay.close() == []
    if role is Role.SERVER:  # a client has not yet made its keys by then
        (farewell,) = failure.value.farewell
        with pytest.raises(DtlsError, match="handshake"):
            impostor.receive(farewell, 0.0)


def test_one_of_several_fingerprints_is_enough():
    """A description may state several certificates; any of them is the peer, and their order says nothing."""
    relay = DtlsEndpoint(RELAY, Role.SERVER, prints(STRANGER, BROWSER), 0.0)
    browser = DtlsEndpoint(BROWSER, Role.CLIENT, prints(RELAY), 0.0)
    exchange(browser, relay, browser.start(0.0))
    assert relay.keys is not None


def test_a_peer_without_any_certificate_fails():
    """A client that shows no certificate fails the handshake."""
    context = SSL.Context(SSL.DTLS_METHOD)
    context.set_tlsext_use_srtp(b"SRTP_AEAD_AES_128_GCM")
    client = SSL.Connection(context, None)
    client.set_connect_state()
    relay = DtlsEndpoint(RELAY, Role.SERVER, prints(BROWSER), 0.0)
    with pytest.raises(DtlsError, match="handshake"):  # noqa: PT012 -- the handshake takes several rounds
        for _ in range(4):
            with pytest.raises(SSL.WantReadError):
                client.do_handshake()
            for reply in relay.receive(client.bio_read(4096), 0.0):
                client.bio_write(reply)
    assert relay.keys is None


@pytest.mark.parametrize("mtu", [256, 400, 1200])
def test_datagrams_fit_the_path(mtu):
    """No datagram of a handshake is larger than the MTU, and those that fit together go together."""
    relay, browser = pair(mtu=mtu)
    flown = exchange(browser, relay, browser.start(0.0))
    assert max(map(len, flown)) <= mtu
    assert relay.keys is not None
    if mtu == dtls.MTU:
        assert len(flown) == 4


async def due(endpoint):
    """What an endpoint sends when its deadline has come. Waits for it: OpenSSL goes by the system's clock."""
    loop = asyncio.get_running_loop()
    while True:
        passed = loop.create_future()
        loop.call_at(endpoint.deadline, passed.set_result, None)
        await passed
        if datagrams := endpoint.tick(loop.time()):
            return datagrams


async def test_what_is_lost_is_sent_again():
    """When a flight is lost, its sender repeats it at its deadline, and the handshake ends well."""
    now = asyncio.get_running_loop().time()
    relay = DtlsEndpoint(RELAY, Role.SERVER, prints(BROWSER), now)
    browser = DtlsEndpoint(BROWSER, Role.CLIENT, prints(RELAY), now)
    browser.start(now)
    assert now < browser.deadline <= now + 1.0
    exchange(browser, relay, await due(browser))
    assert relay.keys is not None


async def test_a_lost_last_flight_is_repeated():
    """A client that missed the end repeats its last flight, and gets the end again from a server that is done."""
    now = asyncio.get_running_loop().time()
    relay = DtlsEndpoint(RELAY, Role.SERVER, prints(BROWSER), now)
    browser = DtlsEndpoint(BROWSER, Role.CLIENT, prints(RELAY), now)
    (hello,) = browser.start(now)
    (last,) = [out for datagram in relay.receive(hello, now) for out in browser.receive(datagram, now)]
    relay.receive(last, now)
    assert (relay.keys is None, browser.keys is None) == (False, True)
    exchange(browser, relay, await due(browser))
    assert browser.keys.local == relay.keys.remote


def test_a_peer_that_never_answers_is_given_up():
    """A handshake that is not done within 30 s fails, in either role."""
    for endpoint in pair():
        endpoint.start(0.0)
        assert endpoint.deadline <= dtls.HANDSHAKE_SECONDS
        with pytest.raises(DtlsError, match="timeout"):
            endpoint.tick(dtls.HANDSHAKE_SECONDS)
        assert endpoint.closed


def test_a_flood_of_hellos_ends_itself():
    """A peer that sends more than any handshake needs is given up, without having had more than a few answers each."""
    relay, browser = pair()
    (hello,) = browser.start(0.0)
    with pytest.raises(DtlsError, match="flood"):  # noqa: PT012 -- the flood is the loop
        for _ in range(dtls.HANDSHAKE_DATAGRAMS + 1):
            relay.receive(hello, 0.0)
    assert relay.keys is None


def test_a_flood_after_the_handshake_costs_nothing():
    """Once there are keys, noise is dropped: it changes no keys, and after a while it isn't even read."""
    relay, browser = pair()
    (hello,) = browser.start(0.0)
    exchange(browser, relay, [hello])
    keys = relay.keys
    for _ in range(2 * dtls.LATER_DATAGRAMS):
        assert relay.receive(hello, 1.0) == []
    assert relay.keys is keys
    assert not relay.closed


def test_an_end_is_told():
    """A close reaches the other side, which is closed then too; a second one says nothing."""
    relay, browser = pair()
    exchange(browser, relay, browser.start(0.0))
    farewell = relay.close()
    assert farewell
    exchange(relay, browser, farewell)
    assert (browser.closed, relay.close(), relay.closed) == (True, [], True)
    assert relay.start(0.0) == relay.receive(farewell[0], 0.0) == []


CHANGES = st.lists(st.tuples(st.integers(0, 1500), st.integers(1, 255)), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.booleans(), st.lists(st.one_of(CHANGES, st.binary(max_size=1500), st.integers(1, 40)), max_size=4))
def test_hostile_datagrams_never_break_out(later, hostile):
    """Any bytes, and any change to real ones, are dropped or end with DtlsError.

    Keys come of them only where the change is of no meaning (a plain record's number): then they are the peer's.
    """
    relay, browser = pair()
    (original,) = browser.start(0.0)
    if later:
        (original,) = [out for reply in relay.receive(original, 0.0) for out in browser.receive(reply, 0.0)]
    reasons, replies = set(), []
    for what in hostile:
        datagram = bytearray(original)
        if isinstance(what, bytes):
            datagram = what
        elif isinstance(what, int):
            del datagram[-what:]
        else:
            for position, flip in what:
                datagram[position % len(datagram)] ^= flip
        try:
            replies += relay.receive(bytes(datagram), 0.0)
        except DtlsError as failure:
            reasons.add(failure.reason)
    assert reasons <= {"handshake", "fingerprint"}
    if relay.keys is not None:
        exchange(relay, browser, replies)
        assert browser.keys.remote == relay.keys.local


def test_certificates_are_strangers_to_each_other():
    """Each process has its own certificate: ECDSA P-256, with a fingerprint of 32 bytes as SDP writes it."""
    first, second = Certificate.generate(), Certificate.generate()
    assert first.fingerprint != second.fingerprint
    assert len(bytes.fromhex(first.fingerprint.replace(":", ""))) == 32
    assert first.fingerprint == first.fingerprint.upper()
    assert first.key.curve.name == "secp256r1"
