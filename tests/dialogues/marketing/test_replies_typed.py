"""A rep replies to marketing in words, and asks whether marketing has the reply."""

from tests.dialogues.marketing.marketing_heard import heard, passed_on
from tests.dialogues.office import Office
from tests.dialogues.rep_week import put_on_file
from tests.dialogues.turns import in_turn


async def asked_back(office: Office) -> None:
    """Tomas, of marketing, has just asked Lena something about her line."""
    await passed_on(office)
    await office.tomas.presses("Ask a follow-up")
    await office.tomas.fills(words="Which format, and are 2 pages ok?")
    await office.tomas.submits()
    await office.delivers()


@in_turn(
    "typed",
    (
        "tell her yes 2 pages ok",
        "tell him that yes 2 pages ok",
        "reply to tomas: yes 2 pages ok",
        "let them know: yes 2 pages ok",
    ),
)
async def test_only_the_words_for_marketing_are_sent(office: Office, typed: str) -> None:
    lena = office.lena
    await asked_back(office)
    await lena.types(typed)
    lena.sees("Nothing has been sent yet.", "sends this to Tomas: “yes 2 pages ok”")
    lena.sees("everybody in #marketing can read it, without names that Attune knows.")
    lena.sees_nothing_of("I don't write to customers", "Noted")
    await lena.presses("Send to Tomas")
    lena.sees("Marketing has your reply.")
    await office.delivers()
    assert "A rep replies: yes 2 pages ok" in heard(office)[-1]


async def test_each_of_two_replies_has_a_button_that_sends_it(office: Office) -> None:
    lena = office.lena
    await asked_back(office)
    await lena.types("pdf is fine, logistics")
    await lena.types("tell him yes 2 pages ok")
    await lena.presses("Send to Tomas: pdf is fine, logistics")
    lena.sees("Marketing has your reply.")
    await lena.presses("Send to Tomas: yes 2 pages ok")
    lena.sees("Marketing has your reply.")
    await office.delivers()
    assert "A rep replies: pdf is fine, logistics" in heard(office)[-1]
    assert "A rep replies: yes 2 pages ok" in heard(office)[-1]


@in_turn("typed", ("send it", "ok send it to tomas"))
async def test_the_reply_just_offered_is_sent_in_words(office: Office, typed: str) -> None:
    lena = office.lena
    await asked_back(office)
    await lena.types("tell her yes 2 pages ok")
    await lena.types("send it to jana")
    lena.sees_nothing_of("Marketing has your reply.")
    await lena.types("tell her yes 2 pages ok")
    await lena.types(typed)
    lena.sees("Marketing has your reply.")


@in_turn(
    "typed",
    ("did tomas get my answer", "has tomas read my reply yet", "does marketing have my answer"),
)
async def test_whether_marketing_has_the_reply(office: Office, typed: str) -> None:
    lena = office.lena
    await asked_back(office)
    await lena.types("pdf is fine, logistics")
    await lena.types(typed)
    lena.sees("Nothing has been sent yet.", "“pdf is fine, logistics”")
    await lena.presses("Send to Tomas")
    await lena.types(typed)
    lena.sees("has your reply, sent today 10:36: “pdf is fine, logistics”")
    lena.sees("Everybody in #marketing can read it.", "I can't see who has read it.")
    lena.sees_nothing_of("I have no question from you")


async def test_whether_marketing_has_a_line_that_was_passed_on(office: Office) -> None:
    lena = office.lena
    await lena.types("did marketing get it")
    lena.sees("You haven't sent marketing anything yet.")
    await passed_on(office)
    await lena.types("did marketing get it")
    lena.sees(
        "Marketing has your line, sent today 10:36:", "a planner that drivers helped to build"
    )


async def test_a_colleague_outside_marketing_has_no_reply(office: Office) -> None:
    await put_on_file(office)
    await office.lena.types("did tomas get my answer")
    office.lena.sees_nothing_of("Marketing", "You haven't sent marketing anything")


@in_turn("typed", ("has tomas answered me anything", "any answer from tomas", "tomas answered?"))
async def test_what_somebody_in_marketing_answered(office: Office, typed: str) -> None:
    lena = office.lena
    await passed_on(office)
    await lena.types(typed)
    lena.sees_nothing_of("answered what you sent to marketing")
    await office.tomas.presses("Answer")
    await office.tomas.fills(words="Three depots did.")
    await office.tomas.submits()
    await lena.types(typed)
    lena.sees("Tomas answered what you sent to marketing:", "Three depots did.")
