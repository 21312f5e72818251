"""A real server for the logs of rooms, when the machine has one."""

import subprocess
from pathlib import Path

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
