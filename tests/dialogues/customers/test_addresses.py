"""Email addresses of contacts and domains of accounts, as typed in the form of a call."""

import pytest
from sqlmodel import select

from storage.tables import AccountDomain, Contact
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import in_turn

pytestmark = pytest.mark.every_platform


async def emails(office: Office) -> dict[str, str | None]:
    """The contacts' addresses on file, by name."""
    async with office.attune.database.read() as session:
        return {one.name: one.email for one in (await session.exec(select(Contact))).all()}


async def test_an_address_is_kept_and_not_shown(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.presses("Change time or people")
    await lena.fills(coming="Jana Novak <Jana@Northwind.example>, head of logistics\nRuben Falk")
    await lena.submits()
    lena.sees("Jana Novak, head of logistics", "Ruben Falk")
    lena.sees_nothing_of("northwind.example")
    await lena.presses("Change time or people")
    await lena.fills(minutes="45")
    await lena.submits()  # it stays, though the form does not show it
    assert await emails(office) == {"Jana Novak": "jana@northwind.example", "Ruben Falk": None}
    await lena.presses("Change time or people")
    await lena.fills(coming="jana novak, j.novak@northwind.example")
    await lena.submits()
    lena.sees("Jana Novak, head of logistics")
    assert (await emails(office))["Jana Novak"] == "j.novak@northwind.example"


async def test_an_email_address_is_an_attendee_and_names_the_account_by_its_domain(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types("prep dana@newco.example fri noon")
    lena.sees("Which account is the call with?")
    await lena.presses("Fill it in")
    lena.sees("Friday 27 November 12:00 with dana@newco.example")
    await lena.fills(account="Newco")
    await lena.submits()
    await lena.presses("Add “Newco”")
    lena.sees("Friday 12:00", "Dana")
    await lena.presses("Change time or people")
    await lena.fills(domains="newco.example")
    await lena.submits()
    await lena.types("prep bo@newco.example thu 10am")
    lena.sees("Newco", "Thursday 10:00", "Bo")
    lena.sees_nothing_of("no account called")
    assert await emails(office) == {"Dana": "dana@newco.example", "Bo": "bo@newco.example"}


async def test_an_accounts_domain_is_typed_pasted_and_taken_away(office: Office) -> None:
    lena = office.lena
    await plan(office)
    for typed, kept in (
        ("https://www.Northwind.example/about, jana@nw.example", {"northwind", "nw"}),
        ("nw.example", {"nw"}),
        ("", set()),
        ("müller.example", {"xn--mller-kva"}),
    ):
        await lena.presses("Change time or people")
        await lena.fills(domains=typed)
        await lena.submits()
        lena.sees_nothing_of("nw.example")
        async with office.attune.database.read() as session:
            found = (await session.exec(select(AccountDomain.domain))).all()
        assert set(found) == {f"{name}.example" for name in kept}
    await lena.presses("Change time or people")
    lena.sees("müller.example")


@in_turn(
    ("typed", "problem"),
    [
        (
            "gmail.com",
            "Addresses at gmail.com belong to people at many companies. Leave this domain out.",
        ),
        ("co.uk", "Addresses at co.uk belong to people at many companies. Leave this domain out."),
        ("Northwind", "“Northwind” is not a domain. A domain looks like this: northwind.com"),
        ("<!channel>", "“<!channel>” is not a domain. A domain looks like this: northwind.com"),
        (" ".join(f"{n}.example" for n in range(11)), "That is 11 domains. The limit is 10"),
    ],
)
async def test_what_cannot_be_an_accounts_domain_is_said_at_the_field(
    office: Office, typed: str, problem: str
) -> None:
    lena = office.lena
    await plan(office)
    await lena.presses("Change time or people")
    await lena.fills(domains=typed)
    await lena.submits()
    assert lena.problems["domains"].startswith(problem)


async def test_a_domain_belongs_to_one_account(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office, "Kestrel tomorrow 9:00")
    await lena.presses("Change time or people")
    await lena.fills(domains="kestrel.example")
    await lena.submits()
    await tomas.types("/prep Northwind tomorrow 15:00")
    await tomas.presses("Add “Northwind”")
    await tomas.presses("Change time or people")
    await tomas.fills(domains="kestrel.example", join_url="https://meet.example/1")
    await tomas.submits()
    assert tomas.problems == {"domains": "kestrel.example is already on file for Kestrel."}
    await tomas.fills(domains="northwind.example")
    await tomas.submits()
    tomas.sees("Tomorrow 15:00")
