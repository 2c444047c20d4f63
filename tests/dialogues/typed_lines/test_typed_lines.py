"""Only a customer's words and a rep's notes are offered as a note, and only for their account."""

from datetime import timedelta

from sqlmodel import select

from handlers.features.privacy import what_is_shared
from storage.tables import Account, Ask, Person, Reflection
from storage.workspace import policies
from tests.dialogues.office import Office
from tests.dialogues.reflections.test_one_tap import with_two_of_theirs
from tests.dialogues.rep_does import held, plan

NOT_KEPT = (
    "everything on file northwind",
    "is ruben a nice guy",
    "what stage is northwind in",
    "update the stage of northwind to proposal sent",
    "stop looking up northwind",
    "don't look up northwind",
    "keep all",
    "what's in hubspot for northwind",
    "what does the crm say about northwind",
    "remove the hiring line from northwind",
    "I sent the pricing to northwind",
)


async def test_what_is_no_customers_word_is_never_offered_as_a_note(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    for typed in NOT_KEPT:
        await lena.types(typed)
        lena.sees_nothing_of("Shall I keep this", "keep it as a note", "Keep it", "Keep as a note")
        lena.sees_nothing_of("Saved:")
    await lena.types("The drivers had it off by week two")
    lena.sees("Saved: Northwind.", "From your call on Monday 23 November 10:00:")


async def test_a_line_about_one_account_is_not_offered_for_another(office: Office) -> None:
    lena = office.lena
    await plan(office, "Castell today 09:00 with Irina Weiss")
    await office.until(23, "09:40")
    await lena.presses("It went well")
    await lena.answers_in_message(heard="The pilot must be small.")
    await with_two_of_theirs(office)
    await lena.types("irina said the pilot starts in january")
    lena.sees_nothing_of("Northwind")
    lena.sees("Saved: Castell. Only you can read it.", "I noted who said it: Irina.")
    await lena.types("a small pilot is fine for castell")
    lena.sees("Noted, only you see it: Castell.")


async def test_a_second_line_leaves_the_first_with_who_said_it_and_can_be_taken_out(
    office: Office,
) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("It went well")
    await lena.answers_in_message(heard="The drivers had it off by week two.", heard_from="1")
    lena.sees("I noted who said it: Jana.")
    await lena.types("Northwind says two depots are closed in january")
    await lena.answers_in_message("Keep it", heard_from="other")
    lena.sees("“Northwind says two depots are closed in january”")
    lena.sees_nothing_of("I noted who said it:")
    await lena.types("Ruben: we would start in march")
    lena.sees("I noted who said it: Ruben.")
    await lena.presses("Undo")
    lena.sees("Removed:")
    lena.sees_nothing_of("I noted who said it:")
    await lena.types("/prep Northwind tomorrow 10:00 with Jana Novak")
    await lena.presses("Everything on file")
    lena.sees("Jana Novak", "The drivers had it off by week two.", "two depots are closed")
    await lena.types("/reflect Northwind")
    lena.sees("Jana Novak: The drivers had it off by week two.")
    await lena.submits()
    await lena.types("Northwind says the works council has to agree")
    await lena.answers_in_message("Keep it", heard_from="other")
    await lena.presses("Undo")
    lena.sees("Removed: “Northwind says the works council has to agree”")
    await lena.types("/reflect Northwind")
    lena.sees("Jana Novak: The drivers had it off by week two.")
    lena.sees_nothing_of("works council")


async def test_a_buttons_words_do_what_the_button_does(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind tomorrow 10:00")
    await lena.types("everything on file northwind")
    lena.sees("Northwind", "Cancel this call")
    await lena.types("don't look up northwind")
    lena.sees("Public sources are off here, so nothing is looked up.")
    async with office.attune.database.write(office.lena_tenant) as session:
        await policies.change(
            session, office.lena_tenant, office.clock.moment, by=None, public_sources=True
        )
    await lena.types("stop looking up northwind")
    lena.sees("I'll no longer look up Northwind.")
    await lena.types("look up Northwind again")
    lena.sees("I'll look up Northwind again from now on.")
    await lena.types("don't look up")
    lena.sees("Which account? Type that again, with the account's name.")
    await lena.types("everything on file zanzibar")
    lena.sees("Which account?")
    await lena.types("keep all")
    lena.sees("That is a button: press it on the message that has it.")


async def test_everything_on_file_needs_a_call_of_ones_own(office: Office) -> None:
    await office.tomas.types("/prep Zebra tomorrow 3pm")
    await office.tomas.presses("Add “Zebra”")
    await office.lena.types("everything on file zebra")
    office.lena.sees("You have no call with Zebra. Plan one to see everything on file about it.")
    await office.lena.types("look up zebra again")
    office.lena.sees("You have no call with Zebra, so there is nothing to look up.")


async def test_a_call_with_a_reflection_is_not_cancelled(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.presses("Yes")
    await lena.types("everything on file northwind")
    lena.sees_nothing_of("Cancel this call")


async def test_a_line_for_a_colleague_or_about_the_time_is_no_note(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("It went well")
    await office.knows(office.tomas)
    for typed in ("tell tomas northwind wants a discount", "send tomas the northwind numbers"):
        await lena.types(typed)
        lena.sees("I don't pass messages on to Tomas, and I kept nothing.", "Ask for help")
    await lena.types("running 10 late for northwind")
    lena.sees("I can't tell them that you are late", "type “move”")
    await lena.types("northwind call is 2moro 3pm")
    lena.sees("Planned: Northwind, tomorrow 15:00.", "Brief")
    await lena.types("update hubspot northwind next step: call ruben")
    lena.sees_nothing_of("Shall I keep this")
    await lena.types("late deliveries cost northwind a fortune")
    lena.sees("Saved: Northwind.", "Undo")


async def test_what_is_shared_of_ones_notes_is_named_with_its_readers(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("It went well")
    await lena.answers_in_message(heard="The drivers had it off.", heard_from="1")
    await lena.types("who can see my notes")
    lena.sees("Only you. Nobody else reads your notes", "you have shared none")
    await lena.presses("Share or pass on: Northwind")
    await lena.presses("Share with my colleagues")
    await lena.presses("Share this")
    await office.leads(office.tomas, [lena])
    for typed in ("did tomas see my note about jana", "who can see my notes"):
        await lena.types(typed)
        lena.sees(
            "Others can read only what you shared: 1 reflection",
            "(for your colleagues and Tomas Keller).",
            "All your other notes are yours alone.",
        )
    await lena.presses("What you share")
    lena.sees("Shared with your colleagues", "Northwind, today: “The drivers had it off.”")
    lena.sees("Tomas Keller can read this in /team, too.")


async def test_who_reads_what_was_typed_about_an_account_is_answered_with_what_is_shared(
    office: Office,
) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("It went well")
    await lena.types("note northwind: they fear the move")
    asked = "can my colleagues see what I typed about Northwind"
    await lena.types(asked)
    lena.sees("your own notes: nobody else in Attune", "once you share the reflection")
    lena.sees("You have no shared reflections and no open promises about Northwind.")
    lena.sees_nothing_of("No. Nobody sees your figures")
    await lena.types("i promised Northwind pricing by friday")
    lena.sees("Promised to Northwind: pricing, by Friday 27 November.")
    await lena.types(asked)
    lena.sees("Open promises, which every colleague can see", "You owe Northwind: pricing")
    lena.sees_nothing_of("they fear the move", "You have no shared reflections")
    await lena.types("can Tomas see what I wrote about Northwind?")
    lena.sees("That depends on what I saved it as:", "You owe Northwind: pricing")


async def test_a_line_that_marketing_read_long_ago_is_still_listed_for_its_account(
    office: Office,
) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    now = office.clock.now()
    async with office.attune.database.write() as session:
        known = (await session.exec(select(Account))).all()
        northwind = next(one.id for one in known if one.name == "Northwind")
        other = Account(
            tenant=office.lena_tenant, name="Castell", name_key="castell", created_at=now
        )
        session.add(other)
        await session.flush()
        person = (await session.exec(select(Person).where(Person.external == office.lena_id))).one()
        for days, account_id in enumerate((*[other.id] * what_is_shared.SHOWN, northwind)):
            asked = now - timedelta(days=days)
            line = "They fear the move" if account_id == northwind else "Something else"
            session.add(
                Ask(
                    tenant=person.tenant,
                    author_id=person.id,
                    account_id=account_id,
                    line=line,
                    asked_at=asked,
                    due_at=asked,
                )
            )
    await lena.types("can my colleagues see what I typed about Northwind")
    lena.sees("Passed on to marketing", "They fear the move")
    lena.sees_nothing_of("Something else")


async def test_words_that_are_on_file_are_not_added_again(office: Office) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await lena.presses("It went well")
    failing = "Northwind says the planner fails.\nIt stops at noon."
    for words, by in (
        (failing, "1"),
        (failing, "1"),
        ("Northwind says March is fine.", "2"),
        (failing, "1"),
    ):
        await lena.pastes(words)
        await lena.answers_in_message("Keep it", heard_from=by)
    async with office.attune.database.read() as session:
        heard = (await session.exec(select(Reflection))).one().heard
    assert heard.splitlines() == [
        "Jana Novak: Northwind says the planner fails.",
        "Jana Novak: It stops at noon.",
        "Ruben Falk: Northwind says March is fine.",
    ]


async def test_a_line_for_an_earlier_call_that_waits_has_the_accounts_buttons_too(
    office: Office,
) -> None:
    lena = office.lena
    await with_two_of_theirs(office)
    await plan(office, "Castell today 11:00 with Irina Weiss")
    await office.until(23, "11:40")
    await lena.types("Jana: we stopped it in May")
    lena.sees("Shall I keep this for Northwind?", "How did it go?")
    await lena.presses("Promises")
    lena.sees("No open promises with Northwind.")
