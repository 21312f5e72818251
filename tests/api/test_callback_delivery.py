"""Working off the queue of events: tried again further apart each time, then dropped; nothing is lost on the way."""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest

from functions.callbacks.handler import WAITS, Delivery, deliver, work_off
from neufit.callbacks import CallbackFailed, CallbackRefused
from neufit.contracts.callbacks import CallbackEvent
from neufit.domain.errors import Unavailable
from neufit.stores.queues import Queue, sqs_client


@dataclass
class Receivers:
    """The other side: takes events, or answers with an error."""

    answer: Exception | None = None
    got: list[CallbackEvent] = field(default_factory=list)

    def send(self, event: CallbackEvent) -> None:
        self.got.append(event)
        if self.answer is not None:
            raise self.answer


@pytest.fixture
def queue(store_settings, request) -> Queue:
    sqs = boto3.client("sqs", region_name=store_settings.region, endpoint_url=store_settings.aws_endpoint)
    name = re.sub(r"\W", "-", request.node.name)[-60:]
    url = sqs.create_queue(QueueName=f"callbacks-{name}")["QueueUrl"]
    return Queue(sqs_client(store_settings), url)


def waiting(queue: Queue) -> dict[str, str]:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed"]
    answer: Any = queue._client.get_queue_attributes(QueueUrl=queue.url, AttributeNames=names)
    return answer["Attributes"]


def event(tries: int = 0) -> CallbackEvent:
    return CallbackEvent(
        event_id="e-1",
        url="https://hooks.example.com/",
        event="stream.started",
        media_id="m-1",
        stream="s-1",
        at=datetime(2026, 1, 1, tzinfo=UTC),
        tries=tries,
    )


def test_an_event_that_is_taken_is_done(queue) -> None:
    """Delivered once, nothing is left in the queue."""
    receivers = Receivers()
    deliver(Delivery(receivers, queue), event().model_dump_json())
    assert [got.event_id for got in receivers.got] == ["e-1"]
    assert set(waiting(queue).values()) == {"0"}


def test_an_event_that_is_not_taken_waits(queue) -> None:
    """A failed try puts the event back, delayed."""
    deliver(Delivery(Receivers(CallbackFailed("busy")), queue), event().model_dump_json())
    assert waiting(queue)["ApproximateNumberOfMessagesDelayed"] == "1"


@pytest.mark.parametrize(
    ("answer", "tries"), [(CallbackRefused("no"), 0), (CallbackFailed("busy"), len(WAITS))], ids=["refused", "enough"]
)
def test_an_event_is_dropped_in_the_end(queue, answer, tries) -> None:
    """What is refused, or was tried often enough, is not tried again."""
    deliver(Delivery(Receivers(answer), queue), event(tries).model_dump_json())
    assert set(waiting(queue).values()) == {"0"}


def test_waits_grow_and_fit_the_queue() -> None:
    """Each wait is at least as long as the one before, and none is longer than a queue can hold a message back."""
    assert list(WAITS) == sorted(WAITS)
    assert max(WAITS) <= 900


def test_a_message_that_is_none_of_ours_is_dropped(queue) -> None:
    """Garbage in the queue does no harm and is not kept."""
    receivers = Receivers()
    deliver(Delivery(receivers, queue), '{"url": 1}')
    deliver(Delivery(receivers, queue), "no JSON")
    assert receivers.got == []


def test_a_message_stays_when_its_next_try_can_not_be_kept(queue) -> None:
    """When the queue does not answer, the message counts as not worked off, and only that one."""
    queue.url = queue.url.replace("callbacks-", "missing-")
    receivers = Receivers(CallbackFailed("busy"))
    with pytest.raises(Unavailable):
        deliver(Delivery(receivers, queue), event().model_dump_json())
    records = [
        {"messageId": "one", "body": event().model_dump_json()},
        {"messageId": "two", "body": json.dumps({"not": "ours"})},
    ]
    assert work_off(Delivery(receivers, queue), records) == ["one"]
