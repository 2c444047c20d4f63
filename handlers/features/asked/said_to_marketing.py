"""Answer "what did kestrel say". Marketing also sees what reps passed on to marketing.

A rep can pass words on without names. We leave these words out, because the answer would show which
account said them.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import Block, Button, Buttons, Card, Note, Quote, spans
from handlers.coaching.text.words import shortened, stems
from handlers.features.access import may_publish
from handlers.features.asked import word_facts
from handlers.features.asked.on_account import OnAccount
from handlers.features.asked.quotes import quotes
from handlers.features.asked.subject import Subject
from handlers.knowledge import passed_on
from storage.marketing.asks import PassedOn

SHOWN = 3
MAX_QUOTE = 300  # characters of a quote
PASSED_ON = "What reps passed on about {}, newest first:"


async def said(on: OnAccount, subject: Subject) -> Card:
    """Answer a question about what an account said.

    Everybody sees the quotes and notes that they may read. Marketers and admins also see what reps
    passed on to marketing in the last 90 days, if the question names no person at the account.
    """
    card = await word_facts.said(on, subject)
    pieces = await _passed_on(on, subject)
    if not pieces:
        return card
    lead, blocks = PASSED_ON.format(on.name), _blocks(on, pieces)
    if not quotes(on):
        return on.card(lead, *blocks)
    *shown, buttons = card.blocks
    return replace(card, blocks=(*shown, Note(spans(lead)), *blocks, buttons))


async def _passed_on(on: OnAccount, subject: Subject) -> Sequence[PassedOn]:
    """Return the newest lines that reps passed on.

    Leave out a line if its words are also in a reflection that the person may read.

    If the question has a topic, return only lines about the topic.
    """
    turn = on.turn
    if subject.people or not may_publish(turn.person):
        return ()
    topic = {*stems(" ".join(subject.topic))} if not word_facts.names_day(subject) else set()
    shared = [one.part.note for one in quotes(on)]
    found = await passed_on.of_account(turn.session, turn.person.tenant, on.account.id, turn.now)
    return [
        one
        for one in found
        if topic <= {*stems(f"{one.line} {one.quote}")}
        if not any(_words(one) in note for note in shared)
    ][:SHOWN]


def _words(one: PassedOn) -> str:
    return one.quote or one.line


def _blocks(on: OnAccount, pieces: Sequence[PassedOn]) -> list[Block]:
    blocks: list[Block] = []
    for one in pieces:
        day = on.dates.of(one.asked_at)
        blocks.append(Quote(shortened(_words(one), MAX_QUOTE), f"{on.name}, {day}"))
        blocks.append(Buttons((Button("Look at it", "ask.show", str(one.id), about=one.line),)))
    return blocks
