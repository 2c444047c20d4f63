"""Questions that are asked aloud, by their words or their marks, and how they spread."""

from datetime import timedelta

import pytest

from handlers.transcripts.figures.questions import is_open, questions_in, questions_of
from handlers.transcripts.figures.spread import spread
from handlers.transcripts.lines.line_checks import is_check
from handlers.transcripts.records import Spot
from handlers.transcripts.speech.sentences import sentences_of
from handlers.transcripts.speech.speech import plain_speech
from handlers.transcripts.timeline import place
from handlers.transcripts.turns import turns_of
from tests.transcripts.precision import measured
from tests.transcripts.talk import CONTEXT, call, figures, said

OPEN = [
    "What do you think",
    "So, um, what happens when a driver calls in sick",
    "How do you plan a Monday today",
    "Walk me through it",
    "Tell me about the last time that went wrong",
    "Can you tell me a bit more about that",
    "How is that going",
    "Why did you look at this now",
    "And what would have to be true for you to call it a success",
    "I'm curious how you got there",
    "What's the hardest part of the week",
    "Help me understand what a planner does all day",
    "Could you walk us through the last rollout",
    "Okay, how well does it work for the night shift",
    "What other systems do you use for that",
    "What about the depots in the north",
    "I'd love to hear how you decided that",
    "What made you write to us",
    "You mentioned the drivers, so what did they say",
    "Tell us how the board sees it",
    "How come it took two years",
    "Before we go into that, can I ask what is driving the date",
    "What does thorough mean in practice",
    "What would make it worth the price",
    "What else should I know before we talk to Jana",
    "When did it last go wrong, and what did you do",
    "Is that done by hand, or how does it get into the system",
    "So maybe Fleur, could you walk me through a normal evening",
    "Is the thirty-first a hard date, like what happens if it slips",
    "What is it, what does it stop you from doing",
    "What does it cost you when a driver calls in sick",
    "What about the depot in the north, what happens there",
    "Where are you with that now",
]
CLOSED = [
    "Do you have budget",
    "How many seats",
    "Is that a problem for you",
    "Who decides that",
    "When does the contract end",
    "Are you using anything for it at the moment",
    "Have you looked at other vendors",
    "And did they sign it",
    "Which of the two is worse",
    "How long does it take",
    "Would Thursday at three work for you",
    "So is the data already in one place",
    "Where is it kept",
    "Does anybody else use it",
    "Could we bring in your IT lead",
    "Who else is in the room",
    "How often do you change the plan",
    "Has that ever happened before",
    "Will they be on the next call",
    "You use it every day, don't you",
    "What is the budget, and how many seats is that",
    "Do you see what is on the left, and what it costs",
    "And what about the data in the spreadsheets now, does that have to come over",
    "And households, what is it, twenty thousand something",
    "What does it cost you today, do you know that",
    "Ann, what the old planner knows, have you tried to write it down",
    "So what about the week before the holidays",
]
NO_QUESTIONS = [
    "right",
    "I know what you mean",
    "What we do is send it over every night",
    "When you get the file you open it",
    "Okay",
    "Did you",
    "Is that right",
    "How we see it, price is the last thing to talk about",
    "What I like is that it is quick",
    "Have a look at page two",
    "Do the numbers yourself and you will see",
    "Which is why we built it",
    "Who we are is on the next slide",
    "I asked them and they said yes",
    "You know what I mean",
    "Let me show you how it works",
    "What happens is the driver waits",
    "We can do that by Friday",
    "That's how long it takes",
    "I don't know when they will decide",
    "If you want we can start in May",
    "Where it gets hard is the weekend",
    "Can do",
    "Was a good year for us",
    "Why that matters I will show you in a minute",
    "How are you",
    "I will tell you about the price later",
    "We walk customers through it in an hour",
    "Will send it tonight",
    "And how much that saves depends on the depot",
    "Is all we need for now",
    "They wonder what we do all day",
    "Does it",
    "What kind of feedback they gave us was good",
    "Is the reason that I asked",
]


@pytest.mark.parametrize("question", [*OPEN, *CLOSED])
def test_open_or_closed_by_what_leads_it(question: str) -> None:
    assert is_open(plain_speech(question)) == (question in OPEN)


def test_a_name_or_a_hesitation_does_not_change_whether_a_question_is_open() -> None:
    assert is_open("ray, what about you, what's the part you're worried about")
    assert not is_open("a little bit of, what is that, is that a compressor")
    assert not is_open("you'd need it by, what, the friday before, the fourth")


# Only the voice says that these ask.
BY_VOICE = [
    "You already have a tool for that",
    "And the budget is approved",
    "So three depots in all",
    "Not before the summer then",
]


def test_questions_are_recognised_by_their_words_alone() -> None:
    found = measured(
        lambda text: list(questions_in(plain_speech(text))),
        [*OPEN, *CLOSED, *BY_VOICE],
        NO_QUESTIONS,
    )
    assert (found.missed, found.wrong) == (BY_VOICE, ["Is the reason that I asked"])
    assert (found.precision, found.recall) == (0.98, 0.94)


def asked(*words: str, speaker: str = "Ann") -> tuple[int, int, bool]:
    """How many open and closed questions are found in what somebody says, and if roughly."""
    timeline = place(call(*(said(speaker, words=each) for each in words)), CONTEXT)
    found = questions_of(sentences_of(timeline, turns_of(timeline.cues, english=True)), 60)
    return found.open, found.closed, found.roughly


def test_a_file_without_question_marks_counts_questions_by_their_words() -> None:
    case = ["what do you think", "do you have budget", "right", "I know what you mean"]
    assert asked(*case, "walk me through it", "how many seats") == (2, 2, True)
    # Automatic captions break anywhere.
    assert asked("that makes sense so how do you plan it and", "is it done by hand") == (1, 1, True)
    assert asked("hi jana good to see you again how do you plan a monday today") == (1, 0, True)
    assert asked("hi bo what other systems do you use for that") == (1, 0, True)
    assert asked("I don't know how do you say and tell me what is it") == (0, 0, True)


def test_where_questions_are_marked_the_marks_decide() -> None:
    assert asked("How do you plan it? Right? Do you know how. Did you? Really?") == (1, 0, False)
    # What asks without being a question counts too, and what is asked as a statement.
    assert asked("Tell me about your week. And the budget is there?") == (1, 1, False)


@pytest.mark.parametrize(
    ("question", "check"),
    [
        ("Hi Jana, can you hear me okay?", True),
        ("Can everybody see my screen now?", True),
        ("Okay, is that okay for you?", True),
        ("Is it just us or are we waiting for somebody?", True),
        ("Does that make sense so far?", True),
        ("Am I still audible?", True),
        ("Can I just share my screen?", True),
        ("Do you see a map now?", True),
        ("I hold the tablet into the camera, it's a bit small, is it readable?", True),
        ("Do you see a risk?", False),
        ("Is the plan visible for the drivers?", False),
        ("Can you see who is late?", False),
        ("Is that okay for your drivers?", False),
        ("Can we start in one depot?", False),
        ("Does that work at night?", False),
    ],
)
def test_what_only_checks_the_line_is_no_question(question: str, check: bool) -> None:
    assert is_check(plain_speech(question)) == check


@pytest.mark.parametrize(
    ("turn", "expected"),
    [
        # In other words, with at most one sentence between.
        ("How does it work today? How do you plan the routes?", (1, 0)),
        ("When do we meet? I thought of two weeks. What is good on your side?", (0, 1)),
        ("What did you think of it? I'm curious.", (1, 0)),
        ("What can you do? What is the, if I may say so?", (1, 0)),
        # More of the same question.
        ("Does it record the driver at all? Or of the position?", (0, 1)),
        ("How is the money decided? For something like this?", (1, 0)),
        ("Should I talk with Kim? Or is it better that you do it?", (0, 1)),
        # Only an announcement.
        ("Can I ask about the renewal? Where is it decided?", (0, 1)),
        ("Can I ask about the renewal?", (0, 1)),  # nothing follows
        ("How do you plan it? Or can I ask you something? Where is it decided?", (1, 1)),
        # Another question.
        ("How do you plan it? Is it done by hand?", (1, 1)),
        ("How do you plan it? And what happens on a Sunday?", (2, 0)),
        ("How do you plan it? Bo, what do you think?", (2, 0)),
        ("How do you plan it? I see. That is a lot of work. What would be better?", (2, 0)),
        ("Do you use a tool? Do your drivers like it?", (0, 2)),
    ],
)
def test_what_is_asked_twice_in_a_turn_counts_once(turn: str, expected: tuple[int, int]) -> None:
    assert asked(turn)[:2] == expected


def test_what_is_asked_again_after_a_reply_counts_again() -> None:
    found = figures(
        said("Ann", 0, 5, "How do you plan the routes today?"),
        said("Bo", 5, 20, "Mostly on paper, and with a list."),
        said("Ann", 20, 25, "What does that look like?"),
    ).questions
    assert found is not None
    assert found.open == 2


def test_a_tag_makes_no_question() -> None:
    assert asked("The review is cancelled, right? We keep it short, okay?") == (0, 0, False)
    assert asked("So is the review cancelled, right? It's yours, isn't it?") == (0, 2, False)


def test_what_the_rep_answers_is_no_question() -> None:
    assert asked("Why do they like it? Because nobody has to type it twice.") == (0, 0, False)
    assert asked("Why do you type it twice? Because it looks slow.") == (1, 0, False)
    assert asked("Why do they like it? Tell me.") == (1, 0, False)


def test_a_question_of_two_words_counts_if_it_asks_something() -> None:
    assert asked("Who decides? When's good? What time? Who knows? And then? Is it?") == (
        0,
        3,
        False,
    )


def test_what_the_rep_would_like_to_learn_is_a_question_only_if_it_says_what() -> None:
    assert asked("Today I'd like to understand the dispatch. Is it open?") == (0, 1, False)
    assert asked("I'd like to understand how you plan. Is it open?") == (1, 1, False)


def test_checks_and_echoes_are_not_among_the_questions() -> None:
    found = figures(
        said("Ann", 0, 5, "Can you hear me okay? How many depots are there?"),
        said("Bo", 5, 20, "Three. And the drivers are not paid for the waiting after one hour."),
        said("Ann", 20, 25, "They're not paid for the waiting? So the union knows that?"),
        said("Bo", 25, 30, "It does, and it is not happy with us about that."),
    ).questions
    assert found is not None
    assert (found.open, found.closed, found.checks) == (0, 2, 1)


def test_only_our_side_asks() -> None:
    assert asked("What do you think?", speaker="Bo") == (0, 0, False)
    assert asked("What do you think?", speaker="Cy") == (1, 0, False)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([0.1, 0.2, 0.5, 0.9, 0.95], None),  # five are too few
        ([0.0, 0.1, 0.2, 0.3, 0.5, 0.9], "start"),  # four of six
        ([0.4, 0.5, 0.5, 0.6, 0.1, 0.9], "middle"),
        ([0.7, 0.8, 0.9, 1.0, 0.1, 0.5], "end"),
        ([0.1, 0.2, 0.5, 0.6, 0.8, 0.9], "evenly"),
        ([0.1, 0.2, 0.3, 0.5, 0.5, 0.6], None),  # neither
    ],
)
def test_how_questions_spread(parts: list[float], expected: str | None) -> None:
    assert spread([Spot(part) for part in parts]) == expected


def test_the_questions_of_a_call_stand_among_its_figures() -> None:
    theirs = said("Bo", 20, 60, "We plan all of it by hand and it takes us two hours every day.")
    found = figures(
        said("Ann", 0, 10, "Good morning, Bo. How do you plan"),
        said("Ann", 10, 15, "a Monday? Do you"),
        said("Ann", 15, 20, "use a tool?"),
        theirs,
    ).questions
    assert found is not None
    assert (found.open, found.closed, found.roughly) == (1, 1, False)
    # A question is where the cue is in which it begins.
    assert found.spots == (Spot(0.0, seconds(0)), Spot(10 / 60, seconds(10)))
    assert figures(theirs).questions is None  # our side does not speak


def seconds(amount: float) -> timedelta:
    return timedelta(seconds=amount)
