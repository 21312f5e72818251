"""The only seam between Chalice and the domain: session, request -> model, model -> response, error -> problem.

A resource declares each of its operations once::

    blueprint = Blueprint(__name__)

    @operation(blueprint, "PUT", "/auth", id="renewSession", summary="...", tag="Authentication",
               access=Access.SESSION, headers=SessionHeaders, answer=LoginResponse)
    def renew(call: Call) -> LoginResponse: ...

and this module parses, checks the session, calls, serialises and maps errors (RFC 9457). The same declaration feeds the
OpenAPI document (``functions/openapi.py``), so neither can drift from the other.
"""

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, cast
from urllib.parse import unquote_to_bytes

from chalice.app import Blueprint, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from functions.composition import Services, services
from neufit.domain.errors import (
    Conflict,
    FieldError,
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
from neufit.domain.session import Session
from neufit.domain.user import user_key

log = logging.getLogger(__name__)

PROBLEM = "application/problem+json"
JSON = "application/json"

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

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


class ApiModel(BaseModel):
    """Base of public requests and responses: camelCase on the wire, unknown fields refused."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        # What is answered is always whole: generated clients need not ask whether a field is there.
        json_schema_serialization_defaults_required=True,
    )


AuthToken = Annotated[str, Field(max_length=256, description="the token that signing in gave")]
"""Type of the ``authToken`` header."""

Password = Annotated[
    str,
    Field(
        min_length=1,
        max_length=512,
        description="the password. What ASCII can't say is sent as RFC 8187 has it: `UTF-8''p%C3%A4ssword`.",
    ),
]
"""Type of the ``userPassword`` header."""


class Message(ApiModel):
    """That it was done, in a sentence."""

    message: str


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


class Access(StrEnum):
    """Who may call. Ownership and role are checked by the use case."""

    PUBLIC = "public"  # no session is looked at
    OPTIONAL = "optional"  # a living session is read when there is one, anything else counts as nobody
    SESSION = "session"  # a living session is needed


@dataclass(frozen=True, slots=True)
class Callback:
    """What we POST to an address that a request named. ``address`` is a runtime expression of OpenAPI."""

    name: str
    address: str
    body: type[BaseModel]


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path, as declared by its resource.

    ``binary`` are media types that are taken as they are, ``problems`` the statuses of its own errors (what follows
    from access, headers, query and body is added in the document), ``extra`` further members of the OpenAPI operation.
    """

    method: str
    path: str
    id: str
    summary: str
    tag: str
    access: Access
    headers: type[BaseModel] | None = None
    query: type[BaseModel] | None = None
    body: type[BaseModel] | None = None
    body_required: bool = True
    binary: tuple[str, ...] = ()
    answer: type[BaseModel] | None = None
    status: int = 200
    content_types: tuple[str, ...] = (JSON,)
    problems: tuple[int, ...] = ()
    callback: Callback | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


OPERATIONS: dict[tuple[str, str], Operation] = {}
"""Every declared operation by (path, method)."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request, parsed.

    ``content`` holds a binary body, ``address`` the caller's network address, ``client`` how the caller's software
    calls itself, ``token`` what was presented to prove the session.
    """

    services: Services
    session: Session | None
    address: str
    headers: Any
    query: Any
    body: Any
    content: bytes | None
    content_type: str
    client: str
    token: str = field(default="", repr=False)

    @property
    def me(self) -> Session:
        """The session of an operation that needs one."""
        return cast("Session", self.session)

    @property
    def user_id(self) -> str | None:
        """Who is asking, None for nobody."""
        return self.session.user_id if self.session else None


@dataclass(frozen=True, slots=True)
class Answer:
    """A response that is more than a model with the declared status."""

    body: BaseModel | bytes | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON


View = Callable[[Call], BaseModel | Answer]


def operation(blueprint: Blueprint, method: str, path: str, **declared: Any) -> Callable[[View], View]:  # noqa: ANN401
    """Declare a view as the operation ``method path``. ``declared`` are the further fields of Operation."""
    declaration = Operation(method=method, path=path, **declared)
    if (path, method) in OPERATIONS:
        raise ValueError(f"{method} {path} is declared twice")
    OPERATIONS[path, method] = declaration

    def register(view: View) -> View:
        def handle() -> Response:
            return respond(declaration, view, blueprint.current_request)

        handle.__name__ = f"{declaration.id}"

        blueprint.route(path, methods=[method], name=declaration.id, content_types=[])(handle)  # checked here
        return view

    return register


def respond(declaration: Operation, view: View, request: Request) -> Response:
    """Run one request through its view; every outcome is a response in one of our shapes."""
    started = time.perf_counter()
    try:
        response = _serialise(declaration, view(_parse(declaration, request)))
    except NeufitError as error:
        response = problem_response(error)
    except Exception:
        # The one place where everything else ends: the person gets our shape, the log the cause.
        log.exception("request failed", extra={"operation": declaration.id})
        response = _problem(500, *_INTERNAL)
    log.info(
        "request",
        extra={
            "operation": declaration.id,
            "status": response.status_code,
            "ms": round((time.perf_counter() - started) * 1000, 1),
        },
    )
    return response


def status_of(error: NeufitError) -> int:
    """The HTTP status of a domain error."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 500)


def problem_response(error: NeufitError) -> Response:
    """A domain error as problem details."""
    headers = {"Retry-After": str(error.retry_after)} if error.retry_after is not None else {}
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = 'Bearer realm="NEUFIT"'
    fields = [ProblemField(field=item.field, detail=item.detail) for item in error.fields]
    return _problem(status_of(error), error.code, error.title, error.detail, fields, headers)


def only_problems(event: Request, get_response: Callable[[Request], Response]) -> Response:
    """Middleware: what Chalice refuses by itself (a method that a path doesn't have) is a problem in our shape too."""
    response = get_response(event)
    if response.status_code < 400 or response.headers.get("Content-Type") == PROBLEM:
        return response
    allow = {"Allow": response.headers["Allow"]} if "Allow" in response.headers else {}
    status = min(500, response.status_code)
    code, title, detail = _CHALICE.get(status, _INTERNAL)
    return _problem(status, code, title, detail, headers=allow)


_INTERNAL = ("internal", "Something went wrong on our side", "Nothing you can mend; try again later.")
_CHALICE = {405: ("method-not-allowed", "No such operation", "This path does not take this method; see Allow.")}


def _problem(  # noqa: PLR0917  # the members of RFC 9457 in its order
    status: int,
    code: str,
    title: str,
    detail: str,
    fields: list[ProblemField] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    problem = Problem(type=f"urn:neufit:problem:{code}", title=title, status=status, detail=detail, errors=fields or [])
    return Response(
        body=problem.model_dump_json(),
        status_code=status,
        headers={**_ALWAYS, "Content-Type": PROBLEM, **(headers or {})},
    )


def _serialise(declaration: Operation, result: BaseModel | Answer) -> Response:
    answer = result if isinstance(result, Answer) else Answer(body=result, status=declaration.status)
    headers = {**_ALWAYS, **answer.headers}
    body: str | bytes = b""
    if isinstance(answer.body, BaseModel):
        body = answer.body.model_dump_json(by_alias=True)
        headers["Content-Type"] = JSON
    elif answer.body is not None:
        body = answer.body
        headers["Content-Type"] = answer.content_type
    if isinstance(body, bytes):
        body = body.decode() if answer.content_type.startswith(("text/", "application/vnd.apple", JSON)) else body
    return Response(body=body, status_code=answer.status, headers=headers)


def _parse(declaration: Operation, request: Request) -> Call:
    supplied = services()
    given = {name.lower(): _text(value) for name, value in (request.headers or {}).items()}
    content_type = given.get("content-type", "").split(";")[0].strip().lower()
    session = read_session(declaration.access, given, supplied)
    headers = _parse_headers(declaration.headers, given)
    query = _parse_query(declaration.query, request)
    body, content = _parse_body(declaration, request, content_type)
    return Call(
        services=supplied,
        session=session,
        address=str((request.context or {}).get("identity", {}).get("sourceIp") or "unknown"),
        headers=headers,
        query=query,
        body=body,
        content=content,
        content_type=content_type,
        client="".join(char for char in given.get("user-agent", "") if char.isprintable())[:200],
        token=_token(given),
    )


def _text(value: str) -> str:
    """What a header says. HTTP carries bytes: they are read as UTF-8 where they are that, else as ISO 8859-1.

    Servers differ in how they hand odd bytes on: as ISO 8859-1, or as surrogates (PEP 383).
    """
    try:
        raw = value.encode("latin-1")
    except UnicodeEncodeError:
        raw = value.encode("utf-8", "surrogateescape" if _SMUGGLED.search(value) else "replace")
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


_SMUGGLED = re.compile("[\udc80-\udcff]")
_EXTENDED = re.compile(r"utf-8'[A-Za-z-]*'((?:[A-Za-z0-9!#$&+.^_`|~-]|%[0-9A-Fa-f]{2})*)\Z", re.IGNORECASE)


def _extended(value: str) -> str:
    """A value in the extended notation of RFC 8187 (``UTF-8''p%C3%A4ss``), or any other as it is."""
    match = _EXTENDED.match(value)
    return unquote_to_bytes(match[1]).decode("utf-8", "replace") if match else value


def _token(given: Mapping[str, str]) -> str:
    scheme, _, bearer = given.get("authorization", "").partition(" ")
    return given.get("authtoken", "") or (bearer.strip() if scheme.lower() == "bearer" else "")


def read_session(access: Access, headers: Mapping[str, str], supplied: Services) -> Session | None:
    """The session that the headers speak for (``authToken``, or ``Authorization: Bearer``), in one read.

    Using a session moves its expiry ahead, by one more write every few minutes. Raise Unauthenticated when one is
    needed and there is none, or when ``userId`` names somebody else.
    """
    if access is Access.PUBLIC:
        return None
    token, now = _token(headers), supplied.clock()
    session = supplied.sessions.find(token, now) if token else None
    if session is not None and session.due_for_renewal(now):
        session = supplied.sessions.renew(session, now, timedelta(minutes=supplied.settings.session_minutes))
    if access is Access.SESSION:
        if session is None:
            raise Unauthenticated("This needs a session that is alive. Sign in and send its authToken.")
        claimed = headers.get("userid")
        if claimed is not None and user_key(claimed) != user_key(session.user_id):
            raise Unauthenticated("The userId header and the session do not belong together.")
    return session


def _invalid(error: ValidationError, where: str) -> Invalid:
    fields = []
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        path = ".".join(str(part) for part in item["loc"])[:100] or where
        fields.append(FieldError(path, item["msg"]))
    named = ", ".join(dict.fromkeys(entry.field for entry in fields[:5]))
    return Invalid(f"Look at: {named}.", fields=fields[:50])


def _parse_headers(model: type[BaseModel] | None, given: Mapping[str, str]) -> BaseModel | None:
    if model is None:
        return None
    names = [info.alias or name for name, info in model.model_fields.items()]
    values = {name: _extended(given[name.lower()]) for name in names if name.lower() in given}
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _invalid(error, "headers") from None


def _parse_query(model: type[BaseModel] | None, request: Request) -> BaseModel | None:
    params = request.query_params
    if model is None:
        return None
    values: dict[str, Any] = {}
    many = {info.alias or name for name, info in model.model_fields.items() if _takes_many(info.annotation)}
    for name in params or {}:
        found = params.getlist(name)
        if name in many:
            values[name] = found
        elif len(found) > 1:
            raise Invalid(f"{name} is given more than once.", fields=[FieldError(name, "given more than once")])
        else:
            values[name] = found[0]
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _invalid(error, "query") from None


def _takes_many(annotation: object) -> bool:
    return getattr(annotation, "__origin__", None) in {list, tuple, set}


def _parse_body(declaration: Operation, request: Request, content_type: str) -> tuple[BaseModel | None, bytes | None]:
    if declaration.body is None and not declaration.binary:
        return None, None
    raw: bytes = request.raw_body or b""
    if _matches(content_type, declaration.binary):
        return None, raw
    if declaration.body is None or (content_type != JSON and (raw or declaration.body_required)):
        takes = ", ".join([*([JSON] if declaration.body else []), *declaration.binary])
        raise UnsupportedType(f"This takes {takes}; the request says {content_type or 'nothing'}.")
    if not raw.strip() and not declaration.body_required:
        raw = b"{}"
    try:
        return declaration.body.model_validate_json(raw), None
    except ValidationError as error:
        raise _invalid(error, "body") from None


def _matches(content_type: str, patterns: tuple[str, ...]) -> bool:
    return any(
        content_type == pattern or (pattern.endswith("/*") and content_type.startswith(pattern[:-1]))
        for pattern in patterns
    )
