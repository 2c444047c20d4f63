"""The page's colours have enough contrast, in light and dark mode (WCAG 2.2 AA)."""

import re
from collections.abc import Callable

import pytest

from bot.playground.files import STATIC
from bot.playground.pictures import DARK as IN_THE_DARK
from handlers.cards import Picture
from handlers.views import charts
from handlers.views.charts import Bar, bars, columns

CSS = (STATIC / "playground.css").read_text(encoding="utf-8")
LIGHT, DARK = (
    dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
    for block in re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
)
TEXT = [
    *((ink, ground) for ink in ("ink", "soft") for ground in ("paper", "surface", "tint")),
    *((ink, ground) for ink in ("accent", "amber", "danger") for ground in ("paper", "surface")),
    ("accent", "tint"),
    ("on-accent", "accent"),
]
EDGES = [(edge, ground) for edge in ("edge", "accent") for ground in ("paper", "surface")]


def _light(colour: str) -> float:
    """Relative luminance, 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_can_be_read(scheme: dict[str, str], ink: str, ground: str) -> None:
    assert _contrast(scheme[ink], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(scheme: dict[str, str], edge: str, ground: str) -> None:
    assert _contrast(scheme[edge], scheme[ground]) >= 3


def test_letters_on_a_person_s_colour_can_be_read() -> None:
    hues = re.findall(r"\.hue-\w+ \{ background: (#[0-9a-f]{6}); \}", CSS)
    assert len(hues) == 4
    assert all(_contrast(hue, "#ffffff") >= 4.5 for hue in hues)


ROWS = [Bar("Asks", 0.6, "6 of 10"), Bar("Calls", None, "too few")]


@pytest.mark.parametrize("draw", [bars, columns])
def test_every_colour_of_a_drawing_has_its_dark_one(draw: Callable[..., Picture]) -> None:
    used = re.findall(r'(?:fill|stroke)="(#\w+)"', draw("Figures", ROWS).svg)
    assert set(used) <= set(IN_THE_DARK)


def test_a_dark_drawing_can_be_read() -> None:
    paper = IN_THE_DARK[charts.PAPER]
    assert _contrast(paper, DARK["ink"]) > 10  # it is dark
    for words in (charts.INK, charts.SOFT):
        assert _contrast(IN_THE_DARK[words], paper) >= 4.5
    assert _contrast(IN_THE_DARK[charts.FILL], IN_THE_DARK[charts.TRACK]) >= 3


def test_a_phone_shows_letters_of_ten_and_a_half_pixels_or_more() -> None:
    on_a_phone = (360 - 2 * 16 - 2 * 16 + 16 - 2) / charts.WIDTH
    sizes = re.findall(r'font-size="(\d+)"', columns("Figures", ROWS * 20).svg)
    assert min(map(int, sizes)) * on_a_phone >= 10.5
