"""Start: from messages of the queue to executions, so many at once as may run; the rest waits in the queue.

A message is a notification of the object store (a new original) or a publishing job (run it again). Both may come more
than once: the execution's name is made of what it works on, so nothing is started twice.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote_plus

from pydantic import ValidationError

from neufit.contracts.keys import split_original
from neufit.contracts.publishing import PublishingJob
from neufit.domain.errors import NotFound, Unavailable
from neufit.domain.media import Kind
from stepfunctions.composition import Tasks, tasks
from stepfunctions.executions import Executions

log = logging.getLogger(__name__)


def jobs_in(body: str) -> list[PublishingJob]:
    """The jobs that a message speaks of; none when it speaks of nothing that can be published."""
    try:
        message = json.loads(body)
    except ValueError:
        message = None
    if not isinstance(message, dict):
        log.warning("a message is not one of ours")
        return []
    if isinstance(message.get("Records"), list):
        found = (_notified(record) for record in message["Records"])
        return [job for job in found if job is not None]
    if message.get("Event") == "s3:TestEvent":
        return []
    try:
        return [PublishingJob.model_validate(message)]
    except ValidationError:
        log.warning("a message is not one of ours")
        return []


def _notified(record: object) -> PublishingJob | None:
    """The job of one record of a notification. Keys come URL-encoded, with ``+`` for a space."""
    try:
        created = str(record["eventName"]).removeprefix("s3:").startswith("ObjectCreated:")  # type: ignore[index]
        media_id, version = split_original(unquote_plus(record["s3"]["object"]["key"]))  # type: ignore[index]
    except (KeyError, TypeError, ValueError):
        log.warning("a notification is not about an original")
        return None
    return PublishingJob(mediaId=media_id, version=version) if created else None


def start(services: Tasks, executions: Mapping[Kind, Executions], jobs: Iterable[PublishingJob]) -> bool:
    """Start executions for these jobs. Answer whether all are under way; else ask again later.

    The jobs that have to wait are known from now on: the studio shows them, and none is forgotten.
    """
    complete = True
    for job in jobs:
        try:
            media = services.media.get(job.mediaId)
        except NotFound:
            log.warning("an original belongs to no item", extra={"media_id": job.mediaId})
            continue
        known = services.publications.begin(job, services.clock())
        if known.attempt > job.attempt:
            continue  # a later run took over
        machine = executions[media.kind]
        if machine.is_known(job) or machine.has_room():
            machine.start(job)
        else:
            complete = False
    return complete


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001  # Lambda's call
    """Answer ``{batchItemFailures}``: the messages that must come again, because enough runs or a store is silent."""
    services = tasks()
    executions = Executions.of(services.settings)
    again = []
    for record in event["Records"]:
        try:
            complete = start(services, executions, jobs_in(record["body"]))
        except Unavailable:
            log.exception("a job could not be started")
            complete = False
        if not complete:
            again.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": again}
