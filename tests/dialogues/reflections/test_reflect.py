"""After a call: the reflection, and the figures from several of them."""

import pytest

from tests.dialogues.office import Office
from tests.dialogues.rep_does import held, plan, reflect
from tests.dialogues.turns import in_turn

pytestmark = pytest.mark.every_platform


async def test_one_tap_and_one_line_are_a_reflection(office: Office) -> None:
    lena = office.lena
    await held(office)
    lena.sees("Northwind: did you reach your goal? Hear who decides about the depot")
    lena.sees("Yes", "Partly", "No", "They didn't come", "Stop reflection prompts")
    await lena.presses("Partly")
    lena.sees("Saved: Northwind. Did you reach your goal? Partly.")
    lena.sees("What did they say that matters?", "Only you can read it.")
    lena.sees_nothing_of("Who said it?")
    await lena.answers_in_message(heard="The drivers switched it off.")
    lena.sees("Saved: Northwind.", "Only you can read it.")
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees("The drivers switched it off.")


async def test_everything_is_kept_and_said_back(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(
        office,
        goal_reached="yes",
        heard="The drivers switched it off by week two.",
        surprise="It was the drivers, not IT",
        talk="more_me",
        next_step="Talk to two dispatchers",
        promised="Pricing for 40 seats by Friday\nA call with Ruben\n"
        "They: Names of two dispatchers tomorrow",
        for_marketing="Nobody asks the drivers",
        **{"guess-1": "wrong", "guess-2": "never_asked"},
    )
    await lena.types("/reflect Northwind")
    await lena.submits()
    lena.sees(
        "You promised: Pricing for 40 seats, by Friday",
        "You promised: A call with Ruben, no day set",
        "They promised: Names of two dispatchers, tomorrow",
        "Next: Talk to two dispatchers.",
    )
    lena.sees_nothing_of("Gong", "range")  # figures have a place of their own
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees(
        "Today you learned: “It was the drivers, not IT”.",
        "The next step is: Talk to two dispatchers.",
        "We owe: Pricing for 40 seats (due Friday); A call with Ruben",
        "They owe: Names of two dispatchers (due tomorrow)",
        "Watch: Last time you talked more than they did, so ask, then wait.",
    )
    await lena.presses("Everything on file")
    lena.sees(
        "The drivers switched it off by week two.",
        "Speaker not on file, today",
        "You expected “They fear the migration”. That was wrong.",
        "Pricing for 40 seats – due Friday",
        "Names of two dispatchers – due tomorrow",
        "Today you learned: “It was the drivers, not IT”.",
    )


async def test_the_next_brief_quotes_their_sentence_alone(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await lena.presses("Change time or people")
    await lena.fills(coming="Pia Storm, planner")
    await lena.submits()
    await office.until(23, "10:36")
    heard = '"we dont do mondays, evrything sits in Pias head" - pia. also SHE HATES excel'
    await reflect(office, goal_reached="no", heard=heard)
    await lena.types("/prep Northwind Thursday 15:00")
    await lena.answers_in_message(contact="1")
    await lena.types("/prep Northwind Thursday 15:00")
    lena.sees("Pia Storm, planner: “we dont do mondays, evrything sits in Pias head”")
    assert lena.screen.count("mondays") == 1
    assert "EXCEL" not in lena.screen.upper()


async def test_it_can_be_changed_and_doubles_nothing(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="no", heard="First words", promised="The price list")
    await lena.presses("Change it")
    lena.sees("First words", "The price list")
    await lena.fills(goal_reached="partly", heard="Better words")
    await lena.submits()
    await lena.types("/reflect Northwind")
    lena.sees("Better words", "The price list")
    lena.sees_nothing_of("First words")
    await lena.types("/promises")
    assert lena.screen.count("The price list") == 1


async def test_a_promise_taken_out_of_the_form_on_its_day_simply_goes(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="no", promised="The price list\nA visit")
    await lena.presses("Change it")
    await lena.fills(promised="A visit by Friday")
    await lena.submits()
    await lena.types("/promises")
    lena.sees("A visit", "by Friday")
    lena.sees_nothing_of("The price list", "Dropped")


async def test_a_promise_taken_out_on_a_later_day_is_dropped(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="no", promised="The price list\nA visit")
    await office.until(24, "10:00")
    await lena.types("/reflect Northwind")
    await lena.fills(promised="A visit by Friday")
    await lena.submits()
    await lena.types("/promises")
    lena.sees("A visit", "by Friday", "Dropped: You owed Northwind: The price list")


async def test_a_promise_that_is_put_differently_is_the_same_promise(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(
        office,
        goal_reached="no",
        promised="The price list by Friday\nA visit\nThey: Names of dispatchers",
    )
    await office.until(24, "10:00")
    await lena.types("/reflect Northwind")
    await lena.fills(
        promised="The price list for 40 seats by Friday\nA visit\nThey: Two contacts",
    )
    await lena.submits()
    await lena.types("/promises")
    lena.sees("The price list for 40 seats", "A visit", "Two contacts")
    lena.sees_nothing_of("Dropped", "Names of dispatchers")
    await lena.types("/prep Northwind Thursday 10:00")
    await lena.presses("Everything on file")
    lena.sees("Two contacts – open, no day set")
    lena.sees_nothing_of("dropped", "Names of dispatchers")


async def test_what_is_overdue_is_called_so_in_the_brief(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="no", promised="The price list by Tuesday")
    await office.until(25, "10:00")
    await lena.types("/prep Northwind Thursday 10:00")
    lena.sees("We owe: The price list (overdue since yesterday)")
    await lena.presses("Everything on file")
    lena.sees("The price list – overdue since yesterday")


async def test_it_is_private_until_it_is_shared(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await held(office)
    await reflect(office, goal_reached="yes", heard="We had a planner two years ago.")
    await tomas.types("/prep Northwind tomorrow 9:00")
    tomas.sees_nothing_of("We had a planner")
    await lena.presses("Share or pass on")
    await lena.presses("Share or pass on")
    await lena.presses("Share with my colleagues")
    await lena.presses("Share this")
    lena.sees("Your colleagues can read it.", "Stop sharing it")
    lena.sees_nothing_of("Share with my colleagues")
    await tomas.types("/prep Northwind")
    tomas.sees("A colleague noted today: We had a planner two years ago.")
    await tomas.presses("Everything on file")
    tomas.sees("We had a planner two years ago.", "today, noted by a colleague")
    await lena.presses("Share with my colleagues")  # on a card from before
    lena.sees("Your colleagues can read it.")
    await lena.presses("Stop sharing it")
    await tomas.types("/prep Northwind")
    tomas.sees_nothing_of("We had a planner")


async def test_what_the_team_will_read_is_shown_whole_before_it_is_shared(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await held(office)
    words = {"heard": "We had a planner.", "surprise": "ZEBRA was rude", "next_step": "The OKAPI"}
    await reflect(office, goal_reached="yes", **words)
    await lena.presses("Share or pass on")
    await lena.presses("Share with my colleagues")
    lena.sees("will read this in briefs, word for word", *words.values())
    lena.sees("Everybody here who looks at this account, in your team or not")
    await tomas.types("/prep Northwind tomorrow 9:00")
    tomas.sees_nothing_of("planner", "ZEBRA", "OKAPI")
    await lena.presses("Change it first")
    await lena.fills(surprise="")
    await lena.submits()
    await lena.presses("Share or pass on")
    await lena.presses("Share with my colleagues")
    lena.sees("We had a planner.")
    lena.sees_nothing_of("ZEBRA")
    await lena.types("/reflect Northwind")
    await lena.fills(next_step="They count in pallets")
    await lena.submits()
    await lena.presses("Share this")
    lena.sees("The reflection has changed since. This is what your colleagues would read now.")
    lena.sees("They count in pallets")
    await lena.presses("Share this")
    lena.sees("Your colleagues can read it.")
    await tomas.types("/prep Northwind")
    tomas.sees("We had a planner.")


async def test_the_forms_for_promises_say_that_the_team_reads_them(office: Office) -> None:
    lena = office.lena
    await held(office)
    await lena.types("/reflect Northwind")
    lena.sees("Your colleagues can read promises.")
    await lena.types("/promises Northwind")
    await lena.presses("Add a promise")
    lena.sees("Your colleagues can read promises.")


async def test_what_was_shared_may_have_been_read(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await held(office)
    await reflect(office, goal_reached="yes", heard="We had a planner.")
    await lena.presses("Share or pass on")
    await lena.presses("Share with my colleagues")
    await lena.presses("Share this")
    lena.sees_nothing_of("It was shared before")
    await tomas.types("/prep Northwind tomorrow 9:00")
    tomas.sees("We had a planner.")
    await lena.presses("Stop sharing it")
    lena.sees(
        "Only you can read it.",
        "It was shared before, so a colleague may have read it. Briefs that were already sent "
        "still show it.",
    )


async def test_two_people_reflect_on_one_call(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office, "Northwind today 10:00")
    await tomas.types("/prep Northwind today 10:00")
    await tomas.presses("Join it")
    await office.until(23, "10:36")
    await reflect(office, goal_reached="yes", heard="Lena heard this", promised="The list")
    await tomas.presses("Badly")
    await tomas.answers_in_message(heard="Tomas heard that")
    await tomas.presses("Add more")
    await tomas.fills(promised="the  LIST")
    await tomas.submits()
    tomas.sees("Saved: Northwind.")
    tomas.sees("A colleague has already noted “the LIST” for this call.")
    await lena.types("/reflect Northwind")
    lena.sees("Lena heard this")
    await lena.types("/promises Northwind")
    assert lena.screen.lower().count("the list") == 1
    await tomas.types("/promises Northwind")
    tomas.sees("You have no open promises with Northwind. Your colleagues have these:")
    assert tomas.screen.lower().count("the list") == 1


async def test_the_same_words_with_two_days_are_asked_about(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", promised="The deck by Thursday\nthe deck by Friday")
    said = "“the deck” appears twice, with different days. Please reword one of them."
    assert lena.problems["promised"] == said
    await lena.fills(promised="The deck\nthe deck by Friday\nThe long deck by Thursday")
    await lena.submits()
    lena.sees("You promised: the deck, by Friday", "You promised: The long deck, by Thursday")


async def test_without_a_goal_nobody_is_asked_whether_it_was_reached(office: Office) -> None:
    lena = office.lena
    await plan(office, "Northwind today 10:00")
    await office.until(23, "10:36")
    lena.sees("Northwind: how did it go?")
    lena.sees_nothing_of("goal")
    await lena.presses("It went well: Northwind, Monday 23 November 10:00")
    lena.sees("Saved: Northwind. How did it go? It went well.")


async def test_the_same_next_step_for_everybody_is_a_question(office: Office) -> None:
    lena = office.lena
    await held(office)
    await reflect(office, goal_reached="yes", next_step="Send them the ROI deck")
    lena.sees_nothing_of("What did")
    await lena.types("/prep Halden today 11:00")
    await lena.presses("Add “Halden”")
    await office.until(23, "11:36")
    await reflect(office, goal_reached="yes", next_step="I send the ROI deck on Friday")
    lena.sees("ROI deck", "Northwind", "What did")


async def test_it_is_asked_once_more_and_then_never(office: Office) -> None:
    lena = office.lena
    await held(office)
    await plan(office, "Halden Wednesday 15:00")
    await lena.types("/prep Halden tomorrow 15:00")
    before = len(lena.messages)
    await office.until(24, "08:30")
    assert any(
        "Reflect: Northwind, Monday 23 November" in message for message in lena.messages[before:]
    )
    before = len(lena.messages)
    await office.until(25, "08:30")
    assert not any("Northwind" in message for message in lena.messages[before:])


async def test_a_call_that_has_not_begun_is_refused(office: Office) -> None:
    lena = office.lena
    await lena.types("/reflect")
    lena.sees("There is no past call to reflect on yet.")
    await lena.types("/reflect Nobody")
    lena.sees("There is no account called “Nobody” yet.")


async def test_a_form_for_a_cancelled_call_is_refused_and_keeps_its_words(office: Office) -> None:
    lena, tomas = office.lena, office.tomas
    await plan(office, "Northwind today 10:00")
    await tomas.types("/prep Northwind today 10:00")
    await tomas.presses("Join it")
    await lena.presses("Everything on file")
    await office.until(23, "10:36")
    await tomas.presses("It went well")
    await tomas.presses("Add more")
    await tomas.fills(heard="Words not to lose")
    await lena.presses("Cancel this call")  # on a page from before the call began
    await tomas.submits()
    assert "That call was cancelled." in str(tomas.problems)
    assert tomas.form is not None


@in_turn(
    ("fields", "shared", "said"),
    [
        ({"heard": "We had a planner."}, False, "Only you can read it."),
        ({"surprise": "A map"}, True, "Your colleagues can read it."),
        (
            {"promised": "A list"},
            False,
            "Only you can read it. Your colleagues can read the promises.",
        ),
        ({"promised": "They: A list"}, True, "Your colleagues can read it."),
        (
            {"promised": "A list", "heard": "No map.", "for_marketing": "They want a map"},
            False,
            "Only you can read it. Your colleagues can read the promises. "
            "Marketing can read the line and the quote you passed on, "
            "without names that Attune knows.",
        ),
        (
            {"surprise": "A map", "for_marketing": "They want a map", "attribution": "named"},
            False,
            "Only you can read it. Marketing can read the line you passed on, with names.",
        ),
    ],
)
async def test_it_is_said_who_reads_what(
    office: Office, fields: dict[str, str], shared: bool, said: str
) -> None:
    await held(office)
    await reflect(office, goal_reached="yes", **fields)
    if shared:
        await office.lena.presses("Share or pass on")
        await office.lena.presses("Share with my colleagues")
        await office.lena.presses("Share this")
    office.lena.sees(said)
