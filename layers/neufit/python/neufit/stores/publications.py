"""The publications table: how far the publishing of each uploaded version is. One partition a version.

``job``                     one row: the run that works on it, percent of each step, what it found and decided
``chunk#{plan}#{number}``   one row a chunk: frames encoded so far, and what the finished chunk is
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from neufit.contracts.publishing import PublishingJob
from neufit.domain.errors import NotFound
from neufit.domain.media import Published
from neufit.domain.publication import Chunk, Job, Progress, Step
from neufit.stores.tables import ConditionFailed, Table, store_errors

_OPEN = "open"


class OpenJobs(GlobalSecondaryIndex["PublicationRow"]):  # type: ignore[no-untyped-call]  # pynamodb leaves it untyped
    """The jobs that have not ended, oldest first. Sparse: rows leave it when they end."""

    class Meta:
        """Where the index lives."""

        index_name = "open-jobs"
        projection = KeysOnlyProjection()

    state = UnicodeAttribute(hash_key=True)
    queued_at = UTCDateTimeAttribute(range_key=True)


class PublicationRow(Table):
    """A job or a chunk."""

    class Meta:
        """Where the table lives."""

        table_name = "publications"

    publication = UnicodeAttribute(hash_key=True)
    part = UnicodeAttribute(range_key=True)
    state = UnicodeAttribute(null=True)
    queued_at = UTCDateTimeAttribute(null=True)
    attempt = NumberAttribute(null=True)
    plan = UnicodeAttribute(null=True)
    source = JSONAttribute(null=True)
    encoding = JSONAttribute(null=True)
    refusal = UnicodeAttribute(null=True)
    published = JSONAttribute(null=True)
    verify_percent = NumberAttribute(null=True)
    probe_percent = NumberAttribute(null=True)
    plan_percent = NumberAttribute(null=True)
    thumbnails_percent = NumberAttribute(null=True)
    stitch_percent = NumberAttribute(null=True)
    publish_percent = NumberAttribute(null=True)
    frames = NumberAttribute(null=True)
    encoded = NumberAttribute(null=True)
    done = BooleanAttribute(null=True)
    rates = JSONAttribute(null=True)
    open_jobs = OpenJobs()


_JOB = "job"


def _publication(media_id: str, version: str) -> str:
    return f"{media_id}#{version}"


def _part(plan: str, chunk: int) -> str:
    return f"chunk#{plan}#{chunk:05d}"


def _percents(job: PublicationRow, chunks: list[PublicationRow]) -> dict[Step, int]:
    frames = int(job.frames or 0)
    encoded = sum(int(row.encoded or 0) for row in chunks if row.plan == job.plan)
    percents = {step: int(getattr(job, f"{step.value}_percent", None) or 0) for step in Step}
    percents[Step.ENCODE] = min(100, encoded * 100 // frames) if frames else 0
    return percents


class PublicationStore:
    """How far publishing is, and what its tasks leave for each other. Every write may be repeated."""

    def begin(self, job: PublishingJob, at: datetime) -> Job:
        """The row of a run, made at its first sight; a later attempt starts afresh, an earlier one changes nothing.

        Answer the run that works on this version now, which may be a later one than ``job``.
        """
        row = PublicationRow(
            _publication(job.mediaId, job.version), _JOB, state=_OPEN, queued_at=at, attempt=job.attempt, plan=""
        )
        known = PublicationRow.attempt
        try:
            with store_errors():
                row.save(condition=known.does_not_exist() | (known < job.attempt))
        except ConditionFailed:
            return self.job(job.mediaId, job.version)
        return _to_job(row)

    def job(self, media_id: str, version: str) -> Job:
        """The run that works on this version. Raise NotFound."""
        try:
            with store_errors():
                row = PublicationRow.get(_publication(media_id, version), _JOB, consistent_read=True)
        except PublicationRow.DoesNotExist:
            raise NotFound("Nothing is being published of this version.") from None
        return _to_job(row)

    def advance(self, job: Job, step: Step, percent: int) -> None:
        """Say how far a step is; a run that another took over from says nothing."""
        column = getattr(PublicationRow, f"{step.value}_percent")
        self._set(job, column.set(percent))

    def found(self, job: Job, source: Mapping[str, Any]) -> None:
        """Keep what the probe task found in the original."""
        self._set(job, PublicationRow.source.set(dict(source)), PublicationRow.probe_percent.set(100))

    def decided(self, job: Job, plan: str, frames: int, encoding: Mapping[str, Any]) -> None:
        """Keep what the plan task decided; ``frames`` of the whole video."""
        self._set(
            job,
            PublicationRow.plan.set(plan),
            PublicationRow.frames.set(frames),
            PublicationRow.encoding.set(dict(encoding)),
            PublicationRow.plan_percent.set(100),
        )

    def refused(self, job: Job, code: str) -> None:
        """Keep why the original can't be published."""
        self._set(job, PublicationRow.refusal.set(code))

    def finished(self, job: Job, published: Published) -> None:
        """Keep what players will get; all that is left is the flip."""
        self._set(
            job,
            PublicationRow.published.set(published.model_dump(mode="json")),
            PublicationRow.stitch_percent.set(100),
        )

    def close(self, job: Job) -> None:
        """The run has ended, well or not; it leaves the open jobs."""
        self._set(job, PublicationRow.state.remove())

    def encoding(self, job: Job, chunk: int, encoded: int) -> None:
        """Say how many frames of a chunk are encoded so far. Never takes back that it is done."""
        row = PublicationRow(_publication(job.media_id, job.version), _part(job.plan, chunk))
        try:
            with store_errors():
                row.update(
                    actions=[PublicationRow.plan.set(job.plan), PublicationRow.encoded.set(encoded)],
                    condition=PublicationRow.done.does_not_exist(),
                )
        except ConditionFailed:
            return  # an earlier run of the same task has finished it

    def encoded(self, job: Job, chunk: Chunk) -> None:
        """A chunk is done: its segments are where players read them."""
        row = PublicationRow(
            _publication(job.media_id, job.version),
            _part(job.plan, chunk.number),
            plan=job.plan,
            frames=chunk.frames,
            encoded=chunk.frames,
            done=True,
            rates={track: list(rate) for track, rate in chunk.rates.items()},
        )
        with store_errors():
            row.save()

    def chunk(self, job: Job, number: int) -> Chunk | None:
        """A finished chunk, or None."""
        try:
            with store_errors():
                row = PublicationRow.get(
                    _publication(job.media_id, job.version), _part(job.plan, number), consistent_read=True
                )
        except PublicationRow.DoesNotExist:
            return None
        return _to_chunk(row) if row.done else None

    def chunks(self, job: Job) -> list[Chunk]:
        """The finished chunks of a run, in order."""
        with store_errors():
            rows = PublicationRow.query(
                _publication(job.media_id, job.version),
                PublicationRow.part.startswith(f"chunk#{job.plan}#"),
                consistent_read=True,
            )
            return [_to_chunk(row) for row in rows if row.done]

    def forget_chunks(self, job: Job) -> None:
        """Remove the rows of a run's chunks: what they speak of is about to be removed too."""
        with store_errors():
            prefix = PublicationRow.part.startswith(f"chunk#{job.plan}#")
            rows = list(PublicationRow.query(_publication(job.media_id, job.version), prefix, consistent_read=True))
            with PublicationRow.batch_write() as batch:
                for row in rows:
                    batch.delete(row)

    def progress(self, media_id: str, version: str) -> Progress | None:
        """How far the publishing of a version is; None when it was never queued. One query."""
        with store_errors():
            rows = list(PublicationRow.query(_publication(media_id, version)))
        job = next((row for row in rows if row.part == _JOB), None)
        if job is None:
            return None
        return Progress(steps=_percents(job, [row for row in rows if row.part != _JOB]))

    def open_jobs(self) -> Iterator[PublishingJob]:
        """The jobs that have not ended, oldest first: what to look after when executions may have died."""
        with store_errors():
            for row in PublicationRow.open_jobs.query(_OPEN):
                media_id, version = row.publication.split("#")
                job = self.job(media_id, version)
                yield PublishingJob(mediaId=media_id, version=version, attempt=job.attempt)

    def _set(self, job: Job, *actions: Any) -> None:  # noqa: ANN401  # pynamodb's actions have no common public type
        row = PublicationRow(_publication(job.media_id, job.version), _JOB)
        try:
            with store_errors():
                row.update(actions=list(actions), condition=PublicationRow.attempt == job.attempt)
        except ConditionFailed:
            return  # a later attempt owns the row; what an earlier one has to say is of no use


def _to_job(row: PublicationRow) -> Job:
    media_id, version = row.publication.split("#")
    return Job(
        media_id=media_id,
        version=version,
        attempt=int(row.attempt or 0),
        queued_at=row.queued_at,
        plan=row.plan or "",
        source=row.source,
        encoding=row.encoding,
        refusal=row.refusal,
        published=None if row.published is None else Published.model_validate(row.published),
    )


def _to_chunk(row: PublicationRow) -> Chunk:
    return Chunk(
        number=int(row.part.rpartition("#")[2]),
        frames=int(row.frames or 0),
        rates={track: (rate[0], rate[1]) for track, rate in (row.rates or {}).items()},
    )
