"""STUN messages, beside aioice's implementation as the oracle."""

import secrets

import pytest
from aioice import stun as oracle
from hypothesis import given
from hypothesis import strategies as st

from media_relay.rtc import stun

KEY = b"a password of 24 letters"
ADDRESSES = st.tuples(
    st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6).filter(lambda host: host.ipv4_mapped is None)).map(str),
    st.integers(0, 65535),
)
FRAGMENTS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/", min_size=4, max_size=32)


def request(**changed):
    what = {"username": "here:there", "key": KEY, "priority": 7, "tie_breaker": 9, **changed}
    return stun.binding_request(what.pop("username"), what.pop("key"), **what)


@given(FRAGMENTS, FRAGMENTS, st.integers(0, 2**32 - 1), st.integers(0, 2**64 - 1), st.booleans(), st.booleans())
def test_a_request_reads_the_same_elsewhere(local, remote, priority, tie_breaker, controlling, nominate):
    """What is written here, aioice reads with the same values, and finds signed with the same key."""
    data = request(
        username=f"{local}:{remote}",
        priority=priority,
        tie_breaker=tie_breaker,
        controlling=controlling,
        nominate=nominate,
    )
    message = oracle.parse_message(data)
    assert message.check_message_integrity(KEY)
    assert not message.check_message_integrity(KEY + b"!")
    assert message.attributes["USERNAME"] == f"{local}:{remote}"
    assert message.attributes["PRIORITY"] == priority
    assert message.attributes["ICE-CONTROLLING" if controlling else "ICE-CONTROLLED"] == tie_breaker
    assert ("USE-CANDIDATE" in message.attributes) == nominate


@given(FRAGMENTS, st.integers(0, 2**32 - 1), st.integers(0, 2**64 - 1), st.booleans())
def test_a_request_from_elsewhere_reads_the_same(local, priority, tie_breaker, nominate):
    """What aioice writes is read with the same values, and is authentic with its key only."""
    attributes = {"USERNAME": f"{local}:far", "PRIORITY": priority, "ICE-CONTROLLING": tie_breaker}
    if nominate:
        attributes["USE-CANDIDATE"] = None
    theirs = oracle.Message(oracle.Method.BINDING, oracle.Class.REQUEST, attributes=attributes)
    theirs.add_message_integrity(KEY)
    message = stun.parse(bytes(theirs))
    assert (message.type, message.transaction) == (stun.Type.REQUEST, theirs.transaction_id)
    assert (message.username, message.priority, message.controlling) == (f"{local}:far", priority, tie_breaker)
    assert (message.use_candidate, message.fingerprint, message.controlled) == (nominate, True, None)
    assert message.authentic(KEY)
    assert not message.authentic(KEY[:-1])


@given(ADDRESSES)
def test_a_success_tells_the_address(address):
    """The mapped address reads the same here and elsewhere, for both families, and the answer is signed."""
    data = stun.binding_success(stun.parse(request()), address, KEY)
    message, theirs = stun.parse(data), oracle.parse_message(data)
    assert message.mapped == theirs.attributes["XOR-MAPPED-ADDRESS"] == address
    assert message.authentic(KEY)
    assert theirs.check_message_integrity(KEY)


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        (("::ffff:192.0.2.7", 5, 0, 0), ("192.0.2.7", 5)),
        (("fe80::1%lo", 6, 0, 1), ("fe80::1", 6)),
    ],
)
def test_an_address_is_told_as_its_owner_knows_it(seen, told):
    """A socket for both families shows IPv4 inside of IPv6, and a link's name: the peer is told neither."""
    assert stun.parse(stun.binding_success(stun.parse(request()), seen, KEY)).mapped == told


@pytest.mark.parametrize("code", sorted(stun.REASONS))
def test_an_error_tells_its_code(code):
    """Errors read the same here and elsewhere; with a key they are signed."""
    asked = stun.parse(request())
    theirs = oracle.parse_message(stun.binding_error(asked, code))
    assert theirs.attributes["ERROR-CODE"] == (code, stun.REASONS[code])
    assert theirs.transaction_id == asked.transaction
    signed = stun.parse(stun.binding_error(asked, code, KEY))
    assert (signed.type, signed.error, signed.authentic(KEY)) == (stun.Type.ERROR, code, True)


def attribute(kind, value):
    return kind.to_bytes(2, "big") + len(value).to_bytes(2, "big") + value + bytes(-len(value) % 4)


def message(*attributes, kind=b"\x00\x01", cookie=b"\x21\x12\xa4\x42"):
    body = b"".join(attributes)
    return kind + len(body).to_bytes(2, "big") + cookie + bytes(12) + body


def test_the_first_of_a_type_counts():
    """Of two user names the first is the one (RFC 8489, section 14)."""
    data = message(attribute(stun.USERNAME, b"one"), attribute(stun.USERNAME, b"two"))
    assert stun.parse(data).username == "one"


def test_what_is_not_signed_is_not_read():
    """USE-CANDIDATE after MESSAGE-INTEGRITY, which anybody could have added, does not nominate."""
    signed = request()
    assert stun.parse(signed).data[-8:-6] == b"\x80\x28"
    longer = signed[:-8] + attribute(stun.USE_CANDIDATE, b"")
    longer = longer[:2] + (len(longer) - 20).to_bytes(2, "big") + longer[4:]
    read = stun.parse(longer)
    assert (read.use_candidate, read.authentic(KEY)) == (False, True)


def test_what_must_be_understood_and_is_not_is_named():
    """Unknown attributes below 0x8000 are listed, those above are ignored; a 420 names them."""
    asked = stun.parse(message(attribute(0x0003, b"1234"), attribute(0x8023, b"1234")))
    assert asked.unknown == (3,)
    assert stun.binding_error(asked, 420).find(attribute(stun.UNKNOWN_ATTRIBUTES, b"\x00\x03")) > 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        message()[:19],
        message() + b"1234",
        message(cookie=b"1234"),
        message(kind=b"\x00\x03"),
        message(b"\x00\x06\x00\x09four"),
        message(attribute(stun.PRIORITY, b"123")),
        message(attribute(stun.ICE_CONTROLLING, b"1234")),
        message(attribute(stun.USERNAME, b"\xff\xfe")),
        message(attribute(stun.USERNAME, b"a" * 514)),
        message(attribute(stun.MESSAGE_INTEGRITY, b"short")),
        message(attribute(stun.XOR_MAPPED_ADDRESS, b"\x00\x03\x00\x00\x00\x00\x00\x00")),
        message(attribute(stun.ERROR_CODE, b"\x00\x00\x09\x00")),
        message(attribute(stun.FINGERPRINT, b"1234")),
        message(*[attribute(0x9000, b"")] * 33),
        pytest.param(request() + b"\x80\x22\x00\x00", id="grown"),  # random: both processes need one name
        message(attribute(0x9000, bytes(1280))),
    ],
)
def test_what_is_wrong_is_malformed(data):
    """Whatever is cut, grown, doubled or of the wrong size raises Malformed."""
    with pytest.raises(stun.Malformed):
        stun.parse(data)


def test_a_changed_bit_is_noticed():
    """Every bit of a signed message matters: changed, it is malformed, not authentic, or not STUN."""
    data = request(transaction=bytes(12))
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        try:
            read = stun.parse(bytes(changed))
        except stun.Malformed:
            continue
        assert not read.fingerprint
        # Without the type of the last attribute there is no FINGERPRINT; what is signed is whole.
        assert bit // 8 >= len(data) - 8


@given(st.binary(max_size=1400))
def test_any_bytes_are_read_or_malformed(data):
    """Nothing but Malformed comes of any bytes."""
    try:
        stun.parse(data)
    except stun.Malformed:
        assert True


@given(st.data())
def test_any_attributes_are_read_or_malformed(data):
    """Nothing but Malformed comes of a right header with any attributes, and no key fits."""
    kinds = st.sampled_from([6, 8, 9, 10, 0x20, 0x24, 0x25, 0x8028, 0x8029, 0x802A, 3, 0x9000])
    parts = data.draw(st.lists(st.builds(attribute, kinds, st.binary(max_size=40)), max_size=40))
    try:
        read = stun.parse(message(*parts))
    except stun.Malformed:
        return
    assert not read.authentic(secrets.token_bytes(16))


@given(st.binary(min_size=20, max_size=60))
def test_stun_is_told_from_the_rest(data):
    """Only what has the magic cookie and a first byte below 4 is taken for STUN."""
    assert stun.is_stun(data) == (data[0] < 4 and data[4:8] == b"\x21\x12\xa4\x42")
