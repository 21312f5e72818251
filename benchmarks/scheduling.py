"""What calendars cost: DynamoDB operations and capacity units of each action, with 10, 100 and 1,000 bookings.

The bookings are those of one instructor, in the month that is looked at (with 1,000 of them it is full: they take
fifteen minutes, day and night), and of the customer who looks. Capacity units are computed from the sizes of the items,
as in api.py. The goal: a week of a calendar and the free slots of a month in at most three queries.
"""

import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

from benchmarks.costs.capacity import Meter, schemas_of
from benchmarks.costs.house import NOW, House, house
from neufit.domain.calendar.booking import Act, accepted, requested
from neufit.domain.calendar.intervals import Interval
from neufit.stores.booking_rows import CalendarEntryRow, entries_of
from neufit.stores.users import UserRow

RESULT = ROOT / "benchmarks/results/scheduling.json"
COUNTS = (10, 100, 1000)
GOAL = 3
QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
HOURS = {
    "zone": "America/New_York",
    "weekly": [
        {"weekday": day, "start": "00:00", "end": "24:00"}
        for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    ],
    "sessionMinutes": 60,
    "bufferAfterMinutes": 10,
    "noticeMinutes": 0,
}


def fill(coach: str, customer: str, count: int) -> None:
    """So many accepted sessions of both, over a month, leaving every fourth hour of the first days free."""
    with CalendarEntryRow.batch_write() as batch:
        place = made = 0
        while made < count:
            at = NOW + DAY + place * QUARTER
            place += 1
            if at.hour % 4 == 0 and count < 1000:
                continue
            made += 1
            asked = requested(
                f"filled{count}x{made:05}",
                Act(customer, NOW),
                instructor_id=coach,
                title="One-on-one session",
                span=Interval(at, at + QUARTER),
            )
            for row in entries_of(accepted(asked, Act(coach, NOW))).values():
                batch.save(row)


def actions(at: House, coach: str, customer: str) -> dict[str, Callable[[], object]]:
    """One request for each action, in an order in which each finds what it needs."""
    event: dict[str, str] = {}
    start = NOW + timedelta(days=40)  # behind what was filled in

    def times(hours: int) -> dict[str, str]:
        begin = start + timedelta(hours=hours)
        return {"startTime": begin.isoformat(), "endTime": (begin + timedelta(hours=1)).isoformat()}

    def ask(hours: int) -> None:
        told = at.ask("POST", "/schedule", customer, body={"userId": coach, **times(hours)})
        event["eventId"] = told["eventId"]

    def step(who: str, name: str, **told: str) -> None:
        at.ask("POST", "/schedule/step", who, body={**event, "step": name, **told})

    return {
        "set availability": lambda: at.ask("PUT", "/schedule/availability", coach, body=HOURS),
        "free slots of a month": lambda: at.ask(
            "GET", "/schedule/slots", customer, query={"instructor": coach, "range": 31, "zone": "Asia/Tokyo"}
        ),
        "calendar of a week": lambda: at.ask("GET", "/schedule", coach, query={"range": 7}),
        "open requests": lambda: at.ask("GET", "/schedule/requests", coach),
        "request an hour": lambda: ask(0),
        "propose another": lambda: step(coach, "propose", **times(2)),
        "accept": lambda: step(customer, "accept"),
        "an event's history": lambda: at.ask("GET", "/schedule/event", customer, query=event),
        "reschedule": lambda: step(coach, "reschedule", **times(5)),
        "cancel": lambda: step(customer, "cancel"),
        "undo": lambda: step(customer, "undo"),
    }


def measure(at: House, peek: object, count: int) -> list[dict[str, object]]:
    """Operations and capacity units of each action with so many bookings."""
    coach, customer = f"coach_{count}", f"customer_{count}"
    at.sign_up(coach, "instructor", displayName="Coach")
    at.sign_up(customer, "customer")
    fill(coach, customer, count)
    rows: list[dict[str, object]] = []
    schemas = schemas_of(peek)
    events = UserRow._get_connection().connection.client.meta.events  # noqa: SLF001  # the client that all tables share
    print(f"\n{count} bookings\n{'action':24} {'operations':>10} {'queries':>8} {'RCU':>7} {'WCU':>6}   what")
    for name, act in actions(at, coach, customer).items():
        meter = Meter(peek, schemas)
        events.register("before-call.dynamodb", meter.begin)
        events.register("after-call.dynamodb", meter.end)
        act()
        events.unregister("before-call.dynamodb", meter.begin)
        events.unregister("after-call.dynamodb", meter.end)
        queries = meter.operations.count("Query")
        units = f"{meter.read_units:7.1f} {meter.write_units:6.0f}"
        print(f"{name:24} {len(meter.operations):10} {queries:8} {units}   {', '.join(meter.operations)}")
        within = (
            {"peer": f"goal of {GOAL} queries", "ratio": round(queries / GOAL, 2)}
            if "calendar" in name or "slots" in name
            else {}
        )
        if within and queries > GOAL:
            raise RuntimeError(f"{name}: {queries} queries with {count} bookings, {GOAL} are the goal")
        label = f"{name}, {count} bookings"
        rows += [
            {"name": f"{label}: DynamoDB operations", "value": len(meter.operations), "unit": "operations"},
            {"name": f"{label}: queries", "value": queries, "unit": "queries", **within},
            {"name": f"{label}: read capacity", "value": meter.read_units, "unit": "RCU"},
            {"name": f"{label}: write capacity", "value": meter.write_units, "unit": "WCU"},
        ]
    return rows


def main() -> None:
    """Measure, print, write."""
    with house() as (at, peek):
        rows = [row for count in COUNTS for row in measure(at, peek, count)]
    when = datetime.now(UTC).isoformat(timespec="seconds")
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps([{**row, "when": when, "machine": machine} for row in rows], indent=2) + "\n")


if __name__ == "__main__":
    main()
