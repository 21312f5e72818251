"""Sends e-mail through SES."""

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from neufit.domain.errors import Unavailable
from neufit.settings import StoreSettings

_REFUSALS = frozenset({"MessageRejected", "BadRequestException", "InvalidParameterValue"})

_WIRE = SMTP.clone(max_line_length=998)
"""Lines as long as SMTP takes (RFC 5322): folded, a long address in a header would become an encoded word."""


class MailRefused(Exception):
    """SES takes this e-mail neither now nor later; the message says why by the name of its error."""


def ses_client(settings: StoreSettings) -> Any:  # noqa: ANN401  # boto3 makes the class
    """A client of SES (v2) that does not let its caller wait long."""
    config = Config(connect_timeout=2, read_timeout=5, retries={"max_attempts": 3, "mode": "standard"})
    return boto3.client("sesv2", region_name=settings.region, endpoint_url=settings.aws_endpoint, config=config)


class Mailer:
    """Sends messages as they are; ``From`` and ``To`` say from whom and to whom."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401  # boto3 makes the class
        self._client = client

    def send(self, message: EmailMessage) -> None:
        """Hand a message to SES. Raise MailRefused when it never takes it, Unavailable to try again later."""
        try:
            self._client.send_email(
                FromEmailAddress=str(message["From"]),
                Destination={"ToAddresses": [str(message["To"])]},
                Content={"Raw": {"Data": message.as_bytes(policy=_WIRE)}},
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _REFUSALS:
                raise MailRefused(code) from None
            raise Unavailable("E-mail can't be sent now.", retry_after=30) from error
        except BotoCoreError as error:
            raise Unavailable("E-mail can't be sent now.", retry_after=30) from error
