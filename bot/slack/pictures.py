"""Uploads a card's pictures to Slack as files, then sends the message that shows them.

Until a message shows a file, only the bot can see it. Slack processes each file after the upload,
and rejects blocks that refer to it until that is done. Attune does not ask Slack when a file is
ready: it retries the message a few times, and in the end sends it without pictures.
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

PICTURE_WAITS = (0.0, 1.0, 2.0)  # seconds before each try
TIME_LIMIT = 10.0  # seconds for all uploads of one card
PICTURES = 64  # limit of pictures whose uploads are remembered
# Codes with which Slack rejects a message whose pictures it is still processing.
REFUSED = {"invalid_arguments", "invalid_blocks"}


class Pictures:
    """Sends cards with their pictures, or without them if Slack does not accept them."""

    def __init__(self, api: SlackApi, waits: Sequence[float] = PICTURE_WAITS) -> None:
        self._api = api
        self._waits = waits
        self._known: Recent[Picture, str] = Recent(PICTURES)
        self._warned: set[str] = set()

    async def show(self, card: Card, put: Callable[[Files], Awaitable[Answer]]) -> Answer:
        """Send a card by calling `put` with the files of its pictures. Returns what `put` returns.

        If a picture cannot be uploaded, `put` is called once, without files. Otherwise, while Slack
        rejects the pictures, `put` is called again after each wait, and in the end without files.
        Raises what `put` raises.
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
        """The files of a card's pictures; none if a single one could not be uploaded."""
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
        """Log each reason only once: until an admin fixes it, every card has the same problem."""
        if because not in self._warned:
            log.warning(what, because=because)
        self._warned.add(because)
