"""Show a typed line that was kept with a call, and take it out again."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from handlers.cards import Block, Button, Buttons, Card, Paragraph, Reply, spans, typed
from handlers.coaching.text.words import shortened
from handlers.features import asker_calls
from handlers.features.reflections import call_people, no_show, own_reflection, reflection_card
from handlers.features.reflections.line_promises import PromisesInLine
from handlers.registry import Refusal, Registry, Turn
from handlers.views import reflect_cards
from storage.conversation import offers, undos
from storage.conversation.undos import Undo
from storage.customers import commitments
from storage.sales_calls.own_calls import Seated
from storage.tables import Reflection

TAKE_OUT, BACK = "reflect.take_out", "reflect.put_back"
SHOWN = 200  # characters of a line in a reply
_QUOTES = '“”"'


class SavedWithLine(NamedTuple):
    """What was saved from a line, besides the line: promises, a next step, and how the call went.

    Undo takes all of it back.
    """

    promises: PromisesInLine
    step: str
    answer: str


class Kept(NamedTuple):
    """A line that was kept with a call, and how the call went if the line said so."""

    seated: Seated
    line: str
    answer: str


def register(registry: Registry) -> None:
    """Register the button that takes a line out again."""
    registry.button(TAKE_OUT, take_out)


async def blocks(
    turn: Turn,
    seated: Seated,
    on_file: list[str],
    line: str,
    saved: SavedWithLine,
) -> list[Block]:
    """Show which line was kept with which call, and a button that undoes all that was saved.

    `line` is the text that was kept, which may have line breaks. `on_file` has the lines of this
    text in the form that the reflection stores, perhaps with a speaker's name.

    The button's value has these parts: the call's id, the number of lines, their hash, the ids of
    the promises, the hash of the next step, and the answer to how the call went. A promise that got
    another day has both days after its id.
    """
    when = asker_calls.when(turn, seated)
    moved = (
        f"{one.promise.id}={one.before or ''}={one.promise.due_on}" for one in saved.promises.moved
    )
    ids = ".".join([*(str(one.id) for one in saved.promises.kept), *moved])
    step = _hash_of([saved.step]) if saved.step else ""
    line_on_file = f"{seated.call.id}:{len(on_file)}:{_hash_of(on_file)}"
    value = f"{line_on_file}:{ids}:{step}:{saved.answer}"
    said = " ".join(line.split())
    if said[:1] in _QUOTES and said[-1:] in _QUOTES:
        said = said.strip(_QUOTES)
    shown = shortened(said, SHOWN)
    kept = offers.to_undo(TAKE_OUT, value, turn.now)
    await offers.save(turn.session, turn.person, kept)
    undo = Button("Undo", TAKE_OUT, value, about=shortened(line, 40))
    lead = spans(f"From your call on {when}: “", typed(shown), "”")
    return [Paragraph(lead), Buttons((undo, *saved.promises.offered))]


def _hash_of(lines: list[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()[:16]


async def kept(turn: Turn, value: str) -> Kept | None:
    """Return the line that *Undo* with this value takes out, or None if the line is gone."""
    call_id, *_, answer = (*value.split(":"), *[""] * 5)[:6]
    seated = await own_reflection.started_call(turn, call_id, locked=True)
    reflection = await own_reflection.of_call(turn, seated)
    line = _line_of_undo(reflection, value) if reflection else None
    return None if line is None else Kept(seated, line, answer)


def _line_of_undo(reflection: Reflection, value: str) -> str | None:
    """Return the line of a reflection that the value of an *Undo* button is about."""
    _, count, mark, *_ = (*value.split(":"), *[""] * 2)
    many = int(count) if count.isdecimal() and len(count) < 4 else 1
    lines = reflection.heard.splitlines()
    parts = (lines[at : at + many] for at in range(len(lines)))
    return next(("\n".join(part) for part in parts if _hash_of(part) == mark), None)


async def take_out(turn: Turn) -> Reply:
    """Take a line out of the reflection, with what was saved from it (`SavedWithLine`).

    If the reflection has nothing else, delete it and ask how the call went. Raises Refusal if the
    reflection no longer has the line.
    """
    call_id, _, _, ids, step, answer = (*turn.text.split(":"), *[""] * 5)[:6]
    seated = await own_reflection.started_call(turn, call_id, locked=True)
    reflection = await own_reflection.needed(turn, seated)
    line = _line_of_undo(reflection, turn.text)
    # We look for the line first. If it is gone, we delete nothing that was saved from it.
    if line is None or not own_reflection.remove(reflection, "heard", line):
        raise Refusal("That line has changed since, or is gone. /reflect opens what is on file.")
    await offers.close(turn.session, turn.person)
    origin = reflect_cards.REPORT if ids or step else reflect_cards.TYPED
    taken = f"{call_id}:{origin}:{reflection.heard_from or ''}:{answer}"
    undo = Undo(BACK, seated.account.name, taken, line)
    value = str(await undos.keep(turn.session, turn.person, undo, turn.now))
    back = Buttons((Button("Put it back", BACK, value, about=shortened(line, 40)),))
    reflection.heard_from = reflection.heard_from if reflection.heard else None
    reflection.written_at = turn.now
    if step and _hash_of([reflection.next_step]) == step:
        reflection.next_step = ""
    if reflection.goal_reached == answer:
        reflection.goal_reached = ""
    await _drop_promises(turn, seated, set(ids.split(".")))
    rest = await what_is_left(turn, seated, reflection)
    lead = f"Removed: “{shortened(line, SHOWN)}”"
    return replace(rest, summary=lead, blocks=(Paragraph(spans(typed(lead))), back, *rest.blocks))


async def _drop_promises(turn: Turn, seated: Seated, ids: Collection[str]) -> None:
    """Delete the open promises with these ids. Restore the day of promises that were moved."""
    tenant, mine = turn.person.tenant, turn.person.id
    rows = await commitments.of_call(turn.session, tenant, seated.call.id, mine, locked=True)
    for row in rows:
        if str(row.id) in ids and row.state == "open":
            await turn.session.delete(row)
    await _move_back(turn, seated, ids)


async def _move_back(turn: Turn, seated: Seated, ids: Collection[str]) -> None:
    """Restore the earlier day of the promises that the line moved to another day.

    In `ids`, a moved promise is "12=2026-11-24=2026-11-26": its row id, earlier day and new day.
    """
    owner_and_account = turn.person.tenant, turn.person.id, seated.account.id
    rows = {
        str(row.id): row for row in await commitments.open_with(turn.session, *owner_and_account)
    }
    for moved in (one.split("=") for one in ids if one.count("=") == 2):
        row = rows.get(moved[0])
        if row and str(row.due_on) == moved[2]:
            row.due_on = date.fromisoformat(moved[1]) if moved[1] else None


async def what_is_left(turn: Turn, seated: Seated, reflection: Reflection) -> Card:
    """Show what is left of a reflection.

    If nothing is left, delete the reflection and ask how the call went.
    """
    if reflection.goal_reached or not await no_show.has_only_a_tap(turn, seated, reflection):
        return await card(turn, seated, reflection)
    await turn.session.delete(reflection)
    seated.seat.reflected_at = None
    return reflect_cards.prompt(seated, turn.playbook, asker_calls.when(turn, seated))


def with_lead(card: Card, lead: str) -> Card:
    """Return a reflection's card with `lead` in place of its first line, “Saved: …”."""
    return replace(card, summary=lead, blocks=(Paragraph(spans(typed(lead))), *card.blocks[1:]))


async def card(turn: Turn, seated: Seated, reflection: Reflection) -> Card:
    """Show a reflection. If it has an answer but no line yet, show an input for a line, too."""
    await turn.session.flush()
    if reflection.heard or not reflection.goal_reached:
        return await reflection_card.card(turn, seated, reflection, new=())
    coming = await call_people.attendees(turn, seated)
    return reflect_cards.tapped(seated, reflection, turn.playbook, coming)
