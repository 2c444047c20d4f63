"""Tell lines for Attune from news about a customer."""

import pytest

from handlers.typed.for_attune import is_for_attune

FOR_ATTUNE = (
    "change the question to aylin: can you take alder today at 11?",
    "actually i can make alder, tell aylin nvm",
    "marek is the guys name, not ops guy marek",
    "no thats Nils Berg, hes the cfo",
    "marketing should hear that one",
    "mktg should hear that",
    "thats one for marketing",
    "pass that to mktg w/o names",
    "the name is wrong, its spelled Bergmann",
    "you got the name wrong",
    "thats not what i said",
    "i didnt say that",
    "wrong call, the other one",
    "no not that one, the other",
    "put that in the notes",
    "pls add that to the brief",
    "can you save it as a promise",
    "keep that one for later",
    "delete that note",
    "undo that",
    "forget the powerpoint note",
    "move the call to friday",
    "cancel the alder call",
    "add tom to the call",
    "set the goal to budget",
    "share that with the team",
    "remind me on friday",
    "ask me later",
    "i wish you would ask me later",
    "you should ask me before the call",
    "why do you keep asking me this",
    "stop the reminders",
    "dont send me this again",
    "ok drop that",
    "no, mark that as done",
)
NEWS = (
    "they want us to change the contract to 12 months",
    "mia says change the sla to 24 hours",
    "they said move it to q2",
    "send her the deck",
    "send mia the reference before the board meets",
    "mark: we need 40 seats",
    "she should hear from us by friday",
    "their marketing should see the demo first",
    "marketing should hear that they hate apps",
    "that one is too expensive",
    "you are too expensive for us",
    "you should come to the depot",
    "i want you to meet our cfo",
    "the name of the plant is bochum",
    "the drivers name is on the slip, not the van",
    "his name is marek and he signs",
    "wrong size of trucks was delivered",
    "not before april",
    "no budget till may",
    "drop in prices hurts them",
    "add two trucks to the plan",
    "remove fees and they sign",
    "move to cloud is planned for may",
    "call lund on thursday",
    "bring the price list",
    "tell them when the api is out",
    "drop the call centre, they said",
    "change the meeting room was all she asked",
    "take it or leave it was her line",
    "keep it simple, she wants one page",
    "jo is the night lead, add her to the call",
    "finance killed it, drop the roi sheet",
    "partly, showed half. mia came late",
    "good call, they start in may",
    "i showed the demo and they liked it",
    "jana will ask petr for budget by fri",
    "they asked me for a reference",
    "mia asked why we keep asking for numbers",
    "set up takes two weeks",
    "we lose a pallet a week",
)


@pytest.mark.parametrize("line", FOR_ATTUNE)
def test_it_is_for_attune(line: str) -> None:
    assert is_for_attune(line)


@pytest.mark.parametrize("line", NEWS)
def test_it_is_news(line: str) -> None:
    assert not is_for_attune(line)
