"""What people did survives the end of the processes, a ``kill -9`` included: snapshots of moto's memory on disk.

A snapshot holds the rows, the names of objects (their bytes lie in files already, see ``bodies``), the queued messages
and the inputs of executions under way; those go back into the queue at the next start, as every task may run twice.
"""

import json
import logging
import os
import pickle
import threading
import time
from collections.abc import Iterable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends
from moto.stepfunctions.parser.models import stepfunctions_parser_backends

from iac.local.cloud.bodies import BodyStore
from iac.local.settings import ACCOUNT

log = logging.getLogger(__name__)

FORMAT = 1
"""Raised when a snapshot of before can't be read any more."""


_MOVED = {"iac.local.state": "iac.local.cloud.state", "iac.local.bodies": "iac.local.cloud.bodies"}
"""Where modules lie by now whose classes older snapshots name."""


class UnreadableState(Exception):
    """The snapshot on disk was written by another version, or is damaged."""


@dataclass
class Snapshot:
    """What is kept. ``rows`` by table, ``objects`` and ``uploads`` by bucket, ``messages`` by queue."""

    format: int = FORMAT
    rows: dict[str, Any] = field(default_factory=dict)
    objects: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Any] = field(default_factory=dict)
    messages: dict[str, list[str]] = field(default_factory=dict)
    running: list[str] = field(default_factory=list)


def take(region: str) -> Snapshot:
    """Everything as it is now. The caller keeps writers out meanwhile.

    Messages come before executions: a job that moves from the one to the other is seen twice rather than never.
    """
    tables = dynamodb_backends[ACCOUNT][region].tables
    buckets = s3_backends[ACCOUNT]["aws"].buckets
    messages = {
        name: [message.body for message in list(queue._messages)]  # noqa: SLF001  # the queue shows visible ones only
        for name, queue in list(sqs_backends[ACCOUNT][region].queues.items())
    }
    running = [
        json.dumps(execution.input_data)
        for machine in list(stepfunctions_parser_backends[ACCOUNT][region].state_machines)
        for execution in list(machine.executions)
        if execution.exec_status in {None, "RUNNING"}  # None: made, and not yet begun
    ]
    return Snapshot(
        rows={name: table.items for name, table in tables.items()},
        objects={name: bucket.keys for name, bucket in buckets.items()},
        uploads={name: bucket.multiparts for name, bucket in buckets.items()},
        messages=messages,
        running=running,
    )


def put_back(snapshot: Snapshot, region: str, queue: str) -> None:
    """Give the freshly made tables, buckets and queues what they held; jobs that ran are queued in ``queue``.

    What belongs to a table, bucket or queue that is no longer there is left out.
    """
    tables = dynamodb_backends[ACCOUNT][region].tables
    for name in snapshot.rows.keys() & tables.keys():
        tables[name].items = snapshot.rows[name]
    buckets = s3_backends[ACCOUNT]["aws"].buckets
    for name in snapshot.objects.keys() & buckets.keys():
        buckets[name].keys = snapshot.objects[name]
        buckets[name].multiparts = snapshot.uploads[name]
    queues = sqs_backends[ACCOUNT][region]
    for name in snapshot.messages.keys() & queues.queues.keys():
        for body in snapshot.messages[name]:
            queues.send_message(queue_name=name, message_body=body)
    for job in snapshot.running:
        queues.send_message(queue_name=queue, message_body=job)


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401  # any class
        return super().find_class(_MOVED.get(module, module), name)


class StateFile:
    """``.neufit/state.pickle``, replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Snapshot | None:
        """The latest snapshot; None at the first start. Raise UnreadableState."""
        try:
            with self._path.open("rb") as file:
                snapshot = _Unpickler(file).load()
        except FileNotFoundError:
            return None
        except Exception as error:
            raise UnreadableState(type(error).__name__) from error
        if not isinstance(snapshot, Snapshot) or snapshot.format != FORMAT:
            raise UnreadableState("another version wrote it")
        return snapshot

    def write(self, data: bytes) -> None:
        """Put a new snapshot in the old one's place."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path)


class Keeper:
    """Writes a snapshot soon after a change: at most every ``pause`` seconds, and once more at the end."""

    def __init__(
        self,
        file: StateFile,
        bodies: BodyStore,
        region: str,
        locks: Iterable[AbstractContextManager[Any]],
        pause: float = 1,
    ) -> None:
        self._file = file
        self._bodies = bodies
        self._region = region
        self._locks = tuple(locks)
        self._pause = pause
        self._changed = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="state", daemon=True)

    def changed(self) -> None:
        """Something was written."""
        self._changed.set()

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is there and end."""
        self._ended.set()
        self._changed.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            self._changed.wait()
            self._changed.clear()
            started = time.monotonic()
            try:
                self.save()
            except OSError:
                # A full disk may have room again later; what the last snapshot holds is safe meanwhile.
                log.exception("the state could not be kept")
                self._changed.set()
            # A large state takes longer to write; the rest of the system gets most of the time.
            self._ended.wait(max(self._pause, 10 * (time.monotonic() - started)))
        self.save()

    def save(self) -> None:
        """Write a snapshot now, then remove the bodies that only older ones referred to."""
        released = self._bodies.released()
        with ExitStack() as stack:
            for lock in self._locks:
                stack.enter_context(lock)
            data = pickle.dumps(take(self._region), protocol=pickle.HIGHEST_PROTOCOL)
        self._file.write(data)
        self._bodies.sweep(released)
