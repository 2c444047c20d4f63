"""A competitor that marketing or the playbook names is not taken for a new account."""

from tests.dialogues.admin.test_playbook import with_admin, zipped
from tests.dialogues.asked.test_topics_asked import PRICE
from tests.dialogues.marketing.test_insights import marketing, published, writes
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held
from tests.dialogues.rep_week import put_on_file

HEADLINE = PRICE["headline"]
KNOWN = "I know Samsara as a competitor, not as an account."


async def test_a_competitor_is_not_taken_for_a_new_account(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await published(office, **PRICE)
    for typed in (
        *("brief me on Samsara", "what do you know about samsara?", "samsara", "/prep Samsara"),
        *("who decides at Samsara", "tell me about Samsara"),
    ):
        await lena.types(typed)
        lena.sees(HEADLINE, KNOWN, "Plan a call")
        lena.sees_nothing_of("Is it a new one?")
    await lena.types("what are buyers saying about Samsara")
    lena.sees("About “Samsara”", HEADLINE)
    await lena.types("/prep Samsara tomorrow 15:00")
    lena.sees("Add “Samsara”")
    await lena.types("brief me on Globex")
    lena.sees("I don't know an account called “Globex”.")


async def test_a_competitor_that_nobody_may_know_yet_stays_unknown(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await marketing(office)
    await tomas.types("/insight")
    await writes(tomas, **PRICE)
    await lena.types("brief me on Samsara")
    lena.sees("I don't know an account called “Samsara”.")
    await tomas.types("brief me on Samsara")
    tomas.sees("Marketing has published nothing about Samsara yet.")


async def test_an_account_with_a_competitors_name_is_still_an_account(office: Office) -> None:
    lena = office.lena
    await put_on_file(office)
    await published(office, **(PRICE | {"competitor": "Northwind"}))
    await lena.types("brief me on Northwind")
    lena.sees("Tomorrow 14:30.", "Open with:")


async def test_a_competitors_name_right_after_a_call_may_be_what_was_said(office: Office) -> None:
    lena = office.lena
    await published(office, **PRICE)
    await held(office)
    await lena.types("Samsara")
    lena.sees_nothing_of(KNOWN)


async def test_the_playbook_names_competitors_too(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await with_admin(office)
    await tomas.drops("dach.zip", zipped(competitors=b"names: [Routely]"))
    await tomas.presses("Use it for everybody")
    for typed in (
        "brief me on Routely",
        "what about routely",
        "whos routely?",
        "anything on Routely",
    ):
        await lena.types(typed)
        lena.sees("Marketing has published nothing about Routely yet.", "as a competitor")
    await lena.types("what about the routely pilot")
    lena.sees_nothing_of("as a competitor")
