"""Drawings: well-formed for any typed text, true to the figures, legible, and drawable."""

import asyncio
import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platform import pictures
from handlers.cards import Picture
from handlers.views import charts
from handlers.views.charts import Bar, bars, columns

SVG = "{http://www.w3.org/2000/svg}"
TYPED = st.text(st.characters(), max_size=300)  # control characters and halves of pairs too
ROWS = st.lists(
    st.builds(Bar, TYPED, st.none() | st.floats(allow_nan=True, allow_infinity=True), TYPED),
    max_size=14,
)
HOSTILE = (
    "<script>alert(1)</script>",
    "R&D \"quoted\" 'single' &amp;",
    "abc \u202eevil\u202c \x00\x07\ufffe\ud800 done",
    "مرحبا بكم שלום",
    "long " * 60,
    "W" * 300,
    "",
)


def tree(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg.encode())  # noqa: S314 - our own drawing


def texts(picture: Picture) -> list[str]:
    return [each.text or "" for each in tree(picture).iter(f"{SVG}text")]


def lengths(picture: Picture, side: str = "width") -> list[float]:
    """The length of each drawn figure."""
    filled = [each for each in tree(picture).iter(f"{SVG}rect") if each.get("fill") == charts.FILL]
    return [float(each.get(side, "")) for each in filled]


def one(share: float | None, said: str = "said") -> tuple[Bar, ...]:
    return (Bar("label", share, said),)


@settings(max_examples=60, deadline=None)
@given(TYPED, ROWS)
def test_whatever_is_typed_the_drawing_is_well_formed(title: str, rows: list[Bar]) -> None:
    for picture in (bars(title, rows), columns(title, rows)):
        assert tree(picture).tag == f"{SVG}svg"
        assert asyncio.run(pictures.png(picture.svg)).startswith(b"\x89PNG")


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_words_on_one_line(words: str) -> None:
    for picture in (bars(words, [Bar(words, 0.5, words)]), columns(words, [Bar(words, 0.5, "1")])):
        assert {each.tag for each in tree(picture).iter()} == {
            f"{SVG}svg",
            f"{SVG}rect",
            f"{SVG}text",
        }
        clean = " ".join("".join(c if c.isprintable() else " " for c in words).split())
        for shown in texts(picture):
            assert shown.isprintable()
            assert shown in ("1", clean) or (
                shown.endswith("…") and clean.startswith(shown.removesuffix("…"))
            )


def test_the_same_figures_stand_in_words_whole() -> None:
    rows = [Bar("Asks " * 50, 0.6, "60%, 3 of 5"), Bar("Calls", None, "shown from five on")]
    for draw in (bars, columns):
        assert draw("Both ways", rows).alt == (
            f"Both ways. {('Asks ' * 50).strip()}: 60%, 3 of 5; Calls: shown from five on."
        )
    assert bars("Both ways", []).alt == columns("Both ways", []).alt == "Both ways. No figures yet."


@pytest.mark.parametrize(
    ("share", "part"),
    [(0.5, 0.5), (1.0, 1.0), (7.0, 1.0), (0.25, 0.25)],
)
def test_a_figure_has_its_length(share: float, part: float) -> None:
    assert lengths(bars("t", one(share))) == [pytest.approx(part * charts.INSIDE)]
    assert lengths(columns("t", one(share)), "height") == [pytest.approx(part * charts.HIGH)]


@pytest.mark.parametrize("share", [0.0, -1.0])
def test_nothing_is_still_seen(share: float) -> None:
    assert lengths(bars("t", one(share))) == [charts.MIN_BAR]
    assert lengths(columns("t", one(share)), "height") == [charts.MIN_BAR]


@pytest.mark.parametrize("share", [None, math.nan, math.inf])
def test_no_figure_is_a_dash_with_its_reason(share: float | None) -> None:
    for picture in (
        bars("t", one(share, "from five on")),
        columns("t", one(share, "from five on")),
    ):
        assert lengths(picture) == []
        assert len(list(tree(picture).iter(f"{SVG}path"))) == 1
    assert "from five on" in texts(bars("t", one(share, "from five on")))
    assert charts.NONE in texts(columns("t", one(share, "from five on")))


def test_what_fits_is_not_shortened_and_what_does_not_is_visibly() -> None:
    shown = texts(bars("t", [Bar("Asks that were answered", 0.62, "62%, 24 of 39")]))
    assert shown == ["t", "Asks that were answered", "62%, 24 of 39"]
    _, label, said = texts(bars("t", [Bar("Asks " * 60, 0.62, "62%, 24 of 39")]))
    assert label.startswith("Asks Asks ")
    assert label.endswith("…")
    assert said == "62%, 24 of 39"


def test_a_year_of_weeks_keeps_its_labels_apart() -> None:
    few = columns("t", [Bar(f"{n} Nov", n / 12, f"{n}%") for n in range(12)])
    many = columns("t", [Bar(f"{n} Nov", n / 52, f"{n}%") for n in range(52)])
    assert [each for each in texts(few) if each.endswith("%")] == [f"{n}%" for n in range(12)]
    assert len(lengths(many)) == 52
    named = [each for each in texts(many) if each.endswith("Nov")]
    assert named[0] == "0 Nov"
    assert 5 < len(named) < 15
    assert [each for each in texts(many) if each.endswith("%")] == []
    assert "51 Nov: 51%" in many.alt


def test_one_thing_without_room_leaves_all_columns_without_words() -> None:
    rows = [Bar("a", 0.5, "1 of 2"), Bar("b", 0.5, "so very many words " * 5)]
    assert texts(columns("t", rows)) == ["t", "a", "b"]


async def test_letters_are_drawn() -> None:
    picture = bars("Both ways", [Bar("Asks", 0.62, "24 of 39")])
    blank = re.sub(r"<text.*?</text>", "", picture.svg)
    other = picture.svg.replace(">Asks<", ">Asked<")
    bold = picture.svg.replace('font-weight="600"', 'font-weight="400"')
    drawn = [await pictures.png(svg) for svg in (picture.svg, blank, other, bold)]
    assert len(set(drawn)) == 4
    assert len(drawn[1]) < len(drawn[0])


async def test_letters_come_with_us_and_not_from_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = bars("Both ways", [Bar("Asks", 0.62, "24 of 39")])
    blank = re.sub(r"<text.*?</text>", "", picture.svg)
    monkeypatch.setattr(pictures, "_fonts", tuple)
    pictures._drawn.cache_clear()
    assert await pictures.png(picture.svg) == await pictures.png(blank)
    pictures._drawn.cache_clear()


async def test_the_picture_is_dense_and_small_enough_to_send() -> None:
    picture = bars("Both ways", [Bar("Asks", 0.62, "24 of 39")] * 12)
    drawn = await pictures.png(picture.svg)
    assert int.from_bytes(drawn[16:20]) == 2 * charts.WIDTH  # the width in a PNG's header
    assert len(drawn) < 200_000


async def test_what_is_no_drawing_is_said() -> None:
    with pytest.raises(ValueError, match="root"):
        await pictures.png("<svg")


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("front", "least"), [(charts.INK, 4.5), (charts.SOFT, 4.5), (charts.FILL, 3)]
)
def test_colours_stand_out_from_the_background(front: str, least: float) -> None:
    for ground in (charts.PAPER, *([charts.TRACK] if front == charts.FILL else [])):
        assert (_light(ground) + 0.05) / (_light(front) + 0.05) >= least


@pytest.mark.parametrize("many", [1, 2, 5, 8, 12, 13, 26, 53])
@pytest.mark.parametrize("label", ["2 Nov", "week of 23 November", "W" * 40])
def test_labels_stay_in_the_frame_and_apart(many: int, label: str) -> None:
    picture = columns("t", [Bar(label, 0.5, "1 of 2")] * many)
    ends = 0.0
    for each in tree(picture).iter(f"{SVG}text"):
        if each.get("fill") != charts.SOFT:
            continue
        half = charts.width_of(each.text or "", int(each.get("font-size", ""))) / 2
        assert float(each.get("x", "")) - half >= ends
        ends = float(each.get("x", "")) + half
    assert 0 < ends <= charts.WIDTH
