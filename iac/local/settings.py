"""Settings of the system on one machine, and the environment that its processes get."""

import os
from pathlib import Path

from pydantic import Field

from media_relay.settings import own_addresses
from neufit.settings import StoreSettings
from neufit.signing import PemSigner
from stepfunctions.functions import QUEUE, STATE_MACHINES

ACCOUNT = "123456789012"
"""The account that moto pretends to be."""

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
"""What clients of the local cloud sign with. moto checks no signatures; clients refuse to work without a key."""

CALLBACKS = "callbacks"
"""The queue of events for callback addresses (``{prefix}callbacks``)."""

ANNOUNCEMENTS = "announcements"
"""The queue that wakes who tells people of changes (``{prefix}announcements``)."""

MAIL_DOMAIN = "neufit.example"
"""Where e-mails come from; nothing of it is ever sent anywhere."""

MAILBOX = "/neufit-mail"
"""Where the local cloud shows the e-mails that it was given."""

READY = "/neufit-ready"
"""Where the local cloud says whether it holds everything that it held before."""

ROOT = Path(__file__).resolve().parents[2]


class LocalSettings(StoreSettings):
    """Where everything listens. All of it is reached through the front's address; the rest stays on the loopback."""

    port: int = Field(
        default=8000, ge=1, le=65535, description="Port of the front: web application, API, relay, objects."
    )
    bind: str = Field(default="127.0.0.1", description="Address of the front; 0.0.0.0 opens it to the network.")
    cloud_port: int = Field(default=8001, ge=1, le=65535)
    relay_port: int = Field(default=8002, ge=1, le=65535)
    rtc_port: int = Field(default=8003, ge=0, le=65535, description="UDP port of live media; 0: any free one.")
    public_origin: str = Field(
        default="",
        description="How browsers reach the front; made of port and bind, or this machine's address, unless set.",
    )
    state: Path = Field(default=ROOT / ".neufit", description="Folder of everything that is kept.")
    samples: bool = Field(default=True, description="Whether sample people and videos are made.")
    live_class: bool | None = Field(
        default=None, description="Whether sample people hold a live class; unset: as ``samples`` says."
    )

    @property
    def holds_class(self) -> bool:
        """Whether sample people hold a live class."""
        return self.samples if self.live_class is None else self.live_class

    @property
    def origin(self) -> str:
        """Scheme, host and port of the front, as browsers reach it."""
        host = own_addresses(self.bind)[0] if self._everywhere else self.rtc_bind
        return self.public_origin.rstrip("/") or _http(host, self.port)

    @property
    def front_endpoint(self) -> str:
        """Where our own processes reach the front."""
        return _http("127.0.0.1" if self._everywhere else self.rtc_bind, self.port)

    @property
    def _everywhere(self) -> bool:
        return self.bind in {"0.0.0.0", "::"}  # noqa: S104  # compared only

    @property
    def rtc_bind(self) -> str:
        """Address that live media comes to: that of the front."""
        return "127.0.0.1" if self.bind == "localhost" else self.bind

    @property
    def cloud_endpoint(self) -> str:
        """Where our own processes reach the local cloud."""
        return f"http://127.0.0.1:{self.cloud_port}"

    def environment(self, signing_key: str) -> dict[str, str]:
        """The environment of every process of the system: this one's, and what they need to find each other."""
        websocket = self.origin.replace("http", "ws", 1)
        states = f"arn:aws:states:{self.region}:{ACCOUNT}:stateMachine:{self.table_prefix}"
        machines = {
            f"NEUFIT_{machine.setting.upper()}": f"{states}{machine.name}" for machine in STATE_MACHINES.values()
        }
        return {
            **os.environ,
            **CREDENTIALS,
            **machines,
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "layers/neufit/python")]),
            "PYTHONUNBUFFERED": "1",
            "MALLOC_ARENA_MAX": "2",  # glibc would keep a pool of freed memory for each of many threads
            "AWS_DEFAULT_REGION": self.region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "NEUFIT_REGION": self.region,
            "NEUFIT_TABLE_PREFIX": self.table_prefix,
            "NEUFIT_MEDIA_BUCKET": self.media_bucket,
            "NEUFIT_AWS_ENDPOINT": self.cloud_endpoint,
            "NEUFIT_PUBLIC_S3_ENDPOINT": f"{self.origin}/s3",
            "NEUFIT_PUBLIC_ORIGIN": self.origin,
            "NEUFIT_RELAY_URL": f"{websocket}/relay/on-demand",
            "NEUFIT_LIVE_RELAY_URLS": f"{websocket}/relay/live",
            "NEUFIT_RELAY_BIND": "127.0.0.1",
            "NEUFIT_RELAY_PORT": str(self.relay_port),
            "NEUFIT_RTC_BIND": self.rtc_bind,
            "NEUFIT_RTC_PORT": str(self.rtc_port),
            "NEUFIT_CLOUD_PORT": str(self.cloud_port),
            "NEUFIT_PORT": str(self.port),
            "NEUFIT_BIND": self.bind,
            "NEUFIT_STATE": str(self.state),
            "NEUFIT_SIGNING_KEY": signing_key,
            "NEUFIT_TICKET_KEY": PemSigner(signing_key).public_pem,
            "NEUFIT_PUBLISH_QUEUE_URL": f"{self.cloud_endpoint}/{ACCOUNT}/{self.table_prefix}{QUEUE}",
            "NEUFIT_CALLBACK_QUEUE_URL": f"{self.cloud_endpoint}/{ACCOUNT}/{self.table_prefix}{CALLBACKS}",
            "NEUFIT_MAIL_SENDER": f"NEUFIT <notices@{MAIL_DOMAIN}>",
            "NEUFIT_ANNOUNCEMENT_QUEUE_URL": f"{self.cloud_endpoint}/{ACCOUNT}/{self.table_prefix}{ANNOUNCEMENTS}",
            "NEUFIT_CHUNKS_AT_ONCE": os.environ.get("NEUFIT_CHUNKS_AT_ONCE", str(max(1, (os.cpu_count() or 2) // 2))),
            "NEUFIT_PUBLICATIONS_AT_ONCE": os.environ.get("NEUFIT_PUBLICATIONS_AT_ONCE", "2"),
            "NEUFIT_ENCODE_THREADS": os.environ.get("NEUFIT_ENCODE_THREADS", str(os.cpu_count() or 2)),
        }


def _http(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"
