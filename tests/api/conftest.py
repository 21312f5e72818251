"""The API as behind API Gateway: requests go through Chalice's local gateway to the real application and stores."""

import itertools
import json as jsonlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest
from chalice.config import Config
from chalice.local import LocalChalice, LocalGateway, LocalGatewayException

from functions.composition import Services, compose, install
from neufit.settings import ApiSettings
from neufit.signing import new_private_key
from neufit.stores.users import UserRow

PASSWORD = "somePASSWORD110"
_NUMBERS = itertools.count(1)


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return jsonlib.loads(self.content)

    @property
    def code(self) -> str:
        """The code of a problem."""
        assert self.headers["content-type"] == "application/problem+json"
        return self.json["type"].removeprefix("urn:neufit:problem:")

    @property
    def fields(self) -> list[str]:
        """The fields that a problem names."""
        return [item["field"] for item in self.json["errors"]]


@dataclass(frozen=True)
class Person:
    """Somebody who is signed in."""

    user_id: str
    token: str
    password: str = PASSWORD

    @property
    def headers(self) -> dict[str, str]:
        """What a client of this person sends along."""
        return {"userId": self.user_id, "authToken": self.token}


@dataclass
class Api:
    """A client of the API. ``address`` is where its requests come from, another one in each test."""

    gateway: LocalGateway
    services: Services
    address: str = field(default_factory=lambda: f"2001:db8:{next(_NUMBERS):x}::7")

    def request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, Any] | None = None,
        json: Any = ...,
        content: bytes | None = None,
        content_type: str | None = None,
        address: str | None = None,
    ) -> Reply:
        """Send one request. ``json`` is a value to send as JSON, ``content`` bytes to send as they are."""
        sent = {name.lower(): value for name, value in (headers or {}).items()}
        if json is not ...:
            content, content_type = jsonlib.dumps(json).encode(), content_type or "application/json"
        if content_type is not None:
            sent["content-type"] = content_type
        if query:
            path = f"{path}?{urlencode(query, doseq=True)}"
        converter = self.gateway.event_converter
        try:
            event = converter.create_lambda_event(method=method, path=path, headers=sent, body=content)
            event["requestContext"]["identity"]["sourceIp"] = address or self.address
            raw = self.gateway._app_object(event, self.gateway._generate_lambda_context())
        except LocalGatewayException as error:
            return Reply(error.CODE, {}, error.body or b"")
        body = raw["body"]
        return Reply(
            raw["statusCode"],
            {name.lower(): value for name, value in raw["headers"].items()},
            body if isinstance(body, bytes) else body.encode(),
        )

    def get(self, path: str, **sent: Any) -> Reply:
        return self.request("GET", path, **sent)

    def post(self, path: str, **sent: Any) -> Reply:
        return self.request("POST", path, **sent)

    def put(self, path: str, **sent: Any) -> Reply:
        return self.request("PUT", path, **sent)

    def delete(self, path: str, **sent: Any) -> Reply:
        return self.request("DELETE", path, **sent)

    def sign_up(self, user_id: str, role: str = "customer", **profile: Any) -> Person:
        """Make an account and sign in."""
        headers = {"userId": user_id, "userPassword": PASSWORD}
        made = self.post("/user", headers=headers, json={"role": role, **profile})
        assert made.status == 200, made.content
        return self.sign_in(user_id)

    def sign_in(self, user_id: str, password: str = PASSWORD, **sent: Any) -> Person:
        """Sign in to an account that exists."""
        reply = self.post("/auth", headers={"userId": user_id, "userPassword": password}, **sent)
        assert reply.status == 200, reply.content
        return Person(reply.json["userId"], reply.json["authToken"], password)

    def customer(self, **profile: Any) -> Person:
        """A new customer who is signed in."""
        return self.sign_up(f"customer_{next(_NUMBERS)}", **profile)

    def instructor(self, **profile: Any) -> Person:
        """A new instructor who is signed in."""
        return self.sign_up(f"instructor_{next(_NUMBERS)}", "instructor", **profile)


@pytest.fixture(scope="session")
def signing_key() -> str:
    """One ES256 key for all tests of a run."""
    return new_private_key()


@pytest.fixture(scope="module")
def queue_urls(module_stores) -> Mapping[str, str]:
    """The queues that the API puts work in, of this module only."""
    sqs = boto3.client("sqs", region_name=module_stores.region, endpoint_url=module_stores.aws_endpoint)
    return {
        name: sqs.create_queue(QueueName=f"{module_stores.table_prefix}{name}")["QueueUrl"]
        for name in ("publish", "callbacks", "announcements")
    }


@pytest.fixture
def api_settings(store_settings, signing_key, queue_urls) -> ApiSettings:
    """Settings of the API over this test's own tables."""
    return ApiSettings(
        **store_settings.model_dump(),
        public_origin="http://127.0.0.1:8000",
        relay_url="ws://127.0.0.1:8000/relay/on-demand",
        live_relay_urls="ws://127.0.0.1:8000/relay/live",
        signing_key=signing_key,
        session_minutes=60,
        publish_queue_url=queue_urls["publish"],
        callback_queue_url=queue_urls["callbacks"],
        announcement_queue_url=queue_urls["announcements"],
    )


@pytest.fixture
def services(api_settings, clock) -> Services:
    """The services that views get in this test."""
    made = compose(api_settings, clock)
    install(made)
    return made


@pytest.fixture(scope="session")
def gateway() -> LocalGateway:
    """The application behind Chalice's local gateway, safe for threads: each has its own current request."""
    from app import app  # noqa: PLC0415  # costs a second, only for those who ask

    app.__class__ = LocalChalice
    return LocalGateway(app, Config.create())


@pytest.fixture
def api(gateway, services) -> Api:
    """A client of the API."""
    return Api(gateway, services)


@pytest.fixture
def operations(services):
    """A list that fills with the names of the DynamoDB operations that are made."""
    made = []
    events = UserRow._get_connection().connection.client.meta.events

    def note(model, **_):
        made.append(model.name)

    events.register("before-call.dynamodb", note)
    yield made
    events.unregister("before-call.dynamodb", note)
