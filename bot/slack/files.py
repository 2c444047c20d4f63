"""Fetch the files that people share in direct messages.

Without the scope `files:read`, a file's address returns a login page, or a redirect to one.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import aiohttp

from bot.platform.files import NOT_NOW, NOT_WHOLE, TIME_LIMIT, TOO_LARGE, check, failed
from bot.platform.payload import at, maybe
from bot.slack.api import SlackApi, SlackCallError
from handlers.limits import TRANSCRIPT_SIZE
from handlers.registry import FileFailed
from handlers.request import SharedFile
from storage.command_line import command
from storage.text import storable

CHUNK = 64 * 1024
MODES = ("hosted", "snippet")  # Slack stores the content only of files with these modes
EXTERNAL = (
    "That file is behind a link, not on Slack, so I can't open it. Download it, and drop the file "
    "itself here."
)
NOT_A_FILE = (
    "That is not a file that I can read. Save the transcript as a file, and drop that here."
)
WEB_PAGE = "That is a web page. Save the transcript as text, and drop that here."
GONE = "That file is no longer on Slack. Please drop it again."
NOT_ALLOWED = (
    "I am not allowed to read files here yet. Please ask your Slack admin to update Attune's app, "
    "and drop the file again afterwards."
)
FIX = (
    "Add the scope files:read to the app, then install the app to the workspace again. "
    f"{command('doctor')} shows whether the scope is there."
)
GONE_CODES = ("file_deleted", "file_not_found")
SCOPE_CODES = ("missing_scope", "no_permission", "not_allowed_token_type")


@dataclass(frozen=True)
class SlackFile:
    """A file as Slack describes it. `repr` shows neither the name nor the address.

    `unchecked` means that Slack has sent only the id.
    """

    id: str
    name: str = field(default="", repr=False)
    url: str = field(default="", repr=False)
    size: int | None = None
    mode: str = ""
    type: str = ""  # MIME type
    unchecked: bool = False


def files_of(message: Mapping[str, object]) -> tuple[SlackFile, ...]:
    """Return a message's files. Leave out files without an id."""
    listed = message.get("files")
    found = map(file_of, listed) if isinstance(listed, list) else ()
    return tuple(each for each in found if each.id)


def file_of(described: object) -> SlackFile:
    """Read the description of a file. If `described` is not a file, the id is ""."""
    size = at(described, "size")
    return SlackFile(
        id=storable(maybe(described, "id")),
        name=maybe(described, "name") or maybe(described, "title"),
        url=maybe(described, "url_private_download"),
        size=size if isinstance(size, int) else None,
        mode=maybe(described, "mode"),
        type=maybe(described, "mimetype"),
        unchecked=maybe(described, "file_access") == "check_file_info",
    )


class SlackFiles:
    """Fetches files with the bot's token, which goes only to Slack's own hosts."""

    def __init__(self, api: SlackApi, *, time_limit: float = TIME_LIMIT) -> None:
        self._api = api
        self._time_limit = time_limit

    async def shared(self, file: SlackFile) -> SharedFile:
        """Return a file whose content is not fetched yet. A feature fetches the content later."""
        try:
            known = await self._ask_about(file) if file.unchecked else file
        except FileFailed as failure:
            return SharedFile("", partial(_fail, failure))
        return SharedFile(known.name, partial(self._fetch, known))

    async def _fetch(self, file: SlackFile) -> bytes:
        """Return the content of a file. Raises FileFailed."""
        if file.mode == "external":
            raise FileFailed(EXTERNAL)
        if file.mode not in MODES or not file.url:
            raise FileFailed(NOT_A_FILE)
        if file.type == "text/html":
            raise FileFailed(WEB_PAGE)
        check(file.name, file.size)
        try:
            async with asyncio.timeout(self._time_limit):
                body = await self._download(file.url)
        except SlackCallError as error:
            raise failed(NOT_NOW, error.code) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:  # TimeoutError is an OSError
            raise failed(NOT_NOW, type(error).__name__) from None
        if file.size is not None and len(body) != file.size:
            raise failed(NOT_WHOLE, "the size differs from what Slack said")
        return body

    async def _ask_about(self, file: SlackFile) -> SlackFile:
        """Ask Slack about a file. Raises FileFailed."""
        try:
            answer = await self._api.ask(self._api.client.files_info(file=file.id))
        except SlackCallError as error:
            if error.code in SCOPE_CODES:
                raise failed(NOT_ALLOWED, error.code, FIX) from None
            if error.code in GONE_CODES:
                raise FileFailed(GONE) from None
            raise failed(NOT_NOW, error.code, error.remedy) from None
        return file_of(answer.get("file"))

    async def _download(self, url: str) -> bytes:
        """Download a file, up to the largest size that we read. Raises FileFailed."""
        async with self._api.open_file(url) as answer:
            if answer.status in (404, 410):
                raise FileFailed(GONE)
            is_page = answer.content_type == "text/html" or 300 <= answer.status < 400
            if is_page or answer.status in (401, 403):
                raise failed(NOT_ALLOWED, f"a login page or refusal (status {answer.status})", FIX)
            if answer.status != 200:
                raise failed(NOT_NOW, f"status {answer.status}")
            body = bytearray()
            async for chunk in answer.content.iter_chunked(CHUNK):
                body += chunk
                if len(body) > TRANSCRIPT_SIZE:
                    raise FileFailed(TOO_LARGE)
            return bytes(body)


async def _fail(failure: FileFailed) -> bytes:
    raise failure
