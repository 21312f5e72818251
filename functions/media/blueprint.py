"""The one blueprint of the media resource; its views live beside what they call."""

from chalice.app import Blueprint

blueprint = Blueprint(__name__)
