"""Answer words that fit no command and no intent. `reading_order` has the order of the answers."""

from dataclasses import replace
from functools import partial

from handlers.cards import Block, Button, Buttons, Card, Paragraph, Reply, spans
from handlers.coaching.text.words import shortened
from handlers.commands import NOT_UNDERSTOOD, not_understood, not_understood_in_channel
from handlers.features import asker_calls
from handlers.features.calls import call_chosen
from handlers.features.customers import about_account, account_in_talk
from handlers.features.marketing import reply_offer
from handlers.features.notes import note_offered
from handlers.features.typed_lines import (
    just_changed,
    question_behind,
    two_questions,
    unanswered,
    unknown_command,
)
from handlers.features.typed_lines.account_and_time import is_time
from handlers.features.typed_lines.line_readers import first_answer
from handlers.features.typed_lines.reading_order import REQUESTS, STATEMENTS
from handlers.features.typed_lines.typed_requests import ENDS
from handlers.registry import Registry, Turn, Unfinished
from handlers.typed import orders
from handlers.typed.line_kinds import is_question, kind_of
from handlers.typed.plain_spelling import written_out
from handlers.typed.slash import slash_name, without_slash
from handlers.typed.words import bare_words_of
from storage.tables import Account

A_CALL = "Is that the time of a call?"
LONGEST_TIME = 60  # characters of words that may be a time


def register(registry: Registry) -> None:
    registry.set_fallback(partial(_answer, registry))


async def _answer(registry: Registry, turn: Turn) -> Reply | Unfinished:
    answered = await _one_of_all(registry, turn)
    await account_in_talk.keep_named(turn)
    return answered


async def _one_of_all(registry: Registry, turn: Turn) -> Reply | Unfinished:
    """Return the first answer that fits the line.

    We try to read the line as an answer to "Which call?", as a request, as a question, as an
    unknown slash command, and as a statement, in this order.
    """
    if chosen := await call_chosen.answer(registry, turn):  # "the one today"
        return chosen
    requested = replace(turn, text=without_slash(turn.text))
    if answered := await two_questions.answer(requested, REQUESTS):
        return answered
    if answered := await first_answer(REQUESTS, requested):
        return answered
    if answered := await question_behind.answer(requested, REQUESTS):
        return answered
    if slash_name(turn.text):  # "/preps northwind" is never a note
        return await unknown_command.answer(registry, turn)
    return await reply_offer.below(
        turn, await first_answer(STATEMENTS, turn) or await _unknown(turn)
    )


async def _unknown(turn: Turn) -> Card:
    """Say that we don't understand a line, can't answer its question, or can't do what it asks for.

    The card may also offer to plan a call, to correct what was just changed, or to show what is on
    file about the account that came up last.
    """
    words = written_out(turn.text.strip(ENDS))
    if turn.place is None and words and len(words) <= LONGEST_TIME and is_time(turn, words):
        lead = f"{NOT_UNDERSTOOD} {A_CALL}"
        plan = Buttons((Button("Plan a call", "call.add", ""),))
        return Card(NOT_UNDERSTOOD, (Paragraph(spans(lead)), plan))
    if turn.place is None and is_question(turn.text, bare_words_of(turn.text)):
        return await unanswered.card(turn)
    if turn.place is not None:
        return not_understood_in_channel()
    if changed := await just_changed.how_to_correct(turn):
        return changed
    is_order = orders.asks_for_something(turn.text)
    last = await account_in_talk.current(turn)
    if last is None or turn.person.role == "marketer":  # marketing has no calls to keep notes on
        of_role = await unanswered.not_understood(turn)
        return of_role or (
            await note_offered.not_done(turn, None) if is_order else not_understood()
        )
    return await _about_last(turn, last, is_order=is_order)


async def _about_last(turn: Turn, last: Account, *, is_order: bool) -> Card:
    """Say that nothing was done or kept. `last` is the account that came up last."""
    if is_order:
        return await note_offered.not_done(turn, await account_in_talk.meant(turn, turn.text))
    if kind_of(turn.text) == "done":
        return await about_account.no_promise_fits(turn, last)
    return not_understood(shortened(last.name, 40), *await _everything(turn, last))


async def _everything(turn: Turn, account: Account) -> list[Block]:
    """Return the button *Everything on file*, or [] if the person has no call with the account."""
    held = await asker_calls.latest(turn, account)
    ahead = await asker_calls.planned(turn, account, limit=1)
    own = next(iter(ahead), held)
    if own is None:
        return []
    about = shortened(account.name, 40)
    label = f"Everything on file: {about}"
    return [Buttons((Button(label, "brief.everything", str(own.call.id), about=about),))]
