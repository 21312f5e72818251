"""What all handlers of tasks share: the input is read, the run is looked up, and why a file is refused is kept."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from neufit.contracts.publishing import PlannedJob, PublishingJob
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.publication import Job
from stepfunctions.composition import Tasks, tasks
from stepfunctions.publish_video.refusals import Refused, Superseded

Input = TypeVar("Input", bound=PublishingJob)
Handler = Callable[[Mapping[str, Any], object], Mapping[str, Any]]
Work = Callable[[Tasks, Job, Input], Mapping[str, Any] | None]


def current(services: Tasks, given: PublishingJob) -> Job:
    """The run that works on this version. Raise Superseded unless it is the one that was ``given``."""
    job = services.publications.begin(given, services.clock())
    planned = given.plan if isinstance(given, PlannedJob) else job.plan
    if job.attempt != given.attempt or job.plan != planned:
        raise Superseded("another run took over")
    return job


def task(model: type[Input]) -> Callable[[Work[Input]], Handler]:
    """Make a handler of a function that does the work of a state; ``model`` is what the state is handed.

    The reason why a file is refused is written down here, because a state machine does not tell it to the states that
    catch the error of a Map.
    """

    def decorate(work: Work[Input]) -> Handler:
        def handler(event: Mapping[str, Any], context: object) -> Mapping[str, Any]:  # noqa: ARG001  # Lambda's call
            services = tasks()
            given = model.model_validate(event)
            job = current(services, given)
            try:
                return work(services, job, given) or {}
            except Refused as refusal:
                services.publications.refused(job, refusal.code)
                raise
            except (Conflict, NotFound) as error:
                raise Superseded(error.detail) from error

        return handler

    return decorate
