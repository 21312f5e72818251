"""The e-mails that moto's SES took, as a page: nothing leaves this machine, so this is where they can be read.

The cloud listens on the loopback only; a page of elsewhere that had a name lead here is refused by that name.
"""

import email
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import default
from html import escape

from moto.ses.models import ses_backends

from iac.local.cloud.middleware import Application, Environ, StartResponse
from iac.local.settings import ACCOUNT, MAILBOX

_SHOWN = 200
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>E-mails of this NEUFIT</title>
<style>
body {{ max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; }}
article {{ margin: 1rem 0; padding: 1rem; border: 1px solid #ccc; border-radius: 8px; }}
h2 {{ margin: 0; font-size: 1.05rem; }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }}
</style></head>
<body><h1>E-mails of this NEUFIT</h1>
<p>None of them left this machine. The newest first; reload to see more.</p>
{mails}
</body></html>
"""


class Mailbox:
    """WSGI middleware: answers ``MAILBOX`` with the e-mails that were sent in a region."""

    def __init__(self, application: Application, region: str) -> None:
        self._application = application
        self._region = region

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        if environ.get("PATH_INFO") != MAILBOX:
            return self._application(environ, start_response)
        host = environ.get("HTTP_HOST", "").rpartition(":")[0]
        if host not in {"127.0.0.1", "localhost"}:
            start_response("403 Forbidden", [("Content-Length", "0")])
            return []
        body = self._page().encode()
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Security-Policy", _POLICY)]
        start_response("200 OK", [*headers, ("Cache-Control", "no-store"), ("Content-Length", str(len(body)))])
        return [body]

    def _page(self) -> str:
        sent = ses_backends[ACCOUNT][self._region].sent_messages[-_SHOWN:]
        shown = [_article(each.raw_data) for each in reversed(sent) if hasattr(each, "raw_data")]
        return _PAGE.format(mails="\n".join(shown) or "<p>There are none yet.</p>")


def _article(raw: str) -> str:
    message = email.message_from_string(raw, _class=EmailMessage, policy=default)
    body = message.get_body(("plain",))
    text = body.get_content() if isinstance(body, EmailMessage) else ""
    subject, to, date = (escape(str(message[name])) for name in ("Subject", "To", "Date"))
    return f"<article><h2>{subject}</h2><p>To {to}, {date}</p><pre>{escape(text)}</pre></article>"
