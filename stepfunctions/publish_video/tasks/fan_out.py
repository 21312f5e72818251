"""FanOut: list a published video in the catalogue, put it into the feeds of all who subscribe to it, and tell them."""

from neufit.contracts.publishing import PublishingJob
from neufit.domain.announcement import Announcement, Subject, SubjectKind, Subscribers
from neufit.domain.media import Media, Status
from neufit.domain.notice import NoticeKind
from neufit.domain.publication import Job
from neufit.domain.subscription import Source
from stepfunctions.composition import Tasks
from stepfunctions.handling import task

_PAGE = 100


def deliver(services: Tasks, media: Media) -> int:
    """Index and deliver. May run twice. Answer how many deliveries were made.

    The catalogue is first: somebody who subscribes at this moment is found among the subscribers, or finds the video in
    the catalogue when the feed is filled.
    """
    owner = services.users.get(media.owner_id)
    services.catalogue.index(media, owner.display_name)
    delivered = 0
    for source in (Source.instructor(media.owner_id), *(Source.topic(topic) for topic in media.topics)):
        after = None
        while True:
            page, after = services.subscriptions.subscribers(source, limit=_PAGE, after=after)
            services.feed.deliver(page, media, source)
            delivered += len(page)
            if after is None:
                break
    return delivered


def announce(services: Tasks, media: Media) -> None:
    """Have the subscribers told, once: a later run of the same video finds the news too old to tell."""
    if media.published_at is None:
        return
    sources = (Source.instructor(media.owner_id), *(Source.topic(topic) for topic in media.topics))
    told = Announcement.of(
        NoticeKind.NEW_VIDEO,
        Subject(kind=SubjectKind.MEDIA, id=media.media_id),
        Subscribers(sources=sources),
        media.published_at,
        link=f"/watch/{media.media_id}",
        title=media.title,
        by=media.owner_id,
    )
    services.announcements.add(told)


@task(PublishingJob)
def handler(services: Tasks, job: Job, given: PublishingJob) -> dict[str, int]:  # noqa: ARG001  # ids are in the job
    """Answer ``{delivered}``; the run ends here."""
    media = services.media.get(job.media_id)
    delivered = deliver(services, media) if media.status is Status.AVAILABLE else 0
    if media.status is Status.AVAILABLE:
        announce(services, media)
    services.publications.close(job)
    return {"delivered": delivered}
