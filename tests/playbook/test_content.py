"""The shipped playbook keeps its own rules, and sounds like a colleague."""

import re
from collections import Counter
from itertools import combinations
from typing import get_args

import pytest
from rapidfuzz.fuzz import token_sort_ratio

from handlers.coaching.matching import is_near_duplicate
from handlers.playbook.conditions import GROUPS, PLACEHOLDERS, REFLECTION, Condition
from handlers.playbook.loader import load
from handlers.playbook.schema import Focus
from storage.choices import BUYING_ROLES, CALL_KINDS, STAGES, BuyingRole, CallKind

BOOK = load()
ASKED = [
    *((item.id, item.ask) for item in BOOK.questions),
    *((item.id, item.ask) for item in BOOK.openings),
]
TEXTS = [
    *ASKED,
    *((item.id, item.where) for item in BOOK.questions),
    *((item.id, item.why) for item in BOOK.questions),
    *((item.id, item.text) for item in BOOK.listening),
    *((item.id, f"{item.when}, {item.then}.") for item in BOOK.focuses),
    *((item.id, item.name) for item in BOOK.areas),
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
# Words that American and British colleagues would not both say, and Attune's own old dialect.
DIALECT = re.compile(
    r"\b(remed(?:y|ies)|appointments?|upstairs|half-time|rivals?|fortnight\w*|whilst|reckon|gotten"
    r"|apologi[sz]e\w*|airtime|held lightly|gladly|prescri\w+|when you said|how last week went"
    r"|ha(?:ve|s) got)\b",
    re.IGNORECASE,
)
# What people may have typed, as long as a text can show it, and long names.
LONGEST = {
    "account": "Halden Logistics and Sons",
    "speaker": "Dr. Maria del Mar Ruiz",
    "person": "Dr. Maria del Mar Ruiz",
    "newcomer": "Dr. Maria del Mar Ruiz",
    "quiet": "Dr. Maria del Mar Ruiz",
    **dict.fromkeys(
        ("quote", "guess", "surprise", "goal", "missed_goal", "next_step"),
        "We had a route planner two years ago and it was off by May.",
    ),
}


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
    anywhere = [item for item in BOOK.listening if not (item.fits or item.kinds or item.roles)]
    assert len(anywhere) >= 45
    assert len(BOOK.openings) >= 40
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
    plain = [item for item in BOOK.openings if not (item.fits or item.kinds or item.roles)]
    assert len(plain) >= 12
    always = Counter(
        item.area for item in BOOK.listening if not (item.fits or item.kinds or item.roles)
    )
    assert all(always[area.id] >= 2 for area in BOOK.areas)


@pytest.mark.parametrize("kind", [kind for kind in CALL_KINDS if kind != "internal"])
def test_every_kind_of_call_has_lines_and_openings_of_its_own(kind: CallKind) -> None:
    lines = [item.id for item in BOOK.listening if kind in item.kinds]
    openings = [item.id for item in BOOK.openings if kind in item.kinds]
    assert len(lines) >= 8
    assert len(openings) >= 3


@pytest.mark.parametrize("role", BUYING_ROLES)
def test_every_part_in_a_purchase_has_lines_and_openings_of_its_own(role: BuyingRole) -> None:
    lines = [item.id for item in BOOK.listening if role in item.roles]
    openings = [item.id for item in BOOK.openings if role in item.roles]
    assert len(lines) >= 4
    assert len(openings) >= 3


def test_internal_calls_have_no_text() -> None:
    assert [item.id for item in BOOK.listening if "internal" in item.kinds] == []
    assert [item.id for item in BOOK.openings if "internal" in item.kinds] == []


@pytest.mark.parametrize("condition", get_args(Condition))
def test_every_situation_has_lines_enough_to_recur(condition: Condition) -> None:
    assert len([item.id for item in BOOK.listening if condition in item.fits]) >= 4


@pytest.mark.parametrize(
    "objection", ["no budget", "not now", "build it", "a supplier", "security", "think it over"]
)
def test_every_kind_of_objection_has_a_line(objection: str) -> None:
    assert [item.id for item in BOOK.listening if objection in item.text]


def test_every_focus_has_an_idea_of_its_own_that_lines_share() -> None:
    ideas = [item.idea for item in BOOK.focuses]
    assert None not in ideas
    assert len(set(ideas)) == len(ideas)
    assert set(ideas) <= {item.idea for item in BOOK.listening}


def test_a_quote_is_read_with_the_name_of_its_speaker_and_never_said_to_them() -> None:
    quoting = [item.text for item in BOOK.listening if "{quote}" in item.text]
    assert [text for text in quoting if "{speaker}" not in text] == []
    assert len(quoting) <= 6
    assert [item.id for item in BOOK.openings if re.search(r"\{(?!account)", item.ask)] == []


@pytest.mark.parametrize("name", list(PLACEHOLDERS))
def test_every_placeholder_is_used(name: str) -> None:
    assert any(f"{{{name}}}" in item.text for item in BOOK.listening)


def test_reflection_has_the_fields_and_choices_of_the_form() -> None:
    assert list(BOOK.reflection) == list(REFLECTION)
    for key, field in BOOK.reflection.items():
        assert tuple(choice.id for choice in field.choices) == REFLECTION[key]


def test_the_words_of_pitches_are_lower_case_and_once_each() -> None:
    for words in (BOOK.pitch.pitches, BOOK.pitch.asks, BOOK.pitch.nouns, BOOK.pitch.harmless):
        assert [word.lower() for word in words] == list(dict.fromkeys(words))
    assert {"demo", "present", "convince", "close"} <= set(BOOK.pitch.pitches)
    assert {"ask", "hear", "learn", "find out"} <= set(BOOK.pitch.asks)


def test_evidence_has_sources_and_leaves_out_what_only_blogs_say() -> None:
    told = " ".join(f"{item.figure} {item.source}" for item in BOOK.evidence.values())
    assert not re.search(r"326,000|46% won|72% lost|35–50|45–55|60:40", told)
    assert "re-examined" in BOOK.evidence["talk-listen"].source
    used = {item.evidence for item in BOOK.questions}
    used |= {item.evidence for item in BOOK.listening}
    used |= {item.evidence for item in BOOK.focuses}
    undated = {name for name in used if name and BOOK.evidence[name].year is None}
    assert undated == {
        "longest-monologue",
        "customer-stretch",
        "objection-pause",
    }


def test_what_stands_beside_a_figure_has_its_source_and_its_year() -> None:
    for item in BOOK.evidence.values():
        if item.shown:
            assert re.split(r"[ ,(]", item.source)[0] in item.shown
            assert (str(item.year) if item.year else "no year given") in item.shown
            assert "correlation" in item.shown or item.kind == "second_hand"
    assert "43%" in (BOOK.published("talk_share") or "")


# -- how it sounds


def test_texts_are_plain_on_both_sides_of_the_atlantic() -> None:
    questions = {item.id for item in BOOK.questions}
    ours = [(name, text) for name, text in TEXTS if name not in questions]
    assert [name for name, text in ours if DIALECT.search(text)] == []


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
    # Colleagues read the answer too.
    to_the_rep = re.compile(r"\b(you|yours|yourself|I|me|my)\b", re.IGNORECASE)
    assert [item.id for item in BOOK.questions if to_the_rep.search(item.ask)] == []


def test_nothing_is_asked_about_your_contact_where_nobody_is_named() -> None:
    for question in BOOK.questions:
        if "your contact" in f"{question.ask} {question.where} {question.why}":
            assert question.roles or "contact_named" in question.fits, question.id


def test_three_questions_fit_into_a_short_message() -> None:
    # With its lead and buttons, a message with three is then under 120 words.
    words = {q.id: len(f"{q.ask} {q.why} {q.where}".split()) for q in BOOK.questions}
    assert {id_: count for id_, count in words.items() if count > 34} == {}


@pytest.mark.parametrize(("part", "limit"), [("ask", 20), ("why", 12), ("where", 16)])
def test_each_part_of_a_question_is_short_also_with_a_long_name(part: str, limit: int) -> None:
    words = {q.id: getattr(q, part).format_map(LONGEST).split() for q in BOOK.questions}
    assert {id_: each for id_, each in words.items() if len(each) > limit} == {}


KINDS: tuple[CallKind, ...] = (
    *("renewal", "pricing", "procurement", "bad_news"),
    *("kick_off", "review", "cold", "inbound", "demo"),
)
PARTS: tuple[BuyingRole, ...] = ("economic_buyer", "user", "technical", "procurement")


def test_kinds_of_calls_and_parts_in_a_purchase_have_questions_of_their_own() -> None:
    made = Counter(kind for q in BOOK.questions if len(q.kinds) <= 3 for kind in q.kinds)
    assert {kind: made[kind] for kind in KINDS if made[kind] < 4} == {}
    parts = Counter(part for q in BOOK.questions for part in q.roles)
    assert {part: parts[part] for part in PARTS if parts[part] < 3} == {}


def test_where_names_a_place_or_a_person() -> None:
    told = re.compile(r"(Ask|Ring|Search|Look|Use|Put|Lay|Check|Read|Find|Take|Go|See)\b")
    assert [item.id for item in BOOK.questions if told.match(item.where)] == []


def test_lines_fit_a_lock_screen_and_places_a_glance() -> None:
    assert [item.id for item in BOOK.listening if len(item.text) > 110] == []
    assert [item.id for item in BOOK.questions if not 20 <= len(item.where) <= 120] == []


def test_lines_and_openings_are_short_also_with_what_people_typed() -> None:
    texts = [
        *((item.id, item.text) for item in BOOK.listening),
        *((item.id, item.ask) for item in BOOK.openings),
        *((item.id, f"{item.when}, {item.then}.") for item in BOOK.focuses),
    ]
    assert [name for name, text in texts if len(text.split()) >= 25] == []
    filled = [(name, text.format_map(LONGEST)) for name, text in texts]
    assert [name for name, text in filled if len(text.split()) >= 40] == []


@pytest.mark.parametrize("focus", BOOK.focuses, ids=lambda focus: focus.id)
def test_a_focus_is_an_if_and_a_then(focus: Focus) -> None:
    assert focus.when.startswith("If ")
    assert focus.then.startswith("I ")
    assert not focus.when.endswith((".", ","))
    assert not focus.then.endswith(".")


def test_no_two_questions_or_places_to_look_are_nearly_the_same() -> None:
    kinds = ([item.ask for item in BOOK.questions], [item.where for item in BOOK.questions])
    pairs = (pair for kind in kinds for pair in combinations(kind, 2))
    assert [pair for pair in pairs if token_sort_ratio(*pair) > 75] == []


def test_texts_that_are_nearly_the_same_share_an_idea() -> None:
    kinds = (
        [(item.text, item.idea) for item in BOOK.listening],
        [(item.ask, item.idea) for item in BOOK.openings],
        [(f"{item.when}, {item.then}.", item.idea) for item in BOOK.focuses],
    )
    pairs = (pair for kind in kinds for pair in combinations(kind, 2))
    assert [
        (one, other)
        for (one, idea), (other, others_idea) in pairs
        if is_near_duplicate(one, other) and (idea is None or idea != others_idea)
    ] == []


def test_a_line_that_repeats_an_opening_shares_its_idea() -> None:
    pairs = ((line, opening) for line in BOOK.listening for opening in BOOK.openings)
    assert [
        (line.text, opening.ask)
        for line, opening in pairs
        if opening.ask.lower().rstrip("?.") in line.text.lower()
        and (line.idea is None or line.idea != opening.idea)
    ] == []


def test_of_somebody_who_is_not_quoted_a_line_says_only_what_is_not_on_file() -> None:
    """They may have talked at length in a call that was measured."""
    of_them = [item.text for item in BOOK.listening if "{quiet}" in item.text]
    assert of_them
    assert not [
        text for text in of_them if "know what {quiet}" in text or "{quiet} said no" in text
    ]
