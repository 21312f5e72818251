"""What passes between the states of the publishing machines: ids and small numbers only."""

from pydantic import BaseModel, ConfigDict


class PublishingJob(BaseModel):
    """Input of an execution. The execution's name is ``{mediaId}-{version}``, so a repeated event starts nothing twice.

    ``attempt`` counts the runs that an instructor asked for after a failure; from 1 on it is part of the name.
    """

    model_config = ConfigDict(frozen=True)

    mediaId: str  # noqa: N815  # the wire's spelling, as states pass it on
    version: str
    attempt: int = 0

    @property
    def execution_name(self) -> str:
        """Name of the execution, the same for every delivery of the same event."""
        again = f"-{self.attempt}" if self.attempt else ""
        return f"{self.mediaId}-{self.version}{again}"


class PlannedJob(PublishingJob):
    """A job whose plan is made: what its later states are handed."""

    plan: str


class ChunkJob(PlannedJob):
    """One chunk of a planned job."""

    chunk: int


class TaskError(BaseModel):
    """What a state machine says of an error that it caught: the name of the exception and what went with it."""

    model_config = ConfigDict(frozen=True)

    Error: str = ""
    Cause: str = ""


class FailedJob(PublishingJob):
    """A job that a state machine gave up."""

    error: TaskError = TaskError()
