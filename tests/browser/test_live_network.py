"""A class between three real browsers, one of them on a bad network: what it loses, and what nobody loses."""

import statistics

import pytest
from playwright.sync_api import Page, expect

from tests.browser.live import button, join, media, media_network, sees, time_the_timer, timed, until_media, watched

pytestmark = pytest.mark.alone

THIN = 900_000.0
LOSS = 0.03
DELAY = 0.04
# Frames of a layer that the host sends, and packets of sound that come on the good network, meanwhile.
FRAMES = 100
PACKETS = 300


def test_three_browsers_hold_a_class_and_one_of_them_has_a_bad_network(visit, system):
    """Timer and reps are in step in all three; thin, late and lossy costs the one resolution, no frame, no sound."""
    trainer, near, far = system.person("instructor"), system.person("customer"), system.person("customer")
    name = system.call("GET", "/user", trainer)["displayName"]
    meeting = system.call("POST", "/meet", trainer, json={"kind": "group_class", "title": "Three"})["meetingId"]
    path = f"/live/{meeting}"

    host = visit(path, trainer, watched())
    join(host)
    sent = until_media(host, lambda found: found["layers"] and "relay" in found)
    with media_network(sent["relay"]["port"]) as network:
        good, bad = visit(path, near, watched()), visit(path, far, watched(through=network.port))
        for page in (good, bad):
            join(page)
            sees(page, name)
        assert network.down.passed > 0
        until_media(host, lambda found: all(found["layers"][rid]["framesSent"] > 10 for rid in "qhf"))
        for page in (good, bad):
            until_whole(page, host)

        for direction in (network.down, network.up):
            direction.delay, direction.loss = DELAY, LOSS
        network.down.rate = THIN

        for page in (host, good, bad):
            time_the_timer(page)
        button(host, "Set the timer").click()
        button(host, "8 \u00d7 20/10").click()
        button(host, "Start").click()
        for page in (host, good, bad):
            expect(page.get_by_role("timer", name="Work, round 1 of 8")).to_be_visible()
        for page, times in ((good, 3), (bad, 2)):
            for _ in range(times):
                page.keyboard.press("r")
        for page in (host, good, bad):
            counts = page.get_by_role("list", name="Repetitions of the class").locator("li strong")
            expect(counts).to_have_text(["3", "2"])

        until_media(bad, lambda found: found["video"]["frameHeight"] <= 360)
        sent, received = frame_rates(host, bad)
        assert received >= 0.75 * sent, "a temporal layer less is half of the frames"
        until_whole(good, host)
        small = media(bad)["video"]
        assert small["frameHeight"] <= 360
        until_media(bad, lambda found: found["video"]["framesDecoded"] > small["framesDecoded"])

        there, before = (until_media(page, lambda found: "audio" in found) for page in (good, bad))
        until_media(good, lambda found: heard(found) - heard(there) >= PACKETS)
        after = media(bad)
        # Whatever the relay sent there has a number of its own: what is counted there is what was sent on.
        assert heard(after) - heard(before) >= 0.95 * PACKETS
        arrived = after["audio"]["packetsReceived"] - before["audio"]["packetsReceived"]
        assert arrived >= (1 - 2 * LOSS) * (heard(after) - heard(before))
        played, made_up = (
            after["audio"][what] - before["audio"][what] for what in ("totalSamplesReceived", "concealedSamples")
        )
        assert made_up < 0.1 * played

        button(host, "Pause").click()
        for page in (host, good, bad):
            expect(page.get_by_role("timer")).to_have_attribute("data-paused", "true")
        assert len({page.get_by_role("timer").get_attribute("data-seconds") for page in (host, good, bad)}) == 1
        clocks = [timed(page) for page in (host, good, bad)]
        common = set.intersection(*(set(clock) for clock in clocks))
        assert len(common) >= 5
        # Half of the seconds at least were shown everywhere while the same second ran.
        apart = [max(clock[second] for clock in clocks) - min(clock[second] for clock in clocks) for second in common]
        assert statistics.median(apart) < 500


def frame_rates(host: Page, viewer: Page) -> tuple[float, float]:
    """Frames a second that the host sent of the viewer's layer, and that came to the viewer whole, in the same time.

    Both count while the relay gives a smaller picture with all its frames: a device that is too busy for its network
    gets fewer for a while, which tells nothing of the network. What it doesn't manage to decode doesn't count either.
    """
    for _ in range(20):
        viewer.wait_for_function("() => ['S0T2', 'S1T2'].includes(chosen.at(-1))")
        layers = viewer.evaluate("chosen")
        rid = {"S0T2": "q", "S1T2": "h"}.get(layers[-1], "q")
        before = media(host)["layers"][rid], media(viewer)["video"]
        until_media(
            host,
            lambda found, rid=rid, begun=before[0]: found["layers"][rid]["framesSent"] >= begun["framesSent"] + FRAMES,
        )
        after = media(host)["layers"][rid], media(viewer)["video"]
        if viewer.evaluate("chosen") == layers:
            sent, received = (
                1000 * (end[what] - begun[what]) / (end["timestamp"] - begun["timestamp"])
                for begun, end, what in zip(before, after, ("framesSent", "framesReceived"), strict=True)
            )
            return sent, received
    raise AssertionError(f"no layer stayed: {layers}")


def until_whole(viewer: Page, host: Page) -> None:
    """Wait until what is seen is as large as what is sent, which a busy sender may make smaller by itself."""

    def is_whole(found: dict) -> bool:
        heights = [
            layer.get("frameHeight", 0) for layer in media(host)["layers"].values() if layer.get("framesPerSecond")
        ]
        return bool(heights) and found["video"]["frameHeight"] == max(heights)

    until_media(viewer, is_whole)


def heard(found: dict) -> int:
    """Packets of sound that were sent to this browser, as their numbers tell."""
    return found["audio"]["packetsReceived"] + found["audio"]["packetsLost"]
