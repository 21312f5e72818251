"""The one blueprint of meetings; its views live in several modules, all of which ``routes`` imports."""

from chalice.app import Blueprint

blueprint = Blueprint(__name__)

TAG = "Meeting"
