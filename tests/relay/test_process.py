"""The relay as a process of its own: how it starts, what it shows, how it ends."""

import asyncio
import os
import signal
import socket
import sys

import aiohttp
import pytest

from media_relay.settings import RelaySettings
from neufit.settings import SettingsError

PROGRAM = (sys.executable, "-m", "media_relay")


@pytest.fixture
def environment(store_settings, signer):
    return {name: value for name, value in os.environ.items() if not name.startswith("NEUFIT_")} | {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "NEUFIT_AWS_ENDPOINT": store_settings.aws_endpoint,
        "NEUFIT_MEDIA_BUCKET": store_settings.media_bucket,
        "NEUFIT_TICKET_KEY": signer.public_pem,
        "NEUFIT_RELAY_PORT": "0",
        "NEUFIT_RTC_PORT": "0",
    }


async def start(environment):
    return await asyncio.create_subprocess_exec(
        *PROGRAM, env=environment, stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )


async def test_it_drains_on_sigterm(environment, make_video, make_ticket, make_live_ticket):
    """On SIGTERM viewers and participants are sent elsewhere with 1012, and the process ends with status 0."""
    process = await start(environment)
    try:
        line = (await asyncio.wait_for(process.stderr.readline(), 30)).decode()
        assert "the relay listens" in line
        port = int(line.partition("127.0.0.1:")[2].partition('"')[0])
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/healthz") as answer:
                assert (answer.status, await answer.json()) == (200, {"status": "ok"})
            client = await session.ws_connect(f"http://127.0.0.1:{port}/relay/on-demand")
            silent = await session.ws_connect(f"http://127.0.0.1:{port}/relay/on-demand")
            await client.send_json({"type": "hello", "ticket": make_ticket(make_video(segments=2))})
            assert (await client.receive_json(timeout=20))["type"] == "ready"
            live = await session.ws_connect(f"http://127.0.0.1:{port}/relay/live")
            await live.send_json({"type": "hello", "ticket": make_live_ticket("host")})
            assert (await live.receive_json(timeout=20))["type"] == "welcome"
            process.send_signal(signal.SIGTERM)
            for peer in (client, silent, live):
                frame = await peer.receive(timeout=20)
                while frame.type in {aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY}:
                    frame = await peer.receive(timeout=20)
                assert (frame.type, frame.data) == (aiohttp.WSMsgType.CLOSE, 1012)
        _, errors = await asyncio.wait_for(process.communicate(), 30)
        assert process.returncode == 0
        assert b"the relay has stopped" in errors
        assert b"Traceback" not in errors
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


@pytest.mark.parametrize(
    ("setting", "kind"), [("NEUFIT_RELAY_PORT", socket.SOCK_STREAM), ("NEUFIT_RTC_PORT", socket.SOCK_DGRAM)]
)
async def test_a_taken_port_is_one_line(environment, setting, kind):
    """A port that is in use ends the process at once, with one line that names the port and the setting."""
    with socket.socket(socket.AF_INET, kind) as taken:
        taken.bind(("127.0.0.1", 0))
        if kind is socket.SOCK_STREAM:
            taken.listen()
        port = taken.getsockname()[1]
        process = await start(environment | {setting: str(port)})
        _, errors = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 1
    lines = errors.decode().splitlines()
    assert len(lines) == 1
    assert str(port) in lines[0]
    assert setting in lines[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEUFIT_TICKET_KEY", None),
        ("NEUFIT_TICKET_KEY", "-----BEGIN NONSENSE-----"),
        ("NEUFIT_RELAY_PORT", "http"),
        ("NEUFIT_RELAY_BIND", "somewhere"),
        ("NEUFIT_CACHE_BYTES", "-1"),
        ("NEUFIT_RTC_PORT", "70000"),
        ("NEUFIT_RTC_BIND", "here"),
        ("NEUFIT_RTC_ADDRESSES", "192.0.2.1, there"),
        ("NEUFIT_VALKEY_URL", "http://127.0.0.1"),
    ],
)
def test_a_missing_or_wrong_setting_is_named(environment, name, value):
    """A setting that is missing or can't be is an error that names it."""
    environment.pop(name, None)
    with pytest.raises(SettingsError, match=name):
        RelaySettings.from_environment(environment | ({name: value} if value is not None else {}))


async def test_without_a_setting_it_does_not_start(environment):
    """The process ends with status 2 and a line about the setting, not a trace."""
    del environment["NEUFIT_TICKET_KEY"]
    process = await start(environment)
    _, errors = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 2
    assert "NEUFIT_TICKET_KEY" in errors.decode()
    assert "Traceback" not in errors.decode()


async def test_numbers_are_shown_in_prometheus_form(make_video, watch, relay):
    """After a viewing the metrics tell of it, in lines that Prometheus reads."""
    viewer = await watch(make_video(segments=3))
    await viewer.until_message("end")
    async with aiohttp.ClientSession() as session, session.get(relay.origin + "/metrics") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        lines = (await answer.text()).splitlines()
    values = {}
    for line in lines:
        if not line.startswith("#"):
            name, value = line.split(" ")
            values[name] = float(value)
    assert values["neufit_relay_connections"] == 1
    assert values["neufit_relay_streams_total"] == 1
    assert values["neufit_relay_sent_bytes_total"] == viewer.received
    assert values["neufit_relay_switches_up_total"] == 1
    assert values["neufit_relay_cache_misses_total"] == values["neufit_relay_store_reads_total"] - 1
    assert values["neufit_relay_cache_bytes"] > 0
    assert "neufit_relay_loop_lag_seconds" in values


async def test_a_draining_relay_takes_nobody_in(start_relay, connect):
    """While draining, health says so and newcomers get 503."""
    relay = await start_relay()
    viewer = await connect(relay)
    code, _ = await asyncio.gather(viewer.until_closed(), relay.relay.drain(5))
    assert code == 1012
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await connect(relay)
    assert refusal.value.status == 503
    async with aiohttp.ClientSession() as session, session.get(relay.origin + "/healthz") as answer:
        assert answer.status == 503


async def test_logs_hold_no_tickets_and_no_viewers(make_video, make_ticket, relay, connect, caplog):
    """Neither a ticket nor a viewer's name reaches the logs, whether it goes well or not."""
    caplog.set_level("DEBUG")
    ticket = make_ticket(make_video(segments=1), viewer="somebody-in-particular")
    for _ in range(2):
        viewer = await connect(relay)
        await viewer.say("hello", ticket=ticket)
        await viewer.step()
    text = "".join(record.getMessage() + str(record.__dict__) for record in caplog.records if "boto" not in record.name)
    assert ticket not in text
    assert "somebody-in-particular" not in text


def test_clients_are_told_where_media_goes(environment):
    """Listed addresses, else the one that is bound, else this machine's own with loopback among them."""

    def addresses(**values):
        changes = {f"NEUFIT_{name.upper()}": value for name, value in values.items()}
        return RelaySettings.from_environment(environment | changes).media_addresses

    assert addresses() == ("127.0.0.1",)
    everything = "0.0.0.0"  # noqa: S104  # nothing is bound here
    assert addresses(rtc_bind=everything, rtc_addresses="192.0.2.7, 2001:db8::7") == ("192.0.2.7", "2001:db8::7")
    assert "127.0.0.1" in addresses(rtc_bind=everything)
    assert everything not in addresses(rtc_bind=everything)
    assert "::1" in addresses(rtc_bind="::")
