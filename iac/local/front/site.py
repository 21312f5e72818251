"""The web application's files, as a CDN serves them: hashed names are kept for good, the page is asked for anew."""

import asyncio
from pathlib import Path

from aiohttp import web

from neufit.domain.errors import NotFound, Unavailable

_FOREVER = "public, max-age=31536000, immutable"
_FRESH = "no-cache"


class Site:
    """A folder of built files. Addresses without a file are the application's own and get its page."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """A file, or the page. A missing file is Not Found, never the page."""
        return await asyncio.to_thread(self._find, request.match_info["path"])

    def _find(self, name: str) -> web.FileResponse:
        page = self._folder / "index.html"
        if not page.is_file():
            raise Unavailable("The web application is not built yet: `make demo` does that.")
        try:
            file = (self._folder / name).resolve()
            found = file.is_relative_to(self._folder) and file.is_file()
        except ValueError:  # a null byte in the name
            raise NotFound("There is no such file.") from None
        if not found:
            # Files lie at the top or below assets/; further down a dot is part of an address (``instructors/ana.b``).
            if name.startswith("assets/") or ("." in name and "/" not in name):
                raise NotFound("There is no such file.")
            file = page
        kept = file.parent == self._folder / "assets"
        return web.FileResponse(file, headers={"Cache-Control": _FOREVER if kept else _FRESH})
