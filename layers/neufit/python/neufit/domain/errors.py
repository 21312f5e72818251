"""Errors that a person may meet, without knowing about any protocol.

NeufitError
├── Invalid            what was sent can't be accepted; ``fields`` says where
├── Unauthenticated    nobody, or nobody known, is asking
├── Forbidden          somebody known is asking for what isn't theirs
├── NotFound           there is no such thing, or not for this person
├── Conflict           it was changed by another, or is not in the state that this needs
├── Gone               it existed and has been taken away
├── TooLarge           more than can be taken this way
├── UnsupportedType    a kind of content that isn't taken here
├── TooManyRequests    slow down; ``retry_after`` says how long
└── Unavailable        a part of ours does not answer; ``retry_after`` says when to try again

Each edge maps these once: HTTP in ``functions/http.py``, WebSocket in ``media_relay/signalling``.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing that is wrong with one field. ``field`` is a dotted path as the client wrote it (``topics.0``)."""

    field: str
    detail: str


class NeufitError(Exception):
    """Base of all errors that have a sentence for the person who meets them.

    ``code`` is stable and machine readable (kebab case), ``title`` the same for every error of a code, ``detail`` this
    occurrence in a sentence that says what to do. None of them may hold secrets or personal data.
    """

    code = "error"
    title = "Something went wrong"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        fields: Sequence[FieldError] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.fields = tuple(fields)
        self.retry_after = retry_after
        if code is not None:
            self.code = code


class Invalid(NeufitError):
    """The request can't be accepted as it is."""

    code = "invalid"
    title = "The request is not valid"


class Unauthenticated(NeufitError):
    """No session, or none that is known and alive."""

    code = "unauthenticated"
    title = "Sign in first"


class Forbidden(NeufitError):
    """A known person asks for what isn't theirs."""

    code = "forbidden"
    title = "Not allowed"


class NotFound(NeufitError):
    """There is no such thing, or not for this person."""

    code = "not-found"
    title = "Not found"


class Conflict(NeufitError):
    """Another was first, or the thing is not in the state that this needs."""

    code = "conflict"
    title = "Already changed"


class Gone(NeufitError):
    """It existed and has been taken away."""

    code = "gone"
    title = "No longer available"


class TooLarge(NeufitError):
    """More than can be taken this way."""

    code = "too-large"
    title = "Too large"


class UnsupportedType(NeufitError):
    """A kind of content that isn't taken here."""

    code = "unsupported-type"
    title = "This kind of content is not supported"


class TooManyRequests(NeufitError):
    """Slow down; ``retry_after`` holds the seconds."""

    code = "too-many-requests"
    title = "Too many tries"


class Unavailable(NeufitError):
    """A part of ours does not answer; nothing was changed."""

    code = "unavailable"
    title = "Not available right now"
