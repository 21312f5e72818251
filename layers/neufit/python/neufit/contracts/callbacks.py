"""Events of a viewing or a meeting for the address that its client named.

POST with a JSON body ``{message, event, eventId, at}``, with ``mediaId`` and ``stream`` of a viewing or ``meetingId``
of a meeting, and the header ``NEUFIT-Signature``: an ES256 JWT with ``aud`` "callback", ``jti`` the event's id,
``iat``, ``exp`` and ``bdy``, the base64url SHA-256 of the body. An event may arrive more than once and out of order:
``eventId`` is the same each time.
"""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from neufit.signing import Signer

SIGNATURE_HEADER = "NEUFIT-Signature"
AUDIENCE = "callback"
_SIGNATURE_LIFETIME = timedelta(minutes=5)
_MESSAGES = {
    "stream.started": "A stream was started.",
    "meeting.joined": "A meeting was joined.",
}


class CallbackEvent(BaseModel):
    """One event as it waits in the queue. ``stream`` names the viewing, ``tries`` counts those that failed.

    What an event isn't about is None.
    """

    model_config = ConfigDict(frozen=True)

    event_id: str
    url: str = Field(repr=False)
    event: Literal["stream.started", "meeting.joined"]
    media_id: str | None = None
    stream: str | None = None
    meeting_id: str | None = None
    at: datetime
    tries: int = 0

    def body(self) -> bytes:
        """What is posted."""
        return (
            CallbackBody(
                message=_MESSAGES[self.event],
                event=self.event,
                eventId=self.event_id,
                mediaId=self.media_id,
                stream=self.stream,
                meetingId=self.meeting_id,
                at=self.at,
            )
            .model_dump_json(exclude_none=True)
            .encode()
        )


class CallbackBody(BaseModel):
    """The body of a POST to a callback address. What an event isn't about is left out."""

    message: str
    event: str
    eventId: str  # noqa: N815  # the wire's spelling
    mediaId: str | None = None  # noqa: N815
    stream: str | None = None
    meetingId: str | None = None  # noqa: N815
    at: datetime


def body_hash(body: bytes) -> str:
    """What the signature says of the body: base64url SHA-256 without padding."""
    return base64.urlsafe_b64encode(hashlib.sha256(body).digest()).decode().rstrip("=")


def sign_body(event_id: str, body: bytes, at: datetime, signer: Signer) -> str:
    """The value of the signature header."""
    return signer.sign(
        {
            "aud": AUDIENCE,
            "jti": event_id,
            "iat": int(at.timestamp()),
            "exp": int((at + _SIGNATURE_LIFETIME).timestamp()),
            "bdy": body_hash(body),
        }
    )
