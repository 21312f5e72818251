"""Scheduling as a whole: importing it registers the views of all its parts on one blueprint."""

from functions.schedule.blueprint import blueprint
from functions.schedule.bookings import routes as bookings
from functions.schedule.feed import routes as feed
from functions.schedule.openings import routes as openings

__all__ = ["blueprint", "bookings", "feed", "openings"]
