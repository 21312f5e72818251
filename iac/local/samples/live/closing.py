"""``python -m iac.local.samples.live.closing``: ends a class that nobody holds any more, because it was killed."""

import sys

from iac.local.samples.live.classes import Classes
from iac.local.settings import LocalSettings


def main() -> int:
    """End it."""
    Classes(LocalSettings.from_environment()).end()
    return 0


if __name__ == "__main__":
    sys.exit(main())
