"""Local time and instants, by the zones of the ``tzdata`` package: the same on every machine.

An instant of a wall clock's reading is the first one at which that clock shows the reading or a later one. So a reading
that comes twice is the first of the two, one that is left out is where the clock goes on, and earlier readings are
never later instants: whatever lasts from one reading to another one never ends before it begins.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from zoneinfo import ZoneInfo

from neufit.domain.errors import FieldError, Invalid

_SECOND = timedelta(seconds=1)
_DATA = resources.files("tzdata")


@lru_cache(maxsize=1)
def zone_names() -> frozenset[str]:
    """The names of all zones and links of IANA's database."""
    return frozenset((_DATA / "zones").read_text(encoding="ascii").split())


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    with _DATA.joinpath("zoneinfo", *name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def zone_of(name: str, field: str = "zone") -> ZoneInfo:
    """The zone of this IANA name (``America/New_York``). Raise Invalid, naming the field, when there is none."""
    if name not in zone_names():
        raise Invalid(
            "There is no such time zone. Use a name of the IANA database, such as Europe/Berlin.",
            code="unknown-zone",
            fields=[FieldError(field, "is no IANA time zone")],
        )
    return _zone(name)


def instant(reading: datetime, zone: ZoneInfo) -> datetime:
    """The first instant, in UTC, at which a clock of this zone shows ``reading`` (naive) or later."""
    # In a gap the two folds are the offsets before and after it, so that the instants lie on both sides of its edge
    # (PEP 495); in a fold they are the two passes, the first of them with fold=0.
    first, other = (reading.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if other >= first:
        return first
    before, after = other, first  # the clock shows less than the reading at the one, more at the other
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // (2 * _SECOND))
        if wall_clock(middle, zone) < reading:
            before = middle
        else:
            after = middle
    return after


def wall_clock(at: datetime, zone: ZoneInfo) -> datetime:
    """What a clock of this zone shows at an instant, naive."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)
