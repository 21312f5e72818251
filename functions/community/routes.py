"""The community as a whole: importing it registers the views of all its parts on one blueprint."""

from functions.community.blocks import routes as blocks
from functions.community.blueprint import blueprint
from functions.community.reports import routes as reports

__all__ = ["blocks", "blueprint", "reports"]
