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
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Any, cast

from chalice.app import Blueprint, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from functions.composition import Services, services
from functions.parsing import JSON, header_text, parse_body, parse_headers, parse_query
from functions.problems import ALWAYS, INTERNAL, problem, problem_response
from neufit.domain.errors import NeufitError, Unauthenticated
from neufit.domain.session import Session
from neufit.domain.user import user_key

log = logging.getLogger(__name__)


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
        response = problem(500, *INTERNAL)
    log.info(
        "request",
        extra={
            "operation": declaration.id,
            "status": response.status_code,
            "ms": round((time.perf_counter() - started) * 1000, 1),
        },
    )
    return response


def _serialise(declaration: Operation, result: BaseModel | Answer) -> Response:
    answer = result if isinstance(result, Answer) else Answer(body=result, status=declaration.status)
    headers = {**ALWAYS, **answer.headers}
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
    given = {name.lower(): header_text(value) for name, value in (request.headers or {}).items()}
    content_type = given.get("content-type", "").split(";")[0].strip().lower()
    session = read_session(declaration.access, given, supplied)
    headers = parse_headers(declaration.headers, given)
    query = parse_query(declaration.query, request)
    body, content = parse_body(
        request,
        content_type,
        model=declaration.body,
        required=declaration.body_required,
        binary=declaration.binary,
    )
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
