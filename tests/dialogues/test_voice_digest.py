"""On Mondays marketing's channel reads the week: themes, words, competitors, what waits."""

import pytest

from handlers.notices import voice_digest
from tests.dialogues.office import Office
from tests.dialogues.test_asks import heard, listening
from tests.dialogues.test_insights import published
from tests.dialogues.test_prepare import plan


async def said(
    office: Office, account: str, day: int, *, line: str, words: str, how: str = "anonymous"
) -> None:
    """Lena reflects on a call at 10:00 that day and passes something on."""
    await plan(office, f"{account} {day}.11. 10:00")
    await office.until(day, "10:36")
    await office.lena.types(f"/reflect {account}")
    await office.lena.fills(goal_reached="yes", for_marketing=line, heard=words, attribution=how)
    await office.lena.submits()


async def a_week(office: Office) -> None:
    """Three accounts speak of route changes; two name Routely."""
    await listening(office)
    office.tomas.goes_to("")
    await published(office, headline="Against Routely", competitor="Routely")
    await said(
        office,
        "Northwind",
        24,
        line="Route changes at night hurt",
        words="We also look at Routely. The late route changes are what hurts us.",
        how="named",
    )
    await said(
        office,
        "Halden",
        25,
        line="Nobody tells the drivers about route changes",
        words="At Halden we learn of route changes from angry drivers.",
    )
    await said(office, "Alder", 26, line="Who tells the dock?", words="Routely never did that.")


async def test_the_week_in_one_message(office: Office) -> None:
    await a_week(office)
    before = len(heard(office))
    await office.until(30, "09:01")
    digest = heard(office)[before:][-1]
    assert "Last week reps passed on 3 things from 3 accounts." in digest
    assert "“route changes”: 2 times, at 2 accounts" in digest
    assert "Routely: named early at 2 accounts" in digest
    assert "Chorus" in digest
    assert "Without an answer" in digest
    assert "Northwind, 24 November" in digest
    assert "Halden" not in digest


async def test_of_very_much_the_newest_is_read_and_it_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voice_digest, "MOST", 3)
    monkeypatch.setattr(voice_digest, "MOST_FOR_THEMES", 3)
    await a_week(office)
    await said(office, "Birch", 27, line="They ask about route changes", words="And so do we.")
    before = len(heard(office))
    await office.until(30, "09:01")
    digest = heard(office)[before:][-1]
    assert "Last week reps passed on 4 things from 4 accounts." in digest
    assert "“route changes”: 2 times, at 2 accounts" in digest  # Northwind's is too old by now
    assert "Counted over the newest 3 of four weeks" in digest
    assert "Routely: named early at 1 account" in digest
    assert "Over the newest 3 of 90 days" in digest


async def test_it_comes_again_while_something_waits_and_then_no_more(office: Office) -> None:
    tomas = office.tomas
    await a_week(office)
    await office.until(30, "09:01")
    await tomas.opens_home()
    for _ in range(3):
        await tomas.presses("Asks")
        await tomas.presses("Look at it")
        await tomas.presses("Answer")
        await tomas.fills(words="It is in the new story.")
        await tomas.submits()
    before = len(heard(office))
    await office.until_december(7, "09:01")
    assert len(heard(office)) == before
    await office.until_december(14, "09:01")
    assert len(heard(office)) == before


async def test_a_quiet_week_has_none(office: Office) -> None:
    await listening(office)
    await office.until(30, "12:00")
    assert heard(office) == []
