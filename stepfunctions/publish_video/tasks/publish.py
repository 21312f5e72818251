"""Publish: the flip. From this write on players get the new version; before it nothing of it was final."""

from datetime import datetime

from neufit.contracts.publishing import PublishingJob
from neufit.contracts.recording import VERSION_PREFIX
from neufit.domain.announcement import Announcement, People, Subject, SubjectKind
from neufit.domain.media import Kind, Media
from neufit.domain.notice import NoticeKind
from neufit.domain.publication import Job, Step
from stepfunctions.composition import Tasks
from stepfunctions.handling import task
from stepfunctions.publish_video.refusals import Superseded


def publish(services: Tasks, job: Job) -> None:
    """Make what was finished available. May run twice. Raise Conflict when the item changed meanwhile."""
    if job.published is None:
        raise Superseded("there is nothing to publish")
    now, item = services.clock(), services.media.get(job.media_id)
    told = [_ready(item, now)] if job.version.startswith(VERSION_PREFIX) else []
    media = services.media.publish(job.media_id, job.version, job.published, now, *told)
    services.publications.advance(job, Step.PUBLISH, 100)
    if media.kind is Kind.IMAGE:  # images go to no feed: the run ends here
        services.publications.close(job)


def _ready(media: Media, now: datetime) -> Announcement:
    """Word to its host that a recording can be watched, or waits in the archive."""
    return Announcement.of(
        NoticeKind.RECORDING_READY,
        Subject(kind=SubjectKind.MEDIA, id=media.media_id, revision=media.version),
        People(user_ids=(media.owner_id,)),
        now,
        link="/studio" if media.held else f"/watch/{media.media_id}",
        title=media.title,
    )


@task(PublishingJob)
def handler(services: Tasks, job: Job, given: PublishingJob) -> None:  # noqa: ARG001  # ids are in the job
    """Answer nothing."""
    publish(services, job)
