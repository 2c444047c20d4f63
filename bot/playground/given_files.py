"""Files that a persona can download from the page, such as an export of their own data."""

from secrets import token_urlsafe

from aiohttp import hdrs, web
from markupsafe import Markup

from bot.platform.recent import Recent
from bot.playground.reader import BadRequest

GIVEN = "/api/playground/given"
KEPT = 3  # files in memory; each may have 20 MB
LINK = Markup('<p class="said"><a href="{}" download="{}">{}</a></p>')


class GivenFiles:
    """The last few files, kept until Attune stops."""

    def __init__(self) -> None:
        self._files: Recent[str, tuple[str, bytes]] = Recent(KEPT)

    def add(self, name: str, content: bytes) -> Markup:
        """Keep a file and return a link to it. Nobody can guess the address."""
        key = token_urlsafe(16)
        self._files[key] = name, content
        return LINK.format(f"{GIVEN}/{key}", name, name)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Return a file as a download. Raises BadRequest if the file is gone."""
        found = self._files.get(request.match_info["key"])
        if found is None:
            raise BadRequest("That file is no longer here. Press Export again.", 404)
        name, content = found
        disposition = f'attachment; filename="{name}"'
        headers = {hdrs.CONTENT_DISPOSITION: disposition, hdrs.CONTENT_TYPE: "application/zip"}
        return web.Response(body=content, headers=headers)
