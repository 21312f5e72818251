"""What the seam between API Gateway and the domain does with requests of every shape, and what it says of itself."""

import base64
import dataclasses
import json
import logging

import pytest
from chalice.local import LambdaContext

from functions.composition import install


@pytest.fixture
def send(gateway, services):
    """A function that hands the application an event as API Gateway makes it."""

    def invoke(**changes):
        event = {
            "httpMethod": "GET",
            "headers": None,
            "multiValueQueryStringParameters": None,
            "pathParameters": None,
            "stageVariables": None,
            "body": None,
            "isBase64Encoded": False,
            "requestContext": {"httpMethod": "GET", "resourcePath": "/user/topics", "identity": {}},
        }
        context = {**event["requestContext"], **changes.pop("requestContext", {})}
        return gateway._app_object({**event, **changes, "requestContext": context}, LambdaContext("api", 512))

    return invoke


def test_an_event_with_nothing_in_it(send):
    """No headers, no query, no body, no address: API Gateway sends null for each."""
    answer = send()
    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]) == {"items": []}


def test_headers_in_any_case(send):
    """API Gateway hands headers on as they were written."""
    headers = {"USERID": "case_1", "userPassword": "somePASSWORD110", "Content-Type": "Application/JSON"}
    context = {"httpMethod": "POST", "resourcePath": "/user"}
    assert send(headers=headers, body="{}", requestContext=context)["statusCode"] == 200


def test_json_that_comes_as_base64(send):
    """Bodies that aren't plain text are wrapped by API Gateway."""
    headers = {"userid": "wrapped_1", "userpassword": "somePASSWORD110", "content-type": "application/json"}
    context = {"httpMethod": "POST", "resourcePath": "/user"}
    body = base64.b64encode(json.dumps({"displayName": "Zoë"}).encode()).decode()
    assert send(headers=headers, body=body, isBase64Encoded=True, requestContext=context)["statusCode"] == 200
    answer = send(headers={"userid": "wrapped_1"}, requestContext={"resourcePath": "/user"})
    assert json.loads(answer["body"])["displayName"] == "Zoë"


def test_queries_are_taken_decoded(api):
    """Percent-encoding and plus signs are undone once; bytes that aren't UTF-8 are just another unknown name."""
    person = api.customer()
    reply = api.request("DELETE", "/user/subscriptions?source=a%2Bb%20c", headers=person.headers)
    assert reply.status == 200
    reply = api.request("DELETE", "/user/subscriptions?source=%ff%fe", headers=person.headers)
    assert reply.status == 200
    assert api.request("GET", "/user/instructors?limit=1&limit=2").fields == ["limit"]
    assert api.request("GET", "/user/instructors?%ff=1").status == 400
    assert api.request("GET", "/user/instructors?limit").fields == ["limit"]


def test_our_mistakes_tell_nobody_anything(api, services, caplog):
    """An error that nobody thought of is a 500 in our shape: the cause is in the log, not in the answer."""

    class Broken:
        """A store with a bug."""

        def all(self):
            raise RuntimeError("the secret inside")

    install(dataclasses.replace(services, topics=Broken()))
    reply = api.get("/user/topics")
    assert reply.status == 500
    assert reply.code == "internal"
    assert "secret" not in reply.content.decode()
    assert "Traceback" not in reply.content.decode()
    assert any("the secret inside" in str(record.exc_info) for record in caplog.records if record.exc_info)


def test_logs_hold_nothing_personal(api, caplog):
    """No id, password, token, address or name of anybody is in a log line, whatever is asked."""
    caplog.set_level(logging.DEBUG, logger="functions")
    person = api.customer(displayName="Josephine")
    api.put("/user", headers={**person.headers, "userPassword": "wrong PASSWORD"}, json={"bio": "all about me"})
    api.get("/user", headers=person.headers)
    lines = [
        json.dumps(record.__dict__, default=str) for record in caplog.records if record.name.startswith("functions")
    ]
    assert len(lines) >= 4
    told = "\n".join(lines)
    for secret in (
        person.user_id,
        person.token,
        person.password,
        "wrong PASSWORD",
        "Josephine",
        "all about",
        api.address,
    ):
        assert secret not in told


def test_answers_are_not_kept(api):
    """Whatever is answered is for the one who asked: no cache keeps it, no browser guesses its type."""
    person = api.customer()
    for reply in (api.get("/user", headers=person.headers), api.get("/user"), api.get("/health")):
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["x-content-type-options"] == "nosniff"
    assert api.put("/auth").headers["www-authenticate"].startswith("Bearer")
