"""Answer "remind me to send the deck": save or offer a promise with a day, not a reminder."""

import re
from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, spans
from handlers.coaching.text.words import shortened
from handlers.features.asked import facts
from handlers.features.customers import which_account
from handlers.features.promises import promise_form, promise_saved
from handlers.registry import Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.typed.asked.day_asked import DAY_WORDS
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import QUESTION_WORDS, listed
from handlers.views.promises.promise_lines import Jotted

NO_REMINDERS = (
    "I can't remind you at a certain time. Save it as a promise, and your agenda will show it on "
    "the morning it is due."
)
OWN_TASK = (
    "I can't remind you of your own tasks. If you plan the call, your agenda and the call's brief "
    "will remind you. If the customer expects it, save it as a promise."
)
# After "remind me to", these verbs begin the rep's own task, which no customer waits for.
_OWN_TASKS = listed("call ring phone chase check prepare prep review read follow look log book ask")
_WRITES = listed("email mail text message write ping")
# These words, and words for a day, do not say to whom the rep writes.
_BEFORE_DAY = listed("to on at by this later back")
_CLOCK = re.compile(r"\bat (?:noon|\d{1,2}(?::\d\d)? ?(?:am|pm)?)\b")
_ENDS = " ?!.,;:"


def register(registry: Registry) -> None:
    """Register the answer to a request for a reminder."""
    registry.intent("remind", remind)


async def remind(turn: Turn) -> Reply:
    """Save a promise with a day at once. Otherwise open its form and say that we send no reminders.

    If it is a question, such as "remind me who mia is", answer the question. If it is the rep's own
    task, such as "call jana", say what is possible instead.
    """
    words = _day_last(turn, written_out(turn.text.strip(_ENDS)))
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
    if not names_a_clock(words):
        kept = await promise_saved.at_once(turn, form)
        if kept is not form:
            return kept
    return replace(form, blocks=(Paragraph(spans(NO_REMINDERS)), *form.blocks))


async def _own_task(turn: Turn, words: str) -> Card:
    account = await which_account.only_one_named(turn, words)
    name, id_ = (account.name, str(account.id)) if account else ("", "")
    about = shortened(name, 40)
    said = shortened(words.removeprefix("to "), promise_saved.SHOWN)
    buttons = (
        Button("Plan a call", "call.add", name, about=about),
        Button("Save as a promise", "promise.add", f"{id_}:{said}", about=about),
    )
    return Card(OWN_TASK, (Paragraph(spans(OWN_TASK)), Buttons(buttons)))


def is_own_task(words: str) -> bool:
    """Check for "to call jana": a task of the rep's own, and not something for a customer.

    "To email pia this afternoon" is one too: it does not say what Pia is to get.
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
    """Split off the day. A time without a day means today, and the time stays in the words."""
    found = promise_form.with_day(turn, words, turn.now)
    if found.due_on is None and found.note is None and names_a_clock(words):
        found = replace(found, due_on=day_of(turn.now, turn.person.zone))
    return replace(found, text=found.text.removeprefix("to "))


def names_a_clock(words: str) -> bool:
    """Check whether words name a time of day: "at 4", "at 16:30"."""
    return bool(_CLOCK.search(words.lower()))
