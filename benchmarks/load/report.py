"""Rows of a result: printed as a table, kept as JSON."""

import json
import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).resolve().parent.parent / "results"


@dataclass(frozen=True)
class Measure:
    """One row; ``ratio`` is to the same of ``peer``, measured in the same run."""

    name: str
    value: float
    unit: str
    peer: str | None = None
    ratio: float | None = None


def report(rows: list[Measure], name: str) -> None:
    """Print the table and keep it as ``name``.json."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    when = datetime.now(UTC).isoformat(timespec="seconds")
    for row in rows:
        ratio = f"{row.ratio:>6.2f} x {row.peer}" if row.ratio is not None else ""
        print(f"{row.name:<72} {row.value:>10g} {row.unit:<6} {ratio}")
    RESULTS.mkdir(exist_ok=True)
    values = [vars(row) | {"when": when, "machine": machine} for row in rows]
    (RESULTS / f"{name}.json").write_text(json.dumps(values, indent=2) + "\n")


def quantile(values: list[float], share: float) -> float:
    """The value that this share of them doesn't exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
