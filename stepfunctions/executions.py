"""Executions of a state machine: how many run, whether one is known, starting one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from neufit.contracts.publishing import PublishingJob
from neufit.domain.errors import Unavailable
from neufit.domain.media import Kind
from neufit.settings import PublishingSettings

if TYPE_CHECKING:
    from mypy_boto3_stepfunctions import SFNClient


@contextmanager
def _execution_errors() -> Iterator[None]:
    try:
        yield
    except (ClientError, BotoCoreError) as error:
        raise Unavailable("The state machine did not answer. Try again.", retry_after=2) from error


def states_client(settings: PublishingSettings) -> "SFNClient":
    """A client of Step Functions that does not let a request wait long."""
    config = Config(connect_timeout=2, read_timeout=10, retries={"max_attempts": 3, "mode": "standard"})
    client: SFNClient = boto3.client(
        "stepfunctions", region_name=settings.region, endpoint_url=settings.aws_endpoint, config=config
    )
    return client


class Executions:
    """The executions of one state machine, at most ``at_once`` at the same time.

    They are counted by the service that runs them, so that one that died counts no more. Its count may lag by a moment:
    the limit bounds what runs, it is no lock.
    """

    def __init__(self, client: "SFNClient", machine_arn: str, at_once: int) -> None:
        self._client = client
        self._machine = machine_arn
        self._at_once = at_once

    @classmethod
    def of(cls, settings: PublishingSettings) -> Mapping[Kind, "Executions"]:
        """The executions by the kind of media that they publish."""
        client = states_client(settings)
        at_once = settings.publications_at_once
        return {
            Kind.VIDEO: cls(client, settings.state_machine_arn, at_once),
            Kind.IMAGE: cls(client, settings.image_state_machine_arn, at_once),
        }

    def has_room(self) -> bool:
        """Whether one more may run now."""
        running = 0
        with _execution_errors():
            pages = self._client.get_paginator("list_executions").paginate(
                stateMachineArn=self._machine, statusFilter="RUNNING", PaginationConfig={"MaxItems": self._at_once}
            )
            for page in pages:
                running += len(page["executions"])
        return running < self._at_once

    def status(self, job: PublishingJob) -> str | None:
        """Where the execution of a job stands (``RUNNING``, ``SUCCEEDED`` ...); None when there is none."""
        arn = f"{self._machine.replace(':stateMachine:', ':execution:')}:{job.execution_name}"
        try:
            return self._client.describe_execution(executionArn=arn)["status"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "ExecutionDoesNotExist":
                return None
            raise Unavailable("The state machine did not answer. Try again.", retry_after=2) from error
        except BotoCoreError as error:
            raise Unavailable("The state machine did not answer. Try again.", retry_after=2) from error

    def is_known(self, job: PublishingJob) -> bool:
        """Whether there is or was an execution of this job."""
        return self.status(job) is not None

    def start(self, job: PublishingJob) -> None:
        """Start the execution of a job, unless there is or was one."""
        try:
            self._client.start_execution(
                stateMachineArn=self._machine, name=job.execution_name, input=job.model_dump_json()
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExecutionAlreadyExists":
                raise Unavailable("The state machine did not answer. Try again.", retry_after=2) from error
        except BotoCoreError as error:
            raise Unavailable("The state machine did not answer. Try again.", retry_after=2) from error
