"""Topics: what videos are about. A short list that moderators keep."""

from pydantic import BaseModel, ConfigDict

from neufit.domain.user import Prose, Slug


class Topic(BaseModel):
    """One topic. Its slug also works in lists of subscriptions."""

    model_config = ConfigDict(frozen=True)

    slug: Slug
    name: str
    description: Prose = ""
