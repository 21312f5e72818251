"""The OpenAPI 3.1 document, from the declared operations. ``python -m functions.openapi`` writes docs/openapi.json."""

import importlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, JsonSchemaValue, models_json_schema

from functions.http import OPERATIONS, Access, Callback, Operation
from functions.parsing import JSON
from functions.problems import PROBLEM, Problem

DOCUMENT = Path("docs/openapi.json")

_REF = "#/components/schemas/{model}"
_SPEECH = {
    400: "What was sent is not valid; `errors` names the fields",
    401: "No living session, or wrong credentials",
    403: "Not allowed",
    404: "There is no such thing, or not for this person",
    409: "Another was first, or the thing is not in the state that this needs",
    410: "It was taken away",
    413: "Larger than can be taken this way",
    415: "A kind of content that is not taken here",
    429: "Too many tries; `Retry-After` says how many seconds to wait",
}
_RETRY = {"Retry-After": {"description": "seconds to wait", "schema": {"type": "integer", "minimum": 0}}}
_TAGS = {
    "User": "User and profile services",
    "Authentication": "Manage authentication session",
    "Meeting": "The live streaming video meeting service",
    "Scheduling": "Calendars, bookings and when instructors can be booked",
    "Media": "The service for creating and accessing media",
    "Stream": "Stored video as a stream",
    "Community": "Blocks and reports",
    "Service": "About this service",
}


def document() -> dict[str, Any]:
    """The whole document. The application must have been imported: its resources declare the operations."""
    operations = sorted(OPERATIONS.values(), key=lambda each: (each.path, each.method))
    schemas = _schemas(operations)
    paths: dict[str, dict[str, Any]] = {}
    for declared in operations:
        paths.setdefault(declared.path, {})[declared.method.lower()] = _operation(declared, schemas)
    used = {declared.tag for declared in operations}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "NEUFIT",
            "version": "1.0.0",
            "description": "Public API for NEUFIT application. Errors are problem details (RFC 9457).",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/api", "description": "below the origin of the web application"}],
        "tags": [{"name": name, "description": text} for name, text in _TAGS.items() if name in used],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "securitySchemes": {
                "authToken": {"type": "apiKey", "in": "header", "name": "authToken"},
                "bearer": {"type": "http", "scheme": "bearer"},
            },
        },
    }


class _Schemas:
    """JSON schemas of all models: parameters inline, bodies and answers as components."""

    def __init__(self, refs: Mapping[Any, str], components: dict[str, Any]) -> None:
        self.refs = refs
        self.components = components

    def ref(self, model: type[BaseModel], mode: JsonSchemaMode) -> dict[str, Any]:
        """How a body or an answer points at its model."""
        return {"$ref": self.refs[model, mode]}


def _schemas(operations: Iterable[Operation]) -> _Schemas:
    wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {(Problem, "serialization"): None}
    for declared in operations:
        if declared.body is not None:
            wanted[declared.body, "validation"] = None
        if declared.answer is not None:
            wanted[declared.answer, "serialization"] = None
        if declared.callback is not None:
            wanted[declared.callback.body, "serialization"] = None
    made, definitions = models_json_schema(list(wanted), ref_template=_REF, schema_generator=_Plain)
    refs = {key: schema["$ref"] for key, schema in made.items()}
    return _Schemas(refs, dict(sorted(definitions.get("$defs", {}).items())))


class _Plain(GenerateJsonSchema):
    """Leaves out what says nothing and clutters generated types: titles made of field names, defaults of null."""

    def default_schema(self, schema: Any) -> JsonSchemaValue:  # noqa: ANN401  # as the base has it
        """Leave out defaults that only say that nothing was sent."""
        described = super().default_schema(schema)
        if described.get("default", ...) is None:
            del described["default"]
        return described

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002  # as the base has it
        return False


def _operation(declared: Operation, schemas: _Schemas) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": declared.id,
        "summary": declared.summary,
        "tags": [declared.tag],
        "parameters": [
            *_parameters(declared.headers, "header"),
            *_parameters(declared.query, "query"),
        ],
        "responses": _responses(declared, schemas),
    }
    body = _request_body(declared, schemas)
    if body is not None:
        described["requestBody"] = body
    if declared.callback is not None:
        described["callbacks"] = _callbacks(declared.callback, schemas)
    if declared.access is Access.SESSION:
        described["security"] = [{"authToken": []}, {"bearer": []}]
    elif declared.access is Access.OPTIONAL:
        described["security"] = [{}, {"authToken": []}, {"bearer": []}]
    responses = {**described["responses"], **declared.extra.get("responses", {})}
    return {**described, **declared.extra, "responses": responses}


def _callbacks(callback: Callback, schemas: _Schemas) -> dict[str, Any]:
    content = {JSON: {"schema": schemas.ref(callback.body, "serialization")}}
    posted = {
        "summary": "An event for the address that was named",
        "requestBody": {"required": True, "content": content},
        "responses": {"2XX": {"description": "The event was taken; anything else is tried again"}},
    }
    return {callback.name: {callback.address: {"post": posted}}}


def _parameters(model: type[BaseModel] | None, place: str) -> list[dict[str, Any]]:
    if model is None:
        return []
    schema = _inline(model.model_json_schema(schema_generator=_Plain))
    parameters = []
    for name, property_schema in schema.get("properties", {}).items():
        required = name in schema.get("required", [])
        bare = property_schema if required else _without_null(property_schema)
        described = {"name": name, "in": place, "required": required, "schema": bare}
        if "description" in bare:
            described["description"] = bare.pop("description")
        parameters.append(described)
    return parameters


def _inline(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with its definitions put where they are referred to: a parameter stands for itself."""
    definitions = schema.pop("$defs", {})

    def resolve(node: Any) -> Any:  # noqa: ANN401  # any JSON
        if isinstance(node, dict):
            if "$ref" in node:
                target = resolve(definitions[node["$ref"].rsplit("/", 1)[-1]])
                return {**target, **{key: value for key, value in node.items() if key != "$ref"}}
            return {key: resolve(value) for key, value in node.items()}
        return [resolve(item) for item in node] if isinstance(node, list) else node

    resolved: dict[str, Any] = resolve(schema)
    return resolved


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A header or query parameter may be left out; it can't be null."""
    rest = dict(schema)
    options = [option for option in rest.pop("anyOf", []) if option.get("type") != "null"]
    if len(options) == 1:
        return {**options[0], **rest}
    return {**rest, "anyOf": options} if options else rest


def _request_body(declared: Operation, schemas: _Schemas) -> dict[str, Any] | None:
    content: dict[str, Any] = {}
    if declared.body is not None:
        content[JSON] = {"schema": schemas.ref(declared.body, "validation")}
    for media_type in declared.binary:
        content[media_type] = {"schema": {"type": "string", "format": "binary"}}
    return {"required": declared.body_required, "content": content} if content else None


def _responses(declared: Operation, schemas: _Schemas) -> dict[str, Any]:
    good: dict[str, Any] = {"description": _sentence(declared)}
    if declared.answer is not None:
        good["content"] = {JSON: {"schema": schemas.ref(declared.answer, "serialization")}}
    elif declared.content_types and declared.status != 302 and declared.content_types != (JSON,):
        good["content"] = {kind: {"schema": {"type": "string"}} for kind in declared.content_types}
    elif declared.status == 302:
        good["headers"] = {"Location": {"description": "where it is", "schema": {"type": "string", "format": "uri"}}}
    responses: dict[str, Any] = {str(declared.status): good}
    problem = {PROBLEM: {"schema": schemas.ref(Problem, "serialization")}}
    for status in sorted(_problems(declared)):
        responses[str(status)] = {"description": _SPEECH[status], "content": problem}
        if status == 429:
            responses[str(status)]["headers"] = _RETRY
    responses["default"] = {"description": "Any other problem", "content": problem}
    return responses


def _problems(declared: Operation) -> set[int]:
    statuses = set(declared.problems)
    if declared.headers or declared.query or declared.body or declared.binary:
        statuses.add(400)
    if declared.access is Access.SESSION:
        statuses.add(401)
    if declared.body or declared.binary:
        statuses.add(415)
    return statuses


def _sentence(declared: Operation) -> str:
    words = re.sub(r"\s+", " ", (declared.answer.__doc__ or "").strip()) if declared.answer is not None else ""
    return words or declared.summary


def text() -> str:
    """The document as it is served and kept."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the document to the docs."""
    importlib.import_module("app")
    DOCUMENT.write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
