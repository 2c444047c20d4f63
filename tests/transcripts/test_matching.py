"""Which call a transcript is of: decided, or asked about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers.transcripts.matching import BegunCall, FoundCall, HeardCall, find

TEN = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
MINUTE, WEEK = timedelta(minutes=1), timedelta(days=7)
NORTHWIND = ("Jana Novak", "Tom Ash")


def call(
    id_: int,
    starts_at: datetime = TEN,
    account: str = "Northwind",
    names: tuple[str, ...] = (),
    *,
    minutes: int = 30,
    title: str = "",
    began_at: datetime | None = None,
) -> BegunCall:
    ends_at = starts_at + minutes * MINUTE
    return BegunCall(id_, account, title, starts_at, ends_at, began_at, names)


def heard(
    starts_at: datetime | None = None,
    *others: str,
    title: str = "",
    zoned: bool = True,
    minutes: int | None = None,
) -> HeardCall:
    length = minutes * MINUTE if minutes else None
    return HeardCall(starts_at, zoned and starts_at is not None, length, title, others)


def test_a_start_within_twenty_minutes_decides() -> None:
    calls = [call(1), call(2, TEN + 60 * MINUTE), call(3, TEN - WEEK)]
    assert find(heard(TEN + 19 * MINUTE), calls).sure == 1
    assert find(heard(TEN - 20 * MINUTE), calls).sure == 1
    assert find(heard(TEN + 25 * MINUTE), calls).sure is None


def test_a_call_that_really_began_later_is_found_by_that() -> None:
    late = call(1, began_at=TEN + 35 * MINUTE)
    assert find(heard(TEN + 36 * MINUTE), [late]).sure == 1


def test_back_to_back_calls_are_asked_about_unless_title_or_names_tell() -> None:
    calls = [
        call(1, minutes=15, names=NORTHWIND),
        call(2, TEN + 15 * MINUTE, "Halden", ("Lars Berg",), minutes=15),
    ]
    assert find(heard(TEN + 9 * MINUTE), calls).likely == (2, 1)
    assert find(heard(TEN + 9 * MINUTE, "Jana"), calls).sure == 1
    assert find(heard(TEN + 9 * MINUTE, title="Halden / Brightwater"), calls).sure == 2


def test_length_breaks_a_tie_between_calls_that_start_together() -> None:
    calls = [call(1, minutes=30), call(2, account="Halden", minutes=60)]
    assert find(heard(TEN, minutes=57), calls).sure == 2
    assert find(heard(TEN, minutes=31), calls).sure == 1
    assert find(heard(TEN, minutes=45), calls).sure is None
    assert find(heard(TEN), calls).sure is None
    assert (
        find(heard(TEN, minutes=31), [call(1), call(2, account="Halden", minutes=45)]).sure is None
    )


def test_what_speaks_for_another_call_makes_it_a_question() -> None:
    calls = [call(1), call(2, TEN + 120 * MINUTE, "Halden", ("Lars Berg",))]
    assert find(heard(TEN, title="Halden kick-off"), calls) == find(heard(TEN, "Lars Berg"), calls)
    assert find(heard(TEN, title="Halden kick-off"), calls).sure is None
    assert find(heard(TEN, "Jana Novak"), calls).sure == 1


def test_a_second_part_of_a_call_is_asked_about() -> None:
    assert find(heard(TEN + 40 * MINUTE), [call(1, minutes=60)]).likely == (1,)


def test_nothing_is_likely_at_a_time_without_calls() -> None:
    assert find(heard(TEN + 3 * WEEK), [call(1)]).likely == ()


def test_without_a_time_title_and_names_decide_if_only_one_call_has_them() -> None:
    one = call(1, names=NORTHWIND)
    other = call(2, TEN + 60 * MINUTE, "Halden", ("Lars Berg",))
    assert find(heard(None, "Jana Novak", title="Northwind"), [one, other]).sure == 1
    assert find(heard(None, "Jana Novak", "Tom Ash"), [one, other]).sure == 1
    assert find(heard(None, "Jana Novak"), [one, other]).sure == 1
    assert find(heard(None, "Jana Novak", "Ann Lee"), [one, other]).sure == 1
    assert find(heard(None, "Jana"), [one, other]) == FoundCall(1, by_names=True)
    assert find(heard(None, "Jana", "Ann"), [one, other]).likely == (1, 2)
    assert find(heard(None, "Jana"), [one, call(3, names=NORTHWIND)]).sure is None
    assert find(heard(None, "Jana", title="Halden"), [one, other]).sure is None
    assert find(heard(None), [one, other]).likely == (2, 1)


def test_weekly_calls_are_asked_about_unless_the_file_has_a_day() -> None:
    weekly = [call(n, TEN - n * WEEK, names=NORTHWIND, title="Weekly") for n in range(6)]
    found = find(heard(None, "Jana Novak", title="Weekly"), weekly)
    assert found.sure is None
    assert len(found.likely) == 4
    after = replace(heard(None, "Jana"), brought_at=TEN + 60 * MINUTE)
    assert find(after, weekly).sure == 0
    assert find(replace(after, brought_at=TEN + WEEK / 2), weekly).sure is None
    elsewhere = [*weekly, call(9, TEN - WEEK, "Halden", NORTHWIND)]
    assert find(after, elsewhere).sure is None
    that_day = TEN - 2 * WEEK + 60 * MINUTE
    assert find(heard(that_day, "Jana Novak", title="Weekly", zoned=False), weekly).sure == 2
    assert find(heard(that_day, "Ann Lee", zoned=False), weekly).likely[0] == 2


def test_a_call_on_another_day_than_an_unzoned_start_is_not_even_offered() -> None:
    one = call(1, names=NORTHWIND)
    said = heard(TEN + WEEK, "Jana Novak", title="Northwind", zoned=False)
    assert find(said, [one]).sure is None
    assert find(said, [one]).likely == ()  # whoever chose it would be refused


@pytest.mark.parametrize(
    ("title", "titled"),
    [
        ("Northwind weekly", True),
        ("Brightwater x NORTHWIND", True),
        ("Weekly - Nörthwind (EU) | Brightwater", True),
        ("North", False),
        ("", False),
        ("Market review", False),
    ],
)
def test_a_title_names_the_account(title: str, titled: bool) -> None:
    calls = [call(1, account="Northwind Logistics"), call(2, account="Market Street")]
    found = find(heard(TEN, title=title), calls)
    assert found.sure == (1 if titled else None)
