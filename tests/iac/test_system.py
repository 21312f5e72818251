"""The whole system as one command: it starts, says so, refuses taken ports, and leaves nothing behind."""

import os
import signal
import socket
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

Start = Callable[..., Any]


def _wait_until_gone(pids: set[int]) -> None:
    deadline = time.monotonic() + 20
    alive = pids
    while alive and time.monotonic() < deadline:
        alive = {pid for pid in alive if _runs(pid)}
    assert not alive, f"left behind: {[Path(f'/proc/{pid}/cmdline').read_text() for pid in alive]}"


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_one_command_starts_everything_and_ctrl_c_ends_it(
    start: Start, environment: dict[str, str], family: Callable[[int], set[int]]
) -> None:
    """The last line says where; the page and the API answer there; Ctrl-C ends every process with status 0."""
    system = start("-m", "iac.local")
    line = system.wait_for("is ready")
    assert line == f"NEUFIT is ready at http://127.0.0.1:{environment['NEUFIT_PORT']}"
    origin = line.rsplit(" ", 1)[1]
    assert requests.get(f"{origin}/api/health", timeout=20).status_code == 200
    children = family(system.popen.pid)
    assert len(children) >= 3
    assert system.end(signal.SIGINT) == 0
    _wait_until_gone(children)


def test_ctrl_c_in_a_terminal_ends_make_without_noise(start: Start, family: Callable[[int], set[int]]) -> None:
    """The key reaches make and the system alike: every process ends, and nothing is said but that it ends."""
    made = [argument for target in (".venv/.ready", "web/dist/.ready") for argument in ("--old-file", target)]
    terminal = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])) + 128)"
    system = start("-c", terminal, "make", *made, f"BIN={Path(sys.executable).parent}", "demo")
    ready = system.wait_for("is ready")
    children = family(system.popen.pid)
    assert len(children) >= 5
    system.popen.stdin.write("\x03")
    system.popen.stdin.flush()
    # By the signal, as shells expect; or calmly, where the system was gone before make looked for it.
    assert system.popen.wait(30) in {128 - signal.SIGINT, 128}
    _wait_until_gone(children)
    system.end()
    assert system.lines[system.lines.index(ready) + 1 :] == ["^C· ending"]


def test_closing_the_terminal_ends_the_system_where_make_leads_its_session(
    start: Start, family: Callable[[int], set[int]]
) -> None:
    """The kernel tells the leader of the session only, make, which tells nobody: the system sees that nobody reads."""
    terminal = (
        "import os, pty, sys\n"
        "pid, screen = pty.fork()\n"
        "if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])\n"
        "seen = b''\n"
        "while b'is ready' not in seen: seen += os.read(screen, 1024)\n"
        "print('is ready', flush=True)\n"
        "sys.stdin.readline()\n"
        "os.close(screen)\n"
        "print('closed', os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)"
    )
    made = [argument for target in (".venv/.ready", "web/dist/.ready") for argument in ("--old-file", target)]
    system = start("-c", terminal, "make", *made, f"BIN={Path(sys.executable).parent}", "demo")
    system.wait_for("is ready")
    children = family(system.popen.pid)
    assert len(children) >= 5
    system.popen.stdin.write("\n")
    system.popen.stdin.flush()
    assert system.wait_for("closed") == f"closed {-signal.SIGHUP}", "make ends by the signal"
    _wait_until_gone(children)
    system.end()


def test_killing_the_command_leaves_no_process(start: Start, family: Callable[[int], set[int]]) -> None:
    """When the command itself is killed (kill -9), everything that it started ends too."""
    system = start("-m", "iac.local")
    system.wait_for("is ready")
    children = family(system.popen.pid)
    assert len(children) >= 3
    system.end(signal.SIGKILL)
    _wait_until_gone(children)


def test_a_dead_part_ends_the_system_with_a_line_that_says_which(
    start: Start, family: Callable[[int], set[int]]
) -> None:
    """A system without its cloud would fail in odd ways: it ends, and says why."""
    system = start("-m", "iac.local")
    system.wait_for("is ready")
    children = family(system.popen.pid)
    cloud = next(pid for pid in children if b"iac.local.cloud" in Path(f"/proc/{pid}/cmdline").read_bytes())
    os.kill(cloud, signal.SIGKILL)
    assert system.popen.wait(30) == 1
    assert "The cloud process ended (exit status -9)" in system.errors
    _wait_until_gone(children)


def test_a_taken_port_is_refused_before_anything_starts(start: Start, environment: dict[str, str]) -> None:
    """Each port that is taken is named together with the setting that moves it, in one line."""
    for setting in ("NEUFIT_PORT", "NEUFIT_CLOUD_PORT", "NEUFIT_RELAY_PORT"):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = other.getsockname()[1]
            system = start("-m", "iac.local", **{setting: str(port)})
            assert system.popen.wait(30) == 1
        assert system.errors == f"Port {port} on 127.0.0.1 is taken: set {setting} to another one.\n"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        system = start("-m", "iac.local", NEUFIT_RTC_PORT=str(port))
        assert system.popen.wait(30) == 1
    assert system.errors == f"UDP port {port} on 127.0.0.1 is taken: set NEUFIT_RTC_PORT to another one.\n"
    assert not Path(environment["NEUFIT_STATE"]).exists()


def test_a_malformed_setting_is_named_in_one_line(start: Start) -> None:
    """A port that is no port is refused by its name, without a stack trace."""
    system = start("-m", "iac.local", NEUFIT_PORT="eighty")
    assert system.popen.wait(30) == 1
    assert system.errors.startswith("NEUFIT_PORT: ")
    assert system.errors.count("\n") == 1


def test_the_signing_key_is_made_once_and_kept_to_its_owner(tmp_path: Path) -> None:
    """The second start signs with the same key; nobody else on the machine can read it."""
    from iac.local.__main__ import signing_key  # noqa: PLC0415  # the command itself is not run

    first = signing_key(tmp_path)
    assert signing_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "signing-key.pem").stat().st_mode) == 0o600


def test_two_systems_do_not_share_a_folder(start: Start, tmp_path: Path) -> None:
    """A second system on the same state would undo what the first one keeps: it is refused in one line."""
    from iac.local.__main__ import claim  # noqa: PLC0415  # as above

    lock = claim(tmp_path / "state")
    assert lock is not None
    with lock:
        system = start("-m", "iac.local")
        assert system.popen.wait(30) == 1
        assert system.errors.startswith("Another NEUFIT uses ")
