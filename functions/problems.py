"""What goes wrong, as HTTP says it: problem details (RFC 9457). The one place where errors meet statuses."""

from collections.abc import Callable, Mapping

from chalice.app import Request, Response
from pydantic import BaseModel, ConfigDict

from neufit.domain.errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NeufitError,
    NotFound,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
    UnsupportedType,
)

PROBLEM = "application/problem+json"

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
"""Headers of every answer: it is for the one who asked, and nothing else than what it says it is."""

_STATUS: Mapping[type[NeufitError], int] = {
    Invalid: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    Conflict: 409,
    Gone: 410,
    TooLarge: 413,
    UnsupportedType: 415,
    TooManyRequests: 429,
    Unavailable: 503,
}


class ProblemField(BaseModel):
    """What is wrong with one field."""

    field: str
    detail: str


class Problem(BaseModel):
    """Problem details (RFC 9457) with the fields that are wrong."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemField] = []


def status_of(error: NeufitError) -> int:
    """The HTTP status of a domain error."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)


def problem_response(error: NeufitError) -> Response:
    """A domain error as problem details."""
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else {}
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = 'Bearer realm="NEUFIT"'
    fields = [ProblemField(field=item.field, detail=item.detail) for item in error.fields]
    return problem(status_of(error), error.code, error.title, error.detail, fields, headers)


def only_problems(event: Request, get_response: Callable[[Request], Response]) -> Response:
    """Middleware: what Chalice refuses by itself (a method that a path doesn't have) is a problem in our shape too."""
    response = get_response(event)
    if response.status_code < 400 or response.headers.get("Content-Type") == PROBLEM:
        return response
    allow = {"Allow": response.headers["Allow"]} if "Allow" in response.headers else {}
    status = min(500, response.status_code)
    code, title, detail = _CHALICE.get(status, INTERNAL)
    return problem(status, code, title, detail, headers=allow)


INTERNAL = ("internal", "Something went wrong on our side", "Nothing you can mend; try again later.")
_CHALICE = {405: ("method-not-allowed", "No such operation", "This path does not take this method; see Allow.")}


def problem(  # noqa: PLR0917  # the members of RFC 9457 in its order
    status: int,
    code: str,
    title: str,
    detail: str,
    fields: list[ProblemField] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A response that says what is wrong. ``code`` is stable and machine readable."""
    details = Problem(type=f"urn:neufit:problem:{code}", title=title, status=status, detail=detail, errors=fields or [])
    return Response(
        body=details.model_dump_json(),
        status_code=status,
        headers={**ALWAYS, "Content-Type": PROBLEM, **(headers or {})},
    )
