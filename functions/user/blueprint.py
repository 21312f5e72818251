"""The one blueprint of the user resource; its views live beside what they call."""

from chalice.app import Blueprint

blueprint = Blueprint(__name__)

TAG = "User"
