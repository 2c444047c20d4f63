"""Upload a card's pictures to Slack, then send the message that shows them.

Slack processes a file after the upload. Until the file is processed, Slack rejects blocks that show
it. So we send the message a few times. If Slack rejects it each time, we send it without pictures.
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
PICTURES = 64  # how many uploaded pictures we remember
# Slack's error codes for a message with a picture that Slack has not processed yet.
REFUSED = {"invalid_arguments", "invalid_blocks"}


class Pictures:
    """Sends cards with their pictures, or without pictures if Slack does not accept them."""

    def __init__(self, api: SlackApi, waits: Sequence[float] = PICTURE_WAITS) -> None:
        self._api = api
        self._waits = waits
        self._known: Recent[Picture, str] = Recent(PICTURES)
        self._warned: set[str] = set()

    async def show(self, card: Card, put: Callable[[Files], Awaitable[Answer]]) -> Answer:
        """Call `put` with the files of a card's pictures, and return what `put` returns.

        If an upload fails, or Slack still rejects the pictures after all waits, call `put` without
        files. Raises what `put` raises.
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
        """Upload a card's pictures. Return {} if an upload fails."""
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
        """Log a problem. Log each reason only once, because it may concern every picture."""
        if because not in self._warned:
            log.warning(what, because=because)
        self._warned.add(because)
