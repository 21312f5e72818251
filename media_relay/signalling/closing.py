"""Which error closes a connection with which code: the only place of the relay that maps them."""

from collections.abc import Mapping
from typing import NamedTuple

from aiohttp import WSCloseCode

from neufit.contracts.close_codes import CloseCode
from neufit.domain.errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NeufitError,
    NotFound,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)

# RFC 6455: the payload of a control frame holds 125 bytes, two of them are the code.
LONGEST_REASON = 123


class HelloTimeout(NeufitError):
    """Nobody introduced himself in time."""

    code = "hello-timeout"
    title = "No hello in time"


class Restarting(NeufitError):
    """The relay is about to stop; another takes over."""

    code = "restarting"
    title = "The relay restarts"


class Removed(NeufitError):
    """The host has sent this person out, or a moderator suspended the account."""

    code = "removed"
    title = "Removed"


class Ended(NeufitError):
    """The host has ended the meeting."""

    code = "ended"
    title = "Ended by the host"


class MediaLost(NeufitError):
    """Media does not come through any more, or never did."""

    code = "media-lost"
    title = "The media connection was lost"


_CODES: Mapping[type[NeufitError], int] = {
    Invalid: CloseCode.BAD_MESSAGE,
    Unauthenticated: CloseCode.TICKET_REFUSED,
    Forbidden: CloseCode.NOT_ALLOWED,
    NotFound: CloseCode.GONE,
    Gone: CloseCode.GONE,
    HelloTimeout: CloseCode.TIMEOUT,
    MediaLost: CloseCode.TIMEOUT,
    Removed: CloseCode.REMOVED,
    Ended: CloseCode.ENDED,
    Conflict: CloseCode.SUPERSEDED,
    TooManyRequests: CloseCode.TOO_MANY,
    Unavailable: CloseCode.UNAVAILABLE,
    Restarting: WSCloseCode.SERVICE_RESTART,
}


class Close(NamedTuple):
    """A close code and its reason, which fits a control frame."""

    code: int
    reason: str


GOODBYE = Close(WSCloseCode.OK, "")
FAULT = Close(WSCloseCode.INTERNAL_ERROR, "Something went wrong on our side.")


def closing(error: BaseException) -> Close:
    """The close for an error. What we don't know is a fault of ours and says nothing about itself."""
    for kind in type(error).__mro__:
        if kind in _CODES and isinstance(error, NeufitError):
            return Close(_CODES[kind], _fitting(error.detail))
    return FAULT


def _fitting(reason: str) -> str:
    """The reason, cut so that its UTF-8 form fits; what has no such form is replaced."""
    return reason.encode("utf-8", "replace")[:LONGEST_REASON].decode("utf-8", "ignore")
