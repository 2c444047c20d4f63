"""The shipped playbook keeps its own rules, and sounds like a colleague."""

import re
from collections import Counter
from itertools import combinations
from typing import get_args

import pytest
from rapidfuzz.fuzz import token_sort_ratio

from handlers.playbook.loader import load
from handlers.playbook.schema import GROUPS, PLACEHOLDERS, REFLECTION, Condition, Focus
from storage.choices import STAGES

BOOK = load()
ASKED = [
    *((item.id, item.ask) for item in BOOK.questions),
    *((item.id, item.ask) for item in BOOK.openings),
]
TEXTS = [
    *ASKED,
    *((item.id, item.where) for item in BOOK.questions),
    *((item.id, item.text) for item in BOOK.listening),
    *((item.id, f"{item.when}, {item.then}.") for item in BOOK.focuses),
    *((item.id, item.label) for item in BOOK.reflection.values()),
    *((item.id, item.hint) for item in BOOK.reflection.values() if item.hint),
    ("pitch", BOOK.pitch.ask),
]
BANNED = re.compile(
    r"\b(pain points?|at night|low-hanging|synerg\w*|leverag\w+|win-win|game.?chang\w+|value.?add"
    r"|deep dive|circle back|touch base|move the needle|best.in.class|prospects?|stakeholders?"
    r"|decision.makers?|low score|active listening|remember to|don't forget|journey|empower\w*"
    r"|solutions? that|trusted advis\w+|key takeaways?|great job|well done)\b",
    re.IGNORECASE,
)


# -- what is shipped


def test_there_is_enough_of_everything() -> None:
    groups = Counter(item.group for item in BOOK.questions)
    areas = Counter(item.area for item in BOOK.listening)
    assert len(BOOK.questions) >= 64
    assert {group: groups[group] >= 6 for group in GROUPS} == dict.fromkeys(GROUPS, True)
    assert len(BOOK.areas) >= 9
    assert len(BOOK.listening) >= 48
    assert {area.id: areas[area.id] >= 4 for area in BOOK.areas} == {
        area.id: True for area in BOOK.areas
    }
    assert sum(not item.fits for item in BOOK.listening) >= 24
    assert len(BOOK.openings) >= 20
    assert len(BOOK.focuses) >= 14
    assert {item.area for item in BOOK.focuses} == {item.id for item in BOOK.areas}


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("call", ["first", "later"])
def test_every_stage_has_questions_of_every_group(stage: str, call: str) -> None:
    fitting = [q for q in BOOK.questions if stage in q.stages and q.call in {call, "any"}]
    assert {item.group for item in fitting} == set(GROUPS)
    assert len(fitting) >= 24


def test_every_condition_is_used_and_never_the_only_choice() -> None:
    used = {condition for item in BOOK.listening for condition in item.fits}
    assert used == set(get_args(Condition))
    assert sum(not item.fits for item in BOOK.openings) >= 10
    always = Counter(item.area for item in BOOK.listening if not item.fits)
    assert all(always[area.id] >= 2 for area in BOOK.areas)


@pytest.mark.parametrize("name", list(PLACEHOLDERS))
def test_every_placeholder_is_used(name: str) -> None:
    assert any(f"{{{name}}}" in item.text for item in BOOK.listening)


def test_reflection_has_the_fields_and_choices_of_the_form() -> None:
    assert list(BOOK.reflection) == list(REFLECTION)
    for key, field in BOOK.reflection.items():
        assert tuple(choice.id for choice in field.choices) == REFLECTION[key]


def test_pitch_words_are_lower_case_and_once_each() -> None:
    words = BOOK.pitch.words
    assert {"demo", "proposal", "price", "pricing", "quote", "contract", "close"} <= set(words)
    assert {"discount", "deck", "presentation", "pitch"} <= set(words)
    assert [word.lower() for word in words] == list(dict.fromkeys(words))


def test_evidence_has_sources_and_leaves_out_what_only_blogs_say() -> None:
    told = " ".join(f"{item.figure} {item.source}" for item in BOOK.evidence.values())
    assert len(BOOK.evidence) == 12
    assert not re.search(r"326,000|46% won|72% lost|35–50", told)


# -- how it sounds


@pytest.mark.parametrize(("name", "text"), TEXTS)
def test_voice(name: str, text: str) -> None:
    assert "!" not in text
    assert text.isascii() or not re.search(r"[^\x00-\x7f–…’“”]", text)
    assert not BANNED.search(text)
    assert text == text.strip()
    assert "  " not in text


@pytest.mark.parametrize(("name", "ask"), [*ASKED, ("pitch", BOOK.pitch.ask)])
def test_a_question_can_be_asked_as_it_stands(name: str, ask: str) -> None:
    assert re.match(r"(What|How|Who|Whose|Where|When|Tell me)\b", ask)
    assert ask.endswith("." if ask.startswith("Tell me") else "?")
    assert ask.count("?") <= 1
    assert len(ask) <= 110


def test_a_research_question_is_about_the_account_and_never_put_to_the_rep() -> None:
    # "Nobody has looked yet" stands beside it, and colleagues read the answer.
    to_the_rep = re.compile(r"\b(you|yours|yourself|I|me|my)\b", re.IGNORECASE)
    assert [item.id for item in BOOK.questions if to_the_rep.search(item.ask)] == []


def test_where_names_a_place_or_a_person() -> None:
    told = re.compile(r"(Ask|Ring|Search|Look|Use|Put|Lay|Check|Read|Find|Take|Go|See)\b")
    assert [item.id for item in BOOK.questions if told.match(item.where)] == []


def test_lines_fit_a_lock_screen_and_places_a_glance() -> None:
    assert [item.id for item in BOOK.listening if len(item.text) > 110] == []
    assert [item.id for item in BOOK.questions if not 20 <= len(item.where) <= 120] == []


@pytest.mark.parametrize("focus", BOOK.focuses, ids=lambda focus: focus.id)
def test_a_focus_is_an_if_and_a_then(focus: Focus) -> None:
    assert focus.when.startswith("If ")
    assert focus.then.startswith("I ")
    assert not focus.when.endswith((".", ","))
    assert not focus.then.endswith(".")


def test_no_two_texts_of_a_kind_say_nearly_the_same() -> None:
    kinds = (
        [item.ask for item in BOOK.questions],
        [item.where for item in BOOK.questions],
        [item.text for item in BOOK.listening],
        [item.ask for item in BOOK.openings],
        [item.then for item in BOOK.focuses],
    )
    pairs = (pair for kind in kinds for pair in combinations(kind, 2))
    assert [pair for pair in pairs if token_sort_ratio(*pair) > 75] == []
