"""A process that runs handlers, as an execution environment of Lambda does: one invocation at a time, kept warm.

It reads invocations from standard input and writes outcomes to standard output, one JSON object a line. When its
standard input ends, the local cloud is gone: it ends at once, with everything that it started.
"""

import json
import os
import queue
import signal
import sys
import threading
from typing import Any, TextIO

from iac.local.runtime.invocation import Context, run
from neufit.logs import configure_logs


def _read(source: TextIO, invocations: "queue.Queue[dict[str, Any]]") -> None:
    for line in source:
        invocations.put(json.loads(line))
    os.killpg(0, signal.SIGKILL)  # nobody waits for what this group does; ffmpeg ends with us


def main() -> None:
    """Serve invocations for ever. ``--nice N`` gives way to the processes that people wait for."""
    if len(sys.argv) > 2:
        os.nice(int(sys.argv[2]))
    configure_logs("WARNING")
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what a handler prints goes to the log and can't be taken for an outcome
    invocations: queue.Queue[dict[str, Any]] = queue.Queue()
    threading.Thread(target=_read, args=(sys.stdin, invocations), daemon=True).start()
    while True:
        invocation = invocations.get()
        context = Context(
            invocation["name"], invocation["request_id"], invocation["memory_mb"], invocation["timeout_s"]
        )
        outcome = run(invocation["handler"], invocation["event"], context)
        answers.write(json.dumps({"payload": outcome.payload, "failed": outcome.failed}) + "\n")


if __name__ == "__main__":
    main()
