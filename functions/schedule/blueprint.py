"""The one blueprint of scheduling; its views live beside what they call."""

from chalice.app import Blueprint

blueprint = Blueprint(__name__)

TAG = "Scheduling"
