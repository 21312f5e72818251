"""Checks presigned URLs as S3 does (AWS Signature Version 4, query parameters), because moto takes any signature.

Without it everybody who can reach the front could read and replace every object.
"""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from neufit.domain.errors import Forbidden

_ALGORITHM = "AWS4-HMAC-SHA256"
_SKEW = timedelta(minutes=15)
_LONGEST = 7 * 24 * 3600


def check_signature(method: str, target: str, headers: Mapping[str, str], secret: str, now: datetime) -> None:
    """Raise Forbidden unless ``target`` (path and query as they were sent) was signed with ``secret`` and is alive."""
    refused = Forbidden("This address was not signed by us, or its time is over. Ask for a new one.")
    path, _, query = target.partition("?")
    pairs = [pair.partition("=")[::2] for pair in query.split("&") if pair]
    given = {name: unquote(value) for name, value in pairs}
    try:
        signed_at = datetime.strptime(given["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        lifetime = int(given["X-Amz-Expires"])
        _, scope = given["X-Amz-Credential"].split("/", 1)
        names = given["X-Amz-SignedHeaders"].split(";")
        algorithm, signature = given["X-Amz-Algorithm"], given["X-Amz-Signature"]
        date, region, service, terminator = scope.split("/")
    except (KeyError, ValueError):
        raise refused from None
    if not (0 < lifetime <= _LONGEST) or not signed_at - _SKEW <= now <= signed_at + timedelta(seconds=lifetime):
        raise refused
    if algorithm != _ALGORITHM or date != given["X-Amz-Date"][:8] or "host" not in names:
        raise refused
    signed_query = "&".join(f"{name}={value}" for name, value in sorted(pairs) if name != "X-Amz-Signature")
    signed_headers = "".join(f"{name}:{' '.join(headers.get(name, '').split())}\n" for name in names)
    canonical = "\n".join([method, path, signed_query, signed_headers, ";".join(names), "UNSIGNED-PAYLOAD"])
    to_sign = "\n".join([_ALGORITHM, given["X-Amz-Date"], scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{secret}".encode()
    for part in (date, region, service, terminator):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    expected = hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected.encode(), signature.encode()):
        raise refused
