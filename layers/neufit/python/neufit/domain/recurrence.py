"""Recurrence rules of RFC 5545, as much of them as series of classes need, and the times that they name.

A rule is by the wall clock of a zone: ``FREQ=WEEKLY;BYDAY=TU,TH;COUNT=20``. Expanded by ``dateutil`` over naive local
times, which become instants by the one rule of ``calendar/zones.py``; so 18:00 stays 18:00 when clocks change. All
work is bounded: every rule ends, names at most ``MAX_INSTANCES`` times, and none of them after a given one.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MO, MONTHLY, WEEKLY, rrule, weekday, weekdays

from neufit.domain.calendar.zones import instant, wall_clock
from neufit.domain.errors import FieldError, Invalid

MAX_INSTANCES = 200
MAX_SPAN = timedelta(days=366)
"""From the first time to the last one."""
MAX_INTERVAL = 52
MAX_RULE = 200
"""Characters of a rule."""

_FREQUENCIES = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY}
_DAYS = {str(day): day for day in weekdays}
_PARTS = ("FREQ", "INTERVAL", "BYDAY", "COUNT", "UNTIL", "WKST")
_BY_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
_UNTIL = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was read. Either ``count`` or ``until`` is said; the latter is naive, on the wall clock, included."""

    frequency: int
    interval: int
    days: tuple[weekday, ...]
    count: int | None
    until: datetime | None
    week_starts: weekday


def read_rule(text: str, zone: ZoneInfo) -> Rule:
    """The rule that a text says. Raise Invalid, naming the field ``rule``, for what isn't taken."""
    parts = _parts(text)
    frequency = parts.get("FREQ", "")
    if frequency not in _FREQUENCIES:
        raise _wrong("must say FREQ=DAILY, WEEKLY or MONTHLY")
    if ("COUNT" in parts) == ("UNTIL" in parts):
        raise _wrong("must end, by either COUNT or UNTIL")
    count = _number(parts, "COUNT", MAX_INSTANCES) if "COUNT" in parts else None
    return Rule(
        frequency=_FREQUENCIES[frequency],
        interval=_number(parts, "INTERVAL", MAX_INTERVAL) if "INTERVAL" in parts else 1,
        days=_days(parts["BYDAY"], frequency) if "BYDAY" in parts else (),
        count=count,
        until=None if count is not None else _until(parts["UNTIL"], zone),
        week_starts=_week_start(parts.get("WKST", "MO")),
    )


def occurrences(rule: Rule, starts: datetime, zone: ZoneInfo, *, last: datetime) -> list[datetime]:
    """The instants that a rule names, in order, when the first is ``starts`` (naive, on the wall clock of the zone).

    Raise Invalid when ``starts`` isn't one of them, when there are more than ``MAX_INSTANCES``, or when the series goes
    on after the instant ``last`` or for longer than ``MAX_SPAN``.
    """
    bound = min(starts + MAX_SPAN, wall_clock(last, zone))
    ends = bound if rule.until is None else min(rule.until, bound)
    found = list(islice(_expanded(rule, starts, ends), (rule.count or MAX_INSTANCES) + 1))
    if not found or found[0] != starts:
        raise _wrong("does not name the day of the first class", field="startTime")
    too_long = (rule.until is not None and rule.until > bound) or (rule.count is not None and len(found) < rule.count)
    if too_long:
        raise _wrong(f"goes on for more than {MAX_SPAN.days} days, or further ahead than classes can be planned")
    wanted = found if rule.count is None else found[: rule.count]
    if len(wanted) > MAX_INSTANCES:
        raise _wrong(f"names more than {MAX_INSTANCES} classes")
    return [instant(each, zone) for each in wanted]


def _expanded(rule: Rule, starts: datetime, ends: datetime) -> rrule:
    return rrule(
        rule.frequency,
        dtstart=starts,
        interval=rule.interval,
        byweekday=rule.days or None,
        until=ends,
        wkst=rule.week_starts,
    )


def _parts(text: str) -> dict[str, str]:
    if not text or len(text) > MAX_RULE or not text.isascii():
        raise _wrong(f"must be a rule of RFC 5545 of at most {MAX_RULE} characters")
    parts: dict[str, str] = {}
    for each in text.upper().removeprefix("RRULE:").split(";"):
        name, equals, value = each.partition("=")
        if not equals or not value or name in parts:
            raise _wrong("must be parts like FREQ=WEEKLY, each once, with semicolons between them")
        if name not in _PARTS:
            raise _wrong(f"may say {', '.join(_PARTS)}, and nothing else")
        parts[name] = value
    return parts


def _number(parts: dict[str, str], name: str, most: int) -> int:
    if not _NUMBER.fullmatch(parts[name]) or int(parts[name]) > most:
        raise _wrong(f"must have {name} from 1 to {most}")
    return int(parts[name])


def _days(value: str, frequency: str) -> tuple[weekday, ...]:
    days = []
    for each in value.split(","):
        match = _BY_DAY.fullmatch(each)
        if match is None or (match[1] is not None and frequency != "MONTHLY"):
            raise _wrong("must have days like BYDAY=MO,TH; in months also 1MO or -1FR")
        day = _DAYS[match[2]]
        days.append(day if match[1] is None else day(int(match[1])))
    if len(set(map(str, days))) != len(days):
        raise _wrong("names a day twice")
    return tuple(days)


def _week_start(value: str) -> weekday:
    if value not in _DAYS:
        raise _wrong("must have a day like MO as WKST")
    return _DAYS.get(value, MO)


def _until(value: str, zone: ZoneInfo) -> datetime:
    """The last moment on the wall clock: a day is meant with all of it."""
    match = _UNTIL.fullmatch(value)
    try:
        if match is not None:
            day, time, utc = match.groups()
            at = datetime.fromisoformat(f"{day}T{time or '235959'}")
            return wall_clock(at.replace(tzinfo=UTC), zone) if utc else at
    except (ValueError, OverflowError):
        pass
    raise _wrong("must have UNTIL as a day (20261231) or a time (20261231T180000Z)")


def _wrong(what: str, *, field: str = "rule") -> Invalid:
    return Invalid(f"The series can't be planned like this: its {field} {what}.", fields=[FieldError(field, what)])
