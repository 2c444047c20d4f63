"""A custom playbook is read; mistakes are reported by file and line."""

import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from handlers.playbook import reading
from handlers.playbook.conditions import PLACEHOLDERS, REFLECTION
from handlers.playbook.loader import SHIPPED, SHIPPED_NOTE, PlaybookError, load, load_files
from handlers.playbook.reading import _root
from storage.choices import CALL_KINDS, STAGES

BOOK = load()


@pytest.fixture(autouse=True, scope="module")
def _a_text_is_parsed_once() -> Iterator[None]:
    """Parse each text once: every folder here comes with the same shipped files."""
    parse = cache(lambda text, _: _root(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_root", lambda text: parse(text, str(reading.YamlLoader)))
        yield


def refused(folder: Path, **files: str) -> list[str]:
    """The mistakes in a folder with these files, by stem."""
    for stem, text in files.items():
        (folder / f"{stem}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PlaybookError) as caught:
        load(folder)
    assert str(caught.value) == "\n".join(caught.value.mistakes)
    return list(caught.value.mistakes)


def shipped(stem: str) -> str:
    return (SHIPPED / f"{stem}.yaml").read_text(encoding="utf-8")


PLACEHOLDERS_LISTED = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
GOOD = """\
- id: why-now
  group: situation
  ask: What made them ring this week?
  where: Their first mail.
  why: Something was different.
"""


def plenty(area: str, count: int = 11) -> str:
    """This many listening lines that suit any call, as under `lines:`."""
    return "".join(f"  - {{id: any-{at}, area: {area}, text: Wait.}}\n" for at in range(count))


# -- looking things up


def test_lookups_find_what_is_there_and_shrug_at_what_is_gone() -> None:
    assert BOOK.question("why-now") is next(q for q in BOOK.questions if q.id == "why-now")
    assert BOOK.area(BOOK.areas[1].id) is BOOK.areas[1]
    assert BOOK.line(BOOK.listening[1].id) is BOOK.listening[1]
    assert BOOK.opening(BOOK.openings[1].id) is BOOK.openings[1]
    assert BOOK.focus(BOOK.focuses[1].id) is BOOK.focuses[1]
    gone = "removed-last-year"
    assert [BOOK.question(gone), BOOK.area(gone), BOOK.line(gone)] == [None] * 3
    assert [BOOK.opening(gone), BOOK.focus(gone)] == [None] * 2


def test_a_loaded_playbook_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        BOOK.questions = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        BOOK.evidence["x"] = BOOK.evidence["spin"]  # type: ignore[index]


# -- a folder of one's own


def test_a_folder_may_hold_some_files_and_the_rest_is_shipped(tmp_path: Path) -> None:
    (tmp_path / "questions.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "README.md").write_text("Ours.", encoding="utf-8")
    mine = load(tmp_path)
    assert [item.ask for item in mine.questions] == ["What made them ring this week?"]
    assert mine.questions[0].stages == STAGES
    assert mine.listening == BOOK.listening


def test_a_copy_of_the_shipped_folder_is_the_same_playbook(tmp_path: Path) -> None:
    for path in SHIPPED.iterdir():
        (tmp_path / path.name).write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load(tmp_path) == BOOK


def test_a_wrong_folder_is_not_taken_for_the_shipped_one(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone") == [
        f"{tmp_path}/gone: can't be read: No such file or directory"
    ]
    [said] = refused(tmp_path)
    assert said.startswith(f"{tmp_path}: contains no playbook file; allowed: questions.yaml, ")


def test_a_misspelt_file_is_named(tmp_path: Path) -> None:
    said = refused(tmp_path, question=GOOD, openings="- id: x-y\n")
    assert said[0].startswith("question.yaml:1: is not a playbook file; allowed: questions")
    assert said[1:] == ["openings.yaml:1: ask is missing"]


def test_a_shipped_file_that_no_longer_fits_says_so(tmp_path: Path) -> None:
    mine = "- id: spin\n  what: Questions\n  figure: four kinds\n  source: Rackham\n"
    said = refused(tmp_path, evidence=mine)
    assert all(re.match(r"(questions|listening|focuses)\.yaml:\d+: evidence is ", s) for s in said)
    assert all(s.endswith("allowed: spin" + SHIPPED_NOTE) for s in said)


# -- mistakes, one at a time: what the file says, and what the message says

MISTAKES = {
    "unknown value": (
        GOOD.replace("situation", "persn"),
        '2: group is "persn"; allowed: person, company, market, situation, stakes, big_picture,'
        " goal, relationship",
    ),
    "unknown value in a list": (
        GOOD + "  stages:\n    - discovery\n    - closing\n",
        '8: stages is "closing"; allowed: discovery, evaluation, decision, customer',
    ),
    "unknown field": (
        GOOD + "  wieght: 3\n",
        "6: wieght is not a field here; allowed: id, group, ask, where, why, answered_by,"
        " stages, call, fits, guessed, kinds, roles, idea, weight, stale_days, evidence",
    ),
    "missing field": (GOOD.replace("  where: Their first mail.\n", ""), "1: where is missing"),
    "empty field": (GOOD.replace("Their first mail.", ""), "4: where is empty"),
    "blank field": (GOOD.replace("Their first mail.", "'  '"), '4: where is "  "; allowed: text'),
    "wrong type": (
        GOOD.replace("Their first mail.", "[mail, phone]"),
        "4: where is a list; allowed: text",
    ),
    "text for a list": (
        GOOD + "  stages: discovery\n",
        '6: stages is "discovery"; allowed: a list',
    ),
    "empty list": (GOOD + "  stages: []\n", "6: stages is empty"),
    "unknown value in a list that is named like a file": (
        GOOD + "  kinds: [wedding]\n",
        f'6: kinds is "wedding"; allowed: {", ".join(CALL_KINDS)}',
    ),
    "not a number": (GOOD + "  weight: heavy\n", '6: weight is "heavy"; allowed: a whole number'),
    "half a number": (GOOD + "  weight: 1.5\n", '6: weight is "1.5"; allowed: a whole number'),
    "too large": (GOOD + "  weight: 4\n", '6: weight is "4"; allowed: 3 or less'),
    "too small": (GOOD + "  stale_days: 0\n", '6: stale_days is "0"; allowed: 1 or more'),
    "too long": (
        GOOD.replace("Their first mail.", "x" * 300),
        f'4: where is "{"x" * 40}…" (300 characters); allowed: at most 280 characters',
    ),
    "id of the wrong shape": (
        GOOD.replace("why-now", "Why now"),
        '1: id is "Why now"; allowed: lower-case letters and digits, a letter first,'
        " a hyphen between words",
    ),
    "repeated id": (
        GOOD + "\n" + GOOD,
        '7: id is "why-now", as on line 1; allowed: an unused id',
    ),
    "field given twice": (GOOD + "  ask: What else?\n", "6: ask is given twice; first on line 3"),
    "unknown evidence": (
        GOOD + "  evidence: a-blog\n",
        f'6: evidence is "a-blog"; allowed: {", ".join(BOOK.evidence)}',
    ),
    "placeholder out of place": (
        GOOD.replace("this week", "{quote}"),
        "3: ask uses {quote}; allowed: {person}, {newcomer}",
    ),
    "placeholder without its condition": (
        GOOD.replace("this week", "{newcomer}"),
        "3: ask uses {newcomer}; allowed only with fits: [has_newcomer]",
    ),
    "placeholder beside the question": (
        GOOD.replace("Their first mail.", "The profile of {person}."),
        "4: where uses {person}; allowed: no braces",
    ),
    "lone brace": (
        GOOD.replace("this week", "{this"),
        "3: ask has a brace without a matching one; allowed: {person}, {newcomer}",
    ),
    "two lines": (
        GOOD.replace("Their first mail.", "|\n    Their first mail.\n    Their second."),
        "4: where has a line break; allowed: one line",
    ),
    "not a list": (
        "why-now: x\n",
        '1: the file is a group of fields; allowed: a list, with entries that begin with "- id:"',
    ),
    "entry without fields": (
        GOOD + "- why-now\n",
        '6: entry 2 is "why-now"; allowed: a group of fields',
    ),
    "empty file": ("", "1: is empty"),
    "only comments": ("# soon\n", "1: is empty"),
    "empty list in a file": ("\n[]\n", "1: is empty"),
    "alias": (
        "- &x a\n- *x\n",
        "1: anchors (&) and aliases (*) are not allowed; write the value out",
    ),
    "alias alone": (
        "- a\n- *x\n",
        "2: anchors (&) and aliases (*) are not allowed; write the value out",
    ),
    "nested too deep": ("\n" + "[" * 5000, "2: is nested too deeply; allowed: 10 levels"),
    "tag": (
        GOOD + "  weight: !!python/name:os.system x\n",
        "6: the tag tag:yaml.org,2002:python/name:os.system is not allowed; leave it out",
    ),
    "field name is a list": (
        "- ? [a]\n  : b\n",
        "1: a list or a group can't be the name of a field",
    ),
    "merge key": ("- <<: {a: b}\n", None),
    "control character": (GOOD + "- é\x07", "6: has a control character; remove it"),
    "too big": ("#" * 1_000_001, "1: is too large; allowed: at most 1 MB"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_named_by_file_and_line(tmp_path: Path, mistake: str) -> None:
    text, expected = MISTAKES[mistake]
    said = refused(tmp_path, questions=text)
    assert all(re.match(r"questions\.yaml:\d+: \S", sentence) for sentence in said)
    if expected:
        assert said == [f"questions.yaml:{expected}"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (GOOD + "  call: first: later\n", 6),
        (GOOD + "  call: @first\n", 6),
        (GOOD + "\tcall: first\n", 6),
        (GOOD + "  call: 'first\n\n\n", 6),
        (GOOD + "  stages: [discovery\n", 6),
        (GOOD + "---\n" + GOOD, 6),
    ],
)
def test_broken_yaml_says_where_and_how_to_mend_it(tmp_path: Path, text: str, line: int) -> None:
    [said] = refused(tmp_path, questions=text)
    assert said.startswith(f"questions.yaml:{line}: can't be read as YAML: ")
    assert said.endswith("or a quotation mark")


@pytest.mark.parametrize("text", [GOOD + "  call: @first\n", "- &a x\n- *a\n", "- é\x07\n"])
def test_the_parser_without_the_c_library_does_as_well(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    [with_c] = refused(tmp_path, questions=text)
    monkeypatch.setattr(reading, "YamlLoader", yaml.SafeLoader)
    [without] = refused(tmp_path, questions=text)
    assert without.split(": ")[:1] == with_c.split(": ")[:1]
    assert load() == BOOK


def test_files_that_are_no_text_are_named(tmp_path: Path) -> None:
    (tmp_path / "openings.yaml").mkdir()
    (tmp_path / "questions.yaml").write_bytes(GOOD.encode() + b"# caf\xe9\n")
    (tmp_path / "focuses.yaml").symlink_to(tmp_path / "gone.yaml.txt")
    assert refused(tmp_path) == [
        "questions.yaml:6: is not UTF-8 text; save it as UTF-8",
        "openings.yaml:1: can't be read: Is a directory",
        "focuses.yaml:1: can't be read: No such file or directory",
    ]


# -- mistakes of the other files


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("text: 'You said {quote}.'", "uses {quote}; allowed only with fits: [has_quote]"),
        (
            "text: 'About {guess}.'\n    fits: [has_quote]",
            "uses {guess}; allowed only with fits: [has_guess]",
        ),
        ("text: 'So {surprise}.'", "uses {surprise}; allowed only with fits: [has_surprise]"),
        ("text: 'For {goal}.'", "uses {goal}; allowed only with fits: [has_goal]"),
        (
            "text: 'Dear {name}.'",
            f"uses {{name}}; allowed: {PLACEHOLDERS_LISTED}",
        ),
        (
            "text: 'See {account.id}.'",
            f"uses {{account.id}}; allowed: {PLACEHOLDERS_LISTED}",
        ),
    ],
)
def test_a_line_uses_only_what_will_be_there(tmp_path: Path, line: str, expected: str) -> None:
    lines = f"areas: [{{id: a, name: A}}]\nlines:\n  - id: one\n    area: a\n    {line}\n"
    lines += plenty("a")
    focuses = "- {id: f, area: a, when: If so, then: I wait}\n"
    said = refused(tmp_path, listening=lines, focuses=focuses)
    assert said == [f"listening.yaml:5: text {expected}"]


def test_enough_lines_and_an_opening_fit_every_call(tmp_path: Path) -> None:
    head = "areas:\n  - id: a\n    name: A\nlines:\n"
    fitted = "  - {id: one, area: a, text: Wait., fits: [first_call]}\n"
    focuses = "- {id: f, area: a, when: If so, then: I wait}\n"
    openings = "\n- id: who\n  ask: Who else?\n  fits: [first_call]\n"
    openings += "- id: new\n  ask: Who are you?\n  for_new: true\n"
    said = refused(
        tmp_path,
        listening=head + fitted + plenty("a", 10),
        focuses=focuses,
        openings=openings,
    )
    assert said == [
        "listening.yaml:4: lines without fits, kinds or roles: 10; allowed: 11 or more,"
        " so that no wording comes back within 10 calls",
        "openings.yaml:2: openings without fits, kinds, roles or for_new: 0; allowed: 1 or more,"
        " so that every call has one",
    ]
    (tmp_path / "listening.yaml").write_text(head + fitted + plenty("a", 11), encoding="utf-8")
    (tmp_path / "openings.yaml").write_text(
        openings + "- {id: how, ask: How so?, fits: []}\n", encoding="utf-8"
    )
    mine = load(tmp_path)
    assert len(mine.listening) == 12
    assert [item.id for item in mine.openings] == ["who", "new", "how"]


def test_an_area_nobody_knows_and_lists_of_the_wrong_shape(tmp_path: Path) -> None:
    lines = "areas:\n  - id: a\n    name: A\nlines:\n  - id: b\n    area: c\n    text: Wait.\n"
    lines += plenty("a")
    said = refused(tmp_path, listening=lines, focuses="- {id: f, area: d, when: If, then: I}\n")
    assert said == [
        'listening.yaml:6: area is "c"; allowed: a',
        'focuses.yaml:1: area is "d"; allowed: a',
    ]
    said = refused(tmp_path, listening="areas: []\nlines: later\n")
    assert said == [
        "listening.yaml:1: areas is empty",
        'listening.yaml:2: lines is "later"; allowed: a list',
    ]


def test_a_field_that_is_yes_or_no(tmp_path: Path) -> None:
    openings = "- {id: a, ask: What has changed?, for_new: maybe}\n- {id: b, ask: What now?}\n"
    said = refused(tmp_path, openings=openings)
    assert said == ['openings.yaml:1: for_new is "maybe"; allowed: true or false']


def test_the_reflection_form_can_be_reworded_but_not_changed(tmp_path: Path) -> None:
    text = shipped("reflection")
    worded = text.replace("Did you reach your goal?", "How did the goal do?")
    (tmp_path / "reflection.yaml").write_text(worded, encoding="utf-8")
    assert load(tmp_path).reflection["goal_reached"].label == "How did the goal do?"
    changed = text.replace("id: heard\n", "id: overheard\n").replace("id: partly", "id: maybe", 1)
    line = 1 + text[: text.index("id: heard\n")].count("\n")
    choices = 1 + text[: text.index("choices:")].count("\n")
    assert refused(tmp_path, reflection=changed) == [
        'reflection.yaml:4: the field "heard" is missing',
        f"reflection.yaml:{choices}: choices are yes, maybe, no, missed; "
        "allowed: yes, partly, no, missed",
        f'reflection.yaml:{line}: id is "overheard"; allowed: {", ".join(REFLECTION)}',
    ]


def test_pitch_and_evidence_are_checked_too(tmp_path: Path) -> None:
    pitch = shipped("pitch").replace("  - showcase\n", "  - ask\n  - … through\n")
    pitch = pitch.replace("  - slides\n", "  - Price list\n", 1)
    said = refused(tmp_path, pitch=pitch, evidence="- id: a\n  what: b\n  source: c\n")
    line = {text: 1 + pitch[: pitch.index(text)].count("\n") for text in ("- ask", "Price list")}
    again = 2 + pitch[: pitch.index("\nasks:") + 1].count("\n")
    expected = {
        f'pitch.yaml:{line["- ask"] + 1}: pitches has "… through"; allowed: "…" between two words',
        f'pitch.yaml:{again}: asks has "ask", as on line {line["- ask"]}; allowed: only once',
        f'pitch.yaml:{line["Price list"]}: materials is "Price list"; '
        "allowed: one word in lower-case letters",
        "evidence.yaml:1: figure is missing",
    }
    assert expected <= set(said)


def test_one_focus_is_offered_for_a_habit(tmp_path: Path) -> None:
    entry = "- id: {}\n  area: patience\n  when: If b\n  then: I c\n  habits: [{}]\n"
    said = refused(
        tmp_path,
        focuses=entry.format("a", "patience") + entry.format("d", "questions, patience"),
    )
    assert 'focuses.yaml:10: habits have "patience", as on line 5; allowed: only once' in said


def test_a_signal_names_a_question_of_the_playbook_and_has_words(tmp_path: Path) -> None:
    entry = "- id: a\n  question: b-c\n  sources: [site]\n  words: ['*']\n  claim: 'They {do} it'\n"
    said = refused(tmp_path, signals=entry)
    assert any(line.startswith('signals.yaml:2: question is "b-c"; allowed: ') for line in said)
    assert 'signals.yaml:4: words have "*"; allowed: a word or a number' in said
    assert "signals.yaml:5: claim has unknown braces; allowed: {title}, {value}" in said


def test_an_unknown_field_of_a_published_range_is_named(tmp_path: Path) -> None:
    entry = "- id: a\n  what: b\n  figure: c\n  source: d\n  ranges:\n    - lowest: 3\n"
    said = refused(tmp_path, evidence=entry)
    assert "evidence.yaml:6: lowest is not a field here; allowed: low, high, what" in said


def test_a_published_range_belongs_to_a_figure_and_begins_before_it_ends(tmp_path: Path) -> None:
    entry = "- id: {}\n  what: b\n  figure: c\n  source: d\n{}"
    ranges = "  ranges:\n    - low: {}\n      high: {}\n      what: e\n"
    said = refused(
        tmp_path,
        evidence=entry.format("a", "  beside: patience\n  shown: e\n" + ranges.format(75, 65))
        + entry.format("f", ranges.format(43, 43)),
    )
    assert {
        "evidence.yaml:8: low is 75; allowed: high (65) or less",
        "evidence.yaml:15: ranges are given without beside; allowed: with beside",
    } <= set(said)


def test_one_finding_is_shown_beside_a_figure(tmp_path: Path) -> None:
    entry = "- id: {}\n  what: b\n  figure: c\n  source: d\n{}"
    said = refused(
        tmp_path,
        evidence=entry.format("a", "  beside: patience\n  shown: e\n")
        + entry.format("f", "  beside: patience\n")
        + entry.format("g", "  shown: e\n"),
    )
    assert {
        "evidence.yaml:11: beside is given without shown; allowed: both or neither",
        'evidence.yaml:11: beside is "patience", as on line 5; allowed: only once',
        "evidence.yaml:16: shown is given without beside; allowed: both or neither",
    } <= set(said)
    assert BOOK.published("turns_a_minute") is None


def test_all_mistakes_of_all_files_come_at_once(tmp_path: Path) -> None:
    said = refused(
        tmp_path,
        questions=GOOD + "  weight: 9\n  ask: Why?\n\n- id: why-now\n  group: none\n",
        openings="- id: a\n  ask: [\n",
        pitch=shipped("pitch") + "more: x\n",
    )
    assert [sentence.split(": ")[0] for sentence in said] == [
        "questions.yaml:6",  # weight
        "questions.yaml:7",  # ask twice
        "questions.yaml:9",  # the id again
        "questions.yaml:9",  # no ask
        "questions.yaml:9",  # no where
        "questions.yaml:9",  # no why
        "questions.yaml:10",  # the group
        "openings.yaml:2",
        f"pitch.yaml:{shipped('pitch').count(chr(10)) + 1}",
    ]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "areas", "fits", "ask", "x"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(
    stem=st.sampled_from([path.stem for path in sorted(SHIPPED.iterdir())]),
    text=st.text(max_size=60) | ANYTHING.map(lambda data: str(yaml.safe_dump(data))),
)
def test_whatever_a_file_holds_the_answer_is_a_sentence(stem: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        said = refused(Path(name), **{stem: text})
    assert all(re.match(r"[a-z]+\.yaml:\d+: \S", sentence) for sentence in said)


def test_an_idea_that_is_nearly_another_one_is_reported(tmp_path: Path) -> None:
    ask = "  ask: What has changed since {}?\n"
    (tmp_path / "openings.yaml").write_text(
        f"- id: one\n{ask.format('May')}  idea: what-has-moved\n"
        f"- id: two\n{ask.format('June')}  idea: what-has-moevd\n"
        f"- id: three\n{ask.format('July')}  idea: what-has-moved\n",
        encoding="utf-8",
    )
    with pytest.raises(PlaybookError) as caught:
        load(tmp_path)
    assert list(caught.value.mistakes) == [
        'openings.yaml:6: idea is "what-has-moevd", one letter off "what-has-moved"; '
        'allowed: "what-has-moved" if that is meant, or else a name that differs more'
    ]


def test_a_quote_is_used_once_in_a_text(tmp_path: Path) -> None:
    (tmp_path / "openings.yaml").write_text(
        '- id: one\n  ask: "Who said {quote}, and who else says {quote}?"\n  fits: [has_quote]\n'
        "- id: two\n  ask: What has changed?\n",
        encoding="utf-8",
    )
    with pytest.raises(PlaybookError) as caught:
        load(tmp_path)
    assert list(caught.value.mistakes) == ["openings.yaml:2: ask uses {quote} more than once"]


# -- from texts by name


def test_files_can_be_given_as_texts_by_name(tmp_path: Path) -> None:
    assert [each.id for each in load_files({"questions.yaml": GOOD}).questions] == ["why-now"]
    given = {"questions.yaml": GOOD.replace("situation", "weather"), "lines.yaml": "- a"}
    with pytest.raises(PlaybookError) as caught:
        load_files(given)
    for name, text in given.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert refused(tmp_path) == list(caught.value.mistakes)
    unknown, group = caught.value.mistakes
    assert unknown.startswith("lines.yaml:1: is not a playbook file; allowed: questions.yaml, ")
    assert group.startswith('questions.yaml:2: group is "weather"; allowed: person, ')


def test_a_hostile_file_is_checked_in_seconds(tmp_path: Path) -> None:
    """A mistake in each of many entries does not list all ids again, or compare all ideas."""
    areas = "".join(f"  - {{id: a{at}, name: A}}\n" for at in range(9_000))
    lines = "".join(
        f"  - {{id: l{at}, area: b{at}, idea: i-{at}, text: T}}\n" for at in range(9_000)
    )
    said = refused(tmp_path, listening=f"areas:\n{areas}lines:\n{lines}")
    assert len(said) > 9_000
    assert max(map(len, said)) < 1_000
