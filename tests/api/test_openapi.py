"""Routes, document and the public API that was handed to us, held against each other."""

import json
from pathlib import Path

import pytest
import yaml
from openapi_spec_validator import validate

from functions.http import OPERATIONS
from functions.openapi import DOCUMENT, text

ROOT = Path(__file__).parents[2]
SEED = yaml.safe_load((Path(__file__).parent / "public-api.yaml").read_text())
METHODS = {"get", "put", "post", "delete", "patch"}
LATER: set[str] = set()
"""Resources of the public API that are not built yet."""


@pytest.fixture(scope="module")
def document(gateway):
    """The document of the application as it is now."""
    return json.loads(text())


def seed_operations():
    return [
        pytest.param(path, method, id=f"{method} {path}")
        for path, item in SEED["paths"].items()
        for method in item
        if path not in LATER
    ]


def resolved(schema, root):
    """A schema behind its reference."""
    while "$ref" in schema:
        node = root
        for part in schema["$ref"].removeprefix("#/").split("/"):
            node = node[part]
        schema = node
    return schema


def properties(schema, root):
    schema = resolved(schema, root)
    return {name: resolved(each, root) for name, each in schema.get("properties", {}).items()}


def types(schema):
    """The JSON types that a schema allows, without null."""
    if "anyOf" in schema:
        return {kind for option in schema["anyOf"] for kind in types(option)} - {"null"}
    return {schema.get("type")} - {None}


def test_the_document_is_valid(document):
    """OpenAPI 3.1, checked by its own validator."""
    assert document["openapi"].startswith("3.1")
    validate(document)


def test_the_document_in_the_docs_is_fresh(gateway):
    """docs/openapi.json is what the code says: run ``python -m functions.openapi`` after a change."""
    assert (ROOT / DOCUMENT).read_text() == text()


def test_the_document_is_served(api, document):
    """/openapi.json answers the document, /health that we are there."""
    reply = api.get("/openapi.json")
    assert reply.headers["content-type"] == "application/json"
    assert reply.json == document
    assert api.get("/health").json == {"status": "ok"}


def test_routes_and_document_agree(gateway, document):
    """Every route of the application is a declared operation and documented, and nothing else is."""
    routes = {(path, method) for path, methods in gateway._app_object.routes.items() for method in methods}
    documented = {(path, method.upper()) for path, item in document["paths"].items() for method in item}
    assert routes == set(OPERATIONS) == documented


def test_every_operation_says_what_goes_wrong(document):
    """Each has problem details as its default answer, a unique id, and sends problems for every error it names."""
    ids = []
    for item in document["paths"].values():
        for described in item.values():
            ids.append(described["operationId"])
            for status, response in described["responses"].items():
                if status == "default" or int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"], described["operationId"]
            assert "default" in described["responses"]
    assert len(ids) == len(set(ids))


def test_names_of_schemas_are_for_people(document):
    """No component is named after a module, which happens when two models share a name."""
    assert all(name.isalnum() for name in document["components"]["schemas"])


def test_no_header_or_query_parameter_is_a_component(document):
    """Parameters stand for themselves, so that generated clients see plain types."""
    for item in document["paths"].values():
        for described in item.values():
            for parameter in described["parameters"]:
                assert "$ref" not in json.dumps(parameter)
                assert parameter["in"] in {"header", "query"}


@pytest.mark.parametrize(("path", "method"), seed_operations())
def test_operations_of_the_public_api(document, path, method):
    """Each operation that was handed to us exists, takes every parameter it names, and demands no other."""
    asked, ours = SEED["paths"][path][method], document["paths"][path][method]
    mine = {(each["name"], each["in"]): each for each in ours["parameters"]}
    seeds = {(each["name"], each["in"]): each for each in asked.get("parameters", [])}
    # A media URL of the public API named no token where ours needs a session: those are optional parameters here too.
    assert set(seeds) <= set(mine)
    for key, each in seeds.items():
        assert mine[key]["required"] <= each["required"], key
        assert types(each["schema"]) == types(mine[key]["schema"]), key
    assert {key for key, each in mine.items() if each["required"]} <= set(seeds)


@pytest.mark.parametrize(("path", "method"), seed_operations())
def test_bodies_of_the_public_api(document, path, method):
    """Each request body that was handed to us is taken with all of its fields, and no more is demanded."""
    asked, ours = SEED["paths"][path][method], document["paths"][path][method]
    if "requestBody" not in asked:
        assert not ours.get("requestBody", {}).get("required", False)
        return
    for media_type, content in asked["requestBody"]["content"].items():
        assert media_type in ours["requestBody"]["content"]
        mine = ours["requestBody"]["content"][media_type]["schema"]
        if media_type != "application/json":
            assert mine == content["schema"]
            continue
        theirs = properties(content["schema"], SEED)
        taken = properties(mine, document)
        for name, schema in theirs.items():
            assert types(schema) <= types(taken[name]), name
        demanded = set(resolved(mine, document).get("required", []))
        assert demanded <= set(resolved(content["schema"], SEED).get("required", [])), "demands more than it did"


@pytest.mark.parametrize(("path", "method"), seed_operations())
def test_answers_of_the_public_api(document, path, method):
    """Each answer that was handed to us has all of its fields with their types; values of an enumeration stay."""
    asked = SEED["paths"][path][method]["responses"]["200"]["content"]
    ours = document["paths"][path][method]["responses"]
    if (path, method) == ("/media", "get"):
        assert ours["302"]["headers"]["Location"]["schema"]["type"] == "string"  # the file is behind a redirect
        return
    mine = properties(ours["200"]["content"]["application/json"]["schema"], document)
    for name, schema in properties(asked["application/json"].get("schema", {}), SEED).items():
        assert types(schema) <= types(mine[name]), name
        if name == "role":
            assert set(schema["enum"]) <= set(mine[name]["enum"])


@pytest.mark.parametrize(("path", "method"), seed_operations())
def test_callbacks_of_the_public_api(document, path, method):
    """Where the public API calls back, the document says so, with the same message."""
    for name, callback in SEED["paths"][path][method].get("callbacks", {}).items():
        ours = document["paths"][path][method]["callbacks"][name]
        for expression, item in callback.items():
            theirs = item["post"]["requestBody"]["content"]["application/json"]["schema"]
            mine = ours[expression]["post"]["requestBody"]["content"]["application/json"]["schema"]
            assert set(properties(theirs, SEED)) <= set(properties(mine, document))


def test_methods_that_there_are_not(api):
    """A method that a path doesn't have is a 405 with Allow, as problem details."""
    reply = api.request("PATCH", "/user")
    assert reply.status == 405
    assert reply.code == "method-not-allowed"
    assert set(reply.headers["allow"].split(", ")) == {"GET", "POST", "PUT", "DELETE"}


def test_resources_that_come_later_are_the_only_ones_missing(document):
    """When a resource is built, it leaves the list of what isn't."""
    assert set(SEED["paths"]) - set(document["paths"]) == LATER
