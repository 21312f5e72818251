"""About the service itself: whether it is there, and what it offers."""

from functools import cache
from typing import Literal

from chalice.app import Blueprint

from functions.http import Access, Answer, ApiModel, Call, operation
from functions.openapi import text

TAG = "Service"

blueprint = Blueprint(__name__)


class Health(ApiModel):
    """That requests are answered."""

    status: Literal["ok"] = "ok"


@operation(
    blueprint,
    "GET",
    "/health",
    id="health",
    summary="Whether requests are answered",
    tag=TAG,
    access=Access.PUBLIC,
    answer=Health,
)
def health(_: Call) -> Health:
    """Answer; nothing else is looked at."""
    return Health()


@operation(
    blueprint,
    "GET",
    "/openapi.json",
    id="openapi",
    summary="This document",
    tag=TAG,
    access=Access.PUBLIC,
    extra={
        "responses": {
            "200": {
                "description": "An OpenAPI 3.1 document",
                "content": {"application/json": {"schema": {"type": "object"}}},
            }
        }
    },
)
def openapi(_: Call) -> Answer:
    """The document of everything that this process serves."""
    return Answer(body=_document())


@cache
def _document() -> bytes:
    return text().encode()
