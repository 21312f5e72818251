"""Queues (SQS): work that is done later, at least once, in no promised order."""

from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from neufit.domain.errors import Unavailable
from neufit.settings import StoreSettings

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


def sqs_client(settings: StoreSettings) -> "SQSClient":
    """A client of SQS that does not let a request wait long."""
    config = Config(connect_timeout=2, read_timeout=5, retries={"max_attempts": 3, "mode": "standard"})
    client: SQSClient = boto3.client(
        "sqs", region_name=settings.region, endpoint_url=settings.aws_endpoint, config=config
    )
    return client


class Queue:
    """One queue, by its URL."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self.url = url

    def send(self, body: str, *, delay_seconds: int = 0) -> None:
        """Put a message in, to be worked off after a delay. Raise Unavailable when the queue did not take it."""
        try:
            self._client.send_message(QueueUrl=self.url, MessageBody=body, DelaySeconds=delay_seconds)
        except (ClientError, BotoCoreError) as error:
            raise Unavailable("The queue did not answer. Try again.", retry_after=2) from error
