"""Upload a card's pictures to Slack as files, then send the message that shows them.

Until a message shows a file, only the bot can see the file. Slack processes each file after the
upload, and rejects blocks that refer to it until then. We do not ask Slack whether a file is ready.
Instead we retry the message a few times, and in the end send the message without pictures.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from bot.platform.pictures import pictures_of, png
from bot.platform.recent import Recent
from bot.slack.api import SlackApi, SlackCallError
from bot.slack.renderer import NO_FILES, Files
from handlers.cards import Card, Picture

log = structlog.get_logger()

Answer = TypeVar("Answer")

PICTURE_WAITS = (0.0, 1.0, 2.0)  # seconds before each attempt
TIME_LIMIT = 10.0  # seconds for all uploads of one card
PICTURES = 64  # we remember the uploads of at most this many pictures
# Slack rejects a message with these codes while it processes the pictures.
REFUSED = {"invalid_arguments", "invalid_blocks"}


class Pictures:
    """Sends cards with their pictures, or without pictures if Slack does not accept them."""

    def __init__(self, api: SlackApi, waits: Sequence[float] = PICTURE_WAITS) -> None:
        self._api = api
        self._waits = waits
        self._known: Recent[Picture, str] = Recent(PICTURES)
        self._warned: set[str] = set()

    async def show(self, card: Card, put: Callable[[Files], Awaitable[Answer]]) -> Answer:
        """Send a card by calling `put` with the files of its pictures. Return what `put` returns.

        If an upload fails, call `put` once without files. If Slack rejects the pictures, call `put`
        again after each wait, and in the end without files. Raises what `put` raises.
        """
        files = await self._upload(card)
        if not files:
            return await put(NO_FILES)
        for wait in self._waits:
            await asyncio.sleep(wait)
            try:
                return await put(files)
            except SlackCallError as error:
                if error.code not in REFUSED:
                    raise
        self._warn("Slack did not show a picture", "refused")
        for picture in files:
            self._known.pop(picture, None)
        return await put(NO_FILES)

    async def _upload(self, card: Card) -> Files:
        """If one upload fails, return no files."""
        pictures = pictures_of(card)
        if not pictures:
            return NO_FILES
        try:
            async with asyncio.timeout(TIME_LIMIT):
                return {picture: await self._file(picture) for picture in pictures}
        except SlackCallError as error:
            self._warn("a picture could not be uploaded to Slack", error.code)
        except (TimeoutError, ValueError) as error:
            self._warn("a picture could not be uploaded to Slack", type(error).__name__)
        return {}

    async def _file(self, picture: Picture) -> str:
        if picture not in self._known:
            file = await self._api.upload(await png(picture.svg), "figures.png", picture.alt)
            self._known[picture] = file
        return self._known[picture]

    def _warn(self, what: str, because: str) -> None:
        """Log each reason once. Every card has the same problem until an admin fixes it."""
        if because not in self._warned:
            log.warning(what, because=because)
        self._warned.add(because)
