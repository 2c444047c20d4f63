"""The promises in what a rep writes down, of both sides, and notes that are none."""

import pytest

from handlers.transcripts.promises.noted_promises import noted_promises

THEIRS = ("Northwind", "Jana Novak", "Ruben Haas")
COLLEAGUES = ("Tomas Keller",)


@pytest.mark.parametrize(
    ("text", "ours", "theirs"),
    [
        (
            "i send contract by fri, she gets us the names wed",
            "send contract by fri",
            "the names wed",
        ),
        ("good call, i owe them a pilot plan by tues", "a pilot plan by tues", ""),
        ("jana will send us the dispatcher names wed", "", "the dispatcher names wed"),
        ("jana will send us the dispatcher names", "", "the dispatcher names"),
        ("jana said she'll send the list wed", "", "send the list wed"),
        ("ill call them wed and theyll confirm by eow", "call them wed", "confirm by eow"),
        ("next steps: i call lund thurs", "call lund thurs", ""),
        ("i send u contract tmrw, pls remind me", "send u contract tmrw", ""),
        ("peter sends us the deck nxt wk", "", "the deck nxt wk"),
        ("jana calls me dec 4", "", "call me dec 4"),
        ("northwind owes us the NDA", "", "the NDA"),
        ("she liked it so much I promised a demo", "a demo", ""),
        ("we're gonna send names wed", "send names wed", ""),
        ("jana wants a quote, ill send em friday", "send a quote friday", ""),
        (
            "jana asked for two references. went fine. ill send them by fri",
            "send two references by fri",
            "",
        ),
        ("they need our soc2 report from us, i email it tues", "email our soc2 report tues", ""),
        ("they want to see the depots, ill send him that tues", "send him the depots tues", ""),
        ("she wants a quote, ill send them the deck fri", "send them the deck fri", ""),
        ("she wants a quote, ill call them fri", "call them fri", ""),
        ("they want to start in may, ill send it fri", "send it fri", ""),
        ("jana wants quotes and decks, ill send both fri", "send quotes and decks fri", ""),
        (
            "she needs pricing and the security sheet and is keen, ill email them tues",
            "email pricing and the security sheet tues",
            "",
        ),
        ("jana wants my head, ill send it fri", "send it fri", ""),
        ("jana wants my deck, ill send it fri", "send my deck fri", ""),
        ("they'll send the list thurs and i send a quote", "send a quote", "send the list thurs"),
        ("i send the deck and jana gets us names wed", "send the deck", "names wed"),
        ("jana calls me dec 4 and i send invoices every month", "", "call me dec 4"),
        ("Jana: we plan ahead. I promised to send the sheet.", "send the sheet", ""),
    ],
)
def test_a_promise_and_its_side(text: str, ours: str, theirs: str) -> None:
    found = noted_promises(text, THEIRS, COLLEAGUES)
    assert {(one.side, one.words) for one in found} == {
        (side, words) for side, words in (("ours", ours), ("theirs", theirs)) if words
    }


@pytest.mark.parametrize(
    "text",
    [
        "we send invoices on fridays",
        "they send us an invoice every friday",
        "jana writes reports on monday",
        "she sends drivers home on friday",
        "i get the flu on mon",
        "they get a new cfo on monday",
        "we'll need 40 seats by fri",
        "she will decide by fri",
        "they will go live on fri",
        "i send them the list",
        "can i send the contract by fri?",
        "i wont send the list by fri",
        "she should send us the list by fri",
        "jana said i send it wed",
        "Jana: I'll send you the names wed",
        "tomas sends us the deck by fri",
        "the contract will send us into debt by fri",
        "well priced offers by fri help them",
    ],
)
def test_other_words_are_no_promise(text: str) -> None:
    assert noted_promises(text, THEIRS, COLLEAGUES) == []


def test_at_most_four_in_the_order_of_the_text() -> None:
    text = "ruben sends us names mon, i send pricing tues, i send the deck wed"
    found = [one.words for one in noted_promises(text, THEIRS)]
    assert found == ["names mon", "send pricing tues", "send the deck wed"]
    text += ", i send the plan thurs, i send the map fri"
    assert len(noted_promises(text, THEIRS)) == 4


@pytest.mark.parametrize(
    ("text", "unnamed"),
    [
        ("went well, ill send em friday", True),
        ("jana wants my head, ill send it friday", True),
        ("ill send her both by fri", True),
        ("jana wants my deck, ill send it friday", False),
        ("ill send them the deck friday", False),
        ("ill call them friday", False),
    ],
)
def test_a_promise_that_does_not_say_what(text: str, unnamed: bool) -> None:
    assert [one.unnamed for one in noted_promises(text, THEIRS)] == [unnamed]
