"""``python -m iac.local.cloud``: the local cloud as a process."""

import signal
import sys
import threading

from iac.local.cloud.assembly import LocalCloud
from iac.local.cloud.state import UnreadableState
from iac.local.settings import LocalSettings
from neufit.logs import configure_logs


def main() -> int:
    """Run until SIGTERM. Says ``ready`` on standard output once it can be used."""
    configure_logs("WARNING")
    settings = LocalSettings.from_environment()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    cloud = LocalCloud(settings, settings.cloud_port, settings.state)
    try:
        cloud.start()
    except UnreadableState as error:
        sys.stderr.write(f"The state in {settings.state} can't be read ({error}); `make clean` drops it.\n")
        return 1
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    ended.wait()
    cloud.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
