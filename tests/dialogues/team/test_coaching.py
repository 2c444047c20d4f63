"""A manager offers a focus, and a rep shares a figure: both are up to the rep."""

from datetime import timedelta

import pytest
from sqlmodel import select

from handlers import planning
from handlers.cards import Card
from handlers.features.team import sharing
from handlers.features.team.ending_shares import end_shares
from handlers.request import Means, Request, Sender
from storage.customers import accounts
from storage.tables import FocusOffer, MeasuredCall, SharedFigure, UploadedPlaybook
from storage.team import teams
from storage.workspace import people, playbooks
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan, reflect
from tests.dialogues.team.test_help import erased, pressed

FOCUS = "count-after-answer"
PLAN = "If they finish an answer, I count to three before I say anything"
OFFERED = f"Tomas Keller offers you a focus: {PLAN}."


async def offers(office: Office, *, focus: str = FOCUS) -> None:
    """Tomas, who leads DACH with Lena, offers her a focus."""
    await office.leads(office.tomas, [office.lena])
    await office.tomas.types("/team")
    await office.tomas.presses("Coaching")
    await office.tomas.presses("Offer a focus")
    await office.tomas.fills(person=await id_of(office), focus=focus, comment="It helped me.")
    await office.tomas.submits()


async def id_of(office: Office, name: str = "lena") -> str:
    async with office.attune.database.read(office.lena_tenant) as session:
        return str((await office.row(session, getattr(office, name))).id)


async def focus_of_lena(office: Office) -> str | None:
    async with office.attune.database.read(office.lena_tenant) as session:
        return (await office.row(session, office.lena)).focus_id


async def test_an_offered_focus_is_taken_up_and_the_manager_hears_of_it(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await offers(office)
    tomas.sees(f"Lena Brandt, Monday 23 November: {PLAN}", "You hear about it only if")
    await office.delivers()
    lena.sees(OFFERED, "It helped me.", "If you choose “Not now”, Tomas is not told.")
    await lena.presses("Take it up")
    lena.sees(f"Your focus: {PLAN}.", "I'll let Tomas know.")
    assert await focus_of_lena(office) == FOCUS
    await office.delivers()
    tomas.sees(f"Lena Brandt took up the focus that you offered: {PLAN}.")
    await tomas.types("/team")
    await tomas.presses("Coaching")
    tomas.sees(f"Lena Brandt, Monday 23 November, taken up: {PLAN}")


async def test_a_focus_that_was_dropped_again_is_not_said_to_be_the_focus(office: Office) -> None:
    lena = office.lena
    await offers(office)
    await office.delivers()
    await lena.presses("Take it up")
    assert (await _takes(office)).startswith(f"Your focus: {PLAN}.")
    async with office.attune.database.write(office.lena_tenant) as session:
        (await office.row(session, lena)).focus_id = None
    assert await _takes(office) == "You have already taken it up. /rhythm changes your focus."
    assert await focus_of_lena(office) is None


async def _takes(office: Office) -> str:
    """Lena presses the button of the offer again, on a device that still shows it."""
    sender = Sender(office.lena_tenant, office.lena.id, "Lena Brandt", "Europe/Berlin")
    request = Request(office.request_id(), sender, Means.BUTTON, "coach.take", "1")
    reply = await office.conversation.answer(request, office.clock.now())
    assert isinstance(reply, Card)
    return reply.summary


async def test_a_manager_cannot_tell_declining_from_no_answer(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await offers(office)
    unanswered = tomas.screen
    before = len(tomas.messages)
    await office.delivers()
    await lena.presses("Not now")
    lena.sees("Not now, then. I won't tell Tomas.")
    await office.delivers()
    assert len(tomas.messages) == before
    assert await focus_of_lena(office) is None
    await tomas.types("/team")
    await tomas.presses("Coaching")
    assert tomas.screen == unanswered
    await tomas.types("my data")
    tomas.sees("only the rep knows if they declined")
    await tomas.presses("Offer a focus")
    await tomas.fills(person=await id_of(office), focus=FOCUS)
    await tomas.submits()
    assert "in the last seven days" in tomas.problems["person"]


async def test_an_offer_ends_with_the_manager_and_pressing_twice_changes_nothing(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await offers(office)
    await office.delivers()
    async with office.attune.database.write(office.lena_tenant) as session:
        (team,) = await teams.of_tenant(session, office.lena_tenant)
        team.manager_id = None
    await lena.presses("Take it up")
    lena.sees("That offer no longer stands.")
    assert await focus_of_lena(office) is None
    await tomas.presses("Offer a focus")
    tomas.sees("You don't lead a team here.")
    async with office.attune.database.read() as session:
        (row,) = (await session.exec(select(FocusOffer))).all()
    assert row.accepted_at is None


async def test_a_focus_is_offered_only_to_people_in_the_team(office: Office) -> None:
    tomas = office.tomas
    team = await office.leads(tomas, [office.lena])
    ines = await office.adds("Ines Roth", team=team)
    await tomas.types("/team")
    await tomas.presses("Coaching")
    await tomas.presses("Offer a focus")
    await tomas.fills(person=str(ines), focus=FOCUS)
    async with office.attune.database.write(office.lena_tenant) as session:
        moved = await people.by_id(session, office.lena_tenant, ines)
        assert moved is not None
        await teams.take_out(session, moved)
    await tomas.submits()
    assert "isn't in a team that you lead" in " ".join([tomas.screen, *tomas.problems.values()])
    await office.lena.types("/team")
    office.lena.sees_nothing_of("Coaching")


OWN = """
- {id: own-habit, area: patience, when: If they pause, then: I wait for them}
"""


async def test_a_focus_comes_from_the_playbook_of_the_team(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    team = await office.leads(tomas, [lena])
    async with office.attune.database.write(office.lena_tenant) as session:
        head = await office.row(session, tomas)
        book = UploadedPlaybook(
            tenant=office.lena_tenant,
            name="DACH",
            files={"focuses.yaml": OWN},
            uploaded_at=office.clock.now(),
        )
        await playbooks.add(session, book)
        of = await teams.by_id(session, office.lena_tenant, team)
        now, tenant = office.clock.now(), office.lena_tenant
        await playbooks.choose(session, tenant, book.id, now, by=head.id, team=of)
        await office.attune.playbooks.changed(session, tenant)
    await offers(office, focus="own-habit")
    tomas.sees("If they pause, I wait for them")
    await office.delivers()
    lena.sees("Tomas Keller offers you a focus: If they pause, I wait for them.")
    await lena.presses("Take it up")
    lena.sees("Your focus: If they pause, I wait for them.")
    await office.delivers()
    tomas.sees("Lena Brandt took up the focus that you offered.")


async def reflected_calls(office: Office) -> None:
    """Lena has had three calls, and wrote a reflection on each."""
    for hour, account in ((9, "Northwind"), (10, "Fabrikam"), (11, "Contoso")):
        await plan(office, f"{account} today {hour}:30")
        await office.until(23, f"{hour + 1}:06")
        await reflect(office, heard="The planner.", surprise="It was the drivers")


async def shares(office: Office, figure: str = "surprises", length: str = "2w") -> None:
    """Lena shares a figure with Tomas."""
    await office.lena.types("my patterns")
    await office.lena.presses("Share a figure")
    tomas = await id_of(office, "tomas")
    await office.lena.fills(figure=figure, viewer=tomas, length=length)
    await office.lena.submits()


async def test_a_figure_is_shared_with_one_person_and_ends_by_itself(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await reflected_calls(office)
    await shares(office)
    lena.sees("Surprises in reflections: Tomas Keller, until Monday 7 December.")
    await office.delivers()
    tomas.sees("Lena Brandt is sharing a figure with you until Monday 7 December")
    tomas.sees_nothing_of("3 reflections")
    await tomas.presses("Look at it")
    tomas.sees(
        "Lena Brandt, surprises in reflections: a surprise in 3 of the last 3 reflections",
        "Shared until Monday 7 December, or until it is taken back.",
        "Not a score.",
    )
    await tomas.types("/team")
    await tomas.presses("Coaching")
    await tomas.presses("Shared with you")
    tomas.sees("Lena Brandt, surprises in reflections, until Monday 7 December.")
    await tomas.presses("Look at it")
    tomas.sees("a surprise in 3 of the last 3")
    office.clock.moment += timedelta(days=15)
    await tomas.presses("Look at it")
    tomas.sees("That isn't shared with you.")
    tomas.sees_nothing_of("3 reflections")
    await tomas.presses("Shared with you")
    tomas.sees("Nobody is sharing a figure with you.")
    await lena.types("my patterns")
    lena.sees("Only you see them.")
    lena.sees_nothing_of("What I share")


async def test_the_form_names_nobody_and_only_the_four_figures_can_be_shared(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await lena.types("my patterns")
    await lena.presses("Share a figure")
    lena.sees_nothing_of("Calls prepared in time")
    await lena.fills(figure="surprises")
    await lena.submits()
    assert lena.problems  # whom to share it with
    await shares(office, figure="talk share")
    await office.delivers()
    await tomas.presses("Look at it")
    tomas.sees("share of the talk: too little to count yet.")
    tomas.sees_nothing_of("Reps usually")


async def test_calls_whose_figures_were_not_looked_at_push_no_seen_call_out(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await _measured_calls(office, seen=4, unseen=45)
    await shares(office, figure="talk share")
    await office.delivers()
    await tomas.presses("Look at it")
    tomas.sees("share of the talk: usually 40%, between 40% and 40%, in 4 recent calls")
    await lena.types("my patterns")
    lena.sees("You talked more in 4 of 4 calls (your last 4 calls, all measured).")


async def _measured_calls(office: Office, *, seen: int, unseen: int) -> None:
    """Lena has figures of these calls. The calls whose figures she has not seen are the newest."""
    tenant, now = office.lena_tenant, office.clock.moment
    async with office.attune.database.write(tenant) as session:
        person = await office.row(session, office.lena)
        account = await accounts.add(session, tenant, "Northwind", now)
        for number in range(seen + unseen):
            began = now - timedelta(days=60 - number)
            call = planning.new_call(account, began, None, "UTC", began)
            await planning.record(session, person, call)
            session.add(
                MeasuredCall(
                    tenant=tenant,
                    person_id=person.id,
                    call_id=call.id,
                    account_id=account.id,
                    called_at=began,
                    measured_at=began,
                    tool="zoom",
                    digest=f"d{number}",
                    key=f"k{number}",
                    labels={"Lena Brandt": "me", "Jana": "theirs"},
                    figures={
                        "basis": "times",
                        "length": 1800,
                        "words": 900,
                        "speakers": [],
                        "mine": 0.4,
                    },
                    shown_at=began if number < seen else None,
                )
            )


async def test_what_is_taken_back_is_gone_from_old_messages(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await shares(office, "talk share", "3m")
    lena.sees("Share of the talk: Tomas Keller, until Monday 22 February.")
    await office.delivers()
    await tomas.presses("Look at it")
    tomas.sees("share of the talk: too little to count yet.")
    await lena.types("my patterns")
    lena.sees("Only you see them, except for the figures that you share.")
    await lena.presses("What I share")
    await lena.presses("Take it back")
    lena.sees("Taken back. Tomas Keller no longer sees that figure.")
    lena.sees("You aren't sharing any figures.")
    await lena.types("my data")
    lena.sees("Figures that were shared for a limited time: 1; no longer shared with anybody.")
    old = await pressed(office, tomas, "coach.look", "1")
    assert old == "That isn't shared with you."
    await office.delivers()
    assert not any("is sharing a figure with you" in each for each in tomas.messages)
    assert any("with you here is no longer shared." in each for each in tomas.messages)
    await tomas.types("/team")
    await tomas.presses("Coaching")
    tomas.sees_nothing_of("Shared with you")


async def test_taking_back_empties_the_messages_that_showed_the_figure(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await reflected_calls(office)
    await shares(office)
    await office.delivers()
    await tomas.presses("Look at it")
    shown = [each for each in tomas.messages if "a surprise in 3 of the last 3" in each]
    assert len(shown) == 1
    await lena.types("my patterns")
    await lena.presses("What I share")
    await lena.presses("Take it back")
    await office.until(23, "13:00")
    assert not [each for each in tomas.messages if "3 reflections" in each]
    assert [each for each in tomas.messages if "a figure in it is no longer" in each]


async def test_a_rep_who_is_erased_leaves_no_figure_in_the_messages_of_others(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await reflected_calls(office)
    await shares(office)
    await office.delivers()
    await tomas.presses("Look at it")
    assert [each for each in tomas.messages if "a surprise in 3 of the last 3" in each]
    await erased(office, lena)
    await office.until(23, "13:00")
    assert not [each for each in tomas.messages if "3 reflections" in each or "Lena" in each]


async def test_messages_that_showed_a_figure_are_emptied_when_its_time_is_over(
    office: Office,
) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await reflected_calls(office)
    await shares(office)
    await office.delivers()
    await tomas.presses("Look at it")
    for days, shown in ((13, True), (2, False)):
        office.clock.moment += timedelta(days=days)
        await end_shares(office.attune.database, office.lena_tenant, office.clock.now())
        await office.delivers()
        assert any("a surprise in 3 of the last 3" in each for each in tomas.messages) is shown


async def test_a_figure_taken_back_before_it_is_told_is_not_told(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.knows(tomas)
    await shares(office)
    before = len(tomas.messages)
    await lena.presses("Take it back")
    await office.delivers()
    assert len(tomas.messages) == before


async def test_somebody_elses_figure_and_a_missing_one_are_refused_alike(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena])
    await shares(office)
    await office.delivers()
    ines = await office.adds("Ines Roth")
    said = []
    for change in ("somebody else", "missing"):
        async with office.attune.database.write(office.lena_tenant) as session:
            (row,) = (await session.exec(select(SharedFigure))).all()
            if change == "missing":
                await session.delete(row)
            else:
                row.viewer_id = ines
        await tomas.presses("Look at it")
        said.append(tomas.screen.strip())
    assert said[0] == said[1] == "That isn't shared with you."


async def test_a_share_can_be_renewed_when_no_more_fit(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "MAX_SHARED", 1)
    await office.knows(office.tomas)
    await shares(office)
    await shares(office, length="3m")
    office.lena.sees("Surprises in reflections: Tomas Keller, until Monday 22 February.")
    await shares(office, "talk share")
    assert (
        sharing.TOO_MANY in office.lena.screen or sharing.TOO_MANY in office.lena.problems.values()
    )


async def test_a_figure_that_is_not_on_file_cannot_be_taken_back(office: Office) -> None:
    await office.knows(office.lena)
    said = await pressed(office, office.lena, "coach.end", "1")
    assert said == "You aren't sharing that figure."


async def test_figures_that_are_off_are_neither_shared_nor_shown(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await office.leads(tomas, [lena], admin=True)
    await shares(office)
    await office.delivers()
    await lena.types("my patterns")
    await tomas.types("workspace privacy")
    await tomas.presses("Switch figures off")
    await tomas.presses("Switch them off")
    await tomas.presses("Look at it")
    tomas.sees("Figures about individual people are switched off here")
    await tomas.types("/team")
    tomas.sees_nothing_of("Figures")
    await tomas.presses("Coaching")
    tomas.sees_nothing_of("Shared with you")
    await lena.presses("Share a figure")
    lena.sees("Figures about individual people are switched off here")


async def test_a_colleague_without_a_team_finds_what_is_shared(office: Office) -> None:
    await office.knows(office.tomas)
    await shares(office)
    await office.tomas.types("/team")
    await office.tomas.presses("Shared with you")
    office.tomas.sees("Lena Brandt, surprises in reflections, until Monday 7 December.")
    await office.tomas.presses("Look at it")
    office.tomas.sees("Lena Brandt, surprises in reflections: too little to count yet.")
