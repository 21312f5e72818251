"""What use cases of series are handed."""

from functions.http import Call
from functions.meet.series.usecases import Desk


def series_desk(call: Call) -> Desk:
    """The stores and the clock of a request."""
    services = call.services
    return Desk(
        series=services.series,
        meetings=services.meetings,
        rosters=services.rosters,
        users=services.users,
        blocks=services.blocks,
        topics=services.topics,
        clock=services.clock,
    )
