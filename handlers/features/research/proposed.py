"""Keep, edit or refuse an answer that public sources propose."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers import limits
from handlers.cards import (
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Note,
    Quote,
    Reply,
    is_web_address,
    spans,
)
from handlers.coaching.proposals import SHOWN
from handlers.coaching.text.words import shortened
from handlers.features.briefs import answers
from handlers.features.briefs.answers import QuestionsCard
from handlers.features.fields import whole_number
from handlers.inputs import TextInput
from handlers.knowledge import look_up_facts, look_ups
from handlers.knowledge.facts import Facts
from handlers.playbook.conditions import NAMES_IN_QUESTIONS
from handlers.registry import Refusal, Registry, Turn
from handlers.sources.public.public import place_of
from handlers.views.briefs import proposal_lines
from handlers.views.briefs.proposal_lines import COMPANY, EDIT, KEEP, MORE, WRONG, said_where
from handlers.views.model_words import suggested_by
from storage.choices import ProposalState
from storage.conversation import offers
from storage.sources import proposals, public_sources
from storage.tables import Finding, ProposedAnswer
from storage.workspace import people

ANSWER, BACK = "answer", "proposal.back"
OWN_WORDS = "What you write is saved as your own words, with the quote and its source."
GONE = "That proposal is no longer on file."
CLOSED = "That job posting is closed, so nothing was saved."
OVER = "That quote is no longer at its source, or is too old. Nothing was saved."


def register(registry: Registry) -> None:
    """Register the buttons below a proposed answer, and the form that edits it."""
    registry.button(MORE, more)
    registry.button(BACK, back)
    registry.button(KEEP, keep)
    registry.button(EDIT, open_form)
    registry.form("proposal", edit)
    registry.button(WRONG, wrong)
    registry.button(COMPANY, wrong_company)
    registry.button("proposal.undo", undo)


@dataclass(frozen=True)
class _Pressed:
    """The proposal that a button is about.

    `value` is the part of the button's value that `answers.call_of` parses. `settled` says why the
    proposal is no longer open. If the proposal is open, `settled` is "".
    """

    row: ProposedAnswer
    facts: Facts
    card: QuestionsCard
    value: str
    settled: str

    @property
    def place(self) -> str:
        """The part of the web that *Wrong company* blocks: "jobs.lever.co/acme"."""
        return place_of(self.row.source, self.row.url)


async def more(turn: Turn) -> Reply:
    """Show up to `SHOWN` proposed answers to the question, in full, with all their buttons."""
    pressed = await _pressed(turn)
    if pressed.settled:
        return await _redraw(turn, pressed, pressed.settled)
    facts, row, value = pressed.facts, pressed.row, pressed.value
    tenant, account = turn.person.tenant, facts.account
    known = await proposals.of_accounts(turn.session, tenant, [account.id], turn.now)
    public = look_ups.wanted_by(turn.person, known).get(account.id)
    same = [one for one in public.proposed if one.question_id == row.question_id] if public else []
    rows = [row, *(one for one in same if one.id != row.id)][:SHOWN]
    question = turn.playbook.question(row.question_id)
    lead = (
        question.worded({**NAMES_IN_QUESTIONS, **look_up_facts.names(facts)})
        if question
        else "Proposed"
    )
    below = Buttons(
        (Button("Back", BACK, turn.text), proposal_lines.stop_button(account.name, value))
    )
    return Card(lead, (Heading(lead), *proposal_lines.in_full(rows, facts, value), below))


async def back(turn: Turn) -> Reply:
    """Show the questions again."""
    _, _, value = turn.text.partition(":")
    facts, card = await answers.call_of(turn, value)
    return await answers.redraw(turn, facts, card, None)


async def keep(turn: Turn) -> Reply:
    """Save the claim with its quote as a finding."""
    pressed = await _pressed(turn)
    if pressed.settled:
        return await _redraw(turn, pressed, pressed.settled)
    return await _save(turn, pressed, pressed.row.claim, edited=False)


async def open_form(turn: Turn) -> Reply:
    """Open the form with the claim. The quote can't be edited, because it is the source's."""
    pressed = await _pressed(turn)
    if pressed.settled:
        return await _redraw(turn, pressed, pressed.settled)
    row = pressed.row
    return Form(
        "proposal",
        "Edit and keep",
        (
            Quote(row.quote, said_where(row, turn.person.zone, turn.now)),
            Note(spans(OWN_WORDS)),
            TextInput(
                ANSWER,
                "What does the source say?",
                value=row.claim,
                required=True,
                multiline=True,
            ),
        ),
        subject=turn.text,
    )


async def edit(turn: Turn) -> Reply:
    """Save the rep's own answer as a finding, followed by the quote and its source."""
    pressed = await _pressed(turn)
    if pressed.settled:
        return await _redraw(turn, pressed, pressed.settled)
    typed = turn.fields.get(ANSWER, "").strip()
    if not typed:
        raise Refusal("Write what the source says, or close this.", field=ANSWER)
    return await _save(turn, pressed, typed, edited=True)


async def wrong(turn: Turn) -> Reply:
    """Refuse a proposal, so that the same words are not proposed again."""
    pressed = await _pressed(turn)
    if pressed.settled:
        return await _redraw(turn, pressed, pressed.settled)
    proposals.settle([pressed.row], "wrong", turn.now, turn.person.id)
    return await _redraw(turn, pressed, "Noted. I won't propose that again.")


async def wrong_company(turn: Turn) -> Reply:
    """Block the source for the account, and withdraw everything that it proposes."""
    pressed = await _pressed(turn)
    if pressed.settled:
        return await _redraw(turn, pressed, pressed.settled)
    account, place = pressed.facts.account, pressed.place
    await public_sources.block(
        turn.session, turn.person.tenant, account.id, place, now=turn.now, by=turn.person.id
    )
    same = await _at_place(turn, pressed, "proposed")
    proposals.settle(same, "wrong_company", turn.now, turn.person.id)
    said = f"Noted. I'll no longer read {place} for {shortened(account.name)}."
    await offers.close_undo(turn.session, turn.person, turn.now)
    back = Button("Undo", "proposal.undo", f"{pressed.row.id}:{pressed.value}")
    return await _redraw(turn, pressed, said, back)


async def undo(turn: Turn) -> Reply:
    """Undo *Wrong company*: let Attune read the source for the account again."""
    pressed = await _pressed(turn)
    if pressed.row.state != "wrong_company":
        return await _redraw(turn, pressed, pressed.settled or "That is already undone.")
    tenant, account = turn.person.tenant, pressed.facts.account
    await public_sources.unblock(turn.session, tenant, account.id, pressed.place)
    proposals.settle(await _at_place(turn, pressed, "wrong_company"), "proposed", turn.now, None)
    said = f"Undone. I'll read {pressed.place} again for {shortened(account.name)}."
    return await _redraw(turn, pressed, said)


async def _pressed(turn: Turn) -> _Pressed:
    """Return the button's proposal.

    Raises Refusal if the button's call is not the person's, or if the proposal is not about the
    account of this call.
    """
    id_, _, value = turn.text.partition(":")
    facts, card = await answers.call_of(turn, value)
    tenant = turn.person.tenant
    row = await proposals.by_id(turn.session, tenant, whole_number(id_), locked=True)
    if row is None or row.account_id != facts.account.id:
        raise Refusal(GONE)
    return _Pressed(row, facts, card, value, await _why_settled(turn, row))


async def _why_settled(turn: Turn, row: ProposedAnswer) -> str:
    """Say why a proposal is no longer open, or return "" if it is open."""
    if row.state == "proposed":
        return "" if proposals.is_open(row, turn.now) else OVER
    if row.state == "expired":
        return CLOSED if row.source == "jobs" else OVER
    kept = row.state in ("kept", "edited")
    said = "saved" if kept else "refused"
    if row.settled_by in (None, turn.person.id):
        return f"That is already {said}."
    names = await people.names_of(turn.session, turn.person.tenant, {row.settled_by or 0})
    return f"{names.get(row.settled_by or 0, 'A colleague')} has already {said} that."


async def _save(turn: Turn, pressed: _Pressed, text: str, *, edited: bool) -> Reply:
    """Save the text, its quote and its source as a finding, and show the questions again."""
    row = pressed.row
    source = row.url if is_web_address(row.url) else row.publisher
    dated = said_where(row, turn.person.zone, turn.now)
    if row.model and not edited:
        dated = f"{dated}; {suggested_by(row.model)}"
    found = Finding(
        tenant=turn.person.tenant,
        account_id=row.account_id,
        question_id=row.question_id,
        text=f"{proposal_lines.with_quote(text, row.quote)} ({dated})"[: limits.MESSAGE],
        source=source,
        found_at=turn.now,
        found_by=turn.person.id,
    )
    turn.session.add(found)
    await turn.session.flush()
    proposals.settle([row], "edited" if edited else "kept", turn.now, turn.person.id)
    row.finding_id = found.id
    note = await answers.saved_note(turn, pressed.facts, pressed.card, [found.text])
    return await _redraw(turn, pressed, note)


async def _at_place(
    turn: Turn, pressed: _Pressed, state: ProposalState
) -> Sequence[ProposedAnswer]:
    rows = await proposals.of_account(
        turn.session, turn.person.tenant, pressed.row.account_id, [state]
    )
    return [one for one in rows if place_of(one.source, one.url) == pressed.place]


async def _redraw(turn: Turn, pressed: _Pressed, note: str, button: Button | None = None) -> Reply:
    facts, card = pressed.facts, pressed.card
    shown = await answers.redraw(turn, facts, card, note)
    return below_note(shown, button) if button else shown


def below_note(card: Card, button: Button) -> Card:
    """Put a button below the card's first block. The first block says what was done."""
    return replace(card, blocks=(*card.blocks[:1], Buttons((button,)), *card.blocks[1:]))
