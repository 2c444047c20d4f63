"""Find what was said in calls with an account, in the reflections that the person may read.

The rep's own notes on the account (`facts.notes`) are not searched.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from handlers.cards import Quote, ShowsOfCall
from handlers.coaching.buyer_words.their_words import theirs
from handlers.coaching.promises.promise_signs import share_said
from handlers.coaching.text.words import stems
from handlers.features.asked.on_account import OnAccount
from handlers.knowledge.facts import HeardPart
from handlers.views.briefs import everything
from storage.tables import Contact, Reflection


class HeardLine(NamedTuple):
    """Words that were heard in a call, the reflection that has them, and how a card shows them."""

    part: HeardPart
    row: Reflection
    block: Quote


def quotes(on: OnAccount, *, people: Collection[Contact] = ()) -> list[HeardLine]:
    """Return what was said, newest first. With `people`, return only what these people said."""
    wanted = {one.id for one in people}
    return [
        _found(on, part, row)
        for row in on.facts.heard
        for part in on.facts.said(row)
        if not wanted or (part.contact is not None and part.contact.id in wanted)
    ]


def unattributed(on: OnAccount) -> list[HeardLine]:
    """Return the lines that we can't attribute to a contact on file, newest first."""
    return [line for one in quotes(on) if one.part.contact is None for line in _lines(on, one)]


def _found(on: OnAccount, part: HeardPart, row: Reflection) -> HeardLine:
    return HeardLine(part, row, everything.quoted(part, row, on.facts, on.dates))


def about(on: OnAccount, said: Sequence[HeardLine], topic: Sequence[str]) -> list[HeardLine]:
    """Return the lines about a topic. The lines with the most words from the topic come first."""
    words = " ".join(topic)
    lines = [line for one in said for line in _lines(on, one) if share_said(line.part.note, words)]
    return sorted(lines, key=lambda one: -share_said(one.part.note, words))


def _lines(on: OnAccount, one: HeardLine) -> list[HeardLine]:
    """Divide a text of several lines into one `HeardLine` for each line."""
    lines = one.part.note.splitlines()
    if len(lines) < 2:
        return [one]
    parts = (replace(one.part, note=line, words=theirs(line, one.part.who)) for line in lines)
    return [_found(on, part, one.row) for part in parts]


def with_any(said: Sequence[HeardLine], wanted: Collection[str]) -> list[HeardLine]:
    """Return the lines with at least one word whose stem is in `wanted`."""
    return [one for one in said if not {*wanted}.isdisjoint(stems(one.part.note))]


def shows(on: OnAccount, said: Sequence[HeardLine]) -> tuple[ShowsOfCall, ...]:
    """Return the calls that these lines are from.

    A card says which calls it shows, so that it can be emptied if a reflection is deleted.
    """
    return tuple(_shows(on, one.row) for one in said)


def _shows(on: OnAccount, row: Reflection) -> ShowsOfCall:
    own = row.author_id == on.turn.person.id
    return ShowsOfCall(row.call_id, "reflection" if own else "shared reflection")
