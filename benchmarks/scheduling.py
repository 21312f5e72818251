"""What calendars and classes cost: DynamoDB operations and capacity units of each action, as they grow.

With 10, 100 and 1,000 bookings, and with 1, 100 and 10,000 people enrolled in a class.

The bookings are those of one instructor, in the month that is looked at (with 1,000 of them it is full: they take
fifteen minutes, day and night), and of the customer who looks. Capacity units are computed from the sizes of the items,
as in api.py. The goal: a week of a calendar and the free slots of a month in at most three queries.
"""

import json
import os
import platform
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

from benchmarks.costs.capacity import Meter, schemas_of
from benchmarks.costs.house import NOW, House, house
from neufit.domain.calendar.booking import Act, accepted, requested
from neufit.domain.calendar.cells import cells
from neufit.domain.calendar.intervals import Interval
from neufit.domain.enrolment import Enrolment, EnrolmentState
from neufit.domain.meeting import Meeting
from neufit.domain.user import user_key
from neufit.rosters import Rosters
from neufit.stores.booking_rows import CalendarEntryRow, entries_of
from neufit.stores.cells import CellRow
from neufit.stores.enrolment_rows import EnrolmentRow, to_row
from neufit.stores.meeting_rows import MeetingRow
from neufit.stores.meetings import MeetingStore
from neufit.stores.users import UserRow

RESULT = ROOT / "benchmarks/results/scheduling.json"
COUNTS = (10, 100, 1000)
ENROLMENTS = (1, 100, 10_000)
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
    with CalendarEntryRow.batch_write() as batch, CellRow.batch_write() as taken:
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
            for who in (coach, customer):
                for at_cell in cells(Interval(at, at + QUARTER)):
                    taken.save(cell_of(who, at_cell, asked.booking_id))


def cell_of(who: str, at: datetime, holder: str) -> CellRow:
    """Five minutes of somebody that something took."""
    cell, until = f"{at:%Y-%m-%dT%H:%M}", at + DAY
    return CellRow(user_key(who), cell, holder=holder, revision=0, until=until.timestamp(), expires_at=until + DAY)


def enrol_many(meeting: Meeting, count: int) -> None:
    """So many people in a class, as their enrolling wrote it, but for their own calendars."""
    with EnrolmentRow.batch_write() as batch:
        for number in range(count):
            batch.save(
                to_row(
                    Enrolment(
                        meeting_id=meeting.meeting_id,
                        user_id=f"enrolled{count}x{number:05}",
                        state=EnrolmentState.ENROLLED,
                        since=NOW,
                        span=meeting.span,
                    )
                )
            )
    MeetingRow(meeting.meeting_id).update(actions=[MeetingRow.enrolled.set(count)])


def class_actions(at: House, count: int) -> dict[str, Callable[[], object]]:
    """One request for each action around a class with so many people, in an order in which each finds what it needs."""
    coach, one, other = f"class_coach_{count}", f"class_one_{count}", f"class_other_{count}"
    at.sign_up(coach, "instructor", displayName="Coach")
    for who in (one, other):
        at.sign_up(who, "customer")
    begins = NOW + timedelta(days=3)
    plan = {
        "kind": "group_class",
        "title": "Spin",
        "startTime": begins.isoformat(),
        "endTime": (begins + timedelta(hours=1)).isoformat(),
        "capacity": min(count + 1, 10_000),
    }
    meeting_id = at.ask("POST", "/meet", coach, body=plan)["meetingId"]
    enrol_many(MeetingStore().get(meeting_id), min(count, 9_999))
    query = {"meetingId": meeting_id}
    moved = {"startTime": (begins + timedelta(hours=2)).isoformat()}
    series = {
        "title": "Spin",
        "zone": "Europe/Berlin",
        "startTime": f"{begins + DAY:%Y-%m-%dT%H:%M}",
        "durationMinutes": 45,
        "rule": "FREQ=WEEKLY;COUNT=10",
    }
    return {
        "enrol": lambda: at.ask("POST", "/meet/enrolment", one, body=query),
        "wait": lambda: at.ask("POST", "/meet/enrolment", other, body=query),
        "a page of the roster": lambda: at.ask("GET", "/meet/enrolment", coach, query=query),
        "where one stands": lambda: at.ask("GET", "/meet/enrolment", other, query=query),
        "leave, and move up": lambda: at.ask("DELETE", "/meet/enrolment", one, query=query),
        "rename the class": lambda: at.ask("PUT", "/meet", coach, query=query, body={"title": "Spin!"}),
        "move the class": lambda: at.ask("PUT", "/meet", coach, query=query, body=moved),
        "25 follow it": lambda: Rosters().settle(meeting_id, NOW, after=f"person#enrolled{count}x00005", most=25),
        "a series of ten": lambda: at.ask("POST", "/meet/series", coach, body=series),
    }


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


def of_bookings(at: House, peek: object, count: int) -> list[dict[str, object]]:
    """Each action of a calendar with so many bookings."""
    coach, customer = f"coach_{count}", f"customer_{count}"
    at.sign_up(coach, "instructor", displayName="Coach")
    at.sign_up(customer, "customer")
    fill(coach, customer, count)
    return measure(peek, f"{count} bookings", actions(at, coach, customer))


def shortened(operations: Iterable[str]) -> list[str]:
    """The operations in order, those that follow each other as one."""
    runs = [(name, len(list(run))) for name, run in groupby(operations)]
    return [name if count == 1 else f"{count} x {name}" for name, count in runs]


def measure(peek: object, what: str, acts: dict[str, Callable[[], object]]) -> list[dict[str, object]]:
    """Operations and capacity units of each action with so much of what there is."""
    rows: list[dict[str, object]] = []
    schemas = schemas_of(peek)
    events = UserRow._get_connection().connection.client.meta.events  # noqa: SLF001  # the client that all tables share
    print(f"\n{what}\n{'action':24} {'operations':>10} {'queries':>8} {'RCU':>7} {'WCU':>6}   what")
    for name, act in acts.items():
        meter = Meter(peek, schemas)
        events.register("before-call.dynamodb", meter.begin)
        events.register("after-call.dynamodb", meter.end)
        act()
        events.unregister("before-call.dynamodb", meter.begin)
        events.unregister("after-call.dynamodb", meter.end)
        queries = meter.operations.count("Query")
        units = f"{meter.read_units:7.1f} {meter.write_units:6.0f}"
        print(f"{name:24} {len(meter.operations):10} {queries:8} {units}   {', '.join(shortened(meter.operations))}")
        within = (
            {"peer": f"goal of {GOAL} queries", "ratio": round(queries / GOAL, 2)}
            if "calendar" in name or "slots" in name
            else {}
        )
        if within and queries > GOAL:
            raise RuntimeError(f"{name}: {queries} queries with {what}, {GOAL} are the goal")
        label = f"{name}, {what}"
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
        rows = [row for count in COUNTS for row in of_bookings(at, peek, count)]
        for count in ENROLMENTS:
            rows += measure(peek, f"{count} enrolments", class_actions(at, count))
    when = datetime.now(UTC).isoformat(timespec="seconds")
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps([{**row, "when": when, "machine": machine} for row in rows], indent=2) + "\n")


if __name__ == "__main__":
    main()
