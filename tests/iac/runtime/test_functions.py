"""Functions run in processes of their own and report as Lambda does."""

import json
import os
import select
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from iac.local.runtime.event_source import EventSource
from iac.local.runtime.functions import Functions
from iac.local.runtime.invocation import Outcome
from stepfunctions.functions import TaskFunction

_HANDLERS = """
import os, signal, subprocess, sys

class Refused(Exception):
    pass

def double(event, context):
    print("what is printed is no answer")
    return {"twice": event["number"] * 2, "name": context.function_name, "left": context.get_remaining_time_in_millis()}

def refuse(event, context):
    raise Refused("no video in it")

def crash(event, context):
    os.kill(os.getpid(), signal.SIGSEGV)

def hang(event, context):
    child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    open(event["file"], "w").write(str(child.pid))
    child.wait()

def priority(event, context):
    return os.getpriority(os.PRIO_PROCESS, 0)
"""


@pytest.fixture
def functions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Functions]:
    """A table of small handlers, in processes that can import them."""
    (tmp_path / "sample_handlers.py").write_text(textwrap.dedent(_HANDLERS))
    root = Path(__file__).resolve().parents[3]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(str, (tmp_path, root, root / "layers/neufit/python"))))
    names = ("double", "refuse", "crash", "priority")
    table = {name: TaskFunction(name, f"sample_handlers:{name}", 512, 30) for name in names}
    table["hang"] = TaskFunction("hang", "sample_handlers:hang", 512, 3)
    table["lost"] = TaskFunction("lost", "sample_handlers_gone:handler", 512, 30)
    table["heavy"] = TaskFunction("heavy", "sample_handlers:priority", 10240, 30)
    functions = Functions(table)
    yield functions
    functions.close()


def test_a_handler_gets_event_and_context(functions: Functions) -> None:
    """The answer is what the handler returned; what it prints does not disturb it."""
    outcome = functions.invoke("double", {"number": 21})
    answer = json.loads(outcome.payload)
    assert not outcome.failed
    assert (answer["twice"], answer["name"]) == (42, "double")
    assert 0 < answer["left"] <= 30_000


def test_an_exception_is_reported_by_its_name(functions: Functions) -> None:
    """The type and the message are those that Lambda reports, and the process goes on serving."""
    outcome = functions.invoke("refuse", {})
    assert outcome.failed
    assert json.loads(outcome.payload)["errorType"] == "Refused"
    assert json.loads(outcome.payload)["errorMessage"] == "no video in it"
    assert not functions.invoke("double", {"number": 1}).failed


def test_a_handler_that_can_not_be_imported_is_an_error(functions: Functions) -> None:
    """A broken deployment fails its invocations and nothing else."""
    assert json.loads(functions.invoke("lost", {}).payload)["errorType"] == "ModuleNotFoundError"


def test_a_crash_takes_nothing_else_with_it(functions: Functions) -> None:
    """A process that dies in an invocation fails this invocation; the next one gets a fresh process."""
    outcome = functions.invoke("crash", {})
    assert outcome.failed
    assert json.loads(outcome.payload)["errorType"] == "Runtime.ExitError"
    assert not functions.invoke("double", {"number": 1}).failed


def ended(process: int) -> bool:
    """Whether a process is over, or is so within a minute. A killed one may still run until the kernel gets to it."""
    try:
        watch = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watch], [], [], 60)[0])
    finally:
        os.close(watch)


def test_a_timeout_ends_what_the_handler_started(functions: Functions, tmp_path: Path) -> None:
    """At its timeout an invocation fails, and no process of it is left."""
    outcome = functions.invoke("hang", {"file": str(tmp_path / "pid")})
    assert json.loads(outcome.payload)["errorType"] == "Sandbox.Timedout"
    child = int((tmp_path / "pid").read_text())
    assert ended(child)


def test_heavy_functions_give_way(functions: Functions) -> None:
    """What is given several cores on Lambda runs at a lower priority here."""
    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert json.loads(functions.invoke("priority", {}).payload) == own
    assert json.loads(functions.invoke("heavy", {}).payload) >= min(own + 10, 19)


class Queue:
    """The part of SQS that an event source uses."""

    def __init__(self, *bodies: str) -> None:
        self.waiting = [{"MessageId": body, "ReceiptHandle": f"r-{body}", "Body": body} for body in bodies]
        self.deleted: list[str] = []
        self.postponed: list[str] = []
        self.emptied = threading.Event()

    def receive_message(self, **_: object) -> dict[str, object]:
        batch, self.waiting = self.waiting, []
        if not batch:
            self.emptied.set()
        return {"Messages": batch} if batch else {}

    def delete_message(self, *, ReceiptHandle: str, **_: object) -> None:  # noqa: N803  # boto3's spelling
        self.deleted.append(ReceiptHandle)

    def change_message_visibility(self, *, ReceiptHandle: str, **_: object) -> None:  # noqa: N803
        self.postponed.append(ReceiptHandle)


@pytest.mark.parametrize(
    ("outcome", "deleted", "postponed"),
    [
        (Outcome("null", failed=False), ["r-a", "r-b"], []),
        (Outcome('{"batchItemFailures": [{"itemIdentifier": "b"}]}', failed=False), ["r-a"], ["r-b"]),
        (Outcome('{"errorType": "Unavailable"}', failed=True), [], ["r-a", "r-b"]),
    ],
)
def test_only_what_was_worked_off_leaves_the_queue(outcome: Outcome, deleted: list[str], postponed: list[str]) -> None:
    """Messages that the function names, or all when it fails, come again; the others are deleted."""
    queue = Queue("a", "b")
    events: list[object] = []

    def invoke(event: object) -> Outcome:
        events.append(event)
        return outcome

    source = EventSource(queue, "url", invoke)
    source.start()
    assert queue.emptied.wait(10)
    source.stop()
    assert (queue.deleted, queue.postponed) == (deleted, postponed)
    assert [record["body"] for record in events[0]["Records"]] == ["a", "b"]
