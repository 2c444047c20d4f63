"""Serve the static files of the playground's page."""

from pathlib import Path

from aiohttp import hdrs, web

from bot.playground.reader import BadRequest

STATIC = Path(__file__).parent / "static"
# Listed here because `mimetypes` gives .js different types on different machines.
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


class Files:
    """The page's files, by name.

    The files are held in memory, so an aborted request cannot leave a file open.
    """

    def __init__(self) -> None:
        self._files = {
            path.name: (path.read_bytes(), TYPES[path.suffix])
            for path in STATIC.iterdir()
            if path.suffix in TYPES
        }

    async def index(self, _request: web.Request) -> web.StreamResponse:
        """Return the page."""
        return _answer(*self._files["index.html"])

    async def named(self, request: web.Request) -> web.StreamResponse:
        """Return a file of the page. Raises BadRequest if there is no such file."""
        file = self._files.get(request.match_info["name"])
        if file is None:
            raise BadRequest("There is no such file in the playground.", 404)
        return _answer(*file)


def _answer(body: bytes, kind: str) -> web.StreamResponse:
    return web.Response(body=body, headers={hdrs.CONTENT_TYPE: kind})
