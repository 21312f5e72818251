"""The definitions of the state machines: valid for Step Functions, and every task guarded."""

import importlib
import json
from collections.abc import Iterator
from typing import Any

import pytest
from cfnlint.api import lint_all

from stepfunctions.functions import FUNCTIONS, STATE_MACHINES
from stepfunctions.publish_video.refusals import Refused, Superseded

MACHINES = pytest.mark.parametrize("machine", STATE_MACHINES.values(), ids=STATE_MACHINES.keys())


def tasks_of(states: dict[str, Any], *, caught: bool = False) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """(name, state, whether an error of it is caught) of every task, however deep it lies."""
    for name, state in states.items():
        safe = caught or "Catch" in state
        if state["Type"] == "Task":
            yield name, state, safe
        for branch in state.get("Branches", []):
            yield from tasks_of(branch["States"], caught=safe)
        if "ItemProcessor" in state:
            yield from tasks_of(state["ItemProcessor"]["States"], caught=safe)


@MACHINES
def test_every_task_retries_is_caught_and_ends_in_time(machine):
    """Retry, Catch and a time limit on all; a refusal is never retried; a function's time fits its state's."""
    definition = json.loads(machine.definition.read_text())
    placeholders = {function.placeholder: function for function in FUNCTIONS.values()}
    found = list(tasks_of(definition["States"]))
    assert found
    for name, state, safe in found:
        assert safe, name
        first, *others = state["Retry"]
        assert first == {"ErrorEquals": [Refused.__name__, Superseded.__name__], "MaxAttempts": 0}, name
        assert others[-1]["ErrorEquals"] == ["States.ALL"]
        assert others[-1]["MaxAttempts"] >= 3
        function = placeholders[state["Parameters"]["FunctionName"].removeprefix("${").removesuffix("}")]
        assert function.timeout_s <= state["TimeoutSeconds"], name
        assert set(state["Parameters"]["Payload"]) <= {
            *("mediaId.$", "version.$", "attempt.$", "plan.$", "chunk.$", "chunk", "error.$")
        }, f"{name} is handed more than ids"


def errors_in(definitions: dict[str, Any]) -> list[str]:
    """What cfn-lint says of these definitions: the ids of the rules that they break."""
    arn = "arn:aws:lambda:eu-central-1:123456789012:function:"
    substitutions = {function.placeholder: f"{arn}{function.name}" for function in FUNCTIONS.values()}
    resources = {
        name: {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {
                "RoleArn": "arn:aws:iam::123456789012:role/publishing",
                "Definition": definition,
                "DefinitionSubstitutions": substitutions,
            },
        }
        for name, definition in definitions.items()
    }
    found = lint_all(json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}))
    return [match.rule.id for match in found if match.rule.id[0] in "EW"]


def test_definitions_are_valid_for_step_functions():
    """cfn-lint knows the language (rule E3601); what the local cloud takes, AWS takes too."""
    definitions = {
        machine.name.replace("-", ""): json.loads(machine.definition.read_text()) for machine in STATE_MACHINES.values()
    }
    assert errors_in(definitions) == []
    del definitions["publishvideo"]["StartAt"]
    assert errors_in(definitions) == ["E3601"]


def test_every_function_can_be_imported():
    """The table names handlers that exist."""
    for function in FUNCTIONS.values():
        module, _, name = function.handler.partition(":")
        assert callable(getattr(importlib.import_module(module), name))
