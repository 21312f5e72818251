"""Why the relay closes a connection, on every path that it serves."""

from enum import IntEnum


class CloseCode(IntEnum):
    """Close codes (RFC 6455, private range). The reason text says it in words."""

    BAD_MESSAGE = 4400
    TICKET_REFUSED = 4401
    REMOVED = 4403
    GONE = 4404
    NOT_ALLOWED = 4405
    TIMEOUT = 4408
    SUPERSEDED = 4409
    ENDED = 4410
    TOO_MANY = 4429
    UNAVAILABLE = 4503
