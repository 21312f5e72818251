"""Thumbnails: the poster, from one seek; runs beside the chunks. The storyboard's tiles are made with the chunks."""

import tempfile
from pathlib import Path

from imageio_ffmpeg import get_ffmpeg_exe

from neufit.contracts.keys import POSTER, original, published
from neufit.contracts.publishing import PlannedJob
from neufit.domain.publication import Job, Step
from stepfunctions.composition import Tasks
from stepfunctions.handling import task
from stepfunctions.publish_video import command, process
from stepfunctions.publish_video.encoding import Encoding
from stepfunctions.publish_video.refusals import Refused

_URL_SECONDS = 900
_LIMITS = process.Limits(seconds=110, cpu_seconds=300)


def make_poster(services: Tasks, job: Job) -> None:
    """Write the poster. Raise Refused when no picture can be had."""
    encoding = Encoding.model_validate(job.encoding)
    url = services.objects.url(original(job.media_id, job.version), seconds=_URL_SECONDS, inside=True)
    with tempfile.TemporaryDirectory(prefix="neufit-") as folder:
        target = Path(folder) / POSTER
        process.run(command.poster(get_ffmpeg_exe(), encoding.source, url, target, threads=encoding.threads), _LIMITS)
        if not target.exists():
            raise Refused("unreadable")
        services.objects.put(published(job.media_id, job.plan, POSTER), target.read_bytes(), "image/jpeg")
    services.publications.advance(job, Step.THUMBNAILS, 100)


@task(PlannedJob)
def handler(services: Tasks, job: Job, given: PlannedJob) -> None:  # noqa: ARG001  # ids are in the job
    """Answer nothing."""
    make_poster(services, job)
