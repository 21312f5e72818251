"""``python -m media_relay``."""

import sys

from media_relay.main import main

sys.exit(main())
