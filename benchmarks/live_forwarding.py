"""What a packet to a viewer costs, and what a join costs: CPU time of the server.

One publisher sends video of 2.5 Mbit/s (30 bursts a second of ten packets) to 30 viewers, and of a third of that to 200
(the load's own process must keep up); all are on loopback in the process that measures. Servers take turns, medians of
the rounds. Measured are the relay with viewers that report by TWCC, as browsers do, and with such that tell a REMB, and
beside it Janus (Debian's package; or unpacked, with JANUS_PREFIX naming where) and aiortc's own path. Janus gets RR and
REMB of the same clients; it does no TWCC towards viewers. No client decodes or opens packets. Counted are packets that
arrived, and beside it stands which share of all these were; aiortc isn't up to 200 viewers and always has 30.

    python benchmarks/live_forwarding.py [--seconds 3] [--rounds 3] [--servers relay-twcc,relay-remb,janus,aiortc]
"""

import argparse
import asyncio
import statistics
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

from benchmarks.load import janus
from benchmarks.load.report import Measure, report
from benchmarks.load.scenes import scene_of

KINDS = {
    "relay-twcc": "relay, viewers with TWCC",
    "relay-remb": "relay, viewers with REMB",
    "janus": "Janus",
    "aiortc": "aiortc",
}
# Viewers, and the publisher's bit/s.
SCENES = ((30, 2_500_000), (200, 830_000))


async def one(kind: str, viewers: int, bitrate: int, seconds: float) -> tuple[float, float, float]:
    """A fresh server: cost of a packet (s for a million), share of packets that arrived (%), cost of a join (ms)."""
    async with scene_of(kind, viewers, bitrate) as scene:
        try:
            await scene.begin()
            cost, share, join = await scene.measure(seconds)
        finally:
            await scene.end()
        return 1e6 * cost, 100 * share, 1000 * join


async def compare(kinds: list[str], seconds: float, rounds: int) -> list[Measure]:
    """All servers in turn, in all scenes."""
    rows: list[Measure] = []
    for viewers, bitrate in SCENES:
        able = {kind: viewers for kind in kinds if kind != "aiortc" or viewers == SCENES[0][0]}
        found: dict[str, list[tuple[float, float, float]]] = {kind: [] for kind in able}
        for _ in range(rounds):
            for kind, results in found.items():
                results.append(await one(kind, viewers, bitrate, seconds))
        rows += _rows(viewers, found)
    return rows


def _rows(viewers: int, found: dict[str, list[tuple[float, float, float]]]) -> list[Measure]:
    middle = {
        kind: [statistics.median(column) for column in zip(*results, strict=True)] for kind, results in found.items()
    }
    rows: list[Measure] = []
    for column, name, unit in ((0, "CPU per million packets", "s"), (2, "CPU of a join", "ms")):
        for kind, values in middle.items():
            peers = [peer for peer in ("janus", "aiortc") if peer in middle and kind.startswith("relay")]
            row = f"{KINDS[kind]}: {name}, {viewers} viewers"
            if not peers:
                rows.append(Measure(row, round(values[column], 2), unit))
            for peer in peers:
                ratio = round(values[column] / middle[peer][column], 2)
                rows.append(Measure(row, round(values[column], 2), unit, KINDS[peer], ratio))
    for kind, values in middle.items():
        rows.append(Measure(f"{KINDS[kind]}: packets that arrived, {viewers} viewers", round(values[1], 1), "%"))
    return rows


def main() -> None:
    """Run it all; what isn't installed is left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--servers", default=",".join(KINDS))
    wanted = parser.parse_args()
    kinds = wanted.servers.split(",")
    if "janus" in kinds and janus.executable() is None:
        kinds.remove("janus")
        print("Janus isn't installed, nor does JANUS_PREFIX name it: the comparison with it is left out")
    report(asyncio.run(compare(kinds, wanted.seconds, wanted.rounds)), "live_forwarding")


if __name__ == "__main__":
    main()
