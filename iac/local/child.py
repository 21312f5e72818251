"""Runs a module as a child of the system: ``python -m iac.local.child MODULE``.

The parent holds the other end of standard input. When it ends, however that happened, the child ends at once with
everything that it started, so nothing is ever left behind.
"""

import gc
import os
import runpy
import signal
import sys
import threading


def _watch() -> None:
    while os.read(0, 4096):
        pass
    os.killpg(0, signal.SIGKILL)


def main() -> None:
    """Watch the parent and run the module named by the first argument as if it were run alone."""
    gc.set_threshold(50_000)  # imports make only what stays: looking for garbage among it takes a fifth of a start
    threading.Thread(target=_watch, name="parent", daemon=True).start()
    module, sys.argv = sys.argv[1], sys.argv[1:]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
