"""The event source mapping of Lambda: reads a queue, hands batches to a function, deletes what it has worked off."""

import json
import logging
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from iac.local.runtime.invocation import Outcome

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import MessageTypeDef

log = logging.getLogger(__name__)

_BATCH = 10
_AGAIN_AFTER = 2
"""Seconds until a message that couldn't be worked off yet is offered again. On AWS the visibility timeout decides."""

_LONG = 5
"""Seconds that one look at an empty queue waits for a message; it ends as soon as one comes."""

_PAUSE = 0.1
"""Seconds between two looks at an empty queue, or after a failure."""


class EventSource:
    """Feeds one queue to one function from a thread.

    ``sqs`` must wait longer for an answer than a look at an empty queue lasts (5 s): a client that gives up just then
    loses the messages of that answer until they become visible again.
    """

    def __init__(self, sqs: "SQSClient", queue_url: str, invoke: Callable[[Mapping[str, Any]], Outcome]) -> None:
        self._sqs = sqs
        self._queue_url = queue_url
        self._invoke = invoke
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="event source", daemon=True)

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more batches; the one under way is finished."""
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                worked = self.work_off()
            except Exception:
                # The queue keeps what was not worked off; the loop must outlive every single failure.
                log.exception("a batch of messages failed")
                worked = 0
            if not worked:
                self._ended.wait(_PAUSE)

    def work_off(self) -> int:
        """Hand one batch to the function and answer how many messages it held. Failed ones come again."""
        messages = self._sqs.receive_message(
            QueueUrl=self._queue_url, MaxNumberOfMessages=_BATCH, AttributeNames=["All"], WaitTimeSeconds=_LONG
        ).get("Messages", [])
        if not messages:
            return 0
        outcome = self._invoke({"Records": [self._record(message) for message in messages]})
        failed = self._failed(outcome, messages)
        for message in messages:
            if message["MessageId"] in failed:
                self._sqs.change_message_visibility(
                    QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=_AGAIN_AFTER
                )
            else:
                self._sqs.delete_message(QueueUrl=self._queue_url, ReceiptHandle=message["ReceiptHandle"])
        return len(messages)

    def _record(self, message: "MessageTypeDef") -> dict[str, Any]:
        return {
            "messageId": message["MessageId"],
            "receiptHandle": message["ReceiptHandle"],
            "body": message["Body"],
            "attributes": message.get("Attributes", {}),
            "messageAttributes": {},
            "eventSource": "aws:sqs",
        }

    def _failed(self, outcome: Outcome, messages: "list[MessageTypeDef]") -> set[str]:
        """Ids of the messages that must come again: all when the function failed, else those that it names."""
        everything = {message["MessageId"] for message in messages}
        if outcome.failed:
            log.error("the function failed", extra={"outcome": outcome.payload})
            return everything
        named = {item["itemIdentifier"] for item in (json.loads(outcome.payload) or {}).get("batchItemFailures", [])}
        return named & everything
