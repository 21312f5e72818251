"""Which addresses may be called back."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neufit.domain.callback import check_callback_url, endpoint_of, is_public
from neufit.domain.errors import Invalid

PRIVATE = [
    "0.0.0.0",  # noqa: S104  # read, never bound to
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",
    "64:ff9b:1::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_of_other_networks_are_not_public(address: str) -> None:
    """Loopback, private, link-local, multicast, reserved, documentation, mapped and translated: none is public."""
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_are_public(address: str) -> None:
    """Hosts on the internet may be called."""
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_what_python_calls_private_is_never_public(address: ipaddress.IPv4Address) -> None:
    """Our rule is at least as strict as the registry that the standard library holds, mapped addresses included."""
    if not address.is_global:
        assert not is_public(str(address))
    assert not is_public(f"::ffff:{address}")


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "https://",
        "https:///path",
        "https://user:secret@example.com/",
        "https://user@example.com/",
        "https://example.com:8443/",
        "https://example.com:99999/",
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:169.254.169.254]/",
        "https://2130706433/",
        "https://127.1/",
        "https://0x7f.0.0.1/",
        "https://example.0x7f000001/",
        "https://localhost/",
        "https://localhost./",
        "https://api.localhost/",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://intranet/",
        "https://exa mple.com/",
        "https://example.com/\r\nHost: other",
        "https://example.com\\@127.0.0.1/",
        "https://ex\u00e4mple.com/",
        "https://example.com/#part",
        "https://-bad.example.com/",
        "https://example.com/" + "x" * 2000,
        "https://[not-an-address]/",
        "javascript:alert(1)",
        "",
    ],
)
def test_addresses_that_are_plainly_wrong_are_refused_by_field(url: str) -> None:
    """The request is refused at once, naming callbackUrl."""
    with pytest.raises(Invalid) as refused:
        check_callback_url(url)
    assert [entry.field for entry in refused.value.fields] == ["callbackUrl"]


@pytest.mark.parametrize(
    ("url", "host", "target"),
    [
        ("https://neu.fit/stream/f0293?x=1", "neu.fit", "/stream/f0293?x=1"),
        ("https://API.Example.com", "api.example.com", "/"),
        ("https://example.com.:443/a", "example.com", "/a"),
        ("https://8.8.8.8/hook", "8.8.8.8", "/hook"),
    ],
)
def test_good_addresses_lead_somewhere(url: str, host: str, target: str) -> None:
    """Host, port and path are read as they will be used."""
    found = endpoint_of(url)
    assert (found.host, found.port, found.target) == (host, 443, target)


@given(st.text(max_size=100) | st.text(max_size=60).map("https://{}".format))
def test_any_text_is_answered(url: str) -> None:
    """No text crashes the rule; what it lets through has a public-looking host."""
    try:
        found = endpoint_of(url)
    except ValueError:
        return
    assert "." in found.host or ":" in found.host
    assert found.port == 443
    assert found.target.startswith("/")
