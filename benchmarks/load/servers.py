"""Servers under test as processes of their own: started, spoken to, and their CPU time."""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

SERVER = Path(__file__).resolve().parent / "live_server.py"
PATIENCE = 60.0


def _scheduled(pid: int, column: int) -> float:
    """Seconds of all threads of a process so far; nanoseconds are counted by the scheduler."""
    tasks = Path(f"/proc/{pid}/task")
    return sum(int((task / "schedstat").read_text().split()[column]) for task in tasks.iterdir()) / 1e9


def cpu_seconds(pid: int) -> float:
    """CPU time of a process so far."""
    return _scheduled(pid, 0)


class Server:
    """A server in a process of its own that is spoken to in lines of JSON."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._turn = asyncio.Lock()

    async def ask(self, **command: object) -> dict[str, str]:
        """Send a command and wait for what comes back."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        async with self._turn:
            self._process.stdin.write(json.dumps(command).encode() + b"\n")
            line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("The server under test has ended.")
        answer: dict[str, str] = json.loads(line)
        return answer

    def cpu(self) -> float:
        """CPU seconds so far."""
        return cpu_seconds(self._process.pid)

    def waited(self) -> float:
        """Seconds so far in which it could have run and others had the CPUs."""
        return _scheduled(self._process.pid, 1)


@asynccontextmanager
async def serving(kind: str) -> AsyncIterator[Server]:
    """The server of this kind, ended at the end."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(SERVER), kind, stdin=pipe, stdout=pipe, limit=2**20
    )
    try:
        yield Server(process)
    finally:
        process.terminate()
        await process.wait()


async def until(done: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for something that is counted by others."""
    async with asyncio.timeout(seconds):
        while not done():  # noqa: ASYNC110  # see above
            await asyncio.sleep(0.02)


def free_port(kind: socket.SocketKind) -> int:
    """A port that nobody has right now."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
