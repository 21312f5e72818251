"""What people do in rooms, as strategies; a log server when the machine has one."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import valkey

SERVERS = ("valkey-server", "redis-server")


class LogServer:
    """A real Valkey (or Redis, which speaks the same) on a socket of its own. It can be killed and started anew."""

    def __init__(self, program: str, folder: Path) -> None:
        self.program = program
        self.folder = folder
        self.url = f"unix://{folder}/log.sock"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        arguments = ["--port", "0", "--unixsocket", str(self.folder / "log.sock"), "--dir", str(self.folder)]
        self.process = subprocess.Popen(  # a server of ours
            [self.program, *arguments, "--save", "", "--appendonly", "no", "--loglevel", "warning"],
            stdout=subprocess.DEVNULL,
        )
        with valkey.Valkey.from_url(self.url) as client:
            while True:
                try:
                    client.ping()
                except valkey.exceptions.ConnectionError:
                    if self.process.poll() is not None:
                        raise
                else:
                    return

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def flush(self) -> None:
        with valkey.Valkey.from_url(self.url) as client:
            client.flushall()


@pytest.fixture(scope="session")
def log_server_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LogServer]:
    program = next((found for name in SERVERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("neither valkey-server nor redis-server is installed; `make test` installs one as root")
    server = LogServer(program, tmp_path_factory.mktemp("log"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def log_server(log_server_process: LogServer) -> LogServer:
    """The server, running and empty."""
    if log_server_process.process is None:
        log_server_process.start()
    log_server_process.flush()
    return log_server_process
