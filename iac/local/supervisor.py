"""Starts the processes of the system, watches them, and ends them together."""

import errno
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO

from iac.local.settings import ROOT

_PATIENCE = 10
"""Seconds that a child gets to end by itself."""


class Ended(Exception):
    """Somebody asked the system to end."""


class ChildDied(Exception):
    """A process that the system can't be without has ended; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Port:
    """A port to listen on, and the setting that moves it elsewhere."""

    setting: str
    host: str
    number: int
    datagrams: bool = False

    def problem(self) -> str | None:
        """One line about why it can't be used; None when it is free."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM if self.datagrams else socket.SOCK_STREAM) as probe:
            if not self.datagrams:  # two sockets for datagrams that both say this share the port
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.number))
            except OSError as error:
                reason = "is taken" if error.errno == errno.EADDRINUSE else f"can't be used ({error.strerror})"
                port = f"{'UDP port' if self.datagrams else 'Port'} {self.number} on {self.host}"
                return f"{port} {reason}: set {self.setting} to another one."
        return None

    def answers(self) -> bool:
        """Whether somebody takes connections there."""
        with socket.socket() as probe:
            probe.settimeout(1)
            return probe.connect_ex((self.host, self.number)) == 0


class Child:
    """One process, in a session of its own. It ends when this process does: it watches its standard input."""

    def __init__(self, name: str, module: str, environment: Mapping[str, str], logs: Path) -> None:
        self.name = name
        self.ready = threading.Event()
        self._log = logs / f"{name}.log"
        with self._log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "iac.local.child", module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=dict(environment),
                cwd=ROOT,
                text=True,
                start_new_session=True,
            )
        threading.Thread(target=self._listen, args=(self.process.stdout,), daemon=True).start()

    def _listen(self, lines: IO[str]) -> None:
        for line in lines:
            if line == "ready\n":
                self.ready.set()
            else:
                say(line.rstrip())

    def obituary(self) -> str:
        """What to tell the person who has to find out why it ended."""
        code = self.process.wait()
        last = "".join(f"\n    {line}" for line in self._log.read_text(errors="replace").splitlines()[-12:])
        return f"The {self.name} process ended (exit status {code}). {self._log} ends with:{last}"

    def ask_to_end(self) -> None:
        """Send SIGTERM."""
        if self.process.poll() is None:
            self.process.terminate()

    def end(self, deadline: float) -> None:
        """Wait until ``deadline`` (monotonic seconds), then end it with everything that it started."""
        try:
            self.process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """The children in the order of their start; they are ended the other way round."""

    def __init__(self, environment: Mapping[str, str], logs: Path) -> None:
        self._environment = environment
        self._logs = logs
        self._children: list[Child] = []
        self._events: SimpleQueue[Child | None] = SimpleQueue()
        logs.mkdir(parents=True, exist_ok=True)

    def listen_to_signals(self) -> None:
        """Have Ctrl-C, SIGTERM and a closed terminal end the system."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self._events.put(None))

    def start(self, name: str, module: str) -> Child:
        """Start a child that the system can't be without."""
        child = Child(name, module, self._environment, self._logs)
        self._children.append(child)

        def report() -> None:
            child.process.wait()
            self._events.put(child)

        threading.Thread(target=report, daemon=True).start()
        return child

    def wait(self, *events: threading.Event, optional: Sequence[Child] = ()) -> None:
        """Wait until all of ``events`` are set; for ever without any. Raise Ended or ChildDied.

        A child among ``optional`` may end: what is waited for counts as done then.
        """
        while not events or not all(event.is_set() for event in events):
            try:
                happened = self._events.get(timeout=0.05 if events else None)
            except Empty:
                continue
            if happened is None:
                raise Ended
            if happened in optional:
                if happened.process.wait() != 0:
                    say(happened.obituary())
                happened.ready.set()
            else:
                raise ChildDied(happened.obituary())

    def stop(self) -> None:
        """End all children. What was started first, the cloud, is ended last: it keeps what the others wrote."""
        deadline = time.monotonic() + _PATIENCE
        for child in reversed(self._children):
            child.ask_to_end()
            child.end(deadline)


def say(line: str) -> None:
    """A line of progress."""
    sys.stdout.write(f"· {line}\n")
    sys.stdout.flush()
