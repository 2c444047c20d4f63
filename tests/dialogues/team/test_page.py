"""/team: a manager reads what people opened, thanks and comments; the others see their own team."""

import pytest
from sqlmodel import col, select

from handlers.rhythm_settings import rhythm_of, save_rhythm
from storage.tables import Reflection, Seat
from storage.team import teams
from tests.dialogues.office import Office
from tests.dialogues.promises.test_promises import promised
from tests.dialogues.rep_does import held, plan, reflect
from tests.dialogues.team.test_help import QUESTION, ask, erased

HEARD = "We had a planner two years ago."


async def shared(office: Office, **words: str) -> None:
    """Tomas leads DACH with Lena, who has shared a reflection on a call with Northwind."""
    await office.leads(office.tomas, [office.lena])
    await held(office)
    await reflect(office, goal_reached="yes", **({"heard": HEARD} | words))
    await office.lena.presses("Share or pass on")
    await office.lena.presses("Share with my colleagues")
    office.lena.sees("Tomas Keller leads your team, can read it in /team, and can comment on it.")
    await office.lena.presses("Share this")


async def reads(office: Office) -> None:
    """Tomas opens Lena's reflection, in a message of its own."""
    await office.tomas.types("/team")
    await office.tomas.presses("Shared reflections")
    await office.tomas.presses("Read")


async def opens_calls(office: Office, *, all_of_them: bool = True) -> None:
    """Lena lets her manager see which calls are coming."""
    async with office.attune.database.write(office.lena_tenant) as session:
        lena = await office.row(session, office.lena)
        save_rhythm(lena, rhythm_of(lena).changed({"calls_open": all_of_them}))


async def opens_call(office: Office, *, opened: bool | None) -> None:
    """Lena decides about her latest call alone."""
    async with office.attune.database.write(office.lena_tenant) as session:
        lena = await office.row(session, office.lena)
        wanted = select(Seat).where(col(Seat.person_id) == lena.id)
        seats = (await session.exec(wanted.order_by(col(Seat.call_id).desc()))).all()
        seats[0].opened = opened


async def test_a_managers_home_has_the_questions_that_wait_and_the_team(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await tomas.opens_home()
    tomas.sees("For managers", "My team")
    tomas.sees_nothing_of("Answer Lena", QUESTION)
    await ask(office)
    await tomas.opens_home()
    tomas.sees(f"Lena Brandt asks about Northwind: “{QUESTION}”", "Answer Lena")
    await tomas.presses("My team")
    tomas.sees("DACH: 1 question", QUESTION)


async def test_an_admins_home_leads_to_the_teams(office: Office) -> None:
    await office.knows(office.lena)
    await office.makes("Lena Brandt", "admin")
    await office.lena.opens_home()
    await office.lena.presses("My team")
    office.lena.sees("There are no teams yet.", "New team")


async def test_calls_are_seen_once_they_are_opened(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await plan(office, "Northwind tomorrow 15:00")
    await plan(office, "Fabrikam Wednesday 9:00")
    await tomas.types("/team")
    tomas.sees("DACH: nothing is waiting.", "No calls in the next seven days are open to you.")
    tomas.sees_nothing_of("Northwind", "Fabrikam", "Lena")
    await opens_call(office, opened=True)
    await tomas.types("/team")
    tomas.sees(
        "DACH: 1 call open to you in the next seven days.", "Wednesday 25 November 09:00 Fabrikam"
    )
    tomas.sees("Fabrikam – Lena Brandt")
    tomas.sees("Everybody decides for themselves whether you see their calls.")
    tomas.sees_nothing_of("Northwind")
    await opens_calls(office)
    await opens_call(office, opened=False)
    await tomas.types("/team")
    tomas.sees("Tuesday 24 November 15:00 Northwind – Lena Brandt")
    tomas.sees_nothing_of("Fabrikam")


async def test_a_cancelled_call_and_one_among_colleagues_are_not_shown(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await opens_calls(office)
    await plan(office, "Northwind tomorrow 15:00")
    await lena.types("/calls")
    await lena.presses("Cancel")
    await tomas.types("/team")
    tomas.sees_nothing_of("Northwind")


async def test_a_shared_reflection_is_read_thanked_and_commented_on(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office, surprise="It was the drivers", next_step="Call two dispatchers")
    await tomas.types("/team")
    tomas.sees("1 shared reflection")
    await tomas.presses("Shared reflections")
    tomas.sees(f"Lena Brandt, Northwind, Monday 23 November: “{HEARD}”")
    await tomas.presses("Read")
    tomas.sees(HEARD, "What Lena did not see coming", "It was the drivers", "Call two dispatchers")
    tomas.sees_nothing_of("Hear who decides", "They fear the migration", "reach your goal")
    await tomas.presses("Thank")
    tomas.sees("Sent. Only Lena Brandt sees it.", "You said thanks, Monday 23 November.")
    await office.delivers()
    lena.sees("Tomas Keller says thanks for what you shared about Northwind, Monday 23 November.")
    await tomas.answers_in_message("Comment", comment="Ask the dispatchers first.")
    tomas.sees("Ask the dispatchers first.", "You, Monday 23 November")
    await office.delivers()
    lena.sees(
        "Tomas Keller on what you shared about Northwind, Monday 23 November:",
        "Ask the dispatchers first.",
        "Stop comments on your reflections",
    )
    await lena.presses("My reflection")
    lena.sees("Ask the dispatchers first.", "Tomas Keller said thanks, Monday 23 November.")
    await lena.types("/reflect Northwind")
    await lena.submits()
    lena.sees("Saved: Northwind.", "Ask the dispatchers first.", "Tomas Keller, Monday 23 November")


async def test_thanks_and_a_comment_that_come_together_are_one_sentence(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    await reads(office)
    before = len(lena.messages)
    await tomas.presses("Thank")
    await tomas.answers_in_message("Comment", comment="Ask the dispatchers first.")
    await office.delivers()
    (said,) = lena.messages[before:]
    lead = "Tomas Keller says thanks for what you shared about Northwind, Monday 23 November, and"
    assert said.startswith(f"{lead} writes:\nAsk the dispatchers first.")
    assert said.count("Tomas Keller") == 1


async def test_what_is_said_twice_is_told_once(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    await reads(office)
    await reads(office)
    await tomas.presses("Thank")
    await office.delivers()
    before = len(lena.messages)
    await tomas.presses("Thank")  # on the card from before
    tomas.sees("You've already said that.")
    for _ in range(2):
        await tomas.answers_in_message("Comment", comment="Well asked.")
    tomas.sees("You've already said that.")
    await office.delivers()
    assert len(lena.messages) == before + 1
    await tomas.forces_in_message("Comment", comment="  ")
    tomas.sees_problem("Write a line first.")


async def test_what_is_no_longer_shared_is_not_read_from_old_buttons(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    await tomas.types("/team")
    await tomas.presses("Shared reflections")
    await lena.presses("Stop sharing it")
    await tomas.presses("Read")
    tomas.sees("That isn't shared with you.")
    tomas.sees_nothing_of(HEARD, "Lena Brandt, Northwind")
    await tomas.types("/team")
    tomas.sees_nothing_of("shared reflection,")
    await tomas.presses("Shared reflections")
    tomas.sees("Nothing has been shared in the last 90 days.")


@pytest.mark.parametrize("how", ["unshared", "deleted", "erased"])
async def test_what_is_taken_back_goes_from_the_messages_that_showed_it(
    office: Office, how: str
) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office, surprise="It was the drivers, not IT")
    await office.until(24, "08:45")
    await reads(office)
    await tomas.types("/team")
    await tomas.presses("Shared reflections")
    assert sum(HEARD in message for message in tomas.messages) == 2
    if how == "erased":
        await erased(office, lena)
    else:
        await lena.presses("Stop sharing it" if how == "unshared" else "Delete this reflection")
        await (lena.presses("Delete it") if how == "deleted" else office.delivers())
    await office.delivers()
    for words in (HEARD, "It was the drivers"):
        assert not any(words in message for message in tomas.messages)
    said = "This message is empty, because a reflection in it was taken back."
    assert sum(said in message for message in tomas.messages) == 2


async def test_a_manager_who_no_longer_leads_the_team_reads_nothing(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    await opens_calls(office)
    for _ in range(3):
        await tomas.types("/team")
    for _ in range(3):
        await reads(office)
    async with office.attune.database.write(office.lena_tenant) as session:
        for team in await teams.led_by(session, await office.row(session, tomas)):
            team.manager_id = None
    before = len(lena.messages)
    for press in ("Thank", "Back", "Promises", "Themes", "Shared reflections"):
        await tomas.presses(press)
        tomas.sees("isn't shared with you" if press == "Thank" else "You don't lead a team here.")
        tomas.sees_nothing_of(HEARD, "DACH:")
    await tomas.answers_in_message("Comment", comment="Too late")
    await office.delivers()
    assert len(lena.messages) == before
    await tomas.types("/team")
    tomas.sees("You're not in a team here.")


async def test_a_private_reflection_and_a_missing_one_are_refused_alike(office: Office) -> None:
    tomas = office.tomas
    await shared(office)
    await reads(office)
    await reads(office)
    said = []
    for change in ("private", "missing"):
        async with office.attune.database.write(office.lena_tenant) as session:
            (written,) = (await session.exec(select(Reflection))).all()
            if change == "private":
                written.shared = False
            else:
                await session.delete(written)
        await tomas.presses("Thank")
        said.append(tomas.screen.strip())
    assert said[0] == said[1] == "That isn't shared with you."


async def test_open_promises_are_by_account_with_the_name_that_colleagues_read(
    office: Office,
) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await promised(office)
    await tomas.types("/team")
    tomas.sees("DACH: nothing is waiting.")
    await tomas.presses("Promises")
    ours = "Northwind – Lena Brandt: Pricing for 40 seats (by Wednesday 25 November)"
    tomas.sees("We promised", ours)
    tomas.sees("They promised", "Northwind – Lena Brandt: Names of two dispatchers")
    await tomas.types("/prep Northwind tomorrow 15:00")
    await tomas.presses("Everything on file")
    tomas.sees("Pricing for 40 seats – due Wednesday", ", Lena Brandt", ", to Lena Brandt")
    await office.until(26, "9:00")
    await tomas.types("/team")
    tomas.sees("DACH: 1 promise overdue.")
    await tomas.presses("Promises")
    tomas.sees("Pricing for 40 seats (overdue since Wednesday 25 November)")
    await tomas.presses("Back")
    tomas.sees("DACH: 1 promise overdue.")


async def test_a_rep_sees_who_leads_the_team_and_what_is_shared(office: Office) -> None:
    lena = office.lena
    await lena.types("/team")
    lena.sees("You're not in a team here. Admins make teams.")
    await shared(office)
    await lena.types("/team")
    lena.sees(
        "You're in DACH. Tomas Keller leads DACH.",
        "What Tomas sees",
        "Your upcoming calls, with account and time: not until you open them.",
        "Shared reflection: Northwind, Monday 23 November.",
    )
    await lena.presses("Look at it")
    lena.sees("Your colleagues can read it.")
    await lena.presses("Stop sharing it")
    await lena.presses("Open my calls")
    await lena.types("/team")
    lena.sees("with account and time: yes.")
    lena.sees("None of your reflections from the last 90 days is shared.")


async def test_an_admin_without_a_team_sees_all_teams(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.knows(lena)
    await office.makes("Lena Brandt", "admin")
    await lena.types("/team")
    lena.sees("Teams")
    await office.leads(tomas, [])
    await lena.types("/team")
    lena.sees("DACH", "Tomas Keller")


async def test_a_question_that_waits_is_on_the_page_until_it_is_answered(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await ask(office)
    await tomas.types("/team")
    tomas.sees("DACH: 1 question.", f"Lena Brandt asks about Northwind: “{QUESTION}”")
    await tomas.presses("Answer Lena")
    tomas.sees("Your answer")
    tomas.sees_nothing_of("Change your answer")
    await tomas.fills(answer="Ask who loads the vans.")
    await tomas.submits()
    tomas.sees("You answered Lena Brandt", "Change your answer")
    await tomas.presses("Your team")
    tomas.sees("DACH: nothing is waiting.")


async def test_who_leads_two_teams_chooses_one(office: Office) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    nordic = await office.leads(tomas, [], team="Nordic")
    await office.adds("Mira Vogt", team=nordic)
    await plan(office, "Northwind tomorrow 15:00")
    await opens_calls(office)
    await tomas.types("/team")
    tomas.sees("DACH: 1 call open to you in the next seven days.")
    await tomas.answers_in_message(team=str(nordic))
    tomas.sees("Nordic: nothing is waiting.")
    tomas.sees_nothing_of("Northwind")
    await tomas.types("team nordic")
    tomas.sees("Nordic: nothing is waiting.")
    await tomas.types("team of four at Fabrikam")
    tomas.sees_nothing_of("Nordic", "DACH")


async def test_a_name_that_no_team_has_is_a_person_or_leads_to_the_teams(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await tomas.types("/team Lena")
    tomas.sees("Lena has no open promises, and has opened no call and shared no reflection lately.")
    await tomas.presses("Team page")
    tomas.sees("DACH: nothing is waiting.")
    await tomas.types("/team Nordic")
    tomas.sees("You don't lead a team called “Nordic”.", "DACH")
    await lena.types("/team Tomas")
    lena.sees("You don't lead a team called “Tomas”.")
    await lena.presses("Your team")
    lena.sees("You're in DACH.")


PLANNERS = (
    ("Northwind", "The route planner was off after two weeks."),
    ("Fabrikam", "We bought a route planner and nobody opened it."),
    ("Contoso", "Each depot has its own route planner."),
)


async def share_words(office: Office, account: str, words: str, *, hour: int) -> None:
    """Lena reflects on a call with an account that begins at this hour, and shares it."""
    lena = office.lena
    await plan(office, f"{account} today {hour}:00")
    await office.until(23, f"{hour}:36")
    await lena.presses("It went well")
    await lena.answers_in_message(heard=words)
    await lena.presses("Share or pass on")
    await lena.presses("Share with my colleagues")
    await lena.presses("Share this")


async def test_a_theme_is_what_buyers_at_three_accounts_said(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    for place, (account, words) in enumerate(PLANNERS):
        await tomas.types("/team")
        await tomas.presses("Themes")
        tomas.sees("No themes yet.")
        await share_words(office, account, words, hour=10 + place)
    await tomas.types("/team")
    await tomas.presses("Themes")
    tomas.sees("What buyers keep telling DACH", "“route planner”: 3 accounts")
    tomas.sees(PLANNERS[2][1], f"{PLANNERS[2][0]}, 23 November", "Shared reflections")
    await lena.presses("Stop sharing it")
    await tomas.types("/team")
    await tomas.presses("Themes")
    tomas.sees_nothing_of("route planner")


async def test_one_word_is_a_theme_only_if_the_playbook_has_it_as_a_topic(office: Office) -> None:
    await office.leads(office.tomas, [office.lena])
    for place, account in enumerate(("Northwind", "Fabrikam", "Contoso")):
        before = ("We need", "They want", "Everybody hates")[place]
        words = f"{before} the phone. {before} security."
        await share_words(office, account, words, hour=10 + place)
    await office.tomas.types("/team")
    await office.tomas.presses("Themes")
    office.tomas.sees("“security”: 3 accounts")
    office.tomas.sees_nothing_of("phone")


async def test_somebody_who_is_erased_or_has_left_is_told_nothing(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    for _ in range(2):
        await reads(office)
    async with office.attune.database.write(office.lena_tenant) as session:
        (await office.row(session, lena)).standing = "left"
    await tomas.presses("Thank")
    tomas.sees("That isn't shared with you.")
    await tomas.types("/team")
    tomas.sees("DACH: nothing is waiting.")
    await erased(office, lena)
    await tomas.answers_in_message("Comment", comment="Too late")
    await tomas.presses("Back")
    tomas.sees_nothing_of(HEARD, "Lena")


async def test_a_comment_on_a_reflection_that_is_deleted_is_not_sent(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    await reads(office)
    await office.until(23, "20:00")  # quiet hours
    await tomas.answers_in_message("Comment", comment="Well asked.")
    tomas.sees("Sent. Only Lena Brandt sees it.")
    await lena.presses("Delete this reflection")
    await lena.presses("Delete it")
    before = len(lena.messages)
    await office.until(24, "08:00")
    assert len(lena.messages) == before
    assert (await office.reasons())["commented"] == "not on file any more"


async def test_a_comment_that_was_sent_goes_with_the_reflection(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await shared(office)
    await reads(office)
    await tomas.answers_in_message("Comment", comment="Ask the dispatchers first.")
    await office.delivers()
    assert any("Ask the dispatchers first." in one for one in lena.messages)
    await lena.presses("My reflection")
    await lena.types("delete my reflection on Northwind")
    await lena.presses("Delete it")
    for _ in range(3):
        await office.delivers()
    assert not any("Ask the dispatchers first." in one for one in lena.messages)


async def test_the_name_of_a_person_is_no_note_about_the_managers_last_call(
    office: Office,
) -> None:
    tomas = office.tomas
    await office.leads(tomas, [office.lena])
    await tomas.types("/prep Northwind today 10:00")
    await tomas.presses("Add “Northwind”")
    await office.until(23, "10:36")
    for typed in ("/team Lena", "team lena brandt"):
        await tomas.types(typed)
        tomas.sees("Lena has no open promises, and has opened no call")
