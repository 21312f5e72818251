"""Reports: what somebody saw and wants a moderator to look at, kept as it was given."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from neufit.domain.user import user_key

MAX_WORDS = 2000
"""Characters of what a reporter writes."""
MAX_EVIDENCE_BYTES = 16 * 1024
"""Size of evidence as JSON."""
MAX_PER_DAY = 20
"""Reports that one person can make in a day (UTC)."""
DAY = timedelta(days=1)
FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
"""Until when somebody is suspended who may not come back."""


class ReportCategory(StrEnum):
    """What is wrong."""

    HARASSMENT = "harassment"
    HATE = "hate"
    SEXUAL = "sexual"
    VIOLENCE = "violence"
    SELF_HARM = "self_harm"
    UNSAFE_TRAINING = "unsafe_training"
    PRIVACY = "privacy"
    IMPERSONATION = "impersonation"
    SPAM = "spam"
    OTHER = "other"


_Id = Annotated[str, Field(min_length=1, max_length=64)]


class _About(BaseModel):
    model_config = ConfigDict(frozen=True)


class AboutPerson(_About):
    """Somebody, as such."""

    kind: Literal["person"]
    user_id: _Id


class AboutMedia(_About):
    """A video or an image."""

    kind: Literal["media"]
    media_id: _Id


class AboutMoment(_About):
    """What happened in a meeting at some time, and who did it where that is known."""

    kind: Literal["moment"]
    meeting_id: _Id
    at: datetime
    user_id: _Id | None = None


class AboutMessage(_About):
    """A message in a meeting: its number in the log of that name, and who wrote it."""

    kind: Literal["message"]
    meeting_id: _Id
    log: Annotated[str, Field(min_length=1, max_length=100)]
    seq: Annotated[int, Field(ge=1, le=2**53)]
    user_id: _Id


class AboutComment(_About):
    """What somebody wrote below a video."""

    kind: Literal["comment"]
    media_id: _Id
    comment_id: _Id


AnyAbout = AboutPerson | AboutMedia | AboutComment | AboutMoment | AboutMessage
About = Annotated[AnyAbout, Field(discriminator="kind")]
"""What a report is about."""


class ReportState(StrEnum):
    """What became of a report. A decision is final; a suspension can be lifted apart from it."""

    OPEN = "open"
    DISMISSED = "dismissed"
    WARNED = "warned"
    SUSPENDED = "suspended"


class Decision(BaseModel):
    """What a moderator decided. ``words`` are for both people concerned, ``until`` is of a suspension."""

    model_config = ConfigDict(frozen=True)

    state: Literal[ReportState.DISMISSED, ReportState.WARNED, ReportState.SUSPENDED]
    words: str
    by: str
    at: datetime
    until: datetime | None = None

    def same_as(self, other: "Decision") -> bool:
        """Whether it says the same, whenever it was said: a repeated request."""
        return self.model_dump(exclude={"at"}) == other.model_dump(exclude={"at"})


class Report(BaseModel):
    """A report as stored.

    ``evidence`` is any JSON object, as the reporter's client held it. ``seen`` is what we held of the subject at that
    moment (a profile, the title and version of a video), ``person_id`` whom it is about, where that is known.
    """

    model_config = ConfigDict(frozen=True)

    report_id: str
    reporter_id: str
    about: About
    person_id: str | None = None
    category: ReportCategory
    words: str
    evidence: dict[str, Any]
    seen: dict[str, Any] = {}
    at: datetime
    digest: str = ""
    decision: Decision | None = None

    @property
    def state(self) -> ReportState:
        """What became of it."""
        return self.decision.state if self.decision is not None else ReportState.OPEN

    @property
    def sealed(self) -> "Report":
        """The report with its digest, as it is kept from then on."""
        return self.model_copy(update={"digest": self._digest()})

    @property
    def intact(self) -> bool:
        """Whether what was reported is still what the digest, which the reporter got too, was made of."""
        return self.digest == self._digest()

    @property
    def thing(self) -> str:
        """What it is about, for the rule that somebody has one open report of each thing."""
        match self.about:
            case AboutPerson(user_id=user_id):
                return f"person#{user_key(user_id)}"
            case AboutMedia(media_id=media_id):
                return f"media#{media_id}"
            case AboutComment(media_id=media_id, comment_id=comment_id):
                return f"comment#{media_id}#{comment_id}"
            case AboutMoment(meeting_id=meeting_id) | AboutMessage(meeting_id=meeting_id):
                return f"meeting#{meeting_id}#{user_key(self.about.user_id or '')}"

    def _digest(self) -> str:
        """SHA-256 over everything but the decision, as JSON with sorted keys (hex)."""
        told = self.model_dump(mode="json", exclude={"digest", "decision"})
        text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()


def day_of(moment: datetime) -> datetime:
    """The start of the day in which a report counts."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
