"""Plan: the frame grid, the ladder, the chunks; the same for the same source, however often it is made."""

from collections.abc import Mapping
from typing import Any

from neufit.contracts.publishing import PublishingJob
from neufit.domain.publication import Job
from stepfunctions.composition import Tasks
from stepfunctions.handling import task
from stepfunctions.publish_video.encoding import Encoding, decide, plan_name
from stepfunctions.publish_video.source import Source


def plan(services: Tasks, job: Job) -> Encoding:
    """Decide how the original is encoded, and keep it in the run's row."""
    threads = services.settings.encode_threads
    encoding = decide(
        Source.model_validate(job.source),
        plan=plan_name(job.version, job.attempt, threads),
        threads=threads,
        shape=services.shape,
    )
    services.publications.decided(job, encoding.plan, encoding.grid.frames, encoding.model_dump(mode="json"))
    return encoding


@task(PublishingJob)
def handler(services: Tasks, job: Job, given: PublishingJob) -> Mapping[str, Any]:  # noqa: ARG001  # ids are in the job
    """Answer ``{plan, chunks, atOnce}``: chunk numbers but the first, which goes ahead of them."""
    encoding = plan(services, job)
    return {
        "plan": encoding.plan,
        "chunks": [chunk.number for chunk in encoding.chunks[1:]],
        "atOnce": services.settings.chunks_at_once,
    }
