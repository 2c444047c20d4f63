"""Settle several promises at once: "board pager n deck both sent", and the button *Both done*."""

from collections.abc import Sequence

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Paragraph,
    Reply,
    aside,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features import access
from handlers.features.promises import fitting_promises, just_listed
from handlers.features.promises.fitting_promises import SHOWN, Row
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.typed.promises.several_done import SeveralDone, several_done
from handlers.views.promises import promise_cards
from storage.conversation import call_choice, offers
from storage.conversation.call_choice import CallChoice
from storage.customers import commitments

WHICH, WHICH_TOO = "Which promises are done?", "Which of these is done, too?"
ALL_SETTLED = "Those promises are no longer open. /promises shows what became of them."
NONE_DONE = "None of those promises is done any more, so they stay. /promises shows open ones."
DONE_ALL, REOPEN_ALL = "promises.done_all", "promises.reopen_all"


def register(registry: Registry) -> None:
    """Register the button that marks several promises as done, and the one that undoes it."""
    registry.button(DONE_ALL, press_all)
    registry.button(REOPEN_ALL, reopen_all)


async def asked(turn: Turn, rows: Sequence[Row], lead: str) -> Card:
    """Ask which of these promises are kept. One button, or the word "both", means all of them."""
    if not 1 < len(rows) <= SHOWN:
        return fitting_promises.shown(turn, rows, lead)
    ids = ",".join(str(row[0].id) for row in rows)
    label = "Both done" if len(rows) == 2 else f"All {len(rows)} done"
    choice = CallChoice(DONE_ALL, for_all=ids)
    await call_choice.remember(turn.session, turn.person, choice, turn.now)
    return fitting_promises.shown(turn, rows, lead, Button(label, DONE_ALL, ids))


async def answer(turn: Turn) -> Reply | None:
    """If a line names several promises, mark all of these promises as done.

    - If words fit no open promise, name these words.
    - If words fit several open promises, ask about these promises.
    - "Both sent" names no promises. It is about those that were just asked about or listed.

    Return None for any other line, if fewer than two promises fit, and in a channel.
    """
    said = several_done(turn.text) if turn.place is None else None
    if said is None or await fitting_promises.names_colleague(turn):
        return None
    person = turn.person
    rows = await commitments.of_owner(turn.session, person.tenant, person.id)
    rows = [row for row in rows if row[0].side == "theirs" or not said.theirs]
    rows = [row for row in rows if row[0].side == "ours" or said.theirs or said.parts]
    if not said.parts:
        return await _unnamed(turn, said, rows)
    found = [await fitting_promises.fitting_rows(turn, rows, part) for part in said.parts]
    if len(found) == 1 and len(found[0]) == said.count:
        return await settled(turn, found[0])
    return await _named(turn, said, found)


async def _named(turn: Turn, said: SeveralDone, found: Sequence[Sequence[Row]]) -> Reply | None:
    """Settle the promises that the line names.

    For each part of the line, `found` has the promises that fit the part.
    """
    clear = {rows[0][0].id: rows[0] for rows in found if len(rows) == 1}
    open_ones = {row[0].id: row for rows in found if len(rows) > 1 for row in rows}
    doubtful = [row for each, row in open_ones.items() if each not in clear]
    missing = [" ".join(part) for part, rows in zip(said.parts, found, strict=True) if not rows]
    least = 1 if missing and said.is_all else 2
    if len(found) == 1 or (missing and not said.is_all) or len(clear) + len(doubtful) < least:
        return None
    if not clear:
        return await asked(turn, doubtful, WHICH)
    card = await settled(turn, [*clear.values()], missing)
    if not doubtful:
        return card
    today = day_of(turn.now, turn.person.zone)
    lines: list[Block] = [Paragraph(spans(WHICH_TOO))]
    lines += promise_cards.lines(doubtful[:SHOWN], today, "all")
    return Card(card.summary, (*card.blocks, *lines))


async def _unnamed(turn: Turn, said: SeveralDone, rows: Sequence[Row]) -> Reply | None:
    """Answer "both sent": settle the promises just asked about, or ask about those just listed."""
    choice = await call_choice.last(turn.session, turn.person, turn.now)
    if choice and choice.action == DONE_ALL:
        ids = choice.for_all.split(",")
        if said.count in (0, len(ids)):
            return await done_all(turn, choice.for_all)
    listed = await just_listed.among(turn, rows) or rows
    if said.count and len(listed) < said.count:
        return None
    return await asked(turn, listed, WHICH) if listed else None


async def press_all(turn: Turn) -> Reply:
    """Mark all promises in the button's value as done."""
    return await done_all(turn, turn.text)


async def done_all(turn: Turn, ids: str) -> Card:
    """Mark the promises with these ids as done, except those that are settled already."""
    rows = []
    for promise_id in ids.split(",")[:SHOWN]:
        promise = await access.own_promise(turn, promise_id, locked=True)
        if promise.state == "open":
            rows.append((promise, await access.account(turn, promise.account_id)))
    await call_choice.forget(turn.session, turn.person)
    return await settled(turn, rows)


async def settled(turn: Turn, rows: Sequence[Row], missing: Sequence[str] = ()) -> Card:
    """Mark these promises as done. A typed "undo" opens all of them again.

    `missing` are the names of promises that were not found. The answer says so.
    """
    done = []
    for row, account in rows:
        promise = await access.own_promise(turn, str(row.id), locked=True)
        promise.state, promise.settled_at = "done", turn.now
        done.append(f"{shortened(promise.text)} ({promise_cards.to_or_by(promise, account)})")
    await turn.session.flush()
    lead = f"Done: {'; '.join(done)}." if done else ALL_SETTLED
    if missing:
        lead = f"{lead} I found no open promise for “{'” or “'.join(missing)}”."
    if not done:
        return card_saying(lead)
    ids = ",".join(str(row[0].id) for row in rows)
    await offers.save(turn.session, turn.person, offers.to_undo(REOPEN_ALL, ids, turn.now))
    undo = Button("Undo", REOPEN_ALL, ids, beside=True)
    return card_saying(typed(lead), Buttons((undo,)))


async def reopen_all(turn: Turn) -> Reply:
    """Open the promises in the button's value again.

    A promise that is not done any more stays as it is. Raises Refusal if that is true of all.
    """
    opened = []
    for promise_id in turn.text.split(","):
        promise = await access.own_promise(turn, promise_id, locked=True, take_over=False)
        if promise.state != "done":
            continue
        promise.state, promise.settled_at = "open", None
        opened.append(shortened(promise.text))
    if not opened:
        raise Refusal(NONE_DONE)
    await offers.close_undo(turn.session, turn.person, turn.now)
    await turn.session.flush()
    return aside(f"Open again: {'; '.join(opened)}")
