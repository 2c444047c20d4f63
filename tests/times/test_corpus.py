"""Hundreds of phrases as reps type them: none is read wrong, few are asked about in vain."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.times import Unclear, Understood, date_order, split, understand
from tests.times import corpus
from tests.times.corpus import Moments, Phrase

ENOUGH_READ = 0.85


def behind_an_account_on_file(phrase: Phrase) -> Moments | None:
    """All of it has to be a time."""
    order = date_order(phrase.locale, phrase.zone)
    return _moments(understand(phrase.text, now=phrase.now, zone=phrase.zone, order=order))


def behind_a_new_name(phrase: Phrase) -> Moments | None:
    """Where the name ends has to be found as well."""
    order = date_order(phrase.locale, phrase.zone)
    text = f"Contoso {phrase.text}"
    return _moments(split(text, now=phrase.now, zone=phrase.zone, order=order)[1])


def _moments(answer: object) -> Moments | None:
    if isinstance(answer, Understood):
        return answer.starts_at, answer.ends_at
    return None


@pytest.mark.parametrize("reads", [behind_an_account_on_file, behind_a_new_name])
def test_the_phrases(reads: Callable[[Phrase], Moments | None]) -> None:
    found = corpus.count(reads)
    figures = {outcome: len(texts) for outcome, texts in found.items()}
    print(reads.__name__, figures)  # noqa: T201 - shown with -s, and where the test fails
    assert sum(figures.values()) > 400
    assert found["wrong"] == []
    name_a_moment = sum(phrase.meant is not None for phrase in corpus.phrases())
    assert figures["read"] >= ENOUGH_READ * name_a_moment
    assert figures["refused"] <= 0.03 * name_a_moment


def test_the_half_that_was_kept_aside_does_no_worse() -> None:
    aside = [each for i, each in enumerate(corpus.phrases()) if corpus.kept_aside(i) and each.meant]
    read = [
        each for each in aside if corpus.outcome(each, behind_an_account_on_file(each)) == "read"
    ]
    assert len(read) >= ENOUGH_READ * len(aside)


def test_a_new_name_is_found_whole() -> None:
    for phrase in corpus.phrases():
        order = date_order(phrase.locale, phrase.zone)
        text = f"Contoso {phrase.text}"
        name, answer, _ = split(text, now=phrase.now, zone=phrase.zone, order=order)
        if isinstance(answer, Understood):
            assert name == "Contoso"


def test_a_time_that_the_clocks_jump_over_leads_to_both_beside_it() -> None:
    now = datetime(2026, 11, 23, 9, 20, tzinfo=ZoneInfo("Europe/Berlin"))
    answer = understand("28 March 2027 02:30", now=now, zone="Europe/Berlin")
    assert isinstance(answer, Unclear)
    assert [offer.starts_at.hour for offer in answer.offers] == [1, 0]  # in UTC
