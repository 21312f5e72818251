"""The function behind the queue of events for callback addresses.

Events are not sent by the API itself: a slow receiver would hold up whoever starts a stream, and what a function on
Lambda begins after its answer is frozen with it. A message is worked off at least once, so an event may arrive twice;
its id is the same each time. What a receiver did not take comes back later, further apart each time, then is dropped.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from neufit.callbacks import CallbackFailed, CallbackRefused, CallbackSender
from neufit.clock import system_clock
from neufit.contracts.callbacks import CallbackEvent
from neufit.settings import CallbackSettings
from neufit.signing import PemSigner
from neufit.stores.queues import Queue, sqs_client

log = logging.getLogger(__name__)

WAITS = (10, 60, 300, 900, 900, 900)
"""Seconds before each further try: about 50 minutes in all. SQS delays a message by at most 900."""


@dataclass(frozen=True)
class Delivery:
    """What the function works with."""

    sender: CallbackSender
    queue: Queue


def deliver(delivery: Delivery, body: str) -> None:
    """Work off one message. Raise Unavailable when the queue did not take the next try."""
    try:
        event = CallbackEvent.model_validate_json(body)
    except ValidationError:
        log.warning("a message is not one of ours")
        return
    seen = {"event_id": event.event_id, "tries": event.tries + 1}
    try:
        delivery.sender.send(event)
    except CallbackRefused as refused:
        log.info("an event was refused", extra={**seen, "why": str(refused)})
    except CallbackFailed as failed:
        if event.tries >= len(WAITS):
            log.info("an event was given up", extra={**seen, "why": str(failed)})
            return
        again = event.model_copy(update={"tries": event.tries + 1})
        delivery.queue.send(again.model_dump_json(), delay_seconds=WAITS[event.tries])


def work_off(delivery: Delivery, records: Iterable[Mapping[str, Any]]) -> list[str]:
    """Work off the messages of a batch; answer the ids of those that failed by a fault of ours and must come again."""
    failed = []
    for record in records:
        try:
            deliver(delivery, record["body"])
        except Exception:
            # The others of the batch must not be sent again because of this one.
            log.exception("an event could not be worked off")
            failed.append(record["messageId"])
    return failed


@cache
def _delivery() -> Delivery:
    settings = CallbackSettings.from_environment()
    sender = CallbackSender(PemSigner(settings.signing_key), system_clock)
    return Delivery(sender, Queue(sqs_client(settings), settings.callback_queue_url))


def handler(event: Mapping[str, Any], context: object) -> Mapping[str, Any]:  # noqa: ARG001  # Lambda's call
    """Work off a batch."""
    failed = work_off(_delivery(), event["Records"])
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}
