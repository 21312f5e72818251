"""``python -m iac.local.front``: the front as a process."""

import sys

from aiohttp import web

from iac.local.front.application import build
from iac.local.settings import ROOT, LocalSettings
from neufit.logs import configure_logs


def main() -> int:
    """Serve until SIGTERM. Says ``ready`` on standard output once it takes requests."""
    from app import app as application  # noqa: PLC0415  # its settings come from the environment that main is run in

    configure_logs("WARNING")
    settings = LocalSettings.from_environment()
    front = build(
        application,
        site=ROOT / "web/dist",
        cloud_endpoint=settings.cloud_endpoint,
        relay_endpoint=f"http://127.0.0.1:{settings.relay_port}",
        origin=settings.origin,
    )

    def ready(*_: object) -> None:
        sys.stdout.write("ready\n")
        sys.stdout.flush()

    web.run_app(
        front, host=settings.bind, port=settings.port, print=ready, access_log=None, shutdown_timeout=1, backlog=512
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
