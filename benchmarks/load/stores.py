"""Tables and an object store in a process of their own: ``python stores.py FOLDER`` says its port and serves.

It ends when its standard input does. Objects lie in files below FOLDER, as on a machine that runs the whole system: an
encoder's range of an original is read without touching the rest, which moto alone would copy.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "layers/neufit/python")]

from iac.local.cloud.bodies import BodyStore, keep_bodies_in
from iac.local.cloud.server import CloudServer
from iac.local.settings import CREDENTIALS


def main() -> None:
    """Serve until nobody holds the other end of standard input."""
    os.environ.update(CREDENTIALS)
    keep_bodies_in(BodyStore(Path(sys.argv[1])))
    with CloudServer() as cloud:
        print(cloud.port, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
