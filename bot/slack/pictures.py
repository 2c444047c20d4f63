"""A card's pictures as files on Slack: handed over first, shown by the message that names them.

Until then a file is the bot's alone. Slack looks each one over, and meanwhile refuses the blocks
that name it; that it is done can be seen only with the right to read files, which Attune does not
ask for. So the same is tried again shortly after, and in the end without the picture.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import structlog

from bot.platform.pictures import png
from bot.slack.api import Api, ApiError
from bot.slack.renderer import NO_FILES, Files
from handlers.cards import Card, Picture

log = structlog.get_logger()

Answer = TypeVar("Answer")

PAUSES = (0.0, 1.0, 2.0)  # seconds before each try
TIME_LIMIT = 10.0  # seconds for all uploads of one card
KEPT = 64  # pictures
REFUSED = {"invalid_arguments", "invalid_blocks"}


class Pictures:
    """Shows cards with their pictures; without them sooner than not at all."""

    def __init__(self, api: Api, pauses: Sequence[float] = PAUSES) -> None:
        self._api = api
        self._pauses = pauses
        self._known: dict[Picture, str] = {}
        self._warned: set[str] = set()

    async def show(self, card: Card, put: Callable[[Files], Awaitable[Answer]]) -> Answer:
        """What `put` answers, given the files of the card's pictures. Raises what `put` raises."""
        files = await self._upload(card)
        if not files:
            return await put(NO_FILES)
        for pause in self._pauses:
            await asyncio.sleep(pause)
            try:
                return await put(files)
            except ApiError as error:
                if error.code not in REFUSED:
                    raise
        self._warn("Slack did not show a picture", "refused")
        for picture in files:
            self._known.pop(picture, None)
        return await put(NO_FILES)

    async def _upload(self, card: Card) -> Files:
        pictures = [block for block in card.blocks if isinstance(block, Picture)]
        if not pictures:
            return NO_FILES
        try:
            async with asyncio.timeout(TIME_LIMIT):
                return {picture: await self._file(picture) for picture in pictures}
        except ApiError as error:
            self._warn("Slack took no picture", error.code)
        except (TimeoutError, ValueError) as error:
            self._warn("Slack took no picture", type(error).__name__)
        return {}

    async def _file(self, picture: Picture) -> str:
        if picture not in self._known:
            file = await self._api.upload(await png(picture.svg), "figures.png", picture.alt)
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[picture] = file
        return self._known[picture]

    def _warn(self, what: str, because: str) -> None:
        """Say it once: what is wrong stays wrong for every card until an admin mends it."""
        if because not in self._warned:
            log.warning(what, because=because)
        self._warned.add(because)
