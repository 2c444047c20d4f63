"""One tap records that nobody from the account came to a call. Another tap undoes that."""

from dataclasses import replace

from handlers import planning
from handlers.cards import Aside, Card, Note, Paragraph, Reply, spans
from handlers.features import asker_calls
from handlers.features.reflections import own_reflection
from handlers.registry import Refusal, Registry, Turn
from handlers.views import reflect_cards, shared_call
from storage.choices import MISSED
from storage.conversation import offers
from storage.customers import commitments
from storage.sales_calls import call_seats, own_notes, reflections
from storage.sales_calls.own_calls import Seated
from storage.tables import Reflection
from storage.workspace import people

WROTE = "You have notes on this call, so I did not record that nobody came."
NOT_KEPT = "I have it on file that nobody came to this call, so I didn't keep your line."
NOT_SAVED = (
    "I have it on file that nobody came to this call, so nothing was saved. If they did come, "
    "press “Undo” or “They did come” on the message about this call."
)
NOTED = "What you wrote about this call is your own note now."
COLLEAGUE_WROTE = (
    "A colleague has reflected on this call, so I did not record that nobody came. How did it go "
    "for you?"
)


def register(registry: Registry) -> None:
    """Register the button that takes back the note that nobody came."""
    registry.button("reflect.came", came)


async def mark(turn: Turn, seated: Seated) -> Card:
    """Record that nobody from the account came.

    If the person has only said how the call went, delete that answer. Raises Refusal if the person
    has noted more about the call, or if a colleague has reflected on it.
    """
    seat, call, _ = seated
    if call.status == MISSED:
        return await card(turn, seated)
    if await reflections.has_colleague_reflected(turn.session, call, turn.person.id):
        raise Refusal(COLLEAGUE_WROTE)
    own = await own_reflection.of_call(turn, seated)
    if own is not None:
        if not await has_only_a_tap(turn, seated, own):
            raise Refusal(WROTE)
        await turn.session.delete(own)
    seat.reflected_at = None
    await offers.close_undo(turn.session, turn.person, turn.now)
    await planning.mark_missed(turn.session, turn.person, call, turn.now)
    return await card(turn, seated)


async def instead_of_line(turn: Turn, seated: Seated) -> Card | None:
    """Record that nobody came to a call, although the person has typed a line about it.

    The line becomes a note that only the person sees. Return None if the person has typed no line,
    or has noted anything about the call besides the line. Raises Refusal as `mark` does.
    """
    seated = await own_reflection.started_call(turn, str(seated.call.id), locked=True)
    own = await own_reflection.of_call(turn, seated)
    if own is None or not own.heard or own.goal_reached or await _noted_more(turn, seated):
        return None
    line, own.heard = own.heard, ""
    if not _is_only_a_tap(own):
        own.heard = line
        return None
    await own_notes.add(turn.session, turn.person, seated.account.id, line, turn.now)
    missed = await mark(turn, seated)
    return replace(missed, blocks=(*missed.blocks, Note(spans(NOTED))))


async def came(turn: Turn) -> Reply:
    """Take back the note that nobody came, and ask how the call went."""
    seated = await own_reflection.started_call(turn, turn.text, locked=True)
    await own_reflection.undo_no_show(turn, seated)
    return reflect_cards.prompt(seated, turn.playbook, asker_calls.when(turn, seated))


async def not_kept(turn: Turn, seated: Seated) -> Aside:
    """Say that a line was not kept, because nobody came to the call."""
    missed = await card(turn, seated)
    noted = Paragraph(spans(NOT_KEPT))
    return Aside(replace(missed, summary=NOT_KEPT, blocks=(noted, *missed.blocks)))


async def card(turn: Turn, seated: Seated) -> Card:
    """Return the card of a missed call.

    If a colleague recorded that nobody came, the card names that colleague. If the person recorded
    it, the card names the colleagues in the call, who will be told.
    """
    call = seated.call
    who = call.changed_by
    names = await shared_call.others(turn.session, turn.person, call)
    if who is None or who == turn.person.id:
        return reflect_cards.missed(
            seated, asker_calls.when(turn, seated), then=shared_call.told_of_change(names)
        )
    found = await people.by_id(turn.session, call.tenant, who)
    noted_by = found.name if found else "a colleague"
    return reflect_cards.missed(seated, asker_calls.when(turn, seated), noted_by=noted_by)


async def has_only_a_tap(turn: Turn, seated: Seated, own: Reflection) -> bool:
    """Check whether the person has noted nothing about the call, or only how it went."""
    return _is_only_a_tap(own) and not await _noted_more(turn, seated)


def _is_only_a_tap(own: Reflection) -> bool:
    wrote = (own.heard, own.surprise, own.next_step, own.for_marketing)
    chose = (own.talk, own.first_prescribed, own.next_step_by, own.built, own.kept_focus)
    return not (any(wrote) or any(chose) or own.shared)


async def _noted_more(turn: Turn, seated: Seated) -> bool:
    """Check whether the person has noted a promise, or how a guess about the call turned out."""
    own = (seated.call.id, turn.person.id)
    guesses = (await call_seats.guesses(turn.session, [own])).get(own, ())
    promised = await commitments.of_call(turn.session, turn.person.tenant, *own)
    return any(guess.outcome for guess in guesses) or any(
        row.state != "dropped" for row in promised
    )
