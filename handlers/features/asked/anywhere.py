"""Search the rep's notes and reflections on all accounts for the topic of a question."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from handlers.cards import Card, Quote, ShowsOfCall
from handlers.coaching.promises.promise_signs import share_said
from handlers.coaching.text.words import shortened
from handlers.features.asked.on_account import on_account
from handlers.registry import Turn
from storage.customers import accounts
from storage.sales_calls import own_notes, reflections

SEARCHED = 200  # how many notes we search, and how many reflections
SHOWN = 3
LONGEST = 300  # characters of a line that are shown


class _Line(NamedTuple):
    at: datetime
    account_id: int
    text: str
    shows: tuple[ShowsOfCall, ...] = ()  # the reflection that has the line; () for a note


async def answer(turn: Turn, topic: Sequence[str]) -> Card | None:
    """Show the newest lines that have all words of the topic. Return None if there are none."""
    words = " ".join(topic)
    lines = [line for line in await _lines(turn) if share_said(line.text, words) == 1]
    found = sorted(lines, key=lambda line: line.at, reverse=True)[:SHOWN]
    if not found:
        return None
    ids = sorted({line.account_id for line in found})
    known = {one.id: one for one in await accounts.by_ids(turn.session, turn.person.tenant, ids)}
    newest = await on_account(turn, known[found[0].account_id])
    quoted = [
        Quote(
            shortened(line.text, LONGEST),
            f"{shortened(known[line.account_id].name, 40)}, {newest.dates.of(line.at)}",
        )
        for line in found
    ]
    lead = f"This is what you noted about “{shortened(words, 60)}”:"
    return newest.card(lead, *quoted, shows=tuple(each for line in found for each in line.shows))


async def _lines(turn: Turn) -> list[_Line]:
    person, session = turn.person, turn.session
    notes = await own_notes.latest(session, person, SEARCHED)
    written = await reflections.last_of(session, person.tenant, person.id, SEARCHED)
    return [
        *(_Line(one.noted_at, one.account_id, one.text) for one in notes),
        *(
            _Line(row.called_at, account.id, line, (ShowsOfCall(row.call_id, "reflection"),))
            for row, account in written
            for line in row.heard.splitlines()
        ),
    ]
