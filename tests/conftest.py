"""What all tests share: a local cloud, tables and a bucket of their own per module, a clock that they move."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import boto3
import hypothesis
import pytest

from iac.local.cloud.bootstrap import create_tables
from iac.local.cloud.server import CloudServer
from iac.local.settings import CREDENTIALS
from neufit.settings import StoreSettings
from neufit.stores.tables import connect

# How long an example takes says nothing here: tests share their cores with servers and encoders.
hypothesis.settings.register_profile("neufit", deadline=None)
hypothesis.settings.load_profile("neufit")


@dataclass
class ManualClock:
    """Time that stands still until a test moves it. Called, it answers the moment as every clock of ours does."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def advance(self, by: timedelta) -> datetime:
        self.now += by
        return self.now


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture(scope="session", autouse=True)
def credentials() -> Iterator[None]:
    """Clients sign with names that mean nothing anywhere, whatever the person's own environment holds."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in CREDENTIALS.items():
            patch.setenv(name, value)
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
            patch.delenv(name, raising=False)
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        patch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
        yield


@pytest.fixture(scope="session")
def cloud(credentials: None) -> Iterator[CloudServer]:
    """Moto behind our locked server, one for all tests of this process."""
    with CloudServer() as server:
        yield server


@pytest.fixture(scope="module")
def module_stores(cloud: CloudServer, request: pytest.FixtureRequest) -> StoreSettings:
    """Tables and a bucket that only this test module uses."""
    name = re.sub(r"[^a-z0-9]+", "-", request.module.__name__.lower())[-40:].strip("-")
    settings = StoreSettings(
        aws_endpoint=cloud.endpoint,
        public_s3_endpoint=cloud.endpoint,
        table_prefix=f"{name}-",
        media_bucket=f"{name}-media",
    )
    create_tables(settings)
    boto3.client("s3", region_name=settings.region, endpoint_url=cloud.endpoint).create_bucket(
        Bucket=settings.media_bucket, CreateBucketConfiguration={"LocationConstraint": settings.region}
    )
    return settings


@pytest.fixture
def store_settings(module_stores: StoreSettings) -> StoreSettings:
    """The settings by which stores reach this module's tables and bucket; the tables are bound to them."""
    connect(module_stores)
    return module_stores
