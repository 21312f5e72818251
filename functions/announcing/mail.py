"""E-mails of notices: short, as text and as HTML, with the time in the reader's zone and a way to end them."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape
from string import Template

from neufit.domain.calendar.zones import zone_of
from neufit.domain.notice import TOPICS, Notice
from neufit.domain.unsubscribing import Unsubscribing
from neufit.domain.user import User

UNSUBSCRIBE = "/api/user/notices/unsubscribe"
"""Where the API ends e-mails of a topic, below the origin."""
SETTINGS = "/settings/notifications"

_TEXT = Template(
    """Hello $name,

$title.
$lines
See it: $link

Your NEUFIT

--
You get this because e-mail about $topic is on. Change that: $settings
"""
)
_HTML = Template(
    """<!doctype html>
<html lang="en">
<body style="margin:0;padding:24px;background:#f6f5f0;font-family:system-ui,sans-serif;color:#16211c">
<div style="max-width:32rem;margin:0 auto;padding:24px;background:#ffffff;border:1px solid #e2e0d6;border-radius:12px">
<p style="margin:0 0 12px">Hello $name,</p>
<p style="margin:0 0 12px;font-size:18px;font-weight:600">$title.</p>
$lines
<p style="margin:20px 0 0"><a href="$link" style="display:inline-block;padding:10px 18px;background:#14543f;\
color:#ffffff;border-radius:8px;text-decoration:none">See it</a></p>
</div>
<p style="max-width:32rem;margin:16px auto 0;font-size:13px;color:#5b665f">You get this because e-mail about $topic is
on. <a href="$settings" style="color:#5b665f">Change that</a></p>
</body>
</html>
"""
)


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes e-mails. ``origin`` is that of the web application, ``sender`` what stands in From."""

    origin: str
    sender: str
    unsubscribing: Unsubscribing

    def write(self, notice: Notice, person: User) -> EmailMessage:
        """The e-mail about a notice to somebody who has an address."""
        topic = TOPICS[notice.kind]
        values = {
            "name": person.display_name,
            "title": notice.title,
            "link": f"{self.origin}{notice.link}",
            "topic": topic.value,
            "settings": f"{self.origin}{SETTINGS}",
        }
        lines = _lines(notice, person)
        message = EmailMessage()
        message["From"] = self.sender
        message["To"] = Address(addr_spec=person.email or "")
        message["Subject"] = " ".join(notice.title.split())
        message["Date"] = format_datetime(notice.at)
        message["Message-ID"] = f"<{notice.notice_id}@{self.sender.rpartition('@')[2].rstrip('>')}>"
        message["Auto-Submitted"] = "auto-generated"
        address = f"{self.origin}{UNSUBSCRIBE}?token={self.unsubscribing.sign(person.user_id, topic)}"
        message["List-Unsubscribe"] = f"<{address}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(
            _TEXT.substitute(values, lines="".join(f"{line}\n" for line in lines)), cte="quoted-printable"
        )
        safe = {name: escape(value) for name, value in values.items()}
        shown = "\n".join(f'<p style="margin:0 0 12px;white-space:pre-line">{escape(line)}</p>' for line in lines)
        message.add_alternative(_HTML.substitute(safe, lines=shown), subtype="html", cte="quoted-printable")
        return message


def _lines(notice: Notice, person: User) -> list[str]:
    """When it takes place, and what was said."""
    zone = person.zone or "UTC"
    lines = []
    if notice.starts_at is not None:
        lines.append(_moment(notice.starts_at, zone))
    if notice.starts_before is not None:
        lines.append(f"Before: {_moment(notice.starts_before, zone)}")
    if notice.detail:
        lines.append(notice.detail)
    return lines


def _moment(at: datetime, zone: str) -> str:
    local = at.astimezone(zone_of(zone))
    return f"{local:%A}, {local.day} {local:%B %Y}, {local:%H:%M} ({zone})"
