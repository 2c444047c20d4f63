"""Meetings that may be sales calls: which account each is with, and how the account is named."""

from dataclasses import replace

from sqlmodel import select

from handlers.sources.records import Attendee
from storage.customers import accounts, domains
from storage.tables import Account
from tests.dialogues.meetings.meetings_read import INTRO, knows, meeting, reads
from tests.dialogues.office import Office


async def test_a_guessed_name_is_shortened_in_the_form(office: Office) -> None:
    lena = office.lena
    legal = meeting("2", "Acme Retail: legal", 26, "15:00", Attendee("", "bo@acme.example"))
    await reads(office, replace(INTRO, title="Acme Retail – rollout"), legal)
    await office.until(23, "09:00")
    await lena.presses("Yes")
    await lena.presses("Another account")
    lena.sees("Acme Retail")
    await lena.fills(account="Acme")
    await lena.submits()
    lena.sees("Planned: Acme, tomorrow 10:00.")
    await lena.presses("Another account")
    await lena.fills(account="Acme Corp")
    await lena.submits()
    lena.sees("Planned: Acme Corp, tomorrow 10:00.", "All calls with Acme now use the new name.")
    await lena.types("/calls")
    assert lena.screen.count("Acme Corp") >= 2
    lena.sees_nothing_of("Acme Retail")


async def test_an_account_that_a_colleague_added_meanwhile_is_taken(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    guests = Attendee("Jana", "j@northwind.example"), Attendee("Ida", "ida@northwind-retail.test")
    await reads(office, meeting("1", "Quarterly review", 24, "10:00", *guests))
    await office.until(23, "09:00")
    async with office.attune.database.write(office.lena_tenant) as session:
        made = await accounts.add(session, office.lena_tenant, "Brandtex", office.clock.now())
        await domains.add(session, made, "northwind-retail.test")
    await lena.presses("Yes, with northwind-retail.test")
    lena.sees("Planned: Brandtex, tomorrow 10:00.")
    async with office.attune.database.read(office.lena_tenant) as session:
        names = (await session.exec(select(Account.name))).all()
    assert sorted(names) == ["Brandtex", "Northwind"]


async def test_of_several_accounts_one_is_chosen(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind", "Halden")
    guests = (Attendee("", "j@northwind.example"), Attendee("", "j@halden.example"))
    await reads(office, meeting("1", "Both of you", 24, "10:00", *guests))
    await office.until(23, "09:00")
    lena.sees("“Both of you”, with j@northwind.example, j@halden.example. A sales call?")
    await lena.presses("Yes, with Halden")
    lena.sees("Planned: Halden, tomorrow 10:00.")
    await lena.presses("Another account")
    await lena.fills(account="northwind")
    await lena.submits()
    lena.sees("Planned: Northwind, tomorrow 10:00.")
    await lena.types("/calls")
    lena.sees("Northwind")
    lena.sees_nothing_of("Halden")
    await lena.presses("Brief")
    lena.sees("Northwind", "Tomorrow 10:00", "Jana")


async def test_a_guest_from_another_domain_with_the_accounts_name_is_asked_about(
    office: Office,
) -> None:
    lena = office.lena
    await knows(office, "Northwind")  # whose domain is northwind.example
    maya = Attendee("Maya Chen", "maya@northwind.test")
    later = meeting("2", "Pilot", 25, "10:00", maya)
    await reads(office, meeting("1", "Northwind QBR", 24, "10:00", maya), later)
    await office.until(23, "09:00")
    lena.sees("“Northwind QBR”, with Maya Chen (northwind.test)", "Yes, with northwind.test")
    await lena.presses("Yes, with Northwind")
    lena.sees("From now on, meetings with people from northwind.test are calls with Northwind.")
    await lena.presses("Brief")
    lena.sees("New: Maya Chen, maya@northwind.test")
    await lena.types("/calls")
    lena.sees("Tuesday", "Wednesday")
    await lena.types("/prep Northwind")
    lena.sees("New: Maya Chen, maya@northwind.test")
    lena.sees_nothing_of("Who is coming?")


async def test_a_guest_of_a_company_with_a_longer_name_is_asked_about_once(office: Office) -> None:
    lena = office.lena
    await knows(office, "Northwind")
    guests = Attendee("Jana", "j@northwind.example"), Attendee("Ida", "ida@northwind-retail.test")
    first = meeting("1", "Northwind QBR", 24, "10:00", *guests)
    await reads(office, first)
    await office.until(23, "09:00")
    lena.sees("Yes, with northwind-retail.test")
    await lena.presses("Yes, with Northwind")
    await lena.presses("Brief")
    lena.sees("Jana", "Ida")
    await reads(office, first, meeting("2", "Northwind pilot", 25, "15:00", *guests))
    await lena.types("/calls")
    lena.sees("Wednesday")  # a call without a question


async def test_a_new_account_gets_its_real_name(office: Office) -> None:
    lena = office.lena
    await reads(office, INTRO)
    await office.until(23, "09:00")
    await lena.presses("Yes")
    await lena.presses("Another account")
    lena.sees("“Intro Acme”")
    await lena.fills(account="Acme Robotics")
    await lena.submits()
    lena.sees("Planned: Acme Robotics, tomorrow 10:00.")
    await lena.types("/prep Acme Robotics")
    lena.sees("Acme Robotics", "Tomorrow 10:00", "Ann Li")


async def test_a_private_address_is_asked_about_by_itself(office: Office) -> None:
    lena = office.lena
    await reads(office, meeting("1", "Intro", 24, "10:00", Attendee("Max Lind", "max@gmail.com")))
    await office.until(23, "09:00")
    lena.sees("“Intro”, with max@gmail.com. A sales call?")
    await lena.presses("Yes")
    lena.sees("Planned: Max Lind, tomorrow 10:00.")
    lena.sees("From now on, meetings with max@gmail.com are calls with Max Lind.")


async def test_yes_to_all_leaves_out_who_sells_to_us(office: Office) -> None:
    lena = office.lena
    ours = meeting("9", "HubSpot: our renewal", 24, "9:00", Attendee("", "h@hubspot.example"))
    boreal = meeting("2", "Boreal", 25, "10:00", Attendee("", "b@boreal.example"))
    await reads(office, INTRO, boreal, ours)
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    await lena.presses("Yes to all 2")
    lena.sees("Planned: Acme, ", "Boreal, ", "One question is still open.")
    above = lena.messages[-2]
    assert "“HubSpot: our renewal”, with h@hubspot.example. A sales call?" in above
    assert "One question comes first. 2 meetings without a question follow." in above


async def test_one_answer_settles_all_series_of_who_sells_to_us(office: Office) -> None:
    lena = office.lena
    await reads(
        office,
        *(
            meeting(
                str(day), title, day, "11:00", Attendee("", f"{who}@hubspot.example"), series=True
            )
            for day, title, who in (
                (24, "HubSpot account review", "ann"),
                (25, "HubSpot: our renewal", "bo"),
                (26, "HubSpot billing", "cy"),
            )
        ),
    )
    await office.until(23, "09:00")
    lena.sees("One question about your calendar.", "“HubSpot account review”")
    await lena.presses("No")
    lena.sees("Other meetings with people from hubspot.example aren't sales calls either.")
    before = len(lena.messages)
    await office.until(26, "12:00")
    assert not any("HubSpot" in one for one in lena.messages[before:])


async def test_yes_to_all_is_only_about_what_is_plain(office: Office) -> None:
    lena = office.lena
    found = (
        INTRO,
        meeting("2", "Boreal", 25, "10:00", Attendee("", "b@boreal.example"), series=True),
        replace(RESOLD, uid="3"),
        meeting("4", "Catch-up", 25, "11:00", Attendee("", "max@gmail.com")),
    )
    await reads(office, *found)
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    lena.sees("2 questions on this page are about just one company each.")
    await lena.presses("Yes to all 2")
    await lena.presses("Undo")
    lena.sees("Undone. 2 questions are open again.")
    await lena.types("/calls")
    lena.sees("You have no calls planned.")
    await lena.types("/rhythm calendar")
    await lena.presses("What was found")
    lena.sees("2 questions on this page are about just one company each.")
    await lena.presses("Yes to all 2")
    lena.sees("Planned: Acme, ", "10:00; Boreal, ", "2 questions are still open.")
    above = lena.messages[-2]
    assert "“Catch-up”, with max@gmail.com. A sales call?" in above
    assert "Yes, with tamarind.example" in above
    assert "Call with Boreal." in above
    assert "Yes to all" not in above
    later = meeting("5", "Acme again", 26, "9:00", Attendee("", "x@acme.example"))
    await reads(office, *found, later)
    await lena.types("/calls")
    lena.sees("Acme", "Boreal", "Thursday")


ASHA = Attendee("Asha Rao", "asha@tamarind.example")
RESELLERS = (Attendee("Paul Winter", "paul@deloitte.example"), Attendee("", "lia@deloitte.example"))
RESOLD = meeting("1", "Intro call (via Deloitte)", 24, "10:00", *RESELLERS, ASHA)


async def test_a_reseller_brings_the_customer_along(office: Office) -> None:
    lena = office.lena
    await reads(office, RESOLD)
    await office.until(23, "09:00")
    lena.sees("Yes, with deloitte.example", "Yes, with tamarind.example")
    await lena.presses("Yes, with tamarind.example")
    lena.sees("Planned: Tamarind, tomorrow 10:00.")
    await lena.presses("Brief")
    lena.sees("New: Asha Rao", "New: Paul Winter", "New: Lia")
    brief = lena.screen
    assert brief.index("Asha Rao") < brief.index("Paul Winter")  # the customer's people come first
    await reads(office, replace(RESOLD, title="Intro"), meeting("2", "D", 25, "9:00", *RESELLERS))
    await lena.types("/calls")
    lena.sees_nothing_of("Wednesday")
    await lena.types("/prep Tamarind")
    await lena.presses("Everything on file")
    lena.sees("You said yes to “Intro” (24 November).")
    await lena.types("/prep Tamarind")
    await lena.presses("Change time or people")
    lena.sees("Asha Rao", "Paul Winter")


async def test_a_reseller_who_is_an_account_brings_a_customer_along(office: Office) -> None:
    lena = office.lena
    await knows(office, "Deloitte")
    both = replace(RESOLD, title="Intro call")
    alone = meeting("2", "Catch-up", 25, "10:00", *RESELLERS)
    await reads(office, both, alone)
    await office.until(23, "09:00")
    lena.sees("Yes, with Deloitte", "Yes, with tamarind.example")
    await lena.presses("Yes, with tamarind.example")
    lena.sees("Planned: Tamarind, tomorrow 10:00.")
    late = replace(alone, attendees=(*RESELLERS, Attendee("", "bo@walnut.example")))
    await reads(office, both, late)  # a call that is planned already stays one
    await lena.types("/calls")
    lena.sees("Tamarind", "Deloitte", "Wednesday")


async def test_a_corrected_name_sheds_the_resellers_domain(office: Office) -> None:
    lena = office.lena
    await reads(office, RESOLD)
    await office.until(23, "09:00")
    await lena.presses("Yes, with deloitte.example")
    await lena.presses("Another account")
    lena.sees("One of these", "Tamarind (tamarind.example)", "Or type the account's name")
    await lena.fills(known="Tamarind")
    await lena.submits()
    lena.sees("Planned: Tamarind, tomorrow 10:00.")
    lena.sees("I'll ask again about meetings that only people from deloitte.example attend.")
    await lena.presses("Brief")
    lena.sees("New: Asha Rao", "New: Paul Winter")
    await reads(office, RESOLD, meeting("2", "D", 25, "9:00", *RESELLERS))
    await lena.types("/calls")
    lena.sees("Tamarind")
    lena.sees_nothing_of("Wednesday")
    await lena.types("/prep Tamarind")
    await lena.presses("Change time or people")
    lena.sees("tamarind.example")


async def test_guests_with_private_addresses_get_an_account_each_and_several_are_asked_about(
    office: Office,
) -> None:
    lena = office.lena
    one, two = Attendee("", "max1@gmail.com"), Attendee("", "max2@gmail.com")
    both = (Attendee("Eva Sand", "eva@gmail.com"), Attendee("", "li@gmx.de"))
    await reads(
        office,
        meeting("1", "Intro", 24, "10:00", one),
        meeting("2", "Hello", 24, "11:00", two),
        meeting("3", "Rollout", 26, "12:00", *both),
    )
    await office.until(23, "09:00")
    await lena.presses("Yes")
    lena.sees("Planned: max1@gmail.com, tomorrow 10:00.")
    await lena.presses("Yes")
    lena.sees("Planned: max2@gmail.com, tomorrow 11:00.")
    await office.until(25, "09:00")
    lena.sees("“Rollout”, with eva@gmail.com, li@gmx.de. A sales call?")
    await lena.presses("Yes")
    lena.sees("Which account is it wit", "“Rollout”, with eva@gmail.com, li@gmx.de.")
    await lena.fills(account="Sand Logistics")
    await lena.submits()
    lena.sees("Planned: Sand Logistics, tomorrow 12:00.")


async def test_undo_brings_back_a_corrected_name(office: Office) -> None:
    lena = office.lena
    guests = (Attendee("Petra Lindqvist", "petra@gmail.com"), Attendee("", "ingo@gmail.com"))
    await reads(office, meeting("1", "Catch-up", 24, "10:00", *guests))
    await office.until(23, "09:00")
    await lena.presses("Yes")
    lena.sees("One of these", "Petra Lindqvist", "ingo@gmail.com")
    for name in ("Petra Lindqvist", "Bellweather Labs"):
        await lena.fills(account=name)
        await lena.submits()
        await lena.presses("Another account")
    await lena.submits()
    await lena.presses("Brief")
    lena.sees("Bellweather Labs", "New: Petra Lindqvist", "New: Ingo")
    for _ in range(2):
        await lena.presses("Everything on file")
        await lena.presses("Not a sales call")
        await lena.types("/calls")
        lena.sees("You have no calls planned.")
        await lena.presses("Undo")
        lena.sees("Planned: Bellweather Labs, tomorrow 10:00.")
        await reads(office, meeting("1", "Catch-up again", 24, "10:00", *guests))
        await lena.types("/prep Bellweather")
        lena.sees("New: Petra Lindqvist", "New: Ingo")
    await lena.presses("Everything on file")
    lena.sees("You said yes to “Catch-up again” (24 November).")


async def test_a_guessed_name_is_changed_by_plain_words(office: Office) -> None:
    lena = office.lena
    await knows(office, "Halden")
    await reads(office, INTRO)
    await office.until(23, "09:00")
    await lena.presses("Yes")
    await lena.types("Acme Works is the right name, not Acme")
    lena.sees(
        "Acme is now called Acme Works.", "Type “rename Acme Works to Acme” to change it back"
    )
    await lena.types("rename Acme Works to Halden")
    lena.sees("Halden is on file already")
    await lena.types("rename Acme Works to “Acme”")
    lena.sees("Acme Works is now called Acme.")
    await lena.types("rename Halden to Acme Two")
    lena.sees("I rename only accounts that came from your", "the name Halden, so I won't change it")
    await lena.types("/calls")
    lena.sees("Acme")


async def test_a_new_account_is_named_as_the_title_names_it(office: Office) -> None:
    lena = office.lena
    gill = Attendee("Sundeep Gill", "gill.sundeep84@gmail.com")
    await reads(
        office,
        meeting("1", "Gill Dental Group: quote", 24, "10:00", gill),
        meeting("2", "Cotswold Bakehouse trial", 24, "11:00", Attendee("", "a@cbh-foods.com")),
    )
    await office.until(23, "09:00")
    await lena.presses("Yes: “Gill Dental Group: quote”")
    lena.sees("Planned: Gill Dental Group, tomorrow 10:00.")
    await lena.presses("Yes: “Cotswold Bakehouse trial”")
    lena.sees("Planned: Cotswold Bakehouse, tomorrow 11:00.")
