"""Fail: say why, keep the original, remove what was made. Also ends runs that have nothing more to say."""

import logging

from neufit.contracts import keys
from neufit.contracts.publishing import FailedJob
from neufit.domain.errors import Conflict, NotFound
from neufit.domain.media import Status
from neufit.domain.publication import Job
from stepfunctions.composition import Tasks
from stepfunctions.handling import task
from stepfunctions.publish_video.refusals import failure

log = logging.getLogger(__name__)


def _remove_results(services: Tasks, job: Job) -> None:
    """Remove what this run made.

    The manifest goes first: viewers who wait for the next part of a video look for it every few seconds, and are told
    that there is none. However long the rest takes, or when it fails on the way.
    """
    if not job.plan:
        return
    services.objects.delete([keys.published(job.media_id, job.plan, keys.MANIFEST)])
    services.publications.forget_chunks(job)
    for prefix in (keys.published(job.media_id, job.plan, ""), keys.work(job.media_id, job.plan, "")):
        services.objects.delete(list(services.objects.names(prefix)))


def fail(services: Tasks, job: Job, error: str) -> None:
    """End a run that can't go on; ``error`` is what the state machine caught. May run twice.

    What was made is removed before the item says that it failed: from then on its owner may run it again.
    """
    try:
        media = services.media.get(job.media_id)
    except NotFound:
        media = None
    if media is not None and media.version == job.version and media.status is Status.FAILED:
        services.publications.close(job)
        return
    if media is not None and media.published is not None and media.published.plan == job.plan:
        # It is published; what failed came after that. The job stays open, so that it is taken up again.
        log.error("a published video did not reach the feeds", extra={"media_id": job.media_id, "error": error})
        return
    _remove_results(services, job)
    if error != "Superseded":
        reason = failure(job.refusal)
        log.warning(
            "a publication failed",
            extra={"media_id": job.media_id, "version": job.version, "code": reason.code, "error": error},
        )
        try:
            services.media.fail(job.media_id, job.version, reason)
        except (Conflict, NotFound):
            log.info("nobody waits for a publication that failed", extra={"media_id": job.media_id})
    services.publications.close(job)


@task(FailedJob)
def handler(services: Tasks, job: Job, given: FailedJob) -> None:
    """Answer nothing; the run ends here."""
    fail(services, job, given.error.Error)
