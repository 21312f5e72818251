"""Reports: what somebody saw and wants a moderator to look at, kept as it was given."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

MAX_WORDS = 2000
"""Characters of what a reporter writes."""
MAX_EVIDENCE_BYTES = 16 * 1024
"""Size of evidence as JSON."""
MAX_PER_WINDOW = 10
"""Reports that one person can make in an hour."""
WINDOW = timedelta(hours=1)


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


AnyAbout = AboutPerson | AboutMedia | AboutMoment | AboutMessage
About = Annotated[AnyAbout, Field(discriminator="kind")]
"""What a report is about."""


class ReportState(StrEnum):
    """In which queue a report waits. What moderators do with it comes with their tools."""

    OPEN = "open"


class Report(BaseModel):
    """A report as stored. ``evidence`` is any JSON object, as the reporter's client held it."""

    model_config = ConfigDict(frozen=True)

    report_id: str
    state: ReportState = ReportState.OPEN
    reporter_id: str
    about: About
    category: ReportCategory
    words: str
    evidence: dict[str, Any]
    at: datetime


def window_of(moment: datetime) -> datetime:
    """The start of the hour in which a report counts."""
    return moment.replace(minute=0, second=0, microsecond=0)
