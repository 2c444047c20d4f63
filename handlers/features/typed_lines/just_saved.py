"""Answer "what did you just save" with the newest note, promise or reflection of the person."""

from dataclasses import dataclass
from datetime import datetime

from handlers.cards import (
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    Reply,
    ShowsOfCall,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.features.crm.asked import ELSEWHERE
from handlers.features.promises import promise_list
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import day_of
from handlers.times import format_absolute
from handlers.views.promises import promise_cards
from storage.conversation import drafts, offers
from storage.customers import accounts, commitments
from storage.sales_calls import own_notes, reflections

NOTHING = "I haven't saved anything of yours yet."
UNDO = "To take it back, type “undo”."
ONLY_YOU = "Only you can read it."
SHOWN = 300  # characters of the note, the promise or the customer's words
ALL_PROMISES = Button("All promises", "promises.all", beside=True)


@dataclass(frozen=True)
class _Saved:
    """The newest note, promise or reflection, put into words for the answer.

    `at` is when it was saved (UTC). `readers` is a sentence that says who can read it. `shows` has
    the call whose reflection or promise the answer shows.
    """

    at: datetime
    what: str
    readers: str
    shows: tuple[ShowsOfCall, ...] = ()


def register(registry: Registry) -> None:
    """Register the answer for its intent."""
    registry.intent("just saved", answer)


async def answer(turn: Turn) -> Reply:
    """Show the newest of the person's notes, promises and reflections, and say who can read it."""
    if turn.place is not None:
        raise Refusal(ELSEWHERE)
    found = [
        one for one in (await _reflection(turn), await _promise(turn), await _note(turn)) if one
    ]
    if not found:
        return card_saying(NOTHING)
    newest = max(found, key=lambda one: one.at)
    zone = turn.person.zone
    when = format_absolute(newest.at, now=turn.now, zone=zone, own=zone)
    lead = f"Last saved, {when}: {newest.what}"
    last = await offers.latest(turn.session, turn.person, turn.now - drafts.ANSWERED_WITHIN)
    undo = f" {UNDO}" if last and last.is_undo and last.made_at == newest.at else ""
    blocks = (Paragraph(spans(typed(lead))), Note(spans(f"{newest.readers}{undo}")))
    return Card(lead, (*blocks, Buttons((ALL_PROMISES,))), shows=newest.shows)


async def _note(turn: Turn) -> _Saved | None:
    for note in await own_notes.latest(turn.session, turn.person, 1):
        account = await accounts.by_id(turn.session, turn.person.tenant, note.account_id)
        on = f" on {shortened(account.name)}" if account else ""
        what = f"your own note{on}, “{shortened(note.text, SHOWN)}”"
        return _Saved(note.noted_at, what, ONLY_YOU)
    return None


async def _promise(turn: Turn) -> _Saved | None:
    person = turn.person
    rows = await commitments.of_owner(turn.session, person.tenant, person.id)
    made = max(rows, key=lambda row: (row[0].made_at, row[0].id), default=None)
    if made is None:
        return None
    promise, account = made
    due = promise_cards.due(promise.due_on, day_of(turn.now, person.zone), lasting=True)
    whose = f"{'to' if promise.side == 'ours' else 'by'} {shortened(account.name)}"
    what = f"a promise {whose}, “{shortened(promise.text, SHOWN)}”, {due}"
    return _Saved(
        promise.made_at, what, "Your colleagues can read promises.", promise_list.shows([promise])
    )


async def _reflection(turn: Turn) -> _Saved | None:
    person = turn.person
    for written, account in await reflections.last_of(turn.session, person.tenant, person.id, 1):
        said = f", “{shortened(written.heard, SHOWN)}”" if written.heard else ""
        what = f"your reflection on {shortened(account.name)}{said}"
        who = "Your colleagues can read it." if written.shared else ONLY_YOU
        shows = (ShowsOfCall(written.call_id, "reflection"),)
        return _Saved(written.written_at, what, who, shows)
    return None
