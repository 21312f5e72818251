"""Publish: the flip. From this write on players get the new version; before it nothing of it was final."""

from neufit.contracts.publishing import PublishingJob
from neufit.domain.media import Kind
from neufit.domain.publication import Job, Step
from stepfunctions.composition import Tasks
from stepfunctions.handling import task
from stepfunctions.publish_video.refusals import Superseded


def publish(services: Tasks, job: Job) -> None:
    """Make what was finished available. May run twice. Raise Conflict when the item changed meanwhile."""
    if job.published is None:
        raise Superseded("there is nothing to publish")
    media = services.media.publish(job.media_id, job.version, job.published, services.clock())
    services.publications.advance(job, Step.PUBLISH, 100)
    if media.kind is Kind.IMAGE:  # images go to no feed: the run ends here
        services.publications.close(job)


@task(PublishingJob)
def handler(services: Tasks, job: Job, given: PublishingJob) -> None:  # noqa: ARG001  # ids are in the job
    """Answer nothing."""
    publish(services, job)
