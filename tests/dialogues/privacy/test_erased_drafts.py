"""A typed answer waits for its button while a contact or the account is erased."""

from sqlmodel import select

from storage.tables import AskNote, Draft, HelpRequest
from tests.dialogues.marketing.marketing_heard import passed_on
from tests.dialogues.office import Office
from tests.dialogues.privacy.erases import erases
from tests.dialogues.rep_does import plan
from tests.dialogues.team.test_help import ask


async def typed(office: Office) -> str:
    """What is on file of typed answers, sent or not."""
    async with office.attune.database.read() as session:
        drafts = (
            await session.exec(select(Draft.account, Draft.time, Draft.about, Draft.words))
        ).all()
        sent = (await session.exec(select(AskNote.text))).all()
        answers = (await session.exec(select(HelpRequest.answer))).all()
    return f"{drafts} {sent} {answers}"


async def reply_waits(office: Office) -> None:
    """Lena types a reply to marketing, and has not sent it yet."""
    lena, tomas = office.lena, office.tomas
    await passed_on(office)
    await tomas.presses("Ask a follow-up")
    await tomas.fills(words="Which three?")
    await tomas.submits()
    await office.delivers()
    await lena.types("the ones that Jana showed us, ZEBRA and GECKO")
    lena.sees("If you send it to Tomas")


async def answer_waits(office: Office) -> None:
    """Tomas types an answer to Lena's question, and has not sent it yet."""
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await ask(office)
    await lena.presses("Change time or people")
    await lena.fills(coming="Jana Novak, head of dispatch")
    await lena.submits()
    await tomas.types("answer lena ask Jana about the ZEBRA")
    tomas.sees("Is this your answer?")


async def test_a_reply_to_marketing_loses_the_name_of_an_erased_contact(office: Office) -> None:
    await reply_waits(office)
    await erases(office, "Northwind", "Jana Novak")
    left = await typed(office)
    assert "the ones that A former contact showed us, ZEBRA" in left
    assert "Jana" not in left
    await office.lena.presses("Send to Tomas")
    office.lena.sees("Marketing has your reply.")


async def test_a_reply_to_marketing_goes_with_an_erased_account(office: Office) -> None:
    await reply_waits(office)
    await erases(office, "Northwind")
    assert "ZEBRA" not in await typed(office)
    await office.lena.presses("Send to Tomas")
    office.lena.sees("That line was sent already, or is no longer kept here.")


async def test_an_answer_to_a_colleague_loses_the_name_of_an_erased_contact(
    office: Office,
) -> None:
    await answer_waits(office)
    await erases(office, "Northwind", "Jana Novak")
    await office.tomas.presses("Send it for Northwind")
    office.tomas.sees("You answered Lena Brandt about Northwind", "ZEBRA")
    assert "Jana" not in await typed(office)


async def test_an_answer_to_a_colleague_goes_with_an_erased_account(office: Office) -> None:
    await answer_waits(office)
    await erases(office, "Northwind")
    assert "ZEBRA" not in await typed(office)
    await office.tomas.presses("Send it for Northwind")
    office.tomas.sees("That answer was already sent, or is not on file.")


MISSPELT = "/prep Nortwindd with Jana about the ZEBRA"


async def misspelt_line_waits(office: Office) -> None:
    """Lena types a misspelt account. The line waits until she says which one is meant."""
    await plan(office, "Northwind today 15:00")
    await office.lena.presses("Change time or people")
    await office.lena.fills(coming="Jana Novak, head of dispatch")
    await office.lena.submits()
    await office.lena.types(MISSPELT)
    waits = await typed(office)
    assert "ZEBRA" in waits
    assert "Nortwindd" in waits


async def test_a_line_with_a_misspelt_account_loses_the_name_of_an_erased_contact(
    office: Office,
) -> None:
    await misspelt_line_waits(office)
    await erases(office, "Northwind", "Jana Novak")
    assert "Jana" not in await typed(office)
    assert "ZEBRA" in await typed(office)


async def test_a_line_with_a_misspelt_account_goes_with_the_account(office: Office) -> None:
    await misspelt_line_waits(office)
    await erases(office, "Northwind")
    assert "ZEBRA" not in await typed(office)


async def test_a_line_about_another_account_stays(office: Office) -> None:
    await plan(office, "Kestrel tomorrow 15:00")
    await plan(office, "Northwind today 15:00")
    await office.lena.types("/prep Kestrel tomorrow 17:00 ZEBRA")
    before = await typed(office)
    await erases(office, "Northwind")
    assert ("ZEBRA" in before) == ("ZEBRA" in await typed(office))
