"""The reply to a reflection: what was saved, who reads it, and a few lines that help the rep."""

from collections.abc import Collection, Iterable, Sequence

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    ShowsOfCall,
    spans,
    typed,
)
from handlers.coaching import patterns
from handlers.coaching.lessons import lesson
from handlers.coaching.patterns import Pattern, Reflected
from handlers.coaching.promises.promise_signs import is_step_of
from handlers.coaching.text.words import shortened
from handlers.features.marketing import insight_uses
from handlers.features.promises import promise_form, promised_again
from handlers.features.reflections import figures, next_step, readers, reflection_form
from handlers.knowledge.facts import Facts, HeardPart
from handlers.knowledge.gathering import gather
from handlers.knowledge.kept_promises import seemingly_kept
from handlers.registry import Turn
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_short
from handlers.views.crm import crm_lines
from handlers.views.promises import promise_cards
from handlers.views.team import team_reflections
from storage.marketing import insight_uses as stored_uses
from storage.sales_calls import reflection_comments
from storage.sales_calls.own_calls import Seated
from storage.tables import Commitment, Reflection

CONTROLS = 4  # at most this many buttons, besides those about an insight
LONGEST = 60  # words; a pattern that would make the reply longer is left out
# in how many calls a rep must keep a focus (an if-then habit) before we offer the next one
KEPT_OFTEN_ENOUGH = 3


async def card(
    turn: Turn,
    seated: Seated,
    written: Reflection,
    notes: Sequence[str] = (),
    new: Collection[str] | None = None,
) -> Card:
    """Show who reads the reflection, then a lesson, promises, the next step and a pattern.

    If the rep wrote much the same about another buyer, a question replaces the lesson: what is
    specific to this buyer? The `notes` come below the promises.

    `new` has the lines of the customer's words that were just saved. The lesson names only their
    speakers. If `new` is None, the lesson may name the speakers of all lines.

    Above the pattern, we make at most one offer: to merge two promises, to choose the next focus,
    or to mark a promise as done because the other side seems to have kept it.
    """
    await turn.session.flush()
    facts = await gather(turn.session, turn.person, seated)
    promised = [row for row in facts.promises if _is_of_call(row, facts)]
    lead = f"Saved: {shortened(seated.account.name)}."
    whose = await readers.sentence(turn, seated, written, promised=bool(promised), added=bool(new))
    rows = await figures.latest(turn)
    newest_first = await figures.as_reflected(turn, rows)
    learned = await figures.echo(turn, rows, written)
    if learned:
        figures.note_shown(written, patterns.ECHO)
    else:
        learned = _lesson(facts, written, new)
    still_open = [row for row in promised if row.state == "open"]
    blocks: list[Block] = [Paragraph(spans(lead, " ", whose))]
    blocks += [Paragraph(spans(typed(learned)))] if learned else []
    blocks += [*_promises(turn, still_open), *(Note(spans(note)) for note in notes)]
    blocks += await _next_step(turn, seated, written, still_open)
    blocks += _offer(turn, facts, written, still_open, newest_first)
    counted: list[Block] = []
    if not facts.figures_off:
        counted = _pattern(blocks, figures.pattern(turn, newest_first, rows, written), written)
        blocks += counted
    before = sum(isinstance(block, Buttons) for block in blocks)
    pages = await reflection_form.pages(turn, seated)
    blocks.append(_buttons(seated, pages, crm_lines.send(facts), limit=CONTROLS - before))
    if written.shared:
        said = await reflection_comments.of_reflection(turn.session, written)
        blocks += team_reflections.comments(said, turn.now, turn.person.zone)
    shows = (ShowsOfCall(seated.call.id, "patterns" if counted else "reflection"),)
    return Card(lead, (*blocks, *await _insights(turn, seated)), shows=shows)


def _offer(
    turn: Turn,
    facts: Facts,
    written: Reflection,
    still_open: Sequence[Commitment],
    newest_first: Sequence[Reflected],
) -> Sequence[Block]:
    """Make at most one offer: about a repeated promise, the next focus, or a kept promise."""
    if same := _same_promise(turn, still_open, facts):
        return same
    kept = patterns.times_kept(newest_first, turn.person.focus_id, turn.person.focus_since)
    if written.kept_focus == "yes" and kept == KEPT_OFTEN_ENOUGH:
        return _next_focus()
    settled = seemingly_kept(facts, held=True)
    return [] if settled is None else promise_cards.offer_done(settled)


def _same_promise(turn: Turn, still_open: Sequence[Commitment], facts: Facts) -> list[Block]:
    mine = (row for row in facts.promises if row.owner_id == facts.person.id)
    before = [row for row in mine if row.state == "open" and row.call_id != facts.call.id]
    return promised_again.offer(turn, still_open, before, promise_cards.BESIDE)


def _is_of_call(row: Commitment, facts: Facts) -> bool:
    return row.call_id == facts.call.id and row.owner_id == facts.person.id


def _lesson(facts: Facts, written: Reflection, new: Collection[str] | None) -> str:
    """Return what the rep can learn from the reflection, in one sentence, or ""."""
    named = [
        part.contact.name for part in facts.said(written) if part.contact and _has_new(part, new)
    ]
    return lesson(
        wrong_guesses=[guess.text for guess in facts.guesses if guess.outcome == "wrong"],
        surprise=written.surprise,
        heard=written.heard,
        speakers=named,
    )


def _has_new(part: HeardPart, new: Collection[str] | None) -> bool:
    lines = set(part.note.splitlines())
    return new is None or any(line.strip() in lines for line in new)


def _promises(turn: Turn, still_open: Sequence[Commitment]) -> list[Block]:
    today = day_of(turn.now, turn.person.zone)
    lines = [
        spans(
            "You promised: " if row.side == "ours" else "They promised: ",
            typed(row.text),
            f", {promise_cards.due(row.due_on, today)}",
        )
        for row in still_open
    ]
    return [Bullets(tuple(lines))] if lines else []


async def _next_step(
    turn: Turn, seated: Seated, written: Reflection, still_open: Sequence[Commitment]
) -> list[Block]:
    """Show the next step, with a button that plans a call for it.

    If a call for the step is planned already, show the time of the call and no button. If the step
    is among the promises, show nothing.
    """
    step = shortened(written.next_step).rstrip(".")
    without_day = promise_form.read(turn, written.next_step).text
    if not step or any(is_step_of(without_day, row.text) for row in still_open):
        return []
    about = f"{step} ({shortened(seated.account.name, 40)})"
    plan = Button("Plan it", "reflect.plan", str(seated.call.id), "primary", about=about)
    stop = "" if step.endswith(("?", "!", "…")) else "."
    said = spans("Next: ", typed(step), stop)
    if planned := await next_step.planned_as(turn, seated, written):
        return [Paragraph((*said, *spans(f" {_planned_sentence(turn, planned)}")))]
    return [Paragraph(said), Buttons((plan,))]


def _planned_sentence(turn: Turn, planned: Seated) -> str:
    """Say that a call is planned: "Thursday 14:00 is in your calendar".

    If the call does not come from a calendar, say "Thursday 14:00 is planned already".
    """
    call = planned.call
    when = format_short(call.starts_at, now=turn.now, zone=turn.person.zone)
    where = "planned already" if call.source_id is None else "in your calendar"
    return f"{when[0].upper()}{when[1:]} is {where}."


def _next_focus() -> list[Block]:
    said = f"You kept your focus in {KEPT_OFTEN_ENOUGH} calls. You can take on the next focus."
    return [
        Paragraph(spans(said)),
        Buttons((Button("Choose the next focus", "rhythm.focus"),)),
    ]


def _pattern(before: Iterable[Block], found: Pattern | None, written: Reflection) -> list[Block]:
    """Show the pattern if it fits below the blocks `before`. If so, store its id on `written`."""
    if found is None:
        return []
    blocks: list[Block] = [
        Paragraph(spans(typed(found.text))),
        Note(spans(f"From {found.source}. Only you see this.")),
    ]
    if _words(before) + _words(blocks) > LONGEST:
        return []
    figures.note_shown(written, found.id)
    return blocks


def _words(blocks: Iterable[Block]) -> int:
    texts = []
    for block in blocks:
        if isinstance(block, Paragraph | Note):
            texts.append(block.text)
        elif isinstance(block, Bullets):
            texts += block.items
    return sum(len(span.text.split()) for text in texts for span in text)


def _buttons(
    seated: Seated, pages: reflection_form.Pages, to_crm: Sequence[Button], *, limit: int
) -> Buttons:
    """Return the buttons that extend the reflection, share it, send it to the CRM, or change it.

    If there are more than `limit` buttons, we leave out the last ones. The rep can also open the
    form with /reflect.
    """
    call_id, whom = str(seated.call.id), shortened(seated.account.name, 40)
    more = Button("Add more", "reflect.open", f"{call_id}:more", about=whom)
    change = Button("Change it", "reflect.open", call_id, about=whom)
    rest = Button("Change the rest", "reflect.open", f"{call_id}:rest", about=whom)
    pass_on = Button("Share or pass on", readers.SHOW, call_id, beside=True, about=whom)
    rest_of_form = [rest] if pages.rest else []
    row = [*([more] if pages.more else []), pass_on, *to_crm, change, *rest_of_form]
    return Buttons(tuple(row[:limit]))


async def _insights(turn: Turn, seated: Seated) -> list[Block]:
    person, call_id = turn.person, seated.call.id
    found = await stored_uses.shown_in_call(turn.session, person.tenant, person.id, call_id)
    return insight_uses.landed_blocks(found)
