"""The soak for some seconds; run ``benchmarks/live_soak.py --seconds 600`` for the whole."""

from benchmarks.live_soak import AT_ONCE, soak


async def test_joins_and_leaves_leave_nothing_behind():
    """Whether people say good-bye or vanish, the tables hold those who are there, and no file stays open."""
    run = await soak(8)
    assert run.joins > AT_ONCE
    assert max(row["peers"] for row in run.rows) <= AT_ONCE + 1
    assert max(row["addresses"] for row in run.rows) <= 2 * (AT_ONCE + 1)
    assert {row["files"] for row in run.rows} == {run.rows[0]["files"]}
