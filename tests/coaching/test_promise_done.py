"""Lines that tell what was done already are no open promises."""

import pytest

from handlers.coaching.promises.promise_done import tells_done


@pytest.mark.parametrize(
    "line",
    [
        "nda went out this morning",
        "The NDA went out yesterday.",
        "sent the nda",
        "Sent Ingrid the deck already",
        "Sent the NDA to Karl",
        "We have sent it to them",
        "I've already mailed the deck to Jana this morning",
        "deck sent",
        "deck sent yesterday",
        "security packet emailed this morning",
        "the quote was sent on Monday",
        "quote has been sent",
        "we've sent the pricing",
        "I already sent the pricing",
        "Pricing: done",
        "done – pricing for 40 seats",
        "already done",
        "pricing is done",
        "the contract was signed",
        "we signed the NDA",
        "they sent their plans",
        "we’ve already shared the recording",
        "the invite just went out",
    ],
)
def test_a_line_tells_what_was_done(line: str) -> None:
    assert tells_done(line)


@pytest.mark.parametrize(
    "line",
    [
        "send the nda",
        "Sent Karl the NDA to be signed",
        "The NDA we sent to Karl has to be signed",
        "Sent it to Karl, to get it signed",
        "nda by Friday",
        "Signed NDA",
        "Signed contract by Friday",
        "NDA signed by Friday",
        "Get the NDA signed",
        "Have the NDA signed",
        "Send the NDA that was signed",
        "Send the deck we sent Ruben",
        "Shared workspace for the pilot",
        "Completed security questionnaire",
        "Paid pilot offer",
        "quote to be sent Friday",
        "quote will be sent",
        "quote not sent yet",
        "check that the NDA went out",
        "call Jana once the quote is sent",
        "the report is sent on Friday",
        "pilot report shared Friday",
        "pricing for the seats they booked",
        "names of two dispatchers",
        "she'll send petras feedback",
        "resend what was sent",
        "tell Karl when it is done",
        "remind Jana of what we sent",
        "the list you asked for and we sent",
    ],
)
def test_a_line_is_still_to_be_done(line: str) -> None:
    assert not tells_done(line)
