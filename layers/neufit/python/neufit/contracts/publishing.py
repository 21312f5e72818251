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
