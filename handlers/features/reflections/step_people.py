"""Choose who comes to the call that a next step plans."""

import re

from handlers.coaching.text.spelling import SPACELESS
from handlers.coaching.text.words import words_in
from handlers.features.reflections import call_people
from handlers.registry import Turn
from handlers.transcripts.whose import is_name
from storage.customers import contacts
from storage.sales_calls.own_calls import Seated
from storage.sources import measured_calls

_MAX_PEOPLE = 8
_NAME = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


async def who_comes(turn: Turn, seated: Seated, step: str) -> list[str]:
    """Return the names of the customer's people who will come to the call that a step plans.

    If the step names contacts of the account or speakers in the transcript, return their names.
    Otherwise, return the names of the customer's people in the call in which the step was agreed
    (`seated`).
    """
    account_id, call_id = seated.account.id, seated.call.id
    coming = [one.name for one in await call_people.attendees(turn, seated)]
    known = (await contacts.by_accounts(turn.session, [account_id])).get(account_id, ())
    names = [*coming, *(one.name for one in known)]
    row = await measured_calls.of_call(turn.session, turn.person, call_id)
    labels = row.labels.items() if row else ()
    for label in (_given_first(label) for label, side in labels if label and side == "theirs"):
        if not any(is_name(label, name) for name in names):
            names.append(label)
    named = [name for name in dict.fromkeys(names) if is_named(name, step)]
    return (named or coming)[:_MAX_PEOPLE]


def is_named(name: str, step: str) -> bool:
    """Check whether the text of a step has somebody's given name or surname.

    The name must begin with a capital letter, unless the script has no capital letters.
    """
    names = _names(name)
    in_a_run = any(SPACELESS.match(each) and each in step for each in names)
    return in_a_run or bool(names & _names(step))


def _names(text: str) -> set[str]:
    """Return the words that begin with a capital letter, or are in a script without capitals."""
    cased = [word for word in _NAME.findall(text) if word[0].isupper()]
    words = (text[word.start : word.end] for word in words_in(text))
    uncased = [word for word in words if word[0].isalpha() and word[0].lower() == word[0].upper()]
    return {word for word in (*cased, *uncased) if len(word) > 1}


def _given_first(label: str) -> str:
    """Return "Rolf Thiemann" for "Thiemann, Rolf"."""
    last, comma, first = label.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() else label
