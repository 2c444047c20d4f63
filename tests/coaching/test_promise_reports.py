"""What a typed report tells about a promise, and which promise it is about."""

import pytest

from handlers.coaching.promises.promise_fit import fitting
from handlers.typed.promises.promise_reports import Told, promise_report

TOLD: dict[Told, str] = {
    "done": """
        sent pricing to northwind
        i sent northwind the pricing today
        just called jana
        called jana, she's fine w 38k
        ive sent the one pager to lund
        pricing sent
        northwind pricing is done
        pricing went out this morning
        the one pager went out
        mark pricing as done
        done""",
    "dropped": """
        drop the deck promise
        drop the deck
        forget the deck promise""",
    "moved": """
        move the pricing promise to friday
        delay the one pager til monday
        one pager can wait til monday""",
    "theirs": """
        jana sent the depot list
        northwind sent us the depot list
        depot list came
        depot list received
        got the depot list from northwind""",
    "open": """
        havent sent the pricing yet
        still havent called jana""",
    "asked": """
        did i send the pricing
        when did i send the pricing
        is the pricing sent yet
        have they sent the depot list""",
}
NONE = """
    they have not sent the list
    did you send the pricing?
    Jana: we sent the list
    ruben called jana, she is fine with 38k
    the drivers had it off by week two
    send the pricing to jana
    they want 40 seats by march"""


@pytest.mark.parametrize(
    ("told", "line"),
    [(told, line.strip()) for told, lines in TOLD.items() for line in lines.strip().splitlines()],
)
def test_a_report_tells_what_became_of_a_promise(told: Told, line: str) -> None:
    report = promise_report(line)
    assert report is not None
    assert report.told == told


@pytest.mark.parametrize("line", NONE.strip().splitlines())
def test_other_words_are_no_report(line: str) -> None:
    assert promise_report(line.strip()) is None


PROMISES = ["Pricing for 40 seats", "Call Jana", "Deck", "Pricing for the depots"]
NAMES = {"northwind", "jana", "novak", "ruben", "haas"}


@pytest.mark.parametrize(
    ("report", "found"),
    [
        ("sent the pricing for 40 seats", [0]),
        ("sent price to jana", [0, 3]),
        ("called jana", [1]),
        ("called ruben", []),
        ("called northwind about the pricing", []),
        ("sent the pricing for 60 seats", [3]),
        ("sent jana the deck", [2]),
        ("sent the iso cert to northwind", []),
    ],
)
def test_the_nouns_decide_which_promise_is_meant(report: str, found: list[int]) -> None:
    assert fitting(report.split(), PROMISES, NAMES) == found
