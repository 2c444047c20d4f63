"""Figures that only the rep sees: surprises, patience, and the cookie-cutter check."""

from handlers.cards import Block, Note, Paragraph, spans
from handlers.coaching import goals, originality, patience
from handlers.registry import Turn
from storage import calls, reflections
from storage.tables import Account, Reflection

LAST = 10
COMPARED = 40  # earlier reflections that the cookie-cutter check looks at


async def blocks(turn: Turn) -> list[Block]:
    """The figures from the person's last ten reflections, each with its range and source.

    Empty if there is nothing to show.
    """
    last = await reflections.last_of(turn.session, turn.person.tenant, turn.person.id, limit=LAST)
    if not last:
        return []
    seen = await _as_reflected(turn, last)
    found: list[Block] = []
    for sentences in (
        patience.surprise_lines(seen),
        patience.ledger_lines(patience.ledger(seen)),
        patience.talk_lines(seen[0].talk),
    ):
        if sentences:
            found.append(Paragraph(spans(sentences[0])))
            found += [Note(spans(" ".join(sentences[1:])))] if sentences[1:] else []
    return [*found, Note(spans("Only you see these."))] if found else []


async def _as_reflected(
    turn: Turn, last: list[tuple[Reflection, Account]]
) -> list[patience.Reflected]:
    mine = turn.person.id
    guesses = await calls.guesses(turn.session, {(row.call_id, mine) for row, _ in last})
    return [
        patience.Reflected(
            called_at=row.called_at,
            account=account.name,
            guesses=tuple(
                guess.outcome for guess in guesses.get((row.call_id, mine), ()) if guess.outcome
            ),
            talk=row.talk,
            first_prescribed=row.first_prescribed,
            built=row.built,
            next_step_by=row.next_step_by,
        )
        for row, account in last
    ]


async def echo_blocks(turn: Turn, written: Reflection) -> list[Block]:
    """Ask what is specific to this buyer, if another buyer got the same next step or pitch."""
    earlier = await reflections.last_of(
        turn.session, turn.person.tenant, turn.person.id, limit=COMPARED
    )
    next_steps = [
        originality.WrittenText(account.name, row.called_at, row.next_step)
        for row, account in earlier
    ]
    pitches = await _pitches(turn, earlier)
    found = []
    for said in (next_steps, pitches):
        latest = next((s for s in said if s.on == written.called_at and s.text), None)
        echo = originality.echo(latest, [s for s in said if s is not latest]) if latest else None
        if echo is not None:
            found.append(Paragraph(spans(originality.ask(echo))))
    return list(found[:1])


async def _pitches(
    turn: Turn, earlier: list[tuple[Reflection, Account]]
) -> list[originality.WrittenText]:
    """The goals of the calls in `earlier` that are a pitch."""
    goal_by_call = await calls.goals(
        turn.session, turn.person.tenant, turn.person.id, [row.call_id for row, _ in earlier]
    )
    return [
        originality.WrittenText(account.name, row.called_at, goal_by_call[row.call_id])
        for row, account in earlier
        if goals.is_pitch(goal_by_call.get(row.call_id, ""), turn.playbook.pitch)
    ]
