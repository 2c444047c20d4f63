"""The meeting with a day and a time that was agreed is the next step, and not a farewell."""

from dataclasses import replace
from datetime import date

import pytest

from handlers.transcripts.lines.next_steps import ahead_in, next_step_in
from handlers.transcripts.promises.promises import promise_in
from handlers.transcripts.records import Spot
from handlers.transcripts.speech.day_and_time import with_times
from handlers.transcripts.speech.days import day_in
from handlers.transcripts.speech.sentences import SpokenSentence
from handlers.transcripts.speech.speech import plain_speech
from handlers.transcripts.speech.spoken_appointments import is_appointment, is_farewell
from tests.transcripts.lines_drawn import drawn
from tests.transcripts.precision import measured
from tests.transcripts.talk import said as turn_of

# Ends of calls. Lines of the rep begin with ">", and "*" stands before the next step.
ENDS = {
    "said before a farewell": """
        > Shall we keep our usual slot?
        Please.
        > *Then next Wednesday, the ninth, at quarter past ten, and we look at the ramp times.
        Lovely.
        > Thanks, both. See you Wednesday.
    """,
    "said after other days were refused": """
        > Does Tuesday the eighth at nine work?
        Tuesday is the audit, sorry.
        > And Friday at two?
        Friday at two I can do.
        > *Good, so Friday the eleventh of December at two o'clock, with Petra.
        Perfect.
    """,
    "among promises with days": """
        > I'll send you the price list by Thursday.
        I'll get you the pallet counts by Monday.
        > *So our next meeting is Tuesday the fifteenth at half nine.
        Great, talk then.
    """,
    "a promise with a meeting in it": """
        We could look at it together.
        > *I'll book the demo for Monday the fourteenth at eleven, with your planners.
        Fine. Bye.
    """,
    "not when the customer has something else": """
        I have a dentist on Monday at two.
        > *Okay, let's say Thursday at four, for half an hour.
        The board meets on Friday at ten.
    """,
    "not a month, and not a denial": """
        She would rather have it in August.
        Please don't send her the slides on Monday.
        > *I'll call you on Tuesday.
    """,
    "a farewell if there is nothing else": """
        That was it from us.
        > *Great, see you Tuesday.
    """,
    "not what is handed over by a time": """
        > I'll send it to you by Friday at noon.
        *Let's talk on Monday at nine then.
    """,
    "the other side's, if ours only says it again": """
        > How would you like to go on?
        *So then we say Tuesday the eighth of December, at thirteen, with Bo.
        > Perfect. Tuesday the eighth at one, I put it in the calendar.
    """,
    "ours, if the other side only says that the day suits": """
        > *Then it's Tuesday the eighth at one.
        Tuesday the eighth at one works for me.
        > Okay, Tuesday the eighth of December at one, one hour, and I send the invitation.
    """,
    "ours, if the other side only asked": """
        Shall we meet on Tuesday the eighth at one?
        > *Tuesday the eighth at one is in my calendar now.
    """,
    "where it is said most clearly": """
        > So Thursday the tenth at three?
        > *Then it's Thursday the tenth of December at three, an hour, and I'll send the invitation.
        Thursday at three works for me.
    """,
}


APART = [
    (["The fifteenth, Tuesday.", "Ten o'clock."], "The fifteenth, Tuesday. Ten o'clock."),
    (["Thursday the third, same time.", "Seven."], "Thursday the third, same time. Seven."),
    (["Okay, Friday.", "Half ten, my time.", "With Petra."], "Okay, Friday. Half ten, my time."),
]


@pytest.mark.parametrize(("said", "step"), APART)
def test_the_time_may_be_the_next_sentence(said: list[str], step: str) -> None:
    theirs = [replace(_sentence(words, at), turn=1) for at, words in enumerate(said)]
    ours = replace(_sentence("> Perfect, I write it down.", 4), turn=2)
    found = next_step_in(with_times([*theirs, ours]))
    assert found is not None
    assert (found.words, found.side) == (step, "theirs")


def test_a_time_that_was_refused_is_no_next_step() -> None:
    ours = replace(_sentence("> Shall we talk on Friday at one o'clock?", 0), turn=1)
    theirs = replace(_sentence("Friday at one o'clock's my lunch.", 1), turn=2)
    assert next_step_in(with_times([ours])) is not None
    assert next_step_in(with_times([ours, theirs])) is None


def test_a_day_and_a_time_of_two_turns_stay_apart() -> None:
    for said in (
        ["Thursday the tenth.", "> Eleven o'clock."],
        ["Thursday the tenth I can do.", "Eleven."],
        ["Thursday the tenth?", "Eleven."],
    ):
        turns = [1, 1 + said[1].startswith(">")]
        sentences = [
            replace(_sentence(words, at), turn=turn)
            for at, (words, turn) in enumerate(zip(said, turns, strict=True))
        ]
        assert with_times(sentences) == sentences


@pytest.mark.parametrize("end", ENDS)
def test_the_agreed_meeting_is_the_next_step(end: str) -> None:
    lines = [line.strip() for line in ENDS[end].strip().splitlines()]
    sentences = [_sentence(line.replace("*", ""), at) for at, line in enumerate(lines)]
    (expected,) = (at for at, line in enumerate(lines) if "*" in line)
    assert next_step_in(sentences) == sentences[expected]


def _sentence(line: str, at: int) -> SpokenSentence:
    words = line.removeprefix("> ")
    side, who = ("me", "Ann") if line.startswith(">") else ("theirs", "Bo")
    spot = Spot(0.9 + at / 100)
    asks = words.endswith("?")
    return SpokenSentence(words, plain_speech(words), who, side, spot, at, asks)  # type: ignore[arg-type]


FAREWELLS = [
    "See you Tuesday.",
    "Okay, great, see you on Thursday then.",
    "Thanks both, talk to you next week.",
    "Bye, see you tomorrow.",
    "Speak to you Monday.",
]
NO_FAREWELLS = [
    "See you Tuesday at ten in your office.",
    "We'll see each other on Tuesday to go through the plan.",
    "I'll see you at the demo on Thursday.",
    "Talk to your team on Monday, please.",
]


def test_farewells_are_told_apart_from_meetings() -> None:
    found = measured(lambda said: is_farewell(plain_speech(said)), FAREWELLS, NO_FAREWELLS)
    assert (found.missed, found.wrong) == ([], [])


APPOINTMENTS = [
    "So that's Wednesday the ninth at half past three.",
    "Okay, Thursday the third, ten o'clock.",
    "Let's make it tomorrow at nine thirty.",
    "Our next call is Friday at 14:30.",
    "Then I'd put the workshop on Monday at eleven.",
    "Tuesday at noon, same link.",
    "Tuesday the eighth, at fourteen thirty, on Teams.",
    "The fifteenth, Tuesday, ten o'clock.",
    "Wednesday, same time, and you call me.",
]
NO_APPOINTMENTS = [
    "The lorries leave on Friday at six.",
    "I've got a physio on Monday at two.",
    "We close on Friday at three.",
    "You'll get the offer by Thursday at noon.",
    "On Monday about ten percent were late.",
    "On Monday we stood at twenty percent.",
    "She's in on Tuesdays and Thursdays.",
]


def test_appointments_have_a_day_a_time_and_a_meeting() -> None:
    found = measured(_is_appointment, APPOINTMENTS, NO_APPOINTMENTS)
    assert (found.missed, found.wrong) == ([], [])


def _is_appointment(said: str) -> bool:
    ahead = ahead_in(plain_speech(said))
    return bool(day_in(ahead, date(2026, 11, 30))) and is_appointment(ahead, meets=False)


DATED = [
    "I'll go through the list with Jo and tell you which ones we keep by Monday.",
    "I'll tell you who comes along by Thursday.",
    "I'll let Finance look at it and call you on Wednesday.",
    "Tom and I will load your October tours by Friday.",
    "Then we run the twenty files and you get the result by next Monday.",
    "You can have the export by tomorrow.",
    "From my side: the data sheet and the two references, by Thursday.",
    "I'll have the pallet list over to you by Tuesday.",
    "We'll fill in the questionnaire by Wednesday.",
    "I'll put it on a link tomorrow.",
    "We'll test the three gates by the end of the week.",
]
NOT_DATED = [
    "I'll tell you what I think.",
    "I can do Thursday the tenth.",
    "Thursday the tenth I can do.",
    "You have the list, and we meet on Friday.",
    "You get used to it, and by Friday it's gone.",
    "He told me he'll have it by Monday.",
    "I'll hand over to you, Jo.",
    "From us nobody comes on Friday.",
]


def test_with_a_day_more_is_a_promise() -> None:
    found = measured(lambda said: promise_in(plain_speech(said)), DATED, NOT_DATED)
    assert (found.missed, found.wrong) == ([], [])


def test_a_farewell_and_a_question_are_weaker_than_the_day_and_time_that_were_agreed() -> None:
    step = next_step(
        ("Ann", "Shall we say, the next call, next week Thursday, two o'clock, with Ruth?"),
        ("Bo", "Thursday's fine. Make it half past."),
        ("Ann", "Half past two, Thursday next week. Done."),
        ("Bo", "Great. Talk Monday."),
    )
    assert step == ("Half past two, Thursday next week.", date(2026, 12, 10), "with Ruth")


def test_the_turns_around_say_which_week_is_meant_and_who_comes() -> None:
    step = next_step(
        ("Bo", "I'd want you to talk to Ruth yourself. She is there on Wednesdays."),
        ("Ann", "Wednesday next week? What time's good?"),
        ("Bo", "Half nine, before she gets into things."),
        ("Ann", "Half nine Wednesday in Leeds. I'll be there."),
        ("Bo", "See you then. Talk Friday."),
    )
    assert step == ("Half nine Wednesday in Leeds.", date(2026, 12, 9), "with Ruth")


def test_of_several_meetings_named_before_the_step_the_last_one_is_meant() -> None:
    step = next_step(
        ("Ann", "How was the demo for the dispatchers, did they like it?"),
        ("Bo", "They did. But before anybody decides, we need a workshop with the depots."),
        ("Ann", "Good, so let's meet again on Wednesday at ten."),
        ("Bo", "Perfect."),
    )
    assert step[2] == "workshop"


def next_step(*turns: tuple[str, str]) -> tuple[str, date | None, str]:
    before = [turn_of(who, words="So it goes on and on here for us.") for who in ("Ann", "Bo") * 12]
    found = drawn(*before, *(turn_of(who, words=words) for who, words in turns)).lines
    (step,) = (line for line in found if line.kind == "step")
    return step.words, step.due, step.around
