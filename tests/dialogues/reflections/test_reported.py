"""What a rep types about a call that has just been held is her report of it."""

from typing import NamedTuple

from sqlmodel import select

from storage.tables import Commitment, OwnNote, Reflection
from tests.dialogues.office import Office
from tests.dialogues.rep_does import plan
from tests.dialogues.turns import in_turn


class OnFile(NamedTuple):
    """What is on file: what was heard in calls, promises, and own notes."""

    heard: list[str]
    promises: list[str]
    notes: list[str]


async def on_file(office: Office) -> OnFile:
    async with office.attune.database.read() as session:
        heard = (await session.exec(select(Reflection.heard))).all()
        promises = (await session.exec(select(Commitment.text))).all()
        notes = (await session.exec(select(OwnNote.text))).all()
    return OnFile([*heard], [*promises], [*notes])


def still_to_reflect_on(office: Office) -> str:
    """Return what the morning's message lists. The test's other calls are always among them."""
    (asked,) = [one for one in office.lena.messages if "Still to reflect on" in one]
    return asked.partition("Still to reflect on")[2]


async def day(office: Office, time: str) -> None:
    """It is Monday. Lena has four calls, and each is asked about five minutes after its end."""
    await plan(office, "Brightwater today 10:00 with Anders Lund")
    await plan(office, "Halden today 11:30 with Pia Storm")
    await plan(office, "Northwind today 13:00 with Jana Novak, Ruben Falk")
    await plan(office, "Alder today 15:00 with Mia Thorne")
    await office.until(23, time)


@in_turn(
    ("time", "typed", "account", "saved"),
    [
        (
            "10:36",
            "good demo but anders wants it on one ward first…",
            "Brightwater",
            "good demo but anders wants it on one ward first…",
        ),
        (
            "10:36",
            "solid demo, the nurses want it on one ward first",
            "Brightwater",
            "solid demo, the nurses want it on one ward first",
        ),
        (
            "10:36",
            "good demo, anders wants it on one ward first",
            "Brightwater",
            "good demo, anders wants it on one ward first",
        ),
        (
            "12:06",
            "brightwater went well, anders wants it on one ward first",
            "Brightwater",
            "anders wants it on one ward first",
        ),
        (
            "12:06",
            "brightwater: anders wants it on one ward first",
            "Brightwater",
            "anders wants it on one ward first",
        ),
        (
            "15:36",
            "yep sam kim takes over from mia",
            "Alder",
            "yep sam kim takes over from mia",
        ),
        (
            "15:36",
            "brightwater are keen but slow",
            "Brightwater",
            "brightwater are keen but slow",
        ),
        (
            "13:36",
            "not bad. jana told us about the works council",
            "Northwind",
            "not bad. jana told us about the works council",
        ),
        (
            "10:36",
            "the nurses liked it. lund said “we can't buy before april”",
            "Brightwater",
            "the nurses liked it. lund said “we can't buy before april”",
        ),
        (
            "13:36",
            "went ok, jana said the cfo signs",
            "Northwind",
            "the cfo signs",
        ),
    ],
)
async def test_a_statement_after_a_call_is_its_reflection(
    office: Office, time: str, typed: str, account: str, saved: str
) -> None:
    lena = office.lena
    await day(office, time)
    await lena.types(typed)
    lena.sees(f"Saved: {account}. Only you can read it.", f"“{saved}”", "Undo")
    assert await on_file(office) == OnFile([saved], [], [])
    await office.until(24, "09:00")
    assert account not in still_to_reflect_on(office)


@in_turn(
    ("time", "typed", "account", "promised"),
    [
        (
            "12:06",
            "pia was there, shes sending me the data by mon",
            "Halden",
            "They promised: the data, by Monday 30 November",
        ),
        (
            "12:06",
            "pia was there. she is sending us the data by mon",
            "Halden",
            "They promised: the data, by Monday 30 November",
        ),
        (
            "13:36",
            "went ok, jana said the cfo signs. i owe her a rollout plan by fri",
            "Northwind",
            "You promised: a rollout plan, by Friday",
        ),
        (
            "13:36",
            "northwind was great, im sending the contract draft weds",
            "Northwind",
            "You promised: send the contract draft, by Wednesday",
        ),
        (
            "13:36",
            "jana wants a quote, ill send em friday",
            "Northwind",
            "You promised: send a quote, by Friday",
        ),
    ],
)
async def test_promises_in_a_report_are_kept_and_undone_with_it(
    office: Office, time: str, typed: str, account: str, promised: str
) -> None:
    lena = office.lena
    await day(office, time)
    await lena.types(typed)
    lena.sees(f"Saved: {account}.", promised, "Your colleagues can read the promises.")
    lena.sees_nothing_of("Add the promise", "Add their promise")
    assert len((await on_file(office)).promises) == 1
    await lena.types("undo")
    lena.sees("Removed: “")
    kept = await on_file(office)
    assert (kept.promises, "".join(kept.heard)) == ([], "")


@in_turn(
    ("typed", "step"),
    [
        ("jana was happy, next call thurs 3pm", "Next: call thurs 3pm."),
        ("jana was happy. our next step is a demo with the cfo", "Next: a demo with the cfo."),
        ("went well, the dispatchers liked it. we talk again thurs 3pm", "Next: talk again thurs"),
    ],
)
async def test_a_next_step_in_a_report_is_kept_and_undone_with_it(
    office: Office, typed: str, step: str
) -> None:
    lena = office.lena
    await day(office, "13:36")
    await lena.types(typed)
    lena.sees("Saved: Northwind.", step, "Plan it")
    await lena.types("undo")
    lena.sees("Removed: “", "Northwind: how did it go?")
    assert await on_file(office) == OnFile([], [], [])


@in_turn(
    "typed",
    [
        "jana was happy. next step unclear",
        "jana liked it, next call is too long",
        "jana liked the next call we planned",
    ],
)
async def test_what_only_mentions_a_next_step_sets_none(office: Office, typed: str) -> None:
    lena = office.lena
    await day(office, "13:36")
    await lena.types(typed)
    lena.sees("Saved: Northwind.")
    lena.sees_nothing_of("Next:")


@in_turn(
    "typed",
    [
        "went well, deck goes out thursday instead",
        "jana was happy. ill send the deck thurs instead",
        "jana liked it, the deck goes thursday, not tomorrow",
    ],
)
async def test_a_promise_on_file_gets_its_new_day_from_a_report(office: Office, typed: str) -> None:
    lena = office.lena
    await day(office, "13:36")
    await lena.types("i owe jana the deck by tomorrow")
    await lena.types(typed)
    lena.sees("Saved: Northwind.", "Moved from tomorrow to Thursday: the deck (Jana Novak).")
    lena.sees_nothing_of("Add the promise")
    await lena.types("undo")
    await lena.types("/promises Northwind")
    lena.sees("the deck (Jana Novak)", "tomorrow")
    lena.sees_nothing_of("Thursday")


async def test_a_report_about_another_thing_moves_no_promise(office: Office) -> None:
    lena = office.lena
    await day(office, "13:36")
    await lena.types("i owe jana the deck by tomorrow")
    await lena.types("jana was happy, the pilot goes out thursday instead")
    lena.sees("Saved: Northwind.")
    lena.sees_nothing_of("Moved from")


@in_turn(
    "typed",
    [
        "northwind went well, they want the depots first",
        "northwind went ok, jana said the cfo signs",
        "went badly, jana wants to wait for the audit",
    ],
)
async def test_undo_takes_back_how_it_went_too(office: Office, typed: str) -> None:
    lena = office.lena
    await day(office, "13:36")
    await lena.types(typed)
    lena.sees("Saved: Northwind.")
    await lena.types("undo")
    lena.sees("Removed: “", "Northwind: how did it go?", "They didn't come")
    assert await on_file(office) == OnFile([], [], [])


@in_turn(
    "typed",
    [
        "northwind was great, they want the contract draft by weds",
        "good call, jana needs a quote by thurs",
        "northwind wants our pricing by the end of the week",
    ],
)
async def test_what_they_want_by_a_day_is_offered_as_our_promise(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await day(office, "13:36")
    await lena.types(typed)
    lena.sees("Saved: Northwind.", "Add the promise")
    assert (await on_file(office)).promises == []
    await lena.presses("Add the promise")
    await lena.submits()
    lena.sees("You owe Northwind:")


@in_turn(
    "typed", ["northwind want to start by march", "jana wants a pilot", "they need drivers by weds"]
)
async def test_what_we_do_not_send_is_not_offered(office: Office, typed: str) -> None:
    lena = office.lena
    await day(office, "13:36")
    await lena.types(typed)
    lena.sees("Saved: Northwind.")
    lena.sees_nothing_of("Add the promise")


async def test_a_promise_without_a_day_is_offered_beside_one_with_a_day(office: Office) -> None:
    lena = office.lena
    await day(office, "13:36")
    await lena.types("good call. they'll send the list by thurs and i send a quote")
    lena.sees("Saved: Northwind.", "They promised:", "list, by Thursday", "Add the promise")
    await lena.presses("Add the promise")
    await lena.submits()
    lena.sees("You owe Northwind:", "quote")


@in_turn(
    "typed",
    [
        "jana sends the list by thurs. i share the quote with her",
        "i email the quote, and they send us the list thurs",
    ],
)
async def test_a_line_of_nothing_but_promises_saves_them_all(office: Office, typed: str) -> None:
    lena = office.lena
    await day(office, "13:36")
    await lena.types(typed)
    lena.sees("Promised by Northwind:", "list, by Thursday")
    lena.sees("Promised to Northwind:", "quote", "no day set.")


async def test_after_undo_the_call_is_asked_about_again(office: Office) -> None:
    lena = office.lena
    await day(office, "10:36")
    await lena.types("anders wants it on one ward first")
    await lena.presses("Undo")
    lena.sees("Removed: “anders wants it on one ward first”", "Brightwater: how did it go?")
    assert await on_file(office) == OnFile([], [], [])
    await lena.types("anders wants it on two wards first")
    await lena.presses("Change it")
    await lena.fills(goal_reached="partly")
    await lena.submits()
    lena.sees("Saved: Brightwater.")


@in_turn(
    "typed",
    [
        "halden didnt show",
        "halden didnt show again ffs",
        "nobody from halden came",
        "no show",
        "no show again ugh",
    ],
)
async def test_a_no_show_under_the_question_ends_it(office: Office, typed: str) -> None:
    lena = office.lena
    await day(office, "12:06")
    await lena.types(typed)
    lena.sees("Halden, Monday 23 November 11:30: they didn't come. I won't ask about it again.")
    await lena.types("/calls")
    lena.sees("Brightwater")
    lena.sees_nothing_of("Halden")
    await office.until(24, "09:00")
    assert "Halden" not in still_to_reflect_on(office)


@in_turn(
    "typed",
    [
        "i told you yesterday how brightwater went",
        "I already told you about Brightwater!",
        "but i told you how brightwater was",
    ],
)
async def test_who_has_told_already_sees_what_is_on_file(office: Office, typed: str) -> None:
    lena = office.lena
    await day(office, "10:36")
    await lena.types(typed)
    lena.sees("I have nothing on file yet about your call with Brightwater,", "how did it go?")
    await lena.types("note brightwater: anders looked tired")
    await lena.types(typed)
    lena.sees("On file for your call with Brightwater", "“anders looked tired”, as your own note.")
    await lena.types("anders wants it on one ward first")
    lena.sees("Saved: Brightwater.")
    await office.until(24, "09:00")
    await lena.types(typed)
    lena.sees("On file for your call with Brightwater, Monday 23 November 10:00: “anders wants it")
    lena.sees_nothing_of("Shall I keep this")


async def test_what_goes_on_with_news_is_a_report(office: Office) -> None:
    lena = office.lena
    await day(office, "10:36")
    await lena.types("i told you, anders wants it on one ward first")
    lena.sees("Saved: Brightwater.")


@in_turn(
    ("typed", "answer"),
    [
        ("note brightwater: anders is job hunting", "Noted, only you see it: Brightwater."),
        ("off the record brightwater will never sign", "Noted, only you see it: Brightwater."),
        ("i think he is bluffing", "Noted, only you see it: Brightwater."),
        ("Anders: we start on one ward", "Shall I keep this for Brightwater?"),
        ("does anders like excel?", "Brightwater"),
        ("anders is in the lift", "Saved: Brightwater."),
        ("brightwater next call thurs 3pm", "15:00"),
        ("remind me to call anders", ""),
        ("stop the morning messages", ""),
        ("halden didnt show the numbers", "Noted, only you see it: Halden."),
        ("they didnt show the numbers", "Saved: Brightwater."),
        ("brightwater went well, halden didnt", "This names more than one account."),
        ("note that anders is leaving, we start in may", "Noted, only you see it: Brightwater."),
        ("nice one attune", ""),
        ("make it -1", ""),
        ("nortwind brief pls", ""),
        ("busy now, later", ""),
        ("im in a call", ""),
        ("i dont have time for this", ""),
        ("i want to see my calls", ""),
        ("we are still talking", ""),
        ("brief me earlier next time", ""),
        ("need to send anders the deck", ""),
        ("they moved it to friday 10am", ""),
        ("anders rescheduled to thursday", ""),
        ("i showed the intake module, the nurses loved it", "Saved: Brightwater."),
        ("lol that was awful", "Saved: Brightwater."),
        ("i liked it, they moved from excel to paper", "Saved: Brightwater."),
    ],
)
async def test_what_is_no_report_means_what_it_meant(
    office: Office, typed: str, answer: str
) -> None:
    lena = office.lena
    await day(office, "10:36")
    await lena.types(typed)
    lena.sees(*filter(None, [answer]))
    if not answer.startswith("Saved"):
        lena.sees_nothing_of("Saved: ")


async def test_before_the_call_and_two_days_after_it_the_line_is_a_note(office: Office) -> None:
    lena = office.lena
    await day(office, "09:50")
    await lena.types("anders wants it on one ward first")
    lena.sees("Noted, only you see it: Brightwater.")
    await office.until(25, "09:00")
    await lena.types("brightwater wants it on two wards first")
    lena.sees("Noted, only you see it: Brightwater.")


@in_turn(
    "typed",
    [
        "good demo, the nurses want it on one ward",
        "one ward first is what anders wants, but anders likes it",
        "they want it on one ward",
    ],
)
async def test_the_next_brief_does_not_quote_the_reps_words_as_theirs(
    office: Office, typed: str
) -> None:
    lena = office.lena
    await day(office, "10:36")
    await lena.types(typed)
    lena.sees("Saved: Brightwater.")
    await lena.types("/prep Brightwater tomorrow 10:00 with Anders Lund")
    lena.sees("You noted")
    lena.sees_nothing_of("They said", "Anders Lund said")


async def test_a_line_without_a_name_is_not_for_a_question_of_hours_ago(office: Office) -> None:
    lena = office.lena
    await plan(office, "Brightwater today 10:00 with Anders Lund")
    await office.until(23, "12:50")
    await lena.types("they want it on one ward first")
    lena.sees_nothing_of("Saved: ")
    await lena.types("anders wants it on one ward first")
    lena.sees("Saved: Brightwater.")


@in_turn(
    "secret",
    [
        "tomas must not see this",
        "pls nobody else",
        "just between you and I",
        "don't mention it to anyone",
        "tomas mustnt know",
        "hush hush",
        "not for tomas' ears",
    ],
)
async def test_a_promise_in_words_that_stay_private_is_not_kept_for_colleagues(
    office: Office, secret: str
) -> None:
    await day(office, "10:36")
    await office.lena.types(f"anders leaves, ill send him a reference by fri. {secret}")
    office.lena.sees("Noted, only you see it: Brightwater.", "Briefs don't.")
    assert (await on_file(office)).promises == []


@in_turn(
    "seen",
    [
        "brightwater demo went badly, 3 people on their phones the whole time",
        "brightwater went well, long silences at the start",
        "brightwater call went ok, half of them left early",
    ],
)
async def test_what_the_rep_saw_is_no_quotation(office: Office, seen: str) -> None:
    lena = office.lena
    await day(office, "10:36")
    await lena.types(seen)
    lena.sees("Saved: Brightwater.")
    await lena.types("whats with brightwater")
    lena.sees("Your note, Monday 23 November", "On file: 1 note")
    lena.sees_nothing_of("Speaker not on file")
    await lena.types("is brightwater worried about vans")
    lena.sees("Nothing on file about “worried vans” at Brightwater.", "On file: 1 note")
    lena.sees_nothing_of("What was said last:")
    await lena.types("brightwater: 2 of them are new there")
    await lena.types("whats with brightwater")
    lena.sees("On file: 2 notes")


async def test_what_a_customer_said_of_us_stays_a_quotation(office: Office) -> None:
    lena = office.lena
    await day(office, "10:36")
    await lena.types("brightwater went well. we need it on our ward first")
    await lena.types("whats with brightwater")
    lena.sees("we need it on our ward first", "Monday 23 November")
    lena.sees_nothing_of("Your note")
