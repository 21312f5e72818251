"""Where moto calls us.

These names are private to moto: its version is pinned, and tests/iac fails when a hook stops firing.
"""

import functools
import json
import threading
from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

import boto3
from moto.awslambda.models import LambdaFunction
from moto.stepfunctions.parser.asl.utils import boto_client

from iac.local.runtime.invocation import Outcome

Invoke = Callable[[str, Mapping[str, Any]], Outcome]
"""Runs the function with this full name and answers its outcome."""


def run_functions(invoke: Invoke) -> None:
    """Have moto's Lambda run ``invoke`` in place of a container. The latest call counts."""

    def invoke_lambda(self: Any, event: Any = None) -> tuple[str, bool, str]:  # noqa: ANN401  # moto's own signature
        given = json.loads(event) if isinstance(event, str) else (event or {})
        outcome = invoke(self.function_name, given)
        return outcome.payload, outcome.failed, ""

    LambdaFunction._invoke_lambda = invoke_lambda  # noqa: SLF001  # the hook


def share_clients() -> None:
    """Have state machines use one client per service.

    boto3 can't make clients in several threads at once, and each costs as much as a short task.
    """
    lock = threading.Lock()

    @functools.cache
    def make(service: str, region: str, endpoint: str) -> Any:  # noqa: ANN401  # any of boto3's clients
        return boto3.client(
            service,
            region_name=region,
            endpoint_url=endpoint,
            aws_access_key_id="local",
            aws_secret_access_key="local",  # noqa: S106  # moto checks no signatures
            config=boto_client.Config(
                parameter_validation=False,
                retries={"max_attempts": 0, "total_max_attempts": 1},
                connect_timeout=boto_client.TimeoutSeconds.DEFAULT_TIMEOUT_SECONDS,
                read_timeout=boto_client.TimeoutSeconds.DEFAULT_TIMEOUT_SECONDS,
                max_pool_connections=64,
            ),
        )

    def client(*, service_name: str, region_name: str, endpoint_url: str, **_: object) -> Any:  # noqa: ANN401
        with lock:
            return make(service_name, region_name, endpoint_url)

    boto_client.boto3 = SimpleNamespace(client=client)
