"""Which spoken promises become a clean line of a list, and which stay a quote."""

from handlers.coaching.promises.who_does import as_listed, as_ours
from handlers.transcripts.promises.listed import is_clean, still_says_who
from handlers.transcripts.speech.hours import hour_in, without_hour
from handlers.transcripts.speech.speech import written
from tests.transcripts.precision import measured

CLEAN = [
    "Wonderful, I'll send you the price list.",
    "Perfect. We'll set up a call with Ruben.",
    "Of course, I can ask our legal team about the clause.",
    "Good, I'll forward the contract to Tom.",
    "Excellent! I'll book a room for the workshop.",
    "Thanks, I'll check with Karl about the seats.",
    "Makes sense, we'll prepare a draft of the plan.",
    "Sounds good, I'll introduce you to our head of IT.",
    "Fine, we'll review the contract with legal.",
    "Okay, so I'm going to find out who owns the data.",
    "Got it. I'll email the questionnaire to Jana.",
    "Absolutely, let me confirm the date with Milan.",
    "Yeah, we can send you a sample of the report.",
    "No problem, I'll get you access to the test system.",
    "I'll bring our head of IT to the next call.",
]
QUOTES = [
    "I'll send you the thing we discussed.",
    "I'll forward that stuff to Tom.",
    "We'll prepare what we talked about.",
    "I'll send the slides you mentioned, or something.",
    "If you sign, I'll send the contract.",
    "Once you decide, we'll set up the accounts.",
    "You'll have the offer by Wednesday.",
    "I need to check with legal first.",
    "We have to ask the works council.",
    "I'll check the one you said.",
    "I'd be happy to send you the references.",
    "There I'll ask Tom again.",
    "She'll send you the list of depots.",
    "I'll share the numbers and so on.",
    "In that case I'll ask our security team.",
]
MIXED = [
    "Send us the document from the student, I take out the names first",
    "Ask her, I speak to her anyway",
    "Ask Johan and you'll have a yes or no from me",
    "Find out why it was closed and I'll call them about that",
    "Send the form soon as I'm off with the council",
]
WHOLE = ["Talk with Kenneth before we meet again", "Draft the one-pager and send it", "I'll ask"]
# Kept aside: written down before the rule was tried on any of these sentences.
# `_STILL_WHO` came afterwards: it makes quotes of three lines with "I'll" in them.
CLEAN_ASIDE = [
    "Lovely, I'll send the data sheet to Petra.",
    "Brilliant. We'll share the roadmap with your board.",
    "Great stuff, I'll book the demo room.",
    "Understood, I'll ask finance for the invoice.",
    "Nice, we'll draft the agenda.",
    "Right, I'll submit the security form.",
    "That's great, I'll call Karel about the pilot.",
    "Thank you, we'll confirm the number of seats.",
    "Sure thing, I'll send the link to the recording.",
    "Agreed. I'll write a summary of the three options.",
    "Very good, I'll order two more scanners.",
    "Fair enough, I'll check the price of the second depot.",
    "Well, let me ask Mehmet about the interface.",
    "Super, we'll invite the two dispatchers.",
    "Cool, I'll upload the signed form.",
]
QUOTES_ASIDE = [
    "I'll send you the stuff from last time.",
    "We'll look into whatever you said there.",
    "I'll put together something like the other one.",
    "As soon as we have a date, I'll book the room.",
    "They'll email you the form.",
    "I have to find out who signs.",
    "Unless Tom objects, we'll send it.",
    "I'll ask about the thing with the tablets.",
    "He will send us the list.",
    "I'll get back to you on all of this.",
    "We'd be happy to share the figures.",
    "You'll get the papers on Friday.",
    "I'll raise the points we just discussed.",
    "When you have signed, I'll start the setup.",
    "I'll sort of follow up with the team.",
]


def is_listed(said: str) -> bool:
    return is_clean(as_listed(as_ours(written(said).rstrip("."))))


def test_a_clear_promise_becomes_a_line_and_any_other_stays_a_quote() -> None:
    found = measured(is_listed, CLEAN, QUOTES)
    assert (found.missed, found.wrong) == ([], [])


def test_how_often_that_is_right_for_sentences_that_were_kept_aside() -> None:
    found = measured(is_listed, CLEAN_ASIDE, QUOTES_ASIDE)
    assert (found.precision, found.recall) == (0.92, 0.8), found


def test_an_order_with_another_clause_of_the_speaker_is_no_sentence() -> None:
    found = measured(still_says_who, MIXED, WHOLE)
    assert (found.missed, found.wrong) == ([], [])


def test_the_hour_stays_in_the_words_of_the_speaker() -> None:
    words = ("Send it before ten today", "Send it by Monday noon", "At half ten on Friday")
    assert [hour_in(one) for one in words] == ["before ten", "noon", "At half ten"]
    assert without_hour("Send it before ten today") == "Send it today"
    for no_hour in ("Send it by two weeks", "At one depot", "Send ten of them", "After five calls"):
        assert hour_in(no_hour) == ""
