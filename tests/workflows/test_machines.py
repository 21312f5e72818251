"""The state machines, run by the local cloud from the definitions, with our handlers in processes of their own."""

import json
import os
import textwrap
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from iac.local.cloud import bootstrap, hooks
from iac.local.runtime.event_source import EventSource
from iac.local.runtime.functions import Functions
from iac.local.settings import ACCOUNT
from neufit.contracts import keys
from neufit.contracts.publishing import PublishingJob
from neufit.domain.media import Kind, Media, Status
from neufit.domain.subscription import Source
from neufit.domain.user import Role, User
from neufit.settings import StoreSettings
from neufit.stores.queues import Queue, sqs_client
from stepfunctions.executions import Executions
from stepfunctions.functions import FUNCTIONS, QUEUE, STATE_MACHINES
from stepfunctions.publish_video.redrive import redrive

_HANDLERS = """
import importlib
import os
import pathlib
import signal

from neufit.settings import PublishingSettings
from stepfunctions import composition
from stepfunctions.functions import FUNCTIONS
from stepfunctions.publish_video.encoding import Shape
from stepfunctions.publish_video.ladder import Rung

FOLDER = pathlib.Path({folder!r})
SMALL = Shape(rungs=(Rung(side=36, crf=24, cap=200_000),), ramp=(1,), chunk_segments=1)
composition.install(composition.compose(PublishingSettings.from_environment(), shape=SMALL))


def __getattr__(name):
    # A handler that does its work, and may die before it tells (die-NAME) or break before it begins (break-NAME).
    module, _, function = FUNCTIONS[name.replace("_", "-")].handler.partition(":")
    work = getattr(importlib.import_module(module), function)

    def handler(event, context):
        with open(FOLDER / "calls", "a") as calls:
            calls.write(name + chr(10))
        if (FOLDER / ("break-" + name)).exists():
            raise RuntimeError("broken on purpose")
        answer = work(event, context)
        try:
            (FOLDER / ("die-" + name)).unlink()
        except FileNotFoundError:
            return answer
        os.kill(os.getpid(), signal.SIGKILL)

    return handler
"""


@dataclass
class System:
    """Publishing on one machine, as the local cloud runs it."""

    bench: Any
    settings: StoreSettings
    folder: Path
    source: EventSource
    states: Any
    machines: Mapping[str, str]
    queue: Queue
    executions: Mapping[Kind, Executions]

    def upload(self, content: bytes | Path, kind: Kind = Kind.VIDEO) -> Media:
        media: Media = self.bench.upload(content, kind=kind)
        return media

    def calls(self) -> list[str]:
        return (self.folder / "calls").read_text().split()

    def until(self, settled: Callable[[], Any], seconds: float = 240) -> Any:
        """Wait until something is so."""
        deadline = time.monotonic() + seconds
        while not (found := settled()):
            assert time.monotonic() < deadline, self.histories()
            threading.Event().wait(0.05)
        return found

    def ended(self, media: Media) -> Media:
        """The item once its run has ended, and with it everything that goes with the end."""

        def settled() -> Media | None:
            jobs = self.bench.services.publications.open_jobs()
            if any(job.mediaId == media.media_id for job in jobs):
                return None
            found: Media = self.bench.services.media.get(media.media_id)
            return found if found.status in {Status.AVAILABLE, Status.FAILED} else None

        found: Media = self.until(settled)
        return found

    def status(self, media: Media, attempt: int = 0) -> str:
        """How its execution ended."""
        job = PublishingJob(mediaId=media.media_id, version=media.version, attempt=attempt)

        def settled() -> str | None:
            status = self.executions[media.kind].status(job)
            return None if status in {None, "RUNNING"} else status

        status: str = self.until(settled)
        return status

    def running(self) -> int:
        found = self.states.list_executions(stateMachineArn=self.machines["publish-video"], statusFilter="RUNNING")
        return len(found["executions"])

    def histories(self) -> str:
        """What the executions met, for whoever reads a failed test."""
        said = []
        for arn in self.machines.values():
            for execution in self.states.list_executions(stateMachineArn=arn)["executions"]:
                events = self.states.get_execution_history(executionArn=execution["executionArn"])["events"]
                failures = [event for event in events if "Failed" in event["type"]]
                said.append(f"{execution['name']} {execution['status']} {json.dumps(failures, default=str)[:2000]}")
        return "\n".join(said)


@pytest.fixture(scope="module")
def machine_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("machines")


@pytest.fixture(scope="module")
def system(module_bench: Any, module_stores: StoreSettings, machine_folder: Path) -> Iterator[System]:
    (machine_folder / "machine_handlers.py").write_text(
        textwrap.dedent(_HANDLERS.replace("{folder!r}", repr(str(machine_folder))))
    )
    root = Path(__file__).resolve().parents[2]
    states_arn = f"arn:aws:states:{module_stores.region}:{ACCOUNT}:stateMachine:{module_stores.table_prefix}"
    environment = {
        "PYTHONPATH": os.pathsep.join(map(str, (machine_folder, root, root / "layers/neufit/python"))),
        "NEUFIT_REGION": module_stores.region,
        "NEUFIT_AWS_ENDPOINT": str(module_stores.aws_endpoint),
        "NEUFIT_TABLE_PREFIX": module_stores.table_prefix,
        "NEUFIT_MEDIA_BUCKET": module_stores.media_bucket,
        "NEUFIT_PUBLICATIONS_AT_ONCE": "1",
        "NEUFIT_CHUNKS_AT_ONCE": "2",
        "NEUFIT_ENCODE_THREADS": "1",
        **{f"NEUFIT_{each.setting.upper()}": f"{states_arn}{each.name}" for each in STATE_MACHINES.values()},
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        table = {
            name: replace(function, handler=f"machine_handlers:{name.replace('-', '_')}")
            for name, function in FUNCTIONS.items()
        }
        functions = Functions(table)
        hooks.run_functions(lambda name, event: functions.invoke(name.removeprefix(module_stores.table_prefix), event))
        hooks.share_clients()
        queue_url = bootstrap.create_queue(module_stores, QUEUE)
        bootstrap.create_bucket(module_stores)
        bootstrap.create_functions(module_stores)
        machines = bootstrap.create_state_machines(module_stores)
        sqs = sqs_client(module_stores)
        reader = bootstrap.client(module_stores, "sqs")
        source = EventSource(reader, queue_url, lambda event: functions.invoke("start", event))
        source.start()
        states = bootstrap.client(module_stores, "stepfunctions")
        executions = {
            Kind.VIDEO: Executions(states, machines["publish-video"], 1),
            Kind.IMAGE: Executions(states, machines["publish-image"], 1),
        }
        services = module_bench.services
        for user_id in ("anna", "ben", "cleo"):
            services.users.create(
                User(
                    user_id=user_id,
                    role=Role.INSTRUCTOR,
                    display_name=user_id.title(),
                    password_hash="-",
                    created_at=datetime(2026, 1, 1, tzinfo=UTC),
                )
            )
        services.subscriptions.change(services.users.get("ben"), join=[Source.instructor("anna")], leave=[])
        services.subscriptions.change(
            services.users.get("cleo"), join=[Source.topic("yoga"), Source.instructor("anna")], leave=[]
        )
        yield System(
            module_bench, module_stores, machine_folder, source, states, machines, Queue(sqs, queue_url), executions
        )
        source.stop()
        functions.close()


VIDEO_TASKS = ("verify", "probe", "plan", "thumbnails", "encode_chunk", "stitch", "publish", "fan_out")


def test_every_process_dies_once_and_the_video_is_published_once(system, clip, shown):
    """Each task is killed after its work, before it answers: it runs again, and nothing is doubled or lost."""
    for name in VIDEO_TASKS:
        (system.folder / f"die-{name}").touch()
    media = system.upload(clip("machine.mp4", seconds=7))
    published = system.ended(media)
    assert published.status is Status.AVAILABLE, system.histories()
    assert system.status(media) == "SUCCEEDED"
    assert not list(system.folder.glob("die-*"))
    calls = system.calls()
    for name in VIDEO_TASKS:
        assert calls.count(name) == 2 + (name == "encode_chunk")
    result = system.bench.result(media)
    assert [number for _, number in shown(result.track("v36"))] == list(range(210))
    assert result.object(keys.DOWNLOAD)
    # In the feed of each subscriber once, with every reason; in the catalogue once.
    services = system.bench.services
    for user_id, reasons in (("ben", {"instructor#anna"}), ("cleo", {"instructor#anna", "topic#yoga"})):
        entries, _ = services.feed.page(user_id, limit=10)
        assert [(entry.media_id, set(entry.reasons)) for entry in entries] == [(media.media_id, reasons)]
    assert [listed.media_id for listed in services.catalogue.newest(Source.topic("yoga"), 10)] == [media.media_id]
    # The same event again finds the execution and starts nothing.
    system.queue.send(PublishingJob(mediaId=media.media_id, version=media.version).model_dump_json())
    again = system.calls().count("start")
    system.until(lambda: system.calls().count("start") > again)
    assert system.running() == 0


def test_a_failure_is_told_and_can_be_run_again(system, clip):
    """A fault of ours fails the item after all retries, with its original kept; the next attempt publishes it."""
    fault = system.folder / "break-stitch"
    fault.touch()
    media = system.upload(clip("machine.mp4", seconds=7))
    failed = system.ended(media)
    assert (failed.status, failed.failure.code) == (Status.FAILED, "internal")
    assert system.status(media) == "FAILED"
    objects = system.bench.services.objects
    assert list(objects.names(f"pub/{media.media_id}/")) == []
    assert objects.exists(keys.original(media.media_id, media.version))
    fault.unlink()
    system.bench.services.media.run_again(failed)
    again = PublishingJob(mediaId=media.media_id, version=media.version, attempt=failed.changes)
    system.queue.send(again.model_dump_json())
    system.until(lambda: system.executions[Kind.VIDEO].is_known(again))
    published = system.ended(media)
    assert published.status is Status.AVAILABLE, system.histories()
    assert published.failure is None


def test_a_refusal_reaches_the_instructor_through_the_machine(system):
    """A file that can't be published fails at once, without retries, with the sentence for it."""
    before = system.calls().count("verify")
    media = system.upload(b"Not a film at all. " * 100)
    failed = system.ended(media)
    assert (failed.status, failed.failure.code) == (Status.FAILED, "not-a-video")
    assert system.status(media) == "FAILED"
    assert system.calls().count("verify") == before + 1


def test_a_burst_is_worked_off_one_by_one(system, clip):
    """With room for one execution, many uploads at once wait in the queue and all are published; none overtakes."""
    body = clip("burst.mp4", seconds=1, audio=0)
    items = [system.upload(body) for _ in range(4)]
    most = 0
    waiting = {media.media_id for media in items}

    def settled() -> bool:
        nonlocal most
        most = max(most, system.running())
        for media_id in list(waiting):
            if system.bench.services.media.get(media_id).status is Status.AVAILABLE:
                waiting.discard(media_id)
        return not waiting

    system.until(settled)
    assert most == 1


def test_an_image_is_published_in_three_sizes(system, tmp_path):
    """Its machine verifies, resizes and publishes; no feed hears of it."""
    picture = tmp_path / "portrait.png"
    Image.new("RGB", (1200, 900), "teal").save(picture)
    media = system.upload(picture, kind=Kind.IMAGE)
    published = system.ended(media)
    assert published.status is Status.AVAILABLE, system.histories()
    assert system.status(media) == "SUCCEEDED"
    sizes = [(size.name, size.width, size.height) for size in published.published.renditions]
    assert sizes == [("small", 320, 240), ("medium", 960, 720), ("large", 1200, 900)]
    progress = system.bench.services.publications.progress(media.media_id, media.version)
    assert progress.percent == 100
    entries, _ = system.bench.services.feed.page("ben", limit=50)
    assert media.media_id not in {entry.media_id for entry in entries}


def test_what_lost_its_execution_goes_through_the_queue_again(system, clip):
    """An open job without an execution is queued again; one that runs or has ended well is left alone."""
    services = system.bench.services
    quiet = replace(services, objects=services.objects)
    media = system.bench.upload(clip("burst.mp4", seconds=1, audio=0))
    system.ended(media)
    sent: list[str] = []

    class Collected:
        def send(self, body: str) -> None:
            sent.append(body)

    assert redrive(quiet, system.executions, Collected()) == []
    services.publications.begin(PublishingJob(mediaId=media.media_id, version="lost"), services.clock())
    services.publications.begin(
        PublishingJob(mediaId=media.media_id, version=media.version, attempt=7), services.clock()
    )
    due = redrive(quiet, system.executions, Collected())
    assert {(job.version, job.attempt) for job in due} == {("lost", 0), (media.version, 7)}
    assert sent == [job.model_dump_json() for job in due]
