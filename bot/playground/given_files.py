"""Files to download from the playground's page, such as an export of a persona's own data."""

from secrets import token_urlsafe

from aiohttp import hdrs, web
from markupsafe import Markup

from bot.platform.recent import Recent
from bot.playground.demo import TENANT
from bot.playground.reader import BadRequest
from storage import playground
from storage.database.connection import Database

GIVEN = "/api/playground/given"
MAX_FILES = 3  # files in memory; each may be up to 20 MB
LINK = Markup('<p class="said"><a href="{}" download="{}">{}</a></p>')


class GivenFiles:
    """Keeps the last few files in memory. Serves a file only while a post has a link to the file.

    So nobody can download a file once its post is deleted. If a person is erased, the posts in that
    person's chat are deleted. If the playground's week is started over, all posts are deleted.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._files: Recent[str, tuple[str, bytes]] = Recent(MAX_FILES)

    def add(self, name: str, content: bytes) -> Markup:
        """Keep a .zip file and return a link to it. Nobody can guess the address."""
        key = token_urlsafe(16)
        self._files[key] = name, content
        return LINK.format(f"{GIVEN}/{key}", name, name)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Return a file as a download. Raises BadRequest if the file is gone."""
        key = request.match_info["key"]
        found = self._files.get(key)
        if found is None or not await self._is_linked(key):
            raise BadRequest("That file is no longer here. Press Export again.", 404)
        name, content = found
        disposition = f'attachment; filename="{name}"'
        headers = {hdrs.CONTENT_DISPOSITION: disposition, hdrs.CONTENT_TYPE: "application/zip"}
        return web.Response(body=content, headers=headers)

    async def _is_linked(self, key: str) -> bool:
        async with self._database.read(TENANT) as session:
            return await playground.is_in_a_post(session, TENANT, f"{GIVEN}/{key}")
