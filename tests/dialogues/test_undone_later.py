"""*Undo* takes back what its own press did, while it still stands, and nothing else."""

from hashlib import sha256

import pytest
from sqlmodel import col, select

from handlers.composing import erasing
from handlers.request import Means, Request, Sender
from storage.choices import LEFT
from storage.tables import Commitment, Contact, Draft, Reflection
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, reflect
from tests.dialogues.rep_week import at, put_on_file
from tests.dialogues.turns import in_turn


async def forged(office: Office, action: str, value: str) -> str:
    """What is answered to a press by Lena with a value that no button of hers has."""
    sender = Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")
    request = Request(office.request_id(), sender, Means.BUTTON, action, value)
    return str(await office.conversation.answer(request, office.clock.now()))


async def contact(office: Office, name: str) -> Contact | None:
    async with office.attune.database.read(office.lena_tenant) as session:
        return (await session.exec(select(Contact).where(col(Contact.name) == name))).first()


async def erased(office: Office, name: str) -> None:
    """Erase a contact, as an admin does."""
    async with office.attune.database.write(office.lena_tenant) as session:
        found = (await session.exec(select(Contact).where(col(Contact.name) == name))).one()
        await erasing.erase_contact(session, found, office.clock.now())


async def test_a_new_person_stays_if_a_colleague_uses_the_name_by_now(office: Office) -> None:
    await put_on_file(office)
    lena, tomas = office.lena, office.tomas
    await lena.types("new contact at northwind: Peter Hanks, VP ops")
    await tomas.types("add peter hanks to the northwind call")
    await lena.presses("Undo")
    lena.sees("Peter Hanks is on the list for a call, and stays on file.")
    await tomas.presses("Undo")
    await tomas.types("peter hanks's email is peter@northwind.example")
    tomas.sees("peter@northwind.example")
    await lena.presses("Undo")
    lena.sees("Peter Hanks now has an address, and stays on file.")
    await tomas.presses("Undo")
    await lena.presses("Undo")
    lena.sees("Undone: Peter Hanks is not on file any more.")
    assert await contact(office, "Peter Hanks") is None


async def test_a_role_that_a_colleague_has_changed_since_stays(office: Office) -> None:
    await put_on_file(office)
    lena, tomas = office.lena, office.tomas
    await lena.types("jana is head of ops now")
    await tomas.types("jana is the new cfo at northwind")
    await lena.presses("Undo")
    lena.sees("Jana Novak's role has changed since, so it stays.")
    await tomas.presses("Undo")
    tomas.sees("Undone: Jana Novak is on file as before.")
    await tomas.types("add ruben to the northwind call")
    await lena.types("ruben is the new cfo at northwind")
    await tomas.presses("Undo")
    tomas.sees("Undone: Ruben Haas is on file as before.")
    await tomas.types("who is ruben")
    tomas.sees("Ruben Haas, CFO")


async def test_who_was_added_to_a_call_that_has_begun_stays(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types("add tom hardy to the alder call")
    lena.sees("Tom Hardy is coming to Alder and Finch, today 16:00.")
    office.clock.moment = at(24, 16, 40)
    await lena.presses("Undo")
    lena.sees("The call with Tom Hardy has begun, so the list stays as it is.")
    await lena.types("who is tom hardy")
    lena.sees("Tom Hardy, role not on file, Alder and Finch.")


@pytest.mark.parametrize("value", ["{}:0:0:1::", "{}:0:0:0::", "{}:0:0:0:x@evil.example:x", "{}"])
async def test_a_forged_undo_changes_nobody(office: Office, value: str) -> None:
    await put_on_file(office)
    before = await contact(office, "Jana Novak")
    assert before is not None
    answer = await forged(office, "person.undo", value.format(before.id))
    assert "That can't be undone any more" in answer
    assert await contact(office, "Jana Novak") == before


@pytest.mark.parametrize("office", ["slack"], indirect=True)
async def test_another_persons_undo_changes_nobody(office: Office) -> None:
    await put_on_file(office)
    await office.tomas.types("jana is the new cfo at northwind")
    async with office.attune.database.read(office.lena_tenant) as session:
        drafts = (await session.exec(select(Draft.id))).all()
    assert drafts
    for draft in drafts:
        assert "That can't be undone any more" in await forged(office, "person.undo", str(draft))
    await office.tomas.presses("Undo")
    office.tomas.sees("Undone: Jana Novak is on file as before.")


@in_turn(
    ("earlier", "after"),
    [
        ("meet Jana Novak in Kiel", "The next step is “meet A former contact in Kiel” again."),
        ("send the price list", "The next step is “send the price list” again."),
    ],
)
async def test_an_earlier_step_has_no_erased_name(office: Office, earlier: str, after: str) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types(f"next step northwind: {earlier}")
    await lena.types("next step northwind: send the plan")
    await erased(office, "Jana Novak")
    await lena.presses("Undo")
    lena.sees(after)
    await lena.types("whats the next step with northwind")
    lena.sees_nothing_of("Novak")


async def test_a_question_about_who_comes_adds_nobody_who_was_erased(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types("tom hardy from finance is joining the alder call today")
    await office.tomas.types("new contact at alder: Tom Hardy, CFO")
    await erased(office, "Tom Hardy")
    await lena.presses("Add Tom Hardy")
    lena.sees("That person has since been erased, so nobody was added.")
    assert await contact(office, "Tom Hardy") is None


async def test_a_colleague_does_not_become_a_customer(office: Office) -> None:
    await put_on_file(office)
    await office.lena.types("tomas keller is the new cfo at northwind")
    office.lena.sees_nothing_of("is on file at")
    assert await contact(office, "Tomas Keller") is None


async def test_undo_gives_back_the_day_only_while_its_own_day_stands(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types("move deck to friday")
    async with office.attune.database.read(office.lena_tenant) as session:
        deck = (await session.exec(select(Commitment).where(col(Commitment.text) == "Deck"))).one()
    for value in (f":{deck.id}", f"2026-12-24:{deck.id}", f":{deck.id}:2026-11-30"):
        assert "day has changed since, so it was not" in await forged(office, "promise.back", value)
    await lena.presses("Undo")
    lena.sees("Moved back: Deck (no day set).")


async def test_a_forged_undo_deletes_no_promise_of_a_former_colleague(office: Office) -> None:
    await put_on_file(office)
    async with office.attune.database.write(office.lena_tenant) as session:
        deck = (await session.exec(select(Commitment).where(col(Commitment.text) == "Deck"))).one()
        tomas = await office.row(session, office.tomas)
        deck.owner_id, tomas.standing = tomas.id, LEFT
    account = f"{deck.account_id}:{{}}"
    for action, value in (
        ("promise.take_back", "{}"),
        ("promise.back", ":{}:None"),
        ("promise.account_back", account),
    ):
        answer = await forged(office, action, value.format(deck.id))
        assert "That promise is not on your list." in answer
    sender = Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")
    fields = {"account": "Northwind", "text": "Another deck", "side": "ours"}
    form = (office.request_id(), sender, Means.FORM, "promise.add", str(deck.id), fields)
    refused = str(await office.conversation.answer(Request(*form), office.clock.now()))
    assert "That promise is not on your list." in refused
    async with office.attune.database.read(office.lena_tenant) as session:
        assert await session.get(Commitment, deck.id)


async def test_a_forged_undo_of_no_line_drops_no_promise(office: Office) -> None:
    await held(office)
    heard = "They lose two hours a day.\nThe map is fine."
    await reflect(office, goal_reached="yes", heard=heard, promised="Price list by Friday")
    async with office.attune.database.read(office.lena_tenant) as session:
        promise = (await session.exec(select(Commitment))).one()
    nothing = sha256(b"").hexdigest()[:16]
    value = f"{promise.call_id}:0:{nothing}:{promise.id}"
    assert "That line has changed since" in await forged(office, "reflect.take_out", value)
    async with office.attune.database.read(office.lena_tenant) as session:
        assert (await session.exec(select(Commitment.id))).all() == [promise.id]
        assert (await session.exec(select(Reflection.heard))).one() == heard


async def test_a_typed_undo_after_a_change_says_what_is_true(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.types("i owe mia a sample box by fri")
    await lena.presses("Change")
    await lena.fills(text="two sample boxes")
    await lena.submits()
    await lena.types("undo")
    lena.sees("That promise has since been changed or removed. /promises shows what is on file.")


async def test_of_two_lines_with_steps_the_first_is_kept(office: Office) -> None:
    await put_on_file(office)
    lena = office.lena
    await lena.pastes("next step northwind: send the plan\nnext step alder: call mia")
    lena.sees("“send the plan”", "Only the first line was kept.")
    await lena.types("whats the next step with northwind")
    lena.sees_nothing_of("call mia")
