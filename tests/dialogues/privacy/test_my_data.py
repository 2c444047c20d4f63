"""/rhythm, My data: a person sees what is kept, and is erased once; an admin sees who did what."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import update
from sqlmodel import SQLModel, col, select

from handlers.cards import Aside
from handlers.features.privacy import my_data
from handlers.request import Means, Request, Sender
from storage import plan_changes
from storage.choices import AuditTarget
from storage.tables import Call, Outbox, Person, Policy, Reflection, Seat
from storage.workspace import audit
from tests.dialogue import Dialogue
from tests.dialogues.office import Office
from tests.dialogues.reflections.test_reply import reflected
from tests.dialogues.rep_does import plan
from tests.dialogues.test_undone_later import forged
from tests.dialogues.turns import on_each_database
from tests.playground.driver import PlaygroundUser
from tests.slack.driver import SlackUser
from tests.slack.fake import dm_of
from tests.teams.driver import TeamsUser
from tests.transcripts.desk import zoom

pytestmark = pytest.mark.every_platform


async def everything(office: Office) -> str:
    """All that is stored, as text."""
    async with office.attune.database.read() as session:
        connection = await session.connection()
        found = {
            table.name: [list(row) for row in await connection.execute(table.select())]
            for table in SQLModel.metadata.sorted_tables
        }
    return json.dumps(found, default=str, ensure_ascii=False)


async def given(person: Dialogue, name: str = "attune-my-data.zip") -> bytes:
    """The file that a person was given."""
    if isinstance(person, SlackUser):
        (file,) = person.fake.files.known.values()
        assert file.channel == dm_of(person.id)
        return file.content or b""
    if isinstance(person, TeamsUser):
        assert person.fake.files.taken == {}, "nothing is uploaded before they allow it"
        assert (await person.answers_offer()).status == 200
        (content,) = person.fake.files.taken.values()
        (shown,) = person.fake.files.shown
        assert shown["name"] == name
        await person.answers_offer()  # a second time, there is nothing to give
        person.sees("That file is no longer here.")
        return content
    assert isinstance(person, PlaygroundUser)
    async with person.client.http.get(await link_of(person)) as response:
        assert "attachment" in response.headers["Content-Disposition"]
        return await response.read()


async def link_of(person: PlaygroundUser) -> str:
    """The address of the file that a persona was given."""
    posts = "".join(each["html"] for each in await person.client.history())
    (address,) = re.findall(r'href="([^"]+)" download', posts)
    return str(address)


@pytest.mark.parametrize("office", ["teams"], indirect=True)
@pytest.mark.parametrize("back", [False, True])
async def test_an_offered_export_is_not_given_after_an_erasure(office: Office, back: bool) -> None:
    lena = office.lena
    assert isinstance(lena, TeamsUser), "only Teams asks whether to give a file"
    await office.tomas.types("/calls")
    await plan(office)
    await lena.types("my data")
    await lena.presses("Export")
    await lena.types("my data")
    await lena.presses("Erase me…")
    await lena.presses("Erase me")
    if back:
        await lena.types("/calls")
    await lena.answers_offer()
    lena.sees("That file is no longer here.")
    assert lena.fake.files.taken == {}


async def test_who_asks_about_their_data_after_a_call_gets_it_and_a_way_to_delete_it(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await office.until(23, "10:36")
    await lena.types("Jana: we want to start in March")
    lena.sees("Shall I keep this")
    for words, answer in (
        (
            "delete my transcripts",
            "I have no figures from your transcripts, so nothing was deleted.",
        ),
        ("forget everything", "“Erase me…” deletes your reflections"),
        ("what do you keep about me?", "On file about you: 1 call, your profile and"),
    ):
        await lena.types(words)
        lena.sees(answer, "What is kept about me")
        lena.sees_nothing_of("Shall I keep this")
    for words, answer in (
        ("who sees my figures?", "Nobody but you sees your figures, unless you share one."),
        (
            "Can Tomas see my talk time?",
            "No. Nobody but you sees your figures, unless you share one.",
        ),
        ("is my transcript stored anywhere?", "Only in part: I keep its figures"),
        ("privacy", "No manager or colleague sees your figures"),
    ):
        await lena.types(words)
        lena.sees(answer)
        lena.sees_nothing_of("Shall I keep this", "Participation in calls")
    await lena.presses("What is kept about me")
    lena.sees("What is kept about you", "the lines that you choose to keep", "Erase me…")


async def test_a_reflection_is_deleted_where_it_is_typed_and_after_one_question(
    office: Office,
) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await lena.types("delete this reflection")
    lena.sees("You have no reflection on file, so nothing was deleted.")
    await office.until(23, "10:36")
    await lena.types("They want the zebra in March")
    assert "zebra" in await everything(office)
    await lena.types("delete this reflection")
    lena.sees("Delete your reflection on Northwind, today 10:00?", "This can't be undone.")
    await lena.presses("Keep it")
    lena.sees("Nothing was deleted.")
    await lena.types("Please delete my last reflection.")
    await lena.presses("Delete it")
    lena.sees(
        "Deleted: your reflection on Northwind, today 10:00.",
        "stay in this chat, and so does a card",
    )
    async with office.attune.database.read() as session:
        assert not (await session.exec(select(Reflection))).all()
    await lena.types("forget everything about this call")
    lena.sees("I keep nothing of yours about any call, so nothing was deleted.")


async def test_an_old_button_finds_no_reflection_on_a_call_with_other_data(office: Office) -> None:
    lena = office.lena
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    async with office.attune.database.write(office.lena_tenant) as session:
        call_id = (await session.exec(select(Call.id))).one()
        await session.exec(update(Seat).values(goal="agree on a pilot"))
    answer = await forged(office, "erase.reflection", str(call_id))
    assert "You have no reflection on that call." in answer


async def test_a_call_is_found_by_the_beginning_of_its_accounts_name(office: Office) -> None:
    lena = office.lena
    for name, time in (("Ashdowntrust", "10:00"), ("Northwind", "9:00")):
        await lena.types(f"/prep {name} today {time}")
        await lena.presses(f"Add “{name}”")
    await office.until(23, "10:36")
    for name in ("Ashdowntrust", "Northwind"):
        await lena.types(f"/reflect {name}")
        await lena.fills(goal_reached="yes", heard="They want the zebra")
        await lena.submits()
    await lena.types("forget the Ashdown call")
    lena.sees("Delete everything of yours from the call with Ashdowntrust, today 10:00?")
    await lena.types("forget the Sandstone call")
    lena.sees("Which call's data do you want to delete?")


async def test_what_is_kept_is_said_in_words_and_can_be_erased(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    lena, tomas = office.lena, office.tomas
    await tomas.types("/calls")
    await lena.types("/prep Northwind tomorrow 9:00")
    await lena.presses("Add “Northwind”")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Hear about the zebra", guess1="The zebra is theirs")
    await lena.submits()
    await lena.types("/rhythm")
    await lena.presses("My data")
    lena.sees("What is kept about you", "Participation in calls: 1", "Profile and settings: 1")
    yours, _, stays = lena.screen.rpartition("About customers, or shared with your colleagues")
    assert "Participation in calls" in stays, "colleagues see it even after erasing, unnamed"
    assert "Profile and settings" in yours
    lena.sees("kept for 90 days", "read by only you", "“A former colleague”")
    monkeypatch.setattr(my_data, "LARGEST", 10)
    await lena.presses("Export")
    lena.sees("I can't hand over the file here", "python -m bot person export")
    monkeypatch.undo()
    await lena.types("my data")
    await lena.presses("Export")
    lena.sees("The file with your data is in your direct messages with me.")
    with ZipFile(BytesIO(await given(lena))) as archive:
        assert "zebra" in archive.read("guess.jsonl").decode()
        assert "in calls, with the goals for them (1)" in archive.read("README.txt").decode()
        assert json.loads(archive.read("manifest.json"))["person"] == office.lena_id
    await lena.types("my data")
    await lena.presses("Erase me…")
    lena.sees("Erase everything about you?", "This can't be undone", "your part in them, findings")
    assert "zebra" in await everything(office)
    link = await link_of(lena) if isinstance(lena, PlaygroundUser) else ""
    await lena.presses("Erase me")
    lena.sees("Done. What was yours is deleted")
    if isinstance(lena, PlaygroundUser):
        async with lena.client.http.get(link) as response:
            assert response.status == 404
    left = await everything(office)
    assert "zebra" not in left
    assert "Northwind" in left
    async with office.attune.database.read() as session:
        wanted = select(Person).where(col(Person.erased_at).is_not(None))
        gone = (await session.exec(wanted)).one()
    assert (gone.name, gone.standing) == ("A former colleague", "left")
    await office.until(24, "18:00")  # nothing more comes
    assert "Lena" not in await everything(office)
    async with office.attune.database.read() as session:
        planned = select(Outbox).where(col(Outbox.person_id) == gone.id)
        assert (await session.exec(planned)).all() == []

    await lena.types("my data")  # somebody who comes back is new
    lena.sees_nothing_of("Participation in calls")
    if isinstance(lena, TeamsUser):  # Teams tells the address only in what people send
        async with office.attune.database.read() as session:
            wanted = select(Person).where(col(Person.erased_at).is_(None))
            back = (await session.exec(wanted.where(col(Person.external) == office.lena_id))).one()
            assert back.address
    sender = Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")
    again = Request(office.request_id(), sender, Means.BUTTON, "mydata.erase", str(gone.id))
    refused = await office.conversation.answer(again, office.clock.now())
    assert isinstance(refused, Aside)
    assert refused.card.summary == "That is already done: I keep nothing of yours from before."


@on_each_database
async def test_what_a_person_leaves_open_is_said_first_and_taken_over(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office, "Northwind today 15:00")
    await plan(office, "Halden tomorrow 15:00")
    await lena.types("/promises Northwind")
    await lena.presses("Add a promise")
    await lena.fills(text="PANGOLIN pricing by Friday")
    await lena.submits()
    await tomas.types("/prep Northwind today 15:00")
    await tomas.presses("Join it")
    await lena.types("my data")
    await lena.presses("Erase me…")
    lena.sees("Still open: 1 promise, which colleagues can take over, from /promises or their n")
    lena.sees("1 call will be cancelled, because no colleague takes part.")
    await lena.presses("Erase me")
    lena.sees("Done. What was yours is deleted", "Still open: 1 promise, which colleagues can tak")
    lena.sees("1 call was cancelled, because no colleague takes part.")
    async with office.attune.database.read() as session:
        states = select(Call.status).order_by(col(Call.starts_at))
        assert (await session.exec(states)).all() == ["planned", "cancelled"]
    await tomas.types("/promises")
    tomas.sees("Left by former colleagues")
    tomas.sees("A former colleague promised Northwind: PANGOLIN pricing, by Friday")
    await tomas.types("/prep Northwind today 15:00")
    tomas.sees("A former colleague promised: PANGOLIN pricing, by Friday 27 November.")
    await tomas.presses("I'll take it")
    tomas.sees("Yours now, in /promises: PANGOLIN pricing")
    await tomas.types("/promises")
    tomas.sees("You owe Northwind: PANGOLIN pricing")
    tomas.sees_nothing_of("Left by former colleagues")
    await tomas.types("/prep Halden tomorrow 15:00")
    tomas.sees_nothing_of("has a call with")


@on_each_database
async def test_promises_of_a_closed_account_are_listed_for_all_but_marketers(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office, "Northwind today 15:00")
    await lena.types("/promises Northwind")
    await lena.presses("Add a promise")
    await lena.fills(text="PANGOLIN pricing by Friday")
    await lena.submits()
    await tomas.types("/promises")
    tomas.sees_nothing_of("PANGOLIN")
    async with office.attune.database.write() as session:
        await session.exec(
            update(Person).where(col(Person.name).startswith("Lena")).values(standing="left")
        )
        await session.exec(
            update(Person).where(~col(Person.name).startswith("Lena")).values(role="marketer")
        )
        await plan_changes.discard(session)
    await tomas.types("/promises")
    tomas.sees_nothing_of("PANGOLIN")
    async with office.attune.database.write() as session:
        await session.exec(update(Person).values(role="rep"))
        await plan_changes.discard(session)
    await tomas.types("/promises")
    tomas.sees("A former colleague promised Northwind: PANGOLIN pricing, by Friday")
    await tomas.presses("I'll take it")
    tomas.sees("You owe Northwind: PANGOLIN pricing")


async def test_an_admin_sets_retention_and_figures_and_sees_who_did_what(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await lena.types("/calls")
    await tomas.types("/calls")
    await lena.types("/prep Northwind today 10:00")
    await lena.presses("Add “Northwind”")
    await lena.types("audit log")
    lena.sees("Only admins can see and change this")
    await office.makes("Tomas Keller", "admin")
    await tomas.opens_home()
    await tomas.presses("Privacy")
    tomas.sees("Reflections, goals, guesses and figures: 730 days", "sent or dropped: 90 days")
    await tomas.presses("Change how long")
    await tomas.fills(reflections="soon")
    await tomas.submits()
    assert tomas.problems == {
        "reflections": "Type a number of days from 7 to 3650, or 0 for no limit."
    }
    await tomas.fills(reflections="365")
    await tomas.submits()
    tomas.sees("Reflections, goals, guesses and figures: from 730 days to 365 days.", "night: 0.")
    await tomas.presses("Change it")
    tomas.sees("Reflections, goals, guesses and figures: 365 days", "sent or dropped: 90 days")
    await lena.types("my patterns")
    lena.sees("Your patterns")
    await tomas.presses("Switch figures off")
    await tomas.presses("Switch them off")
    tomas.sees("Figures about people: off")
    await lena.types("help")
    lena.sees_nothing_of("drop the transcript")
    await office.until(23, "10:36")
    lena.sees("how did it go?")
    lena.sees_nothing_of("transcribed")
    await lena.types("my patterns")
    lena.sees("Figures about individual people are switched off here.")
    await lena.drops("call.vtt", zoom("Lena Brandt", "Jana"))
    lena.sees("Figures about individual people are switched off here.")
    await lena.types("my data")
    await lena.presses("Erase me…")
    await lena.presses("Erase me")
    (reference,) = re.findall(r"The reference of this erasure is (\w+)\.", lena.screen)
    async with office.attune.database.write(office.lena_tenant) as session:
        about: tuple[AuditTarget, str] = ("tenant", office.lena_tenant)
        audit.note(
            session, office.lena_tenant, "exported", about, office.clock.now(), actor="command"
        )
    await tomas.presses("Who did what")
    tomas.sees("the operator, by a command, exported, this workspace")
    tomas.sees(
        "Tomas Keller, retention changed, Reflections, goals, guesses and figures: 730 days, "
        "now 365"
    )
    tomas.sees("Tomas Keller, figures switched off, this workspace")
    tomas.sees(f"A former colleague, erased, A former colleague, reference {reference}")
    tomas.sees_nothing_of("Lena")
    await tomas.opens_home()
    await tomas.presses("People and roles")
    tomas.sees_nothing_of("A former colleague")
    async with office.attune.database.read() as session:
        policy = (await session.exec(select(Policy))).one()
    assert (policy.retain, policy.figures_off) == ({"reflections": 365}, True)


async def test_what_is_a_colleagues_alone_is_not_shown(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await tomas.types("/calls")
    for words in ("show me Tomas's figures", "how is Tomas doing"):
        await lena.types(words)
        lena.sees("Only Tomas sees that.", "You can ask Tomas.")
    for words, answer in (
        (
            "does my boss get this",
            "No. Nobody else sees this chat in Attune. Your colleagues see your promises",
        ),
        ("is this recorded anywhere", "I record nothing"),
        ("who can see the file I dropped?", "Nobody but you sees the file"),
    ):
        await lena.types(words)
        lena.sees(answer, "an admin of your workspace may be able to export the chat")


async def test_every_call_with_data_can_be_chosen_newest_first(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    for hours in range(6):
        await reflected(office, hours)
    await lena.types("/prep Northwind today 16:20")
    await lena.presses("Write your goal and guesses")
    await lena.fills(goal="Hear about the zebra")
    await lena.submits()
    await lena.types("my data")
    lena.sees(
        "Goals for calls: 1; kept for 730 days; read by only you", "Participation in calls: 7"
    )
    await office.until(23, "16:50")
    await lena.types("my data")
    await lena.presses("Delete a call…")
    lena.sees("Northwind, today 16:20", "Northwind, today 12:00", "Older calls")
    lena.sees_nothing_of("today 10:00", "today 11:00", "Newer calls")
    await lena.presses("Older calls")
    lena.sees("Northwind, today 11:00", "Northwind, today 10:00", "Newer calls")
    lena.sees_nothing_of("Older calls")
    await lena.presses("Northwind, today 10:00")
    lena.sees("Delete everything of yours from the call with Northwind, today 10:00?")
    await lena.types("my data")
    await lena.presses("Delete a call…")
    await lena.presses("Northwind, today 16:20")
    lena.sees("This deletes your goal.")
    await lena.presses("Delete all of it")
    await lena.types("my data")
    lena.sees("Participation in calls: 7")
    lena.sees_nothing_of("Goals for calls")


async def test_who_was_erased_is_not_on_file_again_until_they_write(office: Office) -> None:
    lena = office.lena

    async def names() -> list[str]:
        async with office.attune.database.read() as session:
            return [*await session.exec(select(Person.name).order_by(col(Person.id)))]

    await lena.types("my data")
    await lena.presses("Erase me…")
    await lena.presses("Erase me")
    after = await names()
    assert "Lena Brandt" not in after
    await lena.opens_home()
    if isinstance(lena, TeamsUser):
        lena.sees("Upcoming calls")
        said = len(lena.messages)
        await lena.installs()
        await lena.opens_home()
        assert len(lena.messages) == said + 1  # their own Home, and no welcome
    assert await names() == after
    await lena.types("/calls")
    assert await names() == [*after, "Lena Brandt"]
    await lena.opens_home()
    assert await names() == [*after, "Lena Brandt"]
