"""Ask what /prep needs to know if the account, the time or the call is not clear.

What was typed is stored as a draft, and the buttons have the draft's id in their values.

If a button on a card leads to a question, the question appears below the card. If the question
replaced the card, the second click of a double click would press one of the question's buttons.
"""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from handlers.cards import Aside, Button, Buttons, Card, Form, Note, card_saying, spans
from handlers.coaching.text.words import shortened
from handlers.features.calls.typed_call import TypedCall, read_when, save_draft
from handlers.features.customers import account_question, which_account
from handlers.inputs import TextInput
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times import Unclear, Understood, format_day, format_short
from handlers.views import shown_start
from storage.sales_calls.own_calls import Seated
from storage.tables import Account, Call, Draft

ABOUT_HINT = "From your next step. The topic becomes your goal for the call."
COMING_HINT = "From your next step, or from the last call. Separate names with commas."
PLANS_ONLY = "plans"  # in a button's value: plan the call without a brief (see `TypedCall`)
REMEMBERED = timedelta(days=30)  # we offer no reflection if a call began longer ago than this


async def ask_time(turn: Turn, entered: TypedCall, unclear: Unclear) -> Aside:
    """Ask about an unclear or past time, with a button for each moment that it may mean.

    For a past time, there may also be a button to reflect on the call.
    """
    draft = await save_draft(turn, entered)
    offers = []
    for offer in unclear.offers:
        offered = await save_draft(turn, TypedCall(entered.account, "", offer))
        label = format_short(offer.starts_at, offer.ends_at, now=turn.now, zone=turn.person.zone)
        offers.append(Button(label, "prep.suggested", str(offered.id), "primary"))
    if unclear.past_moment and await which_account.on_file(turn, entered.account):
        offers += await _reflect_button(turn, entered, unclear.past_moment)
    return question(unclear.question, draft, first=tuple(offers))


async def _reflect_button(turn: Turn, entered: TypedCall, past_moment: Understood) -> list[Button]:
    """Return a button to reflect on a past call, or [] if the call is older than `REMEMBERED`."""
    if turn.now - past_moment.starts_at > REMEMBERED:
        return []
    draft = await save_draft(turn, TypedCall(entered.account, "", past_moment))
    return [Button("It took place: reflect on it", "reflect.past", str(draft.id))]


async def ask_account(turn: Turn, entered: TypedCall) -> Aside:
    """Ask which account the call is with."""
    return question("Which account is the call with?", await save_draft(turn, entered))


async def ask_new_account(turn: Turn, entered: TypedCall) -> Aside:
    """Ask whether an unknown account is new, or whether a similar name is meant."""
    draft = await save_draft(turn, entered)
    near = await which_account.near(turn, entered.account)
    lead = account_question.missing(entered.account, near)
    if isinstance(entered.reading, Understood):
        reading = entered.reading
        when = format_short(reading.starts_at, reading.ends_at, now=turn.now, zone=turn.person.zone)
        lead = f"For {when}: {lead[:1].lower()}{lead[1:]}"
    picks = [await _pick(turn, entered, draft, account) for account in near]
    name = which_account.name_in(entered.account)  # without quotes around it
    plans = f":{PLANS_ONLY}" if entered.plans_only else ""
    add = Button(f"Add “{shortened(name, 40)}”", "prep.add", f"{draft.id}{plans}")
    note = entered.reading.note if isinstance(entered.reading, Understood) else None
    return question(lead, draft, first=(*picks, add), note=note)


async def _pick(turn: Turn, entered: TypedCall, draft: Draft, account: Account) -> Button:
    """Return a button for an account that the typed name may mean.

    The typed name may have words that the account's name lacks. We ignore them in two cases:

    - No time was typed, and the words look like a part of a name. An example is "Corporation" in
      "Globex Corporation" for Globex.
    - The typed time is clear, and the typed name has at most as many words as the account's name.
      An example is "foods" in "kestrel foods" for Kestrel Freight.

    In all other cases, the words may be part of the time. We add the typed time after them, and
    read the whole as the time. If the whole is not a time, the button opens the form.
    """
    (label,) = account_question.labels([account])
    following = which_account.text_after_name(entered.account, account)
    covered = which_account.is_covered(entered.account, account)
    named = entered.reading is None and _is_a_name(entered.account, following, account)
    if not following or named or (covered and isinstance(entered.reading, Understood)):
        return Button(label, "prep.pick", f"{draft.id}:{account.id}", "primary")
    time = f"{following} {entered.time}".rstrip()
    reading = read_when(turn, time)
    opened = await save_draft(turn, TypedCall(account.name, time, reading))
    if isinstance(reading, Unclear) and reading.reason == "not_a_time":
        return Button(label, "prep.form", str(opened.id), "primary")
    return Button(label, "prep.pick", f"{opened.id}:{account.id}", "primary")


def _is_a_name(typed: str, following: str, account: Account) -> bool:
    """Check whether `following` looks like a part of a name: "Corporation" after "Globex"."""
    as_names = all(word[:1].isupper() for word in following.split())
    return as_names or (following == typed and which_account.is_covered(typed, account))


async def ask_second(
    turn: Turn, entered: TypedCall, reading: Understood, there: Sequence[Seated]
) -> Aside:
    """Ask whether to move a call that is planned on the typed day, or to plan another call."""
    draft, zone = await save_draft(turn, entered), turn.person.zone
    moved = format_short(reading.starts_at, reading.ends_at, now=turn.now, zone=zone)
    if len(there) > 1:
        return _ask_another(turn, entered, reading, there, draft)
    call = there[0].call
    when = format_short(call.starts_at, now=turn.now, zone=zone)
    lead = f"You already have a call with {shortened(entered.account)} {when}. "
    lead += f"Move it to {moved}, or is this a second call?"
    notes = (Note(spans(reading.note)),) if reading.note else ()
    buttons = (
        Button("Move it", "prep.instead", f"{draft.id}:{shown_start.value(call)}", "primary"),
        Button("A second call", "prep.second", str(draft.id)),
        Button("Open its brief", "brief.open", str(call.id)),
    )
    return Aside(card_saying(lead, *notes, Buttons(buttons)))


def _ask_another(
    turn: Turn, entered: TypedCall, reading: Understood, there: Sequence[Seated], draft: Draft
) -> Aside:
    """Ask whether to move one of several calls on the typed day, or to plan another call."""
    moved = format_short(reading.starts_at, reading.ends_at, now=turn.now, zone=turn.person.zone)
    day = format_day(
        day_of(reading.starts_at, turn.person.zone), day_of(turn.now, turn.person.zone)
    )
    clocks = [_clock(turn, one.call) for one in there]
    lead = f"You already have calls with {shortened(entered.account)} {day} "
    lead += f"at {' and '.join(clocks)}. "
    lead += f"Move one to {moved}, or is this another call?"
    notes = (Note(spans(reading.note)),) if reading.note else ()
    moves = [
        Button(f"Move {clock}", "prep.instead", f"{draft.id}:{shown_start.value(one.call)}")
        for clock, one in zip(clocks, there, strict=True)
    ]
    another = Button("Another call", "prep.second", str(draft.id), "primary")
    return Aside(card_saying(lead, *notes, Buttons((*moves, another))))


def which_call(turn: Turn, there: Sequence[Seated]) -> Card:
    """Ask which of an account's calls on one day is meant."""
    call, account = there[0].call, there[0].account
    zone = turn.person.zone
    day = format_day(day_of(call.starts_at, zone), day_of(turn.now, zone))
    lead = f"You have {len(there)} calls with {shortened(account.name)} {day}. Which brief?"
    briefs = [Button(_clock(turn, one.call), "brief.open", str(one.call.id)) for one in there]
    plan = Button("Plan another", "call.add", account.name)
    return card_saying(lead, Buttons((*briefs, plan)))


def _clock(turn: Turn, call: Call) -> str:
    return f"{call.starts_at.astimezone(ZoneInfo(turn.person.zone)):%H:%M}"


def question(
    lead: str, draft: Draft, first: tuple[Button, ...] = (), note: str | None = None
) -> Aside:
    """Ask a question with buttons as answers, and a button that opens the form instead."""
    label = "Change it" if draft.account and draft.time else "Fill it in"
    change = Button(label, "prep.form", str(draft.id))
    notes = (Note(spans(note)),) if note else ()
    return Aside(card_saying(lead, *notes, Buttons((*first, change))))


def form(
    account: str, when: str, subject: str, *, about: str = "", coming: Sequence[str] = ()
) -> Form:
    """Return the form to plan a call, filled with what was typed.

    `subject` is the id of the draft with what was typed, or "". `about` is the topic, or "".
    `coming` has the names of the attendees.
    """
    names = ", ".join(coming)
    return Form(
        "prep",
        "Plan a call",
        (
            TextInput("account", "Account", value=account, required=True),
            TextInput(
                "when",
                "When",
                hint="As you would say it: tomorrow 15:00, Thursday 3pm, Friday 10:00-11:00",
                value=when,
                required=True,
            ),
            *((TextInput("coming", "Who is coming", COMING_HINT, names),) if names else ()),
            *((TextInput("about", "What it is about", ABOUT_HINT, about),) if about else ()),
        ),
        subject=subject,
        submit="Plan it",
    )
