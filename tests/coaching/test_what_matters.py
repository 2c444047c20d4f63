"""What matters for a call: its order, its reasons, and that nothing is said twice."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from handlers.coaching.text.the_point import shortened_promise, to_the_point
from handlers.coaching.what_matters import (
    IN_BRIEF,
    Answer,
    Found,
    LastCall,
    OnFile,
    Owed,
    OwnLastCall,
    OwnWords,
    Said,
    in_brief,
    in_order,
    last_words,
    points,
    risk,
    row_in_words,
    sentence,
    short_note,
)
from storage.choices import CALL_KINDS, Built, CallKind, NextStepBy

TODAY = date(2026, 11, 25)
YESTERDAY = date(2026, 11, 24)
NOTHING = OnFile("Northwind", TODAY)
PRICING = Owed(1, "ours", "Pricing for 40 seats", YESTERDAY, "yesterday")
NAMES = Owed(2, "theirs", "Names of two dispatchers", TODAY, "today")
QUOTE = Said(7, "Jana Novak", "The drivers had switched it off by week two.", 6, coming=True)
FULL = OnFile(
    "Northwind",
    TODAY,
    newcomers=("Irina Sokol",),
    missed="on Friday 20 November",
    last=LastCall(
        6,
        "on Thursday",
        surprise="It was the drivers who stopped it, not IT.",
        next_step="Talk to two dispatchers",
        next_step_by="theirs",
        spoke="Jana Novak",
    ),
    own=OwnLastCall(
        "on Thursday", "Hear why it was dropped", "partly", ("They fear the migration",)
    ),
    said=(QUOTE,),
    answers=(Answer(9, "Priya Nair", "Nobody asks the drivers", "Three depots do.", 2),),
    built=("relationship", "neither", "relationship"),
)


def texts(on_file: OnFile) -> list[str]:
    return [point.text for point in points(on_file)]


def test_nothing_on_file_says_nothing() -> None:
    assert points(NOTHING) == []
    assert risk(NOTHING.own) is None


def test_everything_is_a_sentence_and_is_said_once() -> None:
    assert texts(FULL) == [
        "Nobody came on Friday 20 November.",
        "On Thursday you learned: “It was the drivers who stopped it, not IT.”",
        "Priya Nair (marketing) answered you: “Three depots do.”",
        "Irina Sokol is coming for the first time.",
        "You got only part of what you wanted: “Hear why it was dropped”.",
        "The next step was their idea: Talk to two dispatchers.",
        "Jana Novak said last time: The drivers had switched it off by week two.",
        "You expected “They fear the migration”. That was wrong.",
        "None of the last 3 calls moved a solution forward.",
    ]


def test_a_reason_is_given_only_where_it_says_something() -> None:
    assert {point.topic: point.why for point in points(FULL) if point.why} == {
        "surprise": "Jana Novak is coming",
        "answer": "new since your last call",
        "goal": "you still need it",
    }


def test_the_kind_of_call_decides_first() -> None:
    about = replace(FULL, missed="", kind="kick_off")
    first, second, third = points(about)[:3]
    assert [first.topic, second.topic, third.topic] == ["newcomer", "next_step", "surprise"]
    assert points(replace(about, kind="discovery"))[0].topic == "surprise"
    of_renewal = [point.topic for point in points(replace(about, kind="renewal"))]
    assert of_renewal.index("goal") < of_renewal.index("next_step")


def test_who_is_coming_and_how_recent_it_is_decide_next() -> None:
    assert FULL.last is not None
    last = replace(FULL.last, spoke="")
    gone = points(replace(FULL, last=last))
    order = [point.topic for point in gone]
    assert order.index("answer") < order.index("surprise")
    assert not next(each for each in gone if each.topic == "surprise").why
    old = points(replace(FULL, last=replace(last, days=90)))
    order = [point.topic for point in old]
    assert order.index("surprise") > order.index("newcomer")


def test_a_quote_that_was_said_is_not_said_again() -> None:
    assert not any(point.topic == "quote" for point in points(FULL, said=[QUOTE]))
    two = replace(QUOTE, words="It was off by week two.\nIt costs nine euros a driver.")
    said = points(replace(NOTHING, said=(two,)), said=[two])
    assert [point.text for point in said] == [
        "Jana Novak said last time: It costs nine euros a driver."
    ]


def test_a_brief_has_room_for_few() -> None:
    ordered = points(FULL)
    missed, surprise, answer, newcomer, goal, next_step = ordered[:6]
    on_what = replace(answer, text=answer.fuller)
    asked = "Priya Nair answered “Nobody asks the drivers”"
    assert on_what.text == f"{asked}: “Three depots do.”"
    assert in_brief(ordered, 100) == [missed, surprise, on_what, goal, next_step]
    assert in_brief(ordered, 41) == [missed, surprise, on_what, next_step]  # the step goes last
    assert in_brief([missed, surprise, answer, newcomer], 19) == [missed, surprise]
    assert in_brief([missed, surprise], 19) == [missed, surprise]
    assert in_brief([missed, surprise, newcomer], 14) == [missed, newcomer]  # which is shorter
    assert answer.topic == "answer"


@pytest.mark.parametrize("kind", CALL_KINDS)
@pytest.mark.parametrize("room", [45, 60, 100])
def test_what_the_rep_wrote_stays_whatever_the_kind_of_call(kind: CallKind, room: int) -> None:
    looked_up = (Found("They have 12 depots.", 1, "yesterday"), Found("They hire.", 2, "on Monday"))
    known = replace(FULL, missed="", found=looked_up, kind=kind)
    topics = [point.topic for point in in_brief(points(known), room)]
    assert {"goal", "next_step"} <= set(topics)
    assert len(topics) <= IN_BRIEF


def test_a_colleagues_next_step_has_no_place_of_its_own() -> None:
    assert FULL.last is not None
    theirs = replace(FULL, last=replace(FULL.last, own=False))
    assert "next_step" not in [point.topic for point in in_brief(points(theirs), 100)]


def test_a_promise_is_no_point_and_what_is_overdue_is_first() -> None:
    assert points(replace(NOTHING, owed=(PRICING, NAMES))) == []
    no_day = replace(NAMES, id=3, due=None)
    assert in_order([no_day, NAMES, PRICING]) == [PRICING, NAMES, no_day]


@pytest.mark.parametrize(
    ("by", "own", "text"),
    [
        ("theirs", True, "The next step was their idea: Talk to Ruben."),
        ("ours", True, "You suggested the next step: Talk to Ruben."),
        ("ours", False, "A colleague suggested the next step: Talk to Ruben."),
        ("together", True, "You worked out the next step with them: Talk to Ruben."),
        (None, True, "The next step is: Talk to Ruben."),
    ],
)
def test_whose_idea_the_next_step_was(by: NextStepBy | None, own: bool, text: str) -> None:
    last = LastCall(1, next_step="Talk to Ruben", next_step_by=by, own=own)
    assert texts(replace(NOTHING, last=last)) == [text]


@pytest.mark.parametrize(
    ("by", "text"),
    [
        ("theirs", "This call was their idea: Talk to Ruben."),
        ("together", "You arranged this call with them: Talk to Ruben."),
        (None, "This call is the next step: Talk to Ruben."),
    ],
)
def test_a_call_that_was_the_next_step_says_so(by: NextStepBy | None, text: str) -> None:
    last = LastCall(1, next_step="Talk to Ruben", is_next_step=True, next_step_by=by)
    assert texts(replace(NOTHING, last=last)) == [text]
    assert not points(replace(NOTHING, last=replace(last, next_step="")))


def test_the_next_step_that_is_this_call_keeps_its_beginning() -> None:
    step = "The demo for Jana Novak, head of dispatch, and one of the dispatchers in Brno, and then"
    last = LastCall(1, next_step=f"{step} Milan maybe for the last ten minutes.")
    assert not texts(replace(NOTHING, last=last))[0].startswith("The next step is: The demo")
    (text,) = texts(replace(NOTHING, last=replace(last, is_next_step=True)))
    assert text.startswith("This call is the next step: The demo for Jana Novak, head of dispatch")
    dated = replace(last, is_next_step=True, next_step=f"{step} Milan maybe, on Friday at ten.")
    (text,) = texts(replace(NOTHING, last=dated))
    assert text.startswith("This call is the next step: The demo for Jana Novak, head of dispatch")
    assert "Friday" not in text


def test_an_answer_that_was_looked_up_is_said_without_its_question() -> None:
    found = (
        Found("60 lorries, two depots", 1, "yesterday"),
        Found("Founded in 1990", 3, "last Sunday"),
    )
    said = [
        "Looked up yesterday: 60 lorries, two depots.",
        "Looked up last Sunday: Founded in 1990.",
    ]
    assert texts(replace(NOTHING, found=found)) == said
    assert texts(replace(NOTHING, found=found, last=LastCall(2))) == said[:1]  # newer than the call


def test_words_that_are_too_long_keep_their_beginning() -> None:
    assert sentence("One. Two is longer. Three.", 20) == "One. Two is longer…"
    assert sentence("One goes on and on. Two.", 11) == "One goes…"
    last = LastCall(1, surprise="word " * 30)
    assert texts(replace(NOTHING, last=last)) == [f"Last time you learned: “{'word ' * 19}word…”"]


def test_last_words_are_short() -> None:
    assert last_words([QUOTE], "Jana Novak") == QUOTE
    assert last_words([QUOTE], "Ruben Falk") is None
    noted = replace(QUOTE, words="", noted="I'll call her")
    assert last_words([noted, QUOTE], "Jana Novak") == QUOTE
    assert short_note("First. " + "word " * 30) == "First…"
    both = "We had a route planner two years ago. The drivers had switched it off by week two."
    assert short_note(f"{both}\nJana switched it off herself") == both
    assert (
        short_note(f"{both} And nobody asked them about it at all, not one of us.")
        == f"{both[:-1]}…"
    )
    assert short_note("“my phone rings at six”") == "“my phone rings at six”"
    assert short_note('Says it is "dead" to them') == 'Says it is "dead" to them'
    assert short_note("a" * 89 + ".") == "a" * 89 + "."


def test_a_note_in_the_reps_own_words_is_not_put_in_their_mouth() -> None:
    noted = replace(QUOTE, words="", noted="I'll send her the sheet")
    assert texts(replace(NOTHING, said=(noted,))) == [
        "You noted last time: I'll send her the sheet."
    ]
    theirs = replace(noted, noted="We'll send a price", own=False)
    assert texts(replace(NOTHING, said=(theirs,))) == [
        "A colleague noted last time: We'll send a price."
    ]


def test_what_the_rep_was_promised_to_read_is_in_the_next_brief() -> None:
    """A reply to a reflection says so of a surprise and of a wrong guess."""
    later = LastCall(1, own=False, surprise="They hire", next_step="Call Ruben")
    own = OwnLastCall(
        surprise="Mr Otte signs", surprised="on Monday", wrong_guesses=("Jana signs",)
    )
    looked_up = (Found("They have 12 depots.", 1, "yesterday"), Found("They hire.", 1, "yesterday"))
    said = [
        point.text
        for point in in_brief(points(replace(FULL, last=later, own=own, found=looked_up)), 40)
    ]
    assert "On Monday you learned: “Mr Otte signs”." in said
    wrong = replace(own, surprise="")
    said = [
        point.text
        for point in in_brief(points(replace(FULL, last=later, own=wrong, found=looked_up)), 40)
    ]
    assert "You expected “Jana signs”. That was wrong." in said


def test_with_nobody_named_the_last_words_are_among_the_first() -> None:
    nobody = replace(FULL, missed="", answers=(), nobody_named=True)
    assert "quote" in [point.topic for point in in_brief(points(nobody), 100)]


def test_what_is_new_is_shortened_before_it_falls_out() -> None:
    long = replace(FULL.answers[0], words="Three depots do. The others will from January on.")
    ordered = points(replace(FULL, answers=(long,), kind="bad_news"))
    (full,) = [point for point in in_brief(ordered, 100) if point.topic == "answer"]
    assert full.text.endswith("“Three depots do. The others will from January on.”")
    (short,) = [point for point in in_brief(ordered, 51) if point.topic == "answer"]
    assert short.text.endswith("answered you: “Three depots do…”")


def test_marks_are_not_doubled_and_nothing_is_said_twice() -> None:
    last = LastCall(
        1, "yesterday", surprise='Jana: "never again"', next_step="Names of dispatchers"
    )
    assert texts(replace(NOTHING, last=last))[0] == 'Yesterday you learned: Jana: "never again".'
    said = (Said(1, "", 'Jana: "never again"', 1),)
    owed = (Owed(1, "theirs", "names of dispatchers."),)
    known = replace(NOTHING, last=last, said=said, owed=owed)
    assert [point.topic for point in points(known)] == ["quote"]


def test_a_colleagues_surprise_is_not_called_ones_own() -> None:
    last = LastCall(1, "yesterday", surprise="She keeps both depots", own=False)
    assert texts(replace(NOTHING, last=last)) == [
        "Yesterday a colleague learned: “She keeps both depots”."
    ]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (
            OwnLastCall(talked_most=True, pitched_early=True),
            "Last time you talked more than they did and pitched in the first third, so ask first.",
        ),
        (
            OwnLastCall(talked_most=True, pitched_early=True, measured_talk=0.79),
            "Last time 79% of the talk was yours and you pitched in the first third, so ask first.",
        ),
        (
            OwnLastCall(
                talked_most=True,
                pitched_early=True,
                measured_talk=0.79,
                first_proposal=timedelta(seconds=15),
            ),
            "Last time 79% of the talk was yours and your first pitch came at 0:15, so ask first.",
        ),
        (
            OwnLastCall(pitched_early=True, measured_talk=0.4, first_proposal=timedelta(minutes=2)),
            "Last time your first pitch came at 2:00, so ask first.",
        ),
        (
            OwnLastCall(talked_most=True),
            "Last time you talked more than they did, so ask, then wait.",
        ),
        (
            OwnLastCall(talked_most=True, measured_talk=0.45),
            "Last time you talked more than they did, so ask, then wait.",
        ),
        (
            OwnLastCall(pitched_early=True),
            "Last time you pitched in the first third, so ask first.",
        ),
    ],
)
def test_there_is_one_risk(own: OwnLastCall, said: str) -> None:
    assert risk(own) == said
    before_a_pitch = risk(own, pitch=True)
    assert before_a_pitch is not None
    assert before_a_pitch.endswith("nothing is on file yet about what they need: ask first.")


def test_the_last_calls_as_a_row() -> None:
    again: tuple[Built, ...] = ("relationship",) * 5
    built: tuple[Built, ...] = ("solution", "neither", *again)
    assert row_in_words(built) == (
        "about a solution, about neither" + ", about the relationship" * 3
    )
    assert not any(
        point.topic == "pattern" for point in points(replace(NOTHING, built=("neither",) * 2))
    )


@pytest.mark.parametrize(
    ("words", "longest", "said"),
    [
        (
            "Karel Benes, our head of operations. He asked me for it because of the budget. He has "
            "to decide about the budget for next year by the eighteenth of December.",
            95,
            "Karel Benes … He has to decide about the budget for next year by the eighteenth of "
            "December.",
        ),
        (
            "We counted it in October. It was about two hundred and ten hours, across the two "
            "depots. So say, thirty drivers, that's seven hours each, in a week.",
            60,
            "… It was about two hundred and ten hours …",
        ),
        (
            "So how about this, we talk again on Wednesday, you and me and one of the dispatchers.",
            50,
            "… we talk again on Wednesday, you and me …",
        ),
        (
            "Nobody ever asked us about any of that when the board decided to pay 40,000 euros",
            60,
            "… any of that when the board decided to pay 40,000 euros",
        ),
        ("Nothing is exact in here, it just goes on and on.", 30, "Nothing is exact in here …"),
    ],
)
def test_what_is_cut_keeps_its_day_or_its_amount(words: str, longest: int, said: str) -> None:
    assert to_the_point(words, longest) == said


@pytest.mark.parametrize(
    ("words", "longest", "said"),
    [
        ("Send the list", 30, "Send the list"),
        (
            "“I'll ask Johan, and you'll have a yes or no from me by Monday noon”",
            60,
            "“I'll ask Johan, and you'll have a yes or no from me by…”",
        ),
        (
            "“You'll have the list by Friday, and I'll ask about the ramp”",
            44,
            "“You'll have the list by Friday …”",
        ),
        ("“You'll have the list” (the one of the depots in the north)", 40, None),
    ],
)
def test_a_promise_is_cut_after_a_clause_and_a_quote_is_closed(
    words: str, longest: int, said: str | None
) -> None:
    cut = shortened_promise(words, longest)
    assert cut == (said or cut)
    assert len(cut) <= longest
    assert cut.count("“") == cut.count("”")


def test_a_long_answer_is_shown_by_what_its_source_says() -> None:
    quote = "We have merged our twelve shops with those of Wald and Sons in the north"
    answer = f"They write about a merger or a takeover: “{quote}” (alder.example, 19 November)"
    found = Found(answer, 0, "on Monday")
    assert texts(replace(NOTHING, found=(found,))) == [f"Looked up on Monday: “{quote}”."]


def test_what_was_looked_up_comes_before_notes_however_little_room_there_is() -> None:
    notes = tuple(OwnWords(f"Depot {n} is closed for repairs", 0, "today") for n in range(3))
    known = replace(NOTHING, found=(Found("They have 12 depots.", 1, "yesterday"),), notes=notes)
    for room in (8, 16, 30):
        assert in_brief(points(known), room)[0].text == "Looked up yesterday: They have 12 depots."
    assert [point.topic for point in in_brief(points(known), 30)][:2] == ["finding", "note"]
