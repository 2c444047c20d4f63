"""Convert drawings to data: URLs, so that clients need not fetch them."""

import base64
from collections.abc import Mapping

from bot.platform.pictures import pictures_of, png
from handlers.cards import Card, Picture


async def data_urls(card: Card) -> Mapping[Picture, str]:
    """Return the data: URL of each drawing on a card. Raises ValueError for invalid SVG."""
    return {
        each: f"data:image/png;base64,{base64.b64encode(await png(each.svg)).decode()}"
        for each in pictures_of(card)
    }
