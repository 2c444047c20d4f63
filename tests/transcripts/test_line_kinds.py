"""What a line has: an amount, a figure, a person, a day, a competitor, words of the goal."""

from datetime import date
from pathlib import Path

import pytest

from handlers.playbook.loader import load
from handlers.transcripts.speech.amounts import has_amount, has_figure
from handlers.transcripts.speech.days import day_in, names_day
from handlers.transcripts.speech.people_named import names_a_role
from handlers.transcripts.speech.speech import plain_speech
from handlers.views.transcripts.talk_card import all_figures
from tests.shipped import SHIPPED_PLAYBOOK
from tests.transcripts.lines_drawn import TODAY, drawn, lines
from tests.transcripts.precision import measured
from tests.transcripts.talk import said

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


def test_who_somebody_is_may_be_said_in_the_next_sentence() -> None:
    found = lines(said("Bo", words="That depends on Ms. Vela. She's responsible for the network."))
    assert found == [("name", "That depends on Ms. Vela. She's responsible for the network.")]
    assert lines(said("Bo", words="I met Karl at the fair. He's fine, thanks.")) == []


def test_a_day_that_is_ruled_out_counts_as_one_and_a_day_that_is_over_does_not() -> None:
    vague = "Maybe we meet somebody in February or in June, who knows."
    ruled_out = "So start before that or after that, but not in January."
    found = lines(said("Bo", words=f"Well, the last time is Thursday. {vague} {ruled_out}"))
    assert found == [("date", ruled_out), ("date", vague)]


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


def test_the_playbook_has_how_transcripts_spell_a_name(tmp_path: Path) -> None:
    (tmp_path / "competitors.yaml").write_text(
        "names: [Routely]\nheard_as: [{name: Routely, forms: [root lee, rootly]}]\n"
    )
    assert load(tmp_path).heard_as == (("root lee", "Routely"), ("rootly", "Routely"))


def test_competitors_that_were_not_heard_are_not_said_to_be_unnamed() -> None:
    found = drawn(said("Bo"), rivals=("Routely", "HubSpot", "Acme", "Initech")).figures
    card = str(all_figures("Northwind", found, SHIPPED_PLAYBOOK, "1"))
    assert "or in your goal: Routely, HubSpot, Acme and 1 more. I look only for the names" in card


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
