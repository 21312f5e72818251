"""Answers of the stores, recorded once and played back from memory."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.httpsession import URLLib3Session


class _Raw(io.BytesIO):
    """A body as urllib3 hands it on."""

    def stream(self, _amount: int = 0, **_: Any) -> Iterator[bytes]:
        yield self.read()


@dataclass
class Tape:
    """Answers of the stores: recorded once, then played back without any network."""

    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    playing: Iterator[tuple[int, dict[str, str], bytes]] | None = None
    network: URLLib3Session = field(default_factory=URLLib3Session)

    def answer(self, request: Any, **_: Any) -> AWSResponse:
        """Botocore asks before it sends; an answer given here is taken instead."""
        if self.playing is None:
            response = self.network.send(request)
            self.answers.append((response.status_code, dict(response.headers), response.content))
            status, headers, body = self.answers[-1]
        else:
            status, headers, body = next(self.playing)
        return AWSResponse(request.url, status, {name.lower(): value for name, value in headers.items()}, _Raw(body))
