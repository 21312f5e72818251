"""Resize: three sizes of an image as JPEG, upright, without location or any other metadata."""

from neufit.contracts import keys
from neufit.contracts.publishing import PublishingJob
from neufit.domain.media import Published, Rendition
from neufit.domain.publication import Chunk, Job, Step
from stepfunctions.composition import Tasks
from stepfunctions.handling import task
from stepfunctions.publish_image.sizes import make_sizes
from stepfunctions.publish_video.encoding import plan_name


def resize(services: Tasks, job: Job) -> None:
    """Write the sizes. Doing it again writes the same bytes to the same keys."""
    plan = plan_name(job.version, job.attempt, 1)
    sizes = make_sizes(services.objects.get(keys.original(job.media_id, job.version)))
    # One picture in one chunk: the studio shows its progress like that of a video.
    services.publications.decided(job, plan, 1, {})
    planned = job.model_copy(update={"plan": plan})
    for size in sizes:
        key = keys.published(job.media_id, plan, keys.image_size(size.name))
        services.objects.put(key, size.content, "image/jpeg")
    services.publications.encoded(planned, Chunk(number=0, frames=1, rates={}))
    largest = sizes[-1]
    services.publications.finished(
        planned,
        Published(
            version=job.version,
            plan=plan,
            width=largest.width,
            height=largest.height,
            renditions=tuple(Rendition(name=size.name, width=size.width, height=size.height) for size in sizes),
        ),
    )
    for step in (Step.PROBE, Step.THUMBNAILS):
        services.publications.advance(planned, step, 100)


@task(PublishingJob)
def handler(services: Tasks, job: Job, given: PublishingJob) -> None:  # noqa: ARG001  # ids are in the job
    """Answer nothing."""
    resize(services, job)
