"""Pictures of calls: who spoke when, and the rep's share in the last calls, also in words."""

import asyncio
from datetime import timedelta
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platform import pictures
from bot.playground.pictures import DARK
from handlers.cards import Picture
from handlers.playbook.schema import PublishedRange
from handlers.transcripts.records import Questions, Spot, StripPiece, TalkFigures
from handlers.views import charts
from handlers.views.transcripts import talk_charts, talk_words
from handlers.views.transcripts.talk_charts import LEFT, LENGTH, SharedCall
from storage.choices import TalkSide
from tests.shipped import SHIPPED_PLAYBOOK
from tests.test_charts import _light

SVG = "{http://www.w3.org/2000/svg}"
MINUTE = timedelta(minutes=1)
HALF_AND_HALF: tuple[StripPiece, ...] = (
    StripPiece("me", 0.0, 0.25),
    StripPiece("theirs", 0.25, 1.0),
)
PART = st.floats(-0.1, 1.1)
SPOTS = st.builds(Spot, PART, st.none() | st.timedeltas(-MINUTE, 600 * MINUTE))


def of(
    *strip: StripPiece,
    asked: tuple[Spot, ...] | None = None,
    proposal: Spot | None = None,
    length: timedelta | None = 40 * MINUTE,
) -> TalkFigures:
    questions = None if asked is None else Questions(len(asked), 0, asked)
    return TalkFigures(
        basis="times" if length else "words",
        length=length,
        words=5000,
        speakers=(),
        mine=0.5,
        questions=questions,
        first_proposal=proposal,
        strip=strip,
    )


def drawn(figures: TalkFigures) -> Picture:
    picture = talk_charts.strip(figures)
    assert picture is not None
    return picture


def tree(picture: Picture) -> ElementTree.Element:
    return ElementTree.fromstring(picture.svg.encode())  # noqa: S314 - our own drawing


def texts(picture: Picture) -> list[str]:
    return [each.text or "" for each in tree(picture).iter(f"{SVG}text")]


def lanes(picture: Picture) -> list[tuple[str, float, float]]:
    """Each piece: the height of its row, and where it begins and ends, in parts of the strip."""
    found = []
    for each in tree(picture).iter(f"{SVG}rect"):
        left, wide = float(each.get("x", "")), float(each.get("width", ""))
        if left >= LEFT:
            at = (left - LEFT) / LENGTH
            found.append((each.get("y", ""), round(at, 2), round(at + wide / LENGTH, 2)))
    return found


def test_each_side_has_a_row_with_its_name_and_its_pieces_in_place() -> None:
    picture = drawn(of(*HALF_AND_HALF))
    (mine, start, end), (theirs, start_theirs, end_theirs) = lanes(picture)
    assert mine < theirs
    assert (start, end, start_theirs, end_theirs) == (0.0, 0.25, 0.25, 1.0)
    assert texts(picture) == ["Who spoke when", "You", "Them", "0:00", "40:00"]
    with_colleague = drawn(of(*HALF_AND_HALF, StripPiece("colleague", 0.9, 0.95)))
    assert texts(with_colleague)[1:4] == ["You", "Colleagues", "Them"]


def test_questions_and_the_first_proposal_are_marked_where_they_were() -> None:
    asked = (Spot(0.25, 10 * MINUTE), Spot(0.75, 30 * MINUTE))
    picture = drawn(of(*HALF_AND_HALF, asked=asked, proposal=Spot(0.5, 20 * MINUTE)))
    at = [float(each.get("cx", "")) for each in tree(picture).iter(f"{SVG}circle")]
    assert at == pytest.approx([LEFT + LENGTH / 4, LEFT + LENGTH * 3 / 4], abs=0.1)
    [dashed] = [x for x in tree(picture).iter(f"{SVG}path") if x.get("stroke-dasharray")]
    assert dashed.get("d", "").startswith(f"M{LEFT + LENGTH / 2:.1f} ")
    assert "20:00" in texts(picture)
    without = drawn(of(*HALF_AND_HALF, asked=()))
    assert {"none", "none recognised"} <= set(texts(without))
    assert "No proposal from your side was recognised." in without.alt
    assert "recognised" not in drawn(of(*HALF_AND_HALF)).alt  # nobody knows what was said


def test_questions_that_would_overlap_are_counted_in_rings_that_do_not() -> None:
    picture = drawn(of(*HALF_AND_HALF, asked=tuple(Spot(n / 84) for n in range(84))))
    at = [float(each.get("cx", "")) for each in tree(picture).iter(f"{SVG}circle")]
    assert all(after - one > 2 * talk_charts.COUNTED for one, after in pairwise(at))
    assert sum(int(said) for said in texts(picture) if said.isdigit()) == 84
    assert {"Your side's", "questions"} <= set(texts(picture))


def test_the_line_of_the_proposal_is_behind_the_marks_of_questions() -> None:
    asked = (Spot(0.5, 20 * MINUTE), Spot(0.505, 20 * MINUTE))
    picture = drawn(of(*HALF_AND_HALF, asked=asked, proposal=Spot(0.502, 20 * MINUTE)))
    drawn_in_order = list(tree(picture).iter())
    dashed = next(n for n, each in enumerate(drawn_in_order) if each.get("stroke-dasharray"))
    rings = [n for n, each in enumerate(drawn_in_order) if each.tag == f"{SVG}circle"]
    assert rings
    assert min(rings) > dashed


def test_the_strip_says_the_same_in_words() -> None:
    asked = (Spot(0.1), Spot(0.2), Spot(0.99))
    picture = drawn(of(*HALF_AND_HALF, asked=asked, proposal=Spot(0.5, 20 * MINUTE)))
    assert picture.alt == (
        "Who spoke when. First third: mostly you; middle: mostly them; last third: mostly them. "
        "Questions from your side, by third: 2 in the first, none in the middle, 1 in the last. "
        "First proposal: 20:00, in the middle third."
    )


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ((("me", 0.0, 1.0),), "Mostly you in each third."),
        ((("colleague", 0.0, 0.8), ("theirs", 0.8, 1.0)), "last third: mostly them."),
        ((("me", 0.0, 0.15), ("theirs", 0.15, 0.33)), "First third: about even; middle: silence;"),
    ],
)
def test_who_spoke_most_in_each_third(
    pieces: tuple[tuple[TalkSide, float, float], ...], said: str
) -> None:
    assert said in talk_charts.strip_in_words(of(*(StripPiece(*each) for each in pieces)))


def test_without_times_the_places_are_in_words_and_without_speakers_there_is_no_strip() -> None:
    picture = drawn(of(*HALF_AND_HALF, asked=(), proposal=Spot(0.5), length=None))
    assert texts(picture)[-2:] == ["Start", "End"]
    assert "about halfway" in texts(picture)
    assert picture.alt.endswith("No questions from your side. First proposal: about halfway.")
    assert talk_charts.strip(of()) is None
    assert talk_charts.strip_in_words(of()) == ""


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.builds(StripPiece, st.sampled_from(["me", "theirs", "colleague"]), PART, PART)),
    st.none() | st.lists(SPOTS).map(tuple),
    st.none() | SPOTS,
    st.none() | st.timedeltas(timedelta(), 900 * MINUTE),
)
def test_whatever_was_measured_the_strip_stays_on_its_paper(
    pieces: list[StripPiece],
    asked: tuple[Spot, ...] | None,
    proposal: Spot | None,
    length: timedelta | None,
) -> None:
    picture = talk_charts.strip(of(*pieces, asked=asked, proposal=proposal, length=length))
    if picture is None:
        assert not pieces
        return
    for each in tree(picture).iter(f"{SVG}rect"):
        left = float(each.get("x", ""))
        assert 0 <= left <= left + float(each.get("width", "")) <= charts.WIDTH
    for each in tree(picture).iter(f"{SVG}circle"):
        assert LEFT <= float(each.get("cx", "")) <= charts.WIDTH
    assert asyncio.run(pictures.png(picture.svg)).startswith(b"\x89PNG")


RANGES = (
    PublishedRange(low=65, high=75, what="reps on average (Gong Labs, 2016)"),
    PublishedRange(low=43, high=43, what="calls that converted best (same)"),
)


def test_shares_stand_in_front_of_the_published_range_also_in_words() -> None:
    calls = (
        SharedCall("14 Nov", "Northwind", 0.68),
        SharedCall("16 Nov", "Hal\nden <b>", None),
        SharedCall("18 Nov", "Kestrel", 0.05),
    )
    picture = talk_charts.talk_shares(calls, RANGES)
    assert picture is not None
    assert texts(picture) == [
        "Your share of the talk, in %",
        *("14 Nov", "Northwind", "68", "16 Nov", "Hal den <b>", "–", "18 Nov", "Kestrel", "5"),
        "65–75%: reps on average (Gong Labs, 2016)",
        "43%: calls that converted best (same)",
    ]
    assert picture.alt == (
        "Your share of the talk, in %. Oldest first. 14 Nov, Northwind: 68%; 16 Nov, "
        "Hal den <b>: not measured; 18 Nov, Kestrel: 5%. Published: 65–75%: reps on average "
        "(Gong Labs, 2016); 43%: calls that converted best (same)."
    )
    columns = [x for x in tree(picture).iter(f"{SVG}rect") if x.get("fill") == charts.FILL]
    high = [float(each.get("height", "")) for each in columns]
    assert high == pytest.approx([0.68 * talk_charts.HIGH, 0.05 * talk_charts.HIGH])


def test_the_last_ten_calls_are_shown_and_none_without_a_figure() -> None:
    calls = [SharedCall(f"{day} Nov", "Northwind", day / 100) for day in range(1, 13)]
    picture = talk_charts.talk_shares(calls, ())
    assert picture is not None
    assert [each for each in texts(picture) if each.isdigit()] == [str(n) for n in range(3, 13)]
    for once in (None, 0.4):  # one call is no trend
        assert talk_charts.talk_shares([SharedCall("1 Nov", "Northwind", once)], RANGES) is None
    assert talk_charts.talk_shares([], RANGES) is None


def test_the_shipped_range_is_what_its_evidence_says() -> None:
    playbook = SHIPPED_PLAYBOOK
    assert [each.figure for each in playbook.ranges("talk_share")] == ["65–75%", "43%"]
    said = playbook.published("talk_share") or ""
    assert all(each.figure in said for each in playbook.ranges("talk_share"))
    assert playbook.ranges("patience") == ()


def test_figures_in_columns_can_be_read_in_both_modes() -> None:
    for front, ground in ((charts.PAPER, charts.FILL), (charts.INK, charts.TRACK)):
        for one, other in ((front, ground), (DARK[front], DARK[ground])):
            lights = sorted((_light(one), _light(other)))
            assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("spot", "said"),
    [
        (Spot(0.4, timedelta(minutes=12, seconds=40)), "12:40"),
        (Spot(0.9, timedelta(hours=1, minutes=2, seconds=3.4)), "1:02:03"),
        (Spot(0.0, -timedelta(seconds=2)), "0:00"),
        (Spot(0.01), "at the beginning"),
        (Spot(0.2), "in the first third"),
        (Spot(0.4), "in the middle third"),
        (Spot(0.5), "about halfway"),
        (Spot(0.8), "in the last third"),
        (Spot(1.0), "at the end"),
    ],
)
def test_places_are_said(spot: Spot, said: str) -> None:
    assert talk_words.place(spot) == said
