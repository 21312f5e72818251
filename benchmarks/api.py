"""What the API costs in its deployed shape: import time, DynamoDB operations and capacity units, CPU per warm request.

Capacity units are computed by DynamoDB's published rules from the sizes of the items that a request reads and writes
(moto does not count them): a read unit per 4 KB (half of one when eventually consistent, two in a transaction), a write
unit per 1 KB of the larger of before and after (two in a transaction), and as much again for every index that holds the
item. CPU is what the process burns for one more request of the same kind, with the answers of DynamoDB, S3 and SQS
played back from memory: all of our code and the AWS client library, nothing of the network and the stores.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

from chalice.app import Chalice
from chalice.config import Config
from chalice.local import LocalGateway

from benchmarks.costs.capacity import Meter, schemas_of
from benchmarks.costs.house import LEFT_OUT, house, routes
from benchmarks.costs.playback import Tape
from functions.http import OPERATIONS
from neufit.stores.users import UserRow

RESULT = ROOT / "benchmarks/results/api.json"
IMPORTS = 7
REQUESTS = 40
GOAL = 3
LIBRARIES = "argon2, boto3, chalice.app, cryptography.x509, jwt, pydantic, pynamodb.models, ulid"


@dataclass(frozen=True)
class Measure:
    """One row of the result."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    ratio: float | None = None


def import_seconds(modules: str, cache: str) -> float:
    """CPU seconds of one fresh process for importing these modules, beyond what Python takes to start."""
    code = f"import time; began = time.process_time(); import {modules}; print(time.process_time() - began)"
    paths = os.pathsep.join(sys.path[:2])
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONPYCACHEPREFIX": cache}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, check=True, text=True
    )
    return float(done.stdout)


def measure_imports() -> list[Measure]:
    """The application against the libraries it can't do without, in turn, all precompiled."""
    with tempfile.TemporaryDirectory() as cache:
        for modules in ("app", LIBRARIES):
            import_seconds(modules, cache)  # writes the .pyc files
        pairs = [(import_seconds("app", cache), import_seconds(LIBRARIES, cache)) for _ in range(IMPORTS)]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    return [
        Measure(
            "import of the app, precompiled", round(ours, 3), "s CPU", "its libraries alone", round(ours / theirs, 2)
        ),
        Measure("import of its libraries alone", round(theirs, 3), "s CPU"),
    ]


def cpu_ms(ask: Callable[[], object], tape: Tape) -> float:
    """Median CPU milliseconds of one request whose stores answer from the tape."""
    times = []
    for _ in range(REQUESTS):
        tape.playing = iter(tape.answers)
        began = time.process_time_ns()
        ask()
        times.append((time.process_time_ns() - began) / 1e6)
    tape.playing = None
    return statistics.median(times)


def bare_ms() -> float:
    """The same for a view of bare Chalice that answers a constant: the floor under every route."""
    bare = Chalice(app_name="bare", configure_logs=False)
    bare.route("/")(lambda: {"status": "ok"})
    gateway = LocalGateway(bare, Config.create())
    return cpu_ms(lambda: gateway.handle_request("GET", "/", {}, None), Tape())


def measure_routes() -> list[Measure]:
    """Operations, capacity units and CPU of every route."""
    rows, floor = [], bare_ms()
    with house() as (at, peek):
        requests, schemas = routes(at), schemas_of(peek)
        missing = {each.id for each in OPERATIONS.values()} - set(requests) - set(LEFT_OUT)
        if missing:
            raise RuntimeError(f"operations without a request here: {sorted(missing)}")
        clients = [
            UserRow._get_connection().connection.client,  # noqa: SLF001  # the one client that all tables share
            at.services.objects.client,
            at.services.jobs._client,  # noqa: SLF001  # what it sends is put on the tape
        ]
        print(f"{'route':28} {'operations':>10} {'RCU':>6} {'WCU':>6} {'CPU ms':>8}   what")
        for name, ask in requests.items():
            meter, tape = Meter(peek, schemas), Tape()
            events = clients[0].meta.events
            events.register("before-call.dynamodb", meter.begin)
            events.register("after-call.dynamodb", meter.end)
            for client in clients:
                client.meta.events.register("before-send", tape.answer)
            ask()
            events.unregister("before-call.dynamodb", meter.begin)
            events.unregister("after-call.dynamodb", meter.end)
            cost = cpu_ms(ask, tape)
            for client in clients:
                client.meta.events.unregister("before-send", tape.answer)
            rows += _rows(name, meter, cost, floor)
    print(f"bare Chalice: {floor:.2f} ms CPU; not measured: {LEFT_OUT}")
    return [*rows, Measure("CPU of bare Chalice", round(floor, 3), "ms")]


def _rows(name: str, meter: Meter, cost: float, floor: float) -> list[Measure]:
    declared = next(each for each in OPERATIONS.values() if each.id == name)
    route, operations = f"{declared.method} {declared.path}", len(meter.operations)
    made = ", ".join(meter.operations)
    print(f"{route:28} {operations:10} {meter.read_units:6.1f} {meter.write_units:6.1f} {cost:8.2f}   {made}")
    goal = ("goal of 3", round(operations / GOAL, 2)) if name in {"signIn", "readFeed"} else (None, None)
    return [
        Measure(f"{route}: DynamoDB operations", operations, "operations", *goal),
        Measure(f"{route}: read capacity", meter.read_units, "RCU"),
        Measure(f"{route}: write capacity", meter.write_units, "WCU"),
        Measure(f"{route}: CPU without the stores", round(cost, 2), "ms", "bare Chalice", round(cost / floor, 1)),
    ]


def main() -> None:
    """Measure, print, write."""
    imports = measure_imports()
    for row in imports:
        print(f"{row.name:40} {row.value:8.3f} {row.unit}{f'  x {row.ratio}' if row.ratio else ''}")
    when = datetime.now(UTC).isoformat(timespec="seconds")
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    rows = [{**vars(row), "when": when, "machine": machine} for row in [*imports, *measure_routes()]]
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
