"""Everything that goes wrong in the front has the shape of problem details (RFC 9457), as the API's own errors have."""

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from aiohttp import web

from functions.problems import PROBLEM, Problem, status_of
from neufit.domain.errors import NeufitError

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def problem(status: int, code: str, title: str, detail: str, **headers: str) -> web.Response:
    """A response that says what is wrong. Header names are written with underscores."""
    body = Problem(type=f"urn:neufit:problem:{code}", title=title, status=status, detail=detail)
    return web.Response(
        status=status,
        body=body.model_dump_json().encode(),
        headers={
            "Content-Type": PROBLEM,
            "Cache-Control": "no-store",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
    )


def problem_of(error: NeufitError) -> web.Response:
    """The response to a domain error."""
    headers = {"Retry_After": str(error.retry_after)} if error.retry_after is not None else {}
    return problem(status_of(error), error.code, error.title, error.detail, **headers)


def not_allowed(allowed: str) -> web.Response:
    """A path that exists, asked by a method that it does not know."""
    return problem(
        405, "method-not-allowed", "Method not allowed", f"This address answers to {allowed}.", Allow=allowed
    )


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what handlers raise into problem details."""
    try:
        return await handler(request)
    except NeufitError as error:
        return problem_of(error)
    except web.HTTPException as error:
        if error.status < HTTPStatus.BAD_REQUEST:
            raise
        if isinstance(error, web.HTTPMethodNotAllowed):
            return not_allowed(", ".join(sorted(error.allowed_methods)))
        phrase = HTTPStatus(error.status).phrase
        return problem(error.status, phrase.lower().replace(" ", "-"), phrase, error.text or phrase)
    except ConnectionResetError:
        raise  # the person is gone; there is nobody to tell
    except Exception:
        # The one place where everything else ends: the person gets our shape, the log the cause.
        log.exception("the front failed")
        return problem(500, "internal", "Something went wrong on our side", "Nothing you can mend; try again later.")
