"""Redrive: whatever is open without a running execution goes through the queue again.

An execution can die without a word: it was stopped, ran out of time, or the machine that ran it is gone. The rows of
the open jobs outlive it.
"""

from collections.abc import Mapping
from typing import Protocol

from neufit.contracts.publishing import PublishingJob
from neufit.domain.errors import NotFound
from neufit.domain.media import Kind
from stepfunctions.composition import Tasks
from stepfunctions.executions import Executions


class Sends(Protocol):
    """A queue to put messages into."""

    def send(self, body: str) -> None:
        """Put a message in."""


def redrive(services: Tasks, executions: Mapping[Kind, Executions], queue: Sends) -> list[PublishingJob]:
    """Queue every open job again whose execution isn't running, and answer them.

    Where the name of the execution is taken by one that ended, the job goes on as its next attempt.
    """
    again = []
    for job in services.publications.open_jobs():
        try:
            media = services.media.get(job.mediaId)
        except NotFound:
            continue
        status = executions[media.kind].status(job)
        if status == "RUNNING":
            continue
        due = job if status is None else job.model_copy(update={"attempt": job.attempt + 1})
        queue.send(due.model_dump_json())
        again.append(due)
    return again
