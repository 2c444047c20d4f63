"""Pictures on Teams: small enough to be sent in a card, and correctly drawn."""

import re
from io import BytesIO

from PIL import Image

from bot.platform.pictures import png
from bot.teams.pictures import data_urls
from bot.teams.renderer import card as rendered
from handlers.cards import Card, Paragraph, spans
from handlers.views.charts import Bar, bars
from tests.teams import cards

ROWS = [Bar(f"Calls prepared in time {n}", n / 5, f"{20 * n}%, {n} of 5") for n in range(1, 6)]
CHART = bars("Between marketing and sales", ROWS)


async def test_a_card_carries_its_picture() -> None:
    card = Card("Figures", (Paragraph(spans("Figures")), CHART))
    made = rendered(card, nonce="n", pictures=await data_urls(card))
    assert cards.mistakes(made) == []
    (image,) = [each for each in cards.things(made) if each["type"] == "Image"]
    assert image["url"].startswith("data:image/png;base64,")
    assert "40%, 2 of 5" in image["altText"]


async def test_letters_and_bars_are_drawn() -> None:
    picture = Image.open(BytesIO(await png(CHART.svg)))
    colours = picture.convert("RGB").getcolors()
    assert colours is not None
    assert len(colours) >= 4
    bare = Image.open(BytesIO(await png(re.sub("<text.*?</text>", "", CHART.svg))))
    assert picture.convert("L").tobytes() != bare.convert("L").tobytes()
