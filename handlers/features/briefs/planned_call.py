"""Say that a call is planned, with a button that opens the call's brief."""

from handlers.cards import Button, Buttons, Card, Note, Paragraph, spans, typed
from handlers.coaching.text.words import shortened
from handlers.knowledge import points
from handlers.registry import Turn
from handlers.times import format_short
from storage.conversation import call_planned
from storage.customers import attendees
from storage.sales_calls.own_calls import Seated


async def card(turn: Turn, seated: Seated, note: str) -> Card:
    """Say which call is planned and who is coming, with a button for its brief.

    `note` follows the sentence about the planned call. It may, for example, name another call at
    the same time.
    """
    call, about = seated.call, shortened(seated.account.name, 40)
    await call_planned.keep(turn.session, turn.person, call.id, turn.now)
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    kind = points.kind_in_words(call.kind or "other", turn.playbook)
    lead = f"Planned: {shortened(seated.account.name)}, {when}{f': {kind}' if kind else ''}. {note}"
    coming = (await attendees.of_calls(turn.session, [call.id])).get(call.id, ())
    names = ", ".join(shortened(one.name, 40) for one in coming)
    who = (Note(spans(typed(f"Their attendees: {names}."))),) if names else ()
    brief = Buttons((Button("Brief", "brief.open", str(call.id), about=about),))
    return Card(lead.rstrip(), (Paragraph(spans(typed(lead.rstrip()))), *who, brief))
