"""What we hook into moto fires: our handlers run, in state machines too, and their errors can be caught by name."""

import json
import time
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from iac.local.cloud import bootstrap, hooks
from iac.local.runtime.invocation import Outcome, failure
from neufit.settings import StoreSettings
from stepfunctions.functions import QUEUE

_MACHINE = {
    "StartAt": "Open",
    "States": {
        "Open": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke",
            "Parameters": {"FunctionName": "${ProbeFunctionArn}", "Payload": {"mediaId.$": "$.mediaId"}},
            "ResultSelector": {"width.$": "$.Payload.width"},
            "Catch": [{"ErrorEquals": ["Refused"], "ResultPath": "$.error", "Next": "Refused"}],
            "End": True,
        },
        "Refused": {"Type": "Pass", "End": True},
    },
}


class Handlers:
    """Stands for our functions: remembers what it was asked and answers what a test says."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answer = Outcome("null", failed=False)

    def __call__(self, name: str, event: Mapping[str, Any]) -> Outcome:
        self.asked.append((name, dict(event)))
        return self.answer


@pytest.fixture
def handlers(store_settings: StoreSettings) -> Iterator[Handlers]:
    """Our functions, known to the local cloud."""
    handlers = Handlers()
    hooks.run_functions(handlers)
    hooks.share_clients()
    bootstrap.create_functions(store_settings)
    return handlers


def _execute(settings: StoreSettings, given: dict[str, Any]) -> dict[str, Any]:
    states = bootstrap.client(settings, "stepfunctions")
    machine = states.create_state_machine(
        name=f"{settings.table_prefix}{uuid.uuid4().hex[:8]}",
        definition=bootstrap.fill_in(json.dumps(_MACHINE), settings),
        roleArn="arn:aws:iam::123456789012:role/neufit",
    )
    run = states.start_execution(stateMachineArn=machine["stateMachineArn"], input=json.dumps(given))
    deadline = time.monotonic() + 30
    while (found := states.describe_execution(executionArn=run["executionArn"]))["status"] == "RUNNING":
        assert time.monotonic() < deadline, "the execution does not end"
    assert found["status"] == "SUCCEEDED", found
    output: dict[str, Any] = json.loads(found["output"])
    return output


def test_a_state_machine_runs_our_handler(handlers: Handlers, store_settings: StoreSettings) -> None:
    """A task invokes our function with its payload and goes on with what it returned."""
    handlers.answer = Outcome(json.dumps({"width": 1920}), failed=False)
    assert _execute(store_settings, {"mediaId": "m1"}) == {"width": 1920}
    assert handlers.asked == [(f"{store_settings.table_prefix}probe", {"mediaId": "m1"})]


def test_a_state_machine_catches_our_error_by_its_name(handlers: Handlers, store_settings: StoreSettings) -> None:
    """What a handler raises arrives as the error that a definition names, with its message."""
    handlers.answer = failure("Refused", "no video in it")
    error = _execute(store_settings, {"mediaId": "m2"})["error"]
    assert error["Error"] == "Refused"
    assert json.loads(error["Cause"])["errorMessage"] == "no video in it"


def test_a_direct_invocation_runs_our_handler(handlers: Handlers, store_settings: StoreSettings) -> None:
    """Lambda's own API reaches the same handlers."""
    handlers.answer = Outcome('{"ok": true}', failed=False)
    functions = bootstrap.client(store_settings, "lambda")
    answer = functions.invoke(FunctionName=f"{store_settings.table_prefix}start", Payload=b'{"Records": []}')
    assert json.loads(answer["Payload"].read()) == {"ok": True}
    assert handlers.asked == [(f"{store_settings.table_prefix}start", {"Records": []})]


def test_an_uploaded_original_is_announced_in_the_queue(store_settings: StoreSettings) -> None:
    """Objects below orig/ are announced with bucket and key, others are not."""
    queue_url = bootstrap.create_queue(store_settings, QUEUE)
    bootstrap.create_bucket(store_settings)
    s3, sqs = bootstrap.client(store_settings, "s3"), bootstrap.client(store_settings, "sqs")
    for key in ("pub/m/p/v360/00000.m4s", "orig/m/v"):
        s3.put_object(Bucket=store_settings.media_bucket, Key=key, Body=b"x")
    received = sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10)["Messages"]
    bodies = [json.loads(message["Body"]) for message in received]
    announced = [record["s3"]["object"]["key"] for body in bodies for record in body.get("Records", [])]
    assert announced == ["orig%2Fm%2Fv"]


def test_definitions_name_functions_that_exist(store_settings: StoreSettings) -> None:
    """Every placeholder of every definition is filled in, so no state points at nothing."""
    for arn in bootstrap.create_state_machines(store_settings).values():
        definition = bootstrap.client(store_settings, "stepfunctions").describe_state_machine(stateMachineArn=arn)
        assert "${" not in definition["definition"]
