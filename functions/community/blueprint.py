"""The one blueprint of the community; its views live beside what they call."""

from chalice.app import Blueprint

blueprint = Blueprint(__name__)

TAG = "Community"
