"""Say whether marketing has what a rep sent: “did priya get my answer”, “did marketing get it”."""

from datetime import datetime
from typing import NamedTuple

from handlers.cards import Button, Buttons, Card, Note, Reply, card_saying, spans, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import colleagues
from handlers.features.marketing import reply_offer
from handlers.notices import tell
from handlers.registry import Turn
from handlers.times import format_short
from handlers.typed.marketing.reply_said import arrival_asked, may_ask_arrival
from storage.conversation import answer_drafts
from storage.marketing import ask_notes, asks
from storage.tables import Ask
from storage.workspace import people

NOTHING_SENT = "You haven't sent marketing anything yet."
WHO_READ = "I can't see who has read it."
_LOOKED_AT = 8  # we look at this many of the rep's newest asks


class _Sent(NamedTuple):
    """What a rep sent to marketing: a line (`kind` is "line") or a reply, and when (UTC)."""

    at: datetime
    kind: str
    text: str
    ask: Ask


async def answer(turn: Turn) -> Reply | None:
    """Say which line or reply the rep last sent to marketing, when, and who can read it.

    If the rep has typed a newer reply but not sent it, say so, and show the button that sends it.

    Return None in these cases:

    - The line does not ask whether something arrived.
    - The line was typed in a channel.
    - The line names a colleague who isn't in marketing.
    - The person is a marketer.
    """
    if turn.place is not None or turn.person.role == "marketer" or not may_ask_arrival(turn.text):
        return None
    asked = arrival_asked(turn.text, await colleagues.names_unlike_contacts(turn))
    if asked is None:
        return None
    name, is_reply = asked
    if name and not await _is_in_marketing(turn, name):
        return None
    sent = await _sent(turn, replies_only=is_reply)
    draft = await answer_drafts.waiting_reply(
        turn.session, turn.person, turn.now - reply_offer.WITHIN
    )
    if draft is not None and (sent is None or draft.made_at > sent.at):
        return await reply_offer.not_sent_yet(turn, draft)
    if sent is None:
        return card_saying(NOTHING_SENT)
    return await _arrived(turn, sent, first_name(name) if name else "Marketing")


async def _is_in_marketing(turn: Turn, name: str) -> bool:
    found = await people.with_full_names(turn.session, turn.person, [name])
    return any(one.role == "marketer" for one in found)


async def _sent(turn: Turn, *, replies_only: bool) -> _Sent | None:
    """Return the last thing that the rep sent to marketing, or None.

    With `replies_only`, lines count only if the rep sent no reply.
    """
    person = turn.person
    lines, replies = [], []
    for ask in await asks.of_author(turn.session, person.tenant, person.id, _LOOKED_AT):
        lines.append(_Sent(ask.asked_at, "line", ask.line, ask))
        replies += [
            _Sent(note.at, "reply", note.text, ask)
            for note in await ask_notes.of_ask(turn.session, ask)
            if note.kind == "replied" and note.author_id == person.id and note.text
        ]
    among = replies if replies_only and replies else [*lines, *replies]
    return max(among, key=lambda one: one.at, default=None)


async def _arrived(turn: Turn, sent: _Sent, who: str) -> Card:
    when = format_short(sent.at, now=turn.now, zone=turn.person.zone)
    readers = await tell.readers(turn.session, turn.person.tenant, sent.ask)
    text = shortened(sent.text, 120)
    lead = f"{who} has your {sent.kind}, sent {when}: “{text}”"
    reads = f"{readers[:1].upper()}{readers[1:]} can read it. {WHO_READ}"
    if due := await tell.will_post_at(turn.session, sent.ask, turn.now):
        then = format_short(due, now=turn.now, zone=turn.person.zone)
        lead = f"Your {sent.kind} waits for marketing's hours: “{text}”"
        reads = f"From {then} on, {readers} can read it."
    look = Button("Look at it", "ask.show", str(sent.ask.id), about=sent.ask.line)
    return card_saying(typed(lead), Note(spans(typed(reads))), Buttons((look,)))
