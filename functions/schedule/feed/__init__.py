"""One's calendar for other calendar applications (iCalendar, RFC 5545)."""
