"""Probe: look into the original, once, with white lists and limits; refuse what we don't take."""

from neufit.contracts.keys import original
from neufit.contracts.publishing import PublishingJob
from neufit.domain.publication import Job
from stepfunctions.composition import Tasks
from stepfunctions.handling import task
from stepfunctions.publish_video.probing import look_into

_URL_SECONDS = 3600


def probe(services: Tasks, job: Job) -> None:
    """Keep what the original is in the run's row. Raise Refused when we don't take it."""
    url = services.objects.url(original(job.media_id, job.version), seconds=_URL_SECONDS, inside=True)
    services.publications.found(job, look_into(url).model_dump(mode="json"))


@task(PublishingJob)
def handler(services: Tasks, job: Job, given: PublishingJob) -> None:  # noqa: ARG001  # ids are in the job
    """Answer nothing."""
    probe(services, job)
