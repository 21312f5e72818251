"""Bookings: asking for a session, answering, moving, calling off; and the calendar that they stand in."""
