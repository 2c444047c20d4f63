"""The page's own files."""

from pathlib import Path

from aiohttp import hdrs, web

from bot.playground.reader import Unreadable

STATIC = Path(__file__).parent / "static"
# Said here, since what a machine's own list says of .js differs.
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


class Files:
    """Serves the files that were there at the start, by name, and nothing else."""

    def __init__(self) -> None:
        self._files = {path.name: path for path in STATIC.iterdir() if path.suffix in TYPES}

    async def index(self, _request: web.Request) -> web.StreamResponse:
        """The page."""
        return _file(self._files["index.html"])

    async def named(self, request: web.Request) -> web.StreamResponse:
        """A file of the page. Raises Unreadable."""
        path = self._files.get(request.match_info["name"])
        if path is None:
            raise Unreadable("There is no such file in the playground.", 404)
        return _file(path)


def _file(path: Path) -> web.StreamResponse:
    return web.FileResponse(path, headers={hdrs.CONTENT_TYPE: TYPES[path.suffix]})
