"""What clients send and moderators get about reports."""

import json
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, JsonValue

from functions.community.reports.decisions import Action
from functions.http import ApiModel
from functions.parameters import Cursor, Moment
from neufit.domain.report import MAX_EVIDENCE_BYTES, MAX_WORDS, ReportCategory, ReportState
from neufit.domain.user import Prose
from neufit.stores.reports import Queue

_Id = Annotated[str, Field(min_length=1, max_length=64)]
_Log = Annotated[str, Field(min_length=1, max_length=100, description="the log that seq counts in")]
_Seq = Annotated[int, Field(ge=1, le=2**53)]


def _bounded(evidence: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Refuse what would not fit beside the report, or is no JSON by the letter (infinite numbers)."""
    try:
        size = len(json.dumps(evidence, allow_nan=False, ensure_ascii=False).encode())
    except ValueError:
        raise ValueError("holds numbers that JSON can't say") from None
    if size > MAX_EVIDENCE_BYTES:
        raise ValueError(f"may take {MAX_EVIDENCE_BYTES // 1024} KiB as JSON")
    return evidence


Words = Annotated[Prose, Field(max_length=MAX_WORDS)]
Evidence = Annotated[
    dict[str, JsonValue],
    AfterValidator(_bounded),
    Field(
        description=f"What your client holds of it, up to {MAX_EVIDENCE_BYTES // 1024} KiB, kept as given: "
        "lines of the chat with seq and log, the time in the meeting, hashes.",
        examples=[{"lines": [{"seq": 812, "log": "c81f", "userId": "customerId_4", "text": "..."}], "atMs": 93500}],
    ),
]


class ReportedPerson(ApiModel):
    """A person as such."""

    kind: Literal["person"]
    user_id: _Id


class ReportedMedia(ApiModel):
    """A video or an image."""

    kind: Literal["media"]
    media_id: _Id


class ReportedComment(ApiModel):
    """What somebody wrote below a video."""

    kind: Literal["comment"]
    media_id: _Id
    comment_id: _Id


class ReportedMoment(ApiModel):
    """What happened in a meeting at some time; ``userId`` did it, where that is known."""

    kind: Literal["moment"]
    meeting_id: _Id
    at: Moment
    user_id: _Id | None = None


class ReportedMessage(ApiModel):
    """A message in a meeting, by its number in the log of that name, and who wrote it."""

    kind: Literal["message"]
    meeting_id: _Id
    log: _Log
    seq: _Seq
    user_id: _Id


Reported = Annotated[
    ReportedPerson | ReportedMedia | ReportedComment | ReportedMoment | ReportedMessage, Field(discriminator="kind")
]


class ReportRequest(ApiModel):
    """What a moderator should look at."""

    about: Reported
    category: ReportCategory
    words: Words = ""
    evidence: Evidence = Field(default_factory=dict)


class ReportReceipt(ApiModel):
    """That the report is kept, under which id, and its digest: with it, anybody can tell whether it was changed."""

    message: str
    report_id: str
    digest: Annotated[str, Field(description="SHA-256 over the report as kept, hex")]


class ReportQuery(ApiModel):
    """Which page of which reports."""

    queue: Annotated[Queue, Field(description="for moderators: those that wait, or those that were decided")] = (
        Queue.OPEN
    )
    mine: Annotated[bool, Field(description="what one reported oneself, and what became of it")] = False
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=50)] = 24


class ReportSubject(ApiModel):
    """What a report is about. What this kind doesn't have is null."""

    kind: Literal["person", "media", "comment", "moment", "message"]
    user_id: str | None = None
    media_id: str | None = None
    comment_id: str | None = None
    meeting_id: str | None = None
    at: datetime | None = None
    log: str | None = None
    seq: int | None = None


class DecisionQuery(ApiModel):
    """Which report."""

    report_id: _Id


class DecisionRequest(ApiModel):
    """What is done about a report. ``until`` is for suspending: left out, it is for good."""

    action: Action
    words: Annotated[
        Prose, Field(min_length=1, max_length=1000, description="for the reporter and the person reported")
    ]
    until: Moment | None = None


class SuspensionQuery(ApiModel):
    """Whose suspension."""

    user_id: _Id


class ReportDecision(ApiModel):
    """What was decided. ``by`` is told to moderators only; ``until`` is null for good, and without a suspension."""

    words: str
    at: datetime
    by: str | None
    until: datetime | None


class ReportItem(ApiModel):
    """A report as it was given, with who and when, and what became of it.

    ``seen`` is what the service held of the subject then; ``intact`` says that nothing of it was changed since.
    Evidence and what was seen are for moderators; in lists of one's own reports they are empty.
    """

    report_id: str
    state: ReportState
    reporter: str
    person: str | None
    person_name: str | None
    suspended_until: datetime | None
    about: ReportSubject
    category: ReportCategory
    words: str
    evidence: dict[str, JsonValue]
    seen: dict[str, JsonValue]
    digest: str
    intact: bool | None
    at: datetime
    decision: ReportDecision | None


class ReportPage(ApiModel):
    """Reports, newest first; ``cursor`` is null at the end."""

    items: list[ReportItem]
    cursor: str | None
