"""What the customer asks of us, and we agree to, is our promise."""

from datetime import date

import pytest

from handlers.transcripts.figures.figures import measure
from tests.transcripts.desk import NINE, Desk, zoom_name
from tests.transcripts.drafts import has_a_draft, promises
from tests.transcripts.spoken import spoken
from tests.transcripts.talk import CONTEXT, PITCH, call, said


@pytest.mark.parametrize(
    ("asked", "answer", "promised"),
    [
        ("Could you send me your price list by Friday?", "Sure, no problem.", "send you our price"),
        ("Send us the data sheet, please.", "Will do.", "send you the data sheet."),
        (
            "Get it to me by Friday and I'll have a look.",
            "Friday. OK. You'll have it.",
            "get it to",
        ),
        ("Could you ask your boss about the discount?", "Of course.", "ask our boss about the"),
        ("Can you send me the contract?", "Yes.", "send you the contract."),
        ("Can you send me the contract?", "Let me see.", None),
        ("Can you send me the contract?", "Sure, but not before it is signed.", None),
        ("Get it to me by Friday and I'll have a look.", "Let me see about that.", None),
        ("Can you share your screen?", "Sure.", None),
        ("Can you give me a second?", "Of course.", None),
        ("Can you check if it works on a phone?", "Sure.", None),
        ("Bring a panel.", "I will.", None),
    ],
)
def test_a_request_is_our_promise_if_we_agree(
    asked: str, answer: str, promised: str | None
) -> None:
    found = measure(call(said("Bo", words=asked), said("Ann", words=answer)), CONTEXT, PITCH).lines
    lines = [(line.side, line.words, line.asked_by) for line in found if line.kind == "promise"]
    if promised is None:
        assert lines == []
    else:
        ((side, words, asked_by),) = lines
        assert (side, asked_by) == ("me", "Bo")
        assert words.startswith(f"I'll {promised}")


def test_our_own_words_are_the_promise_if_we_say_them() -> None:
    asked = said("Bo", words="Can you send me the prices?")
    own = said("Ann", words="Yes. I'll send you the table on Thursday.")
    found = measure(call(asked, own), CONTEXT, PITCH).lines
    assert [line.words for line in found] == ["I'll send you the table on Thursday."]


@pytest.mark.guesses
async def test_what_was_asked_and_agreed_to_is_kept_as_ours(desk: Desk) -> None:
    await desk.plans("Northwind", NINE, "Jana Novak")
    talk = {
        9: "Send me the data sheet by Friday and I'll have a look.",
        10: "Of course. No problem at all.",
    }
    quiet = dict.fromkeys(range(8), "So it goes on and on here.")
    await desk.drops(spoken(said=quiet | talk), zoom_name(NINE))
    draft = await has_a_draft(desk)
    assert "a promise, by Friday, asked for by Jana Novak" in draft
    await desk.does("Keep", "I'll send you the data sheet")
    assert await promises(desk) == [("ours", "Send them the data sheet", date(2026, 11, 27))]
