"""Answer "remind me to send the deck". Instead of a reminder, save or offer a promise."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, card_saying, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.access import may_publish
from handlers.features.asked import facts
from handlers.features.briefs import prep
from handlers.features.customers import which_account
from handlers.features.promises import promise_asked, promise_form, promise_saved
from handlers.features.typed_time import typed_time
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of, rhythm_of
from handlers.times import Understood, format_short
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import DAY_WORDS, QUESTION_WORDS, listed
from handlers.views.marketing.for_marketing import ASKS
from handlers.views.promises.promise_lines import Jotted
from storage.tables import Account

PLAN = "remind.plan"
NO_REMINDERS = (
    "I can't remind you at a certain time. Save it as a promise, and your agenda will show it on "
    "the morning it is due."
)
NO_OWN_TASKS = "I can't remind you of your own tasks."
OWN_TASK = (
    f"{NO_OWN_TASKS} If the task is a call, plan it: your agenda and the call's brief will remind "
    "you. If the customer expects it, save it as a promise."
)
OF_ASKS = (
    "If nobody answers or takes on an ask within a working day, I remind marketing of it. I send "
    "no other reminder."
)
_TO_ANSWER = tuple(
    (verb, *what)
    for verb in ("answer", "reply")
    for what in ((), ("it",), ("that",), ("this",), ("the", "ask"), ("the", "question"))
)
# After "remind me to", these verbs begin the rep's own task. No customer waits for such a task.
_OWN_TASKS = listed("call ring phone chase check prepare prep review read follow look log book ask")
_CALLS = listed("call ring phone")  # a task with a customer, which may be planned as a call
_WRITES = listed("email mail text message write ping")
# In "email pia back later", only "pia" is a name. These words and words for a day are no names.
_BEFORE_DAY = listed("to on at by this later back")
_CLOCK = re.compile(r"\bat (?:noon|\d{1,2}(?::\d\d)? ?(?:am|pm)?)\b")
_ENDS = " ?!.,;:"


def register(registry: Registry) -> None:
    """Register the answer to a request for a reminder."""
    registry.intent("remind", remind)
    registry.button(PLAN, plan)


async def remind(turn: Turn) -> Reply:
    """Answer a request for a reminder.

    - If somebody in marketing wants to be reminded to answer an ask, say when we remind marketing
      of asks.
    - If the words are a question, such as "remind me who mia is", answer the question.
    - If the words are the rep's own task, such as "call jana", offer to plan a call or to save a
      promise.
    - If the words are a clear promise with an account and a day, but without a time of day, save
      the promise.
    - In all other cases, say that we can't remind at a certain time, and ask for what is missing
      in the promise.

    In a channel, open the form for a promise instead of saving.
    """
    words = _day_last(turn, written_out(turn.text.strip(_ENDS)))
    if may_publish(turn.person) and tuple(words.lower().removeprefix("to ").split()) in _TO_ANSWER:
        return card_saying(OF_ASKS, Buttons((ASKS,)))
    is_question = words.partition(" ")[0].lower() in QUESTION_WORDS
    if is_question and (answer := await facts.answer(replace(turn, text=words))):
        return answer
    if is_own_task(words):
        return await _own_task(turn, words)
    form = await promise_form.said_by_us(turn, words)
    account_named, has_day = bool(form.inputs[0].value), bool(form.inputs[-1].value)
    if not account_named or (names_a_clock(words) and not has_day):
        account = await which_account.only_one_named(turn, words)
        form = promise_form.filled_form(account.name if account else "", _with_day(turn, words))
    if has_day and not names_a_clock(words):
        kept = await promise_saved.at_once(turn, form)
        if kept is not form:
            return kept
    if turn.place is None:
        return await promise_asked.card(turn, form, NO_REMINDERS)
    return replace(form, blocks=(Paragraph(spans(NO_REMINDERS)), *form.blocks))


async def _own_task(turn: Turn, words: str) -> Card:
    """Say that we can't remind the rep of a task, and offer a call or a promise instead."""
    account = await which_account.only_one_named(turn, words)
    name, id_ = (account.name, str(account.id)) if account else ("", "")
    about = shortened(name, 40)
    if account and (asked := _as_call(turn, words, account)):
        return asked
    said = shortened(words.removeprefix("to "), promise_saved.SHOWN)
    buttons = (
        Button("Plan a call", "call.add", name, about=about),
        Button("Save as a promise", "promise.add", f"{id_}:{said}", about=about),
    )
    return card_saying(OWN_TASK, Buttons(buttons))


def _as_call(turn: Turn, words: str, account: Account) -> Card | None:
    """Ask whether to plan "to call mia at 4" as a call. The call's brief then reminds the rep.

    Return None if the words are not about a call, or don't name a time in the future.
    """
    said = words.removeprefix("to ").split()
    if said[0].lower() not in _CALLS:
        return None
    tails = (typed_time(turn, " ".join(said[at:])) for at in range(1, len(said)))
    reading = next((one for one in tails if isinstance(one, Understood)), None)
    if reading is None or reading.starts_at <= turn.now:
        return None
    mine, about = rhythm_of(turn.person), shortened(account.name, 40)
    when = format_short(reading.starts_at, now=turn.now, zone=turn.person.zone)
    lead = f"{NO_OWN_TASKS} Shall I plan it as a call with {about}, {when}?"
    if "brief" not in mine.muted:
        lead = f"{lead} Its brief then comes {mine.brief_minutes} minutes before the call."
    value = f"{account.id}:{reading.starts_at:%Y%m%d%H%M}"
    promise = f"{account.id}:{shortened(words.removeprefix('to '), promise_saved.SHOWN)}"
    buttons = (
        Button(f"Plan it, {when}", PLAN, value, about=about),
        Button("Save as a promise", "promise.add", promise, about=about),
    )
    return card_saying(typed(lead), Buttons(buttons))


async def plan(turn: Turn) -> Reply:
    """Plan the call on the button. Raises Refusal if its time has passed or can't be read."""
    account_id, _, moment = turn.text.partition(":")
    account = await access.account(turn, access.row_id(account_id))
    try:
        starts_at = datetime.strptime(moment, "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        raise Refusal("I can't read that time. Type the call again.") from None
    if starts_at <= turn.now:
        raise Refusal("That time has passed.")
    local = starts_at.astimezone(ZoneInfo(turn.person.zone))
    return await prep.prep(replace(turn, text=f"{account.name} {local:%d %B %Y %H:%M}"))


def is_own_task(words: str) -> bool:
    """Check whether words are the rep's own task, and not a promise to a customer.

    "To call jana" is the rep's own task. "To email pia this afternoon" is too, because the words do
    not say what Pia will get.
    """
    verb, *rest = words.lower().removeprefix("to ").split() or [""]
    whom = [word for word in rest if word not in DAY_WORDS | _BEFORE_DAY]
    return verb in _OWN_TASKS or (verb in _WRITES and len(whom) == 1)


def _day_last(turn: Turn, words: str) -> str:
    """Return "to call jana friday" for "friday to call jana"."""
    when, to, what = words.partition(" to ")
    day = promise_form.read(turn, f"it on {when.removeprefix('on ')}").due_on if to else None
    return f"to {what} {when}" if day else words


def _with_day(turn: Turn, words: str) -> Jotted:
    """Split words into a promise and its day. The time of day stays in the promise.

    If the words have a time but not a day, the day is today.
    """
    found = promise_form.with_day(turn, words, turn.now)
    if found.due_on is None and found.note is None and names_a_clock(words):
        found = replace(found, due_on=day_of(turn.now, turn.person.zone))
    return replace(found, text=found.text.removeprefix("to "))


def names_a_clock(words: str) -> bool:
    """Check whether words name a time of day: "at 4", "at 16:30"."""
    return bool(_CLOCK.search(words.lower()))
