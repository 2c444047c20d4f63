"""Settle a promise and save a new one: "deck is sent, i owe northwind a price list by fri"."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import Card, Note, Reply, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features.customers import account_in_talk, which_account
from handlers.features.notes import note_kept
from handlers.features.promises import (
    fitting_promises,
    promise_line,
    promise_reports,
    promise_saved,
)
from handlers.features.reflections import typed_report
from handlers.registry import Turn
from handlers.typed.notes_and_promises import promised_words
from handlers.typed.privacy.confidential import is_confidential
from handlers.typed.promises import promised_to_them
from handlers.typed.promises.promise_in_full import in_full
from handlers.typed.promises.settled_and_promised import SettledAndPromised, splits
from storage.conversation import offers
from storage.tables import Account

_SHOWN = 60  # the reply quotes at most this many characters of a report


async def answer(turn: Turn) -> Reply | None:
    """Settle the promise that a line reports about, and save the new promise beside the report.

    If no open promise fits the report, keep the report as the rep's own note: "called jana".

    Return None:

    - in a channel, and for a confidential line
    - if the line is not a report and a promise
    - if the account or the new promise is not clear
    """
    if turn.place is not None or is_confidential(turn.text):
        return None
    for said in splits(turn.text):
        if reply := await _both(turn, said):
            return reply
    return None


async def _both(turn: Turn, said: SettledAndPromised) -> Reply | None:
    reporting = replace(turn, text=said.reported)
    if await fitting_promises.names_colleague(reporting):
        return None
    rows = await promise_reports.fitting_report(reporting, said.report)
    if not rows and (said.report.told == "dropped" or await _is_of_call(turn)):
        return None
    account = await _account(turn, said, rows)
    saved = await _saved(turn, account, said.other) if account else None
    if account is None or saved is None:
        return None
    if not rows:
        return await _with_note(turn, account, saved, said.reported)
    settled = await promise_reports.answered_with(reporting, rows, said.report)
    await offers.make_older(turn.session, turn.person)  # "undo" would not say which of the two
    if not isinstance(settled, Card):
        return settled
    return Card(f"{settled.summary} {saved.summary}", (*settled.blocks, *saved.blocks))


async def _is_of_call(turn: Turn) -> bool:
    """Check whether the whole line is the rep's report on a call that has just ended."""
    return await typed_report.reported_call(turn, turn.text) is not None


async def _with_note(turn: Turn, account: Account, saved: Card, reported: str) -> Card:
    """Keep a report that fits no open promise as the rep's own note, and say so below `saved`."""
    await note_kept.keep(turn, account, reported)
    await offers.make_older(turn.session, turn.person)
    told = f"I kept “{shortened(reported, _SHOWN)}” as your own note."
    return replace(saved, blocks=(*saved.blocks, Note(spans(typed(told)))))


async def _account(
    turn: Turn, said: SettledAndPromised, rows: Sequence[fitting_promises.Row]
) -> Account | None:
    """Return the account of the new promise, which names it or has it in common with the report."""
    if await which_account.named_by(turn, said.other):
        return await which_account.only_one_named(turn, said.other)
    of_rows = {row[1].id: row[1] for row in rows}
    if len(of_rows) == 1:
        return next(iter(of_rows.values()))
    return await account_in_talk.meant(turn, said.reported)


async def _saved(turn: Turn, account: Account, words: str) -> Card | None:
    """Save the new promise, or ask what is missing. Return None if the words are not a promise."""
    labelled = replace(turn, text=f"{account.name}: {words}")
    line = await promise_line.answer(labelled, labelled.text) or await promise_line.of_ours(
        labelled
    )
    if isinstance(line, Card):
        return line
    if full := in_full(words):
        return await _saved(turn, account, full) if full != words else None
    promise = promised_words(words)
    if not promise:
        return None
    told = promise_saved.PromisedTo(account, "")
    named = promised_to_them.named(promise, account.name)
    reply = await promise_saved.said_by_us(replace(turn, text=words), named, told)
    return reply if isinstance(reply, Card) else None
