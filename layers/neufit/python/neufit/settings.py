"""The environment, read once. The only module that may look at ``os.environ``.

A setting that is missing or malformed fails at start, with its name.
"""

import os
from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

_PREFIX = "NEUFIT_"


class SettingsError(Exception):
    """The environment lacks a setting or holds one that can't be read; the message names it."""


class _FromEnvironment(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Read ``NEUFIT_<NAME>`` for each field. Raise SettingsError naming every one that is missing or wrong."""
        source = os.environ if environ is None else environ
        values = {name: source[_PREFIX + name.upper()] for name in cls.model_fields if _PREFIX + name.upper() in source}
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            wrong = [f"{_PREFIX}{str(item['loc'][0]).upper()}: {item['msg']}" for item in error.errors()]
            raise SettingsError("; ".join(wrong)) from None


class StoreSettings(_FromEnvironment):
    """Where the data is. ``aws_endpoint`` is set on one machine (moto) and left out on AWS."""

    region: str = "eu-central-1"
    aws_endpoint: str | None = None
    table_prefix: str = "neufit-"
    media_bucket: str = "neufit-media"
    public_s3_endpoint: str | None = Field(
        default=None, description="Origin and base path by which browsers reach S3, when it differs from aws_endpoint."
    )


class ApiSettings(StoreSettings):
    """What the API needs beyond its stores."""

    public_origin: str = Field(description="Scheme, host and port of the web application, no slash at the end.")
    relay_url: str = Field(description="WebSocket URL of the on-demand relay, as browsers reach it.")
    live_relay_urls: str = Field(
        description="WebSocket URLs of the relays for meetings, as browsers reach them, separated by commas."
    )
    signing_key: str = Field(description="PEM text of the ES256 private key that signs tickets and events.")
    session_minutes: int = Field(default=60 * 24 * 7, gt=0, description="How long an unused session lives.")
    publish_queue_url: str = Field(description="URL of the queue in front of publishing.")
    callback_queue_url: str = Field(description="URL of the queue of events for callback addresses.")
    announcement_queue_url: str = Field(description="URL of the queue that wakes who tells people of changes.")

    @field_validator("live_relay_urls")
    @classmethod
    def _names_a_relay(cls, urls: str) -> str:
        if not any(url.strip() for url in urls.split(",")):
            raise ValueError("must name at least one relay")
        return urls

    @property
    def live_relays(self) -> tuple[str, ...]:
        """Where meetings take place: each of these relays knows every room."""
        return tuple(url.strip() for url in self.live_relay_urls.split(",") if url.strip())


class CallbackSettings(StoreSettings):
    """What the function behind the queue of events needs."""

    signing_key: str = Field(description="PEM text of the ES256 private key that signs tickets and events.")
    callback_queue_url: str = Field(description="URL of the queue of events for callback addresses.")


class AnnouncingSettings(StoreSettings):
    """What the function that tells people of changes needs."""

    announcement_queue_url: str = Field(description="URL of the queue that wakes who tells people of changes.")
    public_origin: str = Field(description="Scheme, host and port of the web application, no slash at the end.")
    signing_key: str = Field(description="PEM text of the ES256 private key that signs tickets and events.")
    mail_sender: str = Field(default="", description="What stands in From of e-mails; none are sent when it is empty.")


class PublishingSettings(StoreSettings):
    """What the tasks of a state machine need."""

    state_machine_arn: str = ""
    image_state_machine_arn: str = ""
    publications_at_once: int = Field(default=100, gt=0, description="Executions that may run at the same time.")
    encode_threads: int = Field(default=6, gt=0, description="Threads of one encode task; part of a chunk's identity.")
    chunks_at_once: int = Field(default=100, gt=0, description="Chunks of one video that are encoded at the same time.")
