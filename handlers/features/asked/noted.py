"""Find the rep's own notes that answer a question about an account."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.cards import Block, Buttons, Note, Quote, spans
from handlers.coaching.promises.promise_signs import share_said
from handlers.coaching.text.words import shortened
from handlers.features.asked.on_account import OnAccount
from handlers.features.customers import which_account
from handlers.rhythm_settings import day_of
from handlers.times.words import DAY_NAMES
from handlers.typed.plain_spelling import written_out_words
from handlers.views.briefs import everything
from storage.sales_calls.call_histories import NoteRead
from storage.spelling import comparable
from storage.tables import Contact

SHOWN, SHOWN_OF_A_DAY = 3, 12
LONGEST = 300  # characters of a note


def about(on: OnAccount, topic: Sequence[str], people: Sequence[Contact] = ()) -> list[NoteRead]:
    """Return the notes about a topic, those with the most words from the topic first.

    Without a topic, return all notes. With `people`, return only notes that name one of them.
    """
    words = " ".join(topic)
    found = [one for one in on.facts.notes if not people or names_any(one.text, people)]
    if not words:
        return found
    fitting = [one for one in found if share_said(one.text, words)]
    return sorted(fitting, key=lambda one: -share_said(one.text, words))


def names_any(text: str, people: Sequence[Contact]) -> bool:
    """Check whether a text has the first or last name of one of these people."""
    said = {*comparable(text).replace("'", " ").split()}
    forms = {form for one in people for form in which_account.forms_of(one.name)}
    return not said.isdisjoint(forms | {f"{form}s" for form in forms})


def day_asked(on: OnAccount) -> date | None:
    """Return the day in a question about notes. Return None if it has no day or several days.

    "Monday" means the most recent Monday, which may be today.
    """
    today = on.dates.today
    week = [today - timedelta(days=ago) for ago in range(7)]
    days = {
        "today": today,
        "yesterday": today - timedelta(days=1),
        **{DAY_NAMES[day.weekday()].lower(): day for day in week},
    }
    named = {days[word] for word in written_out_words(on.turn.text) if word in days}
    return named.pop() if len(named) == 1 else None


def of_day(on: OnAccount, day: date) -> list[NoteRead]:
    """Return the notes that the rep wrote on a day, newest first."""
    zone = on.turn.person.zone
    return [one for one in on.facts.notes if day_of(one.at, zone) == day]


def blocks(on: OnAccount, found: Sequence[NoteRead], most: int = SHOWN) -> list[Block]:
    """Show the first `most` notes. If there are more, say how many more, and offer to list all."""
    shown: list[Block] = [
        Quote(shortened(one.text, LONGEST), f"Your own note, {on.dates.of(one.at)}")
        for one in found[:most]
    ]
    if (more := len(found) - most) > 0:
        shown.append(
            Note(spans(f"And {more} more of your own {'note' if more == 1 else 'notes'}."))
        )
        shown.append(Buttons((everything.all_notes(on.facts, everything.ALL_NOTES),)))
    return shown
