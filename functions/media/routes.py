"""The media resource as a whole: importing it registers the views of all its parts on one blueprint."""

from functions.media.blueprint import blueprint
from functions.media.comments import routes as comments
from functions.media.items import routes as items
from functions.media.library import routes as library
from functions.media.programs import routes as programs
from functions.media.streaming import routes as streaming
from functions.media.uploads import routes as uploads

__all__ = ["blueprint", "comments", "items", "library", "programs", "streaming", "uploads"]
