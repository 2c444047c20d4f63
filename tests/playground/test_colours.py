"""The page's colours can be told apart, in the light and in the dark (WCAG 2.2 AA)."""

import re

import pytest

from bot.playground.files import STATIC

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
