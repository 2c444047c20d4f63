from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.coaching.originality import TEXT_LENGTH, TEXT_LIMIT, Echo, WrittenText, ask, echo

NOW = datetime(2025, 6, 20, 15, 0, tzinfo=UTC)


def said(text: str, account: str = "Contoso", *, days_ago: float = 7) -> WrittenText:
    return WrittenText(account, NOW - timedelta(days=days_ago), text)


def here(text: str) -> WrittenText:
    return said(text, "Northwind", days_ago=0)


@pytest.mark.parametrize(
    ("latest", "earlier", "words"),
    [
        ("send the ROI deck", "I'll send them our ROI deck on Friday", "ROI deck"),
        ("I’ll send them our ROI deck on Friday", "Send the ROI deck.", "ROI deck"),
        ("Book a demo, Friday 15:00", "demo next Tue 10:00", "demo"),
        ("send the case studies", "Send case study", "case studies"),
        ("two-week trial", "trial of two weeks", "two-week trial"),
        ("send Northwind the ROI deck", "ROI deck to Contoso", "ROI deck"),
        ("proposal with pricing for 40 seats", "Pricing proposal", "proposal with pricing"),
        ("deck about returns, Mary wants ROI", "ROI deck", "deck … ROI"),
        ("ROI deck to Mary, ROI deck to Tom", "ROI deck", "ROI deck"),
        ("send the ROI deck and the security paper", "ROI deck on Monday", "ROI deck"),
        ("שלח את המצגת 🎉", "שלח את המצגת", "שלח את המצגת"),
        ("हिन्दी प्रस्ताव भेजें", "हिन्दी प्रस्ताव", "हिन्दी प्रस्ताव"),
        ("démo du café", "de\u0301mo du cafe\u0301", "démo du café"),
    ],
)
def test_the_same_prescription_is_heard_again(latest: str, earlier: str, words: str) -> None:
    found = echo(here(latest), [said(earlier)])
    assert found == Echo(words, ("Contoso",), 2, 60)


@pytest.mark.parametrize(
    ("latest", "earlier"),
    [
        ("call Mary on Friday", "call Tom on Friday"),
        ("book a follow-up", "book a follow-up"),
        ("wait for their answer", "Wait for their answers"),
        ("call at 15:00 on the 3rd", "call at 15:00 on the 3rd"),
        ("send the ROI deck", "send the ROI calculator"),
        ("security review with legal", "security review with finance"),
        ("walk their shift leads through picking errors", "walk their buyers through returns"),
        ("demo for the warehouse team", "demo"),
        (
            "security review",
            "pilot in Leeds, training, budget, references, legal terms, security review",
        ),
        ("", ""),
        ("🎉", "🎉"),
        ("!!! ???", "!!! ???"),
    ],
)
def test_keeping_in_touch_or_something_else_is_no_echo(latest: str, earlier: str) -> None:
    assert echo(here(latest), [said(earlier)]) is None


def test_the_same_account_may_hear_it_twice() -> None:
    assert echo(here("send the ROI deck"), [said("send the ROI deck", " NORTHWIND ")]) is None


def test_only_the_days_before_count() -> None:
    latest = here("send the ROI deck")
    assert echo(latest, [said(latest.text, days_ago=60)]) is not None
    assert echo(latest, [said(latest.text, days_ago=60.01)]) is None
    assert echo(latest, [said(latest.text, days_ago=-1)]) is None
    assert echo(latest, [said(latest.text, days_ago=8)], days=7) is None


def test_accounts_are_named_once_newest_first() -> None:
    earlier = [
        said("ROI deck", "Fabrikam", days_ago=9),
        said("the ROI deck", "Contoso", days_ago=5),
        said("our ROI deck", "Fabrikam", days_ago=2),
        said("a pilot in Leeds", "Adatum", days_ago=1),
    ]
    found = echo(here("send the ROI deck"), earlier)
    assert found == Echo("ROI deck", ("Fabrikam", "Contoso"), 3, 60)


def test_the_words_are_those_that_all_named_accounts_share() -> None:
    earlier = [
        said("ROI deck and case study", "Contoso", days_ago=1),
        said("ROI deck", "Fabrikam", days_ago=2),
    ]
    found = echo(here("ROI deck, case study"), earlier)
    assert found == Echo("ROI deck", ("Contoso", "Fabrikam"), 3, 60)


def test_the_question_names_where_else_and_asks_what_is_particular() -> None:
    assert ask(Echo("ROI deck", ("Contoso",), 2, 60)) == (
        "You also planned “ROI deck” for Contoso. What did this buyer say that calls for it?"
    )
    assert ask(Echo("ROI deck", ("Contoso", "Adatum"), 3, 60)) == (
        "You also planned “ROI deck” for Contoso and Adatum."
        " With this one, that makes 3 accounts in 60 days."
        " What did this buyer say that calls for it?"
    )
    many = Echo("ROI deck", ("Contoso", "Adatum", "Fabrikam", "Proseware"), 5, 30)
    assert "Adatum and 2 more. With this one, that makes 5 accounts in 30 days." in ask(many)


def test_repeated_words_are_shortened_visibly() -> None:
    text = " ".join(f"module{letter}" for letter in "abcdefghijklmnopqrst")
    found = echo(here(text), [said(text)])
    assert found is not None
    assert len(found.words) <= 90
    assert found.words.endswith("…")


def test_of_a_very_long_text_only_the_beginning_is_compared() -> None:
    filler = "🎉 " * TEXT_LENGTH
    assert echo(here("ROI deck " + filler), [said("ROI deck")]) is not None
    assert echo(here(filler + "ROI deck"), [said("ROI deck")]) is None


def test_of_very_many_texts_only_the_newest_are_compared() -> None:
    others = [said(f"pilot {number}", f"Account {number}") for number in range(TEXT_LIMIT - 1)]
    old = said("ROI deck", "Fabrikam", days_ago=30)
    assert echo(here("ROI deck"), [old, *others]) is not None
    assert echo(here("ROI deck"), [old, *others, said("training")]) is None


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(), st.text()), max_size=6), st.text())
def test_whatever_people_type_is_no_error(pairs: list[tuple[str, str]], text: str) -> None:
    earlier = [said(earlier_text, account) for account, earlier_text in pairs]
    found = echo(here(text), [*earlier, said(text)])
    if found is not None:
        assert found.words
        assert found.count == len(found.accounts) + 1
        assert ask(found).endswith("?")


@settings(deadline=None)
@given(st.text(alphabet="abcde ", max_size=60), st.text(alphabet="abcde ", max_size=60))
def test_an_echo_has_no_first_and_second(one: str, other: str) -> None:
    heard = echo(said(one, "N", days_ago=0), [said(other, "C", days_ago=0)])
    back = echo(said(other, "C", days_ago=0), [said(one, "N", days_ago=0)])
    assert (heard is None) == (back is None)
