"""A rule of EventBridge: calls a function again and again, whatever comes of a call."""

import threading

from iac.local.runtime.invocation import Outcome
from iac.local.runtime.schedule import Schedule


def test_a_failed_call_is_not_the_last():
    """The function is called as EventBridge does, and again after it failed."""
    events, third = [], threading.Event()

    def invoke(event):
        events.append(event)
        if len(events) == 3:
            third.set()
        return Outcome("{}", failed=True)

    schedule = Schedule(0.001, invoke)
    schedule.start()
    assert third.wait(30)
    schedule.stop()
    assert {event["source"] for event in events} == {"aws.events"}
