"""Lines for the reflection, next steps, proposals, competitors and the goal, in small calls."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from handlers.playbook.loader import load
from handlers.transcripts.amounts import has_amount, has_figure
from handlers.transcripts.days import day_in, names_day
from handlers.transcripts.draft_order import FIRST
from handlers.transcripts.figures import measure
from handlers.transcripts.line_kinds import MOST_PROMISES
from handlers.transcripts.line_words import LONGEST
from handlers.transcripts.people_named import names_a_role
from handlers.transcripts.records import Measured, Spot, TalkContext, Utterance
from handlers.transcripts.speech import plain_speech
from handlers.views.talk_card import all_figures
from tests.transcripts.precision import measured
from tests.transcripts.talk import CONTEXT, PITCH, call, said

TODAY = CONTEXT.day  # Monday 30 November 2026


def drawn(*utterances: Utterance, goal: str = "", rivals: tuple[str, ...] = ()) -> Measured:
    heard_as = (("root lee", "Routely"),)
    context = TalkContext(
        CONTEXT.mine, CONTEXT.colleagues, TODAY, goal, rivals, heard_as, expected=rivals
    )
    return measure(call(*utterances), context, PITCH)


def lines(*utterances: Utterance) -> list[tuple[str, str]]:
    return [(line.kind, line.words) for line in drawn(*utterances).lines]


AMOUNTS = [
    "Fewer than one in fifty wrong.",
    "About one in ten has the wrong number.",
    "Two out of three come late.",
    "I can sign up to five thousand myself.",
    "We have forty seats.",
    "We've got forty thousand, Canadian.",
    "They quoted us twenty-nine five, Canadian.",
    "What I've got is sixty for the first year, all in.",
    "I told the board fifteen thousand.",
    "The budget is 60k.",
    "It takes two hours every morning.",
    "About 30% of them.",
    "That's 40,000 euros a year.",
    "We do a hundred and twenty orders a day.",
    "Half our drivers are over fifty.",
    "20k a month is what we pay.",
    "Twelve big trucks stood there.",
    "It happens three times a week.",
    "$400 is the limit.",
    "It was fourteen thousand an hour.",
    "Our score went from forty to twenty-two.",
    "Our policy says at least two million.",
    "On a normal day about four hundred.",
    "Two hundred and eighty, give or take.",
    "We spent three hundred and ten thousand on overtime.",
]
NO_AMOUNTS = [
    "One in the morning is fine.",
    "I'm all in.",
    "We've got one for the year.",
    "They come at four for the year end.",
    "We've got a thousand things to do.",
    "I was the one in ten minutes.",
    "One fifty a seat.",  # 150 or 1.50
    "I have two questions.",
    "Give me two minutes.",
    "That was one of those days.",
    "It was in 2026.",
    "There are two of us.",
    "Thanks a million.",
    "The liability is capped at about nine.",
    "One thing is clear.",
    "Version 3.12 works.",
    "One second, please.",
    "Have you got five minutes?",
    "On Friday a lorry stood there at four with pallets.",
    "They came at six the drivers say.",
]


FIGURES = [
    "It takes us two hours every morning.",
    "Last year it was four hundred thousand pounds.",
    "There were thirty logins too many.",
    "We wait three weeks for a quote.",
    "He was ten minutes late.",
]
NO_FIGURES = [
    "In about half an hour.",
    "Then ten minutes with her.",
    "Six hours here and two weeks there, that sort of thing.",
    "It's there in, like, three minutes.",
    "That was two years ago.",
]


def test_a_length_of_time_alone_is_no_figure_of_theirs() -> None:
    found = measured(lambda text: has_figure(plain_speech(text)), FIGURES, NO_FIGURES)
    assert (found.missed, found.wrong) == ([], [])


def test_a_budget_is_a_number_without_a_currency() -> None:
    words = "What I've got is sixty for the first year, all in."
    assert lines(said("Bo", 0, 50, words)) == [("budget", words)]


def test_numbers_need_a_unit() -> None:
    found = measured(lambda text: has_amount(plain_speech(text)), AMOUNTS, NO_AMOUNTS)
    assert (found.missed, found.wrong) == ([], [])


SOMEBODY = [
    "Our head of logistics, Jana, decides that.",
    "Karl in procurement signs it.",
    "You should talk to Tom, he's our CFO.",
    "Tom runs dispatch.",
    "My boss Karl is on holiday.",
    "Halvard is our managing director.",
    "Priya from IT has the budget.",
    "And then Femke, she runs IT.",
    "I think you should talk to Ravi about that, he's our IT manager.",
    "Tomas, he'll be the one who runs it.",
]
NOBODY = [
    "I met Tom yesterday.",
    "42 & 43",
    "Tom said that he's fine.",
    "Karl, he's in Leeds today.",
    "Thanks, Jana.",
    "In May we will decide.",
    "Will decides that?",
    "The Monday meeting is our problem.",
    "We use Salesforce in sales.",
    "Hello Jana, how is the team in Leeds?",
    "This is our manager.",
    "Our contract with Planday runs out in March.",
]


def test_names_need_what_somebody_does() -> None:
    found = measured(names_a_role, SOMEBODY, NOBODY)
    assert (found.missed, found.wrong) == ([], [])


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("I'll have it by Friday", date(2026, 12, 4)),
        ("let's say tomorrow morning", date(2026, 12, 1)),
        ("the contract ends on the second of March", date(2027, 3, 2)),
        ("before the end of the month", date(2026, 11, 30)),
        ("Tuesday next week would work", date(2026, 12, 8)),
        ("in two weeks we will know", date(2026, 12, 14)),
        ("December fourth at three", date(2026, 12, 4)),
        ("I present it on the sixteenth, so", date(2026, 12, 16)),
        ("they meet every second Tuesday, next on the eighth of December", date(2026, 12, 8)),
    ],
)
def test_days_count_from_the_day_of_the_call(words: str, day: date) -> None:
    assert day_in(plain_speech(words), TODAY) == day


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("we may march into it in a second", False),
        ("we will decide in May", True),
        ("the second is better", False),
        ("it was last Friday", False),
        ("on Friday we had a lorry in Verden", False),
        ("on Mondays it is slow", False),
        ("we look at monday.com", False),
        ("next quarter, I think", True),
        ("it's announced for March", True),
        ("we have signed until 2029", True),
        ("we began in 2019", False),
        ("after Black Friday it's more", False),
        ("it's on the second page", False),
        ("the latest is the Friday before", False),
    ],
)
def test_words_that_may_be_days(words: str, named: bool) -> None:
    assert names_day(plain_speech(words)) == named
    assert day_in(plain_speech(words), TODAY) is None


def test_lines_are_the_other_sides_but_promises_are_both() -> None:
    need = "We need one plan for all of the forty drivers by six."
    assert lines(
        said("Ann", words=f"{need} I'll send you the list by Friday."),
        said("Bo", words=f"{need} I'll ask our works council."),
        said("", words=need),
    ) == [
        ("promise", "I'll send you the list by Friday."),
        ("promise", "I'll ask our works council."),
        ("need", need),
    ]


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


def test_days_on_which_something_is_decided_or_ends_come_before_other_days() -> None:
    vague = [
        f"And I think {month} is late for us." for month in ("January", "February", "April", "June")
    ]
    decides = "The budget is decided on the fifteenth of January."
    ends = "The contract ends on the thirty first of December."
    found = lines(said("Bo", words=" ".join([*vague, decides, ends])))
    assert found[:2] == [("date", decides), ("date", ends)]


def test_a_promise_that_does_not_say_what_comes_with_the_sentence_before() -> None:
    about = "The interface to your own planner I have to look at."
    promise = "I'll get back to you by Wednesday."
    for call_ in (
        (said("Ann", words=f"{about} {promise}"),),
        (said("Bo", words=about), said("Ann", words=f"Okay. {promise}")),
    ):
        (line,) = drawn(*call_).lines
        assert (line.words, line.before) == (promise, about)


def test_who_somebody_is_may_be_said_in_the_next_sentence() -> None:
    found = lines(said("Bo", words="That depends on Ms. Vela. She's responsible for the network."))
    assert found == [("name", "That depends on Ms. Vela. She's responsible for the network.")]
    assert lines(said("Bo", words="I met Karl at the fair. He's fine, thanks.")) == []


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
        assert (found["promise"], found["need"]) == (min(count, MOST_PROMISES), others)


def test_a_short_promise_has_a_line_too() -> None:
    found = lines(
        said("Bo", words="The template is old. I'll send it."), said("Ann", words="Good.")
    )
    assert [kind for kind, _ in found] == ["promise"]
    assert lines(said("Ann", words="I'll bring samples.")) == [("promise", "I'll bring samples.")]


def test_nothing_stands_there_twice() -> None:
    assert lines(
        said("Ann", words="I'll send you the price list."),
        said("Bo", words="It takes us two hours."),
        said("Ann", words="So, I'll send the price list by Friday."),
        said("Bo", words="It takes us two hours!"),
    ) == [
        ("promise", "I'll send the price list by Friday."),
        ("need", "It takes us two hours."),
    ]


def test_a_day_that_is_ruled_out_counts_as_one_and_a_day_that_is_over_does_not() -> None:
    vague = "Maybe we meet somebody in February or in June, who knows."
    ruled_out = "So start before that or after that, but not in January."
    found = lines(said("Bo", words=f"Well, the last time is Thursday. {vague} {ruled_out}"))
    assert found == [("date", ruled_out), ("date", vague)]


def test_decisions_and_costs_come_before_things_that_are_counted() -> None:
    found = lines(
        said("Bo", words="In January we get twelve new lorries, the electric ones."),
        said(
            "Bo", words="We counted it. It was two hundred hours. So say, that's seven hours each."
        ),
        said("Ann", words="I see."),
        said("Bo", words="Karel, our boss. He has to decide about the budget by the 18th of May."),
        said("Ann", words="And who else did you ask?"),
        said("Bo", words="Transporeon. They made us an offer, it's nine euros per driver."),
    )
    assert found == [
        ("date", "Karel, our boss. He has to decide about the budget by the 18th of May."),
        ("number", "Transporeon. They made us an offer, it's nine euros per driver."),
        ("number", "We counted it. It was two hundred hours. So say, that's seven hours each."),
        ("number", "In January we get twelve new lorries, the electric ones."),
    ]


def test_the_most_specific_lines_come_first_and_none_crowds_out_the_others() -> None:
    many = [
        said("Bo", words=f"It takes us {hours} hours to plan depot {name}.")
        for hours, name in enumerate("abcdefgh", 2)
    ]
    found = lines(
        *many,
        said("Bo", words="We struggle with the night shift."),
        said("Bo", words="Karl in procurement signs it."),
        said("Bo", words="The contract ends in the second quarter, as far as I know."),
    )
    assert [kind for kind, _ in found] == ["need"] * 3 + ["decider", "date", "need"]


def test_a_long_sentence_is_cut_to_the_clauses_around_what_counts() -> None:
    filler = ", and then we looked at it again and again with everybody who was there that day"
    words = (
        f"We went there{filler}{filler}, but it takes us two hours every morning{filler}{filler}."
    )
    [(kind, line)] = lines(said("Bo", words=words))
    assert kind == "need"
    assert len(line) <= LONGEST
    assert "but it takes us two hours every morning" in line
    assert line.startswith("…")
    assert line.endswith("…")


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


def test_captions_without_punctuation_give_whole_clauses() -> None:
    # Eight words a cue, whatever the sentence; Bo stops for a second before "we".
    found = lines(
        said("Bo", 0, 3, "quite a lot has changed since then and"),
        said("Bo", 3, 6, "the planning takes us two hours every morning"),
        said("Bo", 6, 9, "before the first lorry leaves the yard"),
        said("Bo", 10, 13, "we have forty drivers and three depots"),
    )
    assert found == [
        (
            "need",
            "quite a lot has changed since then and the planning takes us two hours every morning"
            " before the first lorry leaves the yard",
        ),
        ("number", "we have forty drivers and three depots"),
    ]


def test_competitors_are_heard_whole_cut_in_two_or_misheard() -> None:
    found = drawn(
        said("Bo", 0, 50, "We had hub spot, and root lee before."),
        said("Ann", 50, 100, "So HubSpot is what you use."),
        rivals=("Routely", "HubSpot", "Nevermentioned"),
    ).figures
    assert [(one.name, one.times, one.side, one.first.part) for one in found.rivals] == [
        ("HubSpot", 2, "theirs", 0.0),
        ("Routely", 1, "theirs", 0.0),
    ]
    assert found.not_heard == ("Nevermentioned",)


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("we use Monday for that", True),
        ("they came from Monday", True),
        ("it is on monday.com now", True),
        ("let's talk on Monday", False),
        ("open from Monday to Friday", False),
        ("we used Drift before", True),
        ("it was Drift versus Monday", True),
        ("do not let it drift", False),
    ],
)
def test_names_that_are_words_count_only_where_they_are_meant(words: str, heard: bool) -> None:
    found = drawn(said("Bo", words=words), rivals=("Monday", "Drift")).figures.rivals
    assert bool(found) == heard


def test_the_words_of_the_goal_are_heard_without_their_endings() -> None:
    goal = "Hear how they plan a Monday and who signs contracts"
    found = drawn(said("Bo", words="Planning is hard, and the contract is old."), goal=goal).goal
    assert found is not None
    assert (found.found, found.missing) == (("plan", "contracts"), ("signs",))
    assert drawn(said("Bo"), goal="").goal is None
    assert drawn(said("Bo"), goal="Hear how they do it").goal is None


def test_words_are_read_in_english_alone() -> None:
    german = (
        "Wir brauchen das bis Friday, und ich werde das mit dem Chef und allen anderen klären. "
    )
    found = drawn(said("Bo", words=german * 5), said("Ann", words=german * 5), goal="Chef")
    assert found.lines == ()
    assert found.goal is None
    assert found.figures.questions is None
    assert "not English" in found.figures.missing


def test_the_playbook_has_how_transcripts_spell_a_name(tmp_path: Path) -> None:
    (tmp_path / "competitors.yaml").write_text(
        "names: [Routely]\nheard_as: [{name: Routely, forms: [root lee, rootly]}]\n"
    )
    assert load(tmp_path).heard_as == (("root lee", "Routely"), ("rootly", "Routely"))


def test_competitors_that_were_not_heard_are_not_said_to_be_unnamed() -> None:
    found = drawn(said("Bo"), rivals=("Routely", "HubSpot", "Acme", "Initech")).figures
    card = str(all_figures("Northwind", found, load(), "1"))
    assert (
        "that I didn't hear: Routely, HubSpot, Acme and 1 more. I look only for the names" in card
    )


@pytest.mark.parametrize(
    "stresses",
    [
        ("If we only get one thing, we want a signed slip for each of the pallets.", ""),
        ("We need a signed slip for each of the pallets.", "That is exactly what we need."),
        ("I don't need a faster scanner. We need a signed slip for each of the pallets.", ""),
    ],
)
def test_the_need_that_somebody_stresses_comes_first(stresses: tuple[str, str]) -> None:
    words, after = stresses
    found = drawn(
        said("Bo", words="I want to see our own figures for two years, and what they cost."),
        said("Ann", words="I see."),
        said("Bo", words=words),
        said("Bo", words=after or "So it goes on."),
    ).lines
    assert "slip for each" in next(line for line in found if line.kind == "need").words


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
    ("words", "kind"),
    [
        ("It must be decided at the latest on the tenth of January, or the money goes.", "date"),
        ("In the plan for next year are thirty thousand for scanners.", "budget"),
        ("Everything over ten thousand in the year signs Frau Roth herself.", "decider"),
    ],
)
def test_by_when_and_for_how_much_something_is_decided(words: str, kind: str) -> None:
    (found,) = lines(said("Bo", words=words))
    assert found == (kind, words)


def test_a_paper_that_somebody_needs_from_us_is_not_the_strongest_need() -> None:
    found = lines(
        said("Bo", words="The offer I need until Friday next week."),
        said("Bo", words="And I need the mornings to be calm."),
    )
    assert found[0][1] == "And I need the mornings to be calm."


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


def test_no_word_of_a_line_or_of_the_goal_is_in_a_repr() -> None:
    measured = drawn(
        said("Bo", 0, 9, "The platypus votes in May. I'll ask her about the platypus tomorrow."),
        said("Ann", 10, 19, "Good."),
        goal="Hear about the platypus",
    )
    assert any("platypus" in line.words for line in measured.lines)
    assert any("platypus" in line.before for line in measured.lines)
    assert measured.goal
    assert "platypus" not in repr(measured)


def test_who_decides_the_limit_and_a_competitor_come_before_a_second_need() -> None:
    needs = ("a text after ten minutes", "the chain", "which door it is", "a probe at minus forty")
    promises = ("cable", "table", "page", "list", "plan", "photo", "manual", "contract", "form")
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    call = [
        *(said("Bo", words=f"What I need is {need}, I need that.") for need in needs),
        *(
            said("Ann", words=f"I'll send you the {one} by {days[at % 5]}.")
            for at, one in enumerate((*promises, "drawing", "quote", "sample"))
        ),
        said("Bo", words="I approve up to ten thousand. Above that it's Helen Marsh who decides."),
        said("Bo", words="We had a demo from Routely last week."),
    ]
    measured = drawn(*call, rivals=("Routely",))
    found, left_out = measured.lines, measured.left_out
    words = " ".join(line.words for line in found)
    assert "Helen Marsh" in words
    assert "Routely" in words
    assert [line.kind for line in found].count("need") <= 2
    assert [line.kind for line in left_out] == ["need"] * len(left_out)
    assert len(left_out) + [line.kind for line in found].count("need") == len(needs)
