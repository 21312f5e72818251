"""Starts the processes of the system, watches them, and ends them together."""

import errno
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO

from iac.local.settings import ROOT

_PATIENCE = 10
"""Seconds that a child gets to end by itself."""

_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
"""Seconds before a child is started again: the first time, doubled each time, and at most."""


class Ended(Exception):
    """Somebody asked the system to end."""


class ChildDied(Exception):
    """A process that the system can't be without has ended; the message says which and why."""


class OnEnd(Enum):
    """What becomes of the system when a child ends."""

    END_ALL = auto()
    GO_ON = auto()
    START_AGAIN = auto()


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
    """One process, in a session of its own. It ends when this process does: it watches its standard input.

    ``ready`` is set when it says so, and when it has ended.
    """

    def __init__(self, name: str, module: str, on_end: OnEnd, environment: Mapping[str, str], logs: Path) -> None:
        self.name = name
        self.on_end = on_end
        self.ready = threading.Event()
        self.starts = 0
        self._module = module
        self._environment = dict(environment)
        self._log = logs / f"{name}.log"
        self.process = self.start()

    def start(self) -> "subprocess.Popen[str]":
        """Start the process, again when it has ended. The log of an earlier one is kept then."""
        with self._log.open("a" if self.starts else "w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "iac.local.child", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=self._environment,
                cwd=ROOT,
                text=True,
                start_new_session=True,
            )
        self.starts += 1
        threading.Thread(target=self._listen, args=(self.process.stdout,), daemon=True).start()
        return self.process

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
        self._ended: SimpleQueue[Child | None] = SimpleQueue()
        self._resting: dict[Child, float] = {}
        logs.mkdir(parents=True, exist_ok=True)

    def listen_to_signals(self) -> None:
        """Have Ctrl-C, SIGTERM and a closed terminal end the system; not the terminal where it was started by nohup."""
        stays = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
        for number in (signal.SIGINT, signal.SIGTERM, *(() if stays else (signal.SIGHUP,))):
            signal.signal(number, lambda *_: self._ended.put(None))
        terminals = [] if stays else [number for number in range(3) if os.isatty(number)]
        if terminals:
            threading.Thread(target=self._watch, args=(terminals,), daemon=True).start()

    def _watch(self, terminals: list[int]) -> None:
        """End the system when its terminal is closed.

        The kernel tells the leader of the terminal's session only. Where that is make, it tells nobody and waits.
        """
        poll = select.poll()
        for number in terminals:
            poll.register(number, 0)  # a hang-up is reported unasked
        poll.poll()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for number in terminals:
            os.dup2(nowhere, number)
        self._ended.put(None)

    def start(self, name: str, module: str, on_end: OnEnd = OnEnd.END_ALL) -> Child:
        """Start a child."""
        child = Child(name, module, on_end, self._environment, self._logs)
        self._children.append(child)
        self._report(child)
        return child

    def _report(self, child: Child) -> None:
        def report() -> None:
            child.process.wait()
            self._ended.put(child)

        threading.Thread(target=report, daemon=True).start()

    def wait(self, *events: threading.Event) -> None:
        """Wait until all of ``events`` are set; for ever without any. Raise Ended or ChildDied."""
        while not events or not all(event.is_set() for event in events):
            self._revive()
            try:
                ended = self._ended.get(timeout=0.05 if events or self._resting else None)
            except Empty:
                continue
            if ended is None:
                raise Ended
            if ended.on_end is OnEnd.END_ALL:
                raise ChildDied(ended.obituary())
            if ended.process.wait() != 0:
                say(ended.obituary())
            if ended.on_end is OnEnd.START_AGAIN:
                pause = min(_LONGEST_PAUSE, _PAUSE * 2.0 ** (ended.starts - 1))
                self._resting[ended] = time.monotonic() + pause
            ended.ready.set()

    def _revive(self) -> None:
        for child, due in list(self._resting.items()):
            if time.monotonic() >= due:
                del self._resting[child]
                child.start()
                self._report(child)

    def stop(self) -> None:
        """End all children. What was started first, the cloud, is ended last: it keeps what the others wrote."""
        deadline = time.monotonic() + _PATIENCE
        for child in reversed(self._children):
            child.ask_to_end()
            child.end(deadline)


def say(line: str) -> None:
    """A line of progress, for as long as somebody reads it."""
    with suppress(OSError):
        sys.stdout.write(f"· {line}\n")
        sys.stdout.flush()
