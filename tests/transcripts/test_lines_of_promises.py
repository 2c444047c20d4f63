"""Lines with what somebody promises, and with the next step."""

from collections import Counter
from datetime import date, timedelta

import pytest

from handlers.transcripts.lines.draft_order import FIRST
from handlers.transcripts.lines.line_kinds import MAX_PROMISES
from handlers.transcripts.records import Spot
from tests.transcripts.lines_drawn import drawn, lines
from tests.transcripts.talk import said


def test_a_promise_has_who_when_and_on_what_it_depends() -> None:
    found = drawn(
        said("Ann", 0, 10, "If you sign, I'll send the contract tomorrow."),
        said("Bo", 10, 20, "I'll ask Karl by Wednesday."),
    ).lines
    assert [(one.speaker, one.side, one.due, one.conditional) for one in found] == [
        ("Bo", "theirs", date(2026, 12, 2), False),
        ("Ann", "me", date(2026, 12, 1), True),
    ]
    assert found[0].spot == Spot(0.5, timedelta(seconds=10))


def test_a_promise_that_does_not_say_what_comes_with_the_sentence_before() -> None:
    about = "The interface to your own planner I have to look at."
    promise = "I'll get back to you by Wednesday."
    for call_ in (
        (said("Ann", words=f"{about} {promise}"),),
        (said("Bo", words=about), said("Ann", words=f"Okay. {promise}")),
    ):
        (line,) = drawn(*call_).lines
        assert (line.words, line.before) == (promise, about)


LIST, NOTICE = "I'll send you the vehicle list tomorrow.", "I'll send the notice by Monday."


@pytest.mark.parametrize(
    ("later", "left"),
    [
        ("The vehicle list. I said tomorrow. Forget I said that.", [NOTICE]),
        ("I can't do tomorrow. Take that off me.", [NOTICE]),
        ("I have to take that back.", [LIST]),
        ("Actually, no, I can't send the list.", [NOTICE]),
        ("I take that back on Monday.", [LIST, NOTICE]),
        ("Forget what they said.", [LIST, NOTICE]),
        ("I don't want to take that off her.", [LIST, NOTICE]),
        ("Actually, I can't hear you.", [LIST, NOTICE]),
        ("Should I forget I said that?", [LIST, NOTICE]),
        ("Scratch that. Wednesday.", [LIST, NOTICE]),
        ("The vehicle list, forget I said that. It's a mess. Take that off me.", [NOTICE]),
        ("The vehicle list, forget I said that. If I send half, no. Take that off me.", [NOTICE]),
        ("The vehicle list, forget I said that. And the notice, take that off me.", []),
    ],
)
def test_a_promise_that_the_same_person_takes_back_is_not_offered(
    later: str, left: list[str]
) -> None:
    def promised(who: str) -> set[str]:
        made = said("Bo", words=f"{LIST} {NOTICE}")
        found = drawn(made, said("Cy", words="Good."), said(who, words=later)).lines
        return {line.words for line in found if line.kind == "promise"}

    assert promised("Bo") == set(left)
    assert promised("Ann") == {LIST, NOTICE}  # nobody takes back what somebody else promised


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("You'll have it on Thursday.", date(2026, 12, 3)),
        ("I would say, not now. Wednesday next week.", date(2026, 12, 9)),
        ("On Thursday we close.", None),
        ("Is Thursday okay?", None),
    ],
)
def test_the_day_of_a_promise_may_be_in_the_next_sentence(after: str, due: date | None) -> None:
    found = drawn(said("Bo", words=f"I'll send you the list of trucks. {after}")).lines
    assert [one.due for one in found if one.kind == "promise"] == [due]


def test_every_promise_has_a_line_and_other_lines_have_room_too() -> None:
    things = ["list", "plan", "quote", "contract", "deck", "map", "form", "table", "chart", "guide"]
    things += ["video", "invoice", "agenda", "drawing", "letter", "sample"]
    made = [said("Bo", words=f"I'll send you the {thing}.") for thing in things]
    needs = [said("Bo", words=f"I need a {thing} for each of the drivers.") for thing in things]
    for count, others in ((2, 6), (10, 5), (12, 4), (16, 4)):
        found = Counter(line.kind for line in drawn(*made[:count], *needs).lines)
        assert (found["promise"], found["need"]) == (min(count, MAX_PROMISES), others)


def test_a_short_promise_has_a_line_too() -> None:
    found = lines(
        said("Bo", words="The template is old. I'll send it."), said("Ann", words="Good.")
    )
    assert [kind for kind, _ in found] == ["promise"]
    assert lines(said("Ann", words="I'll bring samples.")) == [("promise", "I'll bring samples.")]


def test_a_next_step_is_said_in_the_last_fifth_with_a_verb_and_a_day() -> None:
    early = said("Ann", 0, 79, "Let's talk on Thursday.")
    assert drawn(early, said("Bo", 79, 100, "Does Friday work for you?")).figures.next_step is None
    late = drawn(early, said("Bo", 80, 90, "Does Friday work for you?"), said("Ann", 90, 100))
    assert late.figures.next_step is not None
    assert late.figures.next_step.side == "theirs"
    assert late.figures.next_step.spot == Spot(0.8, timedelta(seconds=80))
    for nothing in ("We met on Thursday.", "Let's talk again some time.", "Thursday was long."):
        assert drawn(early, said("Bo", 80, 100, nothing)).figures.next_step is None


@pytest.mark.parametrize(
    ("words", "proposes"),
    [
        (
            "Okay, so let me show you how the planner works, because that is what you asked for.",
            1,
        ),
        ("What we could do for you is a pilot in one depot, at a price of forty euros a seat.", 1),
        (
            "I would recommend the large package, as it has everything that your planners use now.",
            1,
        ),
        (
            "Later I'll show you the planner, and before that I want to hear what you do.",
            0,
        ),
        (
            "Let me ask you how the price of a delivery is made up, and who looks at it.",
            0,
        ),
        (
            "We can talk about your week, and about what happened when it was gone.",
            0,
        ),
        ("Let me show you the intake module now. We can scan the card.", 1),
        ("Let me show you the intake module. It is 54,000 euros for both.", 1),
        ("Let me show you my screen. We can start.", 0),
        ("I'll show you the module later. We can scan the card.", 0),
        ("Let me show you.", 0),  # less than fifteen words
        ("That's exactly what we've rebuilt, and now it only goes to those who can act on it.", 1),
        ("What we do now is that the dispatcher gets it first, and then only the driver does.", 1),
        ("And with us you'd have your own view, and quiet hours, for each of the three depots.", 1),
        ("We've built up a team of forty people here, and I look after those in the north.", 0),
        ("What we do now is go through your questions, one by one, and I write them all down.", 0),
        (
            "The price of diesel went up, and we read about it everywhere, so I asked.",
            0,
        ),
    ],
)
def test_the_first_proposal_offers_something(words: str, proposes: int) -> None:
    found = drawn(said("Bo", 0, 20), said("Ann", 20, 40, words), said("Bo", 40, 100)).figures
    assert found.first_proposal == (Spot(0.2, timedelta(seconds=20)) if proposes else None)


def test_a_meeting_is_the_next_step_rather_than_what_is_sent() -> None:
    found = drawn(
        said("Bo", 0, 80),
        said("Bo", 80, 85, "I'll send it tomorrow."),
        said("Ann", 85, 100, "Let's talk on Friday."),
    )
    assert found.figures.next_step is not None
    assert found.figures.next_step.side == "me"


@pytest.mark.parametrize(
    ("said_last", "step"),
    [
        (("Bo: Above that it goes to the board, and they meet on the tenth of December.",), None),
        (("Bo: We have a board meeting on Tuesday.",), None),
        (("Bo: We'll talk to our planners on Friday.",), None),
        (
            (
                "Bo: Above that it goes to the board, and they meet on the tenth of December.",
                "Ann: Shall we use Thursday then, half past nine?",
                "Bo: Thursday works for me.",
            ),
            1,
        ),
        (
            ("Ann: Shall we talk on Tuesday?", "Bo: Would Wednesday suit you?", "Ann: Yes."),
            1,
        ),
        (("Ann: Can we meet on Tuesday?", "Bo: Good, let's talk next Tuesday."), 0),
        (("Bo: They meet on Monday, so let's talk on Tuesday.", "Ann: Tuesday is fine."), 0),
        (("Bo: What about the Friday tours?", "Ann: I'll send it on Monday."), 1),
        (("Ann: Why not meet on Thursday?",), 0),
        (("Ann: Why not Thursday, at ten?",), 0),
        (("Ann: Can't we talk on Thursday?",), 0),
        (("Ann: I'd not wait: let's say Monday.",), 0),
        (("Ann: I can't do Tuesday, but let's meet on Wednesday.",), 0),
        (("Ann: If Friday is not good, then let's talk on Monday.",), 0),
        (("Ann: Shall we meet on Thursday or not?",), 0),
        (("Ann: Shall we use Tuesday?", "Bo: Not Tuesday, but let's use Wednesday."), 1),
        (("Bo: I can't meet on Monday, Tuesday or Wednesday.",), None),
        (("Bo: I'm not free on Thursday.",), None),
        (("Bo: We won't talk about it on Friday.",), None),
        (("Bo: I'm not sure that Monday works for us.",), None),
        (("Bo: We will not meet before March.",), None),
    ],
)
def test_the_last_meeting_that_is_proposed_is_the_next_step(
    said_last: tuple[str, ...], step: int | None
) -> None:
    spoken = [one.split(": ", 1) for one in said_last]
    cues = [said(who, 81 + n * 5, 85 + n * 5, words) for n, (who, words) in enumerate(spoken)]
    found = drawn(said("Bo", 0, 80, "Well, yes."), *cues).figures.next_step
    place = found and found.spot.at and (found.spot.at.total_seconds() - 81) / 5
    assert place == step


def test_the_next_step_is_always_among_the_first_five() -> None:
    made = [said("Ann", words=f"I'll send you the {it} by Friday.") for it in ("map", "form")]
    found = lines(
        *made,
        said("Bo", words="I'll ask our board by Thursday. Our boss decides it."),
        said("Bo", words="We need two docks. The budget for it is forty thousand."),
        said("Bo", words="Tuesday the eighth at eleven, on the phone."),
    )
    assert "step" in [kind for kind, _ in found[:FIRST]]


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (
            "I send you the form from here because of the, our tool is slow with guests.",
            "I send you the form from here.",
        ),
        (
            "I'll send the form because the scanner is broken.",
            "I'll send the form because the scanner is broken.",
        ),
        (
            "I'll send the form because of the, our scanner comes by Friday.",
            "I'll send the form because of the, our scanner comes by Friday.",
        ),
    ],
)
def test_a_clause_that_the_speaker_dropped_is_no_part_of_a_promise(words: str, left: str) -> None:
    (found,) = drawn(said("Bo", words=words.replace("I send you", "I'll send you"))).lines
    assert found.words == left.replace("I send you", "I'll send you")
