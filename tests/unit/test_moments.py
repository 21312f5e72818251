"""Moments as clients write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.parameters import read_moment

NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-30T12:00:00Z",
        "2026-06-30t12:00:00z",
        "2026-06-30 12:00:00Z",
        "2026-06-30T14:00:00+02:00",
        "2026-06-30T12:00:00.000Z",
        "06-30-2026 12:00:00 UTC",
    ],
)
def test_one_moment_in_many_spellings(text) -> None:
    """RFC 3339 in any zone, and the notation of the public API."""
    assert read_moment(text) == NOON


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-30T12:00:00",
        "2026-06-30",
        "20260630T120000Z",
        "2026-W27-2T12:00:00Z",
        "30-06-2026 12:00:00 UTC",
        "06-31-2026 12:00:00 UTC",
        "06-30-2026 24:00:00 UTC",
        "06-30-2026 12:00:00 CET",
        "06-30-2026 12:00:00",
        "2026-06-30T12:00:60Z",
        "2026-06-30T12:00:00+25:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+12:00",
        "0000-01-01T00:00:00Z",
        "\uff12\uff10\uff12\uff16-06-30T12:00:00Z",
        "now",
        "",
        1_782_820_800,
        None,
        ["2026-06-30T12:00:00Z"],
    ],
)
def test_what_is_no_moment(text) -> None:
    """A time without a zone, times that there aren't, other notations, numbers: refused, never a crash."""
    with pytest.raises(ValueError, match=r"must be|that there isn't"):
        read_moment(text)


@given(
    st.datetimes(
        min_value=datetime(1, 1, 3),  # noqa: DTZ001  # the zone is drawn beside it
        max_value=datetime(9999, 12, 29),  # noqa: DTZ001
        timezones=st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))),
    )
)
def test_every_moment_comes_back(moment) -> None:
    """Whatever the zone it was written in."""
    assert read_moment(moment.isoformat()) == moment
    assert read_moment(moment.isoformat()).tzinfo is UTC


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text) -> None:
    """Nothing but ValueError."""
    try:
        assert read_moment(text).tzinfo is UTC
    except ValueError:
        return
