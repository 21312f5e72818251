"""The processes of the system, really started: on free ports, with a folder of their own."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Environment = dict[str, str]


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on."""
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """The settings of one system of its own."""
    port, cloud_port, relay_port = free_ports(3)
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("NEUFIT_")},
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "layers/neufit/python")]),
        "NEUFIT_PORT": str(port),
        "NEUFIT_CLOUD_PORT": str(cloud_port),
        "NEUFIT_RELAY_PORT": str(relay_port),
        "NEUFIT_RTC_PORT": "0",
        "NEUFIT_STATE": str(tmp_path / "state"),
        "NEUFIT_SAMPLES": "0",
    }


class Process:
    """A process whose lines can be waited for."""

    def __init__(self, arguments: list[str], environment: Environment, folder: Path) -> None:
        self.lines: list[str] = []
        self._news = threading.Condition()
        self._ended = False
        with (folder / f"{arguments[-1]}.err").open("w") as errors:
            self.popen = subprocess.Popen(
                [sys.executable, *arguments],
                env=environment,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                start_new_session=True,
            )
        self._errors = folder / f"{arguments[-1]}.err"
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self.popen.stdout:
            with self._news:
                self.lines.append(line.rstrip())
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def wait_for(self, text: str, seconds: float = 90) -> str:
        """The line that holds ``text``, once it was written."""

        def found() -> str | None:
            return next((line for line in self.lines if text in line), None)

        with self._news:
            self._news.wait_for(lambda: found() or self._ended, seconds)
            line = found()
        assert line, f"{text!r} was not written\n{self.lines}\n{self.errors}"
        return line

    @property
    def errors(self) -> str:
        return self._errors.read_text()

    def end(self, number: int = signal.SIGKILL) -> int:
        """Send a signal and wait for the end: the exit status."""
        if self.popen.poll() is None:
            self.popen.send_signal(number)
        status = self.popen.wait(30)
        self.popen.stdin.close()
        self._reader.join(30)
        self.popen.stdout.close()
        return status


Start = Callable[..., Process]


@pytest.fixture
def start(environment: Environment, tmp_path: Path) -> Iterator[Start]:
    """Starts ``python ...`` with the settings of this test; ends what is left of it."""
    running: list[Process] = []

    def start(*arguments: str, **settings: str) -> Process:
        running.append(Process(list(arguments), {**environment, **settings}, tmp_path))
        return running[-1]

    yield start
    for process in running:
        process.end()


def descendants(pid: int) -> set[int]:
    """A process's children, and theirs."""
    found: set[int] = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rsplit(")", 1)[1].split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
        if parent == pid:
            child = int(path.parent.name)
            found |= {child} | descendants(child)
    return found


@pytest.fixture
def family() -> Callable[[int], set[int]]:
    """Answers the children of a process, and theirs."""
    return descendants
