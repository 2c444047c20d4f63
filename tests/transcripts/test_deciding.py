"""Lines about who decides and about the budget, and which lines are offered first."""

import pytest

from handlers.transcripts.figures.figures import measure
from handlers.transcripts.lines.deciding import tells_budget, tells_who_decides
from handlers.transcripts.lines.draft_order import FIRST
from handlers.transcripts.records import Utterance
from handlers.transcripts.speech.amounts import has_figure
from handlers.transcripts.speech.speech import plain_speech
from tests.transcripts.precision import measured
from tests.transcripts.talk import CONTEXT, PITCH, call, said

DECIDERS = (
    "Our finance director signs off on anything like this.",
    "In the end it goes to the board.",
    "Anything above 25 k needs two signatures.",
    "Over forty thousand it's Petra, the owner.",
    "Up to five thousand I can sign myself.",
    "My boss decides.",
    "She has the last word on software.",
    "The works council has to agree before we switch it on.",
    "Purchasing always wants three offers, we need three quotes.",
    "It's Ruben's call, not mine.",
    "I'd have to take it to the management first.",
    "He is the one who approves new tools.",
    "Karl holds the purse.",
    "We need the approval of the ministry for that.",
    "I'm the one who signs off the contract.",
    "He approves all of our new software.",
    "Rolf signs off every purchase.",
    "They decide all that is more of thirty thousand.",
)
NOT_DECIDERS = (
    "The driver decides which street he takes first.",
    "The system decides when a tour is full.",
    "Nobody signs up for the night shift.",
    "The customer signs for the parcel at the door.",
    "If she decides to leave, we are two people short.",
    "We go to the office at seven.",
    "More than two hundred stops needs a second driver.",
    "I'd sign that tomorrow.",
    "It goes to the printer and then to the drivers.",
    "Did you sign the guest list?",
    "I'm the one who signs off the diesel.",
    "Karl approves our holidays.",
    "She signs all the delivery notes.",
    "He is the one who decides about the tours.",
    "We have three offers.",
)
BUDGETS = (
    "Our budget for this is about thirty thousand.",
    "It's not in this year's budget.",
    "We've set aside forty thousand for it.",
    "We have forty thousand this year.",
    "We have forty thousand, plus VAT.",
    "We have forty thousand plus VAT.",
    "There's twenty thousand in the plan for next year.",
    "I have put fifteen thousand in for tools.",
    "I can't do more than 12 k.",
    "What I've got is sixty for the first year, all in.",
    "That comes out of the training money.",
    "We have no budget left.",
    "There's no money left until March.",
    "Four hundred thousand in the budget for 2027.",
    "With the transport you must be less of forty-three.",
)
NOT_BUDGETS = (
    "We have forty thousand customers.",
    "We've got two hundred trucks.",
    "Last year we spent three hundred thousand on fuel.",
    "We flew there with a budget airline.",
    "They told me the project was on budget.",
    "There are eleven thousand stops in a month.",
    "It came out of the box broken.",
    "The hall costs us, I've got it here, nineteen thousand a month in electricity.",
    "The pressure must be more than ten after half an hour.",
)
SMALL_TALK = (
    "I'll be with you in two seconds.",
    "That's one of the things I like.",
    "I've had four coffees already.",
    "It's minus twelve degrees here this morning.",
    "My kids are in bed at eight, both of them, after twenty songs.",
    "I ran ten miles before work.",
    "We start at half past seven.",
    "It goes every ten minutes.",
    "The bell rings every five minutes here.",
)
ABOUT_WORK = (
    "Each tour has forty stops.",
    "We lose two hours every morning.",
    "Thirty percent of the notes are wrong.",
    "There are twelve people in the office.",
    "A missed delivery is eighty euros.",
    "We get a call every ten minutes.",
    "Every ten minutes a driver calls us.",
)


def kinds(*utterances: Utterance) -> list[tuple[str, str]]:
    found = measure(call(*utterances), CONTEXT, PITCH).lines
    return [(line.kind, line.words) for line in found]


def test_a_sentence_says_who_decides() -> None:
    found = measured(lambda it: tells_who_decides(plain_speech(it)), DECIDERS, NOT_DECIDERS)
    assert (found.missed, found.wrong) == ([], [])


def test_a_sentence_says_what_money_there_is() -> None:
    found = measured(lambda it: tells_budget(plain_speech(it)), BUDGETS, NOT_BUDGETS)
    assert (found.missed, found.wrong) == ([], [])


def test_a_number_is_about_their_business() -> None:
    found = measured(lambda it: has_figure(plain_speech(it)), ABOUT_WORK, SMALL_TALK)
    assert (found.missed, found.wrong) == ([], [])


@pytest.mark.parametrize("asked", ["How are things?", "What is the budget?", "And who decides?"])
@pytest.mark.parametrize(
    "words",
    [
        "Four hundred thousand in the budget for 2027.",
        "Four hundred thousand in the budget for 2027, until the end of March.",
        "We've got 400,000 in the budget for 2027, and that ends in December.",
    ],
)
def test_a_budget_for_a_year_is_offered_as_a_budget(asked: str, words: str) -> None:
    assert kinds(said("Ann", words=asked), said("Bo", words=words)) == [("budget", words)]


def test_who_signs_off_something_else_is_a_decider_only_as_an_answer() -> None:
    words = "I'm the one who signs off the diesel."
    assert kinds(said("Bo", words=words)) == []
    asked = said("Ann", words="And who decides?")
    assert kinds(asked, said("Bo", words=words)) == [("decider", words)]


@pytest.mark.parametrize(
    ("asked", "answer", "kind", "line"),
    [
        ("And who decides?", "Me and Frida, the owner.", "decider", "Me and Frida, the owner."),
        ("How do you decide that?", "Well. Anke recommends it, I think.", "decider", "Anke rec"),
        (
            "Is there a budget?",
            "Hm, no. It's twenty-eight now.",
            "budget",
            "It's twenty-eight now.",
        ),
        (
            "And money, Joost? What do you have?",
            "I told them fifty.",
            "budget",
            "I told them fifty.",
        ),
    ],
)
def test_an_answer_to_our_question_is_offered(
    asked: str, answer: str, kind: str, line: str
) -> None:
    found = kinds(said("Ann", words=asked), said("Bo", words=answer))
    assert [(what, words[: len(line)]) for what, words in found] == [(kind, line)]


def test_only_the_customer_says_who_decides() -> None:
    ours = "Our director signs off on anything above ten thousand."
    assert (
        kinds(said("Ann", words=ours), said("Cy", words="My boss decides about the price.")) == []
    )
    assert (
        kinds(said("Bo", words="And who decides?"), said("Ann", words="Frida does, I am sure."))
        == []
    )


def test_the_first_five_lines_are_the_strongest_of_each_kind() -> None:
    things = ("list", "plan", "price", "report")
    ours = [said("Ann", words=f"I'll send you the {thing} by Friday.") for thing in things]
    needs = [
        said("Bo", words=f"We need a {thing} that the drivers can read on the phone.")
        for thing in ("calendar", "ticket", "route", "warning")
    ]
    deciding = [
        said("Bo", words="Anything above twenty thousand goes to the board."),
        said("Bo", words="Our budget for this is about thirty thousand."),
        said("Bo", words="The contract ends on the thirty-first of March."),
    ]
    theirs = said("Bo", words="I'll ask our works council for the date.")
    found = kinds(*needs, *ours, *deciding, theirs)
    assert FIRST == 5
    assert [kind for kind, _ in found[:FIRST]] == [
        "promise",
        "promise",
        "promise",
        "decider",
        "budget",
    ]
    assert theirs.words in [words for _, words in found[:FIRST]]
    assert [kind for kind, _ in found[FIRST:]] == [
        *["promise"] * 2,
        *["need"] * 4,
        "date",
    ]
    without = [kind for kind, _ in kinds(*needs, *ours)]
    assert without[:FIRST] == ["promise"] * 4 + ["need"]


@pytest.mark.parametrize(
    ("talk", "line"),
    [
        (("What does it depend on?", "On my brother."), ("decider", "On my brother (who decides)")),
        (("What does it depend on?", "On the weather."), None),
        (("And who is that?", "We decide together."), ("decider", "We decide together.")),
        (("And what were you expecting?", "Eighty-five."), ("budget", "Eighty-five (the budget)")),
        (("The frame heating is on all six. Is that yours?", "Ninety-six."), None),
        (("So when do you want to decide? Before Christmas?", "Before Christmas."), None),
        (
            (
                "And what's the budget? Is there a number?",
                "I don't know if I want to tell you.",
                "You can tell me what it can't be over.",
                "Ha. Two hundred and twenty.",
            ),
            ("budget", "Two hundred and twenty."),
        ),
    ],
)
def test_a_few_words_right_after_the_question_are_the_answer(
    talk: tuple[str, ...], line: tuple[str, str] | None
) -> None:
    spoken = (said("Bo" if n % 2 else "Ann", words=words) for n, words in enumerate(talk))
    found = [one for one in kinds(*spoken) if one[0] in ("decider", "budget")]
    assert found == ([line] if line else [])
