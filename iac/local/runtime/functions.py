"""Functions on one machine: each invocation runs in a warm process of its own, ended at its timeout.

So a handler that crashes takes nothing else with it, as on Lambda, and heavy work (encoding) runs at a lower priority
and a few at a time, so that the rest of the system stays responsive.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import uuid
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from queue import Empty, SimpleQueue
from typing import Any

from iac.local.runtime.invocation import Outcome, failure
from stepfunctions.functions import FUNCTIONS, TaskFunction

HEAVY_MB = 4096
"""Functions that are given this much memory on Lambda (and so several cores) count as heavy here."""

_NICENESS = 10


class Worker:
    """One process that runs handlers."""

    def __init__(self, *, niceness: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "iac.local.runtime.worker", "--nice", str(niceness)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            bufsize=1,
            start_new_session=True,
        )

    @property
    def alive(self) -> bool:
        """Whether it can take another invocation."""
        return self._process.poll() is None

    def invoke(self, function: TaskFunction, event: Mapping[str, Any]) -> Outcome:
        """Run one invocation; the process is ended when that takes longer than the function may."""
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("a worker has pipes on both sides")
        late = threading.Event()

        def end() -> None:
            late.set()
            self.kill()

        timer = threading.Timer(function.timeout_s, end)
        timer.daemon = True
        timer.start()
        try:
            request = {
                "name": function.name,
                "handler": function.handler,
                "memory_mb": function.memory_mb,
                "timeout_s": function.timeout_s,
                "request_id": str(uuid.uuid4()),
                "event": event,
            }
            stdin.write(json.dumps(request) + "\n")
            line = stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        if line:
            return Outcome(**json.loads(line))
        if late.is_set():
            return failure("Sandbox.Timedout", f"Task timed out after {function.timeout_s} seconds")
        self.kill()
        return failure("Runtime.ExitError", f"Runtime exited: {self._process.wait()}")

    def kill(self) -> None:
        """End the process and everything that it started."""
        if self.alive:
            with suppress(ProcessLookupError):  # it ended by itself in this moment
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def close(self) -> None:
        """End the process, and let go of its pipes."""
        self.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


class _Pool:
    """Warm workers of one kind; at most ``size`` at the same time."""

    def __init__(self, size: int, niceness: int) -> None:
        self._room = threading.Semaphore(size)
        self._idle: SimpleQueue[Worker] = SimpleQueue()
        self._niceness = niceness
        self._all: set[Worker] = set()
        self._closed = False

    def invoke(self, function: TaskFunction, event: Mapping[str, Any]) -> Outcome:
        with self._room:
            if self._closed:
                return failure("Runtime.ExitError", "The local cloud is being ended")
            worker = self._take()
            try:
                return worker.invoke(function, event)
            finally:
                self._give_back(worker)

    def _take(self) -> Worker:
        try:
            worker = self._idle.get_nowait()
        except Empty:
            worker = Worker(niceness=self._niceness)
            self._all.add(worker)
        return worker

    def _give_back(self, worker: Worker) -> None:
        if worker.alive:
            self._idle.put(worker)
        else:
            self._all.discard(worker)
            worker.close()

    def close(self) -> None:
        self._closed = True
        for worker in list(self._all):
            worker.kill()  # one that is busy is put away by the thread that waits for it
        while not self._idle.empty():
            self._idle.get().close()


class Functions:
    """All functions of the table, by their bare name."""

    def __init__(self, table: Mapping[str, TaskFunction] = FUNCTIONS, *, heavy_at_once: int | None = None) -> None:
        cores = os.cpu_count() or 2
        self._table = table
        self._light = _Pool(size=4, niceness=0)
        self._heavy = _Pool(size=heavy_at_once or max(1, cores // 2), niceness=_NICENESS)
        self._at_once = {
            name: threading.Semaphore(function.at_once) for name, function in table.items() if function.at_once
        }

    def invoke(self, name: str, event: Mapping[str, Any]) -> Outcome:
        """Run a function once there is room for it, and wait for its outcome."""
        function = self._table[name]
        pool = self._heavy if function.memory_mb >= HEAVY_MB else self._light
        with ExitStack() as stack:
            if name in self._at_once:
                stack.enter_context(self._at_once[name])
            return pool.invoke(function, event)

    def close(self) -> None:
        """End all workers. Invocations under way fail."""
        self._light.close()
        self._heavy.close()
