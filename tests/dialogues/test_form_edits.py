"""A form is open while somebody else, or another window, changes the same thing."""

import pytest

from handlers.request import Means, Request, Sender
from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, plan, reflect

pytestmark = pytest.mark.every_platform


async def both_have_it_open(office: Office) -> None:
    """Lena and Tomas sit in one call, and each has its form open."""
    lena, tomas = office.lena, office.tomas
    await plan(office, "Northwind tomorrow 3pm")
    await tomas.types("/prep Northwind tomorrow 3pm")
    await tomas.presses("Join it")
    for person in (lena, tomas):
        await person.types("/calls")
        await person.presses("Change")


async def in_another_window(
    office: Office, means: Means, name: str, text: str = "", **fields: str
) -> None:
    """Lena does something else while she has a form open."""
    sender = Sender(office.lena_tenant, office.lena_id, "Lena Brandt", "Europe/Berlin")
    request = Request(office.request_id(), sender, means, name, text, fields)
    await office.conversation.answer(request, office.clock.now())


async def test_what_one_did_not_change_stays_as_the_other_changed_it(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await both_have_it_open(office)
    await tomas.fills(when="Thursday 16:00", coming="Jana Novak, CFO")
    await tomas.submits()
    await lena.fills(industry="Steel")
    await lena.submits()
    assert lena.problems == {}
    lena.sees("Thursday 16:00", "Jana Novak")
    await tomas.types("/calls")
    await tomas.presses("Change")
    assert all(said in (tomas.form or "") for said in ("Steel", "Jana Novak, CFO", "16:00"))


async def test_what_both_changed_is_shown_once_and_the_second_time_wins(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await both_have_it_open(office)
    await tomas.fills(
        when="Thursday 16:00", coming="Jana Novak, CFO\nPia Wolf, buyer", minutes="90"
    )
    await tomas.submits()
    await lena.fills(coming="Bo Li, buyer", minutes="45", industry="Steel")
    await lena.submits()
    assert lena.problems == {}
    lena.sees(
        "This was changed in the meantime. It is now:",
        "How long, in minutes: “90”",
        "Jana Novak, CFO\nPia Wolf, buyer",
        "Save again to keep your version",
        "Bo Li, buyer",
        "Steel",
    )
    await tomas.types("/prep Northwind")
    tomas.sees("Jana Novak", "16:00")
    tomas.sees_nothing_of("Bo Li")
    await lena.submits()
    lena.sees("Bo Li, buyer", "16:00")
    await lena.types("/calls")
    await lena.presses("Change")
    lena.sees("Steel", "Bo Li, buyer", "45")
    lena.sees_nothing_of("Pia Wolf")


async def test_another_value_wins_the_second_time_too(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await both_have_it_open(office)
    await tomas.fills(when="Thursday 16:00", coming="Jana Novak, CFO")
    await tomas.submits()
    await lena.fills(when="Thursday 17:00", coming="Bo Li, buyer", minutes="45")
    await lena.submits()
    await lena.fills(when="Thursday 16:00", coming="Jana Novak, CFO\nBo Li, buyer", minutes="oops")
    await lena.submits()
    assert list(lena.problems) == ["minutes"]  # a slip in it costs nothing
    await lena.fills(minutes="45")
    await lena.submits()
    assert lena.problems == {}
    lena.sees("16:00", "Jana Novak, CFO", "Bo Li, buyer")


async def test_what_changes_again_is_shown_again(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await both_have_it_open(office)
    await tomas.fills(industry="Steel")
    await tomas.submits()
    await lena.fills(industry="Paper")
    await lena.submits()
    lena.sees("Their industry: “Steel”")
    await tomas.types("/calls")
    await tomas.presses("Change")
    await tomas.fills(industry="Glass")
    await tomas.submits()
    await lena.submits()
    lena.sees("Their industry: “Glass”", "Paper")
    await lena.submits()
    await lena.types("/calls")
    await lena.presses("Change")
    lena.sees("Paper")


async def test_a_channel_that_two_change(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    for person in (lena, tomas):
        person.goes_to("#sales")
    await lena.types("/insight subscribe industry=logistics")
    await lena.presses("Change")
    await tomas.types("/insight subscribe")
    await tomas.presses("Change")
    await tomas.fills(tags="persona=CFO")
    await tomas.submits()
    await lena.fills(opens_at="10:00")
    await lena.submits()
    assert lena.problems == {}
    await tomas.types("/insight subscribe")
    tomas.sees("persona CFO", "10:00")
    tomas.sees_nothing_of("logistics")


async def open_while_another_stops_it(office: Office) -> None:
    """Lena has #sales open while Tomas stops it."""
    lena, tomas = office.lena, office.tomas
    for person in (lena, tomas):
        person.goes_to("#sales")
    await lena.types("/insight subscribe industry=logistics")
    await lena.presses("Change")
    await tomas.types("/insight subscribe")
    await tomas.presses("Stop")


async def test_a_channel_that_another_stops_is_subscribed_by_saving_again(office: Office) -> None:
    lena = office.lena
    await open_while_another_stops_it(office)
    await lena.fills(opens_at="10:00")
    await lena.submits()
    assert lena.problems == {}
    lena.sees(
        "Tomas Keller stopped this in the meantime.", "Tags: empty", "industry=logistics", "10:00"
    )
    await lena.submits()
    assert lena.problems == {}
    lena.sees("gets insights with industry logistics", "10:00")


async def test_a_channel_that_another_stops_takes_other_tags(office: Office) -> None:
    lena = office.lena
    await open_while_another_stops_it(office)
    await lena.fills(tags="persona=CFO")
    await lena.submits()
    lena.sees("Tomas Keller stopped this in the meantime.")
    await lena.fills(tags="persona=CEO")
    await lena.submits()
    assert lena.problems == {}
    lena.sees("gets insights with persona CEO")


async def test_a_role_that_two_admins_change(office: Office) -> None:
    tomas = office.tomas
    await in_another_window(office, Means.COMMAND, "calls")
    await tomas.types("/calls")
    for name in ("Lena Brandt", "Tomas Keller"):
        await office.makes(name, "admin")
    await tomas.opens_home()
    await tomas.presses("People and roles")
    await tomas.presses("Change")
    await in_another_window(office, Means.FORM, "roles", "1", role="admin")
    await office.makes("Lena Brandt", "manager")
    await tomas.fills(role="rep")
    await tomas.submits()
    tomas.sees("This was changed in the meantime. It is now:", "Role: “Manager”")
    await tomas.submits()
    tomas.sees("Lena Brandt: Rep")


async def test_a_promise_kept_in_another_window_stays_kept(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", promised="The price list by Friday")
    await lena.presses("Change it")
    await in_another_window(office, Means.BUTTON, "promise.done", "all:1")
    await lena.fills(heard="They want it by week two.")
    await lena.submits()
    assert lena.problems == {}
    lena.sees_nothing_of("You promised: The price list")


async def test_notes_made_private_in_another_window_stay_private(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", heard="Week two.")
    await lena.presses("Share or pass on")
    await lena.presses("Share with my colleagues")
    await lena.presses("Share this")
    await lena.types("/reflect Northwind")
    await in_another_window(office, Means.BUTTON, "reflect.unshare", "1")
    await lena.fills(next_step="None.")
    await lena.submits()
    lena.sees("Only you can read it.")


async def test_times_changed_in_two_windows(office: Office) -> None:
    lena = office.lena
    await lena.types("/rhythm")
    await lena.presses("Change times")
    fields = {
        "zone": "",
        "work_days": "0,1,2,3,4",
        "work_from": "09:00",
        "quiet_from": "18:00",
        "quiet_to": "08:00",
        "agenda_at": "09:15",
        "research_at": "15:00",
        "brief_minutes": "60",
        "listen_minutes": "10",
        "reflect_minutes": "5",
        "most_a_day": "6",
    }
    await in_another_window(office, Means.FORM, "rhythm.settings", **fields)
    await lena.fills(reflect_minutes="12")
    await lena.submits()
    assert lena.problems == {}
    lena.sees("agenda at 09:15", "reflection 12 minutes")


async def test_a_goal_set_in_two_windows(office: Office) -> None:
    lena = office.lena
    await plan(office)
    await lena.presses("Write your goal and guesses")
    await in_another_window(office, Means.FORM, "goal", "1", goal="A date", guess1="They wait")
    await lena.fills(guess2="They are two")
    await lena.submits()
    lena.sees("A date", "They wait", "They are two")


async def test_a_promise_moved_in_two_windows(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", promised="The price list by Friday")
    await lena.types("/promises")
    await lena.presses("Move")
    await in_another_window(office, Means.FORM, "promise.move", "all:1", due_on="2026-12-01")
    await lena.fills(due_on="2026-12-03")
    await lena.submits()
    lena.sees("New day: “1 December”")
    await lena.submits()
    lena.sees("Moved: The price list (by Thursday 3 December).")


async def test_promises_written_in_two_windows_are_quoted_as_lines(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", promised="The price list by Friday")
    await lena.presses("Change it")
    lines = "A plan by 1 December\nThe deck by 2 December"
    fields = {"goal_reached": "yes", "promised": lines}
    await in_another_window(office, Means.FORM, "reflect", "1", **fields)
    await lena.fills(promised="The price list by 3 December", heard="Week two.")
    await lena.submits()
    lena.sees("A plan by", "The deck by", "The price list by 3 December", "Week two.")
    await lena.submits()
    assert lena.problems == {}
    lena.sees("You promised: The price list, by Thursday 3 December")
    lena.sees_nothing_of("The deck")
