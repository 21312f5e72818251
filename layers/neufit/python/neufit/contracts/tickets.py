"""Tickets: signed grants by which the API sends a person to a relay. Checked offline, live a minute, used once."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from neufit.domain.block import MAX_NAMED
from neufit.domain.room.kinds import MeetingKind, MeetingRole, Source
from neufit.domain.room.playback import SharedVideo
from neufit.signing import InvalidSignature, Signer, Verifier

LIFETIME = timedelta(seconds=60)
ON_DEMAND_AUDIENCE = "relay/on-demand"
LIVE_AUDIENCE = "relay/live"


class OnDemandTicket(BaseModel):
    """The right to stream one published video.

    ``jti`` makes it usable once. ``family`` stays the same over the tickets of one viewing: a connection with a newer
    ticket of the family takes the place of the older one. ``viewer`` is an opaque name, never the user's id.
    """

    model_config = ConfigDict(frozen=True)

    jti: str
    family: str
    viewer: str
    media_id: str
    plan: str
    issued_at: datetime

    @property
    def holder(self) -> str:
        """Who comes with it."""
        return self.viewer

    @property
    def place(self) -> str:
        """What its holder can be at once only."""
        return self.family

    def sign(self, signer: Signer) -> str:
        """The ticket as a compact JWT."""
        claims: dict[str, Any] = {
            "aud": ON_DEMAND_AUDIENCE,
            "iat": int(self.issued_at.timestamp()),
            "exp": int((self.issued_at + LIFETIME).timestamp()),
            "jti": self.jti,
            "fam": self.family,
            "sub": self.viewer,
            "med": self.media_id,
            "pln": self.plan,
        }
        return signer.sign(claims)

    @classmethod
    def verify(cls, token: str, verifier: Verifier, *, leeway: float = 2) -> Self:
        """Read a ticket that we signed and that is alive; else raise InvalidSignature."""
        claims = verifier.verify(token, audience=ON_DEMAND_AUDIENCE, leeway=leeway)
        try:
            return cls(
                jti=claims["jti"],
                family=claims["fam"],
                viewer=claims["sub"],
                media_id=claims["med"],
                plan=claims["pln"],
                issued_at=datetime.fromtimestamp(claims["iat"], tz=UTC),
            )
        except (KeyError, ValidationError):
            raise InvalidSignature("claims are missing") from None


class LiveTicket(BaseModel):
    """The right to be in one meeting, as somebody.

    ``user_id`` and ``name`` are what others see. ``publishes`` is what this person may send, ``moderates`` whether he
    or she may mute, remove and end. ``blocked`` names whom he or she blocked, and who did the same since the meeting
    opened; no others, as the holder can read it: two are kept apart when the ticket of either names the other. The
    meeting is over at ``ends_at``. ``video`` is what a shared workout watches. One person is in a meeting once: the
    newest connection wins.
    """

    model_config = ConfigDict(frozen=True)

    jti: str
    user_id: Annotated[str, Field(min_length=1, max_length=64)]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    meeting_id: Annotated[str, Field(min_length=1, max_length=64)]
    kind: MeetingKind
    role: MeetingRole
    publishes: frozenset[Source]
    moderates: bool
    blocked: Annotated[frozenset[str], Field(max_length=MAX_NAMED)] = frozenset()
    issued_at: datetime
    ends_at: datetime
    video: SharedVideo | None = None

    @property
    def holder(self) -> str:
        """Who comes with it."""
        return self.user_id

    @property
    def place(self) -> str:
        """What its holder can be at once only."""
        return self.meeting_id

    def sign(self, signer: Signer) -> str:
        """The ticket as a compact JWT."""
        claims: dict[str, Any] = {
            "aud": LIVE_AUDIENCE,
            "iat": int(self.issued_at.timestamp()),
            "exp": int((self.issued_at + LIFETIME).timestamp()),
            "jti": self.jti,
            "sub": self.user_id,
            "name": self.name,
            "meeting": self.meeting_id,
            "kind": self.kind.value,
            "role": self.role.value,
            "pub": sorted(self.publishes),
            "mod": self.moderates,
            "blk": sorted(self.blocked),
            "ends": int(self.ends_at.timestamp()),
        }
        if self.video is not None:
            claims["video"] = self.video.model_dump()
        return signer.sign(claims)

    @classmethod
    def verify(cls, token: str, verifier: Verifier, *, leeway: float = 2) -> Self:
        """Read a ticket that we signed and that is alive; else raise InvalidSignature."""
        claims = verifier.verify(token, audience=LIVE_AUDIENCE, leeway=leeway)
        try:
            return cls(
                jti=claims["jti"],
                user_id=claims["sub"],
                name=claims["name"],
                meeting_id=claims["meeting"],
                kind=claims["kind"],
                role=claims["role"],
                publishes=claims["pub"],
                moderates=claims["mod"],
                blocked=claims["blk"],
                issued_at=datetime.fromtimestamp(claims["iat"], tz=UTC),
                ends_at=datetime.fromtimestamp(claims["ends"], tz=UTC),
                video=claims.get("video"),
            )
        except (KeyError, TypeError, ValueError, OverflowError):
            raise InvalidSignature("claims are missing") from None
