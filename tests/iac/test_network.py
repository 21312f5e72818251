"""The system as another machine on the network sees it. Networks of their own stand for the machines."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from iac.local.settings import LocalSettings
from media_relay.settings import own_addresses

_HERE, _THERE = "198.51.100.1", "198.51.100.2"
"""Of a block that is set aside for documentation, so nothing else is reached by them."""


def _ip(*arguments: str) -> None:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"this machine gives no networks to try: {done.stderr.strip()}")


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The name of a network with one way here."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.skip("networks of their own need root and iproute2")
    name = f"neufit{os.getpid()}"
    cable = f"nf{os.getpid()}"
    try:
        _ip("netns", "add", name)
        _ip("link", "add", cable, "type", "veth", "peer", "name", "home", "netns", name)
        _ip("address", "add", f"{_HERE}/30", "dev", cable)
        _ip("link", "set", cable, "up")
        _ip("-n", name, "address", "add", f"{_THERE}/30", "dev", "home")
        _ip("-n", name, "link", "set", "home", "up")
        yield name
    finally:
        for remove in (["netns", "del", name], ["link", "del", cable]):  # either takes the cable with it
            with suppress(FileNotFoundError):
                subprocess.run(["ip", *remove], capture_output=True, check=False)


def test_another_machine_opens_the_page_and_joins_a_class(
    start: Callable[..., Any], environment: dict[str, str], elsewhere: str
) -> None:
    """Bound to the network, everything names that address: page, API, sockets and the relay's media."""
    system = start("-m", "iac.local", NEUFIT_BIND=_HERE)
    port = environment["NEUFIT_PORT"]
    origin = f"http://{_HERE}:{port}"
    assert system.wait_for("is ready") == f"NEUFIT is ready at {origin}"
    done = subprocess.run(
        ["ip", "netns", "exec", elsewhere, sys.executable, Path(__file__).with_name("elsewhere.py"), origin],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen == {"page": True, "sockets": [f"ws://{_HERE}:{port}/relay/live"] * 2, "media": [_HERE, _HERE]}
    assert system.end(signal.SIGINT) == 0


def test_open_to_all_networks_the_machines_own_address_is_named() -> None:
    """That of its way out, where there is one; our own processes keep to the loopback. What is set counts first."""
    everywhere = {"NEUFIT_BIND": "0.0.0.0", "NEUFIT_PORT": "9000"}  # noqa: S104 -- nothing is bound
    settings = LocalSettings.from_environment(everywhere)
    assert settings.origin == f"http://{own_addresses('0.0.0.0')[0]}:9000"  # noqa: S104 -- as above
    assert settings.front_endpoint == "http://127.0.0.1:9000"
    named = LocalSettings.from_environment(everywhere | {"NEUFIT_PUBLIC_ORIGIN": "https://gym.example/"})
    assert named.origin == "https://gym.example"
    one = LocalSettings.from_environment(everywhere | {"NEUFIT_BIND": "2001:db8::7"})
    assert (one.origin, one.front_endpoint) == ("http://[2001:db8::7]:9000",) * 2
