"""Promises made aloud are told apart from what only sounds like one."""

from datetime import date, timedelta

import pytest

from handlers.coaching.promises.who_does import as_listed, to_whom
from handlers.transcripts.promises.antecedents import filled_in, points_back
from handlers.transcripts.promises.promises import promise_in
from handlers.transcripts.speech.days import day_in, without_due_day
from handlers.transcripts.speech.speech import plain_speech, written
from tests.transcripts.precision import measured

PROMISES = [
    "I'll send the invitation in a minute.",
    "I send the invite for the tenth.",
    "I put it into the same letter tomorrow.",
    "I give you the three routes until Friday.",
    "I will have the summary ready for our next call.",
    "I'll stop the weekly newsletters, they are too many.",
    "I send you the checklist on Thursday.",
    "Good, I write to the works council tomorrow.",
    "I'll cancel the old contract by the end of next week.",
    "I'll give them notice on the first of March.",
    "I'd have to check which version you are on.",
    "I'll dig out the old quote for you.",
    "Let me get you that.",
    "Let me put that into the quote as an option.",
    "I'll text you two slots.",
    "I can ask accounting, yeah.",
    "Then I can put it on the agenda.",
    "I'll send it",
    "I'll send you the price list by Friday.",
    "So, um, we can get you a quote for forty seats.",
    "We'll get back to you early next week.",
    "I'm going to ask our security team about that.",
    "Let me check with Karl and get back to you.",
    "Okay, I'll set up a call with Ruben for Thursday.",
    "I will forward you the contract tonight.",
    "We will put together a one-page summary for your board.",
    "I'll find out who owns the data on our side.",
    "I'll talk to our CFO about the budget.",
    "And I'll also introduce you to Jana.",
    "We'll share the numbers with you tomorrow.",
    "I need to check with legal first.",
    "I'll write you an email with all of that.",
    "Tom will send you the questionnaire.",
    "I'm happy to send you the references.",
    "I'll make sure to follow up on that on Monday.",
    "You'll have the offer by Wednesday.",
    "Then I'll book a room and invite the two dispatchers.",
    "I'll confirm the date with you.",
    "Yeah, I'll look into it.",
    "We can do that by the end of the month.",
    "I'll bring our head of IT to the next call.",
    "I'll definitely let you know.",
    "We're going to prepare a draft of the plan.",
    "I'll get you access to the test system.",
    "I'll take that to the board next week.",
    "She'll send you the list of depots.",
    "I'll reach out to the team in Leeds.",
    "I can send you the recording if you like.",
    "Let me find out and email you.",
]
ON_CONDITION = [
    "If you sign I'll send it",
    "If you sign, I'll send the contract the same day.",
    "I'll book the room as soon as you have a date.",
    "Once you decide, we'll set up the accounts.",
    "We can send you a sample, provided you have a test system.",
]
NO_PROMISES = [
    "I'll send you the link in a second.",
    "Every Monday I put it in the tray.",
    "I give you the benefit of the doubt.",
    "If I send the invitation, nobody comes.",
    "I'll stop there.",
    "I'll stop the video for a moment.",
    "I have it ready here.",
    "I send the report every Friday.",
    "I call him on Mondays, usually before nine.",
    "If I send it to the board on Tuesday, they will ask about the price.",
    "I send them a list and nobody reads it.",
    "That was when I call the depot on Friday.",
    "If I drop off, I'll call you back.",
    "Let me get you started with the first slide.",
    "Let me put that on the screen.",
    "I can ask you the same.",
    "We can put it in another way.",
    "I'll be honest",
    "We'll see.",
    "I'll share my screen.",
    "Let me share my screen for a second.",
    "I'll ask you a question about that.",
    "She said I'll send it and then nothing came.",
    "They told us we'll get back to you, and never did.",
    "I'll get to that in a minute.",
    "Can you send me the price list?",
    "I sent you the price list on Friday.",
    "We're going to grow by a third.",
    "I can imagine.",
    "I'll come back to that point later.",
    "We can set up rules for every depot.",
    "I'll never send that again.",
    "You can check it in the tool.",
    "I'll let you go then.",
    "I'm going to be on holiday.",
    "We'll be three people.",
    "I'll say it like this.",
    "They will have to sign it.",
    "The system will send an alarm.",
    "You'll get an alarm when a lorry is late.",
    "I'll put it in the chat right now.",
    "What I'll send is never what they read.",
    "We can do better than that.",
    "I'll give you an example.",
    "Let me ask you something else.",
    "I'll get an idea of it.",
    "We'd like to see the list.",
    "I will think about it.",
    "I'll check if you can hear me.",
    "We'll take a look at the numbers together.",
    "We can have it running in two depots in a week.",
    "We can get you live by the end of the month, and the price is forty euros a seat.",
]

ASKED = [
    "Is there something I can give you?",
    "Do you want that I send you the list?",
    "What if I send you the contract on Monday?",
    "Shall I send it, or should I ask Karl first?",
    "Should I, is there a person I can ask?",
    "I have to ask, is there something you were expecting?",
    "That is the thing I have to ask.",
    "I have to ask it, nothing else.",
    "I need to ask one more question.",
    "Would it help if I'll get you the numbers?",
]
OFFERED = [
    "I'll send you the list on Monday, is that okay?",
    "I can send you the recording, if you like?",
    "I'll book the room, and Mira, could you invite Karl?",
    "I have to ask Denise about that.",
    "We'd have to ask legal first.",
]


def test_a_question_is_no_promise_unless_another_clause_asks_it() -> None:
    found = measured(
        lambda text: promise_in(plain_speech(text), asks=text.endswith("?")), OFFERED, ASKED
    )
    assert (found.missed, found.wrong) == ([], [])


# What no rule here finds, and what sounds just like a promise.
MISSED = [
    "Consider it done.",
    "You can count on me for the list.",
    "The list will be in your inbox tomorrow.",
    "Leave the contract with me.",
    "I'd love to get you in touch with Ruben.",
]
TAKEN_FOR_ONE = [
    "We'll send three lorries there every night.",
    "I'm going to review what we said so far.",
    "In January we will have a new boss.",
]


def is_promise(text: str) -> bool:
    return promise_in(plain_speech(text)) is not None


def test_promises_are_told_apart_from_what_only_sounds_like_them() -> None:
    promises = [*PROMISES, *ON_CONDITION, *MISSED]
    found = measured(is_promise, promises, [*NO_PROMISES, *TAKEN_FOR_ONE])
    assert (found.missed, found.wrong) == (MISSED, TAKEN_FOR_ONE)
    assert (found.precision, found.recall) == (0.95, 0.92)


@pytest.mark.parametrize("text", [*PROMISES, *ON_CONDITION])
def test_what_depends_on_something_is_conditional(text: str) -> None:
    found = promise_in(plain_speech(text))
    assert found is not None
    assert found.conditional == (text in ON_CONDITION)


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("And I'll ask Mehmet if he'd do it", "I'll ask Mehmet if he'd do it"),
        (
            "I'll send the, um, the thing about not tracking.",
            "I'll send the thing about not tracking.",
        ),
        (
            "Um, so I'll send the ER diagram, er, and the list",
            "I'll send the ER diagram and the list",
        ),
        ("Anders will send it", "Anders will send it"),
        ("So.", "So."),
    ],
)
def test_a_promise_is_noted_without_what_nobody_would_write(said: str, noted: str) -> None:
    assert written(said) == noted


@pytest.mark.parametrize(
    ("said", "due", "rest"),
    [
        ("Send both versions in writing tomorrow morning", 1, "Send both versions in writing"),
        ("Send it first thing tomorrow", 1, "Send it"),
        ("Send it by Thursday afternoon", 3, "Send it"),
        ("Tonight I'll send the list", 0, "I'll send the list"),
        ("Send it from Chicago tonight", 0, "Send it from Chicago"),
        ("Send it later this week", 4, "Send it"),
        ("Send the plan for this week", 4, "Send the plan for this week"),
    ],
)
def test_the_day_of_a_promise_goes_with_its_part_of_the_day(said: str, due: int, rest: str) -> None:
    monday = date(2026, 11, 30)
    day = day_in(said.lower(), monday, due=True)
    assert day == monday + timedelta(days=due)
    assert without_due_day(said, day, monday) == rest


POINT_BACK = [
    "I'll send you that tonight.",
    "I'll speak to her.",
    "I'll check that and get back to you.",
    "I'll ask our product team about that and let you know.",
    "I'll ask Mehmet if he'd do it.",
    "I'll take that to the board next week.",
    "Yeah, I'll look into it.",
    "I'll introduce you to them on Friday.",
    "Let me put that into the quote as an option.",
    "I'll check whether that's possible.",
    "We can do that by the end of the month.",
]
SAY_WHAT = [
    "I'll send you the list, so that you have it for Karel.",
    "We've got a one-pager for works councils, I'll get you that by Thursday.",
    "I'll review the contract with legal and send it back by Friday.",
    "I'll ask Karel whether he wants to join.",
    "I'll send you that one page with the prices.",
    "I'll check that the price is right.",
    "I'll send the names and numbers this week.",
    "Tom will send you the questionnaire.",
]


@pytest.mark.parametrize("said", [*POINT_BACK, *SAY_WHAT])
def test_a_promise_may_point_to_what_was_said_before(said: str) -> None:
    found = promise_in(plain_speech(said))
    assert found is not None
    assert points_back(plain_speech(said), said, found.begins) == (said in POINT_BACK)


@pytest.mark.parametrize(
    ("promise", "before", "whole"),
    [
        (
            "Send you that",
            "Can you send me the data sheet, the one with where it's stored?",
            "Send you the data sheet",
        ),
        ("Send you it", "Could you please send us your DPA?", "Send you our DPA"),
        ("Speak to her", "And who speaks to Ms. Okafor?", "Speak to Ms. Okafor"),
        ("Ask him", "And you ask Milan whether he wants to join.", "Ask Milan"),
        ("Ask him", "Karel and Milan are the ones to ask.", ""),
        ("Check that and get back to you", "I don't know if we have it in Czech.", ""),
        ("Send you that", "Can you tell me the price?", ""),
        ("Send her number", "That is Petra.", ""),
        ("Ask her about it", "That is Petra.", ""),
    ],
)
def test_what_a_promise_points_to_is_filled_in_if_it_is_certain(
    promise: str, before: str, whole: str
) -> None:
    assert filled_in(promise, before) == whole


@pytest.mark.parametrize(
    ("said", "ours", "theirs"),
    [
        ("Send you their names", "Send them their names", "Send us their names"),
        ("Check it and get back to you.", "Check it and get back to them.", "Check it and get"),
        ("Introduce you by email", "Introduce them by email", "Introduce us by email"),
        ("Bring you the phased costs", "Bring them the phased costs", "Bring us the phased"),
        ("Take it back to you.", "Take it back to them.", "Take it back to us"),
        ("Walk you through it", "Walk them through it", "Walk us through it"),
        ("Go through it with you, then", "Go through it with them, then", "Go through it with us"),
        ("Ask if you can join", "Ask if you can join", "Ask if you can join"),
        ("Names of those you asked", "Names of those you asked", "Names of those you asked"),
    ],
)
def test_a_promise_says_who_gets_something_from_our_side(said: str, ours: str, theirs: str) -> None:
    assert to_whom(said, ours=True) == ours
    assert to_whom(said, ours=False).startswith(theirs)


@pytest.mark.parametrize(
    ("said", "listed"),
    [
        ("I can ask our legal team about the clause", "Ask our legal team about the clause"),
        ("Let me check with Karl", "Check with Karl"),
        ("We can send you both", "Send you both"),
        ("We can live with that", "We can live with that"),
        ("Ask our legal team", "Ask our legal team"),
        ("I can", "I can"),
    ],
)
def test_an_offer_that_is_kept_is_listed_without_its_beginning(said: str, listed: str) -> None:
    assert as_listed(said) == listed


@pytest.mark.parametrize("said", ["we look at one real monday", "tell me about a typical friday"])
def test_a_day_as_an_example_is_no_day(said: str) -> None:
    assert day_in(said, date(2026, 11, 23), due=True) is None
