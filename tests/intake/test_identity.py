"""An entry is recognised when it is read again, even if the feed changes its id or address."""

import pytest

from bot.intake.parse import parse
from tests.intake.samples import URL, item, rss

MONDAY, TUESDAY = "Mon, 03 Mar 2025 09:00:00 GMT", "Tue, 04 Mar 2025 09:00:00 GMT"


def known(before: list[str], after: list[str]) -> list[bool]:
    """For each entry of the later reading, newest first, whether the earlier one had it."""
    first, second = (parse(rss(*items).encode(), URL, "") for items in (before, after))
    return [not set(first.keys).isdisjoint(entry.keys) for entry in second.entries]


def page(number: int, scheme: str = "https", host: str = "a.example", more: str = "") -> str:
    """The address of an entry's page."""
    return f"{scheme}://{host}/{number}{more}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            item("One", link=page(1), guid="x1", date=MONDAY),
            item("One", link=page(1), guid="x2", date=MONDAY),
            id="a new id each time",
        ),
        pytest.param(
            item("One", link=page(1), guid="x1", date=MONDAY),
            item("One", link=page(1), guid="x2", date=TUESDAY),
            id="a new id and date each time",
        ),
        pytest.param(
            item("One", link=page(1, "http"), guid=page(1, "http")),
            item("One", link=page(1), guid=page(1)),
            id="from http to https",
        ),
        pytest.param(
            item("One", link=page(1)), item("One", link=page(1, host="www.a.example")), id="www."
        ),
        pytest.param(
            item("One", link=page(1)), item("One", link=page(1, more="/?utm_source=rss#top")),
            id="tracking",
        ),
        pytest.param(
            item("One", guid="7"), item("One, corrected", guid="7"), id="a corrected title"
        ),
        pytest.param(
            item("One", guid="x1", date=MONDAY), item("One", guid="x2", date=MONDAY),
            id="a new id each time, and no link",
        ),
    ],
)  # fmt: skip
def test_the_same_entry(before: str, after: str) -> None:
    assert known([before], [after]) == [True]


def test_one_link_for_all() -> None:
    news = "https://a.example/news"
    first, second = item("One", link=news), item("Two", link=news)
    assert known([first], [second, first]) == [False, True]
    assert known([first, second], [second]) == [True]


def test_one_title_for_all_without_id_and_link() -> None:
    monday, tuesday = (item("Weekly update", date=date) for date in (MONDAY, TUESDAY))
    assert known([monday], [tuesday, monday]) == [False, True]


def test_one_id_for_all() -> None:
    entries = [item(f"T{n}", guid="1", link=page(n)) for n in range(4)]
    assert known(entries[1:], entries) == [False, True, True, True]


def test_other_pages_of_one_site_are_others() -> None:
    one, two = (item("Update", link=page(1, more=f"?p={n}")) for n in (1, 2))
    assert known([one], [two]) == [False]
