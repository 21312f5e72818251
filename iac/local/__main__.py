"""``python -m iac.local``: the whole system on this machine."""

import fcntl
import os
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO

from iac.local.samples.progress import class_is_open, finished
from iac.local.settings import MAILBOX, LocalSettings
from iac.local.supervisor import ChildDied, Ended, OnEnd, Port, Supervisor, say
from neufit.settings import SettingsError
from neufit.signing import new_private_key


def signing_key(folder: Path) -> str:
    """The key of this installation, made once; only its owner can read it."""
    path = folder / "signing-key.pem"
    with suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(new_private_key())
    return path.read_text()


def claim(folder: Path) -> IO[str] | None:
    """Take the folder for this process; None when another one has it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = (folder / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def refuse(line: str) -> int:
    """Say in one line why nothing was started."""
    sys.stderr.write(f"{line}\n")
    return 1


def main() -> int:
    """Start everything, say when it can be used, and run until Ctrl-C."""
    try:
        settings = LocalSettings.from_environment()
    except SettingsError as error:
        return refuse(str(error))
    ports = [
        Port("NEUFIT_PORT", settings.bind, settings.port),
        Port("NEUFIT_CLOUD_PORT", "127.0.0.1", settings.cloud_port),
        Port("NEUFIT_RELAY_PORT", "127.0.0.1", settings.relay_port),
        Port("NEUFIT_RTC_PORT", settings.rtc_bind, settings.rtc_port, datagrams=True),
    ]
    for line in filter(None, (port.problem() for port in ports)):
        return refuse(line)
    with ExitStack() as stack:
        lock = claim(settings.state)
        if lock is None:
            return refuse(f"Another NEUFIT uses {settings.state}: end it, or set NEUFIT_STATE to another folder.")
        stack.enter_context(lock)
        supervisor = Supervisor(settings.environment(signing_key(settings.state)), settings.state / "logs")
        supervisor.listen_to_signals()
        stack.callback(supervisor.stop)
        try:
            run(settings, supervisor, relay=ports[2])
        except Ended:
            say("ending")
        except ChildDied as death:
            return refuse(str(death))
    return 0


def run(settings: LocalSettings, supervisor: Supervisor, relay: Port) -> None:
    """Start the children, wait for them, and watch them."""
    say("starting the cloud, the relay and the front")
    cloud = supervisor.start("cloud", "iac.local.cloud")
    supervisor.start("relay", "media_relay")
    front = supervisor.start("front", "iac.local.front")
    listening = threading.Event()

    def watch_relay() -> None:
        while not relay.answers():
            if listening.wait(0.1):
                return
        listening.set()

    threading.Thread(target=watch_relay, daemon=True).start()
    supervisor.wait(cloud.ready, front.ready, listening)
    awaited = []
    if settings.holds_class:
        awaited.append(supervisor.start("class", "iac.local.samples.live", OnEnd.START_AGAIN).ready)
    elif class_is_open(settings.state):
        awaited.append(supervisor.start("class", "iac.local.samples.live.closing", OnEnd.GO_ON).ready)
    if settings.samples and not finished(settings.state):
        say("making sample people and videos; this happens once")
        awaited.append(supervisor.start("samples", "iac.local.samples", OnEnd.GO_ON).ready)
    if awaited:
        supervisor.wait(*awaited)
    if settings.samples:
        supervisor.start("week", "iac.local.samples.week", OnEnd.GO_ON)
    say(f"e-mails that it sends can be read at {settings.cloud_endpoint}{MAILBOX}")
    sys.stdout.write(f"NEUFIT is ready at {settings.origin}\n")
    sys.stdout.flush()
    supervisor.wait()


if __name__ == "__main__":
    sys.exit(main())
