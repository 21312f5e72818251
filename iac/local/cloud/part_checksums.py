"""What S3 does with the checksums of parts and moto does not: compare them at arrival, tell them in the list of parts.

They are kept in memory: of parts that arrived before a restart the list tells none, as if they had been sent without.
"""

import hashlib
import hmac
import io
import re
from base64 import b64encode
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs

from iac.local.cloud.middleware import Application, Environ, StartResponse

_PART = re.compile(rb"<Part>.*?</Part>", re.DOTALL)
_NUMBER = re.compile(rb"<PartNumber>(\d+)</PartNumber>")


class PartChecksums:
    """WSGI middleware around the object store."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._known: dict[tuple[str, int], str] = {}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request; those on parts of an upload are looked at."""
        query = parse_qs(environ.get("QUERY_STRING", ""))
        upload = query.get("uploadId", [""])[0]
        if upload and environ["REQUEST_METHOD"] == "PUT" and "partNumber" in query:
            return self._take(environ, start_response, upload, int(query["partNumber"][0]))
        if upload and environ["REQUEST_METHOD"] == "GET":
            return self._list(environ, start_response, upload)
        return self._application(environ, start_response)

    def _take(self, environ: Environ, start_response: StartResponse, upload: str, number: int) -> Iterable[bytes]:
        promised = environ.get("HTTP_X_AMZ_CHECKSUM_SHA256")
        if promised is None or not environ.get("CONTENT_LENGTH"):
            self._known.pop((upload, number), None)
            return self._application(environ, start_response)
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        if not hmac.compare_digest(promised, b64encode(hashlib.sha256(body).digest()).decode()):
            start_response("400 Bad Request", [("Content-Type", "application/xml")])
            return [b"<Error><Code>BadDigest</Code><Message>The body is not what was promised.</Message></Error>"]
        environ["wsgi.input"] = io.BytesIO(body)
        self._known[upload, number] = promised
        return self._application(environ, start_response)

    def _list(self, environ: Environ, start_response: StartResponse, upload: str) -> Iterable[bytes]:
        started: list[Any] = []

        def start(*given: Any) -> None:  # noqa: ANN401  # what WSGI passes on
            started[:] = given

        told = b"".join(self._application(environ, start))
        listed = _PART.sub(lambda found: self._with_checksum(found[0], upload), told)
        status, headers, *rest = started
        sized = [(name, value) for name, value in headers if name.lower() != "content-length"]
        start_response(status, [*sized, ("Content-Length", str(len(listed)))], *rest)
        return [listed]

    def _with_checksum(self, part: bytes, upload: str) -> bytes:
        number = _NUMBER.search(part)
        checksum = self._known.get((upload, int(number[1]))) if number is not None else None
        if checksum is None:
            return part
        return part.replace(b"</Part>", f"<ChecksumSHA256>{checksum}</ChecksumSHA256></Part>".encode())
