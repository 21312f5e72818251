"""The soak for some seconds; run ``benchmarks/live_soak.py --seconds 600`` for the whole."""

from benchmarks.live_soak import AT_ONCE, TABLES, soak


async def test_joins_and_leaves_leave_nothing_behind():
    """However people go, the tables hold those who are there, no file stays open, and who stays misses nothing."""
    run = await soak(6)
    assert run.joins > AT_ONCE
    here = AT_ONCE + 2
    # A name that comes back before the relay knows that it has gone is there twice for a moment.
    assert all(row[name] <= 2 * here for row in run.rows for name in TABLES)
    assert max(row["files"] for row in run.rows) - min(row["files"] for row in run.rows) <= here
    assert run.rows[-1]["packets"] > 0
    assert run.rows[-1]["lost"] == 0
